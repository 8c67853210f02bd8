"""The person's side over HTTP: what the page reads, what a person can and cannot do, who may come in."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from bot.demo.client import NoAnswerError
from bot.demo.files import Upload
from bot.demo.person import PIXEL
from bot.demo.server import StandIn

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
HOSTILE = "<img src=x onerror=alert(1)>\"'&</script>"


@pytest.fixture
async def session(server: StandIn) -> Any:
    async with aiohttp.ClientSession(server.url) as client:
        yield client


async def test_hostile_text_reaches_the_page_as_text(server: StandIn, api: Api) -> None:
    emma = await server.person(HOSTILE)
    await emma.send(HOSTILE, wait=False)
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": "x"}]]}
    await api("sendMessage", chat_id=emma.chat_id, text=HOSTILE, reply_markup=keyboard)
    for message in await emma.messages():
        assert message.text == HOSTILE
        assert message.html == "&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;&lt;/script&gt;"


async def test_a_chat_tells_all_that_a_page_shows(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", "en", met=True)
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await api("setMyCommands", commands=[{"command": "help", "description": "使い方"}], language_code="ja")
    sakura = await server.person("さくら", "ja")
    form = aiohttp.FormData({"chat_id": str(emma.chat_id), "caption": "<b>Lift</b>", "parse_mode": "HTML"})
    form.add_field("photo", PIXEL, filename="lift.png", content_type="image/png")
    async with aiohttp.ClientSession() as http:
        await http.post(f"{server.url}/bot{server.token}/sendPhoto", data=form)
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup={"keyboard": [["22:30"]]})

    photo, question = await emma.messages()
    assert photo.media is not None
    assert (photo.media.kind, photo.media.name, photo.html) == ("photo", "lift.png", "<b>Lift</b>")
    assert question.raw["reply_keyboard"] == {"keyboard": [[{"text": "22:30"}]]}
    assert await emma.commands() == ["help"]
    async with aiohttp.ClientSession(server.url) as http:
        async with http.get(photo.media.url) as response:
            assert (await response.read(), response.content_type) == (PIXEL, "image/png")
        async with http.get(photo.media.url, headers={"Range": "bytes=1-3"}) as response:
            assert (response.status, await response.read()) == (206, b"PNG")
            assert response.headers["Content-Range"] == f"bytes 1-3/{len(PIXEL)}"
        async with http.get(f"/demo/chats/{sakura.chat_id}") as response:
            assert (await response.json())["commands"][0]["description"] == "使い方"


@pytest.mark.parametrize(
    ("path", "given", "reason"),
    [
        ("/demo/chats/5000001/send", {"text": "   "}, "empty text"),
        ("/demo/chats/5000001/send", {"text": "x" * 4097}, "4096"),
        ("/demo/chats/5000001/send", {}, "nothing to send"),
        ("/demo/chats/5000001/send", {"location": [1]}, "unpack"),
        ("/demo/chats/99/send", {"text": "x"}, "99"),
        ("/demo/chats/5000001/press", {"message_id": 99, "data": "x"}, "no message 99"),
        ("/demo/chats/5000001/press", {"message_id": 1, "data": "y"}, "no button 'y'"),
        ("/demo/chats/5000001/edit", {"message_id": 1, "text": "x"}, "not Emma's"),
        ("/demo/chats/5000001/edit", {"message_id": 99, "text": "x"}, "not Emma's"),
        ("/demo/people", {"first_name": "x", "id": 5000001}, "not free"),
        ("/demo/people", {"first_name": "x", "id": -5}, "not free"),
        ("/demo/people", {}, "first_name"),
        ("/demo/people/99/block", {"blocked": True}, "99"),
        ("/demo/groups", {"title": "x", "members": [99]}, "99"),
        ("/demo/faults", {"metod": "x"}, "metod"),
        ("/demo/updates", {"message": {}}, "update_id"),
        ("/demo/clock", [], "JSON object"),
    ],
)
async def test_what_no_person_could_do_is_refused_with_a_reason(
    server: StandIn, session: aiohttp.ClientSession, path: str, given: Any, reason: str
) -> None:
    emma = await server.person("Emma")
    keyboard = {"inline_keyboard": [[{"text": "X", "callback_data": "x"}]]}
    server.world.add_message(emma.chat_id, None, {"text": "bot"}, markup=keyboard)
    async with session.post(path, json=given) as response:
        assert response.status == 400
        assert reason in (await response.json())["error"]


async def test_who_has_blocked_the_bot_cannot_write(server: StandIn) -> None:
    emma = await server.person("Emma")
    await emma.block()
    with pytest.raises(ValueError, match="unblock first"):
        await emma.send("hello")


async def test_nobody_can_change_what_another_has_written_in_a_group(server: StandIn) -> None:
    emma, noor = await server.person("Emma"), await server.person("Noor")
    group = await server.control.group("Family", emma, noor)
    await emma.in_group(group).send("mine", wait=False)
    (message,) = await emma.in_group(group).messages()
    with pytest.raises(ValueError, match="not Noor's"):
        await noor.in_group(group).edit(message.id, "yours", wait=False)


async def test_a_forged_press_goes_through_when_it_says_so(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", met=True)
    await api("sendMessage", chat_id=emma.chat_id, text="no buttons")
    await emma.forge((await emma.last()).id, "v0:evil", wait=False)
    (update,) = (await api("getUpdates"))["result"]
    assert update["callback_query"]["data"] == "v0:evil"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Content-Type": "text/plain"},
    ],
)
async def test_another_site_in_the_same_browser_gets_nowhere(
    session: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with session.post("/demo/clock", data=b'{"offset": 5}', headers=headers) as response:
        assert response.status in (400, 403)
    async with session.get("/demo/clock") as response:
        assert (await response.json())["offset"] == 0


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/page/style.css", "/page/icon.svg"])
async def test_the_page_loads_and_lets_nothing_in_from_outside(
    session: aiohttp.ClientSession, path: str
) -> None:
    async with session.get(path) as response:
        assert response.status == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "https://" not in await response.text()


@pytest.mark.parametrize(
    "path", ["/page/none.css", "/page/../web.py", "/page/%2e%2e%2fweb.py", "/demo/files/x"]
)
async def test_nothing_else_is_served(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as response:
        assert response.status == 404


async def test_events_tell_of_messages_edits_answers_typing_and_the_clock(
    server: StandIn, api: Api, session: aiohttp.ClientSession
) -> None:
    emma = await server.person("Emma", met=True)
    async with session.get("/demo/events") as response:
        kinds = [(await event(response))["kind"]]
        sent = (await api("sendMessage", chat_id=emma.chat_id, text="one"))["result"]["message_id"]
        await api("editMessageText", chat_id=emma.chat_id, message_id=sent, text="two")
        await api("sendChatAction", chat_id=emma.chat_id, action="typing")
        await api("deleteMessage", chat_id=emma.chat_id, message_id=sent)
        await server.control.add_seconds(60)
        seen = [await event(response) for _ in range(5)]
    kinds += [change["kind"] for change in seen]
    assert kinds == ["hello", "message", "edited", "typing", "deleted", "clock"]
    assert seen[1]["chat_id"] == emma.chat_id


async def event(response: aiohttp.ClientResponse) -> dict[str, Any]:
    line = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 5)
    change: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return change


@pytest.mark.parametrize(
    ("wanted", "status", "part", "content_range"),
    [
        ("bytes=0-", 206, slice(0, None), "bytes 0-{last}/{size}"),
        ("bytes=5-7", 206, slice(5, 8), "bytes 5-7/{size}"),
        ("bytes=-3", 206, slice(-3, None), "bytes {last3}-{last}/{size}"),
        ("bytes=60-99999", 206, slice(60, None), "bytes 60-{last}/{size}"),
        ("bytes=99999-", 416, slice(0, 0), "bytes */{size}"),
    ],
)
async def test_a_video_is_given_in_the_parts_that_a_player_asks_for(
    server: StandIn, session: aiohttp.ClientSession, wanted: str, status: int, part: slice, content_range: str
) -> None:
    stored = server.world.files.keep("document", Upload("a.png", "image/png", PIXEL))
    async with session.get(f"/demo/files/{stored.path}", headers={"Range": wanted}) as response:
        assert (response.status, await response.read()) == (status, PIXEL[part])
        sizes = {"size": len(PIXEL), "last": len(PIXEL) - 1, "last3": len(PIXEL) - 3}
        assert response.headers["Content-Range"] == content_range.format(**sizes)


async def test_the_pages_hear_at_once_that_the_bot_has_begun_to_ask(
    api: Api, session: aiohttp.ClientSession
) -> None:
    async with session.get("/demo/events") as response:
        assert not (await event(response))["bot"]["running"]
        await api("getUpdates")
        change = await event(response)
        assert (change["kind"], change["bot"]["running"]) == ("bot", True)


async def test_the_state_says_whether_the_bot_asks_for_updates(
    server: StandIn, api: Api, session: aiohttp.ClientSession
) -> None:
    async def running() -> bool:
        async with session.get("/demo/state") as response:
            return bool((await response.json())["bot"]["running"])

    assert not await running()
    await api("getUpdates")
    assert await running()


async def test_until_waits_for_the_chat_and_gives_up_with_its_end(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", met=True)
    waiting = asyncio.create_task(emma.until(lambda messages: len(messages) == 2))
    for number in range(2):
        await api("sendMessage", chat_id=emma.chat_id, text=f"part {number}")
    assert [m.text for m in await waiting] == ["part 0", "part 1"]
    with pytest.raises(NoAnswerError, match="'part 2' did not come about"):
        await emma.sees("part 2", patience=0.02)


async def test_settled_waits_for_calls_under_way(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", met=True)
    await server.control.fault(method="sendMessage", delay=0.1)
    call = asyncio.create_task(api("sendMessage", chat_id=emma.chat_id, text="slow"))
    await server.changes.wait(lambda: server.gateway.in_flight == 1, 5)
    await emma.settled()
    assert (await emma.last()).text == "slow"
    await call
