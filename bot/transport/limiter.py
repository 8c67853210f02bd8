"""Two lanes under Telegram's limits: replies first, reminders with what is left.

Telegram takes about 30 messages a second from a bot and one a second in a chat, and answers 429 to more. A
refusal costs everybody, so the pace keeps a margin: one pump hands out slots at even distances, and a reply
that waits gets the next one. A reminder takes its slot before its row is marked as being sent
(`ReminderLane.take`), so that a process killed meanwhile leaves nothing in doubt.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.transport.send import silence_seconds

log = logging.getLogger(__name__)

RATE = 28.8  # messages a second: 96 % of what Telegram takes; at exactly 30 it begins to refuse
FREE_RATE = 30.0  # above this Telegram wants to be paid
CHAT_RATE = 1.0  # messages a second to one chat …
CHAT_BURST = 3  # … of which so many may come at once
CHAT_MARGIN = 1.03  # two messages may travel at different speeds
SLOWEST = 1.0  # messages a second, however often Telegram has refused
RESTORE_EVERY = 10.0  # after a refusal a tenth of the full rate comes back every so many seconds
LONGEST_WAIT = 60.0  # seconds that a reply waits for when Telegram says so; nobody reads it after that
TRIES = 3

Call = Callable[..., Coroutine[Any, Any, Any]]
Heard = Callable[[datetime], None]


class Lane(Enum):
    REPLY = "reply"
    REMINDER = "reminder"


class Pace:
    """When the next message may leave: evenly spaced, and never more than the rate within any second.

    A pump that is called a little late catches up by one message, not more. All times are seconds of one
    monotonic clock.
    """

    def __init__(self, rate: float) -> None:
        if rate <= 0:
            raise ValueError("the rate must be above 0")
        self.full = rate
        self.rate = rate
        self._next = 0.0
        self._last_second: deque[float] = deque(maxlen=math.ceil(rate))
        self._changed_at = 0.0
        self._cost = 0.0

    def ready_at(self, now: float) -> float:
        """The earliest moment for the next message; `now` or earlier means at once."""
        self._restore(now)
        full = len(self._last_second) == self._last_second.maxlen
        return max(self._next, self._last_second[0] + 1.0) if full else self._next

    def take(self, now: float, *, gently: bool = False) -> None:
        """A message leaves now; after a rest and `gently` the next keeps a distance of three.

        The first of a broadcast travel slower, over connections not open yet, and arrive close to the next.
        """
        self._cost = (3 if gently and now - self._next > 1.0 else 1) / self.rate
        self._next = max(self._next, now - 1 / self.rate) + self._cost
        self._last_second.append(now)

    def give_back(self) -> None:
        """The latest message did not leave after all."""
        if self._last_second:
            self._last_second.pop()
            self._next -= self._cost

    def halve(self, now: float, until: float) -> None:
        """Telegram has refused: half the rate, and nothing before `until`."""
        self.rate = max(self.rate / 2, min(SLOWEST, self.full))
        self._changed_at = max(now, until)

    def _restore(self, now: float) -> None:
        while self.rate < self.full and now - self._changed_at >= RESTORE_EVERY:
            self.rate = min(self.rate + self.full / 10, self.full)
            self._changed_at += RESTORE_EVERY


@dataclass(slots=True)
class _Chat:
    """One chat: its messages one after another, and when the latest of them left."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    left: deque[float] = field(default_factory=lambda: deque(maxlen=CHAT_BURST))


