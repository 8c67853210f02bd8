"""Sessions: one row per person and night."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.coach.model import Effort, Exercise, Feel, Pain, Session
from bot.store.database import Database


class Sessions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, person: int, night: date) -> Session | None:
        row = self._db.row(
            "SELECT * FROM sessions WHERE person = ? AND night = ?", [person, night.isoformat()]
        )
        return _session(row) if row else None

    def save(self, person: int, session: Session, now: datetime) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO sessions (person, night, exercise, level, sets, started, sets_done,"
            " hurting, stopped, feel, effort, pain, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                person,
                session.night.isoformat(),
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
                int(now.timestamp()),
            ],
        )

    def history(self, person: int, limit: int = 60) -> list[Session]:
        """The latest sessions in which at least one set was done, oldest first."""
        rows = self._db.rows(
            "SELECT * FROM sessions WHERE person = ? AND sets_done > 0 ORDER BY night DESC LIMIT ?",
            [person, limit],
        )
        return [_session(row) for row in reversed(rows)]

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
    )
