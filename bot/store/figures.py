"""Figures for whoever runs the bot: counts only, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.database import Database
from bot.store.moments import seconds

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what there is; `ledger` by state, over the nights that are kept."""

    people: int
    consented: int
    blocked: int
    seen_this_week: int
    with_reminder: int
    sessions_this_week: int
    questions: int
    waiting: int
    ledger: dict[str, int]


class Figures:
    def __init__(self, db: Database) -> None:
        self._db = db

    def counts(self, now: datetime) -> Counts:
        week_ago = now - WEEK
        people = "SELECT count(*) AS n FROM people"
        return Counts(
            people=self._count(people),
            consented=self._count(f"{people} WHERE consented_at IS NOT NULL"),
            blocked=self._count(f"{people} WHERE blocked_at IS NOT NULL"),
            seen_this_week=self._count(f"{people} WHERE seen_at >= ?", seconds(week_ago)),
            with_reminder=self._count("SELECT count(*) AS n FROM bedtimes WHERE enabled"),
            sessions_this_week=self._count(
                "SELECT count(*) AS n FROM sessions WHERE sets_done > 0 AND night >= ?",
                week_ago.date().isoformat(),
            ),
            questions=self._count("SELECT count(*) AS n FROM questions"),
            waiting=self._count("SELECT count(*) AS n FROM inbox WHERE body IS NOT NULL"),
            ledger=self.ledger(),
        )

    def ledger(self) -> dict[str, int]:
        """Reminders by state, over the nights that are kept."""
        rows = self._db.rows("SELECT state, count(*) AS n FROM deliveries GROUP BY state ORDER BY state")
        return {row["state"]: row["n"] for row in rows}

    def _count(self, sql: str, *parameters: object) -> int:
        row = self._db.row(sql, parameters)
        assert row is not None
        return int(row["n"])
