"""A sign of life in the database itself: that it is fresh says that the bot runs and that it can write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.store.database import Database, storage_errors

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
        value = json.dumps([_seconds(beat.at), _seconds(beat.heard), _seconds(beat.ticked)])
        with storage_errors():
            self._db.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [KEY, value])

    def last(self) -> Heartbeat | None:
        row = self._db.row("SELECT value FROM meta WHERE key = ?", [KEY])
        if row is None:
            return None
        at, heard, ticked = json.loads(row["value"])
        return Heartbeat(datetime.fromtimestamp(at, UTC), _moment(heard), _moment(ticked))


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
