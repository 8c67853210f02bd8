"""Weeks kept, the score, the paths: one miss never destroys anything (H34, G86)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.model import Exercise, Pain, Session
from bot.coach.trend import MOST_WEEKS, Week, needed, progress_data, score

MONDAY = date(2026, 11, 23)
DONE = Session(MONDAY, Exercise.HIP_LIFT, 2, 1, started=True, sets_done=1, pain=Pain.NONE)


def on(*days: int, level: int = 2, exercise: Exercise = Exercise.HIP_LIFT) -> list[Session]:
    """Sessions so many days after the first Monday."""
    return [replace(DONE, night=MONDAY + timedelta(days=n), level=level, exercise=exercise) for n in days]


def weeks(*shares: tuple[int, int]) -> list[Week]:
    return [
        Week(MONDAY + timedelta(days=7 * n), done, planned, done >= needed(planned))
        for n, (done, planned) in enumerate(shares)
    ]


def test_nothing_done_is_nothing_to_show() -> None:
    data = progress_data([], 3, MONDAY)
    assert (data.weeks, data.score, data.levels, data.pain) == ((), 0.0, (), ())


def test_a_full_week_is_kept() -> None:
    assert progress_data(on(0, 2, 4), 3, MONDAY + timedelta(days=7)).weeks[0] == Week(MONDAY, 3, 3, True)


@pytest.mark.parametrize("days", [(0, 2), (0, 4), (2, 4)])
def test_a_week_with_one_miss_is_kept_whichever_night_it_is(days: tuple[int, ...]) -> None:
    assert progress_data(on(*days), 3, MONDAY + timedelta(days=6)).weeks[0].kept


def test_a_week_with_two_misses_of_three_is_not_kept() -> None:
    assert not progress_data(on(0, 2, 4, 8), 3, MONDAY + timedelta(days=13)).weeks[1].kept


def test_the_first_week_is_planned_from_its_first_session_on() -> None:
    """Who begins on a Saturday can do no more than one night of that week."""
    assert progress_data(on(5), 3, MONDAY + timedelta(days=6)).weeks[0] == Week(MONDAY, 1, 1, True, True)


def test_nights_called_off_for_illness_are_not_planned_nights() -> None:
    ill = {MONDAY + timedelta(days=n) for n in (7, 9, 11)}
    week = progress_data(on(0, 2, 4), 3, MONDAY + timedelta(days=14), ill).weeks[1]
    assert (week.planned, week.kept) == (0, True)
    assert progress_data(on(0, 2, 4), 3, MONDAY + timedelta(days=14), ill).score == 1.0


def test_two_exercises_on_one_night_are_one_night() -> None:
    both = on(0) + on(0, exercise=Exercise.LEG_CURL)
    assert progress_data(both, 3, MONDAY).weeks[0].done == 1


def test_the_week_that_runs_lowers_nothing() -> None:
    history = on(0, 2, 4, 7, 9, 11)
    monday = MONDAY + timedelta(days=14)
    assert progress_data(history, 3, monday).score == 1.0


def test_the_first_good_week_counts_in_full() -> None:
    """Where a score that begins at zero would say a tenth."""
    assert progress_data(on(0, 2, 4), 3, MONDAY + timedelta(days=5)).score == 1.0


def test_a_missed_night_costs_less_than_in_the_score_of_loop_habit_tracker() -> None:
    """uhabits (Score.kt): score · m + value · (1 − m), m = 0.5 ** (√frequency / 13), each day.

    Eight full weeks of three nights, then one night missed in the ninth.
    """
    ours = score(weeks(*[(3, 3)] * 8)) - score(weeks(*[(3, 3)] * 8, (2, 3)))
    m = 0.5 ** (sqrt(3 / 7) / 13)
    theirs_full = 1 - m ** (7 * 8)
    theirs_after = theirs_full * m**7 + (1 - m**7) * 2 / 3
    theirs_without = 1 - m ** (7 * 9)
    assert ours < theirs_without - theirs_after
    assert ours == pytest.approx(0.064, abs=0.01)
    assert 1 - m**7 < 0.25, (
        "and theirs says a quarter at most after a perfect first week; ours says all of it"
    )


def test_the_path_of_levels_is_kept_for_each_exercise() -> None:
    history = on(0) + on(2, exercise=Exercise.LEG_CURL, level=1) + on(4, level=3)
    data = progress_data(history, 3, MONDAY + timedelta(days=4))
    day = timedelta(days=1)
    assert data.levels == (
        (Exercise.HIP_LIFT, ((MONDAY, 2), (MONDAY + 4 * day, 3))),
        (Exercise.LEG_CURL, ((MONDAY + 2 * day, 1),)),
    )


def test_the_pain_of_a_night_is_the_worst_that_was_said() -> None:
    first, second = on(0), on(0, exercise=Exercise.LEG_CURL)
    history = [replace(first[0], pain=Pain.MODERATE), replace(second[0], pain=Pain.MILD)]
    assert progress_data(history, 3, MONDAY).pain == ((MONDAY, Pain.MODERATE),)


nights = st.sets(st.integers(0, 200), min_size=1, max_size=60)


@given(nights, st.integers(2, 3), st.sets(st.integers(0, 200), max_size=10), st.integers(0, 40))
def test_whatever_was_done_the_numbers_are_sound(
    days: set[int], planned: int, off: set[int], later: int
) -> None:
    history = on(*sorted(days))
    night = max(each.night for each in history) + timedelta(days=later)
    data = progress_data(history, planned, night, {MONDAY + timedelta(days=n) for n in off})
    assert 0 <= data.score <= 1
    assert 1 <= len(data.weeks) <= MOST_WEEKS
    assert [week.monday.weekday() for week in data.weeks] == [0] * len(data.weeks)
    assert data.weeks[-1].running
    assert all(0 <= week.planned <= max(planned, 1) for week in data.weeks)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=20), st.data())
def test_one_miss_never_costs_more_than_a_third_of_a_week_and_never_a_kept_week_elsewhere(
    done: list[int], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 1))
    if not done[at]:
        return
    before = weeks(*((each, 3) for each in done))
    after = weeks(*((each - (n == at), 3) for n, each in enumerate(done)))
    assert 0 <= score(before) - score(after) <= 1 / 3
    assert [b.kept for n, b in enumerate(before) if n != at] == [
        a.kept for n, a in enumerate(after) if n != at
    ]
    assert not before[at].kept or done[at] == 2 or after[at].kept
