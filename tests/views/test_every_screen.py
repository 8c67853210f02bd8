"""What every screen keeps, whichever view makes it."""

from __future__ import annotations

import html
import inspect
import pkgutil
import re
from importlib import import_module

import pytest

import bot.views
from bot.catalogue.checks import html_faults
from bot.views.reply import LONGEST_DATA, Button, Reply, read_press
from bot.views.words import Words
from tests.views.screens import screens

LONGEST_TEXT = 4096
LONGEST_LABEL = 64  # more is cut off on a phone
MOST_BUTTONS = 100
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.fixture
def every(say: Words) -> dict[str, Reply]:
    return screens(say)


def buttons(every: dict[str, Reply]) -> list[tuple[str, Button]]:
    return [(name, button) for name, reply in every.items() for row in reply.rows for button in row]


def test_every_public_view_is_on_the_list_of_screens(english: Words) -> None:
    made = {name.split()[0] for name in screens(english)}
    views = set()
    for module in pkgutil.iter_modules(bot.views.__path__):
        members = inspect.getmembers(import_module(f"bot.views.{module.name}"), inspect.isfunction)
        for name, function in members:
            here = function.__module__ == f"bot.views.{module.name}" and not name.startswith("_")
            if here and inspect.signature(function).return_annotation == "Reply":
                views.add(f"{module.name}.{name}")
    assert views - made == set()
    assert len(views) > 40


def test_no_screen_is_empty(every: dict[str, Reply]) -> None:
    assert [name for name, reply in every.items() if not reply.text.strip()] == []


def test_no_placeholder_or_source_tag_is_left(every: dict[str, Reply]) -> None:
    left = re.compile(r"[{}]|\[(?:[HSGD]\d+|B)\b|\bNone\b(?! of)")
    assert [(name, reply.text) for name, reply in every.items() if left.search(reply.text)] == []
    assert [(name, button.label) for name, button in buttons(every) if left.search(button.label)] == []


def test_telegram_takes_the_html_of_every_screen(every: dict[str, Reply]) -> None:
    assert [(name, fault) for name, reply in every.items() for fault in html_faults(reply.text)] == []


def test_no_screen_is_longer_than_telegram_takes(every: dict[str, Reply]) -> None:
    assert [name for name, reply in every.items() if len(reply.text) > LONGEST_TEXT] == []


def test_no_screen_has_a_gap_of_more_than_one_line(every: dict[str, Reply]) -> None:
    assert [name for name, reply in every.items() if "\n\n\n" in reply.text] == []


def test_the_data_of_every_button_fits_and_can_be_read_back(every: dict[str, Reply]) -> None:
    for name, button in buttons(every):
        assert len(button.data.encode()) <= LONGEST_DATA, name
        assert read_press(button.data) is not None, name


def test_labels_are_plain_words_that_fit_on_a_phone(every: dict[str, Reply]) -> None:
    for name, button in buttons(every):
        assert any(char.isalnum() for char in button.label), f"{name}: words, not signs alone"
        assert html.unescape(button.label) == button.label, name
        assert "<" not in button.label, name
        assert len(button.label) <= LONGEST_LABEL, (name, button.label)


def test_no_keyboard_has_more_buttons_than_telegram_takes_or_an_empty_row(every: dict[str, Reply]) -> None:
    for name, reply in every.items():
        assert sum(map(len, reply.rows)) <= MOST_BUTTONS, name
        assert all(reply.rows), name


def test_no_two_buttons_of_a_screen_do_the_same_or_look_alike(every: dict[str, Reply]) -> None:
    for name, reply in every.items():
        pressed = [button.data for row in reply.rows for button in row]
        labels = [button.label for row in reply.rows for button in row]
        assert len(set(pressed)) == len(pressed), name
        assert len(set(labels)) == len(labels), name


def test_every_screen_has_the_same_buttons_in_both_languages(english: Words, japanese: Words) -> None:
    def pressed(say: Words) -> dict[str, list[list[str]]]:
        return {
            name: [[button.data for button in row] for row in reply.rows]
            for name, reply in screens(say).items()
        }

    assert pressed(english) == pressed(japanese)


def test_every_screen_speaks_its_language(english: Words, japanese: Words) -> None:
    assert [name for name, reply in screens(japanese).items() if not JAPANESE.search(reply.text)] == []
    assert [name for name, reply in screens(english).items() if JAPANESE.search(reply.text)] == []
