"""Plays rounds of steps with many people against the real Application on the strict stand-in, and checks.

After every round: nothing unhandled, nothing that Telegram would have refused, and nobody has seen what is
another's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from telegram import Bot
from telegram.ext import BaseHandler, ConversationHandler

from bench.fuzzing.space import MARK, PEOPLE
from bench.fuzzing.steps import Again, Edit, Forge, Odd, OldPress, Onward, Press, Say, Step
from bot.app import App
from bot.demo import person as deeds
from bot.demo.person import ImpossibleError
from bot.demo.server import StandIn
from bot.demo.state import Message, Person
from bot.handlers.deps import Content
from bot.settings import Settings

TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BEGINNINGS = ("/check", "/tonight", "/remind", "/check", "/plan")
KEPT_MESSAGES = 60  # per chat: the stand-in's memory must not be what grows
LATER_SECONDS = 6.5 * 3600  # after each script, so that nights and reminders come
FARTHEST = 3 * 366 * 86_400
PATIENCE = 20.0
# What is answered without knowing where somebody stands: pages that open, and what comes last of all.
SHALLOW = (
    "Start.", "Help.", "Other.", "Admin.", "Ask.topics", "Ask.typed", "Ask.asked", "Ask.linked", "Progress.",
    "MyData.privacy", ".opened",
)  # fmt: skip
# Refusals that are somebody's doing, not the bot's: a query nobody asked, a message that is gone.
NOT_OURS = (
    "query is too old",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
)


LEFT_OUT = (
    "Error while parsing updates!",
    "Something went wrong processing",
    "an update that cannot be read",
)


class FoundError(AssertionError):
    """What the fuzzer is for."""


class Errors(logging.Handler):
    """Collects what the bot says at ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """The type space holds updates that the library cannot read; to leave those out is no error."""
        line = self.format(record)
        if not any(words in line for words in LEFT_OUT):
            self.lines.append(line)


