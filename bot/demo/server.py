"""The stand-in as one server: start it on any port of this machine, talk to it, stop it."""

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from bot.demo.call import MAX_BODY
from bot.demo.changes import Changes
from bot.demo.client import Control, Person
from bot.demo.clock import Clock, real_now
from bot.demo.delivery import FIRST_WAIT, Delivery
from bot.demo.gateway import Gateway
from bot.demo.state import World
from bot.demo.web import Demo, guard

TOKEN = "7000000001:AAstandInTokenForTheDemo0123456789a"
HOST = "127.0.0.1"
SHUTDOWN = 0.2


class StandIn:
    """A Bot API on loopback with the person's side beside it.

    async with StandIn() as server:
        emma = await server.person("Emma", "en")
        ... a bot on server.url with server.token ...
        await emma.send("/start")
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        accept_any_token: bool = False,
        flood: bool = False,
        latency: float = 0.0,
        now: Callable[[], float] = real_now,
        webhook_wait: float = FIRST_WAIT,
    ) -> None:
        self.token = token
        self.changes = Changes()
        self.world = World(token, self.changes, Clock(now, self.changes))
        self.gateway = Gateway(self.world, token, accept_any_token, flood, latency)
        self.demo = Demo(self.world, self.gateway)
        self._delivery = Delivery(self.gateway, self.world.clock, webhook_wait)
        self._delivering: asyncio.Task[None] | None = None
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    def application(self) -> web.Application:
        """The aiohttp application: the Bot API, and the demo behind its guard."""
        app = web.Application(client_max_size=MAX_BODY, middlewares=[_guard_the_demo])
        app.add_routes(self.gateway.routes())
        app.add_routes(self.demo.routes())
        return app

    async def start(self, host: str = HOST, port: int = 0) -> str:
        """Listen; port 0 takes any free one. The server's root address. OSError if the port is busy."""
        runner = web.AppRunner(
            self.application(),
            handler_cancellation=True,
            shutdown_timeout=SHUTDOWN,
            access_log=None,
            logger=logging.getLogger(__name__),
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._delivering = asyncio.create_task(self._delivery.run())
        shown_host = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown_host}:{runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """End every poll and stream, close the port."""
        self.changes.end()
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait([self._delivering])
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def control(self) -> Control:
        """Clock, faults and log over HTTP, for tests."""
        return Control(self._client())

    async def person(self, first_name: str, language_code: str | None = "en", *, met: bool = False) -> Person:
        """A new person; `met` says that the bot may write first."""
        given = {"first_name": first_name, "language_code": language_code, "met": met}
        return await Person.new(self._client(), given)

    def known_person(self, person_id: int) -> Person:
        """Someone who is here already; KeyError if nobody has this id."""
        known = self.world.people[person_id]
        return Person(self._client(), known.id, known.first_name, known.id)

    def _client(self) -> aiohttp.ClientSession:
        if not self.url:
            raise RuntimeError("start the stand-in first")
        if self._session is None:
            self._session = aiohttp.ClientSession(self.url)
        return self._session


@web.middleware
async def _guard_the_demo(request: web.Request, handler: Callable[..., object]) -> web.StreamResponse:
    """The Bot API answers in Telegram's way; everything else goes through the demo's guard."""
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)  # type: ignore[misc,no-any-return]  # aiohttp's own handler type
    return await guard(request, handler)  # type: ignore[arg-type]  # aiohttp's own handler type
