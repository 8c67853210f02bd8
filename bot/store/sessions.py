"""Sessions: one row per person, night and part; a second part only when both exercises are done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.coach.model import Effort, Exercise, Feel, Pain, Session
from bot.store.database import Database
from bot.store.moments import moment, seconds


class Sessions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, person: int, night: date) -> Session | None:
        """The night's session; of two parts the second, once it is begun."""
        row = self._db.row(
            "SELECT * FROM sessions WHERE person = ? AND night = ? ORDER BY part DESC LIMIT 1",
            [person, night.isoformat()],
        )
        return _session(row) if row else None

    def save(self, person: int, session: Session, now: datetime) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO sessions (person, night, part, exercise, level, sets, started, sets_done,"
            " hurting, stopped, feel, effort, pain, own_count, settled, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                person,
                session.night.isoformat(),
                session.part,
                session.exercise,
                session.level,
                session.sets,
                session.started,
                session.sets_done,
                session.hurting,
                session.stopped,
                session.feel,
                session.effort,
                session.pain,
                session.own_count,
                session.settled,
                seconds(now),
            ],
        )

    def history(self, person: int, limit: int = 60) -> list[Session]:
        """The latest sessions in which at least one set was done, oldest first."""
        rows = self._db.rows(
            "SELECT * FROM sessions WHERE person = ? AND sets_done > 0"
            " ORDER BY night DESC, part DESC LIMIT ?",
            [person, limit],
        )
        return [_session(row) for row in reversed(rows)]

    def of_night(self, person: int, night: date) -> list[Session]:
        """Everything of this night, the first part first."""
        rows = self._db.rows(
            "SELECT * FROM sessions WHERE person = ? AND night = ? ORDER BY part", [person, night.isoformat()]
        )
        return [_session(row) for row in rows]

    def latest_night(self, person: int) -> date | None:
        """The latest night with a set done, or with a session that was stopped before one was."""
        row = self._db.row(
            "SELECT max(night) AS night FROM sessions WHERE person = ? AND (sets_done > 0 OR stopped)",
            [person],
        )
        return date.fromisoformat(row["night"]) if row and row["night"] else None

    def first_night(self, person: int) -> date | None:
        row = self._db.row(
            "SELECT min(night) AS night FROM sessions WHERE person = ? AND sets_done > 0", [person]
        )
        return date.fromisoformat(row["night"]) if row and row["night"] else None

    def called_off(self, person: int) -> frozenset[date]:
        """The nights that were called off for illness or pain under a reminder."""
        rows = self._db.rows(
            "SELECT night FROM night_answers WHERE person = ? AND answer IN ('skip-ill', 'skip-pain')",
            [person],
        )
        return frozenset(date.fromisoformat(row["night"]) for row in rows)

    def last_at(self, person: int, before: date) -> datetime | None:
        """When the latest session before this night was last written down."""
        row = self._db.row(
            "SELECT max(at) AS at FROM sessions WHERE person = ? AND sets_done > 0 AND night ="
            " (SELECT max(night) FROM sessions WHERE person = ? AND sets_done > 0 AND night < ?)",
            [person, person, before.isoformat()],
        )
        return moment(row["at"]) if row and row["at"] is not None else None

    def settle(self, person: int, session: Session) -> None:
        """Keep the answer about the morning after; the session's own time stays."""
        self._db.run(
            "UPDATE sessions SET settled = ? WHERE person = ? AND night = ? AND part = ?",
            [session.settled, person, session.night.isoformat(), session.part],
        )

    def last_night(self, person: int, before: date) -> date | None:
        """The latest night before this one on which at least one set was done."""
        row = self._db.row(
            "SELECT max(night) AS night FROM sessions WHERE person = ? AND sets_done > 0 AND night < ?",
            [person, before.isoformat()],
        )
        return date.fromisoformat(row["night"]) if row and row["night"] else None


def _session(row: dict[str, Any]) -> Session:
    return Session(
        night=date.fromisoformat(row["night"]),
        exercise=Exercise(row["exercise"]),
        level=row["level"],
        sets=row["sets"],
        started=bool(row["started"]),
        sets_done=row["sets_done"],
        hurting=bool(row["hurting"]),
        stopped=bool(row["stopped"]),
        feel=Feel(row["feel"]) if row["feel"] else None,
        effort=Effort(row["effort"]) if row["effort"] else None,
        pain=Pain(row["pain"]) if row["pain"] else None,
        part=row["part"],
        own_count=bool(row["own_count"]),
        settled=None if row["settled"] is None else bool(row["settled"]),
    )
