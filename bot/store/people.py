"""People: who talks to the bot, their language, zone and consent. No names, no free text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.coach.model import Language
from bot.store.database import Database
from bot.store.erasures import Erasures, What
from bot.store.moments import moment, seconds

# Every table that holds something of a person, with its column; export and erase go through this list.
TABLES = {
    "people": "id",
    "drafts": "person",
    "checks": "person",
    "holds": "person",
    "plans": "person",
    "sessions": "person",
    "reviews": "person",
    "bedtimes": "person",
    "dialogues": "person",
    "met": "person",
    "night_answers": "person",
    "deliveries": "person",
    "inbox": "person",
}
KEPT_AFTER_BLOCKING = timedelta(days=90)
KEPT_AFTER_CONTACT = timedelta(days=365)
ALL = 2**62  # more people than there are
# What consent is about; under a reminder people also say "ill" or "pain".
HEALTH_TABLES = ("drafts", "checks", "holds", "plans", "sessions", "reviews", "night_answers")


@dataclass(frozen=True, slots=True)
class Person:
    """`zone` is an IANA name or None. `consented`: health answers may be stored."""

    id: int
    language: Language
    zone: str | None
    consented: bool
    blocked: bool
    seen: datetime


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A question that waits for typed text, with what is known so far."""

    name: str
    step: str
    data: dict[str, str]
    at: datetime


class People:
    def __init__(self, db: Database, erasures: Erasures) -> None:
        self._db = db
        self._erasures = erasures

    def get(self, person: int) -> Person | None:
        row = self._db.row("SELECT * FROM people WHERE id = ?", [person])
        return _person(row) if row else None

    def remember(self, person: int, language: Language, now: datetime) -> Person:
        """The person's row, made when it is not there yet. A language already chosen stays."""
        self._db.run(
            "INSERT INTO people (id, language, created_at, seen_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, blocked_at = NULL",
            [person, language, seconds(now), seconds(now)],
        )
        found = self.get(person)
        assert found is not None
        return found

    def seen(self, person: int, now: datetime) -> None:
        """The person has been in touch: what is stored may be kept for longer."""
        self._db.run("UPDATE people SET seen_at = ? WHERE id = ?", [seconds(now), person])

    def forget_stale(self, now: datetime, at_most: int = ALL) -> int:
        """Retention: erase who blocked the bot 90 days ago or was last in touch 12 months ago; how many.

        `at_most` so many people, so that nobody waits; call it again while it finds as many. The last call
        takes their bytes out of the log too.
        """
        gone = self._db.run(
            "DELETE FROM people WHERE id IN (SELECT id FROM people"
            " WHERE (blocked_at IS NOT NULL AND blocked_at < ?) OR seen_at < ? LIMIT ?)",
            [seconds(now - KEPT_AFTER_BLOCKING), seconds(now - KEPT_AFTER_CONTACT), at_most],
        )
        if gone < at_most:
            self._db.checkpoint()
        return gone

    def consent(self, person: int, now: datetime) -> None:
        self._db.run("UPDATE people SET consented_at = ? WHERE id = ?", [seconds(now), person])

    def set_language(self, person: int, language: Language) -> None:
        self._db.run("UPDATE people SET language = ? WHERE id = ?", [language, person])

    def set_zone(self, person: int, zone: str) -> None:
        self._db.run("UPDATE people SET zone = ? WHERE id = ?", [zone, person])

    def set_blocked(self, person: int, now: datetime | None) -> None:
        """Blocked since `now`, or (None) no longer."""
        at = seconds(now) if now else None
        self._db.run("UPDATE people SET blocked_at = ? WHERE id = ?", [at, person])

    def await_text(
        self, person: int, name: str, step: str, data: dict[str, str], now: datetime, *, by: int
    ) -> None:
        """Remember that the next typed text answers this question, which the update `by` led to."""
        with self._db.write():
            self._note_met(person, by)
            self._db.run(
                "INSERT OR REPLACE INTO dialogues (person, name, step, data, at) VALUES (?, ?, ?, ?, ?)",
                [person, name, step, json.dumps(data), seconds(now)],
            )

    def awaited(self, person: int) -> Dialogue | None:
        """The question that waits now."""
        return _dialogue(self._db.row("SELECT * FROM dialogues WHERE person = ?", [person]))

    def met(self, person: int, update: int) -> Dialogue | None:
        """The question that this update meets; when it is handled a second time, the one it met at first."""
        noted = self._db.row("SELECT * FROM met WHERE person = ? AND update_id = ?", [person, update])
        return _dialogue(noted) if noted else self.awaited(person)

    def await_nothing(self, person: int, *, by: int) -> None:
        """The update `by` has answered the question that waited, or called it off."""
        with self._db.write():
            self._note_met(person, by)
            self._db.run("DELETE FROM dialogues WHERE person = ?", [person])

    def _note_met(self, person: int, update: int) -> None:
        """Keep what waits, unless this update has changed it already."""
        self._db.run(
            "INSERT OR REPLACE INTO met (person, update_id, name, step, data, at)"
            " SELECT people.id, ?, name, step, data, at FROM people LEFT JOIN dialogues ON person = people.id"
            " WHERE people.id = ? AND NOT EXISTS (SELECT 1 FROM met WHERE met.person = ? AND update_id = ?)",
            [update, person, person, update],
        )

    def export(self, person: int) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that is about this person."""
        return {
            table: self._db.rows(f"SELECT * FROM {table} WHERE {column} = ?", [person])
            for table, column in TABLES.items()
        }

    def withdraw_consent(self, person: int, now: datetime) -> None:
        """Erase the health answers, for a restored backup too; bedtime and zone stay."""
        self._erasures.note(person, What.HEALTH, now)
        with self._db.write():
            for table in HEALTH_TABLES:
                self._db.run(f"DELETE FROM {table} WHERE person = ?", [person])
            self._db.run("UPDATE people SET consented_at = NULL WHERE id = ?", [person])
        self._db.checkpoint()

    def erase(self, person: int, now: datetime) -> None:
        """Erase everything about this person, for a restored backup too; twice is the same as once."""
        self._erasures.note(person, What.ALL, now)
        with self._db.write():
            self._db.run("DELETE FROM people WHERE id = ?", [person])
            self._db.run("UPDATE inbox SET body = NULL, person = NULL WHERE person = ?", [person])
        self._db.checkpoint()


def _dialogue(row: dict[str, Any] | None) -> Dialogue | None:
    if row is None or row["name"] is None:
        return None
    return Dialogue(row["name"], row["step"], json.loads(row["data"]), moment(row["at"]))


def _person(row: dict[str, Any]) -> Person:
    return Person(
        id=row["id"],
        language=Language(row["language"]),
        zone=row["zone"],
        consented=row["consented_at"] is not None,
        blocked=row["blocked_at"] is not None,
        seen=moment(row["seen_at"]),
    )
