"""Weighs words: for and against a warning sign, and for each question of the catalogue.

Learned from the examples of content and from known questions. What is said of the weights (their figures,
the two bounds of the signs, the thresholds of the answers) is found on whole sets of questions left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.catalogue.vocabulary import Evidence, Learned
from bot.coach.model import Verdict
from bot.faq.learn import Line, Vector, learn

SIGNS_FREEDOM, QUESTIONS_FREEDOM = 0.5, 30.0
RARELY = 0.018  # share of the harmless texts without a rule's alarm that may be taken for a sign
LOST = 0.04  # share of the signs that a rule sees which all of their words together would overrule
LITTLE = 0.1  # a smaller weight for or against a sign is not kept: the table is half as long, and as good
SLIGHT = 0.7  # the same for questions: a tenth of all weights are larger
WRITTEN = 5.0  # times that a rule's own example counts
SEVERE = 2.0  # times that a text of the severity in question counts
MARGIN = 0.1  # what rounding may take from a total
HUNDREDTHS = 100
SIGN, HARMLESS = "sign", "harmless"

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a text, the sign that it tells (None: harmless), and whether a rule sees one.

    `written`: an example that somebody wrote for a rule, to show where the sign begins.
    """

    features: frozenset[str]
    verdict: Verdict | None
    ruled: bool = False
    written: bool = False

    @property
    def count(self) -> float:
        """How often it counts."""
        return WRITTEN if self.written else 1.0


def each_left_out(
    sets: Mapping[str, Sequence[One]],
) -> Iterator[tuple[Sequence[One], list[One]]]:
    """Each set of known questions, with all the others: one writer's are judged by what others wrote."""
    for name, asked in sets.items():
        yield asked, [one for other, theirs in sets.items() if other != name for one in theirs]


def weigh_signs(
    fixed: Sequence[Example], sets: Mapping[str, Sequence[Example]]
) -> tuple[Evidence, dict[str, float]]:
    """The evidence, and its figures on each of `sets` left out; `fixed` is always learned from."""
    judged: list[tuple[float, Example]] = []
    for asked, others in each_left_out(sets):
        line = _sign_line([*fixed, *others])
        judged += [(line.total(_vector(one)), one) for one in asked]
    unseen = [total for total, one in judged if one.verdict is None and not one.ruled]
    threshold = _bound(unseen, 1 - RARELY)
    overruled = min(threshold, _bound([total for total, one in judged if one.verdict and one.ruled], LOST))
    figures = {
        "signs": float(sum(one.verdict is not None for _, one in judged)),
        "harmless": float(sum(one.verdict is None for _, one in judged)),
        "caught_left_out": _alarmed(judged, threshold, overruled, signs=True),
        "false_alarms_left_out": _alarmed(judged, threshold, overruled, signs=False),
    }
    everything = [*fixed, *(one for asked in sets.values() for one in asked)]
    return _held_to_rules(_evidence(everything, threshold, overruled), fixed), figures


def _held_to_rules(evidence: Evidence, fixed: Sequence[Example]) -> Evidence:
    """No example of a rule is overruled, and no look-alike of one is taken for a sign."""
    line = Line(evidence.base[0], {name: weights[0] for name, weights in evidence.weights.items()})
    written = [(line.total(_vector(one)), one) for one in fixed if one.written]
    lowest = min((total for total, one in written if one.verdict), default=evidence.overruled)
    highest = max((total for total, one in written if not one.verdict), default=evidence.threshold)
    return replace(
        evidence,
        threshold=max(evidence.threshold, highest + MARGIN),
        overruled=min(evidence.overruled, lowest - MARGIN),
    )


def _bound(totals: Sequence[float], share: float) -> float:
    """The total below which this share of them lies."""
    ordered = sorted(totals)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _alarmed(
    judged: Iterable[tuple[float, Example]], threshold: float, overruled: float, *, signs: bool
) -> float:
    alarms = [
        total >= threshold or (one.ruled and total >= overruled)
        for total, one in judged
        if (one.verdict is not None) == signs
    ]
    return round(sum(alarms) / max(1, len(alarms)), 4)


