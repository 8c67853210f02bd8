"""Training nights: two or three chosen weekdays, or every other night; never two in a row (H39, G61, G62).

Three nights are the most that seven weekdays hold without two in a row, the week's end included (D4). Every
other night makes three in one week and four in the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import combinations
from zoneinfo import ZoneInfo

from bot.coach.schedule import night_of
from bot.coach.schedule import rested as calendar_rested

WEEKDAYS = range(7)
EVERY_OTHER = frozenset(WEEKDAYS)
FEWEST, MOST = 2, 3  # nights a week on chosen weekdays
DEFAULT = 3
LEAST_REST = timedelta(hours=30)  # from half past three in the night to the evening after next: 38 and more


@cache
def patterns(nights: int) -> tuple[frozenset[int], ...]:
    """Every choice of so many weekdays without two in a row, Sunday and Monday included."""
    return tuple(
        frozenset(days)
        for days in combinations(WEEKDAYS, nights)
        if not any((day + 1) % 7 in days for day in days)
    )


def valid(days: frozenset[int]) -> bool:
    """Whether a plan may have these training weekdays."""
    return days == EVERY_OTHER or (FEWEST <= len(days) <= MOST and days in patterns(len(days)))


def nights_a_week(days: frozenset[int]) -> int:
    """How many nights are planned in a week; every other night counts as three, the fewest it can be."""
    return DEFAULT if days == EVERY_OTHER else len(days)


def mended(days: Iterable[int]) -> frozenset[int]:
    """Training weekdays as they may be: what an older version left otherwise becomes the nearest choice."""
    given = frozenset(day for day in days if day in WEEKDAYS)
    if valid(given):
        return given
    choices = (*patterns(MOST), *patterns(FEWEST))
    return max(choices, key=lambda days: (len(days & given), -len(days - given)))


def rested(night: date, now: datetime, last: date | None, last_at: datetime | None) -> bool:
    """Whether a free night lies before this one, by the calendar and by the clock.

    At home the calendar says it all. In a plane two nights shrink: from Honolulu to Auckland the evening
    after next comes 21 hours later. So at least `LEAST_REST` must have passed too (H39, G61).
    """
    return calendar_rested(night, last) and (last_at is None or now - last_at >= LEAST_REST)


def tonight(now: datetime, zone: ZoneInfo, latest: date | None) -> date:
    """The night that `now` belongs to; never before the latest session, wherever the person has flown.

    Somebody who trained in Tokyo and lands in Honolulu lives the same date twice: it stays the night that was
    trained, so it is not trained again.
    """
    night = night_of(now, zone)
    if latest is not None and night < latest:
        return latest
    return night
