"""The extract of the Bot API, the table of methods, the limits: they agree, with the documentation too."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.demo import editing, limits, markup, sending, updates, webhook
from bot.demo.api import METHODS
from bot.demo.extract import extract, to_text
from bot.demo.spec import PRIMITIVES, bot_api, item_type

KEPT = (files("bot.demo") / "botapi.json").read_text(encoding="utf-8")
# The whole description; it is no part of the project, but may lie beside it.
WHOLE = Path(__file__).resolve().parents[3] / "shared" / "botapi"

# Every documented limit of the covered methods and their types, and what the stand-in makes of it.
HELD: dict[str, tuple[int, int]] = {
    "getUpdates.limit": (1, updates.MOST_AT_ONCE),
    "setWebhook.max_connections": (1, webhook.MOST_CONNECTIONS),
    "setWebhook.secret_token": (1, webhook.SECRET_LENGTH),
    "sendMessage.text": (1, limits.TEXT),
    "editMessageText.text": (1, limits.TEXT),
    "sendPhoto.caption": (0, limits.CAPTION),
    "sendAudio.caption": (0, limits.CAPTION),
    "sendDocument.caption": (0, limits.CAPTION),
    "sendVideo.caption": (0, limits.CAPTION),
    "sendAnimation.caption": (0, limits.CAPTION),
    "sendVoice.caption": (0, limits.CAPTION),
    "editMessageCaption.caption": (0, limits.CAPTION),
    "InputMediaAnimation.caption": (0, limits.CAPTION),
    "InputMediaAudio.caption": (0, limits.CAPTION),
    "InputMediaDocument.caption": (0, limits.CAPTION),
    "InputMediaPhoto.caption": (0, limits.CAPTION),
    "InputMediaVideo.caption": (0, limits.CAPTION),
    "sendMediaGroup.media": (sending.LEAST_IN_ALBUM, sending.MOST_IN_ALBUM),
    "answerCallbackQuery.text": (0, limits.CALLBACK_ANSWER),
    "setMyName.name": (0, limits.PROFILE["name"]),
    "setMyDescription.description": (0, limits.PROFILE["description"]),
    "setMyShortDescription.short_description": (0, limits.PROFILE["short_description"]),
    "deleteMessages.message_ids": (1, editing.MOST_DELETED),
    "BotCommand.command": (1, limits.COMMAND),
    "BotCommand.description": (1, limits.COMMAND_DESCRIPTION),
    "CopyTextButton.text": (1, markup.COPY_TEXT),
    "InlineKeyboardButton.callback_data": (1, markup.CALLBACK_DATA_BYTES),
    "ReplyKeyboardMarkup.input_field_placeholder": (1, markup.PLACEHOLDER),
    "ForceReply.input_field_placeholder": (1, markup.PLACEHOLDER),
}
# Fields that the stand-in takes without effect.
NOT_HELD = {
    "sendLocation.horizontal_accuracy",
    "InputMediaLivePhoto.caption",
    "KeyboardButtonRequestUsers.max_quantity",
    "ReplyParameters.quote",
}


def test_every_method_of_the_stand_in_is_described_and_no_other() -> None:
    assert set(bot_api()["methods"]) == set(METHODS)


def test_every_type_that_a_field_mentions_is_described() -> None:
    entries = [*bot_api()["methods"].values(), *bot_api()["types"].values()]
    mentioned = {item_type(t) for entry in entries for types in entry["fields"].values() for t in types}
    mentioned |= {name for entry in entries for name in entry.get("subtypes", [])}
    assert mentioned - PRIMITIVES == set(bot_api()["types"])


def test_every_documented_limit_is_the_stand_ins() -> None:
    entries = (bot_api()["methods"] | bot_api()["types"]).items()
    documented = {
        f"{name}.{field}": tuple(limit)
        for name, entry in entries
        for field, limit in entry.get("limits", {}).items()
    }
    assert {name: limit for name, limit in documented.items() if name not in NOT_HELD} == HELD
    assert documented.keys() >= NOT_HELD


def test_an_extract_takes_the_covered_methods_and_the_types_they_reach() -> None:
    number = {"name": "limit", "types": ["Integer"], "required": False, "description": "ISO 639-1; 1-100."}
    described = {
        "version": "Bot API 10.0",
        "methods": {
            "getFile": {"fields": [{"name": "file_id", "types": ["String"], "required": True}]},
            "getUpdates": {"fields": [number]},
            "sendDice": {},
            "setMyCommands": {
                "fields": [{"name": "commands", "types": ["Array of BotCommand"], "required": True}]
            },
        },
        "types": {"BotCommand": {"fields": []}, "Dice": {"fields": []}},
    }
    extracted = extract(described)
    assert list(extracted["methods"]) == ["getFile", "getUpdates", "setMyCommands"]
    assert list(extracted["types"]) == ["BotCommand"]
    assert extracted["methods"]["getFile"] == {"fields": {"file_id": ["String"]}, "required": ["file_id"]}
    assert extracted["methods"]["getUpdates"]["limits"] == {"limit": [1, 100]}
    assert '"getFile": {"fields"' in to_text(extracted)


def test_the_kept_extract_is_well_formed_and_that_of_the_whole_description_where_there_is_one() -> None:
    assert to_text(json.loads(KEPT)) == KEPT
    for whole in WHOLE.glob("api-*.min.json"):
        described: dict[str, Any] = json.loads(whole.read_text(encoding="utf-8"))
        assert to_text(extract(described)) == KEPT
        emoji = described["types"]["ReactionTypeEmoji"]["fields"][1]["description"]
        assert set(re.findall(r'"([^"]+)"', emoji)) == sending.REACTIONS
