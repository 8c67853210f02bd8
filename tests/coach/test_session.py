"""One evening's session: the next stage follows from the record, and pain never makes it more (G46, H32)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.model import Effort, Exercise, Feel, Pain, Session
from bot.coach.session import (
    AfterPain,
    Stage,
    after_pain,
    all_done,
    complete,
    counts_alone,
    eased,
    effort_was,
    felt,
    given_up,
    hurts,
    may_feel,
    pain_said,
    pain_was,
    set_done,
    stage,
    start,
)

NEW = Session(date(2026, 11, 24), Exercise.HIP_LIFT, level=3, sets=2)
SECOND_SET = set_done(start(NEW))
ALL_SETS = set_done(SECOND_SET)


def test_an_evening_goes_through_its_stages_in_order() -> None:
    session, seen = NEW, []
    for change in (
        start,
        set_done,
        set_done,
        lambda each: felt(each, Feel.BUTTOCKS),
        lambda each: effort_was(each, Effort.RIGHT),
        lambda each: pain_was(each, Pain.NONE),
    ):
        seen.append(stage(session))
        assert not complete(session)
        session = change(session)
    assert seen == [Stage.FORM, Stage.SET, Stage.SET, Stage.FEEL, Stage.EFFORT, Stage.PAIN]
    assert stage(session) is Stage.DONE
    assert complete(session)


@pytest.mark.parametrize("session", [NEW, SECOND_SET, ALL_SETS, felt(ALL_SETS, Feel.BACK)])
def test_it_hurts_stops_at_once_at_every_moment(session: Session) -> None:
    assert stage(hurts(session)) is Stage.HURT


@pytest.mark.parametrize(
    ("pain", "sharp", "then"),
    [
        (Pain.NONE, False, AfterPain.GO_ON),
        (Pain.MILD, False, AfterPain.GO_ON),
        (Pain.MODERATE, False, AfterPain.EASIER),
        (Pain.SEVERE, False, AfterPain.STOP),
        (Pain.NONE, True, AfterPain.STOP),
        (Pain.MILD, True, AfterPain.STOP),
        (Pain.MODERATE, True, AfterPain.STOP),
        (Pain.SEVERE, True, AfterPain.STOP),
    ],
)
def test_what_pain_means_tonight(pain: Pain, sharp: bool, then: AfterPain) -> None:
    assert after_pain(pain, sharp) is then


def test_mild_pain_goes_on_where_it_was() -> None:
    assert pain_said(hurts(SECOND_SET), Pain.MILD, False, easier_sets=1) == (SECOND_SET, AfterPain.GO_ON)


def test_moderate_pain_does_the_set_one_rung_lower_and_is_remembered() -> None:
    session, then = pain_said(hurts(SECOND_SET), Pain.MODERATE, False, easier_sets=1)
    assert then is AfterPain.EASIER
    assert (session.level, session.sets, session.pain) == (2, 2, Pain.MODERATE)
    assert stage(session) is Stage.SET


def test_an_easier_rung_with_more_sets_brings_no_more_sets_tonight() -> None:
    long_hold = start(replace(NEW, level=5, sets=1))
    session, _ = pain_said(hurts(long_hold), Pain.MODERATE, False, easier_sets=3)
    assert (session.level, session.sets) == (4, 1)


def test_pain_after_the_last_set_brings_no_further_set() -> None:
    session, _ = pain_said(hurts(ALL_SETS), Pain.MODERATE, False, easier_sets=3)
    assert stage(session) is Stage.FEEL


def test_pain_that_was_said_is_not_asked_again() -> None:
    session, _ = pain_said(hurts(ALL_SETS), Pain.MODERATE, False, easier_sets=1)
    assert stage(effort_was(felt(session, Feel.BUTTOCKS), Effort.HARD)) is Stage.DONE


@pytest.mark.parametrize(("pain", "sharp"), [(Pain.SEVERE, False), (Pain.MILD, True)])
def test_severe_or_sharp_pain_ends_tonight_and_counts_as_severe(pain: Pain, sharp: bool) -> None:
    session, then = pain_said(hurts(SECOND_SET), pain, sharp, easier_sets=1)
    assert then is AfterPain.STOP
    assert (session.stopped, session.pain, stage(session)) == (True, Pain.SEVERE, Stage.DONE)
    assert not complete(session)


def test_on_the_lowest_rung_there_is_nothing_easier_so_it_ends() -> None:
    session, then = pain_said(
        hurts(start(replace(NEW, level=0, sets=1))), Pain.MODERATE, False, easier_sets=1
    )
    assert then is AfterPain.STOP
    assert (session.stopped, session.level, session.pain) == (True, 0, Pain.MODERATE)


sessions = st.builds(
    lambda level, sets, done: replace(NEW, level=level, sets=sets, started=True, sets_done=min(done, sets)),
    st.integers(0, 6),
    st.integers(1, 3),
    st.integers(0, 3),
)


@given(sessions, st.sampled_from(Pain), st.booleans(), st.integers(1, 3))
def test_pain_never_makes_an_evening_more(session: Session, pain: Pain, sharp: bool, below: int) -> None:
    after, then = pain_said(hurts(session), pain, sharp, below)
    assert not after.hurting
    assert session.level - 1 <= after.level <= session.level
    assert after.level >= 0
    assert after.sets <= session.sets
    assert after.sets_done == session.sets_done
    assert (stage(after) is Stage.DONE) == (then is AfterPain.STOP)
    if session.sets_done < session.sets and then is not AfterPain.STOP:
        assert stage(after) is Stage.SET, "the set that hurt may be done"


# -- more ways through an evening ------------------------------------------------------------------------


def test_all_sets_at_once_leads_to_the_questions() -> None:
    assert stage(all_done(NEW)) is Stage.FEEL
    assert stage(all_done(SECOND_SET)) is Stage.FEEL


def test_easier_without_pain_is_one_rung_down_and_says_nothing_of_pain() -> None:
    """G59."""
    easier = eased(start(NEW), 1)
    assert (easier.level, easier.sets, easier.pain) == (NEW.level - 1, 1, None)
    assert eased(replace(NEW, level=0), 1).level == 0


def test_where_it_is_felt_can_be_said_between_two_sets_once() -> None:
    """H42, H43: in time for the next set."""
    assert may_feel(SECOND_SET)
    assert not may_feel(start(NEW))
    assert not may_feel(felt(SECOND_SET, Feel.THIGHS))
    assert not may_feel(ALL_SETS)
    assert stage(felt(ALL_SETS, Feel.THIGHS)) is Stage.EFFORT, "and is not asked again"


def test_who_counts_alone_does_the_same_session() -> None:
    alone = counts_alone(start(NEW))
    assert replace(alone, own_count=False) == start(NEW)


def test_what_a_newer_check_shuts_is_over_and_what_was_done_stays() -> None:
    over = given_up(SECOND_SET)
    assert stage(over) is Stage.DONE
    assert not complete(over)
    assert over.sets_done == 1
