"""The Bot API as data (botapi.json, made by bot.demo.extract): a method's fields and their types."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.demo.wire import Json, bad_request

PRIMITIVES = frozenset({"Integer", "String", "Boolean", "Float", "True", "InputFile"})
ARRAY = "Array of "
TRUTHY = frozenset({"true", "yes", "1"})
INTEGER = re.compile(r"-?\d{1,19}")

# Telegram's own words where a required field is missing; anything else is 'Parameter "x" is required'.
MISSING = {
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "text": "message text is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "document": "there is no document in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "action": "wrong parameter action in request",
}
# Required by the description, but Telegram itself takes an empty one: setWebhook without a URL deletes.
MAY_BE_EMPTY = frozenset({"url"})
# Keyboards have their own rules and words (markup.py).
CHECKED_ELSEWHERE = frozenset({"reply_markup"})


@dataclass(frozen=True)
class Decoded:
    """Fields with the Bot API's types, and the names it does not know (Telegram ignores those)."""

    fields: Json
    unknown: tuple[str, ...]


@cache
def bot_api() -> Json:
    """The extract: source, version, methods, types."""
    text = (files("bot.demo") / "botapi.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


@cache
def _methods() -> dict[str, Json]:
    return {name.lower(): entry for name, entry in bot_api()["methods"].items()}


def item_type(type_name: str) -> str:
    """`Array of Array of X` → `X`."""
    while type_name.startswith(ARRAY):
        type_name = type_name.removeprefix(ARRAY)
    return type_name


def decode(method: str, raw: Mapping[str, Any], uploads: Mapping[str, object]) -> Decoded:
    """Give each field its type; refuse a missing required field, bad JSON, or a value of another type.

    An empty string counts as a field that was not sent, as it does at Telegram. `method` in lower case.
    """
    entry = _methods()[method]
    known: dict[str, list[str]] = entry["fields"]
    present = {name: value for name, value in raw.items() if name in known and value not in (None, "")}
    fields = {name: _typed(name, value, known[name]) for name, value in present.items()}
    for name in entry["required"]:
        if name not in fields and name not in uploads and name not in MAY_BE_EMPTY:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return Decoded(fields, tuple(name for name in raw if name not in known))


def _typed(name: str, value: Any, types: list[str]) -> Any:
    if types == ["String"]:
        return value if isinstance(value, str) else _as_text(name, value)
    if "Integer" in types and INTEGER.fullmatch(str(value)):
        return int(value)
    if "String" in types:
        return str(value)
    if types == ["Boolean"] or types == ["True"]:
        return str(value).lower() in TRUTHY
    if types in (["Integer"], ["Float"]):
        return _number(name, value, types[0])
    return _structure(name, value, types)


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise bad_request(f'field "{name}" must be of type String')
    return str(value)


def _number(name: str, value: Any, wanted: str) -> float:
    try:
        if wanted == "Float":
            return float(value)
    except (TypeError, ValueError):
        pass
    raise bad_request(f'field "{name}" must be of type {wanted}')


def _structure(name: str, value: Any, types: list[str]) -> Any:
    parsed = _parsed(name, value) if isinstance(value, str) else value
    if name not in CHECKED_ELSEWHERE and (fault := _fault(parsed, types)):
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object: {fault}")
    return parsed


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        shown = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise bad_request(f"can't parse {shown} JSON object") from None


def _fault(value: Any, types: list[str]) -> str | None:
    """What is wrong with `value` if it fits none of the types, in Telegram's manner of speaking."""
    faults = [_fault_as(value, type_name) for type_name in types]
    return None if None in faults else faults[0]


def _fault_as(value: Any, type_name: str) -> str | None:
    if type_name.startswith(ARRAY):
        return _array_fault(value, type_name.removeprefix(ARRAY))
    if type_name in PRIMITIVES:
        return None if _is_primitive(value, type_name) else f"expected {type_name}"
    entry = bot_api()["types"][type_name]
    if subtypes := entry.get("subtypes"):
        return _fault(value, subtypes)
    return _object_fault(value, entry)


def _array_fault(value: Any, item: str) -> str | None:
    if not isinstance(value, list):
        return "expected an Array"
    return next((fault for element in value if (fault := _fault_as(element, item))), None)


def _object_fault(value: Any, entry: Json) -> str | None:
    if not isinstance(value, dict):
        return "expected an Object"
    for name in entry["required"]:
        if name not in value:
            return f'can\'t find field "{name}"'
    for name in value.keys() & entry["fields"].keys():
        if _fault(value[name], entry["fields"][name]):
            return f'field "{name}" must be of type {" or ".join(entry["fields"][name])}'
    return None


def _is_primitive(value: Any, type_name: str) -> bool:
    match type_name:
        case "String":
            return isinstance(value, str)
        case "Boolean" | "True":
            return isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)
