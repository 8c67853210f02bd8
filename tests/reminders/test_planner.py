"""When the next reminder is due, and that planning again changes nothing that it should not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.coach.model import Bedtime, Language, Mode
from bot.coach.schedule import Due
from bot.reminders.planner import plan_next
from bot.store import Store
from tests.reminders.stage import (
    DUE,
    EMMA,
    MINUTE,
    NIGHT,
    NOON,
    every_night,
    joins,
    nights_planned,
    state_of,
    trained,
)

THURSDAY = date(2026, 11, 26)


def send(store: Store, now: datetime = DUE) -> None:
    """What a tick does when all goes well."""
    [delivery] = store.reminders.claim("ours", now, 1)
    assert store.reminders.fence(delivery, "ours", now)
    store.reminders.sent(delivery, 7, now)


def test_the_first_training_night_is_planned(store: Store) -> None:
    joins(store)
    assert plan_next(store, EMMA, NOON) == Due(NIGHT, DUE)
    assert nights_planned(store) == ["2026-11-24"]


def test_on_training_nights_only_rest_nights_are_passed_over(store: Store) -> None:
    joins(store)
    assert plan_next(store, EMMA, DUE) == Due(THURSDAY, DUE + timedelta(days=2))


def test_every_night_means_every_night(store: Store) -> None:
    joins(store, wish=every_night())
    assert plan_next(store, EMMA, DUE) == Due(date(2026, 11, 25), DUE + timedelta(days=1))


@pytest.mark.parametrize("mode", Mode)
def test_a_night_that_is_done_already_is_passed_over(store: Store, mode: Mode) -> None:
    joins(store, wish=Bedtime(time(22, 30), mode))
    trained(store, NIGHT)
    due = plan_next(store, EMMA, NOON)
    assert due is not None
    assert due.night == (THURSDAY if mode is Mode.TRAINING else date(2026, 11, 25))


def test_the_night_after_a_session_is_no_training_night_even_on_its_weekday(store: Store) -> None:
    joins(store)
    trained(store, date(2026, 11, 25))
    assert plan_next(store, EMMA, datetime(2026, 11, 26, 12, tzinfo=UTC)) == Due(
        date(2026, 11, 28), datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    )


def switched_off(store: Store) -> None:
    store.reminders.set_bedtime(EMMA, Bedtime(time(22, 30), enabled=False))


def blocked(store: Store) -> None:
    store.people.set_blocked(EMMA, NOON)


def erased(store: Store) -> None:
    store.people.erase(EMMA, DUE)


@pytest.mark.parametrize("change", [switched_off, blocked, erased])
def test_nothing_stays_planned_for_who_cannot_or_will_not_have_it(
    store: Store, change: Callable[[Store], None]
) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    change(store)
    assert plan_next(store, EMMA, NOON) is None
    assert nights_planned(store) == []


def test_nothing_is_planned_before_bedtime_and_zone_are_known(store: Store) -> None:
    assert plan_next(store, EMMA, NOON) is None
    store.people.remember(EMMA, Language.EN, NOON)
    assert plan_next(store, EMMA, NOON) is None
    store.people.set_zone(EMMA, "Europe/London")
    assert plan_next(store, EMMA, NOON) is None
    store.reminders.set_bedtime(EMMA, Bedtime(time(22, 30)))
    assert plan_next(store, EMMA, NOON) is not None


def test_planning_again_and_again_leaves_one_row(store: Store) -> None:
    joins(store)
    for _ in range(3):
        plan_next(store, EMMA, NOON)
    assert nights_planned(store) == ["2026-11-24"]


def test_bedtime_moved_before_it_came_moves_tonight(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    store.reminders.set_bedtime(EMMA, Bedtime(time(23, 0)))
    assert plan_next(store, EMMA, DUE - MINUTE) == Due(NIGHT, DUE + 30 * MINUTE)
    assert nights_planned(store) == ["2026-11-24"]


def test_bedtime_moved_after_it_came_brings_none_more_tonight(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    send(store)
    store.reminders.set_bedtime(EMMA, Bedtime(time(23, 0)))
    assert plan_next(store, EMMA, DUE + MINUTE) == Due(THURSDAY, DUE + timedelta(days=2, minutes=30))


def test_who_flies_east_after_the_reminder_has_none_within_twelve_hours(store: Store) -> None:
    joins(store, zone="America/Los_Angeles", wish=every_night())
    in_california = plan_next(store, EMMA, NOON)
    assert in_california is not None
    send(store, in_california.at)
    store.people.set_zone(EMMA, "Asia/Tokyo")
    in_tokyo = plan_next(store, EMMA, in_california.at)
    assert in_tokyo is not None
    assert in_tokyo.night > in_california.night
    assert in_tokyo.at - in_california.at >= timedelta(hours=12)


@pytest.mark.parametrize("seconds", [0, 5, 44 * 60])
def test_a_change_in_the_moment_of_bedtime_does_not_lose_tonight(store: Store, seconds: int) -> None:
    """The tick comes every 15 seconds, a retry later still: what is due and not out yet stays."""
    joins(store)
    plan_next(store, EMMA, NOON)
    store.reminders.set_bedtime(EMMA, Bedtime(time(22, 30), silent=True))
    assert plan_next(store, EMMA, DUE + timedelta(seconds=seconds)) == Due(NIGHT, DUE)
    assert nights_planned(store) == ["2026-11-24"]


def test_a_change_in_the_moment_of_bedtime_keeps_the_wait_of_a_retry(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    [delivery] = store.reminders.claim("ours", DUE, 1)
    store.reminders.back(delivery, DUE + 2 * MINUTE, "no connection")
    plan_next(store, EMMA, DUE + MINUTE)
    assert store.reminders.claim("ours", DUE + MINUTE, 1) == []
    assert [each.night for each in store.reminders.claim("ours", DUE + 2 * MINUTE, 1)] == [NIGHT]


def test_what_is_due_but_done_meanwhile_is_taken_back(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    trained(store, NIGHT)
    assert plan_next(store, EMMA, DUE + timedelta(seconds=5)) == Due(THURSDAY, DUE + timedelta(days=2))
    assert nights_planned(store) == ["2026-11-26"]


def test_what_is_due_but_moved_to_earlier_does_not_come_tonight(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    store.reminders.set_bedtime(EMMA, Bedtime(time(21, 0)))
    assert plan_next(store, EMMA, DUE + MINUTE) == Due(THURSDAY, DUE + timedelta(days=2, minutes=-90))


def test_while_one_is_on_its_way_the_next_night_is_planned(store: Store) -> None:
    joins(store)
    plan_next(store, EMMA, NOON)
    [delivery] = store.reminders.claim("ours", DUE, 1)
    assert store.reminders.fence(delivery, "ours", DUE)
    plan_next(store, EMMA, DUE)
    assert state_of(store) == ("sending", None)
    assert nights_planned(store) == ["2026-11-26"]
