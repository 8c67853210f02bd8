"""Fetching updates: the long poll, confirmation by offset, redelivery, one poller at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.demo.changes import Changes
from bot.demo.server import StandIn
from bot.demo.updates import CONFLICT, Inbox

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def texts(answer: dict[str, Any]) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


async def test_an_update_comes_again_until_an_offset_confirms_it(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    await emma.send("one", wait=False)
    await emma.send("two", wait=False)
    first = await api("getUpdates")
    assert texts(first) == texts(await api("getUpdates")) == ["one", "two"]
    offset = first["result"][0]["update_id"] + 1
    assert texts(await api("getUpdates", offset=offset)) == ["two"]
    assert texts(await api("getUpdates")) == ["two"]
    assert texts(await api("getUpdates", offset=offset + 1)) == []


async def test_a_negative_offset_keeps_only_the_last_updates(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    for text in ("one", "two", "three"):
        await emma.send(text, wait=False)
    assert texts(await api("getUpdates", offset=-1)) == ["three"]
    assert texts(await api("getUpdates")) == ["three"]


async def test_the_limit_holds(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    for number in range(3):
        await emma.send(str(number), wait=False)
    assert texts(await api("getUpdates", limit=2)) == ["0", "1"]


async def test_a_long_poll_answers_as_soon_as_something_arrives(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await server.changes.wait(lambda: server.world.inbox.polling == 1, 5)
    await emma.send("now", wait=False)
    assert texts(await asyncio.wait_for(poll, 5)) == ["now"]


async def test_a_second_poller_ends_the_first_with_409(server: StandIn, api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await server.changes.wait(lambda: server.world.inbox.polling == 1, 5)
    assert (await api("getUpdates"))["ok"]
    assert await first == {"ok": False, "error_code": 409, "description": CONFLICT}


async def test_only_the_kinds_that_were_asked_for_arrive_and_the_wish_is_remembered(
    server: StandIn, api: Api
) -> None:
    emma = await server.person("Emma")
    await api("getUpdates", allowed_updates=["my_chat_member"])
    await emma.send("not wanted", wait=False)
    await emma.block()
    (update,) = (await api("getUpdates"))["result"]
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    await emma.unblock()
    await api("getUpdates", allowed_updates=[])
    await emma.send("wanted", wait=False)
    assert texts(await api("getUpdates", offset=-1)) == ["wanted"]


async def test_a_command_is_marked_and_the_sender_described(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", "en")
    await emma.send("/start faq-knees", wait=False)
    (update,) = (await api("getUpdates"))["result"]
    message = update["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"] == {"id": emma.chat_id, "type": "private", "first_name": "Emma"}
    assert message["from"] == {
        "id": emma.id,
        "is_bot": False,
        "first_name": "Emma",
        "language_code": "en",
    }
    assert message["date"] == 1_795_000_000


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ({"sticker": "👍"}, "sticker"),
        ({"location": [35.68, 139.76]}, "location"),
        ({"voice": True}, "voice"),
        ({"photo": True, "caption": "me"}, "caption"),
        ({"text": "x", "forward": True}, "forward_origin"),
    ],
)
async def test_people_send_more_than_text(server: StandIn, api: Api, what: dict[str, Any], key: str) -> None:
    emma = await server.person("Emma")
    await emma.send_something(wait=False, **what)
    (update,) = (await api("getUpdates"))["result"]
    assert key in update["message"]


async def test_an_edit_arrives_as_an_edited_message(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    await emma.send("/bedtime 22:00", wait=False)
    (message,) = await emma.messages()
    await emma.edit(message.id, "/bedtime 23:00", wait=False)
    update = (await api("getUpdates"))["result"][-1]
    assert update["edited_message"]["text"] == "/bedtime 23:00"
    assert update["edited_message"]["edit_date"] == 1_795_000_000


async def test_a_group_message_comes_from_a_member_in_a_group(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma")
    group = await server.control.group("Family", emma)
    await emma.in_group(group).send("/start", wait=False)
    (update,) = (await api("getUpdates"))["result"]
    assert (update["message"]["chat"]["type"], update["message"]["from"]["id"]) == ("group", emma.id)
    assert (await api("sendMessage", chat_id=group, text="In private, please"))["ok"]


async def test_any_update_can_be_handed_in_also_twice(server: StandIn, api: Api) -> None:
    post = {"update_id": 7, "channel_post": {"message_id": 1}}
    await server.control.update(post)
    await server.control.update(post)
    assert (await api("getUpdates"))["result"] == [post, post]


async def test_a_webhook_closes_the_poll_until_it_is_deleted(server: StandIn, api: Api) -> None:
    await api("setWebhook", url="https://example.org/hook", allowed_updates=["message"])
    info = (await api("getWebhookInfo"))["result"]
    assert (info["url"], info["allowed_updates"]) == ("https://example.org/hook", ["message"])
    refused = await api("getUpdates")
    assert (refused["error_code"], "while webhook is active" in refused["description"]) == (409, True)
    emma = await server.person("Emma")
    await emma.send("waiting", wait=False)
    await api("deleteWebhook", drop_pending_updates=True)
    assert texts(await api("getUpdates")) == []


async def test_a_poll_gives_nothing_after_its_time() -> None:
    inbox = Inbox(Changes())
    assert await inbox.poll(0, 100, 0.01) == []
    assert inbox.polling == 0
