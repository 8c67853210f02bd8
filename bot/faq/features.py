"""Turns a text into what the index compares: words and their parts, pairs of characters, ideas, and pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log

from bot.catalogue.vocabulary import Concept
from bot.faq.phrases import FILLERS, Draft, Phrases, longest
from bot.faq.spelling import Spelling
from bot.faq.words import Unit, cut, ngrams

# A feature is its kind and its text: "word lift", "concept cramp", "pair back+glutes".
Feature = str
Vector = dict[Feature, float]
PART = 4  # letters


@dataclass(frozen=True, slots=True)
class Reading:
    """The features of a text with their weights, and each idea in it with the words that said it."""

    features: Vector
    ideas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Knows the concepts; mends the spelling of words that neither they nor `words` hold."""

    phrases: Phrases
    silent: frozenset[str]
    spelling: Spelling

    @classmethod
    def build(cls, concepts: Sequence[Concept], words: Iterable[str]) -> Reader:
        draft, known = Draft(), set(words)
        for concept in concepts:
            for found in [cut(form) for forms in concept.forms.values() for form in forms]:
                draft.add(found, concept.id)
                known.update(english(found))
        silent = frozenset(concept.id for concept in concepts if concept.silent)
        return cls(draft.finished(), silent, Spelling.build(known))

    def read(self, text: Sequence[Unit]) -> Reading:
        found = [self._mended(unit) for unit in text]
        ideas = self._ideas(found)
        words = [unit for unit in found if not unit.japanese]
        seen = [f"word {unit.word}" for unit in words if unit.raw not in FILLERS]
        seen += [f"part {part}" for unit in words for part in _parts(unit.raw)]
        seen += [f"words {both}" for both in word_pairs(found)]
        seen += [f"gram {gram}" for gram in ngrams(found)]
        seen += [f"concept {idea}" for idea in ideas]
        seen += [f"pair {one}+{other}" for one, other in combinations(sorted(ideas), 2)]
        return Reading({feature: 1.0 + log(count) for feature, count in Counter(seen).items()}, ideas)

    def _mended(self, unit: Unit) -> Unit:
        right = self.spelling.right(unit.word)
        return unit if right == unit.word else unit._replace(word=right)

    def _ideas(self, found: Sequence[Unit]) -> dict[str, str]:
        """Every idea once, in order, with the words it was first found in; silent ones left out."""
        ideas: dict[str, str] = {}
        for match in longest(self.phrases.find(found)):
            if match.label not in self.silent:
                ideas.setdefault(match.label, " ".join(unit.word for unit in found[match.start : match.end]))
        return ideas


def word_pairs(found: Sequence[Unit]) -> Iterator[str]:
    """Neighbouring English words of a clause."""
    for left, right in pairwise(found):
        if not left.japanese and not right.japanese and left.clause == right.clause:
            yield f"{left.word} {right.word}"


def _parts(word: str) -> list[str]:
    """Every four letters in a row, its two ends marked: words of one root, and slips, have most in common."""
    marked = f"<{word}>"
    return [marked[at : at + PART] for at in range(len(marked) - PART + 1)]


def english(found: Iterable[Unit]) -> list[str]:
    return [unit.word for unit in found if not unit.japanese]
