"""Profile → plan with reasons. A pure function over the table in `content/recommendation.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.coach.calendar import EVERY_OTHER
from bot.coach.model import Answers, Exercise, Experience, Lying, Pain, Plan, Surface, Veto

CEILING_PAIN = "pain-4-5"
CEILING_LOW_LIFT = "low-lift"


@dataclass(frozen=True, slots=True)
class Table:
    """Votes per sign, start rungs per experience, ceilings per limit, nights a week."""

    weights: Mapping[str, Mapping[Exercise, int]]
    start: Mapping[Experience, Mapping[Exercise, int]]
    ceiling: Mapping[str, Mapping[Exercise, int]]
    tie: Exercise
    nights: int


class Reason(StrEnum):
    """Why this plan. Some reasons name the signs that spoke for it."""

    SIGNS = "signs"
    OUTVOTED = "outvoted"  # ticked signs that alone would point to the other exercise
    NO_SIGN = "no-sign"
    TIE = "tie"
    ONLY_BACK = "only-back"
    ONLY_FRONT = "only-front"
    NEITHER = "neither"
    NO_PRONE = "no-prone"
    LOW_LIFT = "low-lift"
    PAIN_TONIGHT = "pain-tonight"
    PAIN_LOW = "pain-low"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason, with the signs (S4–S10) it rests on, if any."""

    reason: Reason
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The plan's exercise and rung, what else may be chosen, and why."""

    exercise: Exercise
    levels: tuple[tuple[Exercise, int], ...]
    others: tuple[Exercise, ...]
    because: tuple[Because, ...]

    @property
    def allowed(self) -> tuple[Exercise, ...]:
        """Every exercise that the check leaves open, the recommended one first."""
        return (self.exercise, *self.others)


def recommend(answers: Answers, vetoes: frozenset[Veto], table: Table) -> Recommendation:
    """The plan for these answers. Vetoes outrank votes; any one sign is reason enough to train (S11)."""
    signs = tuple(sorted(answers.signs or (), key=_number))
    allowed, limits = _allowed(answers, vetoes)
    wanted, because = _vote(signs, table)
    exercise = wanted if wanted in allowed else allowed[0]
    if exercise is not wanted:
        because = ()
    return Recommendation(
        exercise=exercise,
        levels=tuple((each, start_level(each, answers, vetoes, table)) for each in Exercise),
        others=tuple(other for other in allowed if other is not exercise),
        because=(*because, *limits, *_level_reasons(exercise, answers, vetoes)),
    )


def _number(sign: str) -> int:
    return int(sign[1:])


def _vote(signs: tuple[str, ...], table: Table) -> tuple[Exercise, tuple[Because, ...]]:
    votes = {each: sum(table.weights[sign][each] for sign in signs) for each in Exercise}
    if not signs:
        return table.tie, (Because(Reason.NO_SIGN),)
    best = max(votes.values())
    winners = [each for each in Exercise if votes[each] == best]
    if len(winners) > 1:
        return table.tie, (Because(Reason.TIE, signs),)
    winner = winners[0]
    named = tuple(sign for sign in signs if _points_to(sign, table) is winner)
    outvoted = tuple(sign for sign in signs if sign not in named)
    because = (Because(Reason.SIGNS, named),)
    return winner, (*because, Because(Reason.OUTVOTED, outvoted)) if outvoted else because


def _points_to(sign: str, table: Table) -> Exercise:
    """The exercise that this sign alone leads to."""
    return max(Exercise, key=lambda each: (table.weights[sign][each], each is table.tie))


