"""The weekly question: when it is open, what it changes, what else is said (G50, G66, H48)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.calendar import EVERY_OTHER
from bot.coach.model import Exercise, Plan, Session
from bot.coach.progress import Move, Why
from bot.coach.review import Answer, Note, Review, adjusted, asked_on, day, due, notes

TUESDAY = date(2026, 11, 24)
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))
DONE = Session(TUESDAY, Exercise.HIP_LIFT, 2, 1, started=True, sets_done=1)
BETTER, SAME, WORSE = Answer.BETTER, Answer.SAME, Answer.WORSE


def after(days: int) -> date:
    return TUESDAY + timedelta(days=days)


def sessions(*days: int, level: int = 2) -> list[Session]:
    return [replace(DONE, night=after(n), level=level) for n in days]


def weekly(*answers: Answer) -> list[Review]:
    return [Review(after(11 + 7 * n), answer) for n, answer in enumerate(answers)]


def test_the_question_comes_on_the_last_training_night_unless_another_day_is_chosen() -> None:
    assert day(PLAN) == 5
    assert day(replace(PLAN, review_day=2)) == 2
    assert day(replace(PLAN, days=EVERY_OTHER)) == 6


@pytest.mark.parametrize(
    ("night", "last", "open_"),
    [
        (4, None, False),  # the first Saturday: a week has not passed
        (9, None, False),  # Thursday of the second week
        (11, None, True),  # the second Saturday
        (13, None, True),  # or the first contact after it
        (11, 11, False),  # answered tonight
        (14, 11, False),  # answered this week
        (18, 11, True),  # a week later
        (25, None, False),  # nothing was done for a week
    ],
)
def test_when_the_question_is_open(night: int, last: int | None, open_: bool) -> None:
    history = [each for each in sessions(0, 2, 4, 7, 9, 11, 14, 16) if each.night <= after(night)]
    answered = Review(after(last), SAME) if last is not None else None
    assert due(PLAN, history, answered, after(night)) is open_


def test_without_a_session_there_is_nothing_to_compare() -> None:
    assert not due(PLAN, [], None, after(11))


def test_a_reminder_carries_the_question_once_a_week() -> None:
    """On the first training night from the chosen day on, answered or not."""
    assert [n for n in range(7) if asked_on(PLAN, after(n)) and after(n).weekday() in PLAN.days] == [4]
    wednesday = replace(PLAN, review_day=2)
    nights = [n for n in range(7) if asked_on(wednesday, after(n)) and after(n).weekday() in PLAN.days]
    assert nights == [2], "Thursday, the first training night after Wednesday"


@pytest.mark.parametrize(
    ("answer", "level", "last_level", "move"),
    [
        (WORSE, 2, 2, Move(1, Why.WORSE)),
        (WORSE, 1, 2, Move(1, Why.WORSE)),  # the ladder has gone down already
        (WORSE, 3, 2, Move(1, Why.WORSE)),
        (WORSE, 0, 0, Move(0, Why.WORSE)),
        (SAME, 2, 2, Move(2, Why.STEADY)),
        (BETTER, 2, 2, Move(2, Why.STEADY)),
    ],
)
def test_worse_is_one_rung_easier_and_nothing_raises(
    answer: Answer, level: int, last_level: int, move: Move
) -> None:
    assert adjusted(answer, level, 6, sessions(0, 2, level=last_level)) == move


@given(st.sampled_from(Answer), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_no_answer_raises_or_leaves_the_ladder(answer: Answer, level: int, last: int, ceiling: int) -> None:
    move = adjusted(answer, level, ceiling, sessions(0, level=last))
    assert 0 <= move.level <= min(level, ceiling)


def test_every_four_weeks_there_is_a_look_back() -> None:
    looks = [
        n for n in range(1, 13) if Note.LOOK_BACK in notes(weekly(*[BETTER] * n), TUESDAY, other_allowed=True)
    ]
    assert looks == [4, 8, 12], "the answers come on days 11, 18, 25, 32: four weeks and a bit"


def sent(*answers: Answer) -> bool:
    return Note.SEE_SOMEONE in notes(weekly(*answers), TUESDAY, other_allowed=True)


def test_six_weeks_without_a_better_one_send_to_a_professional() -> None:
    """G66."""
    assert [n for n in range(1, 9) if sent(*[SAME] * n)] == [6, 7, 8], "day 46 is the first after six weeks"
    assert not sent(SAME, SAME, BETTER, *[SAME] * 5)


def test_two_worse_weeks_send_to_a_professional_at_once() -> None:
    """G50, G25."""
    assert sent(BETTER, WORSE, WORSE)
    assert not sent(BETTER, WORSE, SAME)


@pytest.mark.parametrize("allowed", [True, False])
def test_the_same_again_offers_the_other_exercise_where_it_is_allowed(allowed: bool) -> None:
    assert (Note.VARIETY in notes(weekly(SAME, SAME), TUESDAY, other_allowed=allowed)) is allowed
    assert Note.VARIETY not in notes(weekly(BETTER, SAME), TUESDAY, other_allowed=True)
