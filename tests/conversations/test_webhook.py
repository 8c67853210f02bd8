"""The webhook: the same conversations, and nothing for whoever is not Telegram."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import App
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from bot.settings import Settings
from bot.store.database import StorageDownError
from bot.transport.webhook import SECRET_HEADER
from tests.conversations.moves import checked
from tests.conversations.process import Child, refused
from tests.conversations.stage import TUESDAY, running

SECRET = "the-secret-of-the-tests_0123456789-0123456789"
MEGABYTE = 1024 * 1024


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def webhook_settings(port: int) -> dict[str, str]:
    return {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_PORT": str(port),
    }


@dataclass
class Hook:
    """The bot on its webhook; `post` is what anyone on the network can do."""

    server: StandIn
    app: App
    url: str
    http: aiohttp.ClientSession

    async def post(self, secret: str | bytes | None, body: bytes, method: str = "POST") -> int:
        headers: dict[str, Any] = {} if secret is None else {SECRET_HEADER: secret}
        async with self.http.request(method, self.url, data=BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest.fixture
async def hook(tmp_path: Path, content: Content) -> AsyncIterator[Hook]:
    async with StandIn(now=TUESDAY.timestamp, webhook_wait=0.02) as server, aiohttp.ClientSession() as http:
        port = free_port()
        settings = Settings(
            telegram_token=server.token,
            telegram_api=server.url,
            database=tmp_path / "nightlift.db",
            demo_clock=f"{server.url}/demo/clock",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            webhook_secret=SECRET,
            webhook_port=port,
            burst=1_000_000,
        )
        async with running(server, settings, content) as app:
            yield Hook(server, app, settings.webhook_url, http)


async def test_a_whole_check_over_the_webhook(hook: Hook) -> None:
    emma = await hook.server.person("Emma", "en")
    [welcome] = await emma.send("/start")
    assert "I am Nightlift" in welcome.text
    assert "Your plan" in (await checked(emma)).text
    [told] = await hook.server.control.accepted("setWebhook")
    assert told["fields"]["secret_token"] == SECRET
    assert set(told["fields"]["allowed_updates"]) == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    }


UPDATE = b'{"update_id": 5}'
WRONG_SECRETS: dict[str, str | bytes | None] = {
    "missing": None,
    "empty": "",
    "wrong": "x" * len(SECRET),
    "almost right": SECRET[:-1],
    "not ASCII": "ひみつ" * 12,
}


@pytest.mark.parametrize("secret", WRONG_SECRETS.values(), ids=WRONG_SECRETS.keys())
async def test_without_the_secret_nothing_is_taken(hook: Hook, secret: str | None) -> None:
    await (await hook.server.person("Emma")).send("/start")
    assert await hook.post(secret, UPDATE) == 403
    assert hook.app.store.inbox.keep([]) == set()
    assert 5 not in {row["update_id"] for row in hook.app.store.database.rows("SELECT update_id FROM inbox")}


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("POST", UPDATE, 200),
        ("POST", b" " * 2 * MEGABYTE, 413),
        ("GET", b"", 405),
        ("PUT", UPDATE, 405),
        ("POST", b"", 400),
        ("POST", b"\xff\xfe", 400),
        ("POST", b"[]", 400),
        ("POST", b'{"update_id": "5"}', 400),
        ("POST", b'{"message": {}}', 400),
    ],
)
async def test_what_telegram_hears(hook: Hook, method: str, body: bytes, status: int) -> None:
    await (await hook.server.person("Emma")).send("/start")
    before = hook.app.store.database.rows("SELECT count(*) AS n FROM inbox")
    assert await hook.post(SECRET, body, method) == status
    after = hook.app.store.database.rows("SELECT count(*) AS n FROM inbox")
    assert (before != after) is (status == 200)


async def test_an_update_that_cannot_be_read_is_taken_and_left_out(hook: Hook) -> None:
    emma = await hook.server.person("Emma")
    await emma.send("/start")
    assert await hook.post(SECRET, b'{"update_id": 6, "message": {"message_id": "?"}}') == 200
    await emma.send("/help")
    left = hook.app.store.database.rows("SELECT body FROM inbox WHERE update_id = 6")
    assert left == [{"body": None}], "its number is known, should it come again, and nothing else"


async def test_another_path_is_no_door(hook: Hook) -> None:
    await (await hook.server.person("Emma")).send("/start")
    async with hook.http.post(f"{hook.url}/../else", headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 404


async def test_while_nothing_can_be_kept_telegram_is_asked_to_come_again(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    emma = await hook.server.person("Emma", "en")
    await emma.send("/start")
    keep = hook.app.store.inbox.keep
    answers = iter([StorageDownError("database or disk is full"), StorageDownError("full"), None])

    def failing_twice(updates: Any) -> set[int]:
        if error := next(answers):
            raise error
        return keep(updates)

    monkeypatch.setattr(hook.app.store.inbox, "keep", failing_twice)
    [help_page] = await emma.send("/help")
    assert "Just write your question" in help_page.text
    assert "503" in hook.server.world.inbox.webhook.last_error[1]  # type: ignore[union-attr,index]


async def test_the_same_update_posted_twice_is_handled_once_and_taken_twice(hook: Hook) -> None:
    emma = await hook.server.person("Emma", "en")
    await emma.send("/start")
    body = (
        '{"update_id": 900000001, "message": {"message_id": 900, "date": 1795000000, "text": "/help",'
        ' "entities": [{"type": "bot_command", "offset": 0, "length": 5}],'
        f' "chat": {{"id": {emma.id}, "type": "private"}},'
        f' "from": {{"id": {emma.id}, "is_bot": false, "first_name": "Emma"}}}}}}'
    ).encode()
    assert [await hook.post(SECRET, body) for _ in range(3)] == [200, 200, 200]
    await emma.sees("Just write your question")
    await emma.settled()
    assert len([m for m in await emma.messages() if "Just write your question" in m.text]) == 1


async def test_a_kill_between_200_and_the_answer_loses_nothing(tmp_path: Path) -> None:
    async with StandIn(webhook_wait=0.02) as server:
        emma = await server.person("Emma", "en")
        emma.patience = 20.0
        async with Child(server, tmp_path / "nightlift.db", **webhook_settings(free_port())) as child:
            await emma.send("/start")
            await server.control.fault(method="sendMessage", delay=60.0)
            for _ in range(10):
                await emma.send("/help", wait=False)
            await server.changes.wait(lambda: not server.world.inbox.pending, 20.0)
            await child.kill_after(0)
            server.world.faults.clear()  # the kill may have come before the first answer was sent
            await child.start()
            await emma.until(lambda chat: len([m for m in chat if m.from_bot]) == 11)
            await child.stop()
        assert SECRET not in child.log


async def test_polling_takes_an_old_webhook_back(tmp_path: Path) -> None:
    async with StandIn(webhook_wait=0.02) as server:
        emma = await server.person("Emma", "en")
        async with Child(server, tmp_path / "nightlift.db", **webhook_settings(free_port())) as child:
            await emma.send("/start")
            await child.stop()
        async with Child(server, tmp_path / "nightlift.db") as child:
            assert await emma.send("/help")
            await child.stop()


async def test_a_taken_port_ends_the_start_with_one_line(tmp_path: Path) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    async with StandIn() as server:
        port = taken.getsockname()[1]
        code, said = await refused(server, tmp_path / "nightlift.db", **webhook_settings(port))
    taken.close()
    assert code == 78
    assert f"WEBHOOK_HOST, WEBHOOK_PORT: cannot listen on 127.0.0.1, port {port}: " in said
