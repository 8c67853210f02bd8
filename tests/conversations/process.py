"""The bot as an operator starts it: a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.demo.server import StandIn
from bot.store import look_into
from tests.conversations.discretion import told


class Child:
    """One bot process on a stand-in and a database; it may be killed without warning and started again.

    `log` is everything it has written to standard error. At the end of the `async with` it is gone.
    """

    command: tuple[str, ...] = ("-m", "bot", "run")

    def __init__(self, server: StandIn, database: Path, **settings: str) -> None:
        self.database = database
        self.log = ""
        self._server = server
        self._environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API": server.url,
            "DATABASE": str(database),
            "BURST": "1000000",  # tests type faster than people
            "RATE": "1000",  # a test presses faster than a person
            "CHAT_RATE": "1000",
            "MEDIA": "off",
            "LOG_LEVEL": "DEBUG",
            **settings,
        }
        self._heard = 0
        self._line = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            process.kill()
            await self.ended()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it and wait until it is ready; raises AssertionError when it ends before."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *self.command, env=self._environment, stderr=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.create_task(self._read(self._process, len(self.log)))
        await self.says("Nightlift is ready")
        self._server.demo.bot_at_work = self._is_at_work

    def _is_at_work(self) -> bool:
        """An update counts as answered when its row is gone from the inbox; a dead process does nothing."""
        if self._process is None or self._process.returncode is not None:
            return False
        with closing(look_into(self.database)) as store:
            return store.inbox.waiting() > 0

    async def says(self, words: str) -> None:
        """Wait for these words in the log since the last wait; AssertionError when it ends first."""
        while words not in self.log[self._heard :]:
            assert self._reading is not None
            assert not self._reading.done(), f"the bot has ended without {words!r}: {self.log}"
            self._line.clear()
            await self._line.wait()
        self._heard = len(self.log)

    async def _read(self, process: asyncio.subprocess.Process, heard: int) -> None:
        self._heard = heard
        assert process.stderr is not None
        async for line in process.stderr:
            self.log += line.decode()
            self._line.set()
        asyncio.get_running_loop().call_soon(self._line.set)  # once this task counts as done

    async def ended(self) -> int:
        """Wait for its end; the exit code. AssertionError when its log tells what belongs in none."""
        assert self._process is not None
        assert self._reading is not None
        await self._reading
        assert told(self._server, self.log) == []
        return await self._process.wait()

    async def kill_after(self, seconds: float) -> None:
        assert self._process is not None
        asyncio.get_running_loop().call_later(seconds, self._process.kill)
        assert await self.ended() == -signal.SIGKILL

    def send_signal(self, signal_: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(signal_)

    async def stop(self) -> None:
        """The graceful end: SIGTERM, exit code 0."""
        assert self._process is not None
        self._process.terminate()
        assert await self.ended() == 0


async def refused(server: StandIn, database: Path, **settings: str) -> tuple[int, str]:
    """Start a bot that must not start: its exit code and what it said."""
    child = Child(server, database, **settings)
    try:
        await child.start()
    except AssertionError:
        return await child.ended(), child.log
    await child.stop()
    raise AssertionError("it has started")
