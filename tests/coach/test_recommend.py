"""Signs and a few answers become a plan: every combination gives one, and none contradicts itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, combinations, product

import pytest

from bot.coach.calendar import EVERY_OTHER, valid
from bot.coach.model import (
    Answers,
    Check,
    Exercise,
    Experience,
    Lying,
    Pain,
    Surface,
    Verdict,
    Veto,
)
from bot.coach.recommend import (
    CEILING_LOW_LIFT,
    CEILING_PAIN,
    Because,
    Reason,
    Recommendation,
    Table,
    ceiling,
    plan_from,
    recommend,
    recounted,
    training_days,
)
from bot.coach.screening import Gate, gate

NIGHT = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HIP, CURL = Exercise.HIP_LIFT, Exercise.LEG_CURL
SIGNS = ("S4", "S5", "S6", "S7", "S8", "S9", "S10")
VOTES = {"S4": (2, 1), "S5": (2, 1), "S6": (1, 2), "S7": (0, 2), "S8": (1, 2), "S9": (1, 2), "S10": (2, 0)}
TABLE = Table(
    weights={sign: {HIP: hip, CURL: curl} for sign, (hip, curl) in VOTES.items()},
    start={
        Experience.NEW: {HIP: 1, CURL: 1},
        Experience.SOME: {HIP: 2, CURL: 2},
        Experience.REGULAR: {HIP: 2, CURL: 2},
    },
    ceiling={CEILING_PAIN: {HIP: 1, CURL: 1}, CEILING_LOW_LIFT: {HIP: 1, CURL: 4}},
    tie=HIP,
    nights=3,
)
SHAPING = (Veto.NO_PRONE, Veto.LOW_LIFT)  # the limits with which there still is a plan


def told(
    *signs: str, lying: Lying = Lying.BOTH, experience: Experience = Experience.SOME, pain: Pain = Pain.NONE
) -> Answers:
    return Answers(signs=frozenset(signs), lying=lying, experience=experience, pain=pain)


def plan(answers: Answers, *vetoes: Veto) -> Recommendation:
    return recommend(answers, frozenset(vetoes), TABLE)


@pytest.mark.parametrize(
    ("signs", "exercise", "because"),
    [
        ((), HIP, Because(Reason.NO_SIGN)),
        (("S4",), HIP, Because(Reason.SIGNS, ("S4",))),
        (("S5",), HIP, Because(Reason.SIGNS, ("S5",))),
        (("S6",), CURL, Because(Reason.SIGNS, ("S6",))),
        (("S7",), CURL, Because(Reason.SIGNS, ("S7",))),
        (("S8",), CURL, Because(Reason.SIGNS, ("S8",))),
        (("S9",), CURL, Because(Reason.SIGNS, ("S9",))),
        (("S10",), HIP, Because(Reason.SIGNS, ("S10",))),
        (("S6", "S7", "S9"), CURL, Because(Reason.SIGNS, ("S6", "S7", "S9"))),
        (("S10", "S4", "S6"), HIP, Because(Reason.SIGNS, ("S4", "S10"))),
        (("S4", "S6"), HIP, Because(Reason.TIE, ("S4", "S6"))),
        (("S7", "S10"), HIP, Because(Reason.TIE, ("S7", "S10"))),
        (SIGNS, CURL, Because(Reason.SIGNS, ("S6", "S7", "S8", "S9"))),
    ],
)
def test_the_signs_vote_and_a_tie_goes_to_the_hip_lift(
    signs: tuple[str, ...], exercise: Exercise, because: Because
) -> None:
    found = plan(told(*signs))
    assert (found.exercise, found.because[0]) == (exercise, because)


def test_signs_that_point_the_other_way_are_named_too() -> None:
    assert plan(told("S10", "S4", "S6")).because[1] == Because(Reason.OUTVOTED, ("S6",))
    assert plan(told("S6", "S7")).because == (Because(Reason.SIGNS, ("S6", "S7")),)


LIMITS = [
    (Lying.BACK, (), HIP, Reason.ONLY_BACK),
    (Lying.FRONT, (), CURL, Reason.ONLY_FRONT),
    (Lying.NEITHER, (), HIP, Reason.NEITHER),
    (Lying.BOTH, (Veto.NO_PRONE,), HIP, Reason.NO_PRONE),
    (Lying.BACK, (Veto.NO_PRONE,), HIP, Reason.NO_PRONE),
    (Lying.FRONT, (Veto.NO_PRONE,), HIP, Reason.NEITHER),
]


@pytest.mark.parametrize(("lying", "vetoes", "exercise", "reason"), LIMITS)
@pytest.mark.parametrize("sign", ["S4", "S7"])
def test_how_one_may_lie_outranks_the_votes(
    sign: str, lying: Lying, vetoes: tuple[Veto, ...], exercise: Exercise, reason: Reason
) -> None:
    found = plan(told(sign, lying=lying), *vetoes)
    assert (found.exercise, found.others) == (exercise, ())
    assert Because(reason) in found.because


def test_with_both_ways_open_the_other_exercise_may_be_chosen() -> None:
    assert plan(told("S4")).others == (CURL,)
    assert plan(told("S7")).others == (HIP,)


@pytest.mark.parametrize(
    ("answers", "vetoes", "hip", "curl"),
    [
        (told("S4", experience=Experience.NEW), (), 1, 1),
        (told("S4", experience=Experience.SOME), (), 2, 2),
        (told("S4", experience=Experience.REGULAR), (), 2, 2),
        (told("S4", pain=Pain.MILD), (), 2, 2),
        (told("S4", pain=Pain.MODERATE), (), 1, 1),
        (told("S4", pain=Pain.SEVERE), (), 1, 1),
        (told("S4"), (Veto.LOW_LIFT,), 1, 2),
        (told("S4", lying=Lying.NEITHER), (), 0, 0),
        (told("S4", lying=Lying.FRONT), (Veto.NO_PRONE,), 0, 0),
    ],
)
def test_the_first_rung_follows_experience_under_every_limit(
    answers: Answers, vetoes: tuple[Veto, ...], hip: int, curl: int
) -> None:
    assert dict(plan(answers, *vetoes).levels) == {HIP: hip, CURL: curl}


def test_the_ceiling_is_the_lowest_of_its_limits() -> None:
    answers = told("S4", pain=Pain.NONE)
    assert ceiling(HIP, answers, frozenset(), TABLE, top=6) == 6
    assert ceiling(HIP, answers, frozenset({Veto.LOW_LIFT}), TABLE, top=6) == 1
    assert ceiling(CURL, answers, frozenset({Veto.LOW_LIFT}), TABLE, top=3) == 3
    assert ceiling(HIP, told(pain=Pain.MODERATE), frozenset(), TABLE, top=6) == 1
    nowhere = told(pain=Pain.MODERATE, lying=Lying.NEITHER)
    assert ceiling(CURL, nowhere, frozenset({Veto.LOW_LIFT}), TABLE, top=4) == 0


def some_of(items: tuple[Veto, ...]) -> list[frozenset[Veto]]:
    return [frozenset(each) for n in range(len(items) + 1) for each in combinations(items, n)]


NAMING = (Reason.SIGNS, Reason.TIE, Reason.OUTVOTED)
SIGN_SETS = list(chain.from_iterable(combinations(SIGNS, n) for n in range(len(SIGNS) + 1)))
EXCLUDING = {Reason.ONLY_BACK, Reason.ONLY_FRONT, Reason.NEITHER, Reason.NO_PRONE}


@pytest.mark.parametrize("vetoes", some_of(SHAPING), ids=lambda vetoes: "+".join(sorted(vetoes)) or "none")
def test_every_combination_of_answers_gives_a_plan_without_contradiction(vetoes: frozenset[Veto]) -> None:
    """All 128 sets of signs × lying × experience × pain × limits."""
    assert len(SIGN_SETS) == 128
    for signs, lying, experience, pain in product(SIGN_SETS, Lying, Experience, Pain):
        answers = told(*signs, lying=lying, experience=experience, pain=pain)
        without_contradiction(answers, vetoes, recommend(answers, vetoes, TABLE))


@pytest.mark.parametrize("vetoes", some_of(tuple(Veto)), ids=lambda each: "+".join(sorted(each)) or "none")
def test_always_a_plan_or_a_stated_veto(vetoes: frozenset[Veto]) -> None:
    """All sets of signs × tailoring answers × vetoes, as the person meets them: through the gate."""
    tailoring = product(Lying, Experience, Pain, Surface)
    for signs, (lying, experience, pain, surface) in product(SIGN_SETS, tailoring):
        answers = replace(told(*signs, lying=lying, experience=experience, pain=pain), surface=surface)
        verdict = Verdict.AMBER if Veto.MINOR in vetoes else Verdict.GREEN
        opened = gate(Check(NIGHT, AT, verdict, answers, vetoes), None, None, NIGHT)
        if Veto.MINOR in vetoes:
            assert opened is Gate.HELD
        elif Veto.NO_BEDTIME_PLAN in vetoes:
            assert opened is Gate.NO_BEDTIME_PLAN
        else:
            assert opened is (Gate.PAIN_TONIGHT if pain is Pain.SEVERE else Gate.OPEN)
            made = plan_from(recommend(answers, vetoes, TABLE), 1, TABLE, surface)
            assert valid(made.days)
            assert made.surface is surface
            assert made.level(made.exercise) <= ceiling(made.exercise, answers, vetoes, TABLE, top=6)


@pytest.mark.parametrize("lying", Lying)
@pytest.mark.parametrize("vetoes", some_of(SHAPING), ids=lambda vetoes: "+".join(sorted(vetoes)) or "none")
def test_a_difference_of_one_sign_is_explained_by_a_reason_that_names_it(
    lying: Lying, vetoes: frozenset[Veto]
) -> None:
    """Or a limit stands among the reasons; then signs have no weight, as docs/recommendation.md says."""
    for signs in SIGN_SETS:
        for sign in set(SIGNS) - set(signs):
            without = recommend(told(*signs, lying=lying), vetoes, TABLE)
            with_it = recommend(told(*signs, sign, lying=lying), vetoes, TABLE)
            if EXCLUDING & {because.reason for because in with_it.because}:
                assert with_it.exercise is without.exercise
                assert with_it.levels == without.levels
            else:
                assert sum(sign in because.signs for because in with_it.because) == 1, (signs, sign)


def without_contradiction(answers: Answers, vetoes: frozenset[Veto], found: Recommendation) -> None:
    levels, reasons = dict(found.levels), [because.reason for because in found.because]
    offered = {found.exercise, *found.others}
    assert set(levels) == set(Exercise)
    assert found.exercise not in found.others
    assert reasons, "a plan always says why"
    assert len(reasons) == len(set(reasons)), "and says each reason once"
    # The body: nothing face down that must not be, nothing on the back that cannot be.
    if Veto.NO_PRONE in vetoes or answers.lying in (Lying.BACK, Lying.NEITHER):
        assert CURL not in offered
    if answers.lying is Lying.FRONT:
        assert HIP not in offered or levels[HIP] == 0, "only the squeeze works in any position"
    for exercise in Exercise:
        assert 0 <= levels[exercise] <= TABLE.start[answers.experience or Experience.NEW][exercise]
        assert levels[exercise] <= ceiling(exercise, answers, vetoes, TABLE, top=6)
    # The words: a vote is named only for the exercise it was for, and only signs that were ticked.
    for because in found.because:
        assert set(because.signs) <= (answers.signs or frozenset())
        assert bool(because.signs) == (because.reason in NAMING)
        if because.reason is Reason.SIGNS:
            assert all(TABLE.weights[sign][found.exercise] == 2 for sign in because.signs)
    assert (Reason.NO_SIGN in reasons) <= (not answers.signs)
    assert (Reason.PAIN_TONIGHT in reasons) == (answers.pain is Pain.SEVERE)
    assert (Reason.PAIN_LOW in reasons) == (answers.pain is Pain.MODERATE)
    assert bool(EXCLUDING & set(reasons)) == (not found.others), "who has no choice is told why"


@pytest.mark.parametrize("first", range(7))
@pytest.mark.parametrize("nights", [1, 2, 3])
def test_training_nights_are_never_two_in_a_row(first: int, nights: int) -> None:
    days = training_days(first, nights)
    assert len(days) == nights
    assert first in days
    assert not any((day + 1) % 7 in days for day in days)


@pytest.mark.parametrize("nights", [0, 4, 7])
def test_more_than_three_nights_a_week_are_refused(nights: int) -> None:
    with pytest.raises(ValueError, match="one to three nights"):
        training_days(1, nights)


def test_every_other_night_is_no_counted_plan_and_stays_when_the_zone_becomes_known() -> None:
    chosen = replace(plan_from(plan(told("S7")), 1, TABLE), days=EVERY_OTHER)
    assert recounted(chosen, 0, 1) == chosen


def test_the_plan_from_tuesday_trains_on_tuesday_thursday_and_saturday() -> None:
    made = plan_from(plan(told("S7")), 1, TABLE)
    assert (made.exercise, made.level(CURL), made.level(HIP), made.days) == (CURL, 2, 2, frozenset({1, 3, 5}))


def test_a_plan_counted_from_the_wrong_evening_is_counted_anew() -> None:
    made = plan_from(plan(told("S7")), 2, TABLE)
    assert recounted(made, 2, 3).days == frozenset({3, 5, 0})


def test_days_that_the_person_chose_are_not_counted_anew() -> None:
    chosen = replace(plan_from(plan(told("S7")), 2, TABLE), days=frozenset({0, 3, 5}))
    assert recounted(chosen, 2, 3) == chosen
