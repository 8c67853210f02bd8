"""Finds a warning sign in free text, in full and in linear time, whatever the length or language.

A rule names groups of words that stand together ("cannot" shortly before "urinate"). Idioms hide the
words inside them ("fell off the wagon"), and what is denied does not count ("no numbness").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise, product

from bot.catalogue.vocabulary import Near, WarningRule, WarningWords
from bot.coach.model import WORST_FIRST, Verdict
from bot.faq.phrases import FILLERS, Match, Phrases
from bot.faq.spelling import Spelling
from bot.faq.words import Unit, normalise, units

# Groups of warnings.toml that no rule has to name: they work on all of them.
IDIOM = "idiom"  # words inside one are not meant literally
NEGATOR = "negator"  # English: what follows is denied
NOT_DENIED = "not-denied"  # "not sure why …": a negator that denies nothing
CONTRAST = "contrast"  # "but": what was denied ends here
RELATIVE = "relative"  # someone else is spoken of
MYSELF = "myself"
SET_ASIDE = "set-aside"  # a pet, a what-if: no sign at all
GLOBAL = (IDIOM, NEGATOR, NOT_DENIED, CONTRAST, RELATIVE, MYSELF, SET_ASIDE)

SENTENCE = 120  # units; a longer sentence is read in pieces, each together with the next
CLOSE = 11  # how far apart words may stand, in the widths of `_wide`
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
SHORTEST = 3  # a phrase of so few characters needs its particle: 目回 stands in 三回目回復
TAIL = 24  # units after a sign that are looked at for a denial
DENIAL_REACH = 5  # units that an English "no" reaches forward
_POLITE = str.maketrans("かがさたなばまらわ", "きぎしちにびみりい")  # 動か(ない) → 動き(ません)

# What may stand between a Japanese sign and its denial.
# No "と" or "れ" alone: しびれがとれない denies nothing.
_BETWEEN = (
    r"れ?(?:[いくみさるてたりだがはもをのでや]|し(?=[てたなま])|かっ|なっ|なる|なり|じゃ|られ(?=[るた])|され(?=[るた])"
    r"|感じ?|感覚|とか|など|等|という|といった|ような|みたいな|こと|わけ|症状|自覚|特に|別に|全然|全く"
    r"|まったく|ぜんぜん|一切|ほとんど|あまり|そんなに|それほど|ござい|あり|(?:出|起き)て(?=い?は?(?:ない|ません)))*"
)
_NO = (
    r"(?P<no>ない(?!と(?!思))|無い|ません|なし|無し|なかった|なさそう|なく(?!なら|なりま)|ゼロ|あらへん"
    r"|ねえ|ねぇ)"
)
_DENIED_AFTER = re.compile(_BETWEEN + _NO)
# しびれ、痛み、めまいはありません: the first of a list, denied at its end.
_LIST_DENIED = re.compile(
    r"[みさ]?(?:(?:や|も|と|とか|、)(?:(?!ある|する|[、たてでくい]).){1,8}){1,4}?"
    r"(?:は|も|が|など|とか)+" + _NO
)
# 胸が痛くなったらどうする: what would be, not what is.
_WHAT_IF = re.compile(
    _BETWEEN + r"(?:たら|だら|た場合|たときは|た時は).{0,8}?"
    r"(?:どう|やめ|止め|とめ|中止|休|病院|受診|何|なに|いつ|だめ)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A warning sign that was found, and whether the text speaks of someone else."""

    rule_id: str
    verdict: Verdict
    about_other: bool = False


