"""The bot, but it dies as by `kill -9` at one named place: `python -m tests.faults.crashing POINT`."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime

from bot.cli import main
from bot.store.due import Delivery, Reminders


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


if __name__ == "__main__":
    import bot.store

    Crashing.point = sys.argv.pop(1)
    setattr(bot.store, "Reminders", Crashing)  # noqa: B010 - the trap takes the place of the class
    main()
