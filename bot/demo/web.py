"""The person's side over HTTP: the chat page, its JSON, its event stream, and what tests set up and read."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from aiohttp import web

from bot.demo import person as deeds
from bot.demo.faults import fault_from
from bot.demo.gateway import Gateway
from bot.demo.state import Message, Person, World
from bot.demo.transcript import message_view, transcript
from bot.demo.wire import Json, RefusalError

LONGEST_WAIT = 60.0
CLOCK_WAIT = 25.0
HEARTBEAT = 2.0
# A bot that was just started has this long, in seconds, to ask for its first updates.
START = 30.0
# Quiet is waited for in so many turns: when the machine is busy elsewhere, wall time passes without the bot
# having had any of it, but each turn lets everything that is ready go on.
TURNS = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
# No script, style, picture or request may come from anywhere but this server.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Serve only this machine's own pages: another site in the same browser must not reach the demo."""
    host = request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host
    origin = request.headers.get("Origin")
    if host not in LOOPBACK or (origin and origin != f"http://{request.host}"):
        return web.json_response({"error": "only this machine's own page may come in"}, status=403)
    try:
        response = await handler(request)
    except (deeds.ImpossibleError, RefusalError, ValueError, TypeError, KeyError) as error:
        return web.json_response({"error": _said(error)}, status=400)
    return response


def _said(error: Exception) -> str:
    return f"missing or unknown: {error}" if isinstance(error, KeyError) else str(error)


