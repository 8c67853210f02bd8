"""Telegram's MarkdownV2, parsed with Telegram's rules and refused in Telegram's words (after TDLib)."""

from dataclasses import dataclass

from bot.demo.entities import Entity, Formatted, sorted_entities, utf16_length
from bot.demo.html import checked_link
from bot.demo.wire import RefusalError, bad_request

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# Longer marks first: `__` is an underline, not two italics.
MARKS = {
    "```": ("Pre", "pre"),
    "__": ("Underline", "underline"),
    "||": ("Spoiler", "spoiler"),
    "![": ("CustomEmoji", "custom_emoji"),
    "_": ("Italic", "italic"),
    "*": ("Bold", "bold"),
    "~": ("Strikethrough", "strikethrough"),
    "[": ("TextUrl", "text_link"),
    "`": ("Code", "code"),
}
ENDS = {"![": "]", "[": "]"}


@dataclass(frozen=True)
class _Open:
    mark: str
    offset: int
    begin: int
    language: str = ""


def parse_markdown_v2(source: str) -> Formatted:
    """Text and entities of Telegram's MarkdownV2; byte offsets in the refusals count UTF-8."""
    return _Parser(source).parse()


def _refuse(reason: str) -> RefusalError:
    return bad_request(f"can't parse entities: {reason}")


class _Parser:
    """One pass from left to right; `open` holds the marks that wait for their end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pos = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.quote_from: int | None = None
        self.entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self.pos < len(self.source):
            self._step()
        self._end_quote()
        if self.open:
            name, _ = MARKS[self.open[-1].mark]
            raise _refuse(
                f"Can't find end of {name} entity at byte offset {self._bytes(self.open[-1].begin)}"
            )
        return Formatted("".join(self.out), sorted_entities(self.entities))

    def _step(self) -> None:
        char = self.source[self.pos]
        in_code = bool(self.open) and self.open[-1].mark in ("`", "```")
        if (
            char == "\\"
            and self.source[self.pos + 1 : self.pos + 2].isascii()
            and self.pos + 1 < len(self.source)
        ):
            self._emit(self.source[self.pos + 1], 2)
        elif char not in RESERVED or (in_code and char != "`"):
            self._plain(char)
        elif self.open and self._at(ENDS.get(self.open[-1].mark, self.open[-1].mark)):
            self._end()
        elif in_code:
            self._emit(char, 1)
        elif char == ">" and (self.pos == 0 or self.source[self.pos - 1] == "\n"):
            self.quote_from = self.offset if self.quote_from is None else self.quote_from
            self.pos += 1
        else:
            self._begin()

    def _plain(self, char: str) -> None:
        quote_goes_on = self.source.startswith(">", self.pos + 1)
        if char == "\n" and not quote_goes_on:
            self._end_quote()
        self._emit(char, 1)

    def _end_quote(self) -> None:
        if self.quote_from is not None and self.offset > self.quote_from:
            self.entities.append(Entity("blockquote", self.quote_from, self.offset - self.quote_from))
        self.quote_from = None

    def _emit(self, char: str, consumed: int) -> None:
        self.out.append(char)
        self.offset += utf16_length(char)
        self.pos += consumed

    def _at(self, mark: str) -> bool:
        if mark == "_" and self.source.startswith("__", self.pos):
            return False
        return self.source.startswith(mark, self.pos)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "replace"))

    def _begin(self) -> None:
        mark = next((mark for mark in MARKS if self.source.startswith(mark, self.pos)), None)
        if mark is None:
            char = self.source[self.pos]
            raise _refuse(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        begin, self.pos = self.pos, self.pos + len(mark)
        self.open.append(_Open(mark, self.offset, begin, self._language() if mark == "```" else ""))

    def _language(self) -> str:
        line = self.source[self.pos :].split("\n", 1)
        language = line[0] if len(line) == 2 and " " not in line[0] and "`" not in line[0] else ""
        self.pos += len(language)
        self.pos += self.source.startswith("\n", self.pos)
        return language

    def _end(self) -> None:
        opened = self.open.pop()
        self.pos += len(ENDS.get(opened.mark, opened.mark))
        _, kind = MARKS[opened.mark]
        argument = self._address(opened) if opened.mark in ENDS else opened.language
        if kind == "text_link":
            argument = checked_link(argument)
        if kind == "custom_emoji":
            argument = argument.rpartition("id=")[2]
            if not argument.isdigit():
                raise _refuse("Invalid custom emoji identifier specified")
        if self.offset > opened.offset and (argument or kind != "text_link"):
            self.entities.append(Entity(kind, opened.offset, self.offset - opened.offset, argument))

    def _address(self, opened: _Open) -> str:
        """The part in parentheses, or the text itself if there is none."""
        if not self.source.startswith("(", self.pos):
            return "".join(self.out)[-(self.offset - opened.offset) :]
        begin = self.pos
        self.pos += 1
        address: list[str] = []
        while self.pos < len(self.source) and self.source[self.pos] != ")":
            self.pos += self.source[self.pos] == "\\"
            address.append(self.source[self.pos : self.pos + 1])
            self.pos += 1
        if self.pos >= len(self.source):
            raise _refuse(f"Can't find end of a URL at byte offset {self._bytes(begin)}")
        self.pos += 1
        return "".join(address)
