from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import ApplicationBuilder, ContextTypes, TypeHandler

from bot.transport.processor import NO_CHAT, PerChatProcessor, chat_of
from bot.transport.request import AiohttpRequest
from tests.transport.conftest import TOKEN, Serve

EVENING = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
ALICE = User(7, "Alice", is_bot=False)


def message_in(chat: int, number: int = 0) -> Message:
    return Message(number, EVENING, Chat(chat, Chat.PRIVATE), text="hello")


def update_in(chat: int, number: int = 0) -> Update:
    return Update(number, message=message_in(chat, number))


def start(processor: PerChatProcessor, chat: int, work: Awaitable[None]) -> asyncio.Task[None]:
    """One task per update, in order of arrival: what the Application does."""
    return asyncio.create_task(processor.process_update(update_in(chat), work))


async def all_within(seconds: float, *tasks: Awaitable[object]) -> None:
    """A deadlock must fail the test, not hang it."""
    async with asyncio.timeout(seconds):
        await asyncio.gather(*tasks)


class Diary:
    """What was handled when: the order in each chat, and how many at the same time."""

    def __init__(self) -> None:
        self.begun: defaultdict[int, list[int]] = defaultdict(list)
        self.ended: defaultdict[int, list[int]] = defaultdict(list)
        self.running: Counter[int] = Counter()
        self.most_at_once = 0
        self.most_in_a_chat = 0

    async def handle(self, chat: int, number: int, pauses: int) -> None:
        self.begun[chat].append(number)
        self.running[chat] += 1
        self.most_at_once = max(self.most_at_once, self.running.total())
        self.most_in_a_chat = max(self.most_in_a_chat, self.running[chat])
        for _ in range(pauses):
            await asyncio.sleep(0)
        self.running[chat] -= 1
        self.ended[chat].append(number)


UPDATES = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6), st.booleans()), max_size=60)


@given(updates=UPDATES, max_running=st.integers(1, 6))
def test_whatever_the_traffic_each_chat_is_in_order_and_nothing_is_left_behind(
    updates: list[tuple[int, int, bool]], max_running: int
) -> None:
    """Each update: its chat, for how many turns of the loop it works, whether the next comes a turn later."""
    diary = Diary()
    processor = PerChatProcessor(max_running)

    async def evening() -> None:
        tasks = []
        for number, (chat, pauses, later) in enumerate(updates):
            tasks.append(start(processor, chat, diary.handle(chat, number, pauses)))
            if later:
                await asyncio.sleep(0)
        await all_within(10, *tasks)

    asyncio.run(evening())
    arrived = defaultdict(list)
    for number, (chat, _, _) in enumerate(updates):
        arrived[chat].append(number)
    assert diary.begun == arrived
    assert diary.ended == arrived
    assert diary.most_in_a_chat <= 1
    assert diary.most_at_once <= max_running
    assert processor.waiting_chats == 0


async def test_chats_are_handled_side_by_side() -> None:
    together = asyncio.Barrier(3)
    processor = PerChatProcessor(max_running=3)

    async def meet() -> None:
        await together.wait()

    await all_within(5, *(start(processor, chat, meet()) for chat in (1, 2, 3)))


async def test_a_chat_that_floods_the_bot_holds_one_place_only() -> None:
    processor = PerChatProcessor(max_running=2)
    released = asyncio.Event()

    async def stuck() -> None:
        await released.wait()

    flood = [start(processor, 1, stuck()) for _ in range(1_000)]
    await all_within(5, *(start(processor, chat, asyncio.sleep(0)) for chat in (2, 3, 4)))
    assert not any(task.done() for task in flood)
    released.set()
    await all_within(5, *flood)
    assert processor.waiting_chats == 0


