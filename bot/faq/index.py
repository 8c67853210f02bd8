"""The question index: built once from the catalogue, then asked. Pure; no clock, no chance, no files.

Every way to ask a question is a short document of features (see features.py). A query is compared with
each document and with each item as a whole; ideas and signposts that speak for an item add points, and
a likeness to questions that belong elsewhere takes points away. docs/index.md tells the whole story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from math import log, sqrt

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import Vocabulary, Weights
from bot.coach.model import Language
from bot.faq.features import Feature, Reader, Reading, Vector, english
from bot.faq.pointers import Pointers
from bot.faq.words import Unit, cut, normalise, units

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


@dataclass(frozen=True, slots=True)
class _Document:
    item: int
    features: Vector


class Index:
    """Finds the catalogue's question behind what a person typed."""

    def __init__(self, items: Mapping[str, FaqItem], vocabulary: Vocabulary) -> None:
        self._ids = tuple(items)
        self._weights = weights = vocabulary.weights
        self._kinds = {"word": weights.word, "gram": weights.gram}
        self._kinds |= {"concept": weights.concept, "pair": weights.pair}
        self._concepts = {concept.id: concept for concept in vocabulary.concepts}
        self._signposts = [(signpost, self._places(signpost.to)) for signpost in vocabulary.signposts]
        self._elsewhere = len(items)  # one more item, for questions of other topics
        asked = _cut_all(items.values(), lambda item: ways_to_ask(item, vocabulary))
        asked += [(self._elsewhere, cut(text)) for text in vocabulary.elsewhere]
        self._reader = Reader(vocabulary.concepts, (word for _, text in asked for word in english(text)))
        readings = [(item, self._reader.read(text)) for item, text in asked]
        answers = [(item, self._reader.read(text)) for item, text in _cut_all(items.values(), _answers)]
        self._pointers = Pointers(
            vocabulary.concepts, readings, {id_: n for n, id_ in enumerate(items)}, self._weights.faith
        )
        documents = [_Document(item, reading.features) for item, reading in readings]
        answered = [_Document(item, reading.features) for item, reading in answers]
        self._rarity = _rarity(documents, len(items) + 1)
        self._unknown = log(len(items) + 2.0)
        self._documents = self._postings(documents)
        self._of = _ranges(documents, len(items) + 1)
        self._bags = self._postings(_bags(documents, answered, len(items) + 1, self._weights.text))

    @classmethod
    def build(cls, items: Mapping[str, FaqItem], vocabulary: Vocabulary) -> Index:
        """An index over these items, in their order (which settles ties)."""
        return cls(items, vocabulary)

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
        return self._reader.read(units(normalise(text[:LOOKED_AT])[:READ]))

    def _ranked(self, reading: Reading) -> list[tuple[str, float]]:
        scores = zip(self._ids, self._scores(reading), strict=True)
        return sorted(scores, key=lambda pair: -pair[1])

    def _places(self, ids: Iterable[str]) -> list[int]:
        return [self._ids.index(id_) for id_ in ids if id_ in self._ids]

    def _weighed(self, features: Vector) -> Vector:
        """The features times their rarity and the weight of their kind, scaled to length 1."""
        rarity, kinds = self._rarity, self._kinds
        weighed = {
            feature: count
            * (rarity[feature] if feature in rarity else self._unknown_rarity(feature))
            * kinds[feature[0]]
            for feature, count in features.items()
        }
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {feature: weight / length for feature, weight in weighed.items()}

    def _unknown_rarity(self, feature: Feature) -> float:
        """An unseen pair of known concepts says nothing; an unseen word says "another topic"."""
        return 0.0 if feature[0] == "pair" else self._unknown

    def _postings(self, documents: Sequence[_Document]) -> dict[Feature, list[tuple[int, float]]]:
        postings: defaultdict[Feature, list[tuple[int, float]]] = defaultdict(list)
        for number, document in enumerate(documents):
            for feature, weight in self._weighed(document.features).items():
                postings[feature].append((number, weight))
        return dict(postings)

    def _scores(self, reading: Reading) -> list[float]:
        """The score of each item."""
        alike = self._alike(self._weighed(reading.features))
        against = self._weights.elsewhere * alike.pop()
        scores = [score - against for score in alike]
        for item, _, points in self._pointed(reading.ideas):
            for pointed in range(len(scores)) if item is None else (item,):
                scores[pointed] += points
        return scores

    def _alike(self, query: Vector) -> list[float]:
        """How like each item the query is: its best document, and all of it; the last is elsewhere."""
        each = _similar(query, self._documents, self._of[-1].stop)
        whole = _similar(query, self._bags, len(self._of))
        return [
            self._weights.best * max(each[own.start : own.stop], default=0.0) + self._weights.bag * bag
            for own, bag in zip(self._of, whole, strict=True)
        ]

    def _pointed(self, ideas: Mapping[str, str]) -> Iterator[tuple[int | None, str, float]]:
        """Item, reason and points of each pointer and signpost; item None means every item."""
        for idea, words in ideas.items():
            if self._concepts[idea].outside:
                yield None, f"other topic: {words}", -self._weights.outside
            for item, share in self._pointers.of(idea, words).items():
                if item != self._elsewhere:
                    yield item, f"idea {idea}: {words}", self._weights.pointer * share
        for signpost, items in self._signposts:
            if ideas.keys() >= set(signpost.all) and ideas.keys().isdisjoint(signpost.none):
                for item in items:
                    yield item, f"together: {'+'.join(signpost.all)}", self._weights.together / len(items)

    def _why(self, item: int, reading: Reading) -> tuple[Point, ...]:
        """What gave the most points to an item, largest first."""
        points: defaultdict[str, float] = defaultdict(float)
        for feature, weight in self._weighed(reading.features).items():
            for number, other in self._bags.get(feature, ()):
                if number == item:
                    points[" ".join(feature)] += self._weights.bag * weight * other
        for pointed, reason, value in self._pointed(reading.ideas):
            if pointed in (item, None):
                points[reason] += value
        ranked = sorted(points.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        return tuple(Point(what, round(value, 3)) for what, value in ranked[:REASONS])


def _cut_all(
    items: Iterable[FaqItem], texts: Callable[[FaqItem], Iterable[str]]
) -> list[tuple[int, list[Unit]]]:
    return [(number, cut(text)) for number, item in enumerate(items) for text in texts(item)]


def ways_to_ask(item: FaqItem, vocabulary: Vocabulary) -> Iterator[str]:
    """Every way to ask for the item, in both languages."""
    yield item.question.en
    yield item.question.ja
    for texts in (item.wordings, item.keywords):
        for language in Language:
            yield from texts.get(language, ())
    yield from vocabulary.asked.get(item.id, ())


def _answers(item: FaqItem) -> Iterator[str]:
    """Every sentence of the answer, in both languages."""
    for text in (item.short, *item.steps, *item.more):
        yield text.en
        yield text.ja


def _ranges(documents: Sequence[_Document], items: int) -> list[range]:
    """Where the documents of each item stand; they stand together, item after item."""
    counts = Counter(document.item for document in documents)
    ends = list(accumulate(counts[item] for item in range(items)))
    return [range(end - counts[item], end) for item, end in enumerate(ends)]


def _rarity(documents: Iterable[_Document], items: int) -> dict[Feature, float]:
    """How telling each feature is: the fewer items use it, the more."""
    users: dict[Feature, set[int]] = {}
    for document in documents:
        for feature in document.features:
            users.setdefault(feature, set()).add(document.item)
    return {feature: log((items + 2.0) / len(using)) for feature, using in users.items()}


def _bags(
    documents: Iterable[_Document], answers: Iterable[_Document], items: int, answer_weight: float
) -> list[_Document]:
    """Each item as one document: how often it uses a feature, damped; its answer counts less."""
    totals: list[defaultdict[Feature, float]] = [defaultdict(float) for _ in range(items)]
    for found, weight in ((documents, 1.0), (answers, answer_weight)):
        for document in found:
            for feature in document.features:
                totals[document.item][feature] += weight
    return [
        _Document(item, {feature: sqrt(count) for feature, count in total.items()})
        for item, total in enumerate(totals)
    ]


def _similar(query: Vector, postings: Mapping[Feature, list[tuple[int, float]]], size: int) -> list[float]:
    """The cosine of the query with each document."""
    scores = [0.0] * size
    for feature, weight in query.items():
        for number, other in postings.get(feature, ()):
            scores[number] += weight * other
    return scores
