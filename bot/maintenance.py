"""What nobody asks for: forgetting in time, planning what was never planned, and what a backup needs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.reminders.planner import plan_next
from bot.store import Store
from bot.store.backup import Restored

log = logging.getLogger(__name__)

LEDGER_NIGHTS = timedelta(days=30)
FORGOTTEN = 50  # people erased in one step: with everything of theirs, about 10 ms
LOOKED_AT = 200  # people looked at in one step of a walk over everybody's nights


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Once a day: retention, and nights that were never planned."""

    store: Store
    now: Callable[[], datetime]
    plan_missing: Callable[[], Awaitable[None]]

    async def run(self) -> None:
        """Raises StorageDownError."""
        now = self.now()
        rows = await self._forget_nights((now - LEDGER_NIGHTS).date())
        people = await self._forget_people(now)
        self.store.questions.forget_old(now)
        self.store.erasures.forget_old(now)
        self.store.database.checkpoint()  # so that no handled message stands in the log until it is full
        await self.plan_missing()
        log.info("maintenance: %d ledger rows and %d people forgotten", rows, people)

    async def _forget_people(self, now: datetime) -> int:
        """Retention of people, some at a time, so that nobody waits; say how many are gone."""
        gone = 0
        while some := self.store.people.forget_stale(now, FORGOTTEN):
            gone += some
            await asyncio.sleep(0)
        return gone

    async def _forget_nights(self, night: date) -> int:
        """Drop ledger rows before this night, some people at a time, so that nobody waits; say how many."""
        gone, after = 0, 0
        while True:
            rows, next_after = self.store.everybody.forget_before(night, after, LOOKED_AT)
            gone += rows
            if next_after is None:
                return gone
            after = next_after
            await asyncio.sleep(0)


def settle_restored(store: Store, now: datetime) -> Restored | None:
    """After a backup was put back: erase who was erased since, drop what may have been sent, plan from now.

    None when the database is no restored backup.
    """
    restored = store.settle_restored(now)
    after: int | None = 0
    while restored and after is not None:
        missing, after = store.everybody.unplanned(after, LOOKED_AT)
        for person in missing:
            plan_next(store, person, now)  # not a moment earlier: tonight's may be out already
    return restored