async def test_a_flood_goes_to_the_back_of_the_queue_for_a_place_each_time() -> None:
    processor = PerChatProcessor(max_running=1)
    order: list[int] = []

    async def note(chat: int) -> None:
        order.append(chat)
        await asyncio.sleep(0)

    chats = [1, 1, 1, 2, 3]
    await all_within(5, *(start(processor, chat, note(chat)) for chat in chats))
    assert order.index(2) <= 2
    assert order.index(3) <= 3


async def test_an_update_that_fails_does_not_block_the_next_of_its_chat() -> None:
    processor = PerChatProcessor(max_running=1)
    diary = Diary()

    async def fail() -> None:
        raise ValueError("a fault in a handler")

    failing = start(processor, 1, fail())
    await all_within(5, start(processor, 1, diary.handle(1, 2, pauses=1)))
    with pytest.raises(ValueError, match="a fault in a handler"):
        await failing
    assert diary.ended[1] == [2]
    assert processor.waiting_chats == 0


async def test_a_cancelled_update_leaves_its_turn_to_the_next() -> None:
    processor = PerChatProcessor(max_running=1)
    forever = asyncio.get_running_loop().create_future()
    first = start(processor, 1, forever)
    waiting = start(processor, 1, forever)
    last = start(processor, 1, asyncio.sleep(0))
    await asyncio.sleep(0)
    waiting.cancel()
    first.cancel()
    await all_within(5, last)
    assert processor.waiting_chats == 0


async def test_stopping_the_application_waits_for_what_arrived(serve: Serve) -> None:
    """Through python-telegram-bot's own Application, its queue and its handlers."""

    async def me(request: web.Request) -> web.Response:
        bot = {"id": 123456, "is_bot": True, "first_name": "N", "username": "n_bot"}
        return web.json_response({"ok": True, "result": bot})

    diary = Diary()

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_chat
        await diary.handle(update.effective_chat.id, update.update_id, pauses=3)

    processor = PerChatProcessor(max_running=4)
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{await serve(me)}/bot").updater(None)
    app = builder.request(AiohttpRequest()).concurrent_updates(processor).job_queue(None).build()
    app.add_handler(TypeHandler(Update, handle))
    async with app:
        await app.start()
        for number in range(30):
            await app.update_queue.put(update_in(chat=number % 3, number=number))
        await asyncio.sleep(0)  # the application takes all of them in one go
        await app.stop()
    assert diary.ended == {chat: list(range(chat, 30, 3)) for chat in range(3)}
    assert diary.most_at_once == 3


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (update_in(42), 42),
        (Update(1, edited_message=message_in(42)), 42),
        (Update(1, callback_query=CallbackQuery("q", ALICE, "i", message=message_in(42))), 42),
        (Update(1, callback_query=CallbackQuery("q", ALICE, "i")), 7),
        (Update(1), NO_CHAT),
        ("no update at all", NO_CHAT),
    ],
)
def test_an_update_stands_in_its_chats_line_else_in_its_users_else_in_the_common_one(
    update: object, chat: int
) -> None:
    assert chat_of(update) == chat


def test_at_least_one_update_must_be_able_to_run() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        PerChatProcessor(max_running=0)


async def test_each_turn_is_in_a_context_of_its_own_and_leaves_it_when_it_fails() -> None:
    entered: ContextVar[int] = ContextVar("entered", default=0)
    turns = 0
    seen: list[int] = []

    @contextmanager
    def around() -> Iterator[None]:
        nonlocal turns
        turns += 1
        token = entered.set(turns)
        try:
            yield
        finally:
            entered.reset(token)
            seen.append(-turns)

    async def work(number: int) -> None:
        seen.append(entered.get())
        if number == 2:
            raise ValueError("a bug")

    processor = PerChatProcessor(around=around, handled=lambda _: seen.append(entered.get()))
    await asyncio.gather(*(start(processor, 7, work(number)) for number in (1, 2)), return_exceptions=True)
    assert seen == [1, -1, 0, 2, -2, 0], "it is over when the update is handled, and when it has failed"
