"""Calls that no library makes: whatever stands in a field, it is taken or refused, and nothing stumbles."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.api import METHODS
from bot.demo.server import StandIn
from bot.demo.spec import bot_api

EMMA = 7
ODD: list[Any] = [
    *(None, "", 0, -1, 10**30, 1.5, True, "nan", "1e999", "\ud800", "\0", "x" * 5000, "{", "[]", "{}"),
    *([], {}, [[]], [{}], [None], [[[]]], [1, 2], {"type": "x"}, {"text": 1}, {"a": {"b": []}}),
    # keyboards
    {"inline_keyboard": [[None]]},
    {"inline_keyboard": [[{}]]},
    {"inline_keyboard": [[{"text": 1}]]},
    {"inline_keyboard": [[{"text": "x", "url": 5}]]},
    {"inline_keyboard": [[{"text": "x", "copy_text": {"text": None}}]]},
    {"inline_keyboard": [[{"text": "x", "callback_data": "\ud800"}]]},
    {"keyboard": 5},
    {"keyboard": [5]},
    {"keyboard": [[None]]},
    {"keyboard": [["x"]], "input_field_placeholder": {}},
    {"remove_keyboard": 5},
    # spans
    [{"type": "bold", "offset": -5, "length": 100}],
    [{"type": "bold", "offset": 10**12, "length": -7}],
    [{"type": "text_link", "offset": 0, "length": 1}],
    [{"type": "no such", "offset": 1, "length": 1}],
    # media, replies, scopes, reactions
    [{"type": "photo", "media": "x"}] * 2,
    [{"type": 5, "media": 5}] * 2,
    {"type": "photo", "media": "attach://"},
    {"message_id": 10**20},
    *({"type": "chat"}, {"type": "chat", "chat_id": {}}, {"type": "chat", "chat_id": "x"}),
    *([{"type": "emoji"}], [{"type": "emoji", "emoji": ""}]),
]
USUAL: dict[str, Any] = {
    "chat_id": EMMA,
    "user_id": EMMA,
    "message_id": 1,
    "message_ids": [1],
    "commands": [],
    "media": [],
    "latitude": 1,
    "longitude": 1,
    "action": "typing",
    "url": "",
}


@pytest.mark.parametrize("method", METHODS)
async def test_nothing_odd_in_any_field_makes_it_stumble(server: StandIn, method: str) -> None:
    server.world.add_person("Emma", "en", EMMA, met=True)
    entry = bot_api()["methods"][method]
    needed = {*entry["required"], *({"chat_id", "message_id"} if method.startswith("edit") else ())}
    usual = {name: USUAL.get(name, "x") for name in needed}
    for name in entry["fields"]:
        for odd in ODD:
            if not server.world.messages[EMMA]:
                server.world.add_message(EMMA, None, {"text": "hi"})
            patient = {"timeout": 0} if method == "getUpdates" else {}
            # Every error but a refusal comes through.
            await server.gateway.call(method.lower(), usual | {name: odd} | patient, {})
    assert all(call.status in (200, 400, 404) for call in server.world.log)
