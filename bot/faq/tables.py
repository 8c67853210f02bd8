"""What the index searches in: built once from the catalogue, plain data from then on.

Every item is one bag of features (see features.py): of all the ways to ask for it, and of its answer.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import ELSEWHERE, Learned, Vocabulary, Weights, shares
from bot.coach.model import Language
from bot.faq.arrays import Floats
from bot.faq.features import Feature, Reader, Vector, english
from bot.faq.pointers import Pointers
from bot.faq.postings import Postings
from bot.faq.words import Unit, cut

NEW = 3.0  # what a word of one item is worth before it is weighed; most learned ones are between -2 and 6


@dataclass(frozen=True, slots=True)
class Scale:
    """What a feature weighs: the rarer it is among the items, the more; and by its kind."""

    numbers: dict[Feature, int]  # of the known features, in the order of all tables
    weights: Floats  # by number
    unknown: dict[str, float]  # by kind

    @classmethod
    def build(cls, users: Mapping[Feature, int], items: int, weights: Weights) -> Scale:
        """`users`: by how many items each feature is used; that of none weighs what unknown ones do."""
        kinds = {"word": weights.word, "words": weights.words, "part": weights.part, "gram": weights.gram}
        kinds |= {"concept": weights.concept, "pair": weights.pair}
        # An unseen pair of known ideas says nothing; an unseen word says "another topic".
        unknown = {kind: log(items + 1.0) * weight for kind, weight in kinds.items()} | {"pair": 0.0}
        known = (
            log((items + 2.0) / using) * kinds[_kind(feature)] if using else unknown[_kind(feature)]
            for feature, using in users.items()
        )
        return cls({feature: number for number, feature in enumerate(users)}, array("d", known), unknown)

    def weighed(self, features: Vector) -> Vector:
        """The features times their weights, scaled to length 1."""
        numbers, weights, unknown = self.numbers, self.weights, self.unknown
        weighed = {
            feature: count * (weights[numbers[feature]] if feature in numbers else unknown[_kind(feature)])
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
        uses, answers, ideas = _counters(count), _counters(count), list[tuple[int, Mapping[str, str]]]()
        for item, text in asked:
            reading = reader.read(text)
            uses[item].update(reading.features.keys())
            ideas.append((item, reading.ideas))
        for item, text in _cut_all(items.values(), _answers):
            answers[item].update(reader.read(text).features.keys())
        users = Counter(feature for counts in uses for feature in counts)
        features = dict.fromkeys([*users, *chain.from_iterable(answers), *learned.weights])
        scale = Scale.build({feature: users[feature] for feature in features}, count, weights)
        places = {id_: number for number, id_ in enumerate(items)}
        base = dict(shares(learned.base))
        return cls(
            reader,
            Pointers.build(vocabulary.concepts, ideas, places, weights.faith),
            scale,
            _bags(uses, answers, weights.text, scale),
            _learned(learned, uses, places | {ELSEWHERE: len(items)}, scale),
            [base.get(id_, 0.0) for id_ in (*items, ELSEWHERE)],
        )


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


def _counters(items: int) -> list[Counter[Feature]]:
    """For each item, how many of its texts have each feature: none yet."""
    return [Counter() for _ in range(items)]


def _bags(
    uses: Iterable[Counter[Feature]],
    answers: Iterable[Counter[Feature]],
    answer_weight: float,
    scale: Scale,
) -> Postings:
    """Each item as one document: how often it uses a feature, damped; its answer counts less."""
    rows: list[dict[int, float]] = [{} for _ in scale.numbers]
    for item, (asked, answer) in enumerate(zip(uses, answers, strict=True)):
        totals: dict[Feature, float] = dict(asked)
        for feature, count in answer.items():
            totals[feature] = totals.get(feature, 0.0) + answer_weight * count
        damped = {feature: sqrt(total) for feature, total in totals.items()}
        for feature, weight in scale.weighed(damped).items():
            rows[scale.numbers[feature]][item] = weight
    return Postings.build(rows)


def _learned(
    learned: Learned, uses: Iterable[Counter[Feature]], places: Mapping[str, int], scale: Scale
) -> Postings:
    """What nothing was learned of, because it is new or rare, speaks for the one item that it stands in."""
    users: dict[Feature, list[int]] = {}
    for item, asked in enumerate(uses):
        for feature in asked.keys() - learned.weights.keys():
            users.setdefault(feature, []).append(item)

    def row(feature: Feature) -> dict[int, float]:
        if feature in learned.weights:
            found = shares(learned.weights[feature])
            return {places[id_]: weight for id_, weight in found if id_ in places}
        only = users.get(feature, ())
        return dict.fromkeys(only, NEW) if len(only) == 1 else {}

    return Postings.build(map(row, scale.numbers))


def _kind(feature: Feature) -> str:
    return feature.partition(" ")[0]
