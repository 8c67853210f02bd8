"""The door of the Bot API: token, method, faults, flood limits, the log; then the method itself."""

import asyncio
import inspect
import json
import re
import time
from typing import Any

from aiohttp import web

from bot.demo.api import BY_LOWER_NAME
from bot.demo.call import Call, read_request
from bot.demo.faults import Fault
from bot.demo.files import Upload
from bot.demo.flood import Flood
from bot.demo.spec import decode
from bot.demo.state import World
from bot.demo.wire import Json, RefusalError

TOKEN = re.compile(r"\d{3,16}:[A-Za-z0-9_-]{35}")
# The bot counts as running for this long after its last getUpdates, in seconds.
STILL_RUNNING = 5.0
POLL = "getupdates"


class Gateway:
    """One bot's way in. `latency` seconds pass before every call takes effect."""

    def __init__(self, world: World, token: str, accept_any_token: bool, flood: bool, latency: float) -> None:
        self.world = world
        self._token = token
        self._accept_any = accept_any_token
        self._flood = Flood(time.monotonic) if flood else None
        self._latency = latency
        self._last_poll: float | None = None
        self.in_flight = 0

    @property
    def bot_is_running(self) -> bool:
        """Whether the bot asks for updates, or takes those that its webhook is sent."""
        if hook := self.world.inbox.webhook:
            return hook.works
        if self.world.inbox.polling:
            return True
        return self._last_poll is not None and time.monotonic() - self._last_poll < STILL_RUNNING

    @property
    def is_idle(self) -> bool:
        """Nothing waits for the bot, and nothing of the bot's waits for us."""
        return not self.world.inbox.pending and not self.in_flight

    def routes(self) -> list[web.RouteDef]:
        """/bot<token>/<method> and /file/bot<token>/<path>."""
        return [
            web.route("*", "/bot{token}/{method}", self.handle),
            web.get("/file/bot{token}/{path:.+}", self.hand_out_file),
        ]

    def _admit(self, token: str) -> None:
        if TOKEN.fullmatch(token) is None:
            raise RefusalError(404, "Not Found")
        if token != self._token and not self._accept_any:
            raise RefusalError(401, "Unauthorized")
        self.world.bot_id = int(token.partition(":")[0])

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call. Work that has begun goes on when the caller hangs up, as it does at Telegram."""
        method = request.match_info["method"].lower()
        try:
            self._admit(request.match_info["token"])
            if method not in BY_LOWER_NAME or request.method not in ("GET", "POST"):
                raise RefusalError(404, "Not Found")
        except RefusalError as refusal:
            return _answer(refusal.to_json(), refusal.code)
        if method == POLL:
            return await self._poll(request)
        self.in_flight += 1
        return await asyncio.shield(asyncio.ensure_future(self._work(request, method)))

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        was_running, self._last_poll = self.bot_is_running, time.monotonic()
        if not was_running:
            self.world.changes.publish("bot")
        try:
            return await self._work(request, POLL, counted=False)
        finally:
            self._last_poll = time.monotonic()

    async def _work(self, request: web.Request, method: str, counted: bool = True) -> web.StreamResponse:
        try:
            return await self._answered(request, method)
        finally:
            self.in_flight -= counted
            self.world.changes.wake()

    async def _answered(self, request: web.Request, method: str) -> web.StreamResponse:
        raw: Json = {}
        unknown: tuple[str, ...] = ()
        try:
            raw, files = await read_request(request)
            decoded = decode(method, raw, files)
            raw, unknown = decoded.fields, decoded.unknown
            call = Call(method, decoded.fields, files)
            fault = self.world.faults.take(method, raw.get("chat_id"))
            if self._latency and method != POLL:
                await asyncio.sleep(self._latency)
            if fault is not None:
                return await self._faulty(request, call, fault, unknown)
            result = await self._result(call)
        except RefusalError as refusal:
            self._note(method, raw, False, refusal.code, description=refusal.description, unknown=unknown)
            return _answer(refusal.to_json(), refusal.code)
        self._note(method, raw, True, 200, unknown=unknown)
        return _answer({"ok": True, "result": result}, 200)

    async def call(self, method: str, raw: Json, files: dict[str, Upload]) -> None:
        """A call that a webhook gave as its answer: nobody hears what became of it, only the log."""
        try:
            if method not in BY_LOWER_NAME:
                raise RefusalError(404, "Not Found")
            raw = decode(method, raw, files).fields
            await self._result(Call(method, raw, files))
        except RefusalError as refusal:
            self._note(method, raw, False, refusal.code, description=refusal.description)
        else:
            self._note(method, raw, True, 200)

    async def _result(self, call: Call) -> Any:
        chat_id = call.fields.get("chat_id")
        if self._flood and isinstance(chat_id, int):
            self._flood.check(call.method, chat_id)
        result = BY_LOWER_NAME[call.method](self.world, call)
        return await result if inspect.isawaitable(result) else result

    async def _faulty(
        self, request: web.Request, call: Call, fault: Fault, unknown: tuple[str, ...]
    ) -> web.StreamResponse:
        """Play the fault: wait, take effect or not, then answer, answer nonsense, or hang up."""
        await asyncio.sleep(fault.delay)
        delivered = fault.deliver or fault.is_only_slow
        answer: Json = fault.answer()
        if delivered:
            answer = {"ok": True, "result": await self._result(call)}
        status = fault.status or (200 if delivered else 500)
        self._note(call.method, call.fields, delivered, status, unknown=unknown, fault=True)
        await asyncio.sleep(fault.delay_after)
        if fault.then == "drop" and request.transport is not None:
            request.transport.close()
        if fault.body is not None:
            return web.Response(text=fault.body, status=status, content_type="text/html")
        return _answer(fault.answer() if fault.status and fault.status != 200 else answer, status)

    def _note(self, method: str, fields: Json, accepted: bool, status: int, **more: Any) -> None:
        if method != POLL or not accepted:
            self.world.record(method, fields, accepted, status, **more)

    async def hand_out_file(self, request: web.Request) -> web.StreamResponse:
        """The bytes that getFile promised."""
        try:
            self._admit(request.match_info["token"])
        except RefusalError as refusal:
            return _answer(refusal.to_json(), refusal.code)
        stored = self.world.files.by_path(request.match_info["path"])
        if stored is None:
            return _answer(RefusalError(404, "Not Found").to_json(), 404)
        return web.Response(body=stored.content, content_type="application/octet-stream")


def _answer(body: Json, status: int) -> web.Response:
    # Escaped, for half an emoji has no UTF-8; a JSON escape can hold it.
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")
