"""The rules of `content/style.toml`: forbidden claims, lock-screen words, jargon, sentence length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from bot.catalogue.reader import Faults, Table, read_table
from bot.coach.model import Language

FILE = "style.toml"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[。！？\n]+")

Terms = Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where a forbidden word is no claim, and why."""

    file: str
    words: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Style:
    forbidden: Terms
    allowed: tuple[Allowed, ...]
    lock_screen: Terms
    jargon: Terms
    longest: Mapping[Language, int]

    def faults(self, text: str, language: Language, file: str) -> Iterator[str]:
        """What this text says that it should not, and sentences that are too long."""
        for term in found(text, language, self.forbidden[language]):
            if not self._allows(file, term):
                yield f"{term!r} is a claim that is not ours to make (G38, G40)"
        for term in found(text, language, self.jargon[language]):
            if not self._allows(file, term):
                yield f"{term!r} is jargon; say it in everyday words"
        yield from self._too_long(text, language)

    def lock_screen_faults(self, text: str, language: Language) -> Iterator[str]:
        """Words in a nightly text that a lock screen would give away, or that blame."""
        for term in found(text, language, self.lock_screen[language]):
            yield f"{term!r} does not belong on a lock screen"

    def _allows(self, file: str, term: str) -> bool:
        return any(fnmatch(file, each.file) and term in each.words for each in self.allowed)

    def _too_long(self, text: str, language: Language) -> Iterator[str]:
        for sentence in sentences(text):
            length, limit = sentence_length(sentence, language), self.longest[language]
            if length > limit:
                unit = "words" if language is Language.EN else "characters"
                yield f"a sentence of {length} {unit}, at most {limit}: {sentence!r}"


def found(text: str, language: Language, terms: Sequence[str]) -> list[str]:
    """The terms that stand in the text: English as whole words (* is any ending), Japanese anywhere."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if language is Language.JA:
        return [term for term in terms if term in plain]
    if not _any_of(tuple(terms)).search(plain):
        return []  # so it is with nearly every text: one look instead of one for each term
    return [term for term in terms if _any_of((term,)).search(plain)]


@cache
def _any_of(terms: tuple[str, ...]) -> re.Pattern[str]:
    patterns = (re.escape(term.casefold()).replace(r"\*", r"\w*") for term in terms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without HTML and source tags."""
    plain = re.sub(r"<[^>]*>|\s?\[[A-Z]\d*\]", "", text)
    return [sentence.strip() for sentence in SENTENCE_END.split(plain) if sentence.strip()]


def sentence_length(sentence: str, language: Language) -> int:
    """Words in English, characters in Japanese."""
    return len(sentence.split()) if language is Language.EN else len(sentence)


def read_style(folder: Path, faults: Faults) -> Style:
    root = read_table(folder, FILE, faults)
    root.only("forbidden", "allowed", "lock_screen", "jargon", "longest")
    longest = root.table("longest")
    return Style(
        forbidden=_terms(root, "forbidden"),
        allowed=tuple(_allowed(table) for table in root.tables("allowed")),
        lock_screen=_terms(root, "lock_screen"),
        jargon=_terms(root, "jargon"),
        longest={language: longest.integer(language) for language in Language},
    )


def _terms(root: Table, name: str) -> Terms:
    table = root.table(name)
    table.only(*Language)
    return {language: table.strings(language) for language in Language}


def _allowed(table: Table) -> Allowed:
    table.only("file", "words", "reason")
    return Allowed(table.string("file"), table.strings("words"), table.string("reason"))
