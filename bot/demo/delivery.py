"""Updates to a webhook: one POST each, in order within a chat, again and again until the bot has taken it."""

import asyncio
from collections.abc import Iterator
from functools import partial

import aiohttp

from bot.demo.call import read_answer
from bot.demo.clock import Clock
from bot.demo.gateway import Gateway
from bot.demo.updates import Inbox, Webhook, is_here
from bot.demo.wire import Json

# Telegram's own figures: it waits a second, then twice as long each time, up to a minute.
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
ANSWER_SECONDS = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
OUTSIDE = "Connection refused: the stand-in sends nothing off this machine"
FOR_EVER = 86_400.0

# Deliveries under way, by chat.
Lanes = dict[int, "asyncio.Task[None]"]


class Delivery:
    """Serves whatever webhook the bot has set. `first_wait` seconds pass before the first repetition."""

    def __init__(self, gateway: Gateway, clock: Clock, first_wait: float = FIRST_WAIT) -> None:
        self._gateway = gateway
        self._inbox: Inbox = gateway.world.inbox
        self._changes = gateway.world.changes
        self._clock = clock
        self._first_wait = first_wait

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(ssl=False)) as http:
            while True:
                await self._changes.wait(lambda: self._inbox.webhook is not None, FOR_EVER)
                if self._inbox.webhook:
                    await self._serve(self._inbox.webhook, http)

    async def _serve(self, hook: Webhook, http: aiohttp.ClientSession) -> None:
        """Keep one delivery going for every chat with something to say, until the webhook changes."""
        lanes: Lanes = {}
        try:
            while self._inbox.webhook is hook:
                for lane, update in list(self._startable(hook, lanes)):
                    lanes[lane] = asyncio.create_task(self._deliver(hook, http, update))
                    lanes[lane].add_done_callback(partial(self._free, lanes, lane))
                await self._changes.wait(
                    lambda: self._inbox.webhook is not hook or any(self._startable(hook, lanes)), FOR_EVER
                )
        finally:
            for task in lanes.values():
                task.cancel()

    def _free(self, lanes: Lanes, lane: int, done: "asyncio.Task[None]") -> None:
        del lanes[lane]
        self._changes.wake()

    def _startable(self, hook: Webhook, busy: Lanes) -> Iterator[tuple[int, Json]]:
        """The oldest update of every chat that is not being served, as far as connections go."""
        seen = set(busy)
        for update in self._inbox.pending:
            if len(seen) >= hook.max_connections:
                return
            lane = _chat_of(update)
            if lane not in seen:
                seen.add(lane)
                yield lane, update

    async def _deliver(self, hook: Webhook, http: aiohttp.ClientSession, update: Json) -> None:
        wait = self._first_wait
        while (fault := await self._post(hook, http, update)) is not None:
            hook.note_fault(fault, int(self._clock.now()))
            self._changes.wake()
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        hook.note_taken()
        self._inbox.take(update)

    async def _post(self, hook: Webhook, http: aiohttp.ClientSession, update: Json) -> str | None:
        """One attempt: `None` when the bot has taken it, otherwise what went wrong, in Telegram's words."""
        if not is_here(hook.url):
            return OUTSIDE
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with http.post(hook.url, json=update, headers=headers, allow_redirects=False) as response:
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                fields, files = await read_answer(response)
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError:
            return "Connection closed"
        if "method" in fields:
            await self._gateway.call(str(fields.pop("method")).lower(), fields, files)
        return None


def _chat_of(update: Json) -> int:
    """What an update must not overtake: its chat; by itself if it has none."""
    content: Json = next((value for value in update.values() if isinstance(value, dict)), {})
    chat: Json = content.get("chat") or content.get("message", {}).get("chat") or {}
    return int(chat["id"] if chat else update["update_id"])
