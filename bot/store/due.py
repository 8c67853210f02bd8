"""Bedtimes, and the ledger of reminders: who is due, who is being served, what became of it.

States: due → claimed → sending → sent | unknown | expired | rejected. A claim carries a lease; the step to
`sending` is the fence: only the holder of a live lease may send, and nothing is sent without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from bot.coach.model import Bedtime, Mode
from bot.coach.schedule import EXPIRES_AFTER, Due
from bot.store.database import Database
from bot.store.moments import moment, seconds

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger. `seq` 0 is the automatic reminder; 1 and up were asked for with "Later"."""

    person: int
    night: date
    seq: int
    due: datetime
    expires: datetime
    state: str
    tries: int = 0

    @property
    def key(self) -> tuple[int, str, int]:
        return self.person, self.night.isoformat(), self.seq


_ROW = "person = ? AND night = ? AND seq = ?"
_LIVE = "state IN ('claimed', 'sending')"  # the words of the index deliveries_live, so that it is used


class Reminders:
    def __init__(self, db: Database) -> None:
        self._db = db

    # -- the wish ------------------------------------------------------------------------------------

    def bedtime(self, person: int) -> Bedtime | None:
        row = self._db.row("SELECT * FROM bedtimes WHERE person = ?", [person])
        if row is None:
            return None
        return Bedtime(
            at=time.fromisoformat(row["bedtime"]),
            mode=Mode(row["mode"]),
            enabled=bool(row["enabled"]),
            silent=bool(row["silent"]),
            weekend=time.fromisoformat(row["weekend"]) if row["weekend"] else None,
            discreet=bool(row["discreet"]),
            paused_until=date.fromisoformat(row["paused_until"]) if row["paused_until"] else None,
            asked=bool(row["asked"]),
        )

    def set_bedtime(self, person: int, wish: Bedtime) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO bedtimes"
            " (person, bedtime, mode, enabled, silent, weekend, discreet, paused_until, asked)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                person,
                wish.at.strftime("%H:%M"),
                wish.mode,
                wish.enabled,
                wish.silent,
                wish.weekend.strftime("%H:%M") if wish.weekend else None,
                wish.discreet,
                wish.paused_until.isoformat() if wish.paused_until else None,
                wish.asked,
            ],
        )

    def note_asked(self, person: int, asked: bool) -> bool:
        """Whether "still helpful?" waits for an answer; True when that is a change."""
        changed = self._db.run(
            "UPDATE bedtimes SET asked = ? WHERE person = ? AND asked <> ?", [asked, person, asked]
        )
        return changed == 1

    def unanswered(self, person: int, since: datetime) -> int:
        """Automatic reminders that went out after this moment, when the person was last in touch."""
        row = self._db.row(
            "SELECT count(*) AS n FROM deliveries WHERE person = ? AND seq = 0"
            " AND state IN ('sent', 'unknown') AND due > ?",
            [person, seconds(since)],
        )
        return int(row["n"]) if row else 0

    def switch_off(self, person: int) -> None:
        """No more reminders, and none of those planned."""
        with self._db.write():
            wish = self.bedtime(person)
            if wish is not None:
                self.set_bedtime(person, replace(wish, enabled=False))
            self.cancel(person)

    # -- planning ------------------------------------------------------------------------------------

    def plan(self, person: int, due: Due | None) -> None:
        """Make this the person's one planned automatic reminder; None plans none. What was sent stays.

        One that is planned for this very moment already stays as it is, with its retry.
        """
        night, leaves = (due.night.isoformat(), seconds(due.leaves)) if due else (None, None)
        with self._db.write():
            self._db.run(
                "DELETE FROM deliveries WHERE person = ? AND seq = 0 AND state = 'due'"
                " AND NOT (night IS ? AND due IS ?)",
                [person, night, leaves],
            )
            if due is not None:
                self._db.run(
                    "INSERT INTO deliveries (person, night, seq, due, not_before, expires)"
                    " VALUES (?, ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING",
                    [person, night, leaves, leaves, seconds(due.expires)],
                )

    def is_full(self, at: datetime, people: int) -> bool:
        """Whether so many reminders are due at this very second already."""
        row = self._db.row(
            "SELECT count(*) AS n FROM"
            " (SELECT 1 FROM deliveries WHERE state = 'due' AND not_before = ? LIMIT ?)",
            [seconds(at), people],
        )
        return row is not None and row["n"] >= people

    def plan_later(self, person: int, due: Due) -> None:
        """One more reminder for this night, asked for with "Later"; a second wish replaces the first."""
        with self._db.write():
            night = due.night.isoformat()
            self._db.run(
                "DELETE FROM deliveries WHERE person = ? AND night = ? AND seq > 0 AND state = 'due'",
                [person, night],
            )
            self._db.run(
                "INSERT INTO deliveries (person, night, seq, due, not_before, expires)"
                " SELECT :person, :night, coalesce(max(seq), 0) + 1, :due, :due, :expires"
                " FROM deliveries WHERE person = :person AND night = :night",
                {
                    "person": person,
                    "night": night,
                    "due": seconds(due.at),
                    "expires": seconds(due.expires),
                },
            )

    def cancel(self, person: int) -> None:
        """Take back every reminder that is not on its way yet; a claimed one then fails its fence."""
        self._db.run("DELETE FROM deliveries WHERE person = ? AND state IN ('due', 'claimed')", [person])

    def planned(self, person: int) -> Due | None:
        """The next reminder of this person that waits, automatic or asked for."""
        return self._due(person, "state = 'due' ORDER BY due")

    def waiting(self, person: int) -> Due | None:
        """The automatic reminder that is planned, or due and not out yet."""
        return self._due(person, "seq = 0 AND state = 'due' ORDER BY due")

    def last(self, person: int) -> Due | None:
        """The latest automatic reminder that is no longer planned, whatever became of it."""
        return self._due(person, "seq = 0 AND state <> 'due' ORDER BY night DESC")

    def _due(self, person: int, which: str) -> Due | None:
        """The first of this person's rows: `which` is a condition and an order."""
        row = self._db.row(
            f"SELECT night, due, expires FROM deliveries WHERE person = ? AND {which} LIMIT 1", [person]
        )
        if row is None:
            return None
        wished = moment(row["expires"]) - EXPIRES_AFTER
        return Due(date.fromisoformat(row["night"]), wished, moment(row["due"]) - wished)

    # -- the tick ------------------------------------------------------------------------------------

    def expire(self, now: datetime, limit: int) -> list[Delivery]:
        """Drop up to `limit` that are too late: nobody gets a message at 3 a.m. Returns what was dropped."""
        return _deliveries(
            self._db.changing(
                "UPDATE deliveries SET state = 'expired', reason = 'late'"
                " WHERE (person, night, seq) IN (SELECT person, night, seq FROM deliveries"
                "  WHERE state = 'due' AND expires <= :now ORDER BY expires LIMIT :limit)"
                " AND state = 'due' RETURNING *",
                {"now": seconds(now), "limit": limit},
            )
        )

    def claim(self, lease: str, now: datetime, limit: int) -> list[Delivery]:
        """Take up to `limit` due rows, earliest first, under this lease."""
        claimed = _deliveries(
            self._db.changing(
                "UPDATE deliveries SET state = 'claimed', lease = :lease, lease_until = :until"
                " WHERE (person, night, seq) IN (SELECT person, night, seq FROM deliveries"
                "  WHERE state = 'due' AND not_before <= :now AND expires > :now"
                "  ORDER BY not_before LIMIT :limit)"
                " AND state = 'due' RETURNING *",
                {"lease": lease, "until": seconds(now + LEASE), "now": seconds(now), "limit": limit},
            )
        )
        return sorted(claimed, key=lambda delivery: delivery.due)

    def fence(self, delivery: Delivery, lease: str, now: datetime) -> bool:
        """The last step before the network: True means send, and only then."""
        changed = self._db.run(
            "UPDATE deliveries SET state = 'sending', tries = tries + 1"
            f" WHERE {_ROW} AND state = 'claimed' AND lease = ? AND lease_until > ? AND expires > ?",
            [*delivery.key, lease, seconds(now), seconds(now)],
        )
        return changed == 1

    def on_its_way(self, person: int) -> datetime | None:
        """When the reminder that is being sent to this person was due; None when there is none."""
        row = self._db.row(
            "SELECT due FROM deliveries WHERE person = ? AND state = 'sending' LIMIT 1", [person]
        )
        return moment(row["due"]) if row else None

    def sent(self, delivery: Delivery, message_id: int, now: datetime) -> None:
        self._db.run(
            f"UPDATE deliveries SET state = 'sent', message_id = ?, sent_at = ?, lease = NULL WHERE {_ROW}",
            [message_id, seconds(now), *delivery.key],
        )

    def ended(self, delivery: Delivery, state: str, reason: str) -> None:
        """`unknown`, `expired` or `rejected`, with the reason."""
        self._db.run(
            f"UPDATE deliveries SET state = ?, reason = ?, lease = NULL WHERE {_ROW}",
            [state, reason, *delivery.key],
        )

    def back(self, delivery: Delivery, not_before: datetime, reason: str) -> None:
        """Provably not sent: due again, not before this moment."""
        self._db.run(
            f"UPDATE deliveries SET state = 'due', not_before = ?, reason = ?, lease = NULL WHERE {_ROW}",
            [seconds(not_before), reason, *delivery.key],
        )

    def refused_in_a_row(self, person: int) -> int:
        """How many of the latest automatic reminders were all rejected; looks at three."""
        rows = self._db.rows(
            "SELECT state FROM deliveries WHERE person = ? AND seq = 0"
            " AND state NOT IN ('due', 'claimed', 'sending') ORDER BY night DESC LIMIT 3",
            [person],
        )
        return len([*takewhile(lambda row: row["state"] == "rejected", rows)])

    def release(self, lease: str) -> int:
        """Give back this process's claims at a graceful stop; returns how many."""
        return self._db.run(
            f"UPDATE deliveries SET state = 'due', lease = NULL WHERE {_LIVE} AND state = 'claimed'"
            " AND lease = ?",
            [lease],
        )

    def reconcile(self, *, retry_unknown: bool = False) -> tuple[int, list[int]]:
        """While nothing is being sent: claimed → due, sending → unknown.

        With `retry_unknown` what was being sent for the first time is due once more. Returns how many were
        claimed, and whose reminders were being sent.
        """
        with self._db.write():
            claimed = self._db.run(
                f"UPDATE deliveries SET state = 'due', lease = NULL WHERE {_LIVE} AND state = 'claimed'"
            )
            sending = self._db.changing(
                "UPDATE deliveries SET state = CASE WHEN :again AND tries < 2 THEN 'due' ELSE 'unknown' END,"
                " reason = 'stopped while sending', lease = NULL"
                f" WHERE {_LIVE} AND state = 'sending' RETURNING person",
                {"again": retry_unknown},
            )
        return claimed, [row["person"] for row in sending]

    # -- what was pressed under it ---------------------------------------------------------------------

    def note_answer(self, person: int, night: date, answer: str, now: datetime) -> bool:
        """Note what was answered to a night's reminder; False when it was already noted (a double press)."""
        changed = self._db.run(
            "INSERT INTO night_answers (person, night, answer, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (person, night) DO UPDATE SET answer = excluded.answer, at = excluded.at"
            " WHERE answer <> excluded.answer",
            [person, night.isoformat(), answer, seconds(now)],
        )
        return changed == 1

    def answer(self, person: int, night: date) -> str | None:
        row = self._db.row(
            "SELECT answer FROM night_answers WHERE person = ? AND night = ?", [person, night.isoformat()]
        )
        return row["answer"] if row else None


def _deliveries(rows: list[dict[str, Any]]) -> list[Delivery]:
    return [
        Delivery(
            person=row["person"],
            night=date.fromisoformat(row["night"]),
            seq=row["seq"],
            due=moment(row["due"]),
            expires=moment(row["expires"]),
            state=row["state"],
            tries=row["tries"],
        )
        for row in rows
    ]
