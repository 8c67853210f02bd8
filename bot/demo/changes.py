"""What happened, as a stream: tests and pages wait on it instead of asking again and again."""

import asyncio
from collections.abc import Callable

from bot.demo.wire import Json

# A page that reads slower than this many changes loads everything anew.
BACKLOG = 1000


class Changes:
    """A counter that grows with every change, per chat and in all, and those who wait for it."""

    def __init__(self) -> None:
        self.version = 0
        self._of_chat: dict[int, int] = {}
        self._waiting: set[asyncio.Future[None]] = set()
        self._streams: set[asyncio.Queue[Json | None]] = set()

    def of_chat(self, chat_id: int) -> int:
        """The number of the last change in this chat, 0 if there was none."""
        return self._of_chat.get(chat_id, 0)

    def publish(self, kind: str, chat_id: int | None = None, **data: object) -> None:
        """Note a change, wake those who wait, hand it to every stream."""
        self.version += 1
        if chat_id is not None:
            self._of_chat[chat_id] = self.version
        self.wake()
        change = {"kind": kind, "chat_id": chat_id, "version": self.version} | data
        for stream in self._streams:
            self._offer(stream, change)

    def wake(self) -> None:
        """Let everyone who waits look again, though nothing that a page shows has changed."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    @staticmethod
    def _offer(stream: asyncio.Queue[Json | None], change: Json | None) -> None:
        if stream.qsize() < BACKLOG:
            stream.put_nowait(change)
        elif stream.qsize() == BACKLOG:
            stream.put_nowait(None)

    async def wait(self, met: Callable[[], bool], seconds: float) -> bool:
        """Wait at most `seconds` until `met()`; say whether it is."""
        try:
            async with asyncio.timeout(seconds):
                while not met():
                    await self._next()
        except TimeoutError:
            return met()
        return True

    async def _next(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)

    def subscribe(self) -> "asyncio.Queue[Json | None]":
        """A queue of all changes from now on; `None` says that some were lost or the server ends."""
        stream: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.add(stream)
        return stream

    def unsubscribe(self, stream: "asyncio.Queue[Json | None]") -> None:
        """Stop filling the queue."""
        self._streams.discard(stream)

    def end(self) -> None:
        """Tell every stream that the server ends."""
        for stream in self._streams:
            stream.put_nowait(None)