class TwoLanes(BaseRateLimiter[None]):
    """Paces everything that goes to a chat; pass it to `Application.builder().rate_limiter(…)`.

    `rate` and `chat_rate` are in messages a second, to all chats and to one. `heard` is told the date (UTC,
    Telegram's clock) of each message taken.
    A reply that is refused with 429 waits as long as it is told and tries again, at most three times.
    """

    def __init__(
        self,
        rate: float = RATE,
        chat_rate: float = CHAT_RATE,
        heard: Heard = lambda date: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pace = Pace(rate)
        self._chat_seconds = CHAT_BURST / chat_rate * CHAT_MARGIN
        self._heard = heard
        self._monotonic = monotonic
        self._waiting: dict[Lane, deque[asyncio.Future[bool]]] = {lane: deque() for lane in Lane}
        self._closed_until = dict.fromkeys(Lane, 0.0)
        self._chats: OrderedDict[int, _Chat] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nobody is served any more; who still waits is told so."""
        if self._timer is not None:
            self._timer.cancel()
        for lane in Lane:
            self._turn_away(lane)

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """One request of a conversation."""
        chat = data.get("chat_id")
        if not isinstance(chat, int):
            return await callback(*args, **kwargs)
        for left in reversed(range(TRIES)):
            try:
                await self._reply_slot(chat, a_message=_is_a_message(endpoint))
                return self.note(endpoint, await callback(*args, **kwargs))
            except RetryAfter as error:
                seconds = silence_seconds(error)
                self.refused(seconds)
                if not left or seconds > LONGEST_WAIT:
                    raise
                await asyncio.sleep(seconds)
        raise AssertionError("the last try has returned or raised")

    async def _reply_slot(self, chat: int, *, a_message: bool) -> None:
        """Wait for the chat's turn, if the request counts there, and for a slot of all."""
        async with self.chat_turn(chat) if a_message else nullcontext():
            await self._next_slot(Lane.REPLY)

    @asynccontextmanager
    async def chat_turn(self, chat: int) -> AsyncIterator[None]:
        """Messages of one chat in order, three at once and then one a second; leaving it counts as one."""
        each = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        async with each.turn:
            if len(each.left) == CHAT_BURST:
                await asyncio.sleep(max(0.0, each.left[0] + self._chat_seconds - self._monotonic()))
            yield
            each.left.append(self._monotonic())
            self._forget_quiet_chats()

    def _forget_quiet_chats(self) -> None:
        """Chats stand in the order of their last message; a locked one is in use."""
        before = self._monotonic() - self._chat_seconds
        while self._chats:
            oldest = next(iter(self._chats))
            chat = self._chats[oldest]
            if chat.turn.locked() or (chat.left and chat.left[-1] > before):
                return
            del self._chats[oldest]

    # -- the pump ------------------------------------------------------------------------------------

    async def reminder_slot(self) -> bool:
        """Wait for a slot that no reply needs; False when Telegram wants silence."""
        if self._monotonic() < self._closed_until[Lane.REMINDER]:
            return False
        return await self._next_slot(Lane.REMINDER)

    async def _next_slot(self, lane: Lane) -> bool:
        slot: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[lane].append(slot)
        if self._timer is None:
            self._pump()
        return await slot

    def give_back(self) -> None:
        """The latest slot was not needed: the next in line has it at once."""
        self.pace.give_back()
        if self._timer is not None:
            self._timer.cancel()
            self._pump()

    def _pump(self) -> None:
        """Hand out every slot that is due, then come again for the next."""
        self._timer = None
        while (lane := self._first_lane()) is not None:
            now = self._monotonic()
            at = max(self.pace.ready_at(now), self._closed_until[lane])
            if at > now:
                self._timer = asyncio.get_running_loop().call_later(at - now, self._pump)
                return
            slot = self._waiting[lane].popleft()
            if not slot.done():  # its owner may have been cancelled
                self.pace.take(now, gently=lane is Lane.REMINDER)
                slot.set_result(True)

    def _first_lane(self) -> Lane | None:
        """Replies first. (A closed reply lane also stands before the reminders, which close with it.)"""
        return next((lane for lane in Lane if self._waiting[lane]), None)

    def _turn_away(self, lane: Lane) -> None:
        while self._waiting[lane]:
            slot = self._waiting[lane].popleft()
            if not slot.done():
                slot.set_result(False)

    # -- what came back ------------------------------------------------------------------------------

    def note(self, endpoint: str, result: Any) -> Any:
        """Tell the date of a message that Telegram took; gives the result on."""
        date = result.get("date") if isinstance(result, dict) and endpoint.startswith("send") else None
        if isinstance(date, int):
            self._heard(datetime.fromtimestamp(date, UTC))
        return result

    def refused(self, seconds: float, *, everybody: bool = False) -> None:
        """429: no reminder for so many seconds, then at half the rate. `everybody`: no reply either.

        Several refusals of one moment, for messages on their way together, count as one.
        """
        now = self._monotonic()
        if now >= self._closed_until[Lane.REMINDER]:
            self.pace.halve(now, now + seconds)
            log.warning("Telegram wants %.0f s of silence; the rate is now %.1f/s", seconds, self.pace.rate)
        for lane in Lane if everybody else (Lane.REMINDER,):
            self._closed_until[lane] = max(self._closed_until[lane], now + seconds)
        self._turn_away(Lane.REMINDER)


class ReminderLane(BaseRateLimiter[None]):
    """The reminders' side: a slot is taken before the fence, and the request then passes without waiting.

    As a rate limiter it belongs to the bot that sends reminders.
    """

    def __init__(self, lanes: TwoLanes) -> None:
        self._lanes = lanes

    async def take(self, chat: int) -> bool:
        """Wait for a slot and this chat's turn; False when Telegram wants silence: nothing may be sent.

        In this order, so that a reply to the same person never waits behind the broadcast.
        """
        if not await self._lanes.reminder_slot():
            return False
        async with self._lanes.chat_turn(chat):
            return True

    def give_back(self) -> None:
        """The slot was not needed."""
        self._lanes.give_back()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Send at once; a refusal counts for all, and is the caller's to note."""
        try:
            return self._lanes.note(endpoint, await callback(*args, **kwargs))
        except RetryAfter as error:
            self._lanes.refused(silence_seconds(error), everybody=True)
            raise


def _is_a_message(endpoint: str) -> bool:
    """Whether it makes a new message; edits and "is typing" count for the bot, not for the chat."""
    return endpoint.startswith("send") and endpoint != "sendChatAction"
