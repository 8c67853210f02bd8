"""The ladder: up slowly, down at once, never above what the check allows, and pain never raises (G46–G65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.model import Effort, Exercise, Feel, Pain, Session
from bot.coach.progress import (
    Move,
    Refusal,
    Why,
    after_break,
    after_morning,
    asks_morning,
    good,
    may_ask_harder,
    may_refuse,
    next_level,
)

FIRST_NIGHT = date(2026, 11, 24)
GOOD = Session(
    night=FIRST_NIGHT,
    exercise=Exercise.HIP_LIFT,
    level=2,
    sets=1,
    started=True,
    sets_done=1,
    feel=Feel.BUTTOCKS,
    effort=Effort.RIGHT,
    pain=Pain.NONE,
)
EASY = replace(GOOD, effort=Effort.EASY)
HARD = replace(GOOD, effort=Effort.HARD)
SORE = replace(GOOD, pain=Pain.MODERATE)
SEVERE = replace(GOOD, pain=Pain.SEVERE)
STOPPED = replace(GOOD, sets_done=0, stopped=True, feel=None, effort=None, pain=Pain.SEVERE)
IN_THE_BACK = replace(GOOD, feel=Feel.BACK)
UNFINISHED = replace(GOOD, sets=2, sets_done=1)
BELOW = replace(GOOD, level=1)


def evenings(*sessions: Session, every: int = 2) -> list[Session]:
    """These sessions one after the other, every so many nights."""
    return [
        replace(session, night=FIRST_NIGHT + timedelta(days=every * n)) for n, session in enumerate(sessions)
    ]


MOVES = [
    ("nothing yet", [], 2, Why.FIRST),
    ("one good session", [GOOD], 2, Why.FIRST),
    ("two good sessions", [GOOD, GOOD], 3, Why.TWO_GOOD),
    ("two easy sessions go up one rung, not two", [EASY, EASY], 3, Why.TWO_GOOD),
    ("good after easy", [EASY, GOOD], 3, Why.TWO_GOOD),
    ("a good one after a hard one", [HARD, GOOD], 2, Why.STEADY),
    ("mild pain is good enough", [replace(GOOD, pain=Pain.MILD)] * 2, 3, Why.TWO_GOOD),
    ("pain was not said", [replace(GOOD, pain=None)] * 2, 2, Why.STEADY),
    ("effort was not said", [replace(GOOD, effort=None)] * 2, 2, Why.STEADY),
    ("sets were left out", [UNFINISHED, UNFINISHED], 2, Why.STEADY),
    ("good ones on a lower rung", [BELOW, BELOW], 2, Why.STEADY),
    ("the first good one on a new rung", [BELOW, BELOW, GOOD], 2, Why.STEADY),
    ("hard once", [GOOD, HARD], 2, Why.STEADY),
    ("hard twice", [HARD, HARD], 1, Why.HARD_TWICE),
    ("hard, good, hard", [HARD, GOOD, HARD], 2, Why.STEADY),
    ("pain of 4 or 5 once", [GOOD, SORE], 2, Why.STEADY),
    ("pain of 4 or 5 twice", [SORE, SORE], 1, Why.PAIN_TWICE),
    ("pain twice, made easier both times", [replace(SORE, level=1)] * 2, 1, Why.PAIN_TWICE),
    ("pain of 6 or more once", [GOOD, SEVERE], 1, Why.STOPPED),
    ("pain of 6 or more in the very first", [SEVERE], 1, Why.STOPPED),
    ("stopped", [GOOD, GOOD, STOPPED], 1, Why.STOPPED),
    ("stopped on a rung that was easier already", [GOOD, replace(STOPPED, level=1)], 0, Why.STOPPED),
    ("felt in the lower back", [GOOD, IN_THE_BACK], 1, Why.BACK_FELT),
    ("a session after a stop", [STOPPED, GOOD], 2, Why.STEADY),
]


@pytest.mark.parametrize(("case", "history", "level", "why"), MOVES)
def test_the_next_rung_and_its_reason(case: str, history: list[Session], level: int, why: Why) -> None:
    assert next_level(evenings(*history), 2, ceiling=6) == Move(level, why), case


def test_two_good_sessions_at_the_top_stay_there() -> None:
    assert next_level(evenings(GOOD, GOOD), 2, ceiling=2) == Move(2, Why.TOP)


def test_a_check_that_allows_less_lowers_at_once() -> None:
    assert next_level(evenings(GOOD, GOOD), 2, ceiling=1) == Move(1, Why.TOP)
    assert next_level([], 2, ceiling=1) == Move(1, Why.FIRST)


def test_there_is_no_rung_below_the_lowest() -> None:
    bottom = replace(STOPPED, level=0)
    assert next_level(evenings(bottom), 0, ceiling=6) == Move(0, Why.STOPPED)


@pytest.mark.parametrize(
    ("away", "level", "expected", "why"),
    [
        (2, 4, 4, Why.STEADY),
        (7, 4, 4, Why.STEADY),
        (13, 4, 4, Why.STEADY),
        (14, 4, 3, Why.BREAK),
        (28, 4, 3, Why.BREAK),
        (29, 4, 2, Why.LONG_BREAK),
        (200, 6, 2, Why.LONG_BREAK),
        (29, 2, 1, Why.LONG_BREAK),
        (29, 1, 0, Why.LONG_BREAK),
        (14, 0, 0, Why.BREAK),
    ],
)
def test_a_break_begins_lower(away: int, level: int, expected: int, why: Why) -> None:
    assert after_break(level, FIRST_NIGHT, FIRST_NIGHT + timedelta(days=away)) == Move(expected, why)


def test_who_never_trained_has_had_no_break() -> None:
    assert after_break(2, None, FIRST_NIGHT) == Move(2, Why.STEADY)


@pytest.mark.parametrize(
    ("away", "level", "why"), [(20, 4, Why.BREAK), (40, 2, Why.LONG_BREAK)], ids=["weeks", "more than four"]
)
def test_after_a_break_the_climb_begins_from_the_rung_of_the_return(away: int, level: int, why: Why) -> None:
    at_five, back = replace(GOOD, level=5), replace(GOOD, level=level)
    history = evenings(at_five, back, every=away)
    assert next_level(history, 5, ceiling=6) == Move(level, why)
    again = [*history, replace(back, night=history[-1].night + timedelta(days=2))]
    assert next_level(again, level, ceiling=6) == Move(level + 1, Why.TWO_GOOD), "one step, not back to five"


def test_a_break_in_which_the_other_exercise_was_trained_changes_nothing() -> None:
    history = evenings(replace(GOOD, level=5), replace(GOOD, level=5), every=40)
    assert next_level(history, 5, ceiling=5) == Move(5, Why.TOP)


# -- rules for every history ---------------------------------------------------------------------------

levels = st.integers(0, 6)
sessions = st.builds(
    Session,
    night=st.just(FIRST_NIGHT),
    exercise=st.just(Exercise.HIP_LIFT),
    level=levels,
    sets=st.integers(1, 3),
    started=st.just(True),
    sets_done=st.integers(0, 3),
    stopped=st.booleans(),
    feel=st.none() | st.sampled_from(Feel),
    effort=st.none() | st.sampled_from(Effort),
    pain=st.none() | st.sampled_from(Pain),
)
histories = st.builds(
    lambda each, every: evenings(*each, every=every), st.lists(sessions, max_size=5), st.integers(1, 60)
)


@given(histories, levels, levels)
def test_never_above_the_ceiling_never_below_the_ground(
    history: list[Session], level: int, ceiling: int
) -> None:
    assert 0 <= next_level(history, level, ceiling).level <= ceiling


@given(histories, levels, levels)
def test_never_up_by_more_than_one_rung_and_only_for_two_good_sessions(
    history: list[Session], level: int, ceiling: int
) -> None:
    move = next_level(history, level, ceiling)
    assert move.level <= level + 1
    if move.level > level:
        assert move.why is Why.TWO_GOOD
        assert all(good(each, level) for each in history[-2:])
        assert move.level <= history[-1].level + 1


@given(histories, levels, levels, st.sampled_from([Pain.MODERATE, Pain.SEVERE]), sessions)
def test_pain_never_raises(
    history: list[Session], level: int, ceiling: int, pain: Pain, last: Session
) -> None:
    hurting = evenings(*history, replace(last, pain=pain))
    assert next_level(hurting, level, ceiling).level <= min(level, ceiling)


@given(histories, levels, levels, sessions)
def test_severe_pain_or_a_stop_always_goes_below_where_it_hurt(
    history: list[Session], level: int, ceiling: int, last: Session
) -> None:
    for hurt in (replace(last, stopped=True), replace(last, pain=Pain.SEVERE)):
        after = next_level(evenings(*history, hurt), level, ceiling).level
        assert after < min(level, hurt.level) or after == 0


@given(histories, levels, levels)
def test_more_pain_never_means_a_higher_rung(history: list[Session], level: int, ceiling: int) -> None:
    worse = [replace(each, pain=Pain.SEVERE) for each in history]
    assert next_level(worse, level, ceiling).level <= next_level(history, level, ceiling).level


@given(histories, levels, levels)
def test_the_same_history_always_says_the_same(history: list[Session], level: int, ceiling: int) -> None:
    assert next_level(tuple(history), level, ceiling) == next_level(history, level, ceiling)


@given(levels, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_break_never_begins_higher(level: int, away: int, longer: int) -> None:
    short, long = sorted((away, longer))
    begin = after_break(level, FIRST_NIGHT, FIRST_NIGHT + timedelta(days=short)).level
    assert after_break(level, FIRST_NIGHT, FIRST_NIGHT + timedelta(days=long)).level <= begin
    assert begin <= level


# -- the morning after -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "nights", "asks"),
    [
        (replace(GOOD, pain=Pain.MILD), 1, True),
        (SORE, 2, True),
        (STOPPED, 2, True),
        (SORE, 7, True),
        (SORE, 8, False),
        (SORE, 0, False),
        (GOOD, 2, False),
        (replace(GOOD, pain=None), 2, False),
        (replace(SORE, settled=True), 2, False),
        (replace(SORE, settled=False), 2, False),
        (None, 2, False),
    ],
)
def test_the_morning_after_is_asked_about_once_and_only_after_pain(
    last: Session | None, nights: int, asks: bool
) -> None:
    """G45, G47: within 24 hours back to normal."""
    assert asks_morning(last, FIRST_NIGHT + timedelta(days=nights)) is asks


@pytest.mark.parametrize(
    ("settled", "level", "expected", "why"),
    [
        (True, 2, 2, Why.STEADY),
        (None, 2, 2, Why.STEADY),
        (False, 2, 1, Why.NOT_SETTLED),
        (False, 3, 1, Why.NOT_SETTLED),  # the ladder had gone up
        (False, 1, 1, Why.NOT_SETTLED),  # it had gone down for this evening already
    ],
)
def test_pain_that_stayed_makes_the_next_time_easier(
    settled: bool | None, level: int, expected: int, why: Why
) -> None:
    """G47."""
    assert after_morning(level, replace(SORE, settled=settled)) == Move(expected, why)


def test_an_evening_whose_pain_stayed_is_no_good_one() -> None:
    mild = replace(GOOD, pain=Pain.MILD)
    assert next_level(evenings(replace(mild, settled=False), GOOD), 2, 6) == Move(2, Why.STEADY)
    assert next_level(evenings(replace(mild, settled=True), GOOD), 2, 6) == Move(3, Why.TWO_GOOD)


# -- asked for, and refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "ceiling", "refusal"),
    [
        ([GOOD], 6, None),
        ([GOOD], 2, Refusal.TOP),
        ([], 6, Refusal.NOT_YET),
        ([BELOW], 6, Refusal.NOT_YET),
        ([HARD], 6, Refusal.NOT_YET),
        ([UNFINISHED], 6, Refusal.NOT_YET),
        ([IN_THE_BACK], 6, Refusal.NOT_YET),
        ([SORE, GOOD], 6, Refusal.PAIN),
        ([STOPPED, GOOD], 6, Refusal.PAIN),
        ([replace(GOOD, pain=Pain.MILD, settled=False), GOOD], 6, Refusal.PAIN),
        ([SORE, GOOD, GOOD], 6, None),
    ],
)
def test_who_asks_for_harder_gets_it_within_the_rules(
    history: list[Session], ceiling: int, refusal: Refusal | None
) -> None:
    assert may_ask_harder(evenings(*history), 2, ceiling) is refusal


@given(histories, levels, levels)
def test_asking_never_leads_above_the_ceiling_or_over_pain(
    history: list[Session], level: int, ceiling: int
) -> None:
    """G46: pain never raises, asked for or not."""
    if may_ask_harder(history, level, ceiling) is None:
        assert level + 1 <= ceiling
        assert all(each.pain not in (Pain.MODERATE, Pain.SEVERE) for each in history[-2:])
        assert not any(each.stopped for each in history[-2:])


@given(levels, levels, st.sampled_from([Effort.EASY, Effort.RIGHT]), st.sampled_from([Pain.NONE, Pain.MILD]))
def test_two_good_sessions_always_offer_the_next_rung(
    level: int, ceiling: int, effort: Effort, pain: Pain
) -> None:
    """G64, whatever came before."""
    two = [replace(GOOD, level=level, effort=effort, pain=pain)] * 2
    if level < ceiling:
        assert next_level(evenings(*two), level, ceiling) == Move(level + 1, Why.TWO_GOOD)
        assert next_level(evenings(SEVERE, *two), level, ceiling) == Move(level + 1, Why.TWO_GOOD)


@pytest.mark.parametrize(
    ("history", "before", "now", "ceiling", "may"),
    [
        ([GOOD, GOOD], 2, 3, 6, True),
        ([HARD, HARD], 2, 1, 6, True),
        ([HARD, HARD], 2, 0, 1, False),  # the check's ceiling has a part in it
        ([HARD, replace(HARD, pain=Pain.MODERATE)], 2, 1, 6, False),
        ([SORE, SORE], 2, 1, 6, False),
        ([SEVERE], 2, 1, 6, False),
        ([IN_THE_BACK], 2, 1, 6, False),
        ([GOOD], 2, 2, 6, False),
        ([HARD, HARD], 2, 2, 6, False),  # it has been taken back already
    ],
)
def test_a_step_may_be_refused_where_pain_has_no_part_in_it(
    history: list[Session], before: int, now: int, ceiling: int, may: bool
) -> None:
    assert may_refuse(evenings(*history), before, now, ceiling) is may


@given(histories, levels, levels, levels)
def test_a_refusal_never_leads_above_the_ceiling(
    history: list[Session], before: int, now: int, ceiling: int
) -> None:
    if history and may_refuse(history, before, now, ceiling):
        assert before <= ceiling
        assert abs(before - now) == 1
