"""Two lanes: never over the rate in any second, replies first, silence when Telegram asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.transport.limiter import CHAT_BURST, RATE, RESTORE_EVERY, Pace, ReminderLane, TwoLanes

EMMA, SAKURA = 1, 2
DATE = 1_795_000_000


class Time:
    """Seconds that pass only when somebody sleeps: the loop jumps to its next timer."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Loop(asyncio.SelectorEventLoop):
    """An event loop in which a minute takes no time."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Time()

    def time(self) -> float:
        return self.clock.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]  # the loop's own queues
            self.clock.now = max(self.clock.now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]  # the loop's own step


class Stage:
    """Lanes over such a loop, and when each message left, in seconds since the beginning."""

    def __init__(self, loop: Loop, **limits: float) -> None:
        self.clock = loop.clock
        self.heard: list[datetime] = []
        self.lanes = TwoLanes(heard=self.heard.append, monotonic=loop.clock, **limits)
        self.reminders = ReminderLane(self.lanes)
        self.left: list[tuple[str, float]] = []
        self.refuse: list[float] = []

    def _call(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def call() -> dict[str, int]:
            self.left.append((name, self.clock.now - 1000.0))
            await asyncio.sleep(0.06)
            if self.refuse:
                raise RetryAfter(int(self.refuse.pop(0)))
            return {"message_id": 1, "date": DATE}

        return call

    async def reply(self, name: str = "reply", chat: int = EMMA, endpoint: str = "sendMessage") -> None:
        await self.lanes.process_request(self._call(name), (), {}, endpoint, {"chat_id": chat}, None)

    async def remind(self, chat: int, name: str = "reminder") -> bool:
        """As the tick does it; False when Telegram wants silence."""
        if not await self.reminders.take(chat):
            return False
        data = {"chat_id": chat}
        await self.reminders.process_request(self._call(name), (), {}, "sendMessage", data, None)
        return True

    def times(self, name: str) -> list[float]:
        return [at for each, at in self.left if each == name]


def played(scene: Callable[[Stage], Coroutine[Any, Any, None]], **limits: float) -> Stage:
    loop = Loop()
    stage = Stage(loop, **limits)
    try:
        loop.run_until_complete(scene(stage))
    finally:
        loop.close()
    return stage


def most_in_a_second(times: list[float]) -> int:
    return max((sum(1 for other in times if at <= other < at + 1.0) for at in times), default=0)


# -- the pace ------------------------------------------------------------------------------------------


@given(st.floats(0.5, 1000), st.lists(st.floats(0, 3), max_size=200))
def test_however_late_the_pump_comes_no_second_has_more_than_the_rate(rate: float, naps: list[float]) -> None:
    pace, now, left = Pace(rate), 0.0, []
    for nap in naps:
        now = max(now + nap, pace.ready_at(now))
        pace.take(now)
        left.append(now)
    assert most_in_a_second(left) <= -(-rate // 1)


def test_three_thousand_reminders_leave_evenly_at_the_full_rate() -> None:
    async def scene(stage: Stage) -> None:
        await asyncio.gather(*(stage.remind(chat) for chat in range(1, 3001)))

    left = played(scene).times("reminder")
    assert most_in_a_second(left) <= 29
    assert 3000 / left[-1] == pytest.approx(RATE, rel=0.01)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Pace(0)


# -- two lanes -----------------------------------------------------------------------------------------


def test_a_reply_in_the_middle_of_a_broadcast_takes_the_next_slot() -> None:
    async def scene(stage: Stage) -> None:
        broadcast = asyncio.gather(*(stage.remind(chat) for chat in range(100, 400)))
        await asyncio.sleep(5)
        asked = stage.clock.now - 1000.0
        await stage.reply()
        assert stage.times("reply")[0] - asked <= 1 / RATE
        await broadcast

    assert len(played(scene).left) == 301


def test_a_reply_to_somebody_whose_reminder_waits_in_the_broadcast_does_not_wait_with_it() -> None:
    async def scene(stage: Stage) -> None:
        broadcast = asyncio.gather(*(stage.remind(chat) for chat in range(100, 400)))
        await asyncio.sleep(1)
        asked = stage.clock.now - 1000.0
        await stage.reply(chat=399)
        assert stage.times("reply")[0] - asked <= 1 / RATE
        await broadcast

    played(scene)


def test_one_chat_gets_three_messages_at_once_and_then_one_a_second() -> None:
    async def scene(stage: Stage) -> None:
        await asyncio.gather(*(stage.reply() for _ in range(9)))

    left = played(scene).times("reply")
    assert left[CHAT_BURST - 1] < 0.2
    for n in range(CHAT_BURST, 9):
        assert left[n] - left[n - CHAT_BURST] >= CHAT_BURST


def test_a_chat_that_has_had_enough_does_not_hold_up_the_others() -> None:
    async def scene(stage: Stage) -> None:
        flood = asyncio.gather(*(stage.reply("flood") for _ in range(20)))
        await asyncio.sleep(1)
        await stage.reply("other", SAKURA)
        await flood

    assert played(scene).times("other")[0] < 1.1


def test_edits_do_not_count_for_the_chat_so_that_ticking_boxes_stays_quick() -> None:
    async def scene(stage: Stage) -> None:
        await asyncio.gather(*(stage.reply("edit", endpoint="editMessageText") for _ in range(20)))

    assert played(scene).times("edit")[-1] < 1.0


def test_what_goes_to_no_chat_waits_for_nothing() -> None:
    async def scene(stage: Stage) -> None:
        for _ in range(100):
            await stage.lanes.process_request(stage._call("answer"), (), {}, "answerCallbackQuery", {}, None)

    assert played(scene).times("answer")[-1] == pytest.approx(99 * 0.06)


def test_chats_that_are_quiet_again_are_forgotten() -> None:
    async def scene(stage: Stage) -> None:
        for chat in range(1, 500):
            await stage.reply(chat=chat)
        assert len(stage.lanes._chats) < 60

    played(scene)


def test_a_slot_that_was_not_needed_goes_to_the_next_at_once() -> None:
    async def scene(stage: Stage) -> None:
        for chat in range(1, 101):
            assert await stage.reminders.take(chat)
            stage.reminders.give_back()
        assert stage.clock.now == 1000.0
        await stage.remind(500)

    assert played(scene).times("reminder") == [0.0]


# -- when Telegram refuses -----------------------------------------------------------------------------


def test_after_a_refusal_nothing_leaves_for_as_long_as_asked_though_others_come_back_well() -> None:
    async def scene(stage: Stage) -> None:
        tasks = [asyncio.create_task(stage.remind(chat)) for chat in range(1, 200)]
        await asyncio.sleep(1)
        stage.refuse = [7]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        refused_at = stage.left[-1][1]
        assert sum(isinstance(each, RetryAfter) for each in results) == 1
        assert results.count(False) > 100
        assert not await stage.remind(500)
        await stage.reply()
        assert stage.times("reply")[0] >= refused_at + 7
        assert await stage.remind(501)

    played(scene)


def test_a_refusal_halves_the_rate_and_it_comes_back_slowly() -> None:
    async def scene(stage: Stage) -> None:
        stage.lanes.refused(7)
        stage.lanes.refused(7)
        assert stage.lanes.pace.rate == RATE / 2
        await asyncio.sleep(7 + RESTORE_EVERY + 1)
        await stage.remind(1)
        assert stage.lanes.pace.rate == pytest.approx(RATE * 0.6)
        await asyncio.sleep(5 * RESTORE_EVERY)
        await stage.remind(2)
        assert stage.lanes.pace.rate == RATE

    played(scene)


def test_a_refused_reply_goes_out_after_the_wait_and_only_reminders_stand_still() -> None:
    async def scene(stage: Stage) -> None:
        stage.refuse = [3]
        waiting = asyncio.create_task(stage.reply("first"))
        await asyncio.sleep(1)
        assert not await stage.remind(500)
        await stage.reply("other", SAKURA)
        await waiting

    stage = played(scene)
    assert stage.times("other")[0] < 1.1
    assert [round(at, 1) for at in stage.times("first")] == [0.0, 3.1]


def test_a_reply_is_tried_three_times_and_never_after_a_minute() -> None:
    async def scene(stage: Stage) -> None:
        stage.refuse = [1, 1, 1]
        with pytest.raises(RetryAfter):
            await stage.reply("often")
        stage.refuse = [300]
        with pytest.raises(RetryAfter):
            await stage.reply("long", SAKURA)

    stage = played(scene)
    assert len(stage.times("often")) == 3
    assert len(stage.times("long")) == 1


def test_the_date_of_each_message_is_told() -> None:
    async def scene(stage: Stage) -> None:
        await stage.reply()
        await stage.remind(2)
        await stage.reply(endpoint="editMessageText")

    assert played(scene).heard == [datetime.fromtimestamp(DATE, UTC)] * 2


def test_at_the_end_nobody_waits_for_ever() -> None:
    async def scene(stage: Stage) -> None:
        waiting = [asyncio.create_task(stage.reminders.take(chat)) for chat in range(1, 50)]
        await asyncio.sleep(0.1)
        await stage.lanes.shutdown()
        assert False in await asyncio.gather(*waiting)

    played(scene)
