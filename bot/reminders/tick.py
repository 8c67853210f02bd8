"""One pass over the ledger: expire, claim, then for each row a slot, compose, fence, send, note, plan."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.catalogue.load import Catalogue
from bot.coach.schedule import EXPIRES_AFTER
from bot.reminders.compose import Message, Nothing, compose
from bot.reminders.planner import UNSPREAD, Spread, plan_next
from bot.store import Store
from bot.store.due import Delivery
from bot.transport.outcome import NotSent, Outcome, Rejected, Sent, Unauthorized, Unknown
from bot.views.reply import Reply

log = logging.getLogger(__name__)

AT_ONCE = 16  # rows claimed at a time: half a second of sending, and few milliseconds of the event loop
LOOKED_AT = 500  # people looked at in one step of a walk over everybody
LATE_AT_ONCE = 4  # rows dropped at a time: each has its next night planned at once
IN_FLIGHT = 16  # messages on their way at a time: so many at most are unknown after a `kill -9`
RETRY_AFTER = timedelta(seconds=30)  # a message that provably was not sent is tried again after this …
LONGEST_RETRY = timedelta(minutes=4)  # … then after twice as long each time, up to this
BEAT_SECONDS = 15  # between two beats of the metronome; a shorter silence is waited out
REFUSALS = 3  # nights in a row that Telegram refuses for a reason we do not know: somebody has to look
PUT_OFF = timedelta(minutes=10)  # a reminder that cannot be composed is tried again after this

Send = Callable[[int, Reply, bool], Awaitable[Outcome]]


class Lane(Protocol):
    """Where a reminder waits for its turn under Telegram's limits."""

    async def take(self, chat: int, /) -> bool:
        """Wait for a slot; False when Telegram wants silence."""

    def give_back(self) -> None:
        """The slot was not needed."""


class OpenLane:
    """No limits."""

    async def take(self, chat: int, /) -> bool:
        return True

    def give_back(self) -> None:
        """Nothing to give back."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an operator may choose. `retry_unknown`: a message of unknown fate is sent once more."""

    retry_unknown: bool = False
    in_flight: int = IN_FLIGHT
    spread: Spread = UNSPREAD


