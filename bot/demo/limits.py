"""Telegram's limits on texts, captions, commands and profile texts; lengths count code points."""

import re
from collections.abc import Callable
from typing import Any

from bot.demo.entities import Formatted, clean, from_json, is_blank, tidy, with_found
from bot.demo.html import parse_html
from bot.demo.markdown import parse_markdown_v2
from bot.demo.wire import Json, bad_request

TEXT = 4096
CAPTION = 1024
CALLBACK_ANSWER = 200
COMMANDS = 100
COMMAND = 32
COMMAND_DESCRIPTION = 256
COMMAND_NAME = re.compile(r"[a-z0-9_]+")
# Profile texts. The number is documented; Telegram's wording of these refusals is not, so the words are ours.
PROFILE = {"name": 64, "description": 512, "short_description": 120}

PARSERS: dict[str, Callable[[str], Formatted]] = {"html": parse_html, "markdownv2": parse_markdown_v2}


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> Formatted:
    """The text as Telegram would show it; refuses a parse mode or markup that Telegram refuses."""
    cleaned = clean(text)
    if entities and not parse_mode:
        return with_found(tidy(Formatted(cleaned, from_json(entities))))
    if not parse_mode:
        return with_found(tidy(Formatted(cleaned)))
    if parse_mode.lower() not in PARSERS:
        raise bad_request("unsupported parse_mode")
    return with_found(tidy(PARSERS[parse_mode.lower()](cleaned)))


def message_text(fields: Json) -> Json:
    """The `text` and `entities` of a text message; that there is a text was seen when it was read."""
    shown = formatted(fields["text"], fields.get("parse_mode"), fields.get("entities"))
    if is_blank(shown.text):
        raise bad_request("text must be non-empty")
    if len(shown.text) > TEXT:
        raise bad_request("message is too long")
    return _body("text", "entities", shown)


def caption(fields: Json) -> Json:
    """The `caption` and `caption_entities` of a media message; nothing if there is none."""
    shown = formatted(fields.get("caption", ""), fields.get("parse_mode"), fields.get("caption_entities"))
    if len(shown.text) > CAPTION:
        raise bad_request("message caption is too long")
    return {} if is_blank(shown.text) else _body("caption", "caption_entities", shown)


def _body(text_key: str, entities_key: str, shown: Formatted) -> Json:
    rows = [entity.to_json() for entity in shown.entities]
    return {text_key: shown.text} | ({entities_key: rows} if rows else {})


def callback_answer(text: str) -> str:
    """The text of a toast."""
    if len(text) > CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    return clean(text)


def commands(rows: list[Json]) -> list[Json]:
    """A command menu, as it will be shown."""
    if len(rows) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(row) for row in rows]


def _command(row: Json) -> Json:
    name = clean(str(row["command"])).strip().removeprefix("/")
    description = clean(str(row["description"])).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > COMMAND:
        raise bad_request(f"command length must not exceed {COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {COMMAND_DESCRIPTION}")
    if not COMMAND_NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def profile_text(kind: str, value: Any) -> str:
    """The bot's name, description or short description."""
    text = clean(str(value or "")).strip()
    if len(text) > PROFILE[kind]:
        raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
    return text
