"""What the index searches in: built once from the catalogue, plain data from then on.

Every item is one bag of features (see features.py): of all the ways to ask for it, and of its answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import ELSEWHERE, Learned, Vocabulary, Weights, shares
from bot.coach.model import Language
from bot.faq.features import Feature, Reader, Vector, english
from bot.faq.pointers import Pointers
from bot.faq.words import Unit, cut

NEW = 3.0  # what a word of one item is worth before it is weighed; most learned ones are between -2 and 6
Postings = dict[Feature, list[tuple[int, float]]]  # feature → the items that it speaks for, and how much


@dataclass(frozen=True, slots=True)
class Scale:
    """What a feature weighs: the rarer it is among the items, the more; and by its kind."""

    known: dict[Feature, float]
    unknown: dict[str, float]  # by kind

    @classmethod
    def build(cls, users: Mapping[Feature, set[int]], items: int, weights: Weights) -> Scale:
        kinds = {"word": weights.word, "words": weights.words, "part": weights.part, "gram": weights.gram}
        kinds |= {"concept": weights.concept, "pair": weights.pair}
        known = {
            feature: log((items + 2.0) / len(using)) * kinds[_kind(feature)]
            for feature, using in users.items()
        }
        # An unseen pair of known ideas says nothing; an unseen word says "another topic".
        return cls(known, {kind: log(items + 1.0) * weight for kind, weight in kinds.items()} | {"pair": 0.0})

    def weighed(self, features: Vector) -> Vector:
        """The features times their weights, scaled to length 1."""
        known, unknown = self.known, self.unknown
        weighed = {
            feature: count * (known[feature] if feature in known else unknown[_kind(feature)])
            for feature, count in features.items()
        }
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {feature: weight / length for feature, weight in weighed.items()}


@dataclass(frozen=True, slots=True)
class Tables:
    """Items are numbered in the order of the catalogue; one more stands for questions of other topics."""

    reader: Reader
    pointers: Pointers
    scale: Scale
    bags: Postings  # each item as one document
    learned: Postings  # how much each feature speaks for each item, and for other topics
    base: list[float]  # what is learned of each item before any feature

    @classmethod
    def build(cls, items: Mapping[str, FaqItem], vocabulary: Vocabulary) -> Tables:
        count, weights, learned = len(items) + 1, vocabulary.weights, vocabulary.learned
        asked = _cut_all(items.values(), lambda item: ways_to_ask(item, vocabulary))
        asked += [(len(items), cut(text)) for text in vocabulary.elsewhere]
        reader = Reader.build(vocabulary.concepts, (word for _, text in asked for word in english(text)))
        readings = [(item, reader.read(text)) for item, text in asked]
        documents = [_Document(item, reading.features) for item, reading in readings]
        answers = [
            _Document(item, reader.read(text).features) for item, text in _cut_all(items.values(), _answers)
        ]
        base = dict(shares(learned.base))
        places = {id_: number for number, id_ in enumerate(items)}
        users = _users(documents)
        scale = Scale.build(users, count, weights)
        return cls(
            reader,
            Pointers.build(vocabulary.concepts, readings, places, weights.faith),
            scale,
            _postings(_bags(documents, answers, count, weights.text), scale),
            _learned(learned, places | {ELSEWHERE: len(items)}) | _new(learned, users),
            [base.get(id_, 0.0) for id_ in (*items, ELSEWHERE)],
        )


@dataclass(frozen=True, slots=True)
class _Document:
    item: int
    features: Vector


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


def _cut_all(
    items: Iterable[FaqItem], texts: Callable[[FaqItem], Iterable[str]]
) -> list[tuple[int, list[Unit]]]:
    return [(number, cut(text)) for number, item in enumerate(items) for text in texts(item)]


def _learned(learned: Learned, places: Mapping[str, int]) -> Postings:
    return {
        feature: [(places[id_], weight) for id_, weight in shares(row) if id_ in places]
        for feature, row in learned.weights.items()
    }


def _new(learned: Learned, users: Mapping[Feature, set[int]]) -> Postings:
    """What nothing was learned of, because it is new or rare, speaks for the one item that it stands in."""
    return {
        feature: [(item, NEW) for item in using]
        for feature, using in users.items()
        if len(using) == 1 and feature not in learned.weights
    }


def _kind(feature: Feature) -> str:
    return feature.partition(" ")[0]


def _postings(documents: Sequence[_Document], scale: Scale) -> Postings:
    postings: defaultdict[Feature, list[tuple[int, float]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for feature, weight in scale.weighed(document.features).items():
            postings[feature].append((number, weight))
    return dict(postings)


def _users(documents: Iterable[_Document]) -> dict[Feature, set[int]]:
    """The items that use each feature."""
    users: dict[Feature, set[int]] = {}
    for document in documents:
        for feature in document.features:
            users.setdefault(feature, set()).add(document.item)
    return users


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
