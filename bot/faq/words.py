"""Normalises a text and cuts it into units; Japanese and English by script, never by profile.

A unit is one English word (stemmed), one run of digits, or one Japanese character. Everything that
looks for phrases (concepts, warning signs) looks for sequences of units, so that both languages and
mixtures of them go through the same few lines.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_VOICING = ("\u3099", "\u309a")

_KANA = "ぁ-ゖー"
_JAPANESE = rf"{_KANA}々〆㐀-䶿一-鿿豈-﫿"

_PLAIN = re.compile("[a-z0-9ぁ-ゖ一-鿿]+(?: [a-z0-9ぁ-ゖ一-鿿]+)*")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`´ʼ](?=[^\W\d_])")
_NUMBER_POINT = re.compile(r"(?<=\d)[.,:](?=\d)")
_WAVE = re.compile(rf"(?<=[{_KANA}])[~〜∼]+")
_SENTENCE_END = re.compile(r"[.。．｡!?！？…‥\n\r]+")
_CLAUSE_END = re.compile(r"[,、，､;；:：]+")
_OTHER = re.compile(r"[^\w.,]|_")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_DRAWL = re.compile(rf"ー+(?=い?ー*(?![{_KANA}]))")
_BREAKS = re.compile(r"[ .,]*\.[ .,]*")
_COMMAS = re.compile(r" *,[ ,]*")
_SPACES = re.compile(r" +")


def normalise(text: str) -> str:
    """One spelling for what reads the same: width, case, kana, accents, drawls, emoji, punctuation.

    Only letters, digits, single spaces, "," (clause ends) and "." (sentence ends) remain.
    Normalising twice changes nothing. Never raises, whatever the characters.
    """
    if _PLAIN.fullmatch(text):  # most phrases in content/ are written this way: nothing to fold
        return _REPEATED.sub(r"\1\1", text)
    text = _APOSTROPHE.sub("", _plain_letters(text))
    text = _NUMBER_POINT.sub(" ", _WAVE.sub("ー", text))
    text = _SENTENCE_END.sub(".", text)
    text = _CLAUSE_END.sub(",", text)
    text = _OTHER.sub(" ", text)
    text = _DRAWL.sub("", _REPEATED.sub(r"\1\1", text))
    text = _COMMAS.sub(", ", _BREAKS.sub(". ", text))
    return _SPACES.sub(" ", text).strip(" ,.")


def _plain_letters(text: str) -> str:
    """Compatibility forms, case, kana and accents folded; marks, controls and invisibles gone."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = unicodedata.normalize("NFC", "".join(_letter(char) for char in folded))
    for mark in _VOICING:
        kept = kept.replace(mark, "")
    return kept.translate(_KATAKANA_TO_HIRAGANA)


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """The character itself; nothing for a mark or an invisible; a space for a control or a stray half."""
    if char in _VOICING:
        return char
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category in ("Cs", "Co", "Cn") or (category == "Cc" and char not in "\n\r"):
        return " "
    return char


class Unit(NamedTuple):
    """One word, number or Japanese character, and the clause and sentence that it stands in."""

    word: str
    raw: str
    sentence: int
    clause: int
    japanese: bool


_UNIT = re.compile(rf"([{_JAPANESE}])|([.,])|\d+|[^\W\d_{_JAPANESE}]+")
_JAPANESE_GROUP, _BREAK_GROUP = 1, 2


def units(text: str) -> list[Unit]:
    """The units of a normalised text, in order."""
    found: list[Unit] = []
    sentence = clause = 0
    for match in _UNIT.finditer(text):
        raw = match.group()
        if match.lastindex == _BREAK_GROUP:
            clause += 1
            sentence += raw == "."
        else:
            japanese = match.lastindex == _JAPANESE_GROUP
            found.append(Unit(raw if japanese else stem(raw), raw, sentence, clause, japanese))
    return found


def cut(text: str) -> list[Unit]:
    """Normalise and cut."""
    return units(normalise(text))


def ngrams(found: list[Unit]) -> Iterator[str]:
    """Pairs of neighbouring Japanese characters within a clause, and single kanji."""
    for unit in found:
        if unit.japanese and unit.raw > "ー":
            yield unit.raw
    for left, right in itertools.pairwise(found):
        if left.japanese and right.japanese and left.clause == right.clause:
            yield left.raw + right.raw


_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")
_SHORT_ROOT = re.compile("[^aeiouy][aeiou][^aeiouwxy]")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """An English word without its usual endings: lifts, lifted, lifting → lift. Others stay.

    Light on purpose: it has to bring forms of one word together, not to find a real root.
    """
    if len(word) < 4 or not word.isascii():
        return word
    word = _singular(word)
    if len(word) >= 7 and word.endswith("ly"):
        word = word[:-2]
    word = _without_tense(word)
    return word[:-1] if len(word) >= 5 and word.endswith("e") else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search("(ss|x|z|sh|..ch)es$", word):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "siu":
        return word[:-1]
    return word


def _without_tense(word: str) -> str:
    """moving → move, but stopping → stop: English doubles the letter where no e was."""
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWEL.search(root) and not word.endswith("eed"):
            return root + "e" if _SHORT_ROOT.fullmatch(root) else _DOUBLED.sub(r"\1", root)
    return word