def _evidence(examples: Sequence[Example], threshold: float, overruled: float) -> Evidence:
    signs = [one for one in examples if one.verdict is not None]
    lines = (_sign_line(examples), _severity(signs, Verdict.RED), _severity(signs, Verdict.AMBER_TODAY))
    weights = {
        name: (weight, lines[1].weights.get(name, 0.0), lines[2].weights.get(name, 0.0))
        for name, weight in sorted(lines[0].weights.items())
        if abs(weight) >= LITTLE
    }
    return Evidence(threshold, overruled, (lines[0].base, lines[1].base, lines[2].base), weights)


def _sign_line(examples: Sequence[Example]) -> Line:
    told = [(_vector(one), SIGN if one.verdict else HARMLESS) for one in examples]
    return learn(told, SIGNS_FREEDOM, [one.count for one in examples])[SIGN]


def _severity(signs: Sequence[Example], verdict: Verdict) -> Line:
    told = [(_vector(one), SIGN if one.verdict is verdict else HARMLESS) for one in signs]
    return learn(told, SIGNS_FREEDOM, [SEVERE if label == SIGN else 1.0 for _, label in told])[SIGN]


def _vector(one: Example) -> Vector:
    return dict.fromkeys(one.features, 1.0)


def weigh_questions(asked: Sequence[tuple[Vector, str]]) -> Learned:
    """How much each feature speaks for each question, from weighed texts and what they ask for."""
    lines = learn(asked, QUESTIONS_FREEDOM)
    weights: dict[str, dict[str, float]] = {}
    for id_, line in lines.items():
        for name, weight in line.weights.items():
            if abs(weight) >= SLIGHT:
                weights.setdefault(name, {})[id_] = weight
    base = _pairs({id_: line.base for id_, line in lines.items()})
    return Learned(base, {name: _pairs(each) for name, each in sorted(weights.items())})


SIGNS_HEAD = """\
# How much words speak for and against a warning sign (bot/faq/suspicion.py).
# Written by `python -m bot.faq weigh --write`, never by hand. Three numbers each, in hundredths:
# how much it speaks for a sign at all, for RED, for AMBER-TODAY. From the threshold on it is a sign, though
# no rule of warnings.toml sees one; below `overruled` it is none, though a rule does.
"""
QUESTIONS_HEAD = """\
# How much words speak for each question, in hundredths (bot/faq/index.py).
# Written by `python -m bot.faq weigh --write`, never by hand.
"""


def signs_as_toml(evidence: Evidence, figures: Mapping[str, float]) -> str:
    """The whole of content/learned/signs.toml."""
    rows = [SIGNS_HEAD, f"threshold = {_hundredths(evidence.threshold)}"]
    rows += [f"overruled = {_hundredths(evidence.overruled)}", f"base = {_row(evidence.base)}"]
    rows += ["", "[figures]", *(f"{name} = {value:g}" for name, value in figures.items()), "", "[weights]"]
    rows += [f'"{name}" = {_row(three)}' for name, three in evidence.weights.items()]
    return "\n".join([*rows, ""])


def questions_as_toml(learned: Learned) -> str:
    """The whole of content/learned/questions.toml."""
    rows = [QUESTIONS_HEAD, f'base = "{learned.base}"', "", "[weights]"]
    rows += [f'"{name}" = "{row}"' for name, row in learned.weights.items()]
    return "\n".join([*rows, ""])


def _row(weights: Iterable[float]) -> str:
    return "[" + ", ".join(map(str, map(_hundredths, weights))) + "]"


def _pairs(weights: Mapping[str, float]) -> str:
    return " ".join(f"{id_} {_hundredths(weight)}" for id_, weight in weights.items())


def _hundredths(number: float) -> int:
    return round(number * HUNDREDTHS)
