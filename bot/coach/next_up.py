"""What is next for a person: one thing, the most useful one now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.coach.screening import Gate
from bot.coach.session import Stage


class Next(StrEnum):
    CHECK = "check"  # nothing answered yet
    CHECK_GOES_ON = "check-goes-on"
    CHECK_AGAIN = "check-again"  # out of date (G36)
    SHUT = "shut"  # a warning sign: the card
    NO_BEDTIME_PLAN = "no-bedtime-plan"
    PAIN_TONIGHT = "pain-tonight"
    SESSION_GOES_ON = "session-goes-on"
    DONE = "done"
    REST = "rest"
    TONIGHT = "tonight"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a person stands tonight."""

    gate: Gate
    checked: bool  # a check has been finished before
    half_checked: bool
    session: Stage | None  # of tonight's session, once it is begun
    rested: bool  # a free night lies before this one
    training_night: bool


def next_up(now: Situation) -> Next:
    """The one next thing. A warning sign comes before everything (G16)."""
    if now.gate is Gate.HELD:
        return Next.SHUT
    if now.half_checked:
        return Next.CHECK_GOES_ON
    match now.gate:
        case Gate.NEEDS_CHECK:
            return Next.CHECK_AGAIN if now.checked else Next.CHECK
        case Gate.NO_BEDTIME_PLAN:
            return Next.NO_BEDTIME_PLAN
        case Gate.PAIN_TONIGHT:
            return Next.PAIN_TONIGHT
    if now.session is Stage.DONE:
        return Next.DONE
    if now.session is not None:
        return Next.SESSION_GOES_ON
    return Next.TONIGHT if now.rested and now.training_night else Next.REST
