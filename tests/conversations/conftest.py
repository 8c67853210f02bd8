"""A fresh stage for every conversation test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.coach.model import Language
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from bot.ready import read_content
from bot.views.words import Words
from tests.conversations.stage import TUESDAY, Evening, settings_for
from tests.conversations.talk import Talk


@pytest.fixture(scope="session")
def content() -> Content:
    """The real content, read once: it is frozen."""
    return read_content(None)


@pytest.fixture
async def evening(tmp_path: Path, content: Content) -> AsyncIterator[Evening]:
    async with StandIn(now=TUESDAY.timestamp) as server:
        app = App(settings_for(server, tmp_path / "nightlift.db"), now=lambda: TUESDAY, content=content)
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        yield Evening(server, app)
        stop.set()
        await running


@pytest.fixture(params=["en", "ja"])
async def talk(request: pytest.FixtureRequest, evening: Evening, content: Content) -> Talk:
    """One person in each language by turns."""
    language = Language(request.param)
    name = {"en": "Emma", "ja": "さくら"}[language]
    person = await evening.server.person(name, language)
    return Talk(evening, person, Words(content.catalogue, language))
