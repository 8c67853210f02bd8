"""Never two nights in a row, at home and on the road (H39, G61)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.calendar import (
    EVERY_OTHER,
    LEAST_REST,
    mended,
    nights_a_week,
    patterns,
    rested,
    tonight,
    valid,
)
from bot.coach.schedule import is_training_night

TOKYO, HONOLULU = ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")
AUCKLAND, LONDON = ZoneInfo("Pacific/Auckland"), ZoneInfo("Europe/London")
ZONES = (TOKYO, HONOLULU, AUCKLAND, LONDON, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Kolkata"))


@pytest.mark.parametrize(("nights", "count"), [(2, 14), (3, 7), (4, 0)])
def test_as_many_choices_as_there_are_without_two_in_a_row(nights: int, count: int) -> None:
    """Three is the most that a week holds; four come only from every other night."""
    assert len(patterns(nights)) == count
    for days in patterns(nights):
        assert not any((day + 1) % 7 in days for day in days), "the week's end too"


def test_every_choice_is_valid_and_nothing_else_is() -> None:
    assert all(valid(days) for nights in (2, 3) for days in patterns(nights))
    assert valid(EVERY_OTHER)
    for days in ({0, 1}, {0, 6}, {2}, set(), {0, 2, 4, 6}, {0, 2, 9}):
        assert not valid(frozenset(days)), days


def test_every_other_night_makes_three_or_four_a_week() -> None:
    """H39: three to four, every other day."""
    monday, last, trained = date(2026, 11, 23), None, []
    for n in range(28):
        night = monday + timedelta(days=n)
        if is_training_night(night, EVERY_OTHER, last):
            trained.append(night)
            last = night
    week_of = [(night - monday).days // 7 for night in trained]
    assert [week_of.count(week) for week in range(4)] == [4, 3, 4, 3]


def test_after_a_missed_night_every_other_night_offers_the_next_one() -> None:
    assert is_training_night(date(2026, 11, 27), EVERY_OTHER, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("older", "kept"),
    [
        ({1, 3, 5}, {1, 3, 5}),
        ({0, 1, 2}, {0, 2, 4}),
        ({3}, {0, 3}),
        (set(), {0, 2}),
        ({0, 2, 4, 6}, {0, 2, 4}),
        ({5, 6, 12}, {0, 2, 5}),
    ],
)
def test_what_an_older_version_left_becomes_the_nearest_choice(older: set[int], kept: set[int]) -> None:
    found = mended(older)
    assert valid(found)
    assert len(found & older) == len(kept & older)


@given(st.sets(st.integers(-3, 12)))
def test_whatever_was_stored_becomes_a_valid_choice(days: set[int]) -> None:
    assert valid(mended(days))
    assert 2 <= nights_a_week(mended(days)) <= 3


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_a_session_at_twenty_to_one_belongs_to_the_evening_before() -> None:
    assert tonight(at(2026, 11, 24, 15, 40), TOKYO, None) == date(2026, 11, 24)
    assert tonight(at(2026, 11, 24, 18, 59), TOKYO, None) == date(2026, 11, 24), "03:59"
    assert tonight(at(2026, 11, 24, 19, 0), TOKYO, None) == date(2026, 11, 25), "04:00"


def test_a_night_that_was_trained_stays_tonight_after_a_flight_to_the_west() -> None:
    """Tokyo, 22:00 on the 24th; ten minutes later the zone is Honolulu, where it is three in the night."""
    trained = date(2026, 11, 24)
    assert tonight(at(2026, 11, 24, 13, 10), HONOLULU, None) == date(2026, 11, 24) - timedelta(days=1)
    assert tonight(at(2026, 11, 24, 13, 10), HONOLULU, trained) == trained


def test_two_nights_that_a_flight_to_the_east_makes_short_are_no_rest() -> None:
    """Honolulu, 23:00 on the 24th; Auckland, 20:00 on the 26th: 22 hours later."""
    then, now = at(2026, 11, 25, 9, 0), at(2026, 11, 26, 7, 0)
    assert tonight(now, AUCKLAND, date(2026, 11, 24)) == date(2026, 11, 26)
    assert not rested(date(2026, 11, 26), now, date(2026, 11, 24), then)
    assert rested(date(2026, 11, 26), now, date(2026, 11, 24), None)
    assert rested(date(2026, 11, 26), now, None, None)


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2027, 3, 27), date(2027, 3, 13), date(2026, 9, 26)])
def test_at_home_every_second_night_is_open_at_any_hour(zone: ZoneInfo, day: date) -> None:
    """From the latest hour of a night to the earliest of the next but one, also when clocks change."""
    late = datetime.combine(day + timedelta(days=1), time(3, 59), zone).astimezone(UTC)
    early = datetime.combine(day + timedelta(days=2), time(17, 0), zone).astimezone(UTC)
    assert tonight(late, zone, None) == day
    assert rested(tonight(early, zone, day), early, day, late)


moves = st.lists(st.tuples(st.integers(1, 30 * 60), st.sampled_from(ZONES)), min_size=2, max_size=60)


@given(moves)
def test_wherever_somebody_flies_no_night_is_doubled_and_none_is_lost_for_long(
    journey: list[tuple[int, ZoneInfo]],
) -> None:
    """Somebody who trains whenever the coach allows it, and lands somewhere else each time they look."""
    now = at(2026, 11, 24, 12, 0)
    done: list[tuple[date, datetime]] = []
    for minutes, zone in journey:
        now += timedelta(minutes=minutes)
        last, last_at = done[-1] if done else (None, None)
        night = tonight(now, zone, last)
        if night != last and rested(night, now, last, last_at):
            done.append((night, now))
        elif last_at is not None:
            assert now - last_at < timedelta(hours=72), "never shut for longer than two nights and a flight"
    nights = [night for night, _ in done]
    assert len(set(nights)) == len(nights)
    assert all((later - sooner).days >= 2 for sooner, later in pairwise(nights))
    assert all(later - sooner >= LEAST_REST for (_, sooner), (_, later) in pairwise(done))
