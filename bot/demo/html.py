"""Telegram's HTML, parsed with Telegram's rules and refused in Telegram's words (after TDLib)."""

import re
from dataclasses import dataclass, replace

from bot.demo.entities import Entity, Formatted, sorted_entities, utf16_length
from bot.demo.wire import RefusalError, bad_request

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>\d{1,7})|(?P<name>[a-zA-Z]+));?")
LINK = re.compile(r"(https?|tg|ton)://\S+", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:]\S*)?$")
SPACES = " \t\r\n\v"
END = "\0"
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(frozen=True)
class _Open:
    tag: str
    argument: str
    offset: int
    text_from: int


def parse_html(source: str) -> Formatted:
    """Text and entities of Telegram's HTML; byte offsets in the refusals count UTF-8, as Telegram's do."""
    return _Parser(source).parse()


def unescape(source: str) -> str:
    """Replace the character references that Telegram knows; leave the others as they stand."""
    return REFERENCE.sub(_character, source)


def checked_link(url: str) -> str:
    """The link as Telegram would keep it, or an empty text if it would drop it (another scheme, no host)."""
    if LINK.match(url):
        return url
    return f"http://{url}" if HOST.match(url) else ""


def _character(match: re.Match[str]) -> str:
    if name := match["name"]:
        return NAMED.get(name, match[0])
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


class _Parser:
    """One pass from left to right; `open` holds the tags that wait for their end."""

    def __init__(self, source: str) -> None:
        self.source = source + END
        self.pos = 0
        self.begin = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self.pos < len(self.source) - 1:
            if self.source[self.pos] != "<":
                self._text()
                continue
            self.begin = self.pos
            self.pos += 1
            self._end_tag() if self.source[self.pos] == "/" else self._start_tag()
        if self.open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1].tag}\""
            )
        plain = (replace(e, argument="") if e.type in ("code", "spoiler") else e for e in self.entities)
        return Formatted("".join(self.out), sorted_entities(plain))

    def _text(self) -> None:
        until = self.source.find("<", self.pos)
        until = len(self.source) - 1 if until < 0 else until
        piece = unescape(self.source[self.pos : until])
        self.out.append(piece)
        self.offset += utf16_length(piece)
        self.pos = until

    def _refuse(self, reason: str, at: int | None = None) -> RefusalError:
        before = self.source[: self.begin if at is None else at].encode("utf-8", "replace")
        return bad_request(f"can't parse entities: {reason} at byte offset {len(before)}")

    def _skip_spaces(self) -> None:
        while self.source[self.pos] in SPACES:
            self.pos += 1

    def _until(self, stops: str) -> str:
        start = self.pos
        while self.source[self.pos] not in stops + SPACES + END:
            self.pos += 1
        return self.source[start : self.pos]

    def _start_tag(self) -> None:
        tag = self._until(">").lower()
        if self.source[self.pos] == END:
            raise self._refuse("Unclosed start tag")
        if tag not in TYPES:
            raise self._refuse(f'Unsupported start tag "{tag}"')
        argument = self._attributes(tag)
        if tag == "span" and argument != "spoiler":
            raise self._refuse('Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, argument, self.offset, len(self.out)))

    def _attributes(self, tag: str) -> str:
        """The one attribute value that means something for this tag; the position ends behind `>`."""
        argument = ""
        self._skip_spaces()
        while self.source[self.pos] != ">":
            name = self._until("=>/\"'")
            if not name:
                raise self._refuse(f'Empty attribute name in the tag "{tag}"')
            argument = _meaning(tag, name, self._value(tag)) or argument
            self._skip_spaces()
        self.pos += 1
        return argument

    def _value(self, tag: str) -> str | None:
        self._skip_spaces()
        if self.source[self.pos] == "=":
            self.pos += 1
            self._skip_spaces()
            value = self._token() if self.source[self.pos] not in "\"'" + END else self._quoted()
        else:
            value = None
        if self.source[self.pos] == END:
            raise self._refuse(f'Unclosed start tag "{tag}"' if value is None else "Unclosed start tag")
        return value

    def _token(self) -> str:
        start = self.pos
        matched = NAME_TOKEN.match(self.source, self.pos)
        self.pos = matched.end() if matched else self.pos
        if self.source[self.pos] not in SPACES + ">" + END:
            raise self._refuse("Unexpected end of name token", start)
        return self.source[start : self.pos].lower()

    def _quoted(self) -> str:
        quote = self.source[self.pos]
        end = self.source.find(quote, self.pos + 1) if quote != END else -1
        if end < 0:
            raise self._refuse("Unclosed start tag")
        value = unescape(self.source[self.pos + 1 : end])
        self.pos = end + 1
        return value

    def _end_tag(self) -> None:
        if not self.open:
            raise self._refuse("Unexpected end tag")
        self.pos += 1
        found = self._until(">").lower()
        self._skip_spaces()
        if self.source[self.pos] != ">":
            raise self._refuse("Unclosed end tag")
        self.pos += 1
        opened = self.open.pop()
        if found and found != opened.tag:
            refusal = self._refuse("Unmatched end tag")
            raise RefusalError(400, f'{refusal.description}, expected "</{opened.tag}>", found "</{found}>"')
        if self.offset > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        kind, argument = TYPES[opened.tag], opened.argument
        length = self.offset - opened.offset
        if kind == "text_link":
            argument = checked_link(argument or "".join(self.out[opened.text_from :]))
            if not argument:
                return
        elif kind == "blockquote" and argument:
            kind, argument = "expandable_blockquote", ""
        elif kind == "custom_emoji" and not argument.isdigit():
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        elif kind in ("pre", "code") and self._joined_block(opened.offset, length, argument):
            return
        self.entities.append(Entity(kind, opened.offset, length, argument))

    def _joined_block(self, offset: int, length: int, argument: str) -> bool:
        """`<pre><code class="language-x">` is one block with a language, not two spans."""
        last = self.entities[-1] if self.entities else None
        if last is None or (last.offset, last.length) != (offset, length) or last.type not in ("pre", "code"):
            return False
        self.entities[-1] = Entity("pre", offset, length, last.argument or argument)
        return True


def _meaning(tag: str, name: str, value: str | None) -> str:
    match tag, name:
        case "blockquote", "expandable":
            return "1"
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value or ""
        case "code", "class" if (value or "").startswith("language-"):
            return (value or "").removeprefix("language-")
        case "span", "class" if (value or "").startswith("tg-"):
            return (value or "").removeprefix("tg-")
    return ""
