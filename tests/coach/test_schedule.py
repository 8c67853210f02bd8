"""Nights and due times: RFC 5545 at every clock change, one reminder per night, twelve hours apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.schedule import AT_LEAST_APART, Due, due_at, is_training_night, next_due, night_of, rested

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
NIGHT = date(2026, 11, 24)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# -- which night it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2026-11-24T21:00+09:00", "2026-11-24"),
        ("2026-11-25T00:40+09:00", "2026-11-24"),
        ("2026-11-25T03:59+09:00", "2026-11-24"),
        ("2026-11-25T04:00+09:00", "2026-11-25"),
        ("2026-11-25T12:00+09:00", "2026-11-25"),
        ("2027-01-01T01:00+09:00", "2026-12-31"),
    ],
)
def test_a_night_is_named_by_its_evening_until_four(moment: str, night: str) -> None:
    assert night_of(utc(moment), TOKYO) == date.fromisoformat(night)


@pytest.mark.parametrize(
    ("bedtime", "due"),
    [
        ("22:30", "2026-11-24T22:30+09:00"),
        ("23:59", "2026-11-24T23:59+09:00"),
        ("00:00", "2026-11-25T00:00+09:00"),
        ("00:30", "2026-11-25T00:30+09:00"),
        ("03:59", "2026-11-25T03:59+09:00"),
        ("04:00", "2026-11-24T04:00+09:00"),
    ],
)
def test_a_bedtime_after_midnight_belongs_to_the_evening_before(bedtime: str, due: str) -> None:
    assert due_at(NIGHT, time.fromisoformat(bedtime), TOKYO) == utc(due)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times().map(lambda at: at.replace(microsecond=0)))
def test_where_clocks_never_change_a_reminder_is_due_in_its_own_night(night: date, at: time) -> None:
    assert night_of(due_at(night, at, TOKYO), TOKYO) == night


# -- clock changes: the dates of every 2026 change, one night before to one after ------------------------

CHANGES = [
    # zone, wall-clock date of the change, wish, the instant on that date
    ("Europe/London", "2026-03-29", "01:30", "2026-03-29T02:30+01:00"),  # gap 01→02: moved by an hour
    ("Europe/London", "2026-03-29", "02:30", "2026-03-29T02:30+01:00"),
    ("Europe/London", "2026-03-29", "22:30", "2026-03-29T22:30+01:00"),
    ("Europe/London", "2026-10-25", "01:30", "2026-10-25T01:30+01:00"),  # twice: the first
    ("Europe/London", "2026-10-25", "02:30", "2026-10-25T02:30+00:00"),
    ("Europe/London", "2026-10-25", "22:30", "2026-10-25T22:30+00:00"),
    ("America/New_York", "2026-03-08", "01:30", "2026-03-08T01:30-05:00"),
    ("America/New_York", "2026-03-08", "02:30", "2026-03-08T03:30-04:00"),  # gap 02→03
    ("America/New_York", "2026-03-08", "22:30", "2026-03-08T22:30-04:00"),
    ("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30-04:00"),  # twice: the first
    ("America/New_York", "2026-11-01", "02:30", "2026-11-01T02:30-05:00"),
    ("America/New_York", "2026-11-01", "22:30", "2026-11-01T22:30-05:00"),
    ("Australia/Lord_Howe", "2026-10-04", "01:30", "2026-10-04T01:30+10:30"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45+11:00"),  # gap of half an hour
    ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-04T02:30+11:00"),
    ("Australia/Lord_Howe", "2026-10-04", "22:30", "2026-10-04T22:30+11:00"),
    ("Australia/Lord_Howe", "2026-04-05", "01:30", "2026-04-05T01:30+11:00"),  # twice: the first
    ("Australia/Lord_Howe", "2026-04-05", "02:30", "2026-04-05T02:30+10:30"),
    ("Australia/Lord_Howe", "2026-04-05", "22:30", "2026-04-05T22:30+10:30"),
    ("Africa/Casablanca", "2026-02-15", "01:30", "2026-02-15T01:30+01:00"),
    ("Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15T02:30+01:00"),  # twice: the first
    ("Africa/Casablanca", "2026-02-15", "22:30", "2026-02-15T22:30+00:00"),
    ("Africa/Casablanca", "2026-03-22", "01:30", "2026-03-22T01:30+00:00"),
    ("Africa/Casablanca", "2026-03-22", "02:30", "2026-03-22T03:30+01:00"),  # gap 02→03
    ("Africa/Casablanca", "2026-03-22", "22:30", "2026-03-22T22:30+01:00"),
    ("Asia/Tokyo", "2026-03-29", "01:30", "2026-03-29T01:30+09:00"),
    ("Asia/Tokyo", "2026-03-29", "02:30", "2026-03-29T02:30+09:00"),
    ("Asia/Tokyo", "2026-03-29", "22:30", "2026-03-29T22:30+09:00"),
]


@pytest.mark.parametrize(("zone", "day", "wish", "due"), CHANGES)
def test_a_time_in_a_gap_moves_by_its_length_and_one_that_comes_twice_is_the_first(
    zone: str, day: str, wish: str, due: str
) -> None:
    bedtime, morning = time.fromisoformat(wish), date.fromisoformat(day)
    night = morning - timedelta(days=1) if bedtime < time(4) else morning
    assert due_at(night, bedtime, ZoneInfo(zone)) == utc(due)


@pytest.mark.parametrize(("zone", "day", "wish", "due"), CHANGES)
def test_around_a_clock_change_every_night_is_due_exactly_once(
    zone: str, day: str, wish: str, due: str
) -> None:
    begin = datetime.combine(date.fromisoformat(day) - timedelta(days=3), time(12), UTC)
    found = list(nightly(time.fromisoformat(wish), ZoneInfo(zone), begin, 5))
    assert utc(due) in [each.at for each in found]
    each_is_once(found)


def always(at: time) -> Callable[[date], time]:
    """The same bedtime on every night."""
    return lambda night: at


def nightly(
    bedtime: time, zone: ZoneInfo, begin: datetime, nights: int, last: Due | None = None
) -> Iterator[Due]:
    """The reminders as they are planned: each after the one before."""
    after = begin
    for _ in range(nights):
        last = next_due(always(bedtime), zone, after, last)
        assert last is not None
        yield last
        after = last.at


def each_is_once(found: list[Due]) -> None:
    """One night after the other, none left out, none twice, 22 to 26 hours apart."""
    for before, after in pairwise(found):
        assert after.night - before.night == timedelta(days=1)
        assert timedelta(hours=22) <= after.at - before.at <= timedelta(hours=26)


MIDNIGHT_ZONES = [
    ("America/Nuuk", "23:30"),
    ("Africa/Cairo", "00:30"),
    ("America/Santiago", "00:15"),
    ("Pacific/Easter", "22:30"),
    ("Asia/Beirut", "00:00"),
    ("America/Havana", "00:30"),
    ("Atlantic/Azores", "00:30"),
]


@pytest.mark.parametrize(("zone", "wish"), MIDNIGHT_ZONES)
def test_where_clocks_change_at_bedtime_each_of_365_nights_is_due_exactly_once(zone: str, wish: str) -> None:
    here = ZoneInfo(zone)
    begin = datetime(2027, 1, 1, 12, tzinfo=here).astimezone(UTC)
    found = list(nightly(time.fromisoformat(wish), here, begin, 365))
    assert [each.night for each in found] == [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert len({each.at - utc(f"{each.night}T12:00+00:00") for each in found}) > 1, "the clock does change"
    each_is_once(found)


def night_changes(here: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """When this zone's clocks change in this year, if that is between 20:00 and 04:00 local."""
    days = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    hours = [
        day + timedelta(hours=n)
        for day in days
        if day.astimezone(here).utcoffset() != (day + timedelta(days=1)).astimezone(here).utcoffset()
        for n in range(24)
    ]
    changes = (
        hour
        for hour in hours
        if hour.astimezone(here).utcoffset() != (hour + timedelta(hours=1)).astimezone(here).utcoffset()
    )
    return tuple(change for change in changes if not 4 <= change.astimezone(here).hour < 20)


