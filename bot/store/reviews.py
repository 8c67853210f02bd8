"""The weekly answers: one row per person and week."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.coach.review import Answer, Review
from bot.store.database import Database
from bot.store.moments import seconds


class Reviews:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, person: int, review: Review, now: datetime) -> bool:
        """Keep the answer; False when this night has one already, which stays."""
        return (
            self._db.run(
                "INSERT INTO reviews (person, night, answer, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [person, review.night.isoformat(), review.answer, seconds(now)],
            )
            > 0
        )

    def all(self, person: int) -> list[Review]:
        """Oldest first."""
        rows = self._db.rows("SELECT * FROM reviews WHERE person = ? ORDER BY night", [person])
        return [_review(row) for row in rows]

    def last(self, person: int) -> Review | None:
        row = self._db.row("SELECT * FROM reviews WHERE person = ? ORDER BY night DESC LIMIT 1", [person])
        return _review(row) if row else None


def _review(row: dict[str, Any]) -> Review:
    return Review(date.fromisoformat(row["night"]), Answer(row["answer"]))
