"""The real bot over HTTP against the stand-in Bot API; every test has its own server and database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.app import App
from bot.demo.client import Control, Person
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from bot.settings import Settings

# A Tuesday: 21:00 in Tokyo, noon in London. Time stands still unless a test moves it.
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def settings_for(server: StandIn, database: Path, media: str = "off") -> Settings:
    """`media`: where drawn files lie; most conversations are about words alone."""
    return Settings(
        telegram_token=server.token,
        telegram_api=server.url,
        database=database,
        demo_clock=f"{server.url}/demo/clock",
        burst=1_000_000,  # tests type faster than people
        rate=1000,
        chat_rate=1000,
        media=media,
    )


@asynccontextmanager
async def running(server: StandIn, settings: Settings, content: Content) -> AsyncIterator[App]:
    """The bot at work in this process. An update counts as answered when its row is gone from the inbox."""
    app = App(settings, now=lambda: TUESDAY, content=content)
    stop = asyncio.Event()
    run = asyncio.create_task(app.run(stop))
    server.demo.bot_at_work = lambda: not run.done() and app.store.inbox.waiting() > 0
    yield app
    server.demo.bot_at_work = lambda: False
    stop.set()
    await run


@dataclass
class Evening:
    """The stage: the stand-in with its switches, and the bot running on it."""

    server: StandIn
    app: App

    @property
    def control(self) -> Control:
        return self.server.control

    @property
    def tuesday(self) -> date:
        return TUESDAY.date()

    async def emma(self) -> Person:
        """English; in London, later."""
        return await self.server.person("Emma", "en")

    async def sakura(self) -> Person:
        """Japanese; in Tokyo, later."""
        return await self.server.person("さくら", "ja")


async def all_buttons(person: Person) -> list[tuple[int, str]]:
    """Every button of the chat that can be pressed: the message's id and the data."""
    return [
        (message.id, button.data)
        for message in await person.messages()
        for row in message.buttons
        for button in row
        if button.data
    ]
