"""Formatted text: a plain text and its entities, counted in UTF-16 code units as Telegram counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from bot.demo.wire import Json

MAX_ENTITIES = 100
# As TDLib finds them. A command touches no letter, digit or slash: "and/or" is none, "、/check" is one.
FOUND = re.compile(
    r"(?<![\w/<>])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/<>])|(?P<url>https?://[^\s<>\"']+)"
)
SAFE_LINK = re.compile(r"(https?|tg)://", re.IGNORECASE)
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
# Telegram replaces control characters by spaces and drops these (TDLib, clean_input_string).
TO_SPACE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
DROPPED = dict.fromkeys([13, *range(0x2028, 0x202F), 0xFEFF], "")
INVISIBLE = re.compile(r"[\s\u00a0\u200b-\u200f\u2060-\u206f\u2800\ufe0f\u180e]*")


@dataclass(frozen=True)
class Entity:
    """One span: its type, its start and length in UTF-16 units, its argument if it has one."""

    type: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """The first unit after the span."""
        return self.offset + self.length

    def to_json(self) -> Json:
        """Telegram's MessageEntity."""
        key = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}.get(self.type)
        extra = {key: self.argument} if key and self.argument else {}
        return {"type": self.type, "offset": self.offset, "length": self.length} | extra


@dataclass(frozen=True)
class Formatted:
    """A text without markup, and what the markup said."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_json(rows: Iterable[Json]) -> tuple[Entity, ...]:
    """Entities that a bot passed instead of a parse mode."""
    return tuple(
        Entity(
            row["type"],
            row["offset"],
            row["length"],
            str(row.get("url") or row.get("language") or row.get("custom_emoji_id") or ""),
        )
        for row in rows
    )


def clean(text: str) -> str:
    """Text as Telegram keeps it: no control characters, no line separators, no lone surrogates."""
    cleaned = text.translate({**TO_SPACE, **DROPPED})
    return cleaned.encode("utf-8", "replace").decode("utf-8")


def is_blank(text: str) -> bool:
    """True if a reader would see nothing."""
    return INVISIBLE.fullmatch(text) is not None


def tidy(formatted: Formatted) -> Formatted:
    """Trim as Telegram does: spaces at the end, and at the start as far as the first entity."""
    first = min((e.offset for e in formatted.entities), default=utf16_length(formatted.text))
    text = formatted.text.rstrip()
    leading = min(len(text) - len(text.lstrip()), first)
    text = text[leading:]
    size = utf16_length(text)
    moved = (replace(e, offset=e.offset - leading) for e in formatted.entities)
    kept = (replace(e, length=min(e.end, size) - e.offset) for e in moved)
    return Formatted(text, tuple(e for e in kept if e.length > 0)[:MAX_ENTITIES])


def with_found(formatted: Formatted) -> Formatted:
    """Add what Telegram finds by itself: commands and links, outside of other spans."""
    found = [entity for entity in _found(formatted.text) if not _touches(entity, formatted.entities)]
    return Formatted(formatted.text, sorted_entities([*formatted.entities, *found]))


def _found(text: str) -> Iterable[Entity]:
    for match in FOUND.finditer(text):
        kind = match.lastgroup or ""
        yield Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))


def _touches(entity: Entity, others: Iterable[Entity]) -> bool:
    closed = (e for e in others if e.type in ("code", "pre", "text_link"))
    return any(e.offset < entity.end and entity.offset < e.end for e in closed)


def sorted_entities(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Outer spans before inner ones."""
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length)))


def to_html(formatted: Formatted) -> str:
    """Safe HTML for the chat page: every character escaped, only the known spans become tags."""
    units = formatted.text.encode("utf-16-le", "surrogatepass")
    waiting = [e for e in sorted_entities(formatted.entities) if _tags(e, "")[0]]
    edges = {0, len(units) // 2} | {e.offset for e in waiting} | {e.end for e in waiting}
    out: list[str] = []
    open_spans: list[tuple[Entity, str]] = []
    points = sorted(edges)
    for start, end in pairwise(points):
        _close_ended(start, open_spans, out)
        for entity in (e for e in waiting if e.offset == start):
            opening, closing = _tags(entity, _slice(units, entity.offset, entity.end))
            out.append(opening)
            open_spans.append((entity, closing))
        out.append(escape(_slice(units, start, end)))
    out.extend(closing for _, closing in reversed(open_spans))
    return "".join(out)


def _close_ended(point: int, open_spans: list[tuple[Entity, str]], out: list[str]) -> None:
    """Close what ends here; a span that merely overlaps is closed with it (a browser could not nest it)."""
    first = next((i for i, (entity, _) in enumerate(open_spans) if entity.end <= point), None)
    while first is not None and len(open_spans) > first:
        out.append(open_spans.pop()[1])


def _slice(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _tags(entity: Entity, shown: str) -> tuple[str, str]:
    """The opening and the closing tag of a span; empty for one that stays plain text."""
    if tag := TAGS.get(entity.type):
        return f"<{tag}>", f"</{tag}>"
    match entity.type:
        case "spoiler":
            return '<span class="spoiler" tabindex="0">', "</span>"
        case "bot_command":
            return f'<button type="button" class="command" data-command="{escape(shown)}">', "</button>"
        case "text_link" | "url":
            return _link(entity.argument or shown)
    return "", ""


def _link(url: str) -> tuple[str, str]:
    if not SAFE_LINK.match(url) and url:
        return "", ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