def _allowed(answers: Answers, vetoes: frozenset[Veto]) -> tuple[tuple[Exercise, ...], tuple[Because, ...]]:
    """The exercises that are open, and the limits that closed one (G32, G83).

    The leg curl's lowest rung is done on the back and its alternative standing, so somebody who
    can lie neither way is given the hip lift's squeeze, which works in any position (G59).
    """
    if Veto.NO_PRONE in vetoes:
        nowhere = (Because(Reason.NEITHER),) if _lies_nowhere(answers, vetoes) else ()
        return (Exercise.HIP_LIFT,), (Because(Reason.NO_PRONE), *nowhere)
    match answers.lying:
        case Lying.BACK:
            return (Exercise.HIP_LIFT,), (Because(Reason.ONLY_BACK),)
        case Lying.FRONT:
            return (Exercise.LEG_CURL,), (Because(Reason.ONLY_FRONT),)
        case Lying.NEITHER:
            return (Exercise.HIP_LIFT,), (Because(Reason.NEITHER),)
    return (Exercise.HIP_LIFT, Exercise.LEG_CURL), ()


def start_level(exercise: Exercise, answers: Answers, vetoes: frozenset[Veto], table: Table) -> int:
    """The rung to begin with: by experience, never above what the check allows."""
    begin = table.start[answers.experience or Experience.NEW][exercise]
    return min(begin, ceiling(exercise, answers, vetoes, table, top=begin))


def ceiling(exercise: Exercise, answers: Answers, vetoes: frozenset[Veto], table: Table, *, top: int) -> int:
    """The highest rung that the check allows; `top` is the ladder's own."""
    limits = [top]
    if answers.pain in (Pain.MODERATE, Pain.SEVERE):
        limits.append(table.ceiling[CEILING_PAIN][exercise])
    if Veto.LOW_LIFT in vetoes:
        limits.append(table.ceiling[CEILING_LOW_LIFT][exercise])
    if _lies_nowhere(answers, vetoes):
        limits.append(0)
    return min(limits)


def _lies_nowhere(answers: Answers, vetoes: frozenset[Veto]) -> bool:
    """Neither on the back nor on the front: also who lies well only on the front, and must not (G32)."""
    return answers.lying is Lying.NEITHER or (answers.lying is Lying.FRONT and Veto.NO_PRONE in vetoes)


def _level_reasons(exercise: Exercise, answers: Answers, vetoes: frozenset[Veto]) -> tuple[Because, ...]:
    reasons = []
    if Veto.LOW_LIFT in vetoes and exercise is Exercise.HIP_LIFT:
        reasons.append(Because(Reason.LOW_LIFT))
    if answers.pain is Pain.SEVERE:
        reasons.append(Because(Reason.PAIN_TONIGHT))
    elif answers.pain is Pain.MODERATE:
        reasons.append(Because(Reason.PAIN_LOW))
    elif answers.experience is Experience.NEW:
        reasons.append(Because(Reason.NEW))
    return tuple(reasons)


def training_days(first: int, nights: int) -> frozenset[int]:
    """`nights` weekdays (Monday = 0) from `first` on, never two in a row, across the week's end too.

    Three from Tuesday: Tuesday, Thursday, Saturday. Raises ValueError outside 1–3 nights (D4, G61, G62).
    """
    if not 1 <= nights <= 3:
        raise ValueError(f"one to three nights a week, not {nights}")
    return frozenset((first + 2 * n) % 7 for n in range(nights))


def plan_from(
    recommendation: Recommendation, first_day: int, table: Table, surface: Surface = Surface.BED
) -> Plan:
    """The recommended plan, its training days counted from `first_day` (tonight's weekday)."""
    return Plan(
        exercise=recommendation.exercise,
        levels=recommendation.levels,
        days=training_days(first_day, table.nights),
        surface=surface,
    )


def recounted(plan: Plan, first: int, tonight: int) -> Plan:
    """The same plan, when the evening it was counted from turns out to be another weekday.

    `first`: the weekday (Monday = 0) that it was counted from, before the time zone was known; `tonight`: the
    real one. Days that are no longer the counted ones stay as they are: the person has chosen them.
    """
    nights = len(plan.days)
    if plan.days == EVERY_OTHER or plan.days != training_days(first, nights):
        return plan
    return replace(plan, days=training_days(tonight, nights))
