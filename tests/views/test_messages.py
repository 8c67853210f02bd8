"""Every message that the code asks for exists, and every message that exists is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue
from bot.catalogue.model import Text
from bot.coach.model import Language
from bot.views.words import Words
from tests.views.screens import screens

BOT = Path(__file__).resolve().parents[2] / "bot"
FILES = sorted(path for part in ("views", "handlers", "reminders") for path in (BOT / part).glob("*.py"))
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+")
TOAST = 200  # characters that Telegram takes in the answer to a press
CAPTION = 1024


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in FILES:
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def is_say(function: ast.expr) -> bool:
    """`say(…)`, `visit.say(…)`, `say.button(…)`, `visit.say.button(…)`."""
    if isinstance(function, ast.Attribute) and function.attr == "button":
        function = function.value
    return (isinstance(function, ast.Name) and function.id == "say") or (
        isinstance(function, ast.Attribute) and function.attr == "say"
    )


def asked() -> Iterator[tuple[str, ast.expr]]:
    """The first argument of every call that asks for a message, with its file; either branch of an `if`."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and is_say(node.func):
                key = node.args[0]
                for each in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
                    yield file, each


def literals() -> set[str]:
    return {key.value for _, key in asked() if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def prefixes() -> set[str]:
    """What stands before the first value of an f-string key: "tonight.why_"."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(str(node.values[0].value))
    return found


def named_in_code() -> set[str]:
    """Every string of the code that looks like a key, wherever it stands."""
    return {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }


class Recorded(dict[str, Text]):
    """The messages, with a note of which were asked for."""

    def __init__(self, messages: Mapping[str, Text]) -> None:
        super().__init__(messages)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Text:
        self.asked.add(key)
        return super().__getitem__(key)


def shown(catalogue: Catalogue) -> set[str]:
    """The messages that stand on some screen."""
    messages = Recorded(catalogue.messages)
    screens(Words(replace(catalogue, messages=messages), Language.EN))
    return messages.asked


def test_the_search_for_keys_finds_some() -> None:
    assert {"start.welcome", "start.old_button_toast", "menu.tonight", "tonight.stale_toast"} <= literals()
    assert {"tonight.why_", "words.month_", "screening.because_"} <= prefixes()


def test_every_message_that_the_code_names_exists(catalogue: Catalogue) -> None:
    assert literals() - set(catalogue.messages) == set()


def test_every_string_of_the_code_that_looks_like_a_message_is_one(catalogue: Catalogue) -> None:
    """Keys in variables too: `key = "plan.dose_sides" if … else "plan.dose"`."""
    conversations = {key.split(".")[0] for key in catalogue.messages}
    keys = {key for key in named_in_code() if key.split(".")[0] in conversations}
    assert {key for key in keys - set(catalogue.messages) if not key.endswith("_")} == set()


def test_every_composed_key_leads_to_a_message(catalogue: Catalogue) -> None:
    conversations = {key.split(".")[0] for key in catalogue.messages}
    composed = {prefix for prefix in prefixes() if prefix.split(".")[0] in conversations and "." in prefix}
    assert composed
    assert [each for each in composed if not any(key.startswith(each) for key in catalogue.messages)] == []


def test_no_message_is_unused(catalogue: Catalogue) -> None:
    """A prefix counts only when it says more than the conversation: "tonight." alone would cover them all."""
    telling = tuple(prefix for prefix in prefixes() if re.fullmatch(r"[a-z_]+\.[a-z_]+", prefix))
    used = named_in_code() | shown(catalogue)
    unused = {key for key in catalogue.messages if key not in used and not key.startswith(telling)}
    assert unused == set()


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("start.old_button_toast", TOAST),
        ("tonight.stale_toast", TOAST),
        ("my_data.export_caption", CAPTION),
    ],
)
def test_a_message_for_a_small_place_fits_there(say: Words, key: str, limit: int) -> None:
    assert 0 < len(say(key)) <= limit


def test_every_toast_of_the_code_is_on_that_list() -> None:
    assert {key for key in literals() if key.endswith("_toast")} == {
        "start.old_button_toast",
        "tonight.stale_toast",
    }
