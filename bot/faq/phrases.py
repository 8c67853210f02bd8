"""Finds many phrases in one pass: a trie over units, so English and Japanese go the same way."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.faq.arrays import Ints
from bot.faq.words import Unit

# Words that people drop or add without changing what they mean; no phrase needs them.
_SMALL = """a an the my your his her its our their this that these those some any really very so just
quite bit lil like totally actually bloody proper real"""
FILLERS = frozenset(_SMALL.split())


class Match(NamedTuple):
    """A phrase found: what it stands for, and which units (start inclusive, end exclusive)."""

    label: str
    start: int
    end: int

    def covers(self, other: Match) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Phrases:
    """A dictionary of phrases, each with a label; several labels may share a phrase.

    A trie in flat arrays. Its nodes are numbered in the order of their depth, so that those after one node
    stand in a row, in the order of their words. The words that phrases begin with have the lowest numbers:
    each leads to the node of its own number and one.
    """

    fillers: frozenset[str]  # words that may stand, or be missing, between the words of a phrase
    numbers: dict[str, int]  # of every word
    words: Ints  # the word that leads to each node; none to the first
    after: Ints  # the first of the nodes after each one; they end where those of the next one begin
    ends: Ints  # what each node stands for, as a number of `labels`
    labels: list[tuple[str, ...]]

    def find(self, found: Sequence[Unit]) -> list[Match]:
        """Every match, overlapping ones too, in order of their start; none crosses a clause end.

        Fillers between the words of a phrase do not matter: "back of my thigh" is "back of thigh".
        """
        words = [self.numbers.get(unit.word) for unit in found]
        matches: list[Match] = []
        beginning = self.after[1] - 1
        for start, word in enumerate(words):
            if word is not None and word < beginning:
                self._walk(found, words, start, word + 1, matches)
        return matches

    def _walk(
        self,
        found: Sequence[Unit],
        words: Sequence[int | None],
        start: int,
        first: int,
        matches: list[Match],
    ) -> None:
        """Take up the matches that begin at `start`, whose word leads to the node `first`."""
        nodes = stepped = [first]
        clause = found[start].clause
        for end in range(start + 1, len(found) + 1):
            matches += [
                Match(label, start, end) for node in stepped for label in self.labels[self.ends[node]]
            ]
            if end == len(found) or found[end].clause != clause:
                return
            word = words[end]
            stepped = [] if word is None else self._after(nodes, word)
            nodes = stepped + nodes if found[end].raw in self.fillers else stepped
            if not nodes:
                return

    def _after(self, nodes: Sequence[int], word: int) -> list[int]:
        """Where the word leads from each of the nodes."""
        stepped = []
        for node in nodes:
            start, end = self.after[node], self.after[node + 1]
            at = bisect_left(self.words, word, start, end) if start < end else end
            if at < end and self.words[at] == word:
                stepped.append(at)
        return stepped


class _Node(dict[str, "_Node"]):
    """Where a phrase has led so far: the words that go on from here, and what it stands for if it ends."""

    __slots__ = ("labels",)

    def __init__(self) -> None:
        self.labels: tuple[str, ...] = ()

    def __missing__(self, word: str) -> _Node:
        node = self[word] = _Node()
        return node


class Draft:
    """Phrases that are still being taken up."""

    def __init__(self, fillers: frozenset[str] = FILLERS) -> None:
        self._fillers = fillers
        self._root = _Node()

    def add(self, found: Sequence[Unit], label: str) -> None:
        """Takes up a phrase; one without units is ignored.

        Fillers inside it are left out; one at its edge means something ("my arm", "not just").
        """
        node, middle = self._root, [unit for unit in found[1:-1] if unit.raw not in self._fillers]
        for unit in [*found[:1], *middle, *found[1:][-1:]]:
            node = node[unit.word]
        if found and label not in node.labels:
            node.labels += (label,)

    def finished(self) -> Phrases:
        numbers: dict[str, int] = {}
        labels: dict[tuple[str, ...], int] = {}
        nodes = [self._root]
        words, after, ends = array("I", [0]), array("I"), array("I")
        for node in nodes:  # it grows meanwhile: breadth first
            after.append(len(nodes))
            ends.append(labels.setdefault(node.labels, len(labels)))
            for number, word in sorted((numbers.setdefault(word, len(numbers)), word) for word in node):
                words.append(number)
                nodes.append(node[word])
        after.append(len(nodes))
        return Phrases(self._fillers, numbers, words, after, ends, list(labels))


def longest(matches: Sequence[Match]) -> list[Match]:
    """The matches that do not lie inside a longer one."""
    kept: list[Match] = []
    reach = -1
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        same = bool(kept) and (kept[-1].start, kept[-1].end) == (match.start, match.end)
        if match.end > reach or same:
            kept.append(match)
            reach = max(reach, match.end)
    return kept
