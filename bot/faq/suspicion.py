"""A second look at a text: each word counts for or against a sign, whatever the rules say.

People tell the same trouble in more ways than rules can list, and use its words for everything else. Here
every English word and pair of words, every pair of Japanese characters and every group of warning words (also
when it is denied) carry three numbers, written by `python -m bot.faq weigh`: for a sign at all, for RED, for
AMBER-TODAY. Their sums decide, and can be read one by one.
docs/decisions/0017 says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from bot.catalogue.vocabulary import Evidence
from bot.coach.model import Verdict
from bot.faq.features import word_pairs
from bot.faq.scene import Scene
from bot.faq.words import Unit, ngrams

LONGEST = 120  # units; in a longer stretch small things would add up to much
REASONS = 8


def features(found: Sequence[Unit], scene: Scene) -> frozenset[str]:
    """What a stretch of text is weighed by."""
    words = [f"word {unit.word}" for unit in found if not unit.japanese]
    words += [f"words {both}" for both in word_pairs(found)]
    grams = [f"gram {gram}" for gram in ngrams(list(found))]
    groups = [f"group {name}" for name in scene.there] + [f"denied {name}" for name in scene.denied]
    return frozenset([*words, *grams, *groups])


class Suspicion:
    """The weights, ready to be held against the features of a stretch of text."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def verdict(self, seen: frozenset[str]) -> Verdict | None:
        """How bad the sign is that these features speak for; None when they speak for none."""
        sign, red, today = self._totals(seen)
        if sign < self._evidence.threshold:
            return None
        return Verdict.RED if red > 0 else Verdict.AMBER_TODAY if today > 0 else Verdict.AMBER

    def overrules(self, seen: frozenset[str]) -> bool:
        """Whether these features speak so clearly against a sign that a rule must be wrong about it."""
        return self._totals(seen)[0] < self._evidence.overruled

    def _totals(self, seen: frozenset[str]) -> tuple[float, float, float]:
        """Exact sums: a set has no order, and the same text must weigh the same every night."""
        weights = self._evidence.weights
        known = [self._evidence.base, *(weights[feature] for feature in seen if feature in weights)]
        sign, red, today = map(fsum, zip(*known, strict=True))
        return sign, red, today

    def reasons(self, seen: frozenset[str]) -> list[tuple[str, float]]:
        """The features that speak most for or against a sign, with their weights."""
        weighed = [(name, self._evidence.weights[name][0]) for name in seen if name in self._evidence.weights]
        return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))[:REASONS]