class Playground:
    """The stage. `handled` counts updates by the callback that took them."""

    def __init__(self, folder: Path, content: Content | None = None) -> None:
        self._folder = folder
        self._content = content
        self._errors = Errors()
        self._stop = asyncio.Event()
        self._last: dict[str, Any] | None = None
        self._checked = 0
        self.handled: Counter[str] = Counter()
        self.callbacks: set[str] = set()
        self.updates = 0
        self.people: list[Person] = []

    async def __aenter__(self) -> Self:
        self.server = StandIn(now=TUESDAY.timestamp)
        await self.server.start()
        settings = Settings(
            telegram_token=self.server.token,
            telegram_api=self.server.url,
            database=self._folder / "fuzz.db",
            demo_clock=f"{self.server.url}/demo/clock",
            burst=1_000_000_000,
        )
        self._app = App(settings, now=lambda: TUESDAY, content=self._content)
        self._count_callbacks()
        logging.getLogger().addHandler(self._errors)
        self._running = asyncio.create_task(self._app.run(self._stop))
        for number in range(PEOPLE):
            name = f"{MARK}{number:03}<b>&"
            language = ("en", "ja", None, "de")[number % 4]
            self.people.append(self.server.world.add_person(name, language, met=True))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self._errors)
        self._stop.set()
        await self._running
        await self.server.stop()

    # -- playing ---------------------------------------------------------------------------------------

    async def play(self, rounds: list[list[Step]]) -> None:
        """Every round, one step of each person, all at once; then it is six hours later."""
        for steps in rounds:
            for person, step in zip(self.people, steps, strict=True):
                self._do(person, step)
            await self._quiet()
            self._check()
            self._forget_old()
        clock = self.server.world.clock
        clock.move((clock.offset + LATER_SECONDS) % FARTHEST)

    @property
    def bot(self) -> Bot:
        return self._app.telegram.bot

    def forgive(self) -> None:
        """Look no more at what has been seen."""
        self._checked = len(self.server.world.log)
        self._errors.lines.clear()

    def _do(self, person: Person, step: Step) -> None:
        before = len(self.server.world.inbox.pending)
        with suppress(ImpossibleError):
            self._deed(self.server.world.people[person.id], step)
        pending = self.server.world.inbox.pending
        if len(pending) > before:
            self.updates += len(pending) - before
            self._last = pending[-1]

    def _deed(self, person: Person, step: Step) -> None:
        world, chat = self.server.world, person.id
        match step:
            case Say(text, forward):
                mark = f"{MARK}{self.people.index(person):03}" if len(text) < 60 and text[:1] != "/" else ""
                deeds.say(world, chat, person, {"text": f"{text}{mark}"[:4096], "forward": forward})
            case Press(number):
                if shown := self._buttons(newest_only=True, chat=chat):
                    message, data = shown[number % len(shown)]
                    deeds.press(world, chat, person, message.id, data, forged=False)
            case Onward(number):
                shown = [each for each in self._buttons(newest_only=True, chat=chat) if _goes_on(each[1])]
                if shown:
                    message, data = shown[number % len(shown)]
                    deeds.press(world, chat, person, message.id, data, forged=False)
                else:
                    deeds.say(world, chat, person, {"text": BEGINNINGS[number % len(BEGINNINGS)]})
            case OldPress(number):
                if shown := self._buttons(newest_only=False, chat=chat):
                    message, data = shown[number % len(shown)]
                    deeds.press(world, chat, person, message.id, data, forged=True)
            case Forge(data):
                if own := [each for each in world.messages[chat].values() if each.sender is None]:
                    deeds.press(world, chat, person, own[-1].id, data, forged=True)
            case Edit(text):
                if mine := [each for each in world.messages[chat].values() if each.sender is not None]:
                    deeds.edit(world, chat, person, mine[-1].id, text)
            case Again():
                if self._last is not None:
                    world.inbox.push(self._last)
            case Odd(kind, content, as_person):
                update = {"update_id": world.inbox.next_id(), kind: content}
                if as_person:
                    _put_in(content, person, world.chat_json(chat))
                world.inbox.push(update)

    def _buttons(self, *, newest_only: bool, chat: int) -> list[tuple[Message, str]]:
        messages = [each for each in self.server.world.messages[chat].values() if deeds.button_data(each)]
        if newest_only:
            messages = messages[-1:]
        return [(message, data) for message in messages for data in deeds.button_data(message)]

    async def _quiet(self) -> None:
        """Wait until every update has been fetched and handled, and every call answered."""
        async with asyncio.timeout(PATIENCE):
            while self._busy():  # noqa: ASYNC110 - no one thing tells the end of all of it
                await asyncio.sleep(0.002)

    def _busy(self) -> bool:
        if self._errors.lines:
            return False
        world, waiting = self.server.world, self._app.store.inbox.waiting
        return bool(world.inbox.pending or self.server.gateway.in_flight or waiting())

    # -- checking --------------------------------------------------------------------------------------

    def _check(self) -> None:
        if self._errors.lines:
            raise FoundError(f"unhandled: {self._errors.lines}")
        for record in list(self.server.world.log)[self._checked :]:
            if not record.accepted and not any(words in record.description for words in NOT_OURS):
                raise FoundError(f"refused: {record.method} {record.description} {record.fields}")
            self._look_for_others(record.fields)
        self._checked = len(self.server.world.log)

    def _look_for_others(self, fields: dict[str, Any]) -> None:
        """A mark in a message to somebody else is a leak."""
        chat = fields.get("chat_id")
        if not isinstance(chat, int):
            return
        said = f"{fields.get('text', '')}{fields.get('caption', '')}{fields.get('reply_markup', '')}"
        for number, person in enumerate(self.people):
            if f"{MARK}{number:03}" in said and chat != person.id:
                raise FoundError(f"leak: a mark of person {number} in a message to another: {said!r}")

    def _forget_old(self) -> None:
        world = self.server.world
        for chat in world.messages.values():
            for old in list(chat)[:-KEPT_MESSAGES]:
                del chat[old]
        for answers in world.answers.values():
            answers.clear()
        if len(world.presses) > 1_000:
            world.presses.clear()
        if self._checked > 2_000:
            world.log.clear()
            self._checked = 0

    # -- counting --------------------------------------------------------------------------------------

    @property
    def deep(self) -> int:
        """Updates taken by a callback that needs somebody to be somewhere: deeper than the menu."""
        return sum(n for name, n in self.handled.items() if not any(each in name for each in SHALLOW))

    def _count_callbacks(self) -> None:
        """Each callback counts itself; the same handler may stand in several places."""
        seen: set[int] = set()
        for group, handlers in self._app.telegram.handlers.items():
            for handler in _flat(handlers):
                if group == 0 and id(handler) not in seen:
                    seen.add(id(handler))
                    handler.callback = self._counting(handler.callback)

    def _counting(
        self, callback: Callable[..., Coroutine[Any, Any, Any]]
    ) -> Callable[..., Coroutine[Any, Any, Any]]:
        name = callback.__qualname__
        self.callbacks.add(name)

        async def counted(*arguments: Any) -> Any:
            self.handled[name] += 1
            return await callback(*arguments)

        return counted


def _flat(handlers: Any) -> Iterator[BaseHandler[Any, Any, Any]]:
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            yield from _flat(handler.entry_points)
            for inside in handler.states.values():
                yield from _flat(inside)
        else:
            yield handler


def _goes_on(data: str) -> bool:
    _, conversation, step, *_ = [*data.split(":"), "", ""]
    return conversation in ("check", "tonight", "remind", "night") and step != "open"


def _put_in(content: Any, person: Person, chat: dict[str, Any]) -> None:
    """This person, in their private chat, wherever the content names a sender or a chat at its top."""
    if not isinstance(content, dict):
        return
    if "from" in content or "message_id" in content or "data" in content:
        content["from"] = person.to_json()
    if "chat" in content:
        content["chat"] = chat
    if isinstance(content.get("message"), dict):
        content["message"]["chat"] = chat