class Demo:
    """Handlers around one world."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway
        self._started: float | None = None
        self._ended: int | None = None
        self._faults: list[str] = []
        # Whoever runs the bot may know more than its calls show: it may be waiting for its disk.
        self.bot_at_work: Callable[[], bool] = lambda: False

    def bot_started(self) -> None:
        """Tell the pages that the bot has been started and will soon ask for updates."""
        self._started, self._ended = time.monotonic(), None
        self.world.changes.publish("bot")

    def bot_ended(self, code: int) -> None:
        """Tell the pages that the bot has ended with this code."""
        self._started, self._ended = None, code
        self.world.changes.publish("bot")

    def content_checked(self, faults: list[str]) -> None:
        """Tell the pages that the bot's words have changed, and what is wrong with them."""
        self._faults = faults
        self.world.changes.publish("content")

    def routes(self) -> list[web.RouteDef]:
        """Everything that is not the Bot API."""
        return [
            web.get("/", self.page),
            web.get("/page/{name}", self.page),
            web.get("/demo/state", self.state),
            web.post("/demo/people", self.add_person),
            web.post("/demo/people/{person}/block", self.block),
            web.post("/demo/groups", self.add_group),
            web.get("/demo/chats/{chat}", self.chat),
            web.post("/demo/chats/{chat}/send", self.send),
            web.post("/demo/chats/{chat}/press", self.press),
            web.post("/demo/chats/{chat}/edit", self.edit),
            web.get("/demo/settled", self.settled),
            web.get("/demo/log", self.log),
            web.post("/demo/faults", self.add_fault),
            web.delete("/demo/faults", self.clear_faults),
            web.post("/demo/updates", self.add_update),
            web.get("/demo/clock", self.clock),
            web.post("/demo/clock", self.move_clock),
            web.get("/demo/events", self.events),
            web.get("/demo/files/{path:.+}", self.file),
        ]

    # The page

    async def page(self, request: web.Request) -> web.Response:
        """The page and its few files."""
        name = request.match_info.get("name", "index.html")
        source = files("bot.demo") / "page" / name
        kind = PAGE_TYPES.get(name.rpartition(".")[2])
        if kind is None or "/" in name or not source.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        text = source.read_text(encoding="utf-8")
        return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)

    async def file(self, request: web.Request) -> web.Response:
        """A picture, video or document of the chat; a browser may ask for a part of it."""
        stored = self.world.files.by_path(request.match_info["path"])
        if stored is None:
            raise web.HTTPNotFound
        return _ranged(request, stored.content, stored.mime)

    # People and what they do

    async def state(self, request: web.Request) -> web.Response:
        """People, the bot, the clock."""
        return web.json_response(self._state())

    def _state(self) -> Json:
        return {
            "people": [asdict(person) for person in self.world.people.values()],
            "bot": self.world.bot_json() | self._bot_state(),
            "faults": self._faults,
            "clock": self.world.clock.to_json(),
        }

    def _bot_state(self) -> Json:
        running = self.gateway.bot_is_running
        young = self._started is not None and time.monotonic() - self._started < START
        return {"running": running, "starting": young and not running, "ended": self._ended}

    async def add_person(self, request: web.Request) -> web.Response:
        """{first_name, language_code?, id?, met?} → the person."""
        given = await _body(request)
        person = self.world.add_person(
            str(given["first_name"]),
            given.get("language_code"),
            given.get("id"),
            bool(given.get("met")),
        )
        return web.json_response(asdict(person))

    async def add_group(self, request: web.Request) -> web.Response:
        """{title, members: [person ids]} → {id}."""
        given = await _body(request)
        members = [self.world.people[member].id for member in given["members"]]
        return web.json_response({"id": self.world.add_group(str(given["title"]), members).id})

    async def block(self, request: web.Request) -> web.Response:
        """{blocked: true or false}."""
        person = self.world.people[int(request.match_info["person"])]
        deeds.block(self.world, person, bool((await _body(request))["blocked"]))
        return web.json_response(self._version(person.id))

    async def chat(self, request: web.Request) -> web.Response:
        """The transcript; with ?after=version it waits up to ?timeout seconds for something newer."""
        chat_id = self._chat_id(request)
        after = int(request.query.get("after", -1))
        changes = self.world.changes
        await changes.wait(lambda: changes.of_chat(chat_id) > after, _seconds(request))
        return web.json_response(transcript(self.world, chat_id))

    async def send(self, request: web.Request) -> web.Response:
        """{text | sticker | location | voice | photo, caption?, forward?, from?} → {message_id, version}."""
        chat_id, given = self._chat_id(request), await _body(request)
        return self._done(deeds.say(self.world, chat_id, self._actor(chat_id, given), given))

    async def edit(self, request: web.Request) -> web.Response:
        """{message_id, text, from?}."""
        chat_id, given = self._chat_id(request), await _body(request)
        actor = self._actor(chat_id, given)
        return self._done(
            deeds.edit(self.world, chat_id, actor, int(given["message_id"]), str(given["text"]))
        )

    async def press(self, request: web.Request) -> web.Response:
        """{message_id, data, from?, forged?} → {query_id, version}."""
        chat_id, given = self._chat_id(request), await _body(request)
        version = self._version(chat_id)
        actor, message_id = self._actor(chat_id, given), int(given["message_id"])
        forged = bool(given.get("forged"))
        query_id = deeds.press(self.world, chat_id, actor, message_id, str(given["data"]), forged)
        return web.json_response({"query_id": query_id} | version)

    def _chat_id(self, request: web.Request) -> int:
        chat_id = int(request.match_info["chat"])
        return self.world.chats[chat_id].id

    def _actor(self, chat_id: int, given: Json) -> Person:
        return self.world.people[int(given.get("from", chat_id))]

    def _version(self, chat_id: int) -> Json:
        return {"version": self.world.changes.of_chat(chat_id)}

    def _done(self, message: Message) -> web.Response:
        return web.json_response({"message_id": message.id} | self._version(message.chat_id))

    # What tests need

    async def settled(self, request: web.Request) -> web.Response:
        """Wait for a change in ?chat after ?after, then until the bot has been quiet for ?quiet seconds.

        Quiet: every update fetched and confirmed, no call of the bot unanswered, no change in this chat, and
        the bot not at work as far as `bot_at_work` knows.
        """
        chat_id = int(request.query["chat"])
        after, quiet = int(request.query.get("after", -1)), float(request.query.get("quiet", 0.03))
        try:
            async with asyncio.timeout(_seconds(request, LONGEST_WAIT)):
                await self._settle(chat_id, after, quiet)
        except TimeoutError:
            return web.json_response({"settled": False} | self._version(chat_id))
        return web.json_response({"settled": True} | self._version(chat_id))

    async def _settle(self, chat_id: int, after: int, quiet: float) -> None:
        changes, gateway = self.world.changes, self.gateway
        await changes.wait(lambda: changes.of_chat(chat_id) > after, LONGEST_WAIT)
        while True:
            await changes.wait(lambda: gateway.is_idle, LONGEST_WAIT)
            if await self._rests(chat_id, quiet) and not self.bot_at_work():
                return

    async def _rests(self, chat_id: int, quiet: float) -> bool:
        """Whether nothing happens in the chat for `quiet` seconds in which the bot can run."""
        stirs = self._stirs(chat_id)
        for _ in range(TURNS):
            if await self.world.changes.wait(stirs, quiet / TURNS):
                return False
        return True

    def _stirs(self, chat_id: int) -> Callable[[], bool]:
        """Whether anything has happened in the chat since now."""
        seen = self.world.changes.of_chat(chat_id)
        return lambda: not self.gateway.is_idle or self.world.changes.of_chat(chat_id) != seen

    async def log(self, request: web.Request) -> web.Response:
        """Calls of the bot, oldest first; ?method= and ?chat= narrow them down."""
        method, chat = request.query.get("method", "").lower(), request.query.get("chat")
        rows = [
            asdict(record)
            for record in self.world.log
            if method in ("", record.method) and chat in (None, str(record.fields.get("chat_id")))
        ]
        return web.json_response(rows, dumps=_dumps)

    async def add_fault(self, request: web.Request) -> web.Response:
        """A fault for the coming calls; its fields are those of bot.demo.faults.Fault."""
        self.world.faults.add(fault_from(await _body(request)))
        return web.json_response({})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """No more faults."""
        self.world.faults.clear()
        return web.json_response({})

    async def add_update(self, request: web.Request) -> web.Response:
        """Hand the bot an update as it is given: repeated, malformed, or of a kind that no page makes."""
        given = await _body(request)
        int(given["update_id"])
        self.world.inbox.push(given)
        return web.json_response({})

    # The clock

    async def clock(self, request: web.Request) -> web.Response:
        """{offset, version, now}; with ?after=version it waits up to 25 s until the clock is moved."""
        clock = self.world.clock
        after = int(request.query.get("after", -1))
        await self.world.changes.wait(lambda: clock.version > after, CLOCK_WAIT)
        return web.json_response(clock.to_json())

    async def move_clock(self, request: web.Request) -> web.Response:
        """{offset: seconds} or {to: ISO time with offset} or {add: seconds}."""
        given, clock = await _body(request), self.world.clock
        if "to" in given:
            clock.move_to(str(given["to"]))
        elif "add" in given:
            clock.move(clock.offset + float(given["add"]))
        else:
            clock.move(float(given["offset"]))
        return web.json_response(clock.to_json())

    # Events

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: every change, and the state of bot and clock every two seconds."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        stream = self.world.changes.subscribe()
        try:
            await self._feed(response, stream)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self.world.changes.unsubscribe(stream)
        return response

    async def _feed(self, response: web.StreamResponse, stream: "asyncio.Queue[Json | None]") -> None:
        await _emit(response, {"kind": "hello"} | self._state())
        while True:
            try:
                change = await asyncio.wait_for(stream.get(), HEARTBEAT)
            except TimeoutError:
                change = {"kind": "status"} | self._state()
            if change is None:
                return
            await _emit(response, self._shown(change))

    def _shown(self, change: Json) -> Json:
        """A change with the message it is about, as it stands now."""
        if change["kind"] in ("people", "bot", "content"):
            return change | self._state()
        if change["kind"] not in ("message", "edited"):
            return change
        message = self.world.find_message(change["chat_id"], change["message_id"])
        return change | {"message": message_view(self.world, message) if message else None}


async def _emit(response: web.StreamResponse, change: Json) -> None:
    await response.write(f"data: {_dumps(change)}\n\n".encode())


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


async def _body(request: web.Request) -> Json:
    """The JSON object of a request; ValueError for anything else."""
    if request.content_type != "application/json":
        raise ValueError("send a JSON object as application/json")
    given = await request.json()
    if not isinstance(given, dict):
        raise ValueError("send a JSON object")
    return given


def _seconds(request: web.Request, usual: float = 0.0) -> float:
    return min(max(float(request.query.get("timeout", usual)), 0.0), LONGEST_WAIT)


def _ranged(request: web.Request, content: bytes, mime: str) -> web.Response:
    """The whole content or the asked range: browsers need ranges to move within a video."""
    wanted = request.http_range
    common = {
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
    }
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=content, content_type=mime, headers=common)
    start, stop, _ = wanted.indices(len(content))
    if start >= stop:
        common["Content-Range"] = f"bytes */{len(content)}"
        return web.Response(status=416, headers=common)
    common["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return web.Response(body=content[start:stop], status=206, content_type=mime, headers=common)
