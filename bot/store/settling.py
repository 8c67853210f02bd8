"""When is what was written on disk? Many commits wait for the disk together (a group commit)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class _Work:
    """What one task does lightly: `latest` is the number of its latest commit."""

    latest: int = 0


class Settling:
    """Counts the commits of one connection, and knows how many of them are on disk.

    A commit in `lightly` is in SQLite's write-ahead log, but the disk need not have it yet. The log is one
    file, written from front to back: a commit never outlives a power cut without those before it.
    """

    def __init__(self, write_ahead_log: Path) -> None:
        self._file = open(write_ahead_log, "rb", buffering=0)  # noqa: SIM115 - held open on purpose
        self._work: ContextVar[_Work | None] = ContextVar("work", default=None)
        self._commits = 0
        self._on_disk = 0
        self._turn = asyncio.Lock()

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def lightly(self) -> Iterator[None]:
        """In here, this task's commits do not wait for the disk; `settled` does, for all of them at once."""
        token = self._work.set(_Work())
        try:
            yield
        finally:
            self._work.reset(token)

    @property
    def is_light(self) -> bool:
        """Whether this task is in `lightly`."""
        return self._work.get() is not None

    def committed(self) -> None:
        """This task has committed; in `lightly` or, with all before it, to the disk."""
        self._commits += 1
        if (work := self._work.get()) is None:
            self._on_disk = self._commits
        else:
            work.latest = self._commits

    async def settled(self) -> None:
        """Return when all that this task has committed is on disk. Raises OSError when it cannot be.

        The event loop goes on meanwhile, and what others commit before the next turn shares it.
        """
        work = self._work.get()
        if work is None or work.latest <= self._on_disk:
            return
        async with self._turn:
            if work.latest > self._on_disk:
                commits = self._commits
                await asyncio.to_thread(os.fdatasync, self._file.fileno())
                self._on_disk = max(self._on_disk, commits)
