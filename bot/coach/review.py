"""The weekly question: better, the same, or worse than last week; what follows from the answer.

It takes the place of a night's reminder, so it costs nobody an extra message. It adjusts within the rules of
the ladder only: worse is one rung easier, better may offer again what was refused, and neither ever raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.coach import progress
from bot.coach.calendar import EVERY_OTHER
from bot.coach.model import Plan, Session

LOOK_BACK_WEEKS = 4  # aim for a month first, then look back (H48, G66)
NO_CHANGE_WEEKS = 6  # studies measure after 6 to 12 weeks; no change by then: see someone (G66)
SUNDAY = 6
OPEN_NIGHTS = 7  # an answer that comes later would be about another week


class Answer(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Review:
    """One weekly answer, and the night it is about."""

    night: date
    answer: Answer


def day(plan: Plan) -> int:
    """The weekday of the weekly question: chosen, or the week's last training night."""
    if plan.review_day is not None:
        return plan.review_day
    return SUNDAY if plan.days == EVERY_OTHER else max(plan.days)


def due(plan: Plan, history: Sequence[Session], last: Review | None, night: date) -> bool:
    """Whether the weekly question is open on this night.

    On the chosen weekday, or on the first contact after it, once a week. Never in the week of the very first
    session, and not when nothing was done for a week: there would be nothing to compare.
    """
    if not history:
        return False
    wanted = night.toordinal() - (night.weekday() - day(plan)) % 7  # the latest chosen weekday
    first = history[0].night.toordinal()
    trained = (night - history[-1].night).days <= OPEN_NIGHTS
    answered = last is not None and last.night.toordinal() >= wanted
    return trained and wanted - first >= OPEN_NIGHTS - 1 and not answered


def asked_on(plan: Plan, night: date) -> bool:
    """Whether a reminder carries the question: on the first training night from the chosen weekday on.

    So that a question without an answer is not asked again at every reminder of the week.
    """
    wait = (night.weekday() - day(plan)) % 7
    if plan.days == EVERY_OTHER:
        return wait <= 1
    return not any((day(plan) + n) % 7 in plan.days for n in range(wait))


def adjusted(answer: Answer, level: int, ceiling: int, history: Sequence[Session]) -> progress.Move:
    """The rung after the answer. `history`: this exercise's sessions, oldest first.

    Worse goes one rung below what was done last, no further when the ladder has gone down already (G50).
    Better and the same leave the ladder's own rule at work: it has gone up already, if it may.
    """
    held = min(level, ceiling)
    if answer is Answer.WORSE and history:
        return progress.Move(progress.easier_again(held, history[-1]), progress.Why.WORSE)
    return progress.Move(held, progress.Why.STEADY)


class Note(StrEnum):
    """What else the answer calls for."""

    LOOK_BACK = "look-back"  # every four weeks: what was done, and from where to where
    SEE_SOMEONE = "see-someone"  # six weeks or more without a better week (G66), or worse twice (G50, G25)
    VARIETY = "variety"  # the same again: offer the other exercise in turn, where it is allowed


def notes(reviews: Sequence[Review], first_session: date, *, other_allowed: bool) -> tuple[Note, ...]:
    """What to say beside the answer. `reviews`: all of them, oldest first, the new one last."""
    *earlier, latest = reviews
    found = []
    weeks = (latest.night - first_session).days // 7
    before = (earlier[-1].night - first_session).days // 7 if earlier else 0
    if weeks // LOOK_BACK_WEEKS > before // LOOK_BACK_WEEKS:
        found.append(Note.LOOK_BACK)
    if _worse_twice(reviews) or _no_better(reviews, first_session):
        found.append(Note.SEE_SOMEONE)
    if latest.answer is Answer.SAME and earlier and earlier[-1].answer is Answer.SAME and other_allowed:
        found.append(Note.VARIETY)
    return tuple(found)


def _worse_twice(reviews: Sequence[Review]) -> bool:
    return len(reviews) > 1 and all(each.answer is Answer.WORSE for each in reviews[-2:])


def _no_better(reviews: Sequence[Review], first_session: date) -> bool:
    """Not one better week since the last one, or since the beginning, and that for six weeks."""
    better = [each.night for each in reviews if each.answer is Answer.BETTER]
    since = better[-1] if better else first_session
    return (reviews[-1].night - since).days >= 7 * NO_CHANGE_WEEKS
