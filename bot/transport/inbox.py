"""The durable update queue: what has come in is on disk before Telegram hears that we have it.

python-telegram-bot confirms updates before they are handled; a `kill -9` would lose whatever waits in memory.
Here an update is kept first, forgotten when it has been handled, and what is left is handled after the next
start. One that comes twice (a webhook's second try, the last poll before a crash) is handled once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram import Bot, Update
from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.store.database import StorageDownError
from bot.store.inbox import Inbox, Received
from bot.transport.request import AiohttpRequest, Answered

log = logging.getLogger(__name__)

Raw = Mapping[str, Any]


class DurableQueue(asyncio.Queue[object]):
    """Pass it to `Application.builder().update_queue(…)`. `keep` comes before `put`, `handled` at the end.

    Before python-telegram-bot confirms a batch, `keep` has committed it, all in one commit. The library then
    puts bare numbers: `put` lets in what was kept under the number, and drops what was here before.
    """

    def __init__(
        self, inbox: Inbox, timed: Callable[[str, float], None] = lambda kind, seconds: None
    ) -> None:
        """`timed` is told of each handled update: its kind, and the seconds since it was kept."""
        super().__init__()
        self._inbox = inbox
        self._timed = timed
        self._new: dict[int, tuple[Raw, float]] = {}  # kept and not queued yet, with the moment
        self._begun: dict[int, float] = {}
        self._ended: list[int] = []

    def keep(self, updates: Sequence[Raw]) -> None:
        """Commit them. Raises StorageDownError; then Telegram must not hear that we have them."""
        if updates:
            kept, now = self._inbox.keep([_received(each) for each in updates]), time.monotonic()
            self._new |= {each["update_id"]: (each, now) for each in updates if each["update_id"] in kept}

    async def put(self, item: object) -> None:
        """Queue the new update that was kept under this number; what is no update goes as it comes."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        if item.update_id not in self._new:
            log.info("an update came a second time and was left out")
            return
        raw, self._begun[item.update_id] = self._new.pop(item.update_id)
        await super().put(_read(raw, item.get_bot()))

    def replay(self, bot: Bot) -> int:
        """At start, before anything new: queue what the last run left unhandled. Returns how many."""
        left = self._inbox.left()
        for body in left:
            self.put_nowait(_read(json.loads(body), bot))
        return len(left)

    def handled(self, update: object) -> None:
        """This one needs no second try. It is noted in one commit with all that end at this moment."""
        if isinstance(update, Update):
            now = time.monotonic()
            self._timed(kind_of(update), now - self._begun.pop(update.update_id, now))
            if not self._ended:
                asyncio.get_running_loop().call_soon(self._note_ended)
            self._ended.append(update.update_id)

    def _note_ended(self) -> None:
        """When even that cannot be noted, the next start handles them again."""
        ended, self._ended = self._ended, []
        try:
            self._inbox.handled(ended)
        except StorageDownError as error:
            log.error("%d handled updates could not be noted as handled: %s", len(ended), error)


def kind_of(update: Update) -> str:
    """What kind of update it is: "message", "callback_query" …"""
    kinds = (kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None)
    return next(kinds, "nothing")


class PollingRequest(AiohttpRequest):
    """For getUpdates only: an answer is kept before python-telegram-bot sees it, hence before it confirms.

    The library is given the numbers alone, to confirm by them. So an update is read once, by the queue, and
    one that cannot be read does not spoil its batch: nothing would be confirmed, and all would come again
    for ever.
    """

    def __init__(self, queue: DurableQueue, answered: Answered = lambda method, status, date: None) -> None:
        super().__init__(connection_pool_size=1, answered=answered)
        self._queue = queue

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """As AiohttpRequest; NetworkError also when the updates cannot be kept, so that they come again."""
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        updates = _updates_in(body) if status == 200 else ()
        if not updates:
            return status, body
        try:
            self._queue.keep(updates)
        except StorageDownError as error:
            raise NetworkError(f"updates cannot be kept: {error}") from error
        return status, json.dumps({"ok": True, "result": [bare(each) for each in updates]}).encode()


def bare(update: Raw) -> dict[str, Any]:
    """Its number, and nothing of what it says."""
    return {"update_id": update["update_id"]}


def _read(update: Raw, bot: Bot) -> Update:
    """The update as the library's own; of one that it cannot read, the number alone."""
    try:
        return Update.de_json(dict(update), bot)
    except Exception as error:  # whatever a part of the library makes of what it does not expect
        log.error("an update that cannot be read is left out: %s", type(error).__name__)
        return Update.de_json(bare(update), bot)


def _updates_in(body: bytes) -> Sequence[Raw]:
    """The updates of a getUpdates answer; none in a broken answer, which the library will name."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ()
    result = answer.get("result") if isinstance(answer, dict) else None
    return [each for each in result if "update_id" in each] if isinstance(result, list) else ()


def _received(update: Raw) -> Received:
    return Received(int(update["update_id"]), _sender(update), json.dumps(update))


def _sender(update: Raw) -> int | None:
    """Whose update it is: the `from` of whatever it carries."""
    for content in update.values():
        if isinstance(content, dict) and isinstance(content.get("from"), dict):
            return int(content["from"]["id"])
    return None
