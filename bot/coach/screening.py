"""The safety check: which step comes next, what the answers mean, and whether exercise is open tonight.

The worst answer wins. A verdict only says how to go on, never names a disease (G38).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.coach.model import (
    WORST_FIRST,
    Answers,
    Check,
    CheckStep,
    Experience,
    Hold,
    Lying,
    Pain,
    Question,
    Verdict,
    Veto,
)

BREAK_DAYS = 28  # ask again after a break of 4 weeks or more (G36)
YEAR_DAYS = 365  # and at least once a year (G36)


@dataclass(frozen=True, slots=True)
class Screening:
    """What a check says once nothing is left to ask."""

    verdict: Verdict
    vetoes: frozenset[Veto]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of them; GREEN when there is none."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.GREEN)


def screening(answers: Answers, questions: Iterable[Question]) -> Screening:
    """What the ticked warning signs mean.

    A professional's yes (`answers.cleared`) lifts the AMBER answers it was about (`answers.covered`),
    never a new one, never a RED one and never "under 18".
    Vetoes survive that yes, ticked again or not. A10 keeps its veto only for a pregnancy: after birth or
    surgery the professional's yes is enough, and the person says which it is (`answers.pregnant`).
    """
    asked = tuple(questions)
    lasting = answers.ticked | answers.covered
    vetoes = frozenset(each.veto for each in asked if each.veto is not None and each.id in lasting)
    if answers.pregnant is False:
        vetoes -= {Veto.NO_BEDTIME_PLAN}
    return Screening(worst(_after_yes(each, answers) for each in asked if each.id in answers.ticked), vetoes)


def _after_yes(question: Question, answers: Answers) -> Verdict:
    liftable = question.verdict is not Verdict.RED and question.veto is not Veto.MINOR
    lifted = liftable and answers.cleared and question.id in answers.covered
    return Verdict.GREEN if lifted else question.verdict


def fresh(earlier: Check | None, questions: Iterable[Question]) -> Answers:
    """What a new check begins with: the earlier answers that go on to count without being ticked again.

    After RED or AMBER all of them: a professional's yes will be about these. After GREEN those with a limit,
    which is not lost by leaving them out the next time.
    """
    if earlier is None:
        return Answers()
    if not earlier.verdict.may_train:
        return Answers(covered=earlier.answers.ticked | earlier.answers.covered)
    return Answers(covered=frozenset(each.id for each in questions if each.veto in earlier.vetoes))


def next_step(answers: Answers, questions: Iterable[Question], needs_yes: bool) -> CheckStep | None:
    """The step to ask now, or None when the check has its verdict.

    `needs_yes`: exercise was shut before (see `needs_yes`); then a professional's yes is asked first,
    and without it nothing more is asked.
    """
    if needs_yes and answers.cleared is None:
        return CheckStep.CLEARED
    if needs_yes and not answers.cleared:
        return None
    for step, given in (
        (CheckStep.RED, answers.red),
        (CheckStep.AMBER_1, answers.amber1),
        (CheckStep.AMBER_2, answers.amber2),
    ):
        if given is None:
            return step
        if step is CheckStep.RED and given:
            return None
    found = screening(answers, questions)
    if found.verdict.may_train and Veto.NO_BEDTIME_PLAN in found.vetoes and answers.pregnant is None:
        return CheckStep.PREGNANT
    if not found.verdict.may_train or Veto.NO_BEDTIME_PLAN in found.vetoes:
        return None
    return _tailoring_step(answers)


def _tailoring_step(answers: Answers) -> CheckStep | None:
    steps = (
        (CheckStep.SIGNS, answers.signs),
        (CheckStep.LYING, answers.lying),
        (CheckStep.EXPERIENCE, answers.experience),
        (CheckStep.PAIN, answers.pain),
    )
    return next((step for step, given in steps if given is None), None)


def answer(answers: Answers, step: CheckStep, chosen: frozenset[str]) -> Answers:
    """`answers` with this step answered. Raises ValueError for a value that the step does not know."""
    match step:
        case CheckStep.CLEARED:
            return replace(answers, cleared=_yes(chosen))
        case CheckStep.PREGNANT:
            return replace(answers, pregnant=_yes(chosen))
        case CheckStep.RED:
            return replace(answers, red=chosen)
        case CheckStep.AMBER_1:
            return replace(answers, amber1=chosen)
        case CheckStep.AMBER_2:
            return replace(answers, amber2=chosen)
        case CheckStep.SIGNS:
            return replace(answers, signs=chosen)
        case CheckStep.LYING:
            return replace(answers, lying=Lying(_one(chosen)))
        case CheckStep.EXPERIENCE:
            return replace(answers, experience=Experience(_one(chosen)))
        case CheckStep.PAIN:
            return replace(answers, pain=Pain(_one(chosen)))


def _one(chosen: frozenset[str]) -> str:
    if len(chosen) != 1:
        raise ValueError("exactly one answer is needed")
    return next(iter(chosen))


def _yes(chosen: frozenset[str]) -> bool:
    given = _one(chosen)
    if given not in ("yes", "no"):
        raise ValueError(f"neither yes nor no: {given!r}")
    return given == "yes"


def back(answers: Answers) -> Answers:
    """`answers` without the latest one, so that its step is asked again."""
    given = [step for step in CheckStep if _given(answers, step) is not None]
    return _unanswered(answers, given[-1]) if given else answers


def _given(answers: Answers, step: CheckStep) -> object:
    return getattr(answers, step.value)


def _unanswered(answers: Answers, step: CheckStep) -> Answers:
    nothing: dict[str, Any] = {step.value: None}
    return replace(answers, **nothing)


class Gate(StrEnum):
    """Whether exercise is open tonight, and if not, what stands in the way."""

    OPEN = "open"
    NEEDS_CHECK = "needs-check"
    HELD = "held"  # RED or AMBER: no exercise, no reminder
    NO_BEDTIME_PLAN = "no-bedtime-plan"
    PAIN_TONIGHT = "pain-tonight"


def blocking(check: Check | None, hold: Hold | None) -> Verdict | None:
    """The verdict that shuts exercise, or None. A typed warning sign counts like a ticked one."""
    verdicts = [check.verdict] if check else []
    if hold:
        verdicts.append(hold.verdict)
    found = worst(verdicts)
    return None if found.may_train else found


def needs_yes(check: Check | None, hold: Hold | None) -> bool:
    """Whether only a professional's yes can open exercise again: after RED, or after AMBER in a check.

    An AMBER sign typed as text only asks for a new check (decision 2).
    """
    return (check is not None and not check.verdict.may_train) or (
        hold is not None and hold.verdict is Verdict.RED
    )


def gate(check: Check | None, hold: Hold | None, last_session: date | None, night: date) -> Gate:
    """Whether exercise is open on this night (the nominal date of the evening)."""
    if blocking(check, hold) is not None:
        return Gate.HELD
    if check is None or stale(check, last_session, night):
        return Gate.NEEDS_CHECK
    if Veto.NO_BEDTIME_PLAN in check.vetoes:
        return Gate.NO_BEDTIME_PLAN
    if check.answers.pain is Pain.SEVERE and check.night == night:
        return Gate.PAIN_TONIGHT
    return Gate.OPEN


def stale(check: Check, last_session: date | None, night: date) -> bool:
    """Answers go out of date after a year or a break of four weeks (G36)."""
    last_seen = max(check.night, last_session or check.night)
    return (night - check.night).days >= YEAR_DAYS or (night - last_seen).days >= BREAK_DAYS


def may_recheck(check: Check | None, hold: Hold | None, night: date) -> bool:
    """RED and AMBER are lifted by a new check; for RED only on a later day (decision 2)."""
    reds = [check.night] if check and check.verdict is Verdict.RED else []
    if hold and hold.verdict is Verdict.RED:
        reds.append(hold.since)
    return all(night > red for red in reds)
