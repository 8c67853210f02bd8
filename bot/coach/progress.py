"""The ladder: history → stay, step up, step back. One change at a time, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.coach.model import Effort, Feel, Pain, Session

BREAK_ONE_LEVEL = 14  # nights: from two weeks on, one level down (G65)
BREAK_RESTART = 29  # more than four weeks: level 2 or lower, and a new check (G65, G36)
RESTART_LEVEL = 2
MORNING_NIGHTS = 7  # nights after which nobody remembers the morning after


class Why(StrEnum):
    """The reason for a move on the ladder."""

    FIRST = "first"  # too little history to say
    TWO_GOOD = "two-good"  # two good sessions in a row (G64)
    STEADY = "steady"
    TOP = "top"  # two good ones, but the ladder or the check ends here
    PAIN_TWICE = "pain-twice"  # pain of 4 or more twice in a row (G50)
    HARD_TWICE = "hard-twice"
    STOPPED = "stopped"  # the last session ended with pain of 6 or more (G46)
    BACK_FELT = "back-felt"  # the lower back did the work: a lower lift (H20–H22)
    BREAK = "break"
    LONG_BREAK = "long-break"
    NOT_SETTLED = "not-settled"  # the pain was not back to normal by the next day (G47, G50)
    WORSE = "worse"  # the week was worse than the one before
    ONE_CHANGE = "one-change"  # two good ones, but the other exercise went up tonight (G64)


# Moves that may be refused: those that pain has no part in.
MAY_REFUSE = (Why.TWO_GOOD, Why.HARD_TWICE)


@dataclass(frozen=True, slots=True)
class Move:
    """The level for the next session, and why."""

    level: int
    why: Why


def next_level(history: Sequence[Session], level: int, ceiling: int) -> Move:
    """The level after the latest session. `history`: this exercise's sessions, oldest first.

    Up after two good sessions in a row (G64), down after pain or a hard effort twice (G50), and after a stop
    or severe pain once (G46): then to below the rung where it hurt. Never above `ceiling`, never below 0,
    never up by more than one step, and pain never raises. After a break the climb begins where the break put
    the person (G65), not where they left off.
    """
    if not history:
        return Move(min(level, ceiling), Why.FIRST)
    again = _after_last_break(history, level)
    level = again.level
    lower = max(min(level, ceiling) - 1, 0)
    last, latest = history[-1], history[-2:]
    if last.stopped or last.pain is Pain.SEVERE:
        return Move(max(min(level, ceiling, last.level) - 1, 0), Why.STOPPED)
    if last.feel is Feel.BACK:
        return Move(lower, Why.BACK_FELT)
    if len(latest) == 2 and all(map(_hurt, latest)):
        return Move(lower, Why.PAIN_TWICE)
    if len(latest) == 2 and all(session.effort is Effort.HARD for session in latest):
        return Move(lower, Why.HARD_TWICE)
    if again.why is not Why.STEADY:
        return Move(min(level, ceiling), again.why)
    if len(latest) == 2 and all(good(session, level) for session in latest):
        return Move(level + 1, Why.TWO_GOOD) if level < ceiling else Move(ceiling, Why.TOP)
    return Move(min(level, ceiling), Why.STEADY if len(history) > 1 else Why.FIRST)


def _after_last_break(history: Sequence[Session], level: int) -> Move:
    """The level to count from: lower than the plan's if the last session came easier after a break."""
    if len(history) < 2 or history[-1].level >= level:
        return Move(level, Why.STEADY)
    return after_break(level, history[-2].night, history[-1].night)


def good(session: Session, level: int) -> bool:
    """All sets at this level, effort not hard, pain 0–3 and settled by the next day (G64, G47)."""
    return (
        not session.stopped
        and session.settled is not False
        and session.level == level
        and session.sets_done >= session.sets
        and session.effort in (Effort.EASY, Effort.RIGHT)
        and session.pain in (Pain.NONE, Pain.MILD)
    )


def _hurt(session: Session) -> bool:
    return session.pain in (Pain.MODERATE, Pain.SEVERE)


def after_break(level: int, last_session: date | None, night: date) -> Move:
    """Where to begin tonight (G65): two weeks away one level down, over four weeks also no higher than 2."""
    away = (night - last_session).days if last_session else 0
    if away >= BREAK_RESTART:
        return Move(min(max(level - 1, 0), RESTART_LEVEL), Why.LONG_BREAK)
    if away >= BREAK_ONE_LEVEL:
        return Move(max(level - 1, 0), Why.BREAK)
    return Move(level, Why.STEADY)


def easier_again(level: int, last: Session) -> int:
    """One rung below the one that was too much; no further when the ladder has gone down for it already."""
    return min(level, max(last.level - 1, 0))


def after_morning(level: int, last: Session) -> Move:
    """What "was it back to normal by the next day?" means: if not, one rung easier (G47)."""
    if last.settled is not False:
        return Move(level, Why.STEADY)
    return Move(easier_again(level, last), Why.NOT_SETTLED)


def asks_morning(last: Session | None, night: date) -> bool:
    """Whether to ask about the day after the latest session: it hurt, a day has passed, and nobody asked.

    Pain should settle within 24 hours (G45, G47). After a week the answer would be a guess.
    """
    return (
        last is not None
        and last.settled is None
        and last.pain not in (None, Pain.NONE)
        and 1 <= (night - last.night).days <= MORNING_NIGHTS
    )


class Refusal(StrEnum):
    """Why a wish for a harder rung is not met."""

    TOP = "top"  # the ladder, or what the check allows, ends here
    PAIN = "pain"  # pain never raises (G46)
    NOT_YET = "not-yet"  # the present rung has not been done well yet (G64)


def may_ask_harder(history: Sequence[Session], level: int, ceiling: int) -> Refusal | None:
    """Whether somebody who asks may go up a rung now; None: yes.

    The offer comes after two good sessions (G64); who asks for it needs one, on this very rung, and no pain
    of 4 or more, no stop and no bad morning in the latest two.
    """
    if level >= ceiling:
        return Refusal.TOP
    if any(_hurt(session) or session.stopped or session.settled is False for session in history[-2:]):
        return Refusal.PAIN
    done_well = bool(history) and good(history[-1], level) and history[-1].feel is not Feel.BACK
    return None if done_well else Refusal.NOT_YET


def may_refuse(history: Sequence[Session], before: int, now: int, ceiling: int) -> bool:
    """Whether the move that led from `before` to `now` after the latest session may be taken back.

    One step of the ladder only: what the check, a break or pain has a part in stays (G46, G65).
    """
    move = next_level(history, before, ceiling)
    one_step = move.level == now and abs(move.level - before) == 1 and before <= ceiling
    return one_step and move.why in MAY_REFUSE and not _hurt(history[-1])