class Warnings:
    """The warning rules, ready to be held against texts."""

    def __init__(self, words: WarningWords) -> None:
        self._phrases = Phrases(LIGHT)
        known: set[str] = set()
        for group_id, form in _forms(words):
            found = _read(form) if len(form) > SHORTEST else units(form)
            known.update(unit.word for unit in found)
            self._phrases.add(found, group_id)
        self._right = lru_cache(maxsize=8192)(Spelling(known).right)
        worst_first = sorted(words.rules, key=lambda rule: WORST_FIRST.index(rule.verdict))
        self._rules = [(rule, [_groups(way) for way in rule.ways]) for rule in worst_first]

    @classmethod
    def build(cls, rules: WarningWords) -> Warnings:
        return cls(rules)

    def find(self, text: str) -> Sign | None:
        """The worst sign anywhere in the text, or None. Both languages are always looked for."""
        worst: Sign | None = None
        for window in self._windows(_plain(text)):
            worst = self._sign(window, worst) or worst
            if worst is not None and worst.verdict is Verdict.RED and not worst.about_other:
                break  # nothing outranks it
        return worst

    def _windows(self, text: str) -> Iterator[_Window]:
        """Each sentence together with the next one (a single one alone); the same window only once."""
        before = _Window((), ())
        seen: set[tuple[str, ...]] = set()
        for sentence in _sentences(text):
            spelt = [unit._replace(word=self._right(unit.word)) for unit in sentence]
            read = _Window(tuple(sentence), tuple(self._phrases.find(spelt)))
            window = before.followed_by(read)
            words = tuple(unit.word for unit in window.units)
            if words not in seen:
                seen.add(words)
                yield window
            before = read

    def _sign(self, window: _Window, worst: Sign | None) -> Sign | None:
        """A sign in the window that outranks `worst`; the rules come worst first."""
        there = {match.label for match in window.matches}
        scene: _Scene | None = None
        for rule, ways in self._rules:
            if worst is not None and not _outranks(Sign(rule.id, rule.verdict), worst):
                return None
            if not any(groups <= there for groups in ways):
                continue
            scene = scene or _Scene(window.units, window.matches)
            span = scene.shows(rule)
            if span is not None:
                found = Sign(rule.id, rule.verdict, scene.about_other(span))
                return found if worst is None or _outranks(found, worst) else None
        return None


@dataclass(frozen=True, slots=True)
class _Window:
    """Units in a row, and every phrase found in them."""

    units: tuple[Unit, ...]
    matches: tuple[Match, ...]

    def followed_by(self, other: _Window) -> _Window:
        at = len(self.units)
        later = tuple(Match(match.label, match.start + at, match.end + at) for match in other.matches)
        return _Window(self.units + other.units, self.matches + later)


_NOT = re.compile(r"\b(do|does|did|could|is|are|was|were|has|have|had) not\b")
_CANNOT = re.compile(r"\b(?:can ?not|carnt|cant not)\b")


def _plain(text: str) -> str:
    """Normalised, and with English denials in one form: "does not", "doesn't" → "doesnt"."""
    text = normalise(text)
    if "not" not in text and "carnt" not in text:
        return text
    return _CANNOT.sub("cant", _NOT.sub(r"\1nt", text)).replace("will not", "wont")


def _forms(words: WarningWords) -> Iterator[tuple[str, str]]:
    """Each group with each of its forms, plain, in every ending."""
    for group in words.groups:
        for form in itertools.chain.from_iterable(group.forms.values()):
            for written in _endings(_plain(form)):
                yield group.id, written


def _endings(form: str) -> list[str]:
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


def _read(text: str) -> list[Unit]:
    """The units of a plain text; Japanese adverbs are one unit, marked like particles as passed over."""
    found = units(text)
    letters = "".join(unit.raw if unit.japanese else " " for unit in found)
    read: list[Unit] = []
    done = 0
    for light in _PASSED_OVER.finditer(letters):
        read += found[done : light.start()]
        read.append(found[light.start()]._replace(word=light.group(), raw=PASSED_OVER))
        done = light.end()
    return read + found[done:]


def _groups(way: Sequence[Near]) -> frozenset[str]:
    return frozenset(name for near in way for name in near.groups)


def _outranks(sign: Sign, other: Sign) -> bool:
    """Worse, or as bad and the person's own instead of a relative's."""
    return (WORST_FIRST.index(sign.verdict), sign.about_other) < (
        WORST_FIRST.index(other.verdict),
        other.about_other,
    )


def _sentences(text: str) -> Iterator[list[Unit]]:
    piece: list[Unit] = []
    for unit in _read(text):
        if piece and (unit.sentence != piece[0].sentence or len(piece) >= SENTENCE):
            yield piece
            piece = []
        piece.append(unit)
    if piece:
        yield piece


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


