"""A fresh stage for every conversation test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.coach.model import Language
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from bot.ready import read_content
from bot.views.words import Words
from tests.conversations.discretion import listening, told
from tests.conversations.stage import TUESDAY, Evening, running, settings_for
from tests.conversations.talk import Talk


@pytest.fixture(scope="session")
def content() -> Content:
    """The real content, read once: it is frozen."""
    return read_content(None)


@pytest.fixture(autouse=True)
def discreet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test fails when its log, at DEBUG, tells the token or anything of a person."""
    servers: list[StandIn] = []
    start = StandIn.start

    async def noted(server: StandIn, *address: Any) -> str:
        servers.append(server)
        return await start(server, *address)

    monkeypatch.setattr(StandIn, "start", noted)
    with listening() as log:
        yield
    assert [each for server in servers for each in told(server, log.getvalue())] == []


@pytest.fixture
async def evening(tmp_path: Path, content: Content) -> AsyncIterator[Evening]:
    async with (
        StandIn(now=TUESDAY.timestamp) as server,
        running(server, settings_for(server, tmp_path / "nightlift.db"), content) as app,
    ):
        yield Evening(server, app)


@pytest.fixture(params=["en", "ja"])
async def talk(request: pytest.FixtureRequest, evening: Evening, content: Content) -> Talk:
    """One person in each language by turns."""
    language = Language(request.param)
    name = {"en": "Emma", "ja": "さくら"}[language]
    person = await evening.server.person(name, language)
    return Talk(evening, person, Words(content.catalogue, language))
