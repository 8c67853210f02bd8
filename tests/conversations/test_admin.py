"""The commands of those who run the bot: for them, in private, and for nobody else."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import App
from bot.catalogue.place import content_folder
from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from tests.conversations.moves import checked, with_bedtime
from tests.conversations.stage import TUESDAY, running, settings_for

COMMANDS = ("/stats", "/questions", "/reload")


@dataclass
class Office:
    """A bot run by Olga, with words of its own that can be changed."""

    server: StandIn
    app: App
    olga: Person
    words: Path


@pytest.fixture
async def office(tmp_path: Path, content: Content) -> AsyncIterator[Office]:
    shutil.copytree(content_folder(), tmp_path / "content")
    async with StandIn(now=TUESDAY.timestamp) as server:
        olga = await server.person("Olga", "en")
        olga.patience = 30.0  # reading all content again takes its seconds
        settings = settings_for(server, tmp_path / "nightlift.db").model_copy(
            update={"admin_ids": frozenset({olga.id}), "content": tmp_path / "content"}
        )
        async with running(server, settings, content) as app:
            yield Office(server, app, olga, tmp_path / "content" / "messages" / "start.toml")


async def test_figures_count_and_name_nobody(office: Office) -> None:
    emma = await office.server.person("Emma", "en")
    await checked(emma)
    await with_bedtime(emma)
    [page] = await office.olga.send("/stats")
    assert "People: 1 (1 this week, 1 with consent" in page.text
    assert "Reminders on: 1" in page.text
    assert str(emma.id) not in page.text
    assert "Emma" not in page.text


async def test_questions_without_an_answer_are_listed_as_they_may_be_shown(office: Office) -> None:
    [page] = await office.olga.send("/questions")
    assert page.text == "No question is waiting."
    emma = await office.server.person("Emma", "en")
    for _ in range(2):
        await emma.send("zz <b>qq</b> & xx")
    [page] = await office.olga.send("/questions")
    assert "2 × zz b qq b xx" in page.text
    assert str(emma.id) not in page.text


async def test_a_reload_takes_new_words_and_lists_the_faults_of_bad_ones(office: Office) -> None:
    good = office.words.read_text("utf-8")
    office.words.write_text(good.replace("I am Nightlift", "I am Moonlift"), "utf-8")
    assert "The new words are in use" in (await office.olga.send("/reload"))[0].text
    emma = await office.server.person("Emma", "en")
    assert "I am Moonlift" in (await emma.send("/start"))[0].text

    office.words.write_text(good.replace('en = "Start the check"', ""), "utf-8")
    [page] = await office.olga.send("/reload")
    assert "The old words stay." in page.text
    assert "messages/start.toml" in page.text
    assert "I am Moonlift" in (await emma.send("/start"))[0].text


@pytest.mark.parametrize("command", COMMANDS)
async def test_to_others_the_commands_are_unknown_ones(office: Office, command: str) -> None:
    emma = await office.server.person("Emma", "en")
    [reply] = await emma.send(command)
    assert reply.text == "I do not know this command. /help shows all of them."


@pytest.mark.parametrize("command", COMMANDS)
async def test_in_a_group_even_an_admin_gets_only_the_one_line(office: Office, command: str) -> None:
    group = await office.server.control.group("Clinic", office.olga)
    [line] = await office.olga.in_group(group).send(command)
    assert "I work in private chats only" in line.text


async def test_a_forwarded_command_of_an_admin_does_nothing(office: Office) -> None:
    [reply] = await office.olga.send("/stats", forward=True)
    assert "forwarded" in reply.text
