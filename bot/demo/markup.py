"""Keyboards: what Telegram accepts as reply_markup, and its words for what it does not."""

import json
from typing import Any

from bot.demo.entities import clean
from bot.demo.html import checked_link
from bot.demo.wire import Json, bad_request

CALLBACK_DATA_BYTES = 64
INLINE_BUTTONS = 100
REPLY_BUTTONS = 300
COPY_TEXT = 256
PLACEHOLDER = 64
# Measured by bot authors, documented nowhere: the whole keyboard has to fit in about ten kilobytes.
MARKUP_BYTES = 10_240
PLAIN_KINDS = ("keyboard", "remove_keyboard", "force_reply")
STYLES = ("danger", "success", "primary")
OTHER_ACTIONS = (
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)


def reply_markup(value: Any) -> Json | None:
    """The keyboard to keep, checked and normalised; `None` if there is none."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    if "inline_keyboard" in value:
        return inline_keyboard(value)
    _check_placeholder(value)
    if "keyboard" in value:
        _rows(value["keyboard"], "keyboard", REPLY_BUTTONS)
        return value | {"keyboard": [[_reply_button(b) for b in row] for row in value["keyboard"]]}
    return value if any(kind in value for kind in PLAIN_KINDS) else None


def _check_placeholder(value: Json) -> None:
    # The number is documented; the words are ours.
    if len(str(value.get("input_field_placeholder", ""))) > PLACEHOLDER:
        raise bad_request("input field placeholder is too long")


def inline_keyboard(value: Json) -> Json:
    """An inline keyboard with every button checked; rows without buttons are dropped."""
    rows = _rows(value["inline_keyboard"], "inline keyboard", INLINE_BUTTONS)
    return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows if row]}


def _rows(value: Any, name: str, most: int) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{name.replace(" ", "_")}" of the markup must be an Array of Arrays')
    if not all(isinstance(row, list) for row in value):
        raise bad_request(f"{name} row must be an Array")
    if sum(map(len, value)) > most:
        raise bad_request("reply markup is too long")
    return value


def _inline_button(button: Any) -> Json:
    reason = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{reason}: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f'{reason}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in (None, *STYLES):
        raise bad_request(f"{reason}: invalid button style specified")
    return button | {"text": clean(text)} | _action(button, reason)


def _action(button: Json, reason: str) -> Json:
    """What the button does; Telegram wants exactly one thing."""
    if "callback_data" in button:
        return {"callback_data": _callback_data(button["callback_data"])}
    if "url" in button:
        return {"url": _url(button["url"])}
    if "copy_text" in button:
        return {"copy_text": _copy_text(button["copy_text"], reason)}
    if any(name in button for name in OTHER_ACTIONS):
        return {}
    raise bad_request(f"{reason}: Text buttons are unallowed in the inline keyboard")


def _callback_data(data: Any) -> str:
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "replace")) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _url(url: Any) -> str:
    checked = checked_link(str(url))
    if not checked:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _copy_text(copied: Any, reason: str) -> Json:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str):
        raise bad_request(f'{reason}: Field "copy_text" must be of type Object')
    if not 1 <= len(text) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _reply_button(button: Any) -> Json:
    shown = {"text": button} if isinstance(button, str) else button
    if not isinstance(shown, dict) or not isinstance(shown.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not shown["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return shown
