"""Chats side by side, each chat in order."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

NO_CHAT = 0  # never a chat or a user; what belongs to neither stands in one line


@dataclass(slots=True)
class _Line:
    """The updates of one chat: one has its turn, the others wait, first come, first served."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class PerChatProcessor(BaseUpdateProcessor):
    """Handles up to `max_running` chats at a time, and the updates of one chat in order of arrival.

    An update waits for its chat's turn first, and only then for one of the `max_running` places: a chat that
    floods the bot holds one place, and goes to the back of the queue for it each time. A chat without updates
    is forgotten. An update that fails leaves its turn and its place to the next.
    `handled` is told of each update that has had its turn, however that ended; not of one that was cancelled.
    `around` is entered for each turn, in the update's own task.
    """

    def __init__(
        self,
        max_running: int = 256,
        handled: Callable[[object], None] = lambda _: None,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        if max_running < 1:
            raise ValueError("max_running must be at least 1")
        # The base class would hand out its places before do_process_update can look at the chat: 256 waiting
        # updates of one chat would be everybody's end. So it gets room for all, and the bound is ours.
        super().__init__(max_concurrent_updates=sys.maxsize)
        self._places = asyncio.Semaphore(max_running)
        self._lines: dict[Hashable, _Line] = {}
        self._handled = handled
        self._around = around
        self._stopping = False

    @property
    def waiting_chats(self) -> int:
        """How many chats have an update that is being handled or waits."""
        return len(self._lines)

    def let_go(self) -> None:
        """Begin no more updates; those that wait end unhandled, for the next start."""
        self._stopping = True

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: the application waits for its updates before it comes here."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine` when it is this chat's turn and a place is free; its error is the caller's."""
        chat = chat_of(update)
        line = self._lines.setdefault(chat, _Line())
        line.length += 1
        try:
            async with line.turn, self._places:
                await self._turn(update, coroutine)
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[chat]

    async def _turn(self, update: object, coroutine: Awaitable[Any]) -> None:
        if self._stopping and isinstance(coroutine, Coroutine):
            coroutine.close()
            return
        try:
            with self._around():
                await coroutine
        except Exception:
            self._handled(update)  # a second try would fail as well
            raise
        self._handled(update)


def chat_of(update: object) -> int:
    """Whose line the update stands in: its chat, else its user (in private both are the same number)."""
    if not isinstance(update, Update):
        return NO_CHAT
    origin = update.effective_chat or update.effective_user
    return origin.id if origin else NO_CHAT
