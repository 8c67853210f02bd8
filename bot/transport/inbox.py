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

    Before python-telegram-bot confirms a batch, `keep` has committed it, all in one commit. `put` lets in
    what is new and drops what was here before.
    """

    def __init__(
        self, inbox: Inbox, timed: Callable[[str, float], None] = lambda kind, seconds: None
    ) -> None:
        """`timed` is told of each handled update: its kind, and the seconds since it was kept."""
        super().__init__()
        self._inbox = inbox
        self._timed = timed
        self._new: dict[int, float] = {}  # kept and not queued yet, with the moment
        self._begun: dict[int, float] = {}

    def keep(self, updates: Sequence[Raw]) -> None:
        """Commit them. Raises StorageDownError; then Telegram must not hear that we have them."""
        if updates:
            kept = self._inbox.keep([_received(each) for each in updates])
            self._new |= dict.fromkeys(kept, time.monotonic())

    async def put(self, item: object) -> None:
        """Queue an update that was kept and is new; anything else that is no update goes as it comes."""
        if isinstance(item, Update):
            if item.update_id not in self._new:
                log.info("an update came a second time and was left out")
                return
            self._begun[item.update_id] = self._new.pop(item.update_id)
        await super().put(item)

    def replay(self, bot: Bot) -> int:
        """At start, before anything new: queue what the last run left unhandled. Returns how many."""
        left = self._inbox.left()
        for body in left:
            raw = json.loads(body)
            self.put_nowait(Update.de_json(raw if is_readable(raw) else {"update_id": raw["update_id"]}, bot))
        return len(left)

    def handled(self, update: object) -> None:
        """This one needs no second try. When even that cannot be noted, the next start handles it again."""
        if isinstance(update, Update):
            now = time.monotonic()
            self._timed(kind_of(update), now - self._begun.pop(update.update_id, now))
            try:
                self._inbox.handled(update.update_id)
            except StorageDownError as error:
                log.error("a handled update could not be noted as handled: %s", error)


def kind_of(update: Update) -> str:
    """What kind of update it is: "message", "callback_query" …"""
    kinds = (kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None)
    return next(kinds, "nothing")


class PollingRequest(AiohttpRequest):
    """For getUpdates only: an answer is kept before python-telegram-bot sees it, hence before it confirms."""

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
        """As AiohttpRequest; NetworkError also when the updates cannot be kept, so that they come again.

        Of an update that the library cannot read only the number is left: one such update spoils its whole
        batch, nothing of it is confirmed, and it would come again for ever.
        """
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if status != 200:
            return status, body
        updates = _updates_in(body)
        try:
            self._queue.keep(updates)
        except StorageDownError as error:
            raise NetworkError(f"updates cannot be kept: {error}") from error
        readable = [each if is_readable(each) else {"update_id": each["update_id"]} for each in updates]
        return status, body if readable == updates else json.dumps({"ok": True, "result": readable}).encode()


def is_readable(update: Raw) -> bool:
    """Whether the library can make an Update of it; says so when not."""
    try:
        Update.de_json(dict(update), None)
    except Exception as error:  # whatever a part of the library makes of what it does not expect
        log.error("an update that cannot be read is left out: %s", type(error).__name__)
        return False
    return True


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
