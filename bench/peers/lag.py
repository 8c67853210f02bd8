"""How long the event loop is held up."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Self

STEP = 0.001


class Lag:
    """`longest`: seconds by which a sleep of a millisecond came too late, at the worst.

    `longest_cpu`: of these, what this thread itself has computed; on a busy machine the rest is the others'.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.longest_cpu = 0.0
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch())
        await asyncio.sleep(0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._watching is not None
        await asyncio.sleep(2 * STEP)
        self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            begin, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(STEP)
            self.longest = max(self.longest, time.perf_counter() - begin - STEP)
            self.longest_cpu = max(self.longest_cpu, time.thread_time() - cpu)
