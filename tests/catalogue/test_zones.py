from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue.reader import Faults
from bot.catalogue.zones import MINUTES_OFF, Zones, read_zones
from tests.catalogue.broken import CONTENT, broken

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def zones() -> Zones:
    return read_zones(CONTENT, Faults())


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        (time(21, 0), "Asia/Tokyo"),
        (time(21, 7), "Asia/Tokyo"),
        (time(20, 53), "Asia/Tokyo"),
        (time(12, 0), "Europe/London"),
        (time(7, 0), "America/New_York"),
        (time(1, 0), "Pacific/Auckland"),
    ],
)
def test_the_time_of_day_tells_where_it_is_offered_places_first(zones: Zones, local: time, zone: str) -> None:
    assert zones.where_it_is(local, NOON) == zone


@pytest.mark.parametrize(
    ("morning", "evening", "zone"),
    [
        (time(0, 5), time(12, 5), "Europe/London"),
        (time(9, 0), time(21, 0), "Asia/Tokyo"),
        (time(7, 0), time(19, 0), "America/New_York"),
    ],
)
def test_a_time_that_may_be_two_is_first_looked_for_in_the_offered_places(
    zones: Zones, morning: time, evening: time, zone: str
) -> None:
    """Noon in London is midnight in Anadyr."""
    assert zones.where_it_is(morning, NOON, evening) == zone


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Tokyo", "東京"),
        ("America/Los_Angeles", "ロサンゼルス"),
        ("Asia/Karachi", "カラチ"),
        ("Asia/Urumqi", "ウルムチ"),
        ("Pacific/Midway", None),
    ],
)
def test_a_zone_is_called_by_the_first_japanese_name_of_its_cities(
    zones: Zones, zone: str, name: str | None
) -> None:
    assert zones.japanese.get(zone) == name


def test_every_offered_zone_has_a_japanese_name(zones: Zones) -> None:
    assert [zone for zone in zones.offered if zone not in zones.japanese] == []


def test_across_midnight_the_time_of_day_still_tells(zones: Zones) -> None:
    just_after_midnight_in_tokyo = datetime(2026, 11, 24, 15, 2, tzinfo=UTC)
    assert zones.where_it_is(time(23, 58), just_after_midnight_in_tokyo) == "Asia/Tokyo"


@settings(max_examples=25, deadline=None)  # the first look at each zone reads a file
@given(st.integers(0, 23), st.integers(0, 59))
def test_where_it_is_has_that_time_give_or_take_seven_minutes(zones: Zones, hour: int, minute: int) -> None:
    zone = zones.where_it_is(time(hour, minute), NOON)
    if zone is not None:
        there = NOON.astimezone(ZoneInfo(zone))
        apart = (there.hour - hour) * 60 + there.minute - minute
        assert min(apart % 1440, -apart % 1440) <= MINUTES_OFF


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Asia/Seoul" = [', '"Asia/Soul" = [', "cities: 'Asia/Soul' is no time zone"),
        ('"Asia/Tokyo", "Europe', '"Asia/Tokio", "Europe', "cities: 'Asia/Tokio' is no time zone"),
        ('"Asia/Seoul" = [', '"Etc/GMT-9" = [', "cities: 'Etc/GMT-9' is no time zone"),
        ("offered = [", "ofered = [", "offered: is missing"),
        ('["ソウル", "韓国", "Busan", "Korea"]', '"ソウル"', "cities.Asia/Seoul: must be a list of texts"),
    ],
)
def test_a_fault_in_the_zones_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    faults = Faults()
    read_zones(broken(tmp_path, "zones.toml", old, new), faults)
    assert [each for each in faults.found if f"{each.key}: {each.what}".startswith(fault)]


# -- a point on the map ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (35.68, 139.69, "Asia/Tokyo"),
        (51.5, -0.12, "Europe/London"),
        (40.71, -74.0, "America/New_York"),
        (-33.87, 151.2, "Australia/Sydney"),
        (0.0, -150.0, None),
        (89.9, 0.0, None),
    ],
)
def test_a_shared_location_has_the_zone_of_its_land_and_the_sea_has_none(
    zones: Zones, latitude: float, longitude: float, zone: str | None
) -> None:
    assert zones.at(latitude, longitude) == zone


def test_zones_have_the_japanese_name_of_their_city(zones: Zones) -> None:
    assert zones.japanese["Europe/Lisbon"] == "リスボン"
    assert zones.japanese["Asia/Tokyo"] == "東京"


# -- where towns lie -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("JP = {", "XX = {", "JP: is missing"),
        ("JP = {", "XX = {", "XX: is the region of no town"),
        ('en = "Japan", ', "", "JP.en: is missing"),
        ('also = ["グルジア"]', 'also = "グルジア"', "GE.also: must be a list of texts"),
    ],
)
def test_a_fault_in_the_regions_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    faults = Faults()
    read_zones(broken(tmp_path, "regions.toml", old, new), faults)
    assert fault in [f"{each.key}: {each.what}" for each in faults.found]