def test_in_every_zone_whose_clocks_change_at_night_each_of_365_nights_is_due_once() -> None:
    """Every zone of the IANA list; of those that change at the same moments, one."""
    zones = {night_changes(ZoneInfo(name), 2027): name for name in sorted(available_timezones())}
    wishes = {
        (name, (change.astimezone(ZoneInfo(name)) + timedelta(minutes=minutes)).time())
        for changes, name in zones.items()
        for change in changes
        for minutes in (-30, 30, 90)
    }
    assert len(wishes) > 60
    for name, wish in wishes:
        found = list(nightly(wish, ZoneInfo(name), datetime(2027, 1, 1, 12, tzinfo=UTC), 365))
        assert len({each.night for each in found}) == 365
        each_is_once(found)


def test_the_day_that_apia_left_out_brings_no_second_reminder() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = list(nightly(time(22, 30), apia, utc("2011-01-01T12:00+00:00"), 365))
    in_2011 = [each for each in found if each.night.year == 2011]
    assert len({each.at for each in in_2011}) == len(in_2011) == 364, "30 and 31 December were one evening"
    assert found[-1].night == date(2012, 1, 1)
    assert all(after.at - before.at >= AT_LEAST_APART for before, after in pairwise(found))


# -- what comes next -----------------------------------------------------------------------------------


