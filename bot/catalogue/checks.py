"""Rules that every text of `content/` keeps, whatever it is for.

A text is any table with exactly `en` and `ja`. Each must have the same placeholders and the same numbers in
both languages and only such as are filled in, HTML that Telegram takes, a source for every number, and
nothing that `style.toml` forbids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.catalogue.reader import Faults, read_table, toml_files
from bot.catalogue.style import Style
from bot.coach.model import Language

TAG = re.compile(r"\s?\[(?:[HSGD]\d{1,2}|B)\]")
SENTENCE = re.compile(rf"[^.!?。！？\n]*(?:[.!?。！？](?:{TAG.pattern})*|\n|$)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
ALLOWED_HTML = frozenset({"b", "i", "u", "s", "code", "blockquote"})
LONGEST_TEXT = 4096

# What people say, and what is learned of it: no texts of ours, and nine tenths of all content.
NO_TEXTS = ("learned/", "asked.toml", "synonyms.toml", "warnings.toml")

# Files whose numbers may differ between the languages, and why.
NUMBERS_DIFFER = {"messages/words.toml": "months are names in English and numbers in Japanese"}


def check_texts(folder: Path, style: Style, faults: Faults) -> int:
    """Check every text of every file; returns how many there are."""
    count = 0
    for path in toml_files(folder):
        file = path.relative_to(folder).as_posix()
        if file.startswith(NO_TEXTS):
            continue
        values = read_table(folder, file, Faults()).values
        for key, pair, sourced in pairs(values, "", sourced=False):
            count += 1
            for fault in pair_faults(pair["en"], pair["ja"], sourced=sourced):
                faults.add(file, key, fault)
            for language in Language:
                for fault in style.faults(pair[language], language, file):
                    faults.add(file, key, f"{language}: {fault}")
            for name in sorted(name for name in placeholders(pair["en"]) if not _filled(name, file, key)):
                faults.add(file, key, f"nothing fills in {{{name}}} here")
            if file not in NUMBERS_DIFFER:
                for fault in number_faults(pair["en"], pair["ja"]):
                    faults.add(file, key, fault)
    return count


def _filled(name: str, file: str, key: str) -> bool:
    """Whether this placeholder is filled in there. A message's own are known to its view alone."""
    if file.startswith("messages/"):
        return True
    return name == "dose" and file == "reminders.toml" and key.startswith("training[")


def pairs(value: Any, key: str, *, sourced: bool) -> Iterator[tuple[str, dict[str, str], bool]]:
    """Every {en, ja} of texts below `value`; `sourced` when a table around it cites its sources."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from pairs(each, f"{key}[{number}]", sourced=sourced)
    elif isinstance(value, dict):
        if isinstance(value.get("en"), str) and isinstance(value.get("ja"), str):
            yield key, value, sourced or "from" in value
            return
        for name, each in value.items():
            path = f"{key}.{name}" if key else name
            yield from pairs(each, path, sourced=sourced or "from" in value)


def pair_faults(en: str, ja: str, *, sourced: bool) -> Iterator[str]:
    """What is wrong with one text; nothing when all is well."""
    if placeholders(en) != placeholders(ja):
        yield f"en has the placeholders {sorted(placeholders(en))}, ja has {sorted(placeholders(ja))}"
    for language, text in (("en", en), ("ja", ja)):
        for fault in text_faults(text, language, sourced=sourced):
            yield f"{language}: {fault}"


def number_faults(en: str, ja: str) -> Iterator[str]:
    """A number that stands in one language only."""
    if numbers(en) != numbers(ja):
        yield f"en has the numbers {sorted(numbers(en).elements())}, ja has {sorted(numbers(ja).elements())}"


def text_faults(text: str, language: str, *, sourced: bool) -> Iterator[str]:
    """What is wrong with a text in itself."""
    if len(text) > LONGEST_TEXT:
        yield f"{len(text)} characters; Telegram takes {LONGEST_TEXT}"
    yield from html_faults(text)
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield "a { or } that is no {placeholder}"
    if not sourced:
        for sentence in SENTENCE.findall(text):
            if NUMBER.search(without_tags(PLACEHOLDER.sub("", sentence))) and not TAG.search(sentence):
                yield f"a number without its source: {sentence.strip()!r}; write [H18], or a placeholder"


def placeholders(text: str) -> frozenset[str]:
    """The names in {braces}."""
    return frozenset(PLACEHOLDER.findall(text))


def numbers(text: str) -> Counter[str]:
    """The numbers in prose, each as often as it stands there; tags, placeholders and HTML aside."""
    plain = re.sub(r"<[^>]*>", "", PLACEHOLDER.sub("", without_tags(text)))
    return Counter(NUMBER.findall(plain))


def without_tags(text: str) -> str:
    """The text as it is shown: without its source tags."""
    return TAG.sub("", text)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_HTML:
            self.faults.append(f"<{tag}> is not allowed; allowed: {', '.join(sorted(ALLOWED_HTML))}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, or the wrong thing")


def html_faults(text: str) -> Iterator[str]:
    """HTML that Telegram would refuse."""
    if re.search(r"&(?!(?:lt|gt|amp|quot);)", text):
        yield "a bare &; write &amp;"
    if re.search(r"<(?!/?[a-z]+>)", text):
        yield "a < that begins no plain tag; write &lt;"
    parser = _Html()
    parser.feed(text)
    parser.close()
    yield from parser.faults
    if parser.open and not parser.faults:
        yield f"<{parser.open[-1]}> is never closed"
