"""The bot, but it dies as by `kill -9` at one named place: `python -m tests.faults.crashing POINT`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from datetime import date, datetime

from bot.cli import main
from bot.store.due import Delivery, Reminders
from bot.store.inbox import Inbox


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Crashing(Reminders):
    """The ledger with a trap in it."""

    point = ""

    def claim(self, lease: str, now: datetime, limit: int) -> list[Delivery]:
        claimed = super().claim(lease, now, limit)
        if self.point == "after_claim" and claimed:
            die()
        return claimed

    def fence(self, delivery: Delivery, lease: str, now: datetime) -> bool:
        passed = super().fence(delivery, lease, now)
        if self.point == "after_sending":
            die()
        return passed

    def sent(self, delivery: Delivery, message_id: int, now: datetime) -> None:
        if self.point == "after_response":
            die()
        super().sent(delivery, message_id, now)

    def note_answer(self, person: int, night: date, answer: str, now: datetime) -> bool:
        noted = super().note_answer(person, night, answer, now)
        if self.point == "after_note" and noted:
            die()
        return noted


class Unnoted(Inbox):
    """Dies when updates have been handled and that is not noted yet; the second time it goes on."""

    def handled(self, update_ids: Sequence[int]) -> None:
        [row] = self._db.rows("SELECT tries FROM inbox WHERE update_id = ?", [update_ids[0]])
        if not row["tries"]:
            die()
        super().handled(update_ids)


if __name__ == "__main__":
    import bot.store

    Crashing.point = sys.argv.pop(1)
    setattr(bot.store, "Reminders", Crashing)  # noqa: B010 - the trap takes the place of the class
    if Crashing.point == "after_handling":
        setattr(bot.store, "Inbox", Unnoted)  # noqa: B010 - as above
    main()
