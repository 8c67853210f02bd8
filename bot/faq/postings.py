"""Rows of items with a number each, in three flat arrays: a hundred thousand objects less than as lists."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.faq.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Postings:
    """In each row the items that something speaks for, and how much; rows are numbered from 0."""

    starts: Ints  # where each row begins, and last where the last one ends
    items: Ints
    weights: Floats

    @classmethod
    def build(cls, rows: Iterable[Mapping[int, float]]) -> Postings:
        starts, items, weights = array("I", [0]), array("H"), array("d")
        for row in rows:
            items.extend(row.keys())
            weights.extend(row.values())
            starts.append(len(items))
        return cls(starts, items, weights)

    def row(self, number: int) -> Iterator[tuple[int, float]]:
        start, end = self.starts[number], self.starts[number + 1]
        return zip(self.items[start:end], self.weights[start:end], strict=True)

    def products(self, query: Iterable[tuple[int, float]], items: int) -> list[float]:
        """For each item the sum of a query's weights times its own; the query is of rows and weights."""
        starts, places, weights = self.starts, self.items, self.weights
        sums = [0.0] * items
        for number, weight in query:
            start, end = starts[number], starts[number + 1]
            for item, other in zip(places[start:end], weights[start:end], strict=True):
                sums[item] += weight * other
        return sums

    def holds(self, number: int) -> bool:
        """Whether there is anything in the row."""
        return self.starts[number] < self.starts[number + 1]
