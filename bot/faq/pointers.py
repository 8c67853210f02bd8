"""Which items an idea speaks for: what content says of it, corrected by how people really use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.catalogue.vocabulary import Concept
from bot.faq.postings import Postings

Shares = dict[int, float]  # item → share of the idea's uses, together 1

TRUST: Final = 4.0  # so many uses of one form weigh as much as all that is known of its idea


@dataclass(frozen=True, slots=True)
class Pointers:
    """The shares of each idea, and of each form of words for it.

    A concept's `to` counts as `faith` uses; each way to ask an item in which the idea stands is one more.
    A form that mostly stands in other questions ("stairs" in a question about soreness) loses its pull.
    """

    ideas: dict[str, int]  # each with its row
    forms: dict[str, int]  # ideas said in these words
    shares: Postings

    @classmethod
    def build(
        cls,
        concepts: Iterable[Concept],
        asked: Iterable[tuple[int, Mapping[str, str]]],
        places: Mapping[str, int],
        faith: float,
    ) -> Pointers:
        forms: defaultdict[tuple[str, str], defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        ideas: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for item, said in asked:
            for idea, words in said.items():
                forms[idea, words][item] += 1.0
                ideas[idea][item] += 1.0
        for concept in concepts:
            for target in concept.to:
                if target in places:
                    ideas[concept.id][places[target]] += faith / len(concept.to)
        known = {idea: _shares(uses) for idea, uses in ideas.items()}
        worded = {_form(*form): _form_shares(uses, known[form[0]]) for form, uses in forms.items()}
        return cls(
            {idea: number for number, idea in enumerate(known)},
            {form: number for number, form in enumerate(worded, start=len(known))},
            Postings.build([*known.values(), *worded.values()]),
        )

    def of(self, idea: str, words: str) -> Iterator[tuple[int, float]]:
        """The items that the idea, said in these words, points to, and their shares."""
        number = self.forms.get(_form(idea, words), self.ideas.get(idea))
        return iter(()) if number is None else self.shares.row(number)


def _form(idea: str, words: str) -> str:
    return f"{idea}: {words}"


def _form_shares(uses: Mapping[int, float], known: Shares) -> Shares:
    total = sum(uses.values()) + TRUST
    return {item: (uses.get(item, 0.0) + TRUST * share) / total for item, share in known.items()}


def _shares(uses: Mapping[int, float]) -> Shares:
    total = sum(uses.values())
    return {item: count / total for item, count in uses.items()}
