"""Timed rests between sets: a wish of the person, one short message at their end, nothing more.

They live in memory: the button for the next set is there all the time, so a restart costs a message and
nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Rests:
    """At most one rest a person; a new one takes the place of the one before."""

    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _running: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    def begin(self, person: int, seconds: float, then: Callable[[], Awaitable[None]]) -> None:
        """After so many seconds, do `then`."""
        self.end(person)
        task = asyncio.create_task(self._rest(seconds, then))
        self._running[person] = task
        task.add_done_callback(lambda done: self._forget(person, done))

    def goes_on(self, person: int) -> bool:
        """Whether this person's rest is being timed."""
        return person in self._running

    def end(self, person: int) -> None:
        """The person went on by themselves: nothing is said any more."""
        task = self._running.pop(person, None)
        if task is not None:
            task.cancel()

    def stop(self) -> None:
        """The bot stops: nobody is told anything any more."""
        for person in list(self._running):
            self.end(person)

    async def _rest(self, seconds: float, then: Callable[[], Awaitable[None]]) -> None:
        await self.pause(seconds)
        await then()

    def _forget(self, person: int, done: asyncio.Task[None]) -> None:
        if self._running.get(person) is done:
            del self._running[person]