class _Scene:
    """One window of text with the groups found in it, without idioms and denials."""

    def __init__(self, window: Sequence[Unit], matches: Sequence[Match]) -> None:
        self._window = window
        self._widths = [0, *accumulate(map(_wide, window))]  # up to each unit
        idioms = [match for match in matches if match.label == IDIOM]
        literal = [match for match in matches if not any(_hides(idiom, match) for idiom in idioms)]
        self._all = literal
        self._found: dict[str, list[_Span]] = {}
        negators = self._working_negators(literal)
        for match in literal:
            if match.label in GLOBAL or not self._denied(match, negators):
                self._found.setdefault(match.label, []).append(_Span(match.start, match.end))

    def shows(self, rule: WarningRule) -> _Span | None:
        """Where the rule's words stand, or None."""
        if SET_ASIDE in self._found or any(name in self._found for name in rule.unless):
            return None
        spans = (self._way(way) for way in rule.ways)
        return next((span for span in spans if span is not None), None)

    def _way(self, way: Sequence[Near]) -> _Span | None:
        found = [self._near(near) for near in way]
        spans = [span for span in found if span is not None]
        if len(spans) < len(found):
            return None
        return _Span(min(span.start for span in spans), max(span.end for span in spans))

    def _near(self, near: Near) -> _Span | None:
        groups = [self._found.get(name, [])[:8] for name in near.groups]
        for spans in product(*groups):
            if self._close(spans if near.ordered else sorted(spans, key=lambda span: span.start)):
                return _Span(min(span.start for span in spans), max(span.end for span in spans))
        return None

    def _close(self, spans: Sequence[_Span]) -> bool:
        """Whether each follows the one before it shortly; they may not lie inside one another."""
        return all(
            left.end <= right.start and self._widths[right.start] - self._widths[left.end] <= CLOSE
            for left, right in pairwise(spans)
        )

    def _working_negators(self, matches: Sequence[Match]) -> list[Match]:
        """Negators that are no part of another phrase ("no feeling", "not sure")."""
        others = [match for match in matches if match.label not in (NEGATOR, CONTRAST)]
        return [
            match
            for match in matches
            if match.label == NEGATOR and not any(other.covers(match) for other in others)
        ]

    def _denied(self, match: Match, negators: Sequence[Match]) -> bool:
        return self._denied_before(match, negators) or self._denied_after(match)

    def _denied_before(self, match: Match, negators: Sequence[Match]) -> bool:
        """ "no … numbness", within a few words and the same clause, and no "but" between them."""
        clause = self._window[match.start].clause
        return any(
            0 <= match.start - negator.end <= DENIAL_REACH
            and self._window[negator.start].clause == clause
            and not self._contrast(negator.end, match.start)
            for negator in negators
        )

    def _contrast(self, start: int, end: int) -> bool:
        return any(match.label == CONTRAST and start <= match.start < end for match in self._all)

    def _denied_after(self, match: Match) -> bool:
        """しびれはない, 痛くありません: only particles may stand between the sign and its denial."""
        after = self._after(match)
        denied = _DENIED_AFTER.match(after)
        if denied is not None and not self._speaks_itself(match.end + denied.start("no"), match):
            return True
        return _LIST_DENIED.match(after) is not None or _WHAT_IF.match(after) is not None

    def _after(self, match: Match) -> str:
        """The Japanese text shortly after the match, to the end of its sentence; "、" between clauses."""
        last = self._window[match.end - 1]
        text, clause = "", last.clause
        for unit in self._window[match.end : match.end + TAIL]:
            if unit.sentence != last.sentence:
                break
            text += ("" if unit.clause == clause else "、") + (unit.word if unit.japanese else "")
            clause = unit.clause
        return text

    def _speaks_itself(self, at: int, match: Match) -> bool:
        """Whether the unit belongs to another phrase (感じがない), which is no denial of this one."""
        return any(other.start >= match.end and other.start <= at < other.end for other in self._all)

    def about_other(self, span: _Span) -> bool:
        """Whether a relative is named before the end of the sign, and the speaker not within it."""
        relatives = [found for found in self._found.get(RELATIVE, []) if found.start < span.end]
        own = [
            found
            for found in self._found.get(MYSELF, [])
            if span.start - 2 <= found.start < span.end
            and not any(found.start <= relative.start < found.end + 1 for relative in relatives)
        ]
        return bool(relatives) and not own


def _hides(idiom: Match, match: Match) -> bool:
    """Whether the match begins inside the idiom; one that holds the whole idiom is the truer reading."""
    return idiom.start <= match.start < idiom.end and not match.covers(idiom)


def _wide(unit: Unit) -> int:
    if unit.raw in LIGHT:
        return 0
    return 1 if unit.japanese or len(unit.raw) <= SMALL else 2
