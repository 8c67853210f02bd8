from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.checks import html_faults
from bot.catalogue.load import Catalogue
from bot.catalogue.model import Text
from bot.coach.model import Language
from bot.views.words import Ready, Words, escaped


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<3", "&lt;3"),
        ("Tom & Jerry", "Tom &amp; Jerry"),
        ("<b>", "&lt;b&gt;"),
        ('"quoted"', '"quoted"'),
        (7, "7"),
        (Ready("<b>ours</b>"), "<b>ours</b>"),
    ],
)
def test_a_value_is_escaped_unless_it_is_ours(value: object, shown: str) -> None:
    assert escaped(value) == shown


@given(st.text(max_size=30))
def test_whatever_is_filled_in_telegram_takes_the_html(catalogue: Catalogue, value: str) -> None:
    say = Words(catalogue, Language.EN)
    assert list(html_faults(say("screening.contact", contact=value))) == []


def test_a_brace_in_a_value_is_no_placeholder(english: Words) -> None:
    assert english("screening.contact", contact="{contact}").endswith(" {contact}")


def test_an_unknown_message_is_a_key_error(english: Words) -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        english("no.such")


def test_a_value_that_is_not_given_is_a_key_error(english: Words) -> None:
    with pytest.raises(KeyError, match="contact"):
        english("screening.contact")


def test_source_tags_are_taken_out(english: Words) -> None:
    assert english.text(Text("Two days [G62], {more}.", ""), more="or three") == "Two days, or three."


def test_a_label_is_plain_text(english: Words) -> None:
    button = english.button("screening.rather", "plan", "choose", "leg-curl", exercise="a & b")
    assert button.label.endswith(" a & b")
    assert button.data == "v1:plan:choose:leg-curl"


@pytest.mark.parametrize(
    ("day", "en", "ja"),
    [
        (date(2026, 11, 23), "Mon 23 Nov", "11月23日(月)"),
        (date(2027, 1, 3), "Sun 3 Jan", "1月3日(日)"),
        (date(2028, 2, 29), "Tue 29 Feb", "2月29日(火)"),
    ],
)
def test_a_day_is_said_as_people_say_it(english: Words, japanese: Words, day: date, en: str, ja: str) -> None:
    assert (english.day(day), japanese.day(day)) == (en, ja)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Tokyo", "Wed 25 Nov, 00:30"),
        ("Europe/London", "Tue 24 Nov, 15:30"),
        ("America/Los_Angeles", "Tue 24 Nov, 07:30"),
    ],
)
def test_a_moment_is_said_in_the_persons_zone(english: Words, zone: str, shown: str) -> None:
    assert english.moment(datetime(2026, 11, 24, 15, 30, tzinfo=UTC), ZoneInfo(zone)) == shown


@pytest.mark.parametrize(
    ("things", "en", "ja"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a、b"),
        (["a", "b", "c"], "a, b and c", "a、b、c"),
        (["a", "b", "c", "d"], "a, b, c and d", "a、b、c、d"),
    ],
)
def test_several_things_make_one_sentence(
    english: Words, japanese: Words, things: list[str], en: str, ja: str
) -> None:
    ready = [Ready(thing) for thing in things]
    assert (english.listed(ready), japanese.listed(ready)) == (en, ja)
