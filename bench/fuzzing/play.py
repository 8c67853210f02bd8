"""Plays rounds of steps with many people against the real Application on the strict stand-in, and checks.

After every round it looks for what must never be: see `bench.fuzzing.check`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from telegram import Bot

from bench.fuzzing.check import Checker, Errors, Expected, FoundError
from bench.fuzzing.deeds import Deeds
from bench.fuzzing.space import MARK, PEOPLE
from bench.fuzzing.steps import Step
from bench.fuzzing.tally import Tally
from bot.app import App
from bot.coach import screening as rules
from bot.demo.server import StandIn
from bot.demo.state import Person
from bot.handlers.deps import Content
from bot.media.shelf import all_items
from bot.ready import read_content
from bot.settings import Settings
from bot.store import Store
from tests.media.stubs import fill

TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADMINS = 2
KEPT_MESSAGES = 60  # per chat: the stand-in's memory must not be what grows
JUST_AFTER = timedelta(minutes=1)
LATER = timedelta(hours=6.5)  # when nobody is reminded
PATIENCE = 30.0
AGAIN = 0.02  # seconds until a webhook that did not take an update is tried again
FASTEST = 1000  # messages a second; three quarters of the time would be waiting for Telegram's limits


class Playground:
    """The stage: one bot, a dozen people, the first two of them its admins.

    `webhook`: updates come by POST, not by polling. `pictures`: every drawing and video is there, as a stub.
    """

    def __init__(
        self, folder: Path, content: Content | None = None, *, webhook: bool = False, pictures: bool = False
    ) -> None:
        self._folder = folder
        self._content = content
        self._webhook = webhook
        self._pictures = pictures
        self._errors = Errors()
        self._stop = asyncio.Event()
        self._found: FoundError | None = None
        self._scripts = 0
        self._maintained = TUESDAY

    async def __aenter__(self) -> Self:
        self.server = StandIn(now=TUESDAY.timestamp, webhook_wait=AGAIN)
        await self.server.start()
        self.people = [self._person(number) for number in range(PEOPLE)]
        content = self._content or read_content(None)  # not kept: /reload is to free it
        settings = Settings(
            telegram_token=self.server.token,
            telegram_api=self.server.url,
            database=self._folder / "fuzz.db",
            demo_clock=f"{self.server.url}/demo/clock",
            admin_ids=frozenset(person.id for person in self.people[:ADMINS]),
            media=self._shelf(content) if self._pictures else "off",
            burst=1_000_000_000,
            rate=FASTEST,
            chat_rate=FASTEST,
            **(_by_webhook() if self._webhook else {}),
        )
        self._app = App(settings, now=lambda: TUESDAY, content=content)
        self.deeds = Deeds(self.server.world, self.people, self.store)
        self.tally = Tally(self._app.telegram, self.store)
        rest_over = content.catalogue.messages["tonight.rest_over"]
        self._checker = Checker(
            self.server.world,
            self.people,
            self._errors,
            unasked=(rest_over.en, rest_over.ja),
            reused=self._uploaded,
        )
        logging.getLogger().addHandler(self._errors)
        self._running = asyncio.create_task(self._app.run(self._stop))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self._errors)
        self._stop.set()
        await self._running
        await self.server.stop()

    def _shelf(self, content: Content) -> str:
        return str(fill(self._folder / "media", all_items(content.catalogue)))

    def _uploaded(self) -> set[str]:
        """The files that the bot sends again by their id."""
        return {row["file_id"] for row in self.store.database.rows("SELECT file_id FROM uploads")}

    def _person(self, number: int) -> Person:
        language = ("en", "ja", None, "de")[number % 4]
        return self.server.world.add_person(f"{MARK}{number:03}<b>&", language, met=True)

    @property
    def shown(self) -> Counter[str]:
        """How many pictures and videos went out, by method."""
        return self._checker.shown

    @property
    def store(self) -> Store:
        return self._app.store

    @property
    def bot(self) -> Bot:
        return self._app.telegram.bot

    # -- playing ---------------------------------------------------------------------------------------

    async def play(self, script: list[list[Step]]) -> None:
        """Every round, one step of each person, all at once; then it is later, and reminders come.

        Raises FoundError, and from then on always the same one: hypothesis plays a failing script twice.
        """
        if self._found is None:
            try:
                await self._play(script)
            except FoundError as error:
                self._found = error
        if self._found is not None:
            raise self._found

    def forgive(self) -> None:
        """Look no more at what has been found."""
        self._found = None
        self._checker.forget()

    async def _play(self, script: list[list[Step]]) -> None:
        for steps in script:
            self.deeds.begin_round()
            shut = self._shut()
            for person, step in zip(self.people, steps, strict=True):
                self.deeds.do(person, step)
            await self._until(self._is_quiet)
            self._look(Expected(self.deeds.acted, self.deeds.wrote, shut & self._shut()), steps)
            self._forget_old()
        await self._later()
        self._scripts += 1

    def _shut(self) -> set[int]:
        """Whom a warning sign keeps from exercise."""
        health, ids = self.store.health, [person.id for person in self.people]
        return {id_ for id_ in ids if rules.blocking(health.check(id_), health.hold(id_)) is not None}

    def _look(self, expected: Expected, steps: list[Step]) -> None:
        try:
            self._checker.look(expected)
        except FoundError as error:
            done = "\n".join(
                f"{person.id}: {step!r:.500}" for person, step in zip(self.people, steps, strict=False)
            )
            raise FoundError(f"{error}\nafter\n{done}") from None

    # -- time ------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.server.world.clock.now(), UTC)

    async def _later(self) -> None:
        """On to the next reminder of somebody, by turns; a day later the bot cleans up."""
        due = self.store.reminders.planned(self.people[self._scripts % PEOPLE].id)
        then = max(due.leaves, self.now) + JUST_AFTER if due else self.now + LATER
        reminded = {person.id for person in self.people if self._is_due(person, then)}
        clock = self.server.world.clock
        clock.move(clock.offset + (then - self.now).total_seconds())
        await self._until(lambda: self._all_are_out(then))
        await self._until(self._is_quiet)
        self._look(Expected(may_hear=reminded, shut=self._shut()), [])
        if then - self._maintained > timedelta(days=1):
            self._maintained = then
            await self._maintain()

    def _all_are_out(self, then: datetime) -> bool:
        on_the_way = self.store.figures.ledger().keys() & {"claimed", "sending"}
        return not on_the_way and not any(self._is_due(person, then) for person in self.people)

    def _is_due(self, person: Person, then: datetime) -> bool:
        due = self.store.reminders.planned(person.id)
        return due is not None and due.leaves <= then

    async def _maintain(self) -> None:
        jobs = self._app.telegram.job_queue
        assert jobs is not None
        await jobs.scheduler.get_job("maintenance").func()

    async def _until(self, met: Callable[[], bool]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not met() and not self._errors.lines:  # noqa: ASYNC110 - no one thing tells the end of it
                    await asyncio.sleep(0.002)
                return
        raise FoundError(f"unhandled: no answer within {PATIENCE:.0f} s")

    def _is_quiet(self) -> bool:
        """Every update has been fetched and handled, and every call answered."""
        return self.server.gateway.is_idle and not self.store.inbox.waiting()

    # -- keeping the stand-in small --------------------------------------------------------------------

    def _forget_old(self) -> None:
        world = self.server.world
        for chat in world.messages.values():
            for old in list(chat)[:-KEPT_MESSAGES]:
                del chat[old]
        for answers in world.answers.values():
            answers.clear()


def _by_webhook() -> dict[str, Any]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    return {
        "webhook_url": f"http://127.0.0.1:{port}/hook",
        "webhook_secret": secrets.token_urlsafe(32),
        "webhook_port": port,
    }
