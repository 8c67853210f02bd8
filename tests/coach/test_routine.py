"""One exercise, both in turn, or both one after the other (S23, G80)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.coach.model import Exercise, Pain, Plan, Routine, Session
from bot.coach.progress import Move, Why
from bot.coach.routine import after_morning, level_tonight, may_follow, one_change, tonights

HIP, CURL = Exercise.HIP_LIFT, Exercise.LEG_CURL
NIGHT = date(2026, 11, 24)
PLAN = Plan(HIP, ((HIP, 3), (CURL, 1)), frozenset({1, 3, 5}))
DONE = Session(NIGHT, HIP, 3, 2, started=True, sets_done=2, pain=Pain.NONE)
BOTH = (HIP, CURL)


def ago(days: int, exercise: Exercise) -> Session:
    return replace(DONE, night=NIGHT - timedelta(days=days), exercise=exercise)


@pytest.mark.parametrize(
    ("routine", "history", "allowed", "tonight"),
    [
        (Routine.ONE, [], BOTH, (HIP,)),
        (Routine.ONE, [ago(2, HIP)], BOTH, (HIP,)),
        (Routine.ALTERNATE, [], BOTH, (HIP,)),
        (Routine.ALTERNATE, [ago(2, HIP)], BOTH, (CURL,)),
        (Routine.ALTERNATE, [ago(4, HIP), ago(2, CURL)], BOTH, (HIP,)),
        (Routine.ALTERNATE, [ago(2, HIP), ago(0, CURL)], BOTH, (CURL,)),
        (Routine.BOTH, [ago(2, CURL)], BOTH, (HIP, CURL)),
        (Routine.ALTERNATE, [ago(2, HIP)], (HIP,), (HIP,)),
        (Routine.BOTH, [], (CURL,), (CURL,)),
    ],
)
def test_tonights_exercises(
    routine: Routine, history: list[Session], allowed: tuple[Exercise, ...], tonight: tuple[Exercise, ...]
) -> None:
    assert tonights(replace(PLAN, routine=routine), history, NIGHT, allowed) == tonight


def test_each_exercise_keeps_its_own_rung_and_its_own_break() -> None:
    history = [ago(20, HIP), ago(2, CURL)]
    assert level_tonight(PLAN, HIP, history, NIGHT) == Move(2, Why.BREAK)
    assert level_tonight(PLAN, CURL, history, NIGHT) == Move(1, Why.STEADY)


@pytest.mark.parametrize(
    ("first", "follows"),
    [
        (DONE, True),
        (replace(DONE, pain=Pain.MILD), True),
        (replace(DONE, pain=Pain.MODERATE), False),
        (replace(DONE, stopped=True), False),
        (replace(DONE, sets_done=1), False),
    ],
)
def test_the_second_exercise_follows_only_what_went_without_much_pain(first: Session, follows: bool) -> None:
    """G46: after pain of 4 or more, no more tonight."""
    assert may_follow(first) is follows


def test_pain_that_stayed_makes_tonights_exercise_easier_whichever_it_is() -> None:
    """G47."""
    stayed, fine = replace(DONE, settled=False), replace(DONE, settled=True)
    assert dict(after_morning(PLAN, [stayed], HIP).levels) == {HIP: 2, CURL: 1}
    assert dict(after_morning(PLAN, [stayed], CURL).levels) == {HIP: 2, CURL: 0}
    assert after_morning(PLAN, [fine], CURL) == PLAN


def test_one_change_at_a_time() -> None:
    """G64: on a night on which the one exercise went up, the other waits."""
    up = Move(2, Why.TWO_GOOD)
    assert one_change(up, 1, other_went_up=False) == up
    assert one_change(up, 1, other_went_up=True) == Move(1, Why.ONE_CHANGE)
    down = Move(0, Why.HARD_TWICE)
    assert one_change(down, 1, other_went_up=True) == down
