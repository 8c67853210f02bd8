"""How it goes over the weeks, as plain data: weeks kept, a score, the path of levels, the pain.

The unit is the week, not the day. A week is kept when at most one of its planned nights is missing, so one
miss never destroys anything (H34, G86). Nights called off for illness or pain are not planned nights. The
score is the share of planned nights that were done, newer weeks counting more; a missed night lowers it a
little, a good week lifts it again, and it begins where the first week puts it, not at zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.coach.model import Exercise, Pain, Session

WEEK = timedelta(days=7)
MOST_WEEKS = 26
HALF_LIFE = 4  # weeks after which a week counts half


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday. `done` and `planned` are nights; `running`: it is not over yet."""

    monday: date
    done: int
    planned: int
    kept: bool
    running: bool = False


@dataclass(frozen=True, slots=True)
class ProgressData:
    """Everything that words and pictures of the progress are made from. Oldest first, at most 26 weeks.

    `score` is 0 to 1. `levels` holds, for each exercise that was done, its rung on each night; `pain` the
    band that was said on each night.
    """

    weeks: tuple[Week, ...]
    score: float
    levels: tuple[tuple[Exercise, tuple[tuple[date, int], ...]], ...]
    pain: tuple[tuple[date, Pain], ...]

    @property
    def kept(self) -> int:
        """How many weeks are kept."""
        return sum(week.kept for week in self.weeks)

    @property
    def counted(self) -> int:
        """How many weeks can be kept or missed by now: one that still runs counts once it is kept."""
        return sum(week.kept or not week.running for week in self.weeks)


def monday_of(night: date) -> date:
    return night - timedelta(days=night.weekday())


def progress_data(
    history: Sequence[Session], nights: int, night: date, excused: Collection[date] = ()
) -> ProgressData:
    """The data of the weeks up to this night.

    `history`: sessions with at least one set, oldest first. `nights`: planned nights a week. `excused`:
    nights called off for illness or pain.
    """
    trained = sorted({session.night for session in history if session.sets_done > 0})
    first = max(monday_of(trained[0]), monday_of(night) - (MOST_WEEKS - 1) * WEEK) if trained else None
    weeks = _weeks(trained, nights, night, first, excused) if first is not None else ()
    shown = [session for session in history if first is not None and session.night >= first]
    return ProgressData(weeks, score(weeks), _levels(shown), _pain(shown))


def _weeks(
    trained: Sequence[date], nights: int, night: date, first: date, excused: Collection[date]
) -> tuple[Week, ...]:
    count = max((monday_of(night) - first).days // 7 + 1, 1)
    return tuple(_week(trained, nights, night, first + n * WEEK, excused) for n in range(count))


def _week(trained: Sequence[date], nights: int, night: date, monday: date, excused: Collection[date]) -> Week:
    """The first week is planned from its first session on: every other night that was left in it."""
    done = sum(monday <= each < monday + WEEK for each in trained)
    begun = max(monday, trained[0])
    left = ((monday + WEEK - begun).days + 1) // 2
    called_off = sum(monday <= each < monday + WEEK for each in set(excused) - set(trained))
    planned = max(min(nights, left) - called_off, done and 1)
    return Week(monday, done, planned, done >= needed(planned), running=night < monday + WEEK)


def needed(planned: int) -> int:
    """How many nights keep a week: all but one, and at least one where any was planned."""
    return max(planned - 1, min(planned, 1))


def score(weeks: Sequence[Week]) -> float:
    """0 to 1: the share of planned nights done, halved in weight every four weeks.

    A week that still runs counts only when that does not lower the score; one without a planned night never.
    """
    over = [week for week in weeks if not week.running]
    past = _mean(over)
    with_this = _mean(weeks)
    return with_this if not any(week.planned for week in over) else max(past, with_this)


def _mean(weeks: Sequence[Week]) -> float:
    weighed = [
        (0.5 ** (age / HALF_LIFE), min(week.done / week.planned, 1.0))
        for age, week in enumerate(reversed(weeks))
        if week.planned
    ]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * share for weight, share in weighed) / total if total else 0.0


def _levels(history: Sequence[Session]) -> tuple[tuple[Exercise, tuple[tuple[date, int], ...]], ...]:
    paths = ((each, tuple((s.night, s.level) for s in history if s.exercise is each)) for each in Exercise)
    return tuple((exercise, path) for exercise, path in paths if path)


def _pain(history: Sequence[Session]) -> tuple[tuple[date, Pain], ...]:
    """The worst that was said on each night."""
    worst: dict[date, Pain] = {}
    for session in history:
        if session.pain is not None:
            order = tuple(Pain)
            worst[session.night] = max(session.pain, worst.get(session.night, Pain.NONE), key=order.index)
    return tuple(sorted(worst.items()))
