from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler

from bench.fuzzing.tally import flat
from bot.catalogue.texts import COMMANDS
from bot.coach.model import Language
from bot.handlers.deps import Content, Deps
from bot.handlers.registry import CONVERSATIONS, FLOOD, PRIVATE_ONLY, WARNING_SIGNS, handlers
from bot.ready import read_content
from bot.store import open_store
from bot.views.words import Words
from tests.views.screens import screens

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(None)


@pytest.fixture
def deps(tmp_path: Path, content: Content) -> Iterator[Deps]:
    store = open_store(tmp_path / "nightlift.db")
    yield Deps(store, content, lambda: NOW, lambda person: None, "")
    store.close()


def test_every_command_of_the_menu_is_handled_and_no_other(deps: Deps) -> None:
    all_of_them = flat(handlers(deps)[CONVERSATIONS])
    handled = {name for each in all_of_them if isinstance(each, CommandHandler) for name in each.commands}
    assert handled == set(COMMANDS)


def test_every_button_of_every_screen_leads_somewhere(deps: Deps) -> None:
    """The last handler takes old buttons, so it does not count."""
    patterns = [
        each.pattern
        for each in flat(handlers(deps)[CONVERSATIONS])
        if isinstance(each, CallbackQueryHandler) and isinstance(each.pattern, re.Pattern)
    ]
    shown = screens(Words(deps.content.catalogue, Language.EN))
    pressed = {button.data: name for name, reply in shown.items() for row in reply.rows for button in row}
    lost = {data: name for data, name in pressed.items() if not any(each.match(data) for each in patterns)}
    assert patterns
    assert lost == {}


def test_groups_are_turned_away_first_and_warning_signs_come_before_every_conversation(deps: Deps) -> None:
    assert list(handlers(deps)) == [PRIVATE_ONLY, WARNING_SIGNS, FLOOD, CONVERSATIONS]
    assert PRIVATE_ONLY < WARNING_SIGNS < FLOOD < CONVERSATIONS


def test_every_press_of_a_conversation_is_also_a_way_in(deps: Deps) -> None:
    """After a restart the library's state is gone; the next press must be let in (decision 1)."""
    for conversation in handlers(deps)[CONVERSATIONS]:
        if isinstance(conversation, ConversationHandler):
            inside = {id(each) for group in conversation.states.values() for each in group}
            assert inside <= {id(each) for each in conversation.entry_points}, conversation.name
