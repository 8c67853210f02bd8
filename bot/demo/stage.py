"""All that the demo runs: the stand-in with its people, the bot on it, and the watch over the bot's words."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.demo.edits import Checker, watch
from bot.demo.run import BotProcess, settings
from bot.demo.server import StandIn
from bot.demo.web import START

PORTS_TRIED = 20
# The people that are there from the beginning; their ids stay, so that a kept database knows them again.
READY = ((1001, "Emma", "en"), (1002, "さくら", "ja"))


class StageError(Exception):
    """The demo cannot begin; the text says why, in one line."""


@dataclass(frozen=True)
class Options:
    """What the command line asked for; `bot` is the bot's command, empty for none."""

    host: str
    port: int
    data: Path
    keeps_data: bool
    token: str
    bot: tuple[str, ...]
    checker: tuple[str, ...]
    content: Path | None


class Stage:
    """Started and ended as one. `say` is given a line for the person at the terminal."""

    def __init__(self, options: Options, say: Callable[[str], None], log: int) -> None:
        self._options = options
        self._say = say
        self._log = log
        self._bot: BotProcess | None = None
        self._checker = Checker(options.checker, options.content) if options.content else None
        self._tasks: list[asyncio.Task[None]] = []
        self.bot_has_died = False
        self.server = StandIn(token=options.token)
        for person_id, name, language in READY:
            self.server.world.add_person(name, language, person_id, met=options.keeps_data)

    async def start(self) -> str:
        """Begin everything; the page's address. Raises StageError."""
        root = await self._listen()
        if self._options.bot:
            given = settings(root, self._options.token, self._options.data, self._options.content)
            self._bot = BotProcess(self._options.bot, given, self._died, self._log)
            await self._start_bot(self._bot)
        if self._checker:
            self._tasks.append(asyncio.create_task(watch(self._checker, self._edited)))
        return root

    async def _listen(self) -> str:
        """The server's address, on the wished port or the next free one."""
        host, first = self._options.host, self._options.port
        last = min(first + PORTS_TRIED, 65_536)
        for port in range(first, last):
            try:
                root = await self.server.start(host, port)
            except OSError:
                continue
            if port != first:
                self._say(f"Port {first} is busy; using {port}.")
            return root
        raise StageError(f"no free port from {first} to {last - 1} on {host}")

    async def _start_bot(self, bot: BotProcess) -> None:
        self.server.demo.bot_started()
        try:
            await bot.start()
        except OSError as error:
            raise StageError(f"cannot start the bot: {error}") from error

    def _died(self, code: int) -> None:
        self.bot_has_died = True
        self.server.demo.bot_ended(code)
        self._say(f"The bot has ended with exit code {code}; Ctrl-C ends the demo too.")
        if self._checker:
            self._tasks.append(asyncio.create_task(self._show_faults(self._checker)))

    async def _show_faults(self, checker: Checker) -> None:
        """Faulty words are the likely reason why a bot ends at once."""
        if faults := await checker.faults():
            self.server.demo.content_checked(faults)

    async def _edited(self, faults: list[str]) -> None:
        """The words have changed: with faults, they are shown; without, the bot takes the new words."""
        if not faults and self._bot is not None:
            try:
                await self._renew(self._bot)
            except StageError as error:
                self._say(str(error))
        self.server.demo.content_checked(faults)

    async def _renew(self, bot: BotProcess) -> None:
        """A bot that runs reads anew; one that could not start with the old words gets another chance."""
        if not bot.is_alive:
            self.bot_has_died = False
            await self._start_bot(bot)
            return
        # Before its first poll a bot may not yet listen for the signal, and would end by it.
        gateway = self.server.gateway
        if await self.server.changes.wait(lambda: gateway.bot_is_running or not bot.is_alive, START):
            bot.reload()

    async def stop(self) -> None:
        """End everything, the bot first and gracefully."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._bot is not None:
            await self._bot.stop()
        await self.server.stop()
