"""Updates that have come in and wait to be handled. They are here before Telegram hears that we have them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.database import Database, storage_errors

REMEMBERED = 10_000  # handled updates whose numbers are still known, should one come again
MOST_TRIES = 3  # an update that was there at so many crashes is likely to be their cause


@dataclass(frozen=True, slots=True)
class Received:
    """One update: Telegram's number, whose it is (None: nobody's), and itself as JSON text."""

    update_id: int
    person: int | None
    body: str


class Inbox:
    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, updates: Sequence[Received]) -> set[int]:
        """Keep them in one commit; the numbers of those that were never here before.

        Raises StorageDownError; then none of them is kept.
        """
        new: set[int] = set()
        with storage_errors(), self._db.write():
            for each in updates:
                added = self._db.run(
                    "INSERT OR IGNORE INTO inbox (update_id, person, body) VALUES (?, ?, ?)",
                    [each.update_id, each.person, each.body],
                )
                if added:
                    new.add(each.update_id)
            self._db.run(
                "DELETE FROM inbox WHERE body IS NULL AND seq <= (SELECT max(seq) FROM inbox) - ?",
                [REMEMBERED],
            )
        return new

    def handled(self, update_ids: Sequence[int]) -> None:
        """Forget what they said; their numbers stay for a while. Raises StorageDownError.

        The commit outlives a `kill -9`, not a power cut: after one, the updates may be handled again.
        """
        with storage_errors():
            self._db.run_lightly(
                "UPDATE inbox SET body = NULL, person = NULL"
                " WHERE update_id IN (SELECT value FROM json_each(?))",
                [json.dumps(update_ids)],
            )

    def left(self) -> list[str]:
        """At start: what an earlier run has not handled, in order of arrival, as JSON texts.

        One that has been there at several crashes already is given up.
        """
        with self._db.write():
            self._db.run("UPDATE inbox SET tries = tries + 1 WHERE body IS NOT NULL")
            self._db.run("UPDATE inbox SET body = NULL, person = NULL WHERE tries > ?", [MOST_TRIES])
            rows = self._db.rows("SELECT body FROM inbox WHERE body IS NOT NULL ORDER BY seq")
        return [row["body"] for row in rows]

    def waiting(self) -> int:
        """How many updates wait."""
        row = self._db.row("SELECT count(*) AS n FROM inbox WHERE body IS NOT NULL")
        assert row is not None
        return int(row["n"])
