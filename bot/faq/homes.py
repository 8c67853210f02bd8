"""Where a text speaks of a person, and not of a cat, a film or a test message.

"The cat is limping and I can't pee": the first half is the cat's, the second is the writer's own. A text is
at home with people until a bystander comes; from then on what is told is the bystander's, until a new part
of the sentence names a person. One who is well has nothing to tell of: people go on after it. What sets a
whole text aside (a test message, "hypothetically") only "this one is real" ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from bot.faq.words import Unit

# English words, after which somebody else may be spoken of.
_LINKS: Final = frozenset("and but so while when whilst because cause since then now only though".split())
# After たら, ので, けど … another may be the subject; not after て, which goes on with the same one.
_LINK = re.compile(
    r"[ただ]ら|ので|(?<!だ)から|のに|けれど?も?|けど|(?:だ|です|ます|[たる])が|[たの]あと|た後|とき|途中|最中"
    r"|そばで|と同時に|[たりる]帰り"
)
# 犬は stays the subject of all that follows, 犬が of its own part only.
_TOPICS: Final = frozenset(("は", "も"))
_LIKE = re.compile(r"(?:かの)?(?:みたい|のよう)(?:に|な|で)")  # 主人公みたいに胸を押さえ: a comparison
LIKENED: Final = 6  # units in which that stands


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def begins_in(self, other: Span) -> bool:
        return other.start <= self.start < other.end

    def widened(self, units: int) -> Span:
        return Span(self.start - units, self.end + units)

    def within(self, other: Span) -> Span:
        return Span(max(self.start, other.start), min(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A window of text, and where in it who is named."""

    window: Sequence[Unit]
    set_aside: Sequence[Span]
    for_real: Sequence[Span]
    bystanders: Sequence[Span]
    well: Sequence[Span]
    people: Sequence[Span]

    def homes(self) -> list[Span]:
        """The stretches in which people are spoken of, in order; the whole window when nobody else is."""
        if not self.set_aside and not self.bystanders:
            return [Span(0, len(self.window))]
        parts = self._real_parts()
        if not parts:
            return []
        whole = Span(parts[0].start, parts[-1].end)
        likened = [place for place in self.bystanders if self._likened(place)]
        others = [
            place
            for place in self.bystanders
            if place.end > whole.start and not any(like.covers(place) for like in likened)
        ]
        return list(self._stretches(parts, others)) if others else [whole]

    def _real_parts(self) -> list[Span]:
        """The parts that nothing sets aside: all, or those from "this one is real" on."""
        parts = list(self._parts())
        if not self.set_aside:
            return parts
        last = max(place.end for place in self.set_aside)
        real = min((place.start for place in self.for_real if place.start >= last), default=len(self.window))
        return [Span(max(part.start, last), part.end) for part in parts if real < part.end]

    def _stretches(self, parts: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
        home: Span | None = Span(parts[0].start, parts[0].start)
        last = others[0]  # the bystander that is spoken of
        for part in parts:
            here = [place for place in others if place.begins_in(part)]
            if here and self._is_well(here[-1], part):
                if home is not None and home.start < home.end:
                    yield home
                home = Span(part.end, part.end)
            elif here:
                if home is not None and (before := self._before(home, part, here[0])):
                    yield before
                home, last = None, here[-1]
            elif home is not None:
                home = Span(home.start, part.end)
            elif self._back(part, last):
                home = part
        if home is not None and home.start < home.end:
            yield home

    def _before(self, home: Span, part: Span, other: Span) -> Span | None:
        """What is told of people before a bystander comes in this part."""
        end = other.start
        if self.window[end].japanese:
            end = part.start  # the sign comes before the one who has it: 足を引きずる犬
        elif not self._names_person(Span(max(home.start, self._sentence(end)), end)):
            end = self._sentence(end)  # "limping badly, the vet says"
        return Span(home.start, end) if home.start < end else None

    def _back(self, part: Span, last: Span) -> bool:
        """Whether this part of the text speaks of a person again."""
        if self._names_person(part):
            return True
        japanese = self.window[last.start].japanese
        return japanese and part.start < self._sentence_end(last.start) and not self._topic(last)

    def _names_person(self, part: Span) -> bool:
        return any(person.begins_in(part) for person in self.people)

    def _topic(self, place: Span) -> bool:
        """犬は…, うちの犬な、…"""
        around = self.window[place.end - 1 : place.end + 2]
        return any(unit.word in _TOPICS for unit in around[:2]) or around[0].clause != around[-1].clause

    def _likened(self, place: Span) -> bool:
        after = self.window[place.end : place.end + LIKENED]
        return _LIKE.match("".join(unit.word for unit in after)) is not None

    def _is_well(self, place: Span, part: Span) -> bool:
        return any(place.start < well.end <= part.end for well in self.well)

    def _sentence(self, at: int) -> int:
        """Where the sentence of the unit begins."""
        number = self.window[at].sentence
        return next(at for at, unit in enumerate(self.window) if unit.sentence == number)

    def _sentence_end(self, at: int) -> int:
        number = self.window[at].sentence
        return next((at for at, unit in enumerate(self.window) if unit.sentence > number), len(self.window))

    def _parts(self) -> Iterator[Span]:
        """The window in parts that may each have a subject of their own."""
        clauses = (
            at for at, (one, next_) in enumerate(pairwise(self.window), 1) if one.clause != next_.clause
        )
        cuts = sorted({0, *clauses, *self._links(), len(self.window)})
        return (Span(start, end) for start, end in pairwise(cuts))

    def _links(self) -> Iterator[int]:
        """Before an English link, after a Japanese one."""
        yield from (at for at, unit in enumerate(self.window) if unit.raw in _LINKS)
        letters = [unit.word if unit.japanese else " " for unit in self.window]
        ends = {length: at for at, length in enumerate(accumulate(map(len, letters)), start=1)}
        yield from (ends[found.end()] for found in _LINK.finditer("".join(letters)) if found.end() in ends)
