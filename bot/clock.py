"""A clock that the demo can move: real time plus an offset that it asks the demo for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)

LONG_POLL = aiohttp.ClientTimeout(total=40)
RETRY_SECONDS = 1.0


class DemoClock:
    """`now()` is the demo's time. `follow` waits for moves and calls `moved` after each."""

    def __init__(self, url: str, real_now: Callable[[], datetime]) -> None:
        self._url = url
        self._real_now = real_now
        self._offset = timedelta(0)
        self._version = -1

    def now(self) -> datetime:
        return self._real_now() + self._offset

    async def read(self, session: aiohttp.ClientSession) -> bool:
        """Wait until the clock has moved or the long poll ends; True when it has moved."""
        async with session.get(self._url, params={"after": self._version}, timeout=LONG_POLL) as response:
            response.raise_for_status()
            state = await response.json()
        moved: bool = state["version"] != self._version
        self._version, self._offset = state["version"], timedelta(seconds=state["offset"])
        return moved

    async def begin(self) -> None:
        """Where it stands, before anything is done by it. A demo that does not answer leaves real time."""
        async with aiohttp.ClientSession() as session:
            await self._read_or_say(session)

    async def follow(self, moved: Callable[[], Awaitable[None]]) -> None:
        """Follow the demo's clock until cancelled. A demo that does not answer is asked again."""
        async with aiohttp.ClientSession() as session:
            while True:
                match await self._read_or_say(session):
                    case True:
                        await moved()
                    case None:
                        await asyncio.sleep(RETRY_SECONDS)

    async def _read_or_say(self, session: aiohttp.ClientSession) -> bool | None:
        """`read`, or None when the demo does not answer."""
        try:
            return await self.read(session)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("the demo's clock does not answer: %s", type(error).__name__)
            return None
