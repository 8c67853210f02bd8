"""Fixtures: a fresh stand-in, and its Bot API by plain HTTP."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.demo.browser import running_chromium

NOON = 1_795_000_000.0  # 2026-11-18 in UTC; the tests' time stands still unless moved

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a browser, for `opened`."""
    with running_chromium(tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn(now=lambda: NOON) as stand_in:
        yield stand_in


@pytest.fixture
async def api(server: StandIn) -> AsyncIterator[Api]:
    """Call a method with JSON fields; the whole answer of the Bot API, refusals too."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **fields: Any) -> dict[str, Any]:
            url = f"{server.url}/bot{server.token}/{method}"
            async with session.post(url, json=fields) as response:
                answer: dict[str, Any] = await response.json()
                assert response.status == (200 if answer["ok"] else answer["error_code"])
                return answer

        yield call
