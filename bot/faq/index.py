"""The question index: searches the tables of the catalogue. Pure; no clock, no chance, no files.

A query is compared with each item as a whole; what was learned of its features, and ideas and signposts that
speak for an item, add points; a likeness to questions that belong elsewhere takes points away. docs/index.md
tells the whole story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import Vocabulary, Weights
from bot.coach.model import Language
from bot.faq.features import Reading, Vector
from bot.faq.tables import Tables
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
        self._signposts = [
            (frozenset(signpost.all), frozenset(signpost.none), self._places(signpost.to))
            for signpost in vocabulary.signposts
        ]
        self._elsewhere = len(self._ids)  # one more item, for questions of other topics
        self.tables = tables

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
        score = ranked[0][1]
        kind = judge(score, score - ranked[1][1] if len(ranked) > 1 else score, self._weights)
        if kind is Kind.NONE:
            return Result(kind, (), round(score, 4))
        return Result(kind, tuple(id_ for id_, _ in ranked[:SHOWN]), round(score, 4))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every item with its score, best first; empty when the text holds no letters and no digits."""
        reading = self._read(text)
        return self._ranked(reading) if reading.features else []

    def vector(self, text: str) -> Vector:
        """The weighed features of a text by name, as they are learned from."""
        return self.tables.scale.weighed(self._read(text).features)

    def _read(self, text: str) -> Reading:
        return self.tables.reader.read(units(normalise(text[:LOOKED_AT])[:READ]))

    def _ranked(self, reading: Reading) -> list[tuple[str, float]]:
        scores = zip(self._ids, self._scores(reading), strict=True)
        return sorted(scores, key=lambda pair: -pair[1])

    def _places(self, ids: Iterable[str]) -> list[int]:
        return [self._ids.index(id_) for id_ in ids if id_ in self._ids]

    def _scores(self, reading: Reading) -> list[float]:
        """The score of each item."""
        numbers = self.tables.scale.numbers
        weighed = self.tables.scale.weighed(reading.features)
        query = [(numbers[feature], weight) for feature, weight in weighed.items() if feature in numbers]
        *alike, elsewhere = self.tables.bags.products(query, len(self.tables.base))
        against = self._weights.elsewhere * self._weights.bag * elsewhere
        scores = [
            self._weights.bag * bag - against + self._weights.learned * likely
            for bag, likely in zip(alike, self._likely(query), strict=False)  # the last one is elsewhere
        ]
        for item, points, *_ in self._pointed(reading.ideas):
            for pointed in range(len(scores)) if item is None else (item,):
                scores[pointed] += points
        return scores

    def _likely(self, query: Sequence[tuple[int, float]]) -> list[float]:
        """How much likelier than by chance each item is meant, and last another topic; logarithms.

        The less of the query was ever learned from, the less is said: of new words, nothing.
        """
        learned, base = self.tables.learned, self.tables.base
        known = sum(weight * weight for number, weight in query if learned.holds(number))
        found = learned.products(query, len(base))
        totals = [alone + points for alone, points in zip(base, found, strict=True)]
        by_chance = log(sum(exp(total) for total in totals) / len(totals))
        return [known * (total - by_chance) for total in totals]

    def _pointed(self, ideas: Mapping[str, str]) -> Iterator[tuple[int | None, float, str, str]]:
        """Item, points and reason of each pointer and signpost; item None means every item."""
        for idea, words in ideas.items():
            if idea in self._outside:
                yield None, -self._weights.outside, "other topic", words
            for item, share in self.tables.pointers.of(idea, words):
                if item != self._elsewhere:
                    yield item, self._weights.pointer * share, idea, words
        for together, unless, items in self._signposts:
            if together <= ideas.keys() and unless.isdisjoint(ideas):
                for item in items:
                    yield item, self._weights.together / len(items), "together", "+".join(sorted(together))

    def why(self, text: str) -> tuple[Point, ...]:
        """What gives the most points to the best item, largest first; empty when nothing can be found."""
        reading = self._read(text)
        if not reading.features or not self._ids:
            return ()
        item = self._ids.index(self._ranked(reading)[0][0])
        points: defaultdict[str, float] = defaultdict(float)
        numbers = self.tables.scale.numbers
        for feature, weight in self.tables.scale.weighed(reading.features).items():
            for postings, share in (
                (self.tables.bags, self._weights.bag),
                (self.tables.learned, self._weights.learned),
            ):
                own = dict(postings.row(numbers[feature])).get(item, 0.0) if feature in numbers else 0.0
                points[feature] += share * weight * own
        for pointed, value, reason, words in self._pointed(reading.ideas):
            if pointed in (item, None):
                points[f"{reason}: {words}"] += value
        ranked = sorted(points.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        return tuple(Point(what, round(value, 3)) for what, value in ranked[:REASONS])
