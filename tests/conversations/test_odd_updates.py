"""Everything that is no text and no press in a private chat, and floods: each is handled on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from tests.conversations.moves import checked
from tests.conversations.stage import TUESDAY, Evening, running, settings_for

RED_CARD = "Please do not exercise now."
NUMB = "I am numb between my legs"
ONLY_TEXT = "I can read text and buttons only."
TOO_FAST = "That was a lot at once"
TROUBLE = "Sorry, something went wrong"


def sender(person: Person) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": "Emma", "language_code": "en"}


def private(person: Person) -> dict[str, Any]:
    return {"id": person.id, "type": "private", "first_name": "Emma"}


def message(person: Person, number: int = 150_000_001, **parts: Any) -> dict[str, Any]:
    base = {"message_id": number, "date": 1_795_000_000, "chat": private(person), "from": sender(person)}
    return {"update_id": number, "message": base | parts}


FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [{**FILE, "width": 90, "height": 90}]
KINDS: dict[str, dict[str, Any]] = {
    "a sticker": {
        "sticker": FILE
        | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    },
    "a photo": {"photo": PHOTO},
    "a voice message": {"voice": FILE | {"duration": 3}},
    "a round video": {"video_note": FILE | {"duration": 3, "length": 240}},
    "a video": {"video": FILE | {"duration": 3, "width": 9, "height": 9}},
    "an animation": {"animation": FILE | {"duration": 3, "width": 9, "height": 9}, "document": FILE},
    "a file": {"document": FILE},
    "music": {"audio": FILE | {"duration": 3}},
    "a contact": {"contact": {"phone_number": "1", "first_name": "Bob"}},
    "a place": {"location": {"latitude": 1.0, "longitude": 1.0}},
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
    "a game": {"game": {"title": "g", "description": "d", "photo": PHOTO}},
    "an invoice": {
        "invoice": {
            "title": "t",
            "description": "d",
            "start_parameter": "",
            "currency": "XTR",
            "total_amount": 1,
        }
    },
    "a payment": {
        "successful_payment": {
            "currency": "XTR",
            "total_amount": 1,
            "invoice_payload": "p",
            "telegram_payment_charge_id": "c",
            "provider_payment_charge_id": "c",
        }
    },
    "a story": {"story": {"chat": {"id": -100, "type": "channel", "title": "c"}, "id": 1}},
}
SERVICE: dict[str, dict[str, Any]] = {
    "a pinned message": {
        "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    },
    "a chat that moved": {"migrate_to_chat_id": -1001},
    "a timer for deleting": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "a shared user": {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
    "leave to write": {"write_access_allowed": {}},
    "a connected website": {"connected_website": "example.org"},
}


@pytest.mark.parametrize("parts", KINDS.values(), ids=KINDS.keys())
async def test_what_is_no_text_gets_one_kind_line(evening: Evening, parts: dict[str, Any]) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await evening.control.update(message(emma, **parts))
    await emma.sees(ONLY_TEXT)
    await emma.settled()
    assert len([each for each in await emma.messages() if ONLY_TEXT in each.text]) == 1


@pytest.mark.parametrize("parts", KINDS.values(), ids=KINDS.keys())
async def test_a_caption_is_read_for_warning_signs_whatever_it_stands_under(
    evening: Evening, parts: dict[str, Any]
) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await evening.control.update(message(emma, caption=NUMB, **parts))
    await emma.sees(RED_CARD)


@pytest.mark.parametrize("parts", SERVICE.values(), ids=SERVICE.keys())
async def test_service_messages_are_passed_over_in_silence(evening: Evening, parts: dict[str, Any]) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    before = len(await emma.messages())
    await evening.control.update(message(emma, **parts))
    await emma.settled()
    assert len(await emma.messages()) == before


ELSEWHERE = {
    "a channel post": ("channel_post", {"chat": {"id": -1001, "type": "channel", "title": "c"}}),
    "an edited channel post": (
        "edited_channel_post",
        {"chat": {"id": -1001, "type": "channel", "title": "c"}},
    ),
    "a business message": ("business_message", {"business_connection_id": "b"}),
    "a group, from an anonymous admin": (
        "message",
        {
            "chat": {"id": -1002, "type": "supergroup", "title": "g"},
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
            "sender_chat": {"id": -1002, "type": "supergroup", "title": "g"},
        },
    ),
    "a group, for its channel": (
        "message",
        {
            "chat": {"id": -1002, "type": "supergroup", "title": "g"},
            "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
        },
    ),
    "Telegram's own account": (
        "message",
        {
            "chat": {"id": 777000, "type": "private", "first_name": "Telegram"},
            "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        },
    ),
    "a bot": (
        "message",
        {
            "chat": {"id": 4, "type": "private", "first_name": "B"},
            "from": {"id": 4, "is_bot": True, "first_name": "B"},
        },
    ),
}


@pytest.mark.parametrize(("kind", "parts"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
async def test_what_does_not_come_from_a_person_in_a_private_chat_is_not_answered(
    evening: Evening, kind: str, parts: dict[str, Any]
) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    sent = len(await evening.control.log())
    base = {"message_id": 1, "date": 1_795_000_000, "text": "/start", "chat": private(emma)}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    given = (
        base | {"entities": entities} | ({"from": sender(emma)} if kind == "business_message" else {}) | parts
    )
    await evening.control.update({"update_id": 150_000_001, kind: given})
    await emma.settled()
    calls = [row["method"] for row in (await evening.control.log())[sent:]]
    assert [each for each in calls if each != "getUpdates"] == []
    people = evening.app.store.database.rows("SELECT id FROM people")
    assert {row["id"] for row in people} <= {emma.id}


async def test_a_forwarded_command_and_an_edited_one_do_nothing_but_say_so(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/mydata", forward=True)
    assert "forwarded" in (await emma.last()).text
    await emma.send("22:30 is my bedtime")
    mine = [each for each in await emma.messages() if not each.from_bot][-1]
    replies = await emma.edit(mine.id, "/mydata")
    assert "edited" in replies[-1].text
    assert evening.app.store.people.get(emma.id) is not None


async def test_what_another_bot_wrote_is_not_executed(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    bot = {"id": 44, "is_bot": True, "first_name": "Inline", "username": "inline_bot"}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    await evening.control.update(message(emma, text="/check", entities=entities, via_bot=bot))
    await emma.sees("I do not act on forwarded messages")
    assert evening.app.store.people.get(emma.id) is None


async def test_a_press_whose_message_is_gone_or_cannot_be_read_is_answered(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    gone = {"chat": private(emma), "message_id": 5, "date": 0}
    odd: list[dict[str, Any]] = [
        {"message": gone},
        {"inline_message_id": "x"},
        {"message": gone, "game_short_name": "g"},
    ]
    for number, parts in enumerate(odd):
        query = {
            "id": str(number),
            "from": sender(emma),
            "chat_instance": "1",
            "data": "v1:check:open",
        } | parts
        await evening.control.update({"update_id": 150_000_001 + number, "callback_query": query})
        await emma.settled()
    assert TROUBLE not in (await emma.last()).text


async def test_a_group_hears_the_one_line_once_a_minute_whatever_is_called(evening: Evening) -> None:
    emma = await evening.emma()
    group = await evening.control.group("Family", emma)
    there = emma.in_group(group)
    await there.send("/start")
    for _ in range(5):
        await there.send("/start", wait=False)
    await there.settled()
    assert len([each for each in await there.messages() if each.from_bot]) == 1
    assert RED_CARD in (await there.send(f"/ask {NUMB}"))[0].text, "a card always comes"


# -- floods ------------------------------------------------------------------------------------------------


@pytest.fixture
async def limited(tmp_path: Path, content: Content) -> AsyncIterator[Evening]:
    """The bot with the limits that operators have."""
    async with StandIn(now=TUESDAY.timestamp) as server:
        settings = settings_for(server, tmp_path / "nightlift.db").model_copy(update={"burst": 10})
        async with running(server, settings, content) as app:
            yield Evening(server, app)


async def test_a_flood_gets_ten_answers_and_one_kind_word_and_nobody_else_waits(limited: Evening) -> None:
    emma, sakura = await limited.emma(), await limited.sakura()
    await sakura.send("/start")
    emma.patience = 30.0
    for number in range(300):
        await emma.send(f"question {number}", wait=False)
    [reply] = await sakura.send("/habits")
    assert reply.text
    await emma.settled(30.0)
    answers = [each.text for each in await emma.messages() if each.from_bot]
    assert len([each for each in answers if TOO_FAST in each]) == 1
    assert 11 <= len(answers) <= 11 + 15, "ten at once, and one every two seconds while it lasts"


async def test_a_warning_sign_gets_its_card_in_the_middle_of_a_flood(limited: Evening) -> None:
    emma = await limited.emma()
    for number in range(40):
        await emma.send(f"question {number}", wait=False)
    await emma.send(NUMB, wait=False)
    await emma.sees(RED_CARD, 30.0)


async def test_a_healthy_person_gets_through_the_check_at_full_speed(limited: Evening) -> None:
    emma = await limited.emma()
    await emma.send("/start")
    assert "Your plan" in (await checked(emma)).text
