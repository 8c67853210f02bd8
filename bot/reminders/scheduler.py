"""APScheduler is the metronome: one tick every 15 seconds, one maintenance job a day, no job per person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.base import BaseScheduler

from bot.reminders.tick import BEAT_SECONDS

MAINTENANCE_HOUR = 12  # UTC; nights are over in most zones


def schedule(
    scheduler: BaseScheduler, tick: Callable[[], Awaitable[None]], maintain: Callable[[], Awaitable[None]]
) -> None:
    """Add both jobs. A late tick still runs (grace None), several missed ones run once (coalesce)."""
    scheduler.add_job(
        tick,
        "interval",
        seconds=BEAT_SECONDS,
        id="tick",
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.add_job(
        maintain,
        "cron",
        hour=MAINTENANCE_HOUR,
        timezone="UTC",
        id="maintenance",
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