@dataclass(slots=True)
class Ticker:
    """Sends what is due. `lease` names this process in the ledger; one pass runs at a time.

    `trusted` says whether the clock and its zones may be relied on; while not, nothing is sent nor dropped.
    """

    store: Store
    catalogue: Callable[[], Catalogue]
    send: Send
    now: Callable[[], datetime]
    lease: str
    lane: Lane = field(default_factory=OpenLane)
    policy: Policy = Policy()
    trusted: Callable[[], bool] = lambda: True
    stopping: bool = False
    quiet_until: datetime | None = None  # Telegram asked for silence (429): it holds for all reminders
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _on_the_way: set[asyncio.Task[None]] = field(default_factory=set)
    _enough: bool = False  # this pass has met a reason to end
    _put_off: int = 0  # of this pass: messages that never left …
    _dropped: int = 0  # … and reminders that were too late
    _careful: bool = False  # after a 429, one message at a time until one is taken
    _passing: asyncio.Task[None] | None = None
    _again: bool = False

    def reconcile(self) -> None:
        """At start, before the first pass: nothing that may have been sent is sent again.

        In a pass it picks up what an earlier one that broke off has left half done.
        """
        claimed, sending = self.store.reminders.reconcile(retry_unknown=self.policy.retry_unknown)
        if claimed or sending:
            log.warning("left half done: %d reminders due again, %d not confirmed", claimed, len(sending))
        for person in sending:
            self._plan(person)

    # -- the metronome -------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Begin a pass and return at once; one that is running goes on and is followed by another."""
        self._again = True
        if self._passing is None or self._passing.done():
            self._passing = asyncio.create_task(self._passes())

    async def _passes(self) -> None:
        while self._again:
            self._again = False
            try:
                await self.tick()
            except Exception:
                log.exception("a pass over the reminders broke off; the next beat begins another")
            await self._silence()

    async def _silence(self) -> None:
        """Wait out the silence that Telegram has asked for, and then go on without waiting for a beat."""
        if self.quiet_until is None or self.stopping:
            return
        seconds = (self.quiet_until - self.now()).total_seconds()
        if 0 < seconds < BEAT_SECONDS:
            await asyncio.sleep(seconds)
            self._again = True

    async def tick(self) -> None:
        """Everything that is due now, to the last message; a tick that finds another running waits for it."""
        async with self._turn:
            if not self.trusted():
                return
            self.reconcile()
            self._enough, self._put_off, self._dropped = False, 0, 0
            try:
                while not self._resting() and await self._some():
                    pass
            finally:
                on_the_way, self._on_the_way = self._on_the_way, set()
                await asyncio.gather(*on_the_way)
                self.store.reminders.release(self.lease)
                self._say_what_is_amiss()

    def stop(self) -> None:
        """Claim nothing more; what is on its way goes on."""
        self.stopping = True

    async def drain(self) -> None:
        """Stop, wait for what is on its way, give back the rest."""
        self.stop()
        async with self._turn:
            self.store.reminders.release(self.lease)
        if self._passing is not None:
            self._passing.cancel()

    def _say_what_is_amiss(self) -> None:
        """An outage is one line a pass, however many people wait."""
        if self._put_off:
            log.warning("%d reminders have not left and are tried again", self._put_off)
        if self._dropped:
            log.warning("%d reminders were too late and are dropped", self._dropped)

    def _resting(self) -> bool:
        quiet = self.quiet_until is not None and self.now() < self.quiet_until
        return self.stopping or self._enough or quiet or not self.trusted()

    # -- one pass ------------------------------------------------------------------------------------

    async def _some(self) -> bool:
        """Expire, claim and begin to deliver some; True when there may be more."""
        while late := self.store.reminders.expire(self.now(), LATE_AT_ONCE):
            self._dropped += len(late)
            for delivery in late:
                self._plan_after(delivery)
            await asyncio.sleep(0)
        claimed = self.store.reminders.claim(self.lease, self.now(), AT_ONCE)
        for delivery in claimed:
            await self._room()
            if self._resting():
                return False
            self._on_the_way.add(asyncio.create_task(self._deliver(delivery)))
        return bool(claimed)

    async def _room(self) -> None:
        """Wait until one more may be on its way."""
        while len(self._on_the_way) >= (1 if self._careful else self.policy.in_flight):
            done, self._on_the_way = await asyncio.wait(self._on_the_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    async def _deliver(self, delivery: Delivery) -> None:
        """One row from its slot to its outcome. A row that fails is said, and does not stop the others."""
        try:
            if not await self.lane.take(delivery.person):
                self._enough = True
            elif self._resting() or (message := self._fenced(delivery)) is None:
                self.lane.give_back()
            else:
                outcome = await self.send(delivery.person, message.reply, message.silent)
                self._note(delivery, outcome, asks=message.asks)
        except Exception:
            log.exception("a reminder could not be served")

    def _fenced(self, delivery: Delivery) -> Message | None:
        """The message, with its row marked as being sent; None when there is nothing to send.

        From here to the network nothing waits: what the person wishes now is what counts.
        """
        match self._composed(delivery):
            case Nothing(reason):
                self.store.reminders.ended(delivery, "expired", reason)
                self._plan_after(delivery)
                return None
            case Message() as message:
                if self.store.reminders.fence(delivery, self.lease, self.now()):
                    return message
        log.info("a reminder was taken back, or its lease was lost, just before it was sent")
        return None

    def _composed(self, delivery: Delivery) -> Message | Nothing:
        """What to say. A row that fails is put off first, so that it never stands in the others' way."""
        try:
            return compose(self.store, self.catalogue(), delivery)
        except Exception:
            self.store.reminders.back(delivery, self.now() + PUT_OFF, "could not be composed")
            raise

    # -- what became of it ---------------------------------------------------------------------------

    def _note(self, delivery: Delivery, outcome: Outcome, *, asks: bool) -> None:
        """The outcome in one commit; then the next night, unless the message `asks` whether to go on."""
        ledger, now = self.store.reminders, self.now()
        match outcome:
            case Sent(message_id, _):
                ledger.sent(delivery, message_id, now)
                self._careful = False
            case NotSent(reason, retry_after):
                wait = timedelta(seconds=retry_after) if retry_after else self._wait(delivery)
                ledger.back(delivery, now + wait, reason)
                self._put_off += 1
                if retry_after:
                    self.quiet_until, self._careful = now + wait, True
                return
            case Unknown(reason) if self.policy.retry_unknown and not delivery.tries:
                ledger.back(delivery, now + RETRY_AFTER, reason)
                return
            case Unknown(reason):
                ledger.ended(delivery, "unknown", reason)
            case Rejected(reason, permanent):
                ledger.ended(delivery, "rejected", reason)
                if permanent:
                    self.store.people.set_blocked(delivery.person, now)
                elif ledger.refused_in_a_row(delivery.person) >= REFUSALS:
                    log.error("the same person's reminders are refused night after night: %s", reason)
            case Unauthorized():
                ledger.back(delivery, now + RETRY_AFTER, "unauthorized")
                self.stop()
                log.critical("Telegram refuses the token: reminders stop")
                return
        if asks and isinstance(outcome, Sent | Unknown):
            ledger.note_asked(delivery.person, True)
        self._plan_after(delivery)

    def _wait(self, delivery: Delivery) -> timedelta:
        """Longer after each try, and some seconds apart for each person: an outage ends for all at once."""
        doubled: timedelta = RETRY_AFTER * 2**delivery.tries
        return min(doubled, LONGEST_RETRY) + timedelta(seconds=delivery.person % 10)

    def _plan_after(self, delivery: Delivery) -> None:
        if delivery.seq == 0:
            self._plan(delivery.person)

    # -- everybody, little by little -----------------------------------------------------------------

    async def plan_missing(self) -> None:
        """People whose next night was not planned when the process stopped."""
        await self._plan_those(self.store.everybody.unplanned)

    async def plan_anew(self) -> None:
        """Move every reminder whose instant has changed with the time-zone data."""
        await self._plan_those(partial(self.store.everybody.misplaced, zone=ZoneInfo))

    async def _plan_those(self, step: Callable[[int, int], tuple[list[int], int | None]]) -> None:
        after: int | None = 0
        while after is not None:
            people, after = step(after, LOOKED_AT)
            for n, person in enumerate(people, start=1):
                self._plan(person)
                if n % LATE_AT_ONCE == 0:
                    await asyncio.sleep(0)
            await asyncio.sleep(0)

    def _plan(self, person: int) -> None:
        """The next night; after a long stop also one whose bedtime has passed but can still be served."""
        plan_next(self.store, person, self.now() - EXPIRES_AFTER, self.policy.spread)
