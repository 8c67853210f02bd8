from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.model import Answers, Check, Exercise, Experience, Hold, Language, Lying, Pain, Verdict, Veto
from bot.store import Store
from bot.store.health import answers_data, answers_from
from tests.store.conftest import NIGHT, NOW, PLAN

EMMA = 1

ids = st.frozensets(st.sampled_from(["R1", "R6", "A1", "A10", "A13a", "A14", "S4", "S10"]))
yes_or_no = st.none() | st.booleans()
answers = st.builds(
    Answers,
    cleared=yes_or_no,
    covered=ids,
    red=st.none() | ids,
    amber1=st.none() | ids,
    amber2=st.none() | ids,
    pregnant=yes_or_no,
    signs=st.none() | ids,
    lying=st.none() | st.sampled_from(Lying),
    experience=st.none() | st.sampled_from(Experience),
    pain=st.none() | st.sampled_from(Pain),
)


@pytest.fixture
def emma(store: Store) -> int:
    store.people.remember(EMMA, Language.EN, NOW)
    return EMMA


@given(answers)
def test_answers_come_back_from_plain_data_as_they_were(given_: Answers) -> None:
    assert answers_from(answers_data(given_)) == given_


def test_an_answer_that_an_older_version_did_not_write_is_not_asked_yet() -> None:
    assert answers_from({"red": ["R1"]}) == Answers(red=frozenset({"R1"}))


def test_nothing_ticked_is_not_the_same_as_not_asked() -> None:
    assert answers_from({"red": [], "amber1": None}) == Answers(red=frozenset(), amber1=None)


def test_a_draft_comes_back_with_its_ticks(store: Store, emma: int) -> None:
    draft = Answers(red=frozenset(), amber1=frozenset({"A4"}))
    store.health.save_draft(emma, draft, frozenset({"A8", "A14"}), NOW)
    assert store.health.draft(emma) == (draft, frozenset({"A8", "A14"}))
    store.health.drop_draft(emma)
    assert store.health.draft(emma) is None


def test_a_finished_check_comes_back_and_takes_the_place_of_draft_and_hold(store: Store, emma: int) -> None:
    check = Check(NIGHT, NOW, Verdict.GREEN, Answers(pain=Pain.MILD), frozenset({Veto.LOW_LIFT}))
    store.health.save_draft(emma, Answers(), frozenset(), NOW)
    store.health.put_hold(emma, Hold(Verdict.AMBER, NIGHT))

    store.health.finish_check(emma, check, PLAN)

    assert store.health.check(emma) == check
    assert store.health.plan(emma) == PLAN
    assert (store.health.draft(emma), store.health.hold(emma)) == (None, None)


def test_a_check_without_a_plan_keeps_the_plan_of_before(store: Store, emma: int) -> None:
    store.health.save_plan(emma, PLAN)
    store.health.finish_check(emma, Check(NIGHT, NOW, Verdict.AMBER, Answers()), None)
    assert store.health.plan(emma) == PLAN


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        (Verdict.AMBER, Verdict.RED, Verdict.RED),
        (Verdict.RED, Verdict.AMBER, Verdict.RED),
        (Verdict.RED, Verdict.AMBER_TODAY, Verdict.RED),
        (Verdict.AMBER, Verdict.AMBER_TODAY, Verdict.AMBER_TODAY),
        (Verdict.AMBER_TODAY, Verdict.AMBER, Verdict.AMBER_TODAY),
    ],
)
def test_the_worst_hold_counts_in_whichever_order_they_came(
    store: Store, emma: int, first: Verdict, second: Verdict, stays: Verdict
) -> None:
    store.health.put_hold(emma, Hold(first, date(2026, 11, 20)))
    store.health.put_hold(emma, Hold(second, NIGHT))
    hold = store.health.hold(emma)
    assert hold is not None
    assert hold.verdict is stays


def test_a_red_sign_typed_again_on_a_later_night_counts_from_that_night(store: Store, emma: int) -> None:
    """RED is lifted on a later day than the latest sign, not than the first (decision 2)."""
    store.health.put_hold(emma, Hold(Verdict.RED, date(2026, 11, 20)))
    store.health.put_hold(emma, Hold(Verdict.RED, NIGHT))
    assert store.health.hold(emma) == Hold(Verdict.RED, NIGHT)


def test_a_red_hold_that_was_a_false_alarm_leaves_the_amber_one(store: Store, emma: int) -> None:
    store.health.put_hold(emma, Hold(Verdict.AMBER, NIGHT))
    store.health.put_hold(emma, Hold(Verdict.RED, NIGHT))
    store.health.lift_red_hold(emma)
    assert store.health.hold(emma) == Hold(Verdict.AMBER, NIGHT)


def test_a_half_done_check_knows_when_it_was_last_answered(store: Store, emma: int) -> None:
    assert store.health.draft_at(emma) is None
    store.health.save_draft(emma, Answers(), frozenset(), NOW)
    assert store.health.draft_at(emma) == NOW


def test_lifting_a_hold_leaves_the_plan(store: Store, emma: int) -> None:
    store.health.save_plan(emma, PLAN)
    store.health.put_hold(emma, Hold(Verdict.RED, NIGHT))
    store.health.lift_holds(emma)
    assert store.health.hold(emma) is None
    assert store.health.plan(emma) == PLAN


def test_a_plan_saved_again_replaces_the_first(store: Store, emma: int) -> None:
    store.health.save_plan(emma, PLAN)
    other = type(PLAN)(Exercise.LEG_CURL, PLAN.levels, frozenset({0, 2, 4}))
    store.health.save_plan(emma, other)
    assert store.health.plan(emma) == other


def test_of_a_stranger_there_is_nothing(store: Store) -> None:
    health = store.health
    assert [health.draft(404), health.check(404), health.hold(404), health.plan(404)] == [None] * 4
