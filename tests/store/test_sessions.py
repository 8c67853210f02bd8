from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.coach.model import Effort, Exercise, Feel, Language, Pain, Session
from bot.store import Store
from tests.store.conftest import NIGHT, NOW

EMMA, SAKURA = 1, 2


@pytest.fixture
def emma(store: Store) -> int:
    for person in (EMMA, SAKURA):
        store.people.remember(person, Language.EN, NOW)
    return EMMA


def session(night: date, sets_done: int = 1) -> Session:
    return Session(night, Exercise.HIP_LIFT, 2, sets=2, started=True, sets_done=sets_done)


@pytest.mark.parametrize(
    "told",
    [
        Session(NIGHT, Exercise.HIP_LIFT, level=0, sets=1),
        Session(NIGHT, Exercise.LEG_CURL, 3, 2, started=True, sets_done=1, hurting=True),
        Session(
            NIGHT, Exercise.HIP_LIFT, 4, 3, True, 3, False, False, Feel.THIGHS, Effort.RIGHT, Pain.MODERATE
        ),
        Session(NIGHT, Exercise.HIP_LIFT, 2, 1, started=True, stopped=True, pain=Pain.SEVERE),
    ],
    ids=["begun", "hurting", "told in full", "stopped"],
)
def test_a_session_comes_back_as_it_was(store: Store, emma: int, told: Session) -> None:
    store.sessions.save(emma, told, NOW)
    assert store.sessions.get(emma, NIGHT) == told


def test_there_is_one_session_a_night(store: Store, emma: int) -> None:
    store.sessions.save(emma, session(NIGHT, sets_done=1), NOW)
    store.sessions.save(emma, session(NIGHT, sets_done=2), NOW)
    assert store.sessions.history(emma) == [session(NIGHT, sets_done=2)]


def test_history_is_oldest_first_and_leaves_out_nights_without_a_set(store: Store, emma: int) -> None:
    nights = [date(2026, 11, 24), date(2026, 11, 17), date(2026, 11, 20), date(2026, 11, 22)]
    for night, sets_done in zip(nights, (1, 2, 0, 1), strict=True):
        store.sessions.save(emma, session(night, sets_done), NOW)
    store.sessions.save(SAKURA, session(NIGHT), NOW)
    assert [each.night for each in store.sessions.history(emma)] == [
        date(2026, 11, 17),
        date(2026, 11, 22),
        date(2026, 11, 24),
    ]


def test_a_limited_history_keeps_the_latest(store: Store, emma: int) -> None:
    for day in (20, 22, 24):
        store.sessions.save(emma, session(date(2026, 11, day)), NOW)
    assert [each.night.day for each in store.sessions.history(emma, limit=2)] == [22, 24]


def test_the_last_night_is_before_the_one_asked_for_and_had_a_set(store: Store, emma: int) -> None:
    for day, sets_done in ((18, 1), (20, 1), (22, 0), (24, 1)):
        store.sessions.save(emma, session(date(2026, 11, day), sets_done), NOW)
    assert store.sessions.last_night(emma, date(2026, 11, 24)) == date(2026, 11, 20)
    assert store.sessions.last_night(emma, date(2026, 11, 18)) is None


# -- two parts, the morning after, the time of it --------------------------------------------------------


def test_a_second_part_stands_beside_the_first(store: Store, emma: int) -> None:
    first = session(NIGHT)
    second = replace(first, exercise=Exercise.LEG_CURL, part=2, own_count=True)
    store.sessions.save(emma, first, NOW)
    store.sessions.save(emma, second, NOW)
    assert store.sessions.get(emma, NIGHT) == second
    assert store.sessions.of_night(emma, NIGHT) == [first, second]
    assert store.sessions.history(emma) == [first, second]


def test_the_answer_about_the_morning_after_leaves_the_time_of_the_session(store: Store, emma: int) -> None:
    store.sessions.save(emma, session(NIGHT), NOW)
    store.sessions.settle(emma, replace(session(NIGHT), settled=False))
    assert store.sessions.history(emma)[0].settled is False
    assert store.sessions.last_at(emma, NIGHT + timedelta(days=2)) == NOW


def test_the_time_of_the_last_session_is_that_of_its_latest_part(store: Store, emma: int) -> None:
    assert store.sessions.last_at(emma, NIGHT) is None
    later = NOW + timedelta(minutes=20)
    store.sessions.save(emma, session(NIGHT - timedelta(days=2)), NOW - timedelta(days=2))
    store.sessions.save(emma, session(NIGHT), NOW)
    store.sessions.save(emma, replace(session(NIGHT), part=2), later)
    assert store.sessions.last_at(emma, NIGHT + timedelta(days=1)) == later
    assert store.sessions.last_at(emma, NIGHT) == NOW - timedelta(days=2)


def test_the_latest_night_counts_a_stop_before_the_first_set(store: Store, emma: int) -> None:
    store.sessions.save(emma, session(NIGHT - timedelta(days=2)), NOW)
    store.sessions.save(emma, replace(session(NIGHT, 0), stopped=True), NOW)
    store.sessions.save(emma, session(NIGHT + timedelta(days=2), 0), NOW)
    assert store.sessions.latest_night(emma) == NIGHT
    assert store.sessions.first_night(emma) == NIGHT - timedelta(days=2)


def test_nights_called_off_for_illness_or_pain_are_known(store: Store, emma: int) -> None:
    for day, answer in enumerate(("skip-ill", "skip-pain", "skip-tired", "done")):
        store.reminders.note_answer(emma, NIGHT + timedelta(days=day), answer, NOW)
    assert store.sessions.called_off(emma) == {NIGHT, NIGHT + timedelta(days=1)}
