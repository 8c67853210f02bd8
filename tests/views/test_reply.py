from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.reply import LONGEST_DATA, Press, night_from, night_mark, press, read_press

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-+_/", min_size=1, max_size=8)


@given(words, words, st.lists(words, max_size=3))
def test_a_press_is_read_back_as_it_was_written(conversation: str, step: str, values: list[str]) -> None:
    assert read_press(press(conversation, step, *values)) == Press(conversation, step, tuple(values))


def test_data_of_64_bytes_is_taken_and_of_65_refused() -> None:
    fits = "x" * (LONGEST_DATA - len("v1:ask:faq:"))
    assert len(press("ask", "faq", fits).encode()) == 64
    with pytest.raises(ValueError, match="over 64 bytes"):
        press("ask", "faq", fits + "x")


def test_bytes_count_not_characters() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        press("ask", "faq", "質" * 20)


@pytest.mark.parametrize(
    "data",
    ["", "v1", "v1:", "v1:check", "v1::red", "v1:check:", "v0:check:red", "v2:check:red", "check:red", "::"],
)
def test_data_that_no_button_of_today_carries_is_no_press(data: str) -> None:
    assert read_press(data) is None


@given(st.text(max_size=64))
def test_reading_data_never_fails_whatever_was_sent(data: str) -> None:
    found = read_press(data)
    assert found is None or found.night() is None or isinstance(found.night(), date)


@given(st.dates())
def test_a_night_is_read_back_as_it_was_marked(night: date) -> None:
    if night.year >= 1000:
        assert night_from(night_mark(night)) == night


@pytest.mark.parametrize(
    "mark", ["", "2026112", "202611222", "20261322", "20260230", "2026-1-1", "２０２６１１２２", "abcdefgh"]
)
def test_what_marks_no_night_is_none(mark: str) -> None:
    assert night_from(mark) is None


def test_the_first_value_of_a_press_is_its_night() -> None:
    found = read_press("v1:night:later:20261122:30")
    assert found is not None
    assert found.night() == date(2026, 11, 22)
