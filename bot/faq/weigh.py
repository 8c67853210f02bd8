"""Weighs words for and against a warning sign by logistic regression over told signs and harmless texts.

The same few lines serve the weights, and the figures on questions left out. No chance in it: the order
of the examples is fixed, so the same content gives the same weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from bot.catalogue.vocabulary import Evidence
from bot.coach.model import Verdict

EPOCHS = 10
STEP = 0.1
PULL = 1.0  # towards zero, as strong for a rare feature as for a common one: two texts prove little
SEEN = 3  # a feature of fewer texts says more about one writer than about people
FOLDS = 5
RARELY = 0.015  # share of harmless questions that may look like a sign
LITTLE = 0.15  # a smaller weight is not kept: without them the evidence is as good, and a fifth as long
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a text, and the sign that it tells (None: harmless)."""

    features: frozenset[str]
    verdict: Verdict | None


Line = tuple[float, dict[str, float]]  # what is there before any feature, and each feature's weight


def fit(examples: Sequence[tuple[frozenset[str], bool]], weight_of_true: float) -> Line:
    """Logistic regression by stochastic gradients with a step of its own for each feature."""
    ready = [(sorted(features), true) for features, true in examples]
    pull = {feature: PULL / count for feature, count in _counts(features for features, _ in examples).items()}
    order = list(range(len(ready)))
    chance = Random(1)
    weights: defaultdict[str, float] = defaultdict(float)
    travelled: defaultdict[str, float] = defaultdict(float)
    base = -1.0
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for number in order:
            features, true = ready[number]
            total = base + sum(weights[feature] for feature in features)
            error = 1 / (1 + exp(-max(-30.0, min(30.0, total)))) - true
            error *= weight_of_true if true else 1.0
            for feature in features:
                slope = error + pull[feature] * weights[feature]
                travelled[feature] += slope * slope
                weights[feature] -= STEP * slope / sqrt(travelled[feature] + 1e-8)
            base -= STEP / 5 * error
    return base, dict(weights)


def total(line: Line, features: Iterable[str]) -> float:
    base, weights = line
    return base + sum(weights.get(feature, 0.0) for feature in features)


def weigh(fixed: Sequence[Example], asked: Sequence[Example]) -> tuple[Evidence, dict[str, float]]:
    """The evidence, and its figures on those of `asked` that were left out in turn.

    `fixed` are the examples of content, always learned from; `asked` the known questions.
    """
    left_out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        line = _sign_line([*fixed, *(one for n, one in enumerate(asked) if n % FOLDS != fold)])
        left_out += [(total(line, one.features), one.verdict is not None) for one in asked[fold::FOLDS]]
    harmless = sorted((score for score, sign in left_out if not sign), reverse=True)
    threshold = harmless[int(len(harmless) * RARELY)] if harmless else 0.0
    caught = [score >= threshold for score, sign in left_out if sign]
    figures = {
        "signs": float(len(caught)),
        "caught_left_out": round(sum(caught) / max(1, len(caught)), 4),
        "harmless": float(len(harmless)),
        "false_alarms_left_out": RARELY,
    }
    return _evidence([*fixed, *asked], threshold), figures


def _evidence(examples: Sequence[Example], threshold: float) -> Evidence:
    signs = [one for one in examples if one.verdict is not None]
    lines = (
        _sign_line(examples),
        fit([(one.features, one.verdict is Verdict.RED) for one in _common(signs)], 2.0),
        fit([(one.features, one.verdict is Verdict.AMBER_TODAY) for one in _common(signs)], 2.0),
    )
    names = sorted(lines[0][1])
    weights = {name: tuple(line[1].get(name, 0.0) for line in lines) for name in names}
    base = tuple(line[0] for line in lines)
    return Evidence(
        threshold, (base[0], base[1], base[2]), {name: (w[0], w[1], w[2]) for name, w in weights.items()}
    )


def _sign_line(examples: Sequence[Example]) -> Line:
    return fit([(one.features, one.verdict is not None) for one in _common(examples)], 1.0)


def _common(examples: Sequence[Example]) -> list[Example]:
    """The same examples with only those features that several of them have."""
    counts = _counts(one.features for one in examples)
    often = {feature for feature, count in counts.items() if count >= SEEN}
    return [Example(one.features & often, one.verdict) for one in examples]


def _counts(texts: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(feature for features in texts for feature in features)


HEAD = """\
# A second look at texts in which no rule of warnings.toml sees a sign (bot/faq/suspicion.py).
# Written by `python -m bot.faq weigh --write`, never by hand. Three numbers each, in hundredths:
# how much it speaks for a sign at all, for RED, for AMBER-TODAY. Above the threshold it is a sign.
"""


def as_toml(evidence: Evidence, figures: dict[str, float]) -> str:
    """The whole of content/suspicion.toml; a feature that says nearly nothing is left out."""
    rows = [HEAD, f"threshold = {round(evidence.threshold * HUNDREDTHS)}", f"base = {_row(evidence.base)}"]
    rows += ["", "[figures]", *(f"{name} = {value:g}" for name, value in figures.items()), "", "[weights]"]
    rows += [f'"{name}" = {_row(w)}' for name, w in evidence.weights.items() if abs(w[0]) >= LITTLE]
    return "\n".join([*rows, ""])


def _row(weights: Iterable[float]) -> str:
    return "[" + ", ".join(str(round(weight * HUNDREDTHS)) for weight in weights) + "]"
