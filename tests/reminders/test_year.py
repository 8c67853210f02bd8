"""Plans over more than one night: full minutes, pauses, weekends, other time-zone data, a whole year."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach import schedule
from bot.coach.schedule import Due, outdated_zones, spread_of
from bot.reminders.planner import Spread, plan_next
from tests.reminders.stage import DUE, EMMA, NIGHT, NOON, SAKURA, Bench, every_night, joins

# -- a full minute ---------------------------------------------------------------------------------------


def test_a_full_minute_is_spread_by_the_same_few_minutes_every_night(bench: Bench) -> None:
    spread = Spread(full=3, width=timedelta(minutes=5))
    for person in range(1, 7):
        joins(bench.store, person, wish=every_night())
    first = {person: plan_next(bench.store, person, NOON, spread) for person in range(1, 7)}
    late = {person: due.spread for person, due in first.items() if due is not None}
    assert [late[person] for person in (1, 2, 3)] == [timedelta(0)] * 3
    assert all(timedelta(0) < late[person] <= timedelta(minutes=5) for person in (4, 5, 6))
    assert {due.expires for due in first.values() if due is not None} == {DUE + timedelta(minutes=45)}
    for person in range(1, 7):
        assert plan_next(bench.store, person, NOON, spread) == first[person], "planning again changes nothing"
        assert bench.store.reminders.waiting(person) == first[person]
    again = {person: spread_of(person, spread.width) for person in (4, 5, 6)}
    assert again == {person: late[person] for person in (4, 5, 6)}


@given(st.integers(1, 2**52), st.integers(1, 20))
def test_a_spread_is_at_least_a_second_and_at_most_its_width(person: int, minutes: int) -> None:
    width = timedelta(minutes=minutes)
    assert timedelta(seconds=1) <= spread_of(person, width) <= width


async def test_a_spread_reminder_leaves_at_its_own_time(bench: Bench) -> None:
    joins(bench.store, wish=every_night())
    bench.store.reminders.plan(EMMA, Due(NIGHT, DUE, timedelta(minutes=3)))
    await bench.tick_at(DUE + timedelta(minutes=2, seconds=59))
    assert bench.sending.sent == []
    await bench.tick_at(DUE + timedelta(minutes=3))
    assert bench.sending.reached == [EMMA]


# -- pauses and weekends ---------------------------------------------------------------------------------


def test_a_pause_of_a_month_ends_on_its_night(bench: Bench) -> None:
    until = date(2026, 12, 24)
    joins(bench.store, wish=replace(every_night(), paused_until=until))
    due = plan_next(bench.store, EMMA, NOON)
    assert due is not None
    assert due.night == until


def test_nothing_is_planned_while_the_question_waits_for_an_answer(bench: Bench) -> None:
    joins(bench.store, wish=replace(every_night(), asked=True))
    assert plan_next(bench.store, EMMA, NOON) is None


def test_friday_and_saturday_have_their_own_time(bench: Bench) -> None:
    joins(bench.store, wish=replace(every_night(), weekend=time(0, 15)))
    found, after = [], NOON
    for _ in range(6):
        due = plan_next(bench.store, EMMA, after)
        assert due is not None
        found.append(due.at.isoformat(timespec="minutes").removesuffix("+00:00"))
        after = due.at
        [delivery] = bench.store.reminders.claim("x", due.at, 5)
        bench.store.reminders.sent(delivery, 1, due.at)
    assert found == [
        *("2026-11-24T22:30", "2026-11-25T22:30", "2026-11-26T22:30"),
        *("2026-11-28T00:15", "2026-11-29T00:15", "2026-11-29T22:30"),
    ]


# -- time-zone data --------------------------------------------------------------------------------------


async def test_other_time_zone_data_moves_what_is_planned_and_nothing_else(bench: Bench) -> None:
    for person in (EMMA, SAKURA):
        joins(bench.store, person, wish=every_night())
        bench.plan(person)
    hour = timedelta(hours=1)
    bench.store.reminders.plan(EMMA, Due(NIGHT, DUE + hour))  # as an older copy would have it
    assert bench.store.everybody.misplaced(0, 10, ZoneInfo) == ([EMMA], SAKURA)
    await bench.ticker.plan_anew()
    assert bench.store.reminders.waiting(EMMA) == Due(NIGHT, DUE)
    assert bench.store.everybody.misplaced(0, 10, ZoneInfo) == ([], SAKURA)
    await bench.tick_at(DUE)
    assert sorted(bench.sending.reached) == [EMMA, SAKURA]


@pytest.fixture
def zones_of_the_package() -> Iterator[None]:
    """As the program has it: never the system's copy."""
    system = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=system)
    ZoneInfo.clear_cache()


@pytest.mark.usefixtures("zones_of_the_package")
def test_old_time_zone_data_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outdated_zones() == []
    monkeypatch.setitem(schedule.CANARIES, "America/Vancouver", timedelta(hours=-8))
    assert outdated_zones() == ["America/Vancouver"]


# -- a whole year ----------------------------------------------------------------------------------------

# Every zone whose clocks change between nine in the evening and two in the morning, and the bedtime it hits.
AT_BEDTIME = [
    ("America/Nuuk", "23:30"),
    ("America/Scoresbysund", "23:30"),
    ("Africa/Cairo", "00:30"),
    ("America/Santiago", "00:15"),
    ("Pacific/Easter", "22:30"),
    ("Asia/Beirut", "00:00"),
    ("America/Havana", "00:30"),
    ("Atlantic/Azores", "00:30"),
    ("Europe/London", "01:30"),
    ("Europe/Lisbon", "01:30"),
    ("Africa/Casablanca", "02:30"),
    ("America/New_York", "01:30"),
    ("Australia/Lord_Howe", "01:45"),
    ("Asia/Tokyo", "22:30"),
]


def year_of(bench: Bench, zone: str, at: str, begin: datetime, nights: int) -> list[Due]:
    """Plan, send and plan again through the ledger, as the tick does it."""
    joins(bench.store, wish=every_night(time.fromisoformat(at)), zone=zone)
    due = plan_next(bench.store, EMMA, begin)
    found: list[Due] = []
    while due is not None and len(found) < nights:
        found.append(due)
        [delivery] = bench.store.reminders.claim("x", due.at, 5)
        bench.store.reminders.sent(delivery, len(found), due.at)
        due = plan_next(bench.store, EMMA, due.at - timedelta(minutes=45))
    return found


@pytest.mark.parametrize(("zone", "at"), AT_BEDTIME)
def test_a_year_of_nights_through_the_ledger_is_one_reminder_a_night(
    bench: Bench, zone: str, at: str
) -> None:
    found = year_of(bench, zone, at, datetime(2026, 12, 31, 12, tzinfo=UTC), 365)
    assert [each.night for each in found] == [date(2026, 12, 31) + timedelta(days=n) for n in range(365)]
    gaps = [after.at - before.at for before, after in pairwise(found)]
    assert timedelta(hours=22) <= min(gaps) <= max(gaps) <= timedelta(hours=26)


def test_the_evening_that_apia_left_out_is_no_second_reminder_in_the_ledger(bench: Bench) -> None:
    found = year_of(bench, "Pacific/Apia", "22:30", datetime(2011, 12, 25, 0, tzinfo=UTC), 10)
    nights = [each.night for each in found]
    assert len(set(nights)) == 10
    assert {date(2011, 12, 30), date(2011, 12, 31)} - set(nights), "they were one evening"
    assert min(after.at - before.at for before, after in pairwise(found)) >= timedelta(hours=12)