def test_before_bedtime_tonight_is_next_and_after_it_tomorrow() -> None:
    wish = time(22, 30)
    assert next_due(always(wish), LONDON, utc("2026-11-24T22:29:59+00:00")) == Due(
        NIGHT, utc("2026-11-24T22:30+00:00")
    )
    tomorrow = Due(date(2026, 11, 25), utc("2026-11-25T22:30+00:00"))
    assert next_due(always(wish), LONDON, utc("2026-11-24T22:30+00:00")) == tomorrow


def test_after_midnight_a_late_bedtime_is_still_to_come_for_the_evening_before() -> None:
    assert next_due(always(time(1, 30)), LONDON, utc("2026-11-25T00:10+00:00")) == Due(
        NIGHT, utc("2026-11-25T01:30+00:00")
    )


def test_a_bedtime_moved_to_later_comes_tonight_only_if_nothing_came_yet() -> None:
    asked_at = utc("2026-11-24T22:10+00:00")
    came = Due(NIGHT, utc("2026-11-24T22:00+00:00"))
    moved = time(23, 0)
    assert next_due(always(moved), LONDON, asked_at, last=None) == Due(NIGHT, utc("2026-11-24T23:00+00:00"))
    assert next_due(always(moved), LONDON, asked_at, last=came) == Due(
        date(2026, 11, 25), utc("2026-11-25T23:00+00:00")
    )


@given(
    st.sampled_from(
        ["Asia/Tokyo", "America/Los_Angeles", "Europe/London", "Pacific/Kiritimati", "Pacific/Niue"]
    ),
    st.sampled_from(
        ["Asia/Tokyo", "America/Los_Angeles", "Europe/London", "Pacific/Kiritimati", "Pacific/Niue"]
    ),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 30),
)
def test_who_flies_gets_no_night_twice_and_never_two_within_twelve_hours(
    home: str, away: str, wish: int, new_wish: int, hours: int
) -> None:
    at_home = next_due(always(time(wish)), ZoneInfo(home), utc("2026-11-24T00:00+00:00"))
    assert at_home is not None
    landed = at_home.at + timedelta(hours=hours)
    abroad = next_due(always(time(new_wish)), ZoneInfo(away), landed, at_home)
    assert abroad is not None
    back = next_due(always(time(wish)), ZoneInfo(home), abroad.at, abroad)
    assert back is not None
    assert at_home.night < abroad.night < back.night
    assert min(abroad.at - at_home.at, back.at - abroad.at) >= timedelta(hours=12)


def test_a_reminder_is_kept_for_45_minutes() -> None:
    assert Due(NIGHT, utc("2026-11-24T22:30+00:00")).expires == utc("2026-11-24T23:15+00:00")


def test_unwanted_nights_are_passed_over() -> None:
    tuesdays = next_due(
        always(time(22)), LONDON, utc("2026-11-24T23:00+00:00"), wanted=lambda night: night.weekday() == 1
    )
    assert tuesdays == Due(date(2026, 12, 1), utc("2026-12-01T22:00+00:00"))


def test_without_a_wanted_night_there_is_nothing_to_come() -> None:
    assert next_due(always(time(22)), LONDON, utc("2026-11-24T12:00+00:00"), wanted=lambda _: False) is None


# -- training nights -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "trained", "expected"),
    [
        ("2026-11-24", None, True),
        ("2026-11-25", None, False),
        ("2026-11-24", "2026-11-22", True),
        ("2026-11-24", "2026-11-23", False),
        ("2026-11-24", "2026-11-24", False),
        ("2026-11-24", "2026-10-01", True),
    ],
)
def test_a_training_night_is_a_chosen_weekday_with_a_free_night_before_it(
    night: str, trained: str | None, expected: bool
) -> None:
    last = date.fromisoformat(trained) if trained else None
    assert is_training_night(date.fromisoformat(night), frozenset({1, 3, 5}), last) is expected


@given(st.frozensets(st.integers(0, 6)), st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_whatever_the_days_nobody_trains_two_nights_in_a_row(days: frozenset[int], gaps: list[int]) -> None:
    trained: list[date] = []
    night = NIGHT
    for gap in gaps:
        night += timedelta(days=gap)
        if is_training_night(night, days, trained[-1] if trained else None):
            trained.append(night)
    assert all((after - before).days >= 2 for before, after in pairwise(trained))


def test_rest_is_a_whole_free_night() -> None:
    assert rested(NIGHT, None)
    assert rested(NIGHT, date(2026, 11, 22))
    assert not rested(NIGHT, date(2026, 11, 23))
