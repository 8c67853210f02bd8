"""One whole evening of one person, recorded on the strict stand-in: check, question, session, settings."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import App
from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.settings import Settings
from tests.conversations.moves import checked

SHOWN = ("sendmessage", "editmessagetext", "sendphoto", "sendvideo", "sendmediagroup", "editmessagemedia")
QUESTIONS = ("my hamstrings tire instead of my glutes", "how often should I do it", "zzz qqq xxx")
SESSION = ("I am ready", "Set done", "Back of the thighs", "Just right", "0, none")


@dataclass(frozen=True, slots=True)
class Step:
    """One update, and how many messages the bot showed for it."""

    update: dict[str, Any]
    shown: int


@dataclass(frozen=True, slots=True)
class Evening:
    """The steps in order; `person` is the id that stands in them."""

    person: int
    steps: list[Step]

    @property
    def shown(self) -> int:
        return sum(step.shown for step in self.steps)


def record() -> Evening:
    """Live through the evening once, at the real time of day."""
    return asyncio.run(_record())


async def _record() -> Evening:
    steps: list[Step] = []
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as server:
            app = App(
                Settings(
                    telegram_token=server.token,
                    telegram_api=server.url,
                    database=Path(folder) / "recorded.db",
                    burst=1_000_000,
                    media="off",  # an evening of words, as the bots under measure live it
                )
            )
            stop = asyncio.Event()
            running = asyncio.create_task(app.run(stop))
            emma = await server.person("Emma", "en")
            pushed = _pushed(server)
            await _live(emma, lambda: _note(server, pushed, steps))
            stop.set()
            await running
    return Evening(emma.id, steps)


async def _live(emma: Person, note: Any) -> None:
    """Everything an active person does of an evening; `note` after each step."""
    noted = _Noting(emma, note)
    await noted.send("/start")
    await checked(noted)  # type: ignore[arg-type]  # it sends and presses like a person
    for question in QUESTIONS:
        await noted.send(question)
    await noted.send("/tonight")
    for label in SESSION:
        while label in (await emma.last()).labels:
            await noted.press(label)
    for command in ("/settings", "/progress", "/habits", "/mydata"):
        await noted.send(command)


class _Noting:
    """A person whose every deed is noted."""

    def __init__(self, person: Person, note: Any) -> None:
        self._person = person
        self._note = note

    async def send(self, text: str) -> Any:
        answer = await self._person.send(text)
        self._note()
        return answer

    async def press(self, label: str) -> Any:
        answer = await self._person.press(label)
        self._note()
        return answer

    async def last(self) -> Any:
        return await self._person.last()


def _pushed(server: StandIn) -> list[dict[str, Any]]:
    """Every update from now on, as it goes out."""
    seen: list[dict[str, Any]] = []
    push = server.world.inbox.push

    def noting(update: dict[str, Any]) -> None:
        seen.append(update)
        push(update)

    server.world.inbox.push = noting  # type: ignore[method-assign]
    return seen


def _note(server: StandIn, pushed: list[dict[str, Any]], steps: list[Step]) -> None:
    done = sum(step.shown for step in steps)
    shown = sum(record.accepted for record in server.world.log if record.method in SHOWN)
    steps.append(Step(pushed[-1], shown - done))
