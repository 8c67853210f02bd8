"""One stretch of a text and the groups of words in it: what stands close, what is denied, who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, product
from typing import Final

from bot.catalogue.vocabulary import Near, WarningRule
from bot.faq.homes import Span, Spoken
from bot.faq.phrases import Match
from bot.faq.telling import wide
from bot.faq.words import Unit

# Groups of warnings.toml that no rule has to name: they work on all of them.
IDIOM: Final = "idiom"  # words inside one are not meant literally
NEGATOR: Final = "negator"  # English: what follows is denied
WHAT_IF: Final = "what-if"  # English: what follows is feared, or asked about in general
NOT_DENIED: Final = "not-denied"  # "not sure why …": a negator that denies nothing
CONTRAST: Final = "contrast"  # "but": what was denied ends here
RELATIVE: Final = "relative"  # someone else is spoken of
MYSELF: Final = "myself"
BYSTANDER: Final = "bystander"  # a pet, a film: its signs are its own
WELL: Final = "well"  # "the cat is fine": then no sign is the cat's
SET_ASIDE: Final = "set-aside"  # a test message, "hypothetically": no sign at all
FOR_REAL: Final = "for-real"  # "this one is real": what was set aside ends here
OVER: Final = "over"  # for the rules that name it: "years ago", "used to"
STILL: Final = "still"  # "again", "this week": what is over is not over
DENIALS: Final = (IDIOM, NEGATOR, WHAT_IF, NOT_DENIED, CONTRAST)
WHO: Final = (RELATIVE, MYSELF, BYSTANDER, WELL, SET_ASIDE, FOR_REAL)
GLOBAL: Final = frozenset((*DENIALS, *WHO, OVER, STILL))
PRONOUNS: Final = frozenset(("he", "she", "hes", "shes"))  # may mean the cat
TIMES: Final = (OVER, "past", "long-ago", "long-known")  # take a rule back, but not what came later

CLOSE: Final = 11  # how far apart words may stand, in the widths of `wide`
TAIL: Final = 32  # units after a sign that are looked at for a denial
DENIAL_REACH: Final = {NEGATOR: 5, WHAT_IF: 7}  # units that each reaches forward
EACH: Final = 8  # places of one group that are looked at

# What may stand between a Japanese sign and its denial.
# No "と" or "れ" alone: しびれがとれない denies nothing.
_BETWEEN = (
    r"(?:れ|き(?=[はもが]))?(?:[いくみさるてたりだがはもをのでや]|し(?=[てたなま])|かっ|なっ|なる|なり|じゃ|られ(?=[るた])|され(?=[るた])"
    r"|感じ?|感覚|とか|など|等|という|といった|ような|みたいな|こと|わけ|症状|自覚|特に|別に|全然|全く"
    r"|まったく|ぜんぜん|一切|ほとんど|あまり|そんなに|それほど|ござい|あり|(?:出|起き)て(?=い?は?(?:ない|ません))"
    r"|(?:む|き|う)?る?(?=とか|など|なんて|こと|わけ)|なんて|って(?=わけ|こと)|、(?=とか|など|なんて|そう|そん)"
    r"|(?:一度|一回|今まで|これまで|経験)(?!.{0,5}(?:なかった|ませんでした))|(?:そういう|そんな|そういった)(?:の|こと|もの|症状)|すべて|全部"
    r"|いたし|しており|と(?=は(?:言|申|思))|(?:申|言っ|思っ)(?=[してお]))*"
)
_NO = (
    r"(?P<no>ない(?!と(?!思))|無い|ません|なし|無し|なかった|なさそう|なく(?!なら|なりま)|ゼロ|あらへん"
    r"|ねえ|ねぇ|(?<=て)[へひ]ん|無(?![理事意茶感関反くか])|せず)"
)
_DENIED_AFTER = re.compile(_BETWEEN + _NO)
# ふらふらじゃなくて, 苦しいわけじゃない: said of the sign, though 心筋梗塞じゃない? is a phrase of its own.
_NOT_THIS = re.compile(r"じゃなく$|わけ(?:じゃ|では?|は)な")
# しびれ、痛み、めまいはありません: the first of a list, denied at its end.
_LIST_DENIED = re.compile(
    r"[みさ]?(?:(?:や|も|と|とか|、)、?(?:(?!ある|する|[、たてでくい]).){1,10}){1,4}?"
    r"(?:(?:とか|、)*(?:そういう|そんな)(?:の|こと|症状))?(?:は|も|が|など|とか)+"
    r"(?:特に|全然|全く|まったく|一切|すべて(?:問題)?|全部)*(?:あり|ござい)?" + _NO
)
# 胸が痛くなったらどうする: what would be, not what is. 胸が痛いと書いたら: not even that.
_WHAT_IF = re.compile(
    r"(?:(?!けど|から|ので|[てで]、|、|言っ|といっ).){0,14}?(?:たら|だら(?![んりだけ])|た場合|ました場合|たときは|た時は|とき、|時、).{0,10}?"
    r"(?:どう|どこ|どちら|誰|だれ|やめ|止め|とめ|中止|中断|休|病院|受診|相談|何|なに|いつ|だめ|ダメ|救急車(?!を?呼(?:ん[だで]|ばれ))"
    r"|電話(?!した)|先生に|待っ|急ぐ|困る|怖いから|見せ)"
    r"|.{0,3}?(?:とか|って|と)(?:書|打ち|打っ|入力|送)"
    r"|(?:(?![、。]).){0,10}?(?:って|というのは|というの|と)(?:(?:本当|ほんと)(?:です|なの|か|$)|書いてあ)"
)


class Scene:
    """One window of text with the groups found in it, without idioms and denials."""

    def __init__(self, window: Sequence[Unit], matches: Sequence[Match]) -> None:
        self._window = window
        self._widths = [0, *accumulate(map(wide, window))]  # up to each unit
        idioms = [match for match in matches if match.label == IDIOM]
        literal = [match for match in matches if not any(_hides(idiom, match) for idiom in idioms)]
        self._all = literal
        self._found: dict[str, list[Span]] = {}
        self._denials: set[str] = set()
        self._japanese = any(unit.japanese for unit in window)
        self._afters: dict[int, str] = {}
        for match in literal:
            if match.label in GLOBAL:
                self._found.setdefault(match.label, []).append(Span(match.start, match.end))
        self.homes = self._spoken().homes()
        self.nobody_else = self.homes == [Span(0, len(window))]  # only people are spoken of
        negators = self._working_negators(literal)
        for match in literal:
            if match.label in GLOBAL:
                continue
            if (self.nobody_else or self._at_home(match)) and not self._denied(match, negators):
                self._found.setdefault(match.label, []).append(Span(match.start, match.end))
            else:
                self._denials.add(match.label)

    @property
    def there(self) -> Iterable[str]:
        """The groups that stand in the text."""
        return self._found.keys()

    @property
    def denied(self) -> Iterable[str]:
        """The groups that are denied somewhere in it, or told of a bystander."""
        return self._denials

    def shows(self, rule: WarningRule) -> Span | None:
        """Where the rule's words stand, or None."""
        taken_back = [name for name in rule.unless if name not in TIMES]
        if any(name in self._found for name in taken_back):
            return None
        times = [name for name in rule.unless if name in TIMES]
        spans = (span for way in rule.ways for span in self._way(way))
        return next(
            (span for span in spans if not any(self._at_that_time(span, name) for name in times)), None
        )

    def _spoken(self) -> Spoken:
        set_aside, for_real, bystanders, well, myself, relatives = (
            self._found.get(name, []) for name in (SET_ASIDE, FOR_REAL, BYSTANDER, WELL, MYSELF, RELATIVE)
        )
        named = [span for span in relatives if self._window[span.start].raw not in PRONOUNS]
        people = [*myself, *named, *for_real]
        return Spoken(self._window, set_aside, for_real, bystanders, well, people)

    def home_of(self, span: Span) -> Span:
        """The stretch told of people in which the span lies; the whole window when it lies in several."""
        return next((home for home in self.homes if home.covers(span)), Span(0, len(self._window)))

    def _at_home(self, match: Match) -> bool:
        return any(home.start <= match.start and match.end <= home.end for home in self.homes)

    def _way(self, way: Sequence[Near]) -> Iterator[Span]:
        """Each place of the first words, with the first place of all the others."""
        first, *rest = way
        others = [next(self._near(near), None) for near in rest]
        there = [span for span in others if span is not None]
        if len(there) == len(others):
            for span in self._near(first):
                both = [span, *there]
                yield Span(min(one.start for one in both), max(one.end for one in both))

    def _near(self, near: Near) -> Iterator[Span]:
        groups = [self._found.get(name, [])[:EACH] for name in near.groups]
        for spans in product(*groups):
            if self._close(spans if near.ordered else sorted(spans, key=lambda span: span.start)):
                yield Span(min(span.start for span in spans), max(span.end for span in spans))

    def _close(self, spans: Sequence[Span]) -> bool:
        """Whether each follows the one before it shortly; they may not lie inside one another."""
        return all(
            left.end <= right.start and self._widths[right.start] - self._widths[left.end] <= CLOSE
            for left, right in pairwise(spans)
        )

    def _at_that_time(self, span: Span, name: str) -> bool:
        return self._over(span) if name == OVER else self._past(span, name)

    def _over(self, span: Span) -> bool:
        """ "I used to faint": told as long past in the sentence of the sign, and not as going on."""
        sentence = self._window[span.start].sentence
        told = [place for place in self._found.get(OVER, []) if self._sentence(place) == sentence]
        going_on = [place for place in self._found.get(STILL, []) if self._sentence(place) == sentence]
        return bool(told) and all(any(over.covers(still) for over in told) for still in going_on)

    def _past(self, span: Span, name: str) -> bool:
        """Whether some words of the group speak of the sign, and not of what was before it."""
        return any(not self._long_before(place, span) for place in self._found.get(name, []))

    def _long_before(self, place: Span, span: Span) -> bool:
        """ "Broke an arm years ago, and today my face droops": the past, "today", and then the sign."""
        going_on = self._found.get(STILL, [])
        return place.end <= span.start and any(place.end <= still.start < span.end for still in going_on)

    def _sentence(self, place: Span) -> int:
        return self._window[place.start].sentence

    def _working_negators(self, matches: Sequence[Match]) -> list[Match]:
        """Negators that are no part of another phrase ("no feeling", "not sure")."""
        others = [match for match in matches if match.label not in (*DENIAL_REACH, CONTRAST)]
        return [
            match
            for match in matches
            if match.label in DENIAL_REACH and not any(other.covers(match) for other in others)
        ]

    def _denied(self, match: Match, negators: Sequence[Match]) -> bool:
        return self._denied_before(match, negators) or self._denied_after(match)

    def _denied_before(self, match: Match, negators: Sequence[Match]) -> bool:
        """ "no … numbness", within a few words and the same clause, and no "but" between them."""
        clause = self._window[match.start].clause
        return any(
            0 <= match.start - negator.end <= DENIAL_REACH[negator.label]
            and self._window[negator.start].clause == clause
            and not self._contrast(negator.end, match.start)
            for negator in negators
        )

    def _contrast(self, start: int, end: int) -> bool:
        return any(match.label == CONTRAST and start <= match.start < end for match in self._all)

    def _denied_after(self, match: Match) -> bool:
        """しびれはない, 痛くありません: only particles may stand between the sign and its denial."""
        if not self._japanese:
            return False
        after = self._after(match.end)
        denied = _DENIED_AFTER.match(after)
        if denied is not None and (
            _NOT_THIS.search(denied.group()) is not None
            or not self._speaks_itself(match.end + denied.start("no"), match)
        ):
            return True
        return _LIST_DENIED.match(after) is not None or _WHAT_IF.match(after) is not None

    def _after(self, end: int) -> str:
        """The Japanese text shortly after a match, to the end of its sentence; "、" between clauses."""
        if end not in self._afters:
            self._afters[end] = self._text_after(end)
        return self._afters[end]

    def _text_after(self, end: int) -> str:
        last = self._window[end - 1]
        text, clause = "", last.clause
        for unit in self._window[end : end + TAIL]:
            if unit.sentence != last.sentence:
                break
            text += ("" if unit.clause == clause else "、") + (unit.word if unit.japanese else "")
            clause = unit.clause
        return text

    def _speaks_itself(self, at: int, match: Match) -> bool:
        """Whether the unit belongs to another phrase (感じがない), which is no denial of this one."""
        return any(other.start >= match.end and other.start <= at < other.end for other in self._all)

    def about_other(self, span: Span) -> bool:
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
