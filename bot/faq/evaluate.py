"""How good the index and the warning signs are, on questions whose answers are known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.coach.model import Language, Verdict
from bot.faq.index import Index, Kind
from bot.faq.warning import Warnings

EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what should come of it. `kind` is faq, oos, redflag or redflag-not."""

    language: Language
    text: str
    kind: str
    expect: tuple[str, ...]
    severity: Verdict | None = None  # of a redflag


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: the kind of result (emergency outranks all), the ids, the warning rule."""

    case: Case
    kind: str
    ids: tuple[str, ...]
    rule_id: str | None = None

    @property
    def right(self) -> bool:
        return self.kind != EMERGENCY and self.ids[:1] != () and self.ids[0] in self.case.expect

    @property
    def in_three(self) -> bool:
        return self.kind != EMERGENCY and not set(self.ids[:3]).isdisjoint(self.case.expect)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1; each over its own cases (0 when there are none)."""

    right_first: float
    in_first_three: float
    answered_right: float
    oos_answered: float
    oos_choices: float
    caught: float
    false_alarms: float


def read_cases(path: Path, language: Language) -> list[Case]:
    """The questions of one JSON-lines file. Raises on a broken file: it is our own."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Case(language, row["q"], row["kind"], tuple(row["expect"]), _severity(row)) for row in rows]


def _severity(row: dict[str, Any]) -> Verdict | None:
    if row["kind"] != "redflag":
        return None
    return Verdict(row.get("severity", Verdict.AMBER))


def run(cases: Iterable[Case], index: Index, warnings: Warnings) -> list[Outcome]:
    return [_outcome(case, index, warnings) for case in cases]


def _outcome(case: Case, index: Index, warnings: Warnings) -> Outcome:
    sign = warnings.find(case.text)
    if sign is not None:
        return Outcome(case, EMERGENCY, (), sign.rule_id)
    result = index.search(case.text, case.language)
    return Outcome(case, result.kind, result.ids)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    asked = [outcome for outcome in outcomes if outcome.case.kind == "faq"]
    answered = [outcome for outcome in asked if outcome.kind == Kind.ANSWER]
    outside = [outcome for outcome in outcomes if outcome.case.kind == "oos"]
    signs = [outcome for outcome in outcomes if outcome.case.kind == "redflag"]
    harmless = [outcome for outcome in outcomes if outcome.case.kind != "redflag"]
    return Figures(
        right_first=_share(outcome.right for outcome in asked),
        in_first_three=_share(outcome.in_three for outcome in asked),
        answered_right=_share(outcome.right for outcome in answered),
        oos_answered=_share(outcome.kind == Kind.ANSWER for outcome in outside),
        oos_choices=_share(outcome.kind == Kind.CHOICES for outcome in outside),
        caught=_share(outcome.kind == EMERGENCY for outcome in signs),
        false_alarms=_share(outcome.kind == EMERGENCY for outcome in harmless),
    )


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def misses(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Every outcome that a person would complain about."""
    return [outcome for outcome in outcomes if not _acceptable(outcome)]


def _acceptable(outcome: Outcome) -> bool:
    if outcome.case.kind == "redflag":
        return outcome.kind == EMERGENCY
    if outcome.kind == EMERGENCY:
        return False
    return outcome.right if outcome.case.expect else outcome.kind == Kind.NONE


def confusions(outcomes: Iterable[Outcome]) -> list[tuple[tuple[str, str], int]]:
    """(expected, got) pairs of wrong first ids, the most frequent first."""
    wrong = [outcome for outcome in outcomes if outcome.case.expect and outcome.ids and not outcome.right]
    pairs = Counter((outcome.case.expect[0], outcome.ids[0]) for outcome in wrong)
    return sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
