"""Reads a text as people tell of a trouble: English denials in one form, every Japanese ending, small
words passed over, and each sentence together with the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.faq.phrases import FILLERS
from bot.faq.words import Unit, normalise, units

SENTENCE = 120  # units; a longer sentence is read in pieces, each together with the next
SMALL = 3  # letters; English words up to here (is, has, in, all) widen a gap by half
# "my knee is badly swollen up" reads like "knee swollen": these say nothing about what is wrong.
_LIGHT = """is are was were be been being am has have had got getting gets keep keeps kept so too also even
still always often sometimes suddenly completely fully properly slightly badly almost nearly kind sort"""
# 力は急に入らなくなった reads like 力が入らなくなった: particles and adverbs that may stand inside a phrase.
_ADVERBS = """急に 突然 いきなり すごく すっごく めっちゃ めちゃくちゃ かなり とても 少し すこし 少しずつ
ちょっと なんか なんだか けっこう 結構 ほんとに 本当に だいぶ ずいぶん どんどん だんだん 徐々に ずっと 時々
ときどき たまに うまく 上手く やけに 妙に いつも 何度も 何回も 毎日 毎回 最近 今朝から 昨日から さっきから
全く まったく 全然 ぜんぜん ほとんど ほぼ あまり あんまり なかなか 一気に みるみる 余計に さらに 特に 常に
一瞬"""
_PARTICLE = "(?<=[一-龥々])(?<![上下曲広転塞繋騒痛嫌怖揚挙召仰拡])(?:[がをは]|も(?!も))"  # not 上がる, 内もも
_PASSED_OVER = re.compile("|".join([*sorted(_ADVERBS.split(), key=len, reverse=True), _PARTICLE]))
PASSED_OVER = "〜"  # how such a unit is written
LIGHT = FILLERS | frozenset(_LIGHT.split()) | {PASSED_OVER}
_POLITE = str.maketrans("かがさたなばまらわ", "きぎしちにびみりい")  # 動か(ない) → 動き(ません)

# めまい?ふらつき?ないです: read like めまいもふらつきもないです.
_ANSWERED_NO = re.compile(
    r"\. (?=(?:[^\s.,]{1,8}\. )*(?:いや|いえ|いいえ|そ(?:れ|んなの|ういうの)は|全然|特に)*"
    r"(?:ない(?=ない|です|よ|っす|けど|わ|ね|[.,]|$)|ありません|なし(?=です|[.,]|$)))"
)
_NOT = re.compile(r"\b(do|does|did|could|is|are|was|were|has|have|had) not\b")
_CANNOT = re.compile(r"\b(?:can ?not|carnt|cant not)\b")


def plain(text: str) -> str:
    """Normalised, and with English denials in one form: "does not", "doesn't" → "doesnt"."""
    text = _ANSWERED_NO.sub("も", normalise(text))
    if "not" not in text and "carnt" not in text:
        return text
    return _CANNOT.sub("cant", _NOT.sub(r"\1nt", text)).replace("will not", "wont")


class Spellings:
    """むねがいたい, 胸が居たい → 胸が痛い: words of content, however they are written."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._words = {plain(written): plain(word) for written, word in spellings.items()}
        longest_first = sorted(self._words, key=lambda written: (-len(written), written))
        self._written = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def put_right(self, text: str) -> str:
        if text.isascii():
            return text  # no spelling is English: that is the work of spelling.py
        return self._written.sub(lambda found: self._words[found.group()], text)


def endings(form: str) -> list[str]:
    """上がらない stands for 上がらなく, 上がらず, 上がんない, 上がりません too; others for themselves."""
    stem = form.removesuffix("ない")
    if stem in (form, ""):
        return [form]
    found = [stem + ending for ending in ("な", "ず", "ん", "へん", "ひん", "ねえ", "ねぇ")]
    found.append(stem[:-1] + stem[-1].translate(_POLITE) + "ませ")
    if stem[-1] in "られ":
        found.append(stem[:-1] + "んな")
    if stem[-1] in "がはも":
        found += [stem + "ありませ", stem + "無", stem + "あらへ"]
    return found


def read(text: str) -> list[Unit]:
    """The units of a plain text; Japanese adverbs are one unit, marked like particles as passed over."""
    found = units(text)
    if text.isascii():
        return found
    letters = "".join(unit.raw if unit.japanese else " " for unit in found)
    kept: list[Unit] = []
    done = 0
    for light in _PASSED_OVER.finditer(letters):
        kept += found[done : light.start()]
        kept.append(found[light.start()]._replace(word=light.group(), raw=PASSED_OVER))
        done = light.end()
    return kept + found[done:]


def sentences(text: str) -> Iterator[list[Unit]]:
    piece: list[Unit] = []
    for unit in read(text):
        if piece and (unit.sentence != piece[0].sentence or len(piece) >= SENTENCE):
            yield piece
            piece = []
        piece.append(unit)
    if piece:
        yield piece


def wide(unit: Unit) -> int:
    if unit.raw in LIGHT:
        return 0
    return 1 if unit.japanese or len(unit.raw) <= SMALL else 2
