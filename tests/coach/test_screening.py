"""The safety check: the worst answer wins, what a yes lifts, and when exercise is open (G9–G37)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.model import Answers, Check, CheckStep, Experience, Hold, Lying, Pain, Question, Verdict, Veto
from bot.coach.screening import (
    Gate,
    answer,
    back,
    blocking,
    gate,
    may_recheck,
    needs_yes,
    next_step,
    screening,
    stale,
)

NOBODY: frozenset[str] = frozenset()
VETOES = {
    "A10": Veto.NO_BEDTIME_PLAN,
    "A11": Veto.LOW_LIFT,
    "A12": Veto.NO_PRONE,
    "A13a": Veto.MINOR,
}
# What each answer means, with A13 in its two halves.
VERDICTS = (
    dict.fromkeys(("R1", "R2", "R3", "R4", "R5", "R6"), Verdict.RED)
    | dict.fromkeys(("A1", "A2", "A3"), Verdict.AMBER_TODAY)
    | dict.fromkeys(("A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13a", "A13b"), Verdict.AMBER)
    | {"A14": Verdict.GREEN_WITH_ADVICE}
)
FIRST_AMBER = {"A1", "A2", "A3", "A4", "A5", "A6", "A7"}


def step_of(id_: str) -> CheckStep:
    if id_.startswith("R"):
        return CheckStep.RED
    return CheckStep.AMBER_1 if id_ in FIRST_AMBER else CheckStep.AMBER_2


QUESTIONS = tuple(Question(id_, step_of(id_), verdict, VETOES.get(id_)) for id_, verdict in VERDICTS.items())
some_signs = st.frozensets(st.sampled_from(sorted(VERDICTS)))
NIGHT = date(2026, 11, 24)


def ticking(*ids: str) -> Answers:
    """A check with exactly these warning signs."""

    def on(step: CheckStep) -> frozenset[str]:
        return frozenset(id_ for id_ in ids if step_of(id_) is step)

    return Answers(red=on(CheckStep.RED), amber1=on(CheckStep.AMBER_1), amber2=on(CheckStep.AMBER_2))


def checked(
    verdict: Verdict, *, night: date = NIGHT, pain: Pain = Pain.NONE, vetoes: frozenset[Veto] = frozenset()
) -> Check:
    return Check(night, datetime(2026, 11, 24, 12, tzinfo=UTC), verdict, Answers(pain=pain), vetoes)


# -- what the answers mean -----------------------------------------------------------------------------


@pytest.mark.parametrize(("id_", "verdict"), VERDICTS.items())
def test_each_warning_sign_alone_brings_its_own_verdict(id_: str, verdict: Verdict) -> None:
    assert screening(ticking(id_), QUESTIONS).verdict is verdict


def test_no_warning_sign_is_green() -> None:
    found = screening(ticking(), QUESTIONS)
    assert (found.verdict, found.vetoes) == (Verdict.GREEN, frozenset())


@given(some_signs)
def test_the_worst_answer_wins(ids: frozenset[str]) -> None:
    order = [
        Verdict.RED,
        Verdict.AMBER_TODAY,
        Verdict.AMBER,
        Verdict.GREEN_WITH_ADVICE,
        Verdict.GREEN,
    ]
    said = [VERDICTS[id_] for id_ in ids] + [Verdict.GREEN]
    assert screening(ticking(*ids), QUESTIONS).verdict is next(each for each in order if each in said)


@given(some_signs, st.sampled_from(sorted(VERDICTS)))
def test_one_more_yes_never_makes_the_verdict_better(ids: frozenset[str], more: str) -> None:
    order = list(Verdict)
    before = screening(ticking(*ids), QUESTIONS).verdict
    after = screening(ticking(*ids, more), QUESTIONS).verdict
    assert order.index(after) <= order.index(before)


@pytest.mark.parametrize(("id_", "veto"), VETOES.items())
def test_a_limit_comes_with_its_answer(id_: str, veto: Veto) -> None:
    assert screening(ticking(id_), QUESTIONS).vetoes == {veto}


# -- a professional's yes ------------------------------------------------------------------------------


def after_yes(*, covered: set[str], again: set[str]) -> Answers:
    return replace(ticking(*again), cleared=True, covered=frozenset(covered))


def test_a_yes_lifts_the_amber_it_was_about() -> None:
    assert screening(after_yes(covered={"A4"}, again={"A4"}), QUESTIONS).verdict is Verdict.GREEN


def test_a_yes_lifts_no_new_amber() -> None:
    assert screening(after_yes(covered={"A4"}, again={"A4", "A7"}), QUESTIONS).verdict is Verdict.AMBER


@pytest.mark.parametrize("id_", ["R1", "R2", "R3", "R4", "R5", "R6"])
def test_a_yes_never_lifts_a_red_sign_that_is_still_there(id_: str) -> None:
    assert screening(after_yes(covered={id_}, again={id_}), QUESTIONS).verdict is Verdict.RED


def test_a_yes_never_makes_anybody_eighteen() -> None:
    found = screening(after_yes(covered={"A13a"}, again={"A13a"}), QUESTIONS)
    assert (found.verdict, found.vetoes) == (Verdict.AMBER, frozenset({Veto.MINOR}))


def test_without_the_yes_nothing_is_lifted() -> None:
    answers = replace(ticking("A4"), cleared=False, covered=frozenset({"A4"}))
    assert screening(answers, QUESTIONS).verdict is Verdict.AMBER


@pytest.mark.parametrize("id_", ["A10", "A11", "A12"])
@pytest.mark.parametrize("again", [True, False], ids=["ticked again", "not ticked again"])
def test_a_limit_survives_the_yes(id_: str, again: bool) -> None:
    found = screening(after_yes(covered={id_}, again={id_} if again else set()), QUESTIONS)
    assert (found.verdict, found.vetoes) == (Verdict.GREEN, frozenset({VETOES[id_]}))


def test_after_birth_or_surgery_the_yes_opens_the_bedtime_plan() -> None:
    answers = replace(after_yes(covered={"A10"}, again={"A10"}), pregnant=False)
    assert screening(answers, QUESTIONS).vetoes == frozenset()


def test_a_pregnancy_keeps_its_limit_after_the_yes() -> None:
    answers = replace(after_yes(covered={"A10"}, again={"A10"}), pregnant=True)
    assert screening(answers, QUESTIONS).vetoes == {Veto.NO_BEDTIME_PLAN}


@given(some_signs, some_signs)
def test_a_yes_opens_nothing_that_is_red_or_new(covered: frozenset[str], again: frozenset[str]) -> None:
    found = screening(after_yes(covered=set(covered), again=set(again)), QUESTIONS)
    shut = {id_ for id_ in again if VERDICTS[id_] is Verdict.RED or id_ == "A13a"}
    shut |= {id_ for id_ in again - covered if not VERDICTS[id_].may_train}
    assert found.verdict.may_train == (not shut)


# -- which step comes next -----------------------------------------------------------------------------


def walk(answers: Answers, given: dict[CheckStep, frozenset[str]], *, yes: bool = False) -> list[CheckStep]:
    """The steps asked until the verdict, answering as given."""
    asked = []
    while (step := next_step(answers, QUESTIONS, yes)) is not None:
        assert step not in asked, "no step is asked twice"
        asked.append(step)
        answers = answer(answers, step, given.get(step, NOBODY))
    return asked


HEALTHY = {
    CheckStep.SIGNS: frozenset({"S6", "S7", "S9"}),
    CheckStep.LYING: frozenset({"both"}),
    CheckStep.EXPERIENCE: frozenset({"new"}),
    CheckStep.PAIN: frozenset({"1-3"}),
}


def test_a_healthy_person_is_asked_three_screens_the_signs_and_three_questions() -> None:
    assert walk(Answers(), HEALTHY) == ["red", "amber1", "amber2", "signs", "lying", "experience", "pain"]


def test_after_a_red_sign_nothing_more_is_asked() -> None:
    assert walk(Answers(), HEALTHY | {CheckStep.RED: frozenset({"R5"})}) == ["red"]


@pytest.mark.parametrize(("step", "id_"), [(CheckStep.AMBER_1, "A2"), (CheckStep.AMBER_2, "A9")])
def test_after_an_amber_sign_the_plan_questions_are_not_asked(step: CheckStep, id_: str) -> None:
    assert walk(Answers(), HEALTHY | {step: frozenset({id_})}) == ["red", "amber1", "amber2"]


def test_weeks_without_getting_better_go_on_with_advice() -> None:
    assert walk(Answers(), HEALTHY | {CheckStep.AMBER_2: frozenset({"A14"})})[-1] == "pain"


def test_after_red_or_amber_the_professional_is_asked_about_first_and_a_no_ends_it() -> None:
    assert walk(Answers(), {CheckStep.CLEARED: frozenset({"no"})}, yes=True) == ["cleared"]
    said_yes = HEALTHY | {CheckStep.CLEARED: frozenset({"yes"})}
    assert walk(Answers(covered=frozenset({"A4"})), said_yes, yes=True)[:2] == ["cleared", "red"]


@pytest.mark.parametrize("again", [frozenset({"A10"}), NOBODY], ids=["ticked again", "not ticked again"])
def test_after_a_yes_about_a10_the_pregnancy_is_asked_and_a_yes_there_ends_it(again: frozenset[str]) -> None:
    said = HEALTHY | {CheckStep.CLEARED: frozenset({"yes"}), CheckStep.AMBER_2: again}
    start = Answers(covered=frozenset({"A10"}))
    pregnant = walk(start, said | {CheckStep.PREGNANT: frozenset({"yes"})}, yes=True)
    assert pregnant == ["cleared", "red", "amber1", "amber2", "pregnant"]
    assert walk(start, said | {CheckStep.PREGNANT: frozenset({"no"})}, yes=True)[-1] == "pain"


@given(st.integers(1, 7))
def test_back_asks_the_latest_step_again_and_keeps_the_rest(taken: int) -> None:
    answers, steps = Answers(), walk(Answers(), HEALTHY)
    for step in steps[:taken]:
        answers = answer(answers, step, HEALTHY.get(step, NOBODY))
    earlier = back(answers)
    assert next_step(earlier, QUESTIONS, needs_yes=False) is steps[taken - 1]
    assert answer(earlier, steps[taken - 1], HEALTHY.get(steps[taken - 1], NOBODY)) == answers


def test_back_at_the_beginning_stays_there() -> None:
    assert back(Answers()) == Answers()


@pytest.mark.parametrize(
    ("step", "chosen"),
    [
        (CheckStep.LYING, {"sideways"}),
        (CheckStep.EXPERIENCE, set()),
        (CheckStep.PAIN, {"0", "6+"}),
        (CheckStep.CLEARED, {"perhaps"}),
        (CheckStep.PREGNANT, {"yes", "no"}),
    ],
)
def test_an_answer_that_the_step_does_not_know_is_refused(step: CheckStep, chosen: set[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the type is the promise; the enumerations word it themselves
        answer(Answers(), step, frozenset(chosen))


def test_an_answer_of_each_kind_is_kept() -> None:
    answers = Answers()
    for step, chosen in HEALTHY.items():
        answers = answer(answers, step, chosen)
    assert (answers.lying, answers.experience, answers.pain) == (Lying.BOTH, Experience.NEW, Pain.MILD)


# -- whether exercise is open --------------------------------------------------------------------------

GREEN = checked(Verdict.GREEN)
RED_HOLD, AMBER_HOLD = Hold(Verdict.RED, NIGHT), Hold(Verdict.AMBER, NIGHT)

GATES = {
    "no check yet": (None, None, Gate.NEEDS_CHECK),
    "green": (GREEN, None, Gate.OPEN),
    "green with advice": (checked(Verdict.GREEN_WITH_ADVICE), None, Gate.OPEN),
    "amber": (checked(Verdict.AMBER), None, Gate.HELD),
    "amber today": (checked(Verdict.AMBER_TODAY), None, Gate.HELD),
    "red": (checked(Verdict.RED), None, Gate.HELD),
    "a red sign typed": (GREEN, RED_HOLD, Gate.HELD),
    "an amber sign typed": (GREEN, AMBER_HOLD, Gate.HELD),
    "a red sign typed before any check": (None, RED_HOLD, Gate.HELD),
    "pregnant": (
        checked(Verdict.GREEN, vetoes=frozenset({Veto.NO_BEDTIME_PLAN})),
        None,
        Gate.NO_BEDTIME_PLAN,
    ),
    "a limit that only shapes the plan": (
        checked(Verdict.GREEN, vetoes=frozenset({Veto.LOW_LIFT, Veto.NO_PRONE})),
        None,
        Gate.OPEN,
    ),
    "pain of 6 or more tonight": (checked(Verdict.GREEN, pain=Pain.SEVERE), None, Gate.PAIN_TONIGHT),
    "pain of 4 or 5 tonight": (checked(Verdict.GREEN, pain=Pain.MODERATE), None, Gate.OPEN),
    "pain of 6 or more in an earlier check": (
        checked(Verdict.GREEN, night=date(2026, 11, 23), pain=Pain.SEVERE),
        None,
        Gate.OPEN,
    ),
}


@pytest.mark.parametrize(("check", "hold", "expected"), GATES.values(), ids=GATES.keys())
def test_exercise_is_open_only_when_nothing_stands_in_the_way(
    check: Check | None, hold: Hold | None, expected: Gate
) -> None:
    assert gate(check, hold, None, NIGHT) is expected


@given(
    st.sampled_from(Verdict),
    st.sampled_from([None, *Verdict]),
    st.frozensets(st.sampled_from(Veto)),
    st.integers(0, 400),
)
def test_red_and_amber_shut_exercise_whatever_else_is_true(
    verdict: Verdict, held: Verdict | None, vetoes: frozenset[Veto], days: int
) -> None:
    night = date.fromordinal(NIGHT.toordinal() + days)
    hold = Hold(held, NIGHT) if held else None
    found = gate(checked(verdict, vetoes=vetoes), hold, night, night)
    if not verdict.may_train or (held and not held.may_train):
        assert found is Gate.HELD
        assert blocking(checked(verdict), hold) in (verdict, held)
    elif found is Gate.OPEN:
        assert Veto.NO_BEDTIME_PLAN not in vetoes


STALE = [
    ("the day after", "2026-11-25", None, False),
    ("27 nights without a session", "2026-12-21", None, False),
    ("28 nights without a session", "2026-12-22", None, True),
    ("28 nights, but trained last week", "2026-12-22", "2026-12-15", False),
    ("28 nights after the last session", "2027-01-12", "2026-12-15", True),
    ("364 nights, trained yesterday", "2027-11-23", "2027-11-22", False),
    ("a year, trained yesterday", "2027-11-24", "2027-11-23", True),
    ("an earlier session does not age a new check", "2026-12-21", "2026-01-01", False),
]


@pytest.mark.parametrize(("why", "night", "trained", "old"), STALE)
def test_answers_go_out_of_date(why: str, night: str, trained: str | None, old: bool) -> None:
    last = date.fromisoformat(trained) if trained else None
    assert stale(GREEN, last, date.fromisoformat(night)) is old, why
    assert (gate(GREEN, None, last, date.fromisoformat(night)) is Gate.NEEDS_CHECK) is old


# -- how it opens again --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "hold", "expected"),
    [
        (None, None, False),
        (GREEN, None, False),
        (checked(Verdict.GREEN_WITH_ADVICE), None, False),
        (checked(Verdict.AMBER), None, True),
        (checked(Verdict.AMBER_TODAY), None, True),
        (checked(Verdict.RED), None, True),
        (GREEN, RED_HOLD, True),
        (GREEN, AMBER_HOLD, False),
    ],
)
def test_a_professionals_yes_is_needed_after_red_and_after_amber_in_a_check(
    check: Check | None, hold: Hold | None, expected: bool
) -> None:
    assert needs_yes(check, hold) is expected


@pytest.mark.parametrize(
    ("check", "hold", "tonight", "tomorrow"),
    [
        (checked(Verdict.RED), None, False, True),
        (GREEN, RED_HOLD, False, True),
        (checked(Verdict.RED, night=date(2026, 11, 1)), RED_HOLD, False, True),
        (checked(Verdict.AMBER), None, True, True),
        (GREEN, AMBER_HOLD, True, True),
        (None, None, True, True),
    ],
)
def test_red_is_checked_again_only_on_a_later_day(
    check: Check | None, hold: Hold | None, tonight: bool, tomorrow: bool
) -> None:
    assert may_recheck(check, hold, NIGHT) is tonight
    assert may_recheck(check, hold, date(2026, 11, 25)) is tomorrow
