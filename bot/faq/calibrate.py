"""Finds from where on a score is an answer or a choice: by cross-validation over known questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from statistics import fmean

from bot.catalogue.vocabulary import Weights
from bot.faq.evaluate import Case
from bot.faq.index import Index, Kind, judge

FOLDS = 5
ANSWERS = [step / 10 for step in range(4, 20)]
MARGINS = [step / 10 for step in range(0, 6)]
CHOICES = [step / 10 for step in range(0, 12)]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question as the index sees it, and whether its first ids are right. Outside: no id is."""

    score: float
    lead: float
    right: bool
    in_three: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """What thresholds do to questions they were not chosen on; shares between 0 and 1."""

    answered_right: float  # of the answered ones
    answered: float  # of the questions of the catalogue
    left_out: float  # of the questions of the catalogue: none
    outside_answered: float
    outside_choices: float


def score(cases: Iterable[Case], index: Index) -> list[Scored]:
    """Only the catalogue's questions and those out of its scope; warning signs go another way."""
    return [_scored(case, index) for case in cases if case.kind in ("faq", "oos")]


def _scored(case: Case, index: Index) -> Scored:
    ranked = index.rank(case.text)
    if not ranked:
        return Scored(0.0, 0.0, False, False, not case.expect)
    ids = [id_ for id_, _ in ranked[:3]]
    return Scored(
        score=ranked[0][1],
        lead=ranked[0][1] - ranked[1][1],
        right=ids[0] in case.expect,
        in_three=not set(ids).isdisjoint(case.expect),
        outside=not case.expect,
    )


def choose(scored: Sequence[Scored], weights: Weights) -> Weights:
    """The thresholds that serve these questions best; the first of equals, so the lowest."""
    candidates = [
        replace(weights, answer=answer, margin=margin, choices=choices)
        for answer, margin, choices in product(ANSWERS, MARGINS, CHOICES)
        if choices <= answer
    ]
    return max(candidates, key=lambda candidate: sum(_worth(one, candidate) for one in scored))


def _worth(one: Scored, weights: Weights) -> float:
    """What an outcome is worth to the person: a wrong answer costs more than "I don't know".

    One to a question of other topics costs most: people ask more of those than the known sets hold.
    """
    kind = judge(one.score, one.lead, weights)
    if one.outside:
        return {Kind.ANSWER: -3.0, Kind.CHOICES: -0.2, Kind.NONE: 0.0}[kind]
    if kind is Kind.ANSWER:
        return 1.0 if one.right else -1.0
    if kind is Kind.CHOICES:
        return 0.7 if one.in_three else -0.3
    return -0.5


def cross_validate(scored: Sequence[Scored], weights: Weights) -> Shares:
    """The mean shares over folds, each judged by thresholds that were chosen on the others."""
    judged: list[tuple[Scored, Kind]] = []
    for fold in range(FOLDS):
        others = [one for number, one in enumerate(scored) if number % FOLDS != fold]
        chosen = choose(others, weights)
        judged += [(one, judge(one.score, one.lead, chosen)) for one in scored[fold::FOLDS]]
    return _shares(judged)


def _shares(judged: Sequence[tuple[Scored, Kind]]) -> Shares:
    inside = [(one, kind) for one, kind in judged if not one.outside]
    outside = [kind for one, kind in judged if one.outside]
    answered = [one for one, kind in inside if kind is Kind.ANSWER]
    return Shares(
        answered_right=_mean(one.right for one in answered),
        answered=_mean(kind is Kind.ANSWER for _, kind in inside),
        left_out=_mean(kind is Kind.NONE for _, kind in inside),
        outside_answered=_mean(kind is Kind.ANSWER for kind in outside),
        outside_choices=_mean(kind is Kind.CHOICES for kind in outside),
    )


def _mean(hits: Iterable[bool]) -> float:
    found = [float(hit) for hit in hits]
    return round(fmean(found), 4) if found else 0.0


HEAD = """\
# How the question index weighs its evidence, and from where on it answers (bot/faq/index.py).
# answer, margin and choices are written by `python -m bot.faq calibrate --write`, with the figures of its
# cross-validation; the other weights were set by comparing wordings left out of the index.
"""


def as_toml(weights: Weights, shares: Shares, questions: int) -> str:
    """The whole of content/index.toml."""
    rows = [f"{field.name} = {getattr(weights, field.name):g}" for field in fields(Weights)]
    figures = [f"{field.name} = {getattr(shares, field.name):g}" for field in fields(Shares)]
    return "\n".join([HEAD, "[weights]", *rows, "", "[figures]", f"questions = {questions}", *figures, ""])
