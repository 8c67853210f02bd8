"""The durable queue without a bot: what is kept, what is let in, and what Telegram hears."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError

from bot.store import Store, open_store
from bot.store.database import StorageDownError
from bot.transport.inbox import DurableQueue, PollingRequest
from tests.transport.conftest import OpenBot, Serve

SENDER = {"id": 1001, "is_bot": False, "first_name": "Emma"}


def message(number: int, text: str = "hello") -> dict[str, Any]:
    chat = {"id": 1001, "type": "private", "first_name": "Emma"}
    body = {"message_id": number, "date": 1_795_000_000, "chat": chat, "from": SENDER, "text": text}
    return {"update_id": number, "message": body}


BOT = Bot("1:x")


def parsed(raw: dict[str, Any]) -> Update:
    return Update.de_json(raw, BOT)


def bare(number: int) -> Update:
    """What the library puts: it is given no more."""
    return parsed({"update_id": number})


async def taken(queue: DurableQueue) -> Update:
    update = await queue.get()
    assert isinstance(update, Update)
    return update


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "nightlift.db")
    yield store
    store.close()


@pytest.fixture
def queue(store: Store) -> DurableQueue:
    return DurableQueue(store.inbox)


async def test_a_kept_update_is_let_in_once(queue: DurableQueue) -> None:
    queue.keep([message(1)])
    await queue.put(bare(1))
    await queue.put(bare(1))
    queue.keep([message(1)])
    await queue.put(bare(1))
    assert queue.qsize() == 1
    assert (await taken(queue)).to_dict() == parsed(message(1)).to_dict()


async def test_what_is_left_is_replayed_as_it_came(store: Store) -> None:
    first = DurableQueue(store.inbox)
    odd = message(2, "half an emoji \ud83d, \x00 and ありがとう")
    first.keep([message(1), odd])
    first.handled(parsed(message(1)))
    await asyncio.sleep(0)

    second = DurableQueue(store.inbox)
    assert second.replay(BOT) == 1
    assert (await taken(second)).to_dict() == parsed(odd).to_dict()


async def test_what_ends_at_one_moment_is_noted_in_one_commit(
    store: Store, queue: DurableQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[list[int]] = []
    monkeypatch.setattr(store.inbox, "handled", noted.append)
    for number in (1, 2):
        queue.handled(bare(number))
    await asyncio.sleep(0)
    queue.handled(bare(3))
    await asyncio.sleep(0)
    assert noted == [[1, 2], [3]]


async def test_what_cannot_be_noted_is_said_and_handled_again_at_the_next_start(
    store: Store, queue: DurableQueue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(numbers: object) -> None:
        raise StorageDownError("database or disk is full")

    queue.keep([message(1)])
    monkeypatch.setattr(store.inbox, "handled", full)
    queue.handled(bare(1))
    await asyncio.sleep(0)
    assert "1 handled updates could not be noted as handled: database or disk is full" in caplog.text
    assert DurableQueue(store.inbox).replay(BOT) == 1


@pytest.fixture
def broken(queue: DurableQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(updates: object) -> None:
        raise StorageDownError("database or disk is full")

    monkeypatch.setattr(queue, "keep", full)


async def polled(queue: DurableQueue, serve: Serve, open_bot: OpenBot, body: str) -> Any:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    bot = await open_bot(await serve(answer), PollingRequest(queue))
    return await bot.get_updates()


async def test_a_poll_is_on_disk_before_the_library_has_it(
    store: Store, queue: DurableQueue, serve: Serve, open_bot: OpenBot
) -> None:
    body = json.dumps({"ok": True, "result": [message(1), message(2)]})
    assert len(await polled(queue, serve, open_bot, body)) == 2
    assert store.inbox.waiting() == 2


async def test_an_update_that_cannot_be_read_does_not_spoil_its_batch(
    queue: DurableQueue, serve: Serve, open_bot: OpenBot
) -> None:
    bad = {"update_id": 2, "message": {"message_id": 2, "date": "tomorrow", "chat": {}}}
    body = json.dumps({"ok": True, "result": [message(1), bad, message(3)]})
    for each in await polled(queue, serve, open_bot, body):
        await queue.put(each)
    came = [await taken(queue) for _ in range(3)]
    assert [(each.update_id, each.message is None) for each in came] == [(1, False), (2, True), (3, False)]


@pytest.mark.usefixtures("broken")
async def test_a_poll_that_cannot_be_kept_counts_as_failed_and_is_asked_for_again(
    queue: DurableQueue, serve: Serve, open_bot: OpenBot
) -> None:
    with pytest.raises(NetworkError, match="cannot be kept"):
        await polled(queue, serve, open_bot, json.dumps({"ok": True, "result": [message(1)]}))


@pytest.mark.parametrize(
    "body", ["<html>", "[]", '{"ok": true, "result": {}}', '{"ok": true, "result": [{}]}']
)
async def test_a_broken_answer_keeps_nothing(
    store: Store, queue: DurableQueue, serve: Serve, open_bot: OpenBot, body: str
) -> None:
    with suppress(TelegramError, AttributeError, KeyError, TypeError):  # whatever the library makes of it
        await polled(queue, serve, open_bot, body)
    assert store.inbox.waiting() == 0
