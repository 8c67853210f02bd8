"""The bot as a child process: started with its settings in the environment, ended with SIGTERM."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# How long the bot may take to end by itself, in seconds.
GRACE = 10.0


def settings(root: str, token: str, data: Path, content: Path | None) -> dict[str, str]:
    """What the bot has to know to run against the stand-in at `root`."""
    given = {
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_API": root,
        "DEMO_CLOCK": f"{root}/demo/clock",
        "DATABASE": str(data / "nightlift.db"),
        "RATE": "1000",  # nobody limits it here
        "CHAT_RATE": "1000",
        "BURST": "1000",  # a demo is clicked through faster than anybody reads
        "PYTHONUNBUFFERED": "1",
    }
    return given | ({"CONTENT": str(content)} if content else {})


class BotProcess:
    """The bot's runs, one at a time. `died` is called with the exit code if one ends without being asked.

    What the bot prints goes to the file descriptor `log`.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        died: Callable[[int], None],
        log: int,
    ) -> None:
        self._command = command
        self._environment = environment
        self._died = died
        self._log = log
        self._process: Process | None = None
        self._leash: Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it; OSError if the command does not exist.

        It gets a session of its own, so that Ctrl-C reaches it once, as our SIGTERM; the leash ends it
        should we be killed.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env={**os.environ, **self._environment},
            stdin=DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        leash = (sys.executable, "-m", "bot.demo.leash", str(self._process.pid))
        self._leash = await asyncio.create_subprocess_exec(*leash, stdin=PIPE, start_new_session=True)
        self._watch = asyncio.create_task(self._wait(self._process))

    async def _wait(self, process: Process) -> None:
        code = await process.wait()
        await self._unleash()
        self._died(code)

    def reload(self) -> None:
        """SIGHUP: the bot reads its content again."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGHUP)

    async def stop(self) -> None:
        """SIGTERM, wait, and SIGKILL if it does not end within the grace time."""
        if self._watch is not None:
            self._watch.cancel()
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                await _end(self._process)
        await self._unleash()

    async def _unleash(self) -> None:
        """Nothing is left to be ended: the leash goes before its process number can mean another."""
        if self._leash is not None:
            with suppress(ProcessLookupError):
                self._leash.kill()
            await self._leash.wait()


async def _end(process: Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
