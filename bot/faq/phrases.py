"""Finds many phrases in one pass: a trie over units, so English and Japanese go the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.faq.words import Unit

# Words that people drop or add without changing what they mean; no phrase needs them.
_SMALL = """a an the my your his her its our their this that these those some any really very so just
quite bit lil like totally actually bloody proper real"""
FILLERS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: what it stands for, and which units (start inclusive, end exclusive)."""

    label: str
    start: int
    end: int

    def covers(self, other: Match) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(slots=True)
class Node:
    """Where a phrase has led so far: the words that go on from here, and what it stands for if it ends."""

    next: dict[str, Node] | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """A dictionary of phrases, each with a label; several labels may share a phrase.

    `fillers` are the words that may stand, or be missing, between the words of a phrase.
    """

    fillers: frozenset[str] = FILLERS
    root: Node = field(default_factory=Node)

    def add(self, found: Sequence[Unit], label: str) -> None:
        """Takes up a phrase; one without units is ignored.

        Fillers inside it are left out; one at its edge means something ("my arm", "not just").
        """
        node, middle = self.root, [unit for unit in found[1:-1] if unit.raw not in self.fillers]
        for unit in [*found[:1], *middle, *found[1:][-1:]]:
            if node.next is None:
                node.next = {}
            node = node.next.setdefault(unit.word, Node())
        if found and label not in node.labels:
            node.labels += (label,)

    def find(self, found: Sequence[Unit]) -> list[Match]:
        """Every match, overlapping ones too, in order of their start; none crosses a clause end.

        Fillers between the words of a phrase do not matter: "back of my thigh" is "back of thigh".
        """
        matches: list[Match] = []
        for start in range(len(found)):
            self._walk(found, start, matches)
        return matches

    def _walk(self, found: Sequence[Unit], start: int, matches: list[Match]) -> None:
        nodes, clause = [self.root], found[start].clause
        for end in range(start, len(found)):
            unit = found[end]
            if unit.clause != clause or not nodes:
                return
            stepped = [node.next[unit.word] for node in nodes if node.next and unit.word in node.next]
            matches.extend(Match(label, start, end + 1) for node in stepped for label in node.labels)
            nodes = stepped + nodes if end > start and unit.raw in self.fillers else stepped


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
