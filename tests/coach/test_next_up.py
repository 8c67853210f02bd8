"""What is next: one thing, and a warning sign before everything."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.coach.next_up import Next, Situation, next_up
from bot.coach.screening import Gate
from bot.coach.session import Stage

READY = Situation(Gate.OPEN, checked=True, half_checked=False, session=None, rested=True, training_night=True)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (READY, Next.TONIGHT),
        (replace(READY, training_night=False), Next.REST),
        (replace(READY, rested=False), Next.REST),
        (replace(READY, session=Stage.DONE), Next.DONE),
        (replace(READY, session=Stage.EFFORT), Next.SESSION_GOES_ON),
        (replace(READY, half_checked=True), Next.CHECK_GOES_ON),
        (replace(READY, gate=Gate.NEEDS_CHECK, checked=False), Next.CHECK),
        (replace(READY, gate=Gate.NEEDS_CHECK), Next.CHECK_AGAIN),
        (replace(READY, gate=Gate.NO_BEDTIME_PLAN), Next.NO_BEDTIME_PLAN),
        (replace(READY, gate=Gate.PAIN_TONIGHT), Next.PAIN_TONIGHT),
        (replace(READY, gate=Gate.HELD), Next.SHUT),
    ],
)
def test_the_one_next_thing(now: Situation, following: Next) -> None:
    assert next_up(now) is following


def test_under_a_warning_sign_nothing_else_is_next() -> None:
    """G16."""
    either = (True, False)
    for half, session, rested, training in product(either, (None, *Stage), either, either):
        assert next_up(Situation(Gate.HELD, True, half, session, rested, training)) is Next.SHUT
