"""Which exercise tonight, on which rung: one, both in turn, or both one after the other (S23, G80)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.coach import progress
from bot.coach.model import Exercise, Pain, Plan, Routine, Session


def other(exercise: Exercise) -> Exercise:
    return Exercise.LEG_CURL if exercise is Exercise.HIP_LIFT else Exercise.HIP_LIFT


def tonights(
    plan: Plan, history: Sequence[Session], night: date, allowed: Sequence[Exercise]
) -> tuple[Exercise, ...]:
    """Tonight's exercises in order. `history`: all sessions with a set done, oldest first.

    What the check does not allow is left out, whatever the plan says; then there is one exercise.
    """
    if plan.routine is Routine.ONE or len(allowed) < 2:
        return (plan.exercise if plan.exercise in allowed else allowed[0],)
    if plan.routine is Routine.BOTH:
        return (plan.exercise, other(plan.exercise))
    earlier = [session for session in history if session.night < night]
    return (other(earlier[-1].exercise) if earlier else plan.exercise,)


def of(exercise: Exercise, history: Sequence[Session]) -> list[Session]:
    """This exercise's sessions: each has a ladder of its own."""
    return [session for session in history if session.exercise is exercise]


def level_tonight(plan: Plan, exercise: Exercise, history: Sequence[Session], night: date) -> progress.Move:
    """The rung to begin with, lower after a break (G65). A break counts for each exercise."""
    earlier = [session.night for session in of(exercise, history) if session.night < night]
    return progress.after_break(plan.level(exercise), earlier[-1] if earlier else None, night)


def may_follow(first: Session) -> bool:
    """Whether the other exercise may follow tonight: the first is done, and hurt no more than 3 (G46)."""
    return not first.stopped and first.sets_done >= first.sets and first.pain in (None, Pain.NONE, Pain.MILD)


def after_morning(plan: Plan, told: Sequence[Session], tonight: Exercise | None) -> Plan:
    """The plan after "was it back to normal by the next day?" was answered for these sessions.

    "Next time easier" holds for tonight's exercise too when it is the other one (G47).
    """
    levels = dict(plan.levels)
    for session in told:
        levels[session.exercise] = progress.after_morning(levels[session.exercise], session).level
    stayed = any(session.settled is False for session in told)
    if stayed and tonight is not None and tonight not in {session.exercise for session in told}:
        levels[tonight] = max(levels[tonight] - 1, 0)
    return replace(plan, levels=tuple(levels.items()))


def one_change(move: progress.Move, level: int, *, other_went_up: bool) -> progress.Move:
    """One change at a time (G64): when the other exercise went up tonight, this one waits."""
    if other_went_up and move.level > level:
        return progress.Move(level, progress.Why.ONE_CHANGE)
    return move
