"""What the ledger says about the reminders as a whole: counts and lateness, nobody's name or number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.coach.schedule import EXPIRES_AFTER
from bot.store.database import Database
from bot.store.moments import moment, seconds

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How much later than the wished time reminders were sent; None when none was."""

    sent: int
    p50: timedelta | None = None
    p95: timedelta | None = None
    longest: timedelta | None = None


class Report:
    def __init__(self, db: Database) -> None:
        self._db = db

    def quarters(self, until: datetime) -> list[tuple[datetime, int]]:
        """How many reminders are planned for each quarter of an hour (its beginning, UTC) before `until`."""
        width = int(QUARTER.total_seconds())
        rows = self._db.rows(
            "SELECT not_before / ? * ? AS quarter, count(*) AS n FROM deliveries"
            " WHERE state = 'due' AND not_before < ? GROUP BY quarter ORDER BY quarter",
            [width, width, seconds(until)],
        )
        return [(moment(row["quarter"]), row["n"]) for row in rows]

    def outcomes(self, since: date) -> Mapping[str, int]:
        """Automatic reminders by state, for the nights from this one on that are over."""
        rows = self._db.rows(
            "SELECT state, count(*) AS n FROM deliveries WHERE seq = 0 AND night >= ? AND state <> 'due'"
            " GROUP BY state",
            [since.isoformat()],
        )
        return {row["state"]: row["n"] for row in rows}

    def lateness(self, since: date) -> Lateness:
        """Over the automatic reminders sent for the nights from this one on."""
        rows = self._db.rows(
            "SELECT max(sent_at - (expires - ?), 0) AS late, count(*) AS n FROM deliveries"
            " WHERE seq = 0 AND night >= ? AND state = 'sent' GROUP BY late ORDER BY late",
            [int(EXPIRES_AFTER.total_seconds()), since.isoformat()],
        )
        counts = [(timedelta(seconds=row["late"]), int(row["n"])) for row in rows]
        sent = sum(count for _, count in counts)
        if not sent:
            return Lateness(0)
        return Lateness(sent, _rank(counts, sent * 0.5), _rank(counts, sent * 0.95), counts[-1][0])


def _rank(counts: list[tuple[timedelta, int]], rank: float) -> timedelta:
    """The value at this rank of a sorted histogram."""
    passed = 0
    for value, count in counts:
        passed += count
        if passed >= rank:
            return value
    return counts[-1][0]
