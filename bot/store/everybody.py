"""Walks over everybody who is remembered, some at a time: nobody waits while a million rows are read.

Each step looks at the next `people` after the id `after` (0 to begin) and gives, with what it found, where to
go on: None at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.model import Bedtime
from bot.coach.schedule import EXPIRES_AFTER, due_at
from bot.store.database import Database
from bot.store.moments import moment


class Everybody:
    def __init__(self, db: Database) -> None:
        self._db = db

    def unplanned(self, after: int, people: int) -> tuple[list[int], int | None]:
        """Who wants reminders but has none planned (after a crash between two steps, say)."""
        ids = [
            row["person"]
            for row in self._db.rows(
                "SELECT person FROM bedtimes WHERE person > ? ORDER BY person LIMIT ?", [after, people]
            )
        ]
        if not ids:
            return [], None
        rows = self._db.rows(
            "SELECT b.person FROM bedtimes b JOIN people p ON p.id = b.person"
            " WHERE b.person BETWEEN ? AND ? AND b.enabled AND NOT b.asked AND p.blocked_at IS NULL"
            " AND p.zone IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM deliveries d WHERE d.person = b.person AND d.seq = 0"
            "  AND d.state IN ('due', 'claimed', 'sending'))",
            [ids[0], ids[-1]],
        )
        return [row["person"] for row in rows], ids[-1]

    def misplaced(
        self, after: int, people: int, zone: Callable[[str], ZoneInfo]
    ) -> tuple[list[int], int | None]:
        """Whose planned reminder is no longer at the instant of its local time."""
        rows = self._db.rows(
            "SELECT b.person, b.bedtime, b.weekend, p.zone, d.night, d.expires"
            " FROM (SELECT * FROM bedtimes WHERE person > ? ORDER BY person LIMIT ?) b"
            " JOIN people p ON p.id = b.person"
            " LEFT JOIN deliveries d ON d.person = b.person AND d.seq = 0 AND d.state = 'due'"
            " ORDER BY b.person",
            [after, people],
        )
        return [row["person"] for row in rows if _is_misplaced(row, zone)], rows[-1][
            "person"
        ] if rows else None

    def forget_before(self, night: date, after: int, people: int) -> tuple[int, int | None]:
        """Retention of the ledger: drop the rows of earlier nights; how many."""
        ids = self._db.rows("SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?", [after, people])
        if not ids:
            return 0, None
        last = ids[-1]["id"]
        with self._db.write():
            gone = sum(
                self._db.run(
                    f"DELETE FROM {table} WHERE person > ? AND person <= ? AND night < ?",
                    [after, last, night.isoformat()],
                )
                for table in ("deliveries", "night_answers")
            )
        return gone, last


def _is_misplaced(row: dict[str, Any], zone: Callable[[str], ZoneInfo]) -> bool:
    if row["night"] is None or row["zone"] is None:
        return False
    night = date.fromisoformat(row["night"])
    weekend = time.fromisoformat(row["weekend"]) if row["weekend"] else None
    wish = Bedtime(time.fromisoformat(row["bedtime"]), weekend=weekend)
    return due_at(night, wish.on(night), zone(row["zone"])) != moment(row["expires"]) - EXPIRES_AFTER
