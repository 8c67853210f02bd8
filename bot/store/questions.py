"""Questions for the writer: unanswered, or answered without help. No user ids; the words come anonymised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.coach.model import Language
from bot.store.database import Database
from bot.store.moments import moment, seconds

KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Asked:
    """How often it was asked, and when last. `item`: the answer that did not help, or empty."""

    text: str
    language: Language
    item: str
    count: int
    last: datetime


class Questions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, text: str, language: Language, item: str, now: datetime) -> None:
        """Count the question once more. `text` must be anonymised; nothing is kept when both are empty."""
        if not text and not item:
            return
        self._db.run(
            "INSERT INTO questions (text, language, item, count, last_at) VALUES (?, ?, ?, 1, ?)"
            " ON CONFLICT (text, language, item) DO UPDATE"
            " SET count = count + 1, last_at = excluded.last_at",
            [text, language, item, seconds(now)],
        )

    def listed(self, limit: int) -> list[Asked]:
        """The most frequent ones first, the newest of equals before the older."""
        rows = self._db.rows("SELECT * FROM questions ORDER BY count DESC, last_at DESC LIMIT ?", [limit])
        return [
            Asked(
                text=row["text"],
                language=Language(row["language"]),
                item=row["item"],
                count=row["count"],
                last=moment(row["last_at"]),
            )
            for row in rows
        ]

    def forget_old(self, now: datetime) -> int:
        """Retention: what nobody has asked for a year goes. Returns how many."""
        return self._db.run("DELETE FROM questions WHERE last_at < ?", [seconds(now - KEPT)])
