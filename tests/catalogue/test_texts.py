from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import texts
from bot.catalogue.model import Text
from bot.catalogue.reader import Faults
from bot.catalogue.texts import COMMANDS, NEEDED, needed, read_botfather, read_habits, read_messages
from tests.catalogue.broken import CONTENT, broken

Reader = Callable[[Path, Faults], Any]


def faults_of(read: Reader, folder: Path) -> list[str]:
    faults = Faults()
    read(folder, faults)
    return [f"{fault.file}: {fault.key}: {fault.what}" for fault in faults.found]


@pytest.mark.parametrize("read", [read_messages, read_habits, read_botfather])
def test_our_own_file_has_no_fault(read: Reader) -> None:
    assert faults_of(read, CONTENT) == []


def test_a_message_has_the_key_of_its_conversation_and_name(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "plan.toml").write_text('[now]\nen = "Now"\nja = "今"')
    assert read_messages(tmp_path, Faults()) == {"plan.now": Text("Now", "今")}


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ('[now]\nen = "Now"', "messages/plan.toml: now.ja: is missing"),
        ('[now]\nen = "Now"\nja = ""', "messages/plan.toml: now.ja: is empty"),
        ('[now]\nen = "Now"\nja = 3', "messages/plan.toml: now.ja: must be a text in quotes"),
        ('now = "Now"', "messages/plan.toml: now: must be a table"),
        ('[now]\nen = "Now"\nja = "今"\nfr = "Ici"', "messages/plan.toml: now.fr: is not known here"),
        (
            '[now]\nfrom = ["Q1"]\nen = "Now"\nja = "今"',
            "messages/plan.toml: now.from: 'Q1' is no source number",
        ),
        ('[now]\nfrom = []\nen = "Now"\nja = "今"', "messages/plan.toml: now.from: names no source"),
    ],
)
def test_a_fault_in_a_message_is_named(tmp_path: Path, toml: str, fault: str) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "plan.toml").write_text(toml)
    assert [each for each in faults_of(read_messages, tmp_path) if each.startswith(fault)]


# -- habits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "catch-the-slouch"', 'id = "sit-tall"', "habits.toml: tips: the id 'sit-tall' stands"),
        ('id = "sit-tall"\n', "", "habits.toml: tips[0].id: is missing"),
        ("title = {", "titel = {", "habits.toml: tips[0].title: is missing"),
        ('from = ["S43"]', 'from = ["S430"]', "habits.toml: tips[0].from: 'S430' is no source number"),
    ],
)
def test_a_fault_in_the_habits_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults_of(read_habits, broken(tmp_path, "habits.toml", old, new))
    assert [each for each in found if each.startswith(fault)]


def test_too_few_habits_are_named(tmp_path: Path) -> None:
    (tmp_path / "habits.toml").write_text("tips = []")
    assert faults_of(read_habits, tmp_path) == ["habits.toml: tips: 0 habits; at least 8 are needed"]


# -- what Telegram shows about the bot ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "limit"),
    [('en = "Nightlift"', 64), ('ja = "寝る前の数分、やさ', 120), ('start = { en = "Begin here', 256)],
)
def test_a_text_longer_than_telegram_takes_there_is_named(tmp_path: Path, old: str, limit: int) -> None:
    folder = broken(
        tmp_path, "botfather.toml", old, old.rstrip('"') + "x" * limit + ('"' if old.endswith('"') else "")
    )
    assert [each for each in faults_of(read_botfather, folder) if f"Telegram takes {limit}" in each]


def test_a_description_longer_than_telegram_takes_is_named(tmp_path: Path) -> None:
    folder = broken(tmp_path, "botfather.toml", "Press Start to begin.", "Press Start to begin." * 20)
    assert [each for each in faults_of(read_botfather, folder) if each.endswith("Telegram takes 512")]


def test_every_command_has_its_words(tmp_path: Path) -> None:
    found = faults_of(read_botfather, broken(tmp_path, "botfather.toml", "mydata = {", "mydate = {"))
    assert "botfather.toml: commands.mydata: is missing" in found
    assert [each for each in found if each.startswith("botfather.toml: commands.mydate: is not known here")]


def test_the_commands_are_read_in_the_order_of_the_menu() -> None:
    assert tuple(read_botfather(CONTENT, Faults()).commands) == COMMANDS


# -- what the code asks for --------------------------------------------------------------------------------


def test_the_list_of_needed_messages_is_in_step_with_the_content() -> None:
    """tests/views/test_messages.py holds the content against the code; this holds the list against both."""
    kept = (Path(texts.__file__).with_name(NEEDED)).read_text(encoding="utf-8")
    assert kept == needed(read_messages(CONTENT, Faults())), "python -m bot.catalogue --needed prints it"


def test_a_message_that_the_bot_says_may_not_be_deleted(tmp_path: Path) -> None:
    found = faults_of(read_messages, broken(tmp_path, "messages/plan.toml", "[none]", "[nothing]"))
    assert "messages/plan.toml: none: is missing: the bot says it" in found


def test_a_placeholder_that_nothing_fills_in_is_named(tmp_path: Path) -> None:
    found = faults_of(read_messages, broken(tmp_path, "messages/plan.toml", "{reps}", "{times}"))
    assert [each for each in found if "nothing fills in {times} here" in each]
