"""A sign of life in the database itself: that it is fresh says that the bot runs and that it can write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.database import Database, storage_errors
from bot.store.moments import moment, seconds

KEY = "heartbeat"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the bot last wrote this, last heard Telegram, last looked for due reminders (None: not yet).

    `clock_off`: Telegram's clock less ours, while that holds reminders back; None while it does not.
    """

    at: datetime
    heard: datetime | None
    ticked: datetime | None
    clock_off: timedelta | None = None


class Heartbeats:
    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, beat: Heartbeat) -> None:
        """Raises StorageDownError."""
        off = None if beat.clock_off is None else int(beat.clock_off.total_seconds())
        stored = [*(each and seconds(each) for each in (beat.at, beat.heard, beat.ticked)), off]
        with storage_errors():
            self._db.set_meta(KEY, json.dumps(stored))

    def last(self) -> Heartbeat | None:
        stored = self._db.meta(KEY)
        if stored is None:
            return None
        *times, off = (*json.loads(stored), None)[:4]  # the version before knew nothing of the clock
        at, heard, ticked = (each and moment(each) for each in times)
        return Heartbeat(at, heard, ticked, None if off is None else timedelta(seconds=off))
