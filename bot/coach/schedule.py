"""Nights, training nights, and when the next reminder is due.

A night is named by the date of its evening: 00:40 still belongs to the evening before (rollover at 04:00
local), and a bedtime of 00:30 belongs to the night that began the evening before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROLLOVER = time(4, 0)
EXPIRES_AFTER = timedelta(minutes=45)  # the promise: never more than 45 minutes late
AT_LEAST_APART = timedelta(hours=12)  # between two automatic reminders
NIGHTS_AHEAD = 8  # a week, and a day more for a first night that is for resting

# Places that an old copy of the time-zone data has wrong by an hour: their offset on 22 November 2026.
CANARIES = {
    "America/Vancouver": timedelta(hours=-7),
    "America/Winnipeg": timedelta(hours=-5),
    "Africa/Casablanca": timedelta(0),
}
CANARY_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def outdated_zones() -> list[str]:
    """The places that the time-zone data in use has wrong: none, unless it is too old to be trusted."""
    return [
        zone for zone, right in CANARIES.items() if CANARY_AT.astimezone(ZoneInfo(zone)).utcoffset() != right
    ]


def night_of(now: datetime, zone: ZoneInfo) -> date:
    """The nominal date of the evening that `now` (UTC) belongs to in this zone."""
    local = now.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() < ROLLOVER else local.date()


def due_at(night: date, bedtime: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of this night's bedtime, by RFC 5545's rule.

    A local time that does not exist moves by the length of the gap; one that exists twice is the first.
    """
    day = night + timedelta(days=1) if bedtime < ROLLOVER else night
    return datetime.combine(day, bedtime, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to come: the night it is for, and the wished time (UTC).

    `spread`: it is meant to leave so much later, because too many people wish for the same minute.
    """

    night: date
    at: datetime
    spread: timedelta = timedelta(0)

    @property
    def leaves(self) -> datetime:
        return self.at + self.spread

    @property
    def expires(self) -> datetime:
        """Counted from the wished time, however it was spread."""
        return self.at + EXPIRES_AFTER


def next_due(
    bedtime: Callable[[date], time],
    zone: ZoneInfo,
    after: datetime,
    last: Due | None = None,
    wanted: Callable[[date], bool] = lambda night: True,
) -> Due | None:
    """The first bedtime after this moment on a wanted night, at least 12 hours and a night after `last`.

    `bedtime` gives each night's local time. None when no night of the coming two weeks is wanted.
    """
    tonight = night_of(after, zone)
    for offset in range(-1, 15):
        night = tonight + timedelta(days=offset)
        due = Due(night, due_at(night, bedtime(night), zone))
        if due.at > after and _later(due, last) and wanted(night):
            return due
    return None


def _later(due: Due, last: Due | None) -> bool:
    return last is None or (due.night > last.night and due.at - last.at >= AT_LEAST_APART)


def spread_of(person: int, width: timedelta) -> timedelta:
    """How much later than wished this person's reminder leaves when the time is full: the same every night.

    Whole seconds from 1 up to `width`. People who registered one after another land far apart.
    """
    return timedelta(seconds=1 + person * 2_654_435_761 % 2**32 % int(width.total_seconds()))


def is_training_night(night: date, days: frozenset[int], last_session: date | None) -> bool:
    """A chosen weekday, and not the night after a session (H39, S37, G61)."""
    return night.weekday() in days and rested(night, last_session)


def next_training_night(days: frozenset[int], first: date, last_session: date | None) -> date | None:
    """The first training night from `first` on; None when no weekday is chosen."""
    nights = (first + timedelta(days=n) for n in range(NIGHTS_AHEAD))
    return next((night for night in nights if is_training_night(night, days, last_session)), None)


def rested(night: date, last_session: date | None) -> bool:
    """Whether a free night lies between this one and the last session."""
    return last_session is None or (night - last_session).days >= 2
