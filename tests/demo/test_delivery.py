"""Updates that go to a webhook: delivered, repeated, in order; and what the bot may answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp import web

from bot.demo.delivery import FIRST_WAIT
from bot.demo.server import StandIn

FORM = "application/x-www-form-urlencoded"

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class Bot:
    """A bot behind a webhook: what it was sent, and what it will answer."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.answer: dict[str, Any] = {}
        self.form = ""
        self.heard = asyncio.Event()
        self.url = ""

    async def hook(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.heard.set()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        if self.form:
            form, self.form = self.form, ""
            return web.Response(text=form, content_type=FORM)
        answer, self.answer = self.answer, {}
        return web.json_response(answer)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn(now=lambda: 1_795_000_000.0, webhook_wait=0.001) as stand_in:
        yield stand_in


@pytest.fixture
async def bot(server: StandIn) -> AsyncIterator[Bot]:
    made = Bot()
    application = web.Application()
    application.router.add_post("/hook", made.hook)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await server.stop()
    await runner.cleanup()


async def all_taken(server: StandIn) -> None:
    assert await server.changes.wait(lambda: not server.world.inbox.pending, 5)


async def info(api: Api) -> dict[str, Any]:
    told: dict[str, Any] = (await api("getWebhookInfo"))["result"]
    return told


async def test_what_waited_and_what_comes_goes_to_the_webhook_with_its_secret(
    server: StandIn, api: Api, bot: Bot
) -> None:
    emma = await server.person("Emma")
    await emma.send("before", wait=False)
    assert (await api("setWebhook", url=bot.url, secret_token="s3cret_-"))["ok"]
    await emma.send("after", wait=False)
    await all_taken(server)
    assert bot.texts == ["before", "after"]
    assert set(bot.secrets) == {"s3cret_-"}
    assert server.gateway.bot_is_running


async def test_without_a_secret_there_is_no_header(server: StandIn, api: Api, bot: Bot) -> None:
    await api("setWebhook", url=bot.url)
    await (await server.person("Emma")).send("hi", wait=False)
    await all_taken(server)
    assert bot.secrets == [None]


async def test_an_update_that_was_put_in_twice_comes_twice(server: StandIn, api: Api, bot: Bot) -> None:
    emma = await server.person("Emma")
    await emma.send("hi", wait=False)
    server.world.inbox.push(server.world.inbox.pending[-1])
    await api("setWebhook", url=bot.url)
    await all_taken(server)
    assert bot.texts == ["hi", "hi"]


@pytest.mark.parametrize("status", [500, 404, 302])
async def test_an_update_comes_again_until_it_is_taken_and_nothing_overtakes_it(
    server: StandIn, api: Api, bot: Bot, status: int
) -> None:
    bot.statuses = [status, status]
    await api("setWebhook", url=bot.url)
    emma = await server.person("Emma")
    await emma.send("one", wait=False)
    await emma.send("two", wait=False)
    await all_taken(server)
    assert bot.texts == ["one", "one", "one", "two"]
    assert len({update["update_id"] for update in bot.got}) == 2
    told = await info(api)
    assert told["last_error_message"].startswith(f"Wrong response from the webhook: {status} ")
    assert told["last_error_date"] == 1_795_000_000


async def test_each_wait_is_twice_as_long_up_to_a_minute(
    server: StandIn, api: Api, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    really_sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waits.append(seconds)
        await really_sleep(0)

    monkeypatch.setattr("bot.demo.delivery.asyncio.sleep", note)
    server._delivery._first_wait = FIRST_WAIT
    bot.statuses = [500] * 8
    await api("setWebhook", url=bot.url)
    await (await server.person("Emma")).send("hi", wait=False)
    await all_taken(server)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_chat_that_fails_does_not_hold_up_another(server: StandIn, api: Api, bot: Bot) -> None:
    server._delivery._first_wait = 3600.0
    bot.statuses = [500]
    await api("setWebhook", url=bot.url)
    await (await server.person("Emma")).send("stuck", wait=False)
    assert await server.changes.wait(lambda: not server.gateway.bot_is_running, 5)
    await (await server.person("Noor")).send("through", wait=False)
    assert await server.changes.wait(lambda: len(server.world.inbox.pending) == 1, 5)
    assert bot.texts == ["stuck", "through"]


async def test_the_figures_tell_how_it_stands(server: StandIn, api: Api, bot: Bot) -> None:
    bot.statuses = [503] * 1000
    await api("setWebhook", url=bot.url, max_connections=1000, allowed_updates=["message"])
    await (await server.person("Emma")).send("hi", wait=False)
    await asyncio.wait_for(bot.heard.wait(), 5)
    assert await server.changes.wait(lambda: not server.gateway.bot_is_running, 5)
    assert await info(api) == {
        "url": bot.url,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "max_connections": 100,
        "last_error_date": 1_795_000_000,
        "last_error_message": "Wrong response from the webhook: 503 Service Unavailable",
        "allowed_updates": ["message"],
    }


async def test_after_deletion_the_poll_gets_what_was_not_taken(server: StandIn, api: Api, bot: Bot) -> None:
    server._delivery._first_wait = 3600.0
    bot.statuses = [500]
    await api("setWebhook", url=bot.url)
    await (await server.person("Emma")).send("hi", wait=False)
    await asyncio.wait_for(bot.heard.wait(), 5)
    await api("setWebhook", url="")
    polled = (await api("getUpdates"))["result"]
    assert polled == bot.got


async def test_pending_updates_are_dropped_when_asked(server: StandIn, api: Api, bot: Bot) -> None:
    emma = await server.person("Emma")
    await emma.send("old", wait=False)
    await api("setWebhook", url=bot.url, drop_pending_updates=True)
    await emma.send("new", wait=False)
    await all_taken(server)
    assert bot.texts == ["new"]


async def test_the_answer_of_a_webhook_may_be_a_call(server: StandIn, api: Api, bot: Bot) -> None:
    emma = await server.person("Emma")
    await api("setWebhook", url=bot.url)
    bot.answer = {"method": "sendMessage", "chat_id": emma.chat_id, "text": "by return"}
    await emma.send("hi", wait=False)
    assert (await emma.sees("by return")).from_bot


async def test_such_a_call_may_be_a_form(server: StandIn, api: Api, bot: Bot) -> None:
    emma = await server.person("Emma")
    await api("setWebhook", url=bot.url)
    bot.form = f"method=sendMessage&chat_id={emma.chat_id}&text=as+a+form"
    await emma.send("hi", wait=False)
    assert (await emma.sees("as a form")).from_bot


@pytest.mark.parametrize(
    ("answer", "status"), [({"method": "sendMessage"}, 400), ({"method": "noSuch"}, 404)]
)
async def test_a_call_that_is_refused_is_in_the_log_and_the_update_taken(
    server: StandIn, api: Api, bot: Bot, answer: dict[str, Any], status: int
) -> None:
    bot.answer = answer
    await api("setWebhook", url=bot.url)
    await (await server.person("Emma")).send("hi", wait=False)
    await all_taken(server)
    last = (await server.control.log())[-1]
    assert (last["method"], last["status"]) == (answer["method"].lower(), status)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.org/hook", "Connection refused: the stand-in sends nothing off this machine"),
        ("http://127.0.0.1:9/hook", "Connection refused"),
    ],
)
async def test_where_nobody_answers_the_updates_wait(server: StandIn, api: Api, url: str, words: str) -> None:
    assert (await api("setWebhook", url=url))["ok"]
    await (await server.person("Emma")).send("hi", wait=False)
    assert await server.changes.wait(lambda: not server.gateway.bot_is_running, 5)
    told = await info(api)
    assert (told["pending_update_count"], told["last_error_message"]) == (1, words)
