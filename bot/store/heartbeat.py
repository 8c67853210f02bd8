"""A sign of life in the database itself: that it is fresh says that the bot runs and that it can write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Database, storage_errors
from bot.store.moments import moment, seconds

KEY = "heartbeat"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the bot last wrote this, last heard Telegram, last looked for due reminders (None: not yet)."""

    at: datetime
    heard: datetime | None
    ticked: datetime | None


class Heartbeats:
    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, beat: Heartbeat) -> None:
        """Raises StorageDownError."""
        stored = [each and seconds(each) for each in (beat.at, beat.heard, beat.ticked)]
        with storage_errors():
            self._db.set_meta(KEY, json.dumps(stored))

    def last(self) -> Heartbeat | None:
        stored = self._db.meta(KEY)
        if stored is None:
            return None
        at, heard, ticked = (each and moment(each) for each in json.loads(stored))
        return Heartbeat(at, heard, ticked)
