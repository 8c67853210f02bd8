"""Rows of items with a number each, in three flat arrays: a hundred thousand objects less than as lists."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.faq.arrays import Floats, Ints

Row = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Postings:
    """In each row the items that something speaks for, and how much; rows are numbered from 0."""

    starts: Ints  # where each row begins, and last where the last one ends
    items: Ints
    weights: Floats

    @classmethod
    def build(cls, rows: Iterable[Iterable[tuple[int, float]]]) -> Postings:
        starts, items, weights = array("I", [0]), array("H"), array("d")
        for row in rows:
            for item, weight in row:
                items.append(item)
                weights.append(weight)
            starts.append(len(items))
        return cls(starts, items, weights)

    def row(self, number: int) -> Iterator[tuple[int, float]]:
        start, end = self.starts[number], self.starts[number + 1]
        return zip(self.items[start:end], self.weights[start:end], strict=True)

    def holds(self, number: int) -> bool:
        """Whether there is anything in the row."""
        return self.starts[number] < self.starts[number + 1]
