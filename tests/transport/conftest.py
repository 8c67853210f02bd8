"""A real Bot over AiohttpRequest, and a loopback server that answers, or fails, as told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot

from bot.transport.request import AiohttpRequest

TOKEN = "123456:a-secret-of-the-tests"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]
Listen = Callable[[bytes], Awaitable[int]]
OpenBot = Callable[[str, AiohttpRequest], Awaitable[Bot]]


@pytest.fixture(autouse=True)
def _new_style_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot 22.8 warns whenever it makes a RetryAfter, which is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def serve(stack: AsyncExitStack) -> Serve:
    """Starts a server that gives every request to `answer`; returns its root URL."""

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        stack.push_async_callback(server.close)
        return str(server.make_url("")).rstrip("/")

    return start


class _Greeter(asyncio.Protocol):
    """Says one thing to whoever connects, then nothing more; hangs up when the other side does."""

    def __init__(self, greeting: bytes) -> None:
        self.greeting = greeting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self.greeting)


@pytest.fixture
def listen(stack: AsyncExitStack) -> Listen:
    """Starts a server that speaks no HTTP, only `greeting`; returns its port."""

    async def start(greeting: bytes) -> int:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Greeter(greeting), "127.0.0.1", 0)
        await stack.enter_async_context(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    return start


@pytest.fixture
def open_bot(stack: AsyncExitStack) -> OpenBot:
    """A Bot for the server at `root` that sends through `request`; no getMe beforehand."""

    async def start(root: str, request: AiohttpRequest) -> Bot:
        await stack.enter_async_context(request)
        return Bot(TOKEN, base_url=f"{root}/bot", request=request, get_updates_request=request)

    return start
