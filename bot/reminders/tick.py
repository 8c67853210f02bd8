"""One pass over the ledger at time `now`: expire, claim, compose, fence, send, note, plan the next night."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.catalogue.load import Catalogue
from bot.coach.schedule import EXPIRES_AFTER
from bot.reminders.compose import Message, Nothing, compose
from bot.reminders.planner import plan_next
from bot.store import Store
from bot.store.due import Delivery
from bot.transport.outcome import NotSent, Outcome, Rejected, Sent, Unauthorized, Unknown
from bot.views.reply import Reply

log = logging.getLogger(__name__)

AT_ONCE = 50  # rows claimed at a time: under two seconds of sending
RETRY_AFTER = timedelta(seconds=30)  # a message that provably was not sent is tried again after this
PUT_OFF = timedelta(minutes=10)  # a reminder that cannot be composed is tried again after this

Send = Callable[[int, Reply, bool], Awaitable[Outcome]]


@dataclass(slots=True)
class Ticker:
    """Sends what is due. `lease` names this process in the ledger; one tick runs at a time."""

    store: Store
    catalogue: Callable[[], Catalogue]
    send: Send
    now: Callable[[], datetime]
    lease: str
    stopping: bool = False
    quiet_until: datetime | None = None  # Telegram asked for silence (429): it holds for all reminders
    _turn: asyncio.Lock | None = None

    def reconcile(self) -> None:
        """At start, before the first tick: nothing that may have been sent is sent again."""
        self._pick_up()
        self.plan_missing()

    def _pick_up(self) -> None:
        """What a stop, or a tick that broke off, has left half done."""
        claimed, sending = self.store.reminders.reconcile()
        if claimed or sending:
            log.warning("left half done: %d reminders due again, %d not confirmed", claimed, sending)
        if sending:
            self.plan_missing()

    async def tick(self) -> None:
        """Everything that is due now; a tick that finds another running waits for it."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            self._pick_up()
            self._expire()
            while not self._resting() and await self._some():
                pass

    async def drain(self) -> None:
        """Stop claiming, wait for what is on its way, give back the rest."""
        self.stopping = True
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            self.store.reminders.release(self.lease)

    def _resting(self) -> bool:
        return self.stopping or (self.quiet_until is not None and self.now() < self.quiet_until)

    def _expire(self) -> None:
        for delivery in self.store.reminders.expire(self.now()):
            self._plan_after(delivery)

    async def _some(self) -> bool:
        """Claim and deliver some; True when there may be more."""
        claimed = self.store.reminders.claim(self.lease, self.now(), AT_ONCE)
        for delivery in claimed:
            if self._resting():
                self.store.reminders.release(self.lease)
                break
            await self._deliver(delivery)
        return bool(claimed)

    async def _deliver(self, delivery: Delivery) -> None:
        match self._composed(delivery):
            case Nothing(reason):
                self.store.reminders.ended(delivery, "expired", reason)
                self._plan_after(delivery)
            case Message(reply, silent):
                if self.store.reminders.fence(delivery, self.lease, self.now()):
                    outcome = await self.send(delivery.person, reply, silent)
                    self._note(delivery, outcome)

    def _composed(self, delivery: Delivery) -> Message | Nothing:
        """What to say. A row that fails is put off first, so that it never stands in the others' way."""
        try:
            return compose(self.store, self.catalogue(), delivery)
        except Exception:
            self.store.reminders.back(delivery, self.now() + PUT_OFF, "could not be composed")
            raise

    def _note(self, delivery: Delivery, outcome: Outcome) -> None:
        """What became of it, one commit; then the next night."""
        ledger, now = self.store.reminders, self.now()
        match outcome:
            case Sent(message_id, _):
                ledger.sent(delivery, message_id, now)
            case NotSent(reason, retry_after):
                wait = timedelta(seconds=retry_after) if retry_after else RETRY_AFTER
                ledger.back(delivery, now + wait, reason)
                self.quiet_until = now + wait if retry_after else self.quiet_until
                return
            case Unknown(reason):
                ledger.ended(delivery, "unknown", reason)
            case Rejected(reason, permanent):
                ledger.ended(delivery, "rejected", reason)
                if permanent:
                    self.store.people.set_blocked(delivery.person, now)
            case Unauthorized():
                ledger.back(delivery, now + RETRY_AFTER, "unauthorized")
                self.stopping = True
                log.critical("Telegram refuses the token: reminders stop")
                return
        self._plan_after(delivery)

    def _plan_after(self, delivery: Delivery) -> None:
        if delivery.seq == 0:
            self._plan(delivery.person)

    def plan_missing(self) -> None:
        """People whose next night was not planned when the process stopped."""
        for person in self.store.reminders.unplanned():
            self._plan(person)

    def _plan(self, person: int) -> None:
        """The next night; after a long stop also one whose bedtime has passed but can still be served."""
        plan_next(self.store, person, self.now() - EXPIRES_AFTER)
