"""The question index: searches the tables of the catalogue. Pure; no clock, no chance, no files.

A query is compared with each way to ask (a document) and with each item as a whole; ideas and signposts
that speak for an item add points, and a likeness to questions that belong elsewhere takes points away.
docs/index.md tells the whole story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import Vocabulary, Weights
from bot.coach.model import Language
from bot.faq.features import Reading, Vector
from bot.faq.tables import Postings, Tables
from bot.faq.words import normalise, units

READ = 400  # characters of a normalised text that are searched; a question is shorter
LOOKED_AT = 8 * READ  # characters before normalising: marks and spaces may hide the letters
SHOWN = 5  # ids in a result
REASONS = 8  # lines of why


class Kind(StrEnum):
    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Point:
    """What spoke for or against the first id, and with how much."""

    what: str
    points: float


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a search; `ids` best first, at most five, and none of them when kind is none."""

    kind: Kind
    ids: tuple[str, ...]
    score: float
    why: tuple[Point, ...] = ()


NOTHING = Result(Kind.NONE, (), 0.0)


def judge(score: float, lead: float, weights: Weights) -> Kind:
    """The outcome for the best score and its lead over the second."""
    if score >= weights.answer and lead >= weights.margin:
        return Kind.ANSWER
    return Kind.CHOICES if score >= weights.choices else Kind.NONE


class Index:
    """Finds the catalogue's question behind what a person typed."""

    def __init__(self, items: Iterable[str], vocabulary: Vocabulary, tables: Tables) -> None:
        """`items` are the ids in the order of the tables, which settles ties."""
        self._ids = tuple(items)
        self._weights = vocabulary.weights
        self._outside = {concept.id for concept in vocabulary.concepts if concept.outside}
        self._signposts = [(signpost, self._places(signpost.to)) for signpost in vocabulary.signposts]
        self._elsewhere = len(self._ids)  # one more item, for questions of other topics
        self.tables = tables
        self._of = [range(start, end) for start, end in pairwise([0, *tables.ends])]

    @classmethod
    def build(cls, items: Mapping[str, FaqItem], vocabulary: Vocabulary) -> Index:
        """An index over these items, in their order, with its tables built from nothing."""
        return cls(items, vocabulary, Tables.build(items, vocabulary))

    def search(self, text: str, language: Language = Language.EN) -> Result:
        """The best items for a text in either language; `language` is the profile's and settles nothing.

        A text is read by its script, and the ideas in it are the same in both languages.
        """
        reading = self._read(text)
        if not reading.features or not self._ids:
            return NOTHING
        ranked = self._ranked(reading)
        best, score = ranked[0]
        kind = judge(score, score - ranked[1][1] if len(ranked) > 1 else score, self._weights)
        if kind is Kind.NONE:
            return Result(kind, (), round(score, 4))
        ids = tuple(id_ for id_, points in ranked[:SHOWN] if points > 0)
        return Result(kind, ids, round(score, 4), self._why(self._ids.index(best), reading))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every item with its score, best first; empty when the text holds no letters and no digits."""
        reading = self._read(text)
        return self._ranked(reading) if reading.features else []

    def _read(self, text: str) -> Reading:
        return self.tables.reader.read(units(normalise(text[:LOOKED_AT])[:READ]))

    def _ranked(self, reading: Reading) -> list[tuple[str, float]]:
        scores = zip(self._ids, self._scores(reading), strict=True)
        return sorted(scores, key=lambda pair: -pair[1])

    def _places(self, ids: Iterable[str]) -> list[int]:
        return [self._ids.index(id_) for id_ in ids if id_ in self._ids]

    def _scores(self, reading: Reading) -> list[float]:
        """The score of each item."""
        alike = self._alike(self.tables.scale.weighed(reading.features))
        against = self._weights.elsewhere * alike.pop()
        scores = [score - against for score in alike]
        for item, _, points in self._pointed(reading.ideas):
            for pointed in range(len(scores)) if item is None else (item,):
                scores[pointed] += points
        return scores

    def _alike(self, query: Vector) -> list[float]:
        """How like each item the query is: its best document, and all of it; the last is elsewhere."""
        each = _similar(query, self.tables.documents, self.tables.ends[-1])
        whole = _similar(query, self.tables.bags, len(self._of))
        return [
            self._weights.best * max(each[own.start : own.stop], default=0.0) + self._weights.bag * bag
            for own, bag in zip(self._of, whole, strict=True)
        ]

    def _pointed(self, ideas: Mapping[str, str]) -> Iterator[tuple[int | None, str, float]]:
        """Item, reason and points of each pointer and signpost; item None means every item."""
        for idea, words in ideas.items():
            if idea in self._outside:
                yield None, f"other topic: {words}", -self._weights.outside
            for item, share in self.tables.pointers.of(idea, words).items():
                if item != self._elsewhere:
                    yield item, f"idea {idea}: {words}", self._weights.pointer * share
        for signpost, items in self._signposts:
            if ideas.keys() >= set(signpost.all) and ideas.keys().isdisjoint(signpost.none):
                for item in items:
                    yield item, f"together: {'+'.join(signpost.all)}", self._weights.together / len(items)

    def _why(self, item: int, reading: Reading) -> tuple[Point, ...]:
        """What gave the most points to an item, largest first."""
        points: defaultdict[str, float] = defaultdict(float)
        for feature, weight in self.tables.scale.weighed(reading.features).items():
            for number, other in self.tables.bags.get(feature, ()):
                if number == item:
                    points[" ".join(feature)] += self._weights.bag * weight * other
        for pointed, reason, value in self._pointed(reading.ideas):
            if pointed in (item, None):
                points[reason] += value
        ranked = sorted(points.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        return tuple(Point(what, round(value, 3)) for what, value in ranked[:REASONS])


def _similar(query: Vector, postings: Postings, size: int) -> list[float]:
    """The cosine of the query with each document."""
    scores = [0.0] * size
    for feature, weight in query.items():
        for number, other in postings.get(feature, ()):
            scores[number] += weight * other
    return scores
