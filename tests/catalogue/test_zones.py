from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue.cities import made, namesakes, rivals
from bot.catalogue.reader import Faults
from bot.catalogue.zones import MINUTES_OFF, Zones, read_zones
from tests.catalogue.broken import CONTENT, broken

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def zones() -> Zones:
    return read_zones(CONTENT, Faults())


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Tokyo", "Asia/Tokyo"),
        ("  tokyo ", "Asia/Tokyo"),
        ("ＴＯＫＹＯ", "Asia/Tokyo"),
        ("東京", "Asia/Tokyo"),
        ("大阪", "Asia/Tokyo"),
        ("さいたま", "Asia/Tokyo"),
        ("函館市", "Asia/Tokyo"),
        ("京都府", "Asia/Tokyo"),
        ("東京都世田谷区", "Asia/Tokyo"),
        ("神奈川県 相模原市", "Asia/Tokyo"),
        ("london", "Europe/London"),
        ("ロンドン", "Europe/London"),
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("ニューヨーク", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Lisboa", "Europe/Lisbon"),
        ("リスボン", "Europe/Lisbon"),
        ("München", "Europe/Berlin"),
        ("Saint-Étienne", "Europe/Paris"),
        ("ulm", "Europe/Berlin"),
        ("パース", "Australia/Perth"),
        ("ホーチミン", "Asia/Ho_Chi_Minh"),
        ("つくば市", "Asia/Tokyo"),
        ("世田谷区", "Asia/Tokyo"),
        ("東京です", "Asia/Tokyo"),
        ("うちは神戸やで", "Asia/Tokyo"),
        ("茨城の田舎です", "Asia/Tokyo"),
        ("青森県の山の中", "Asia/Tokyo"),
        ("今はロンドンに住んでいます。", "Europe/London"),
        ("京都市内", "Asia/Tokyo"),
        ("大阪在住", "Asia/Tokyo"),
        ("仙台の近く", "Asia/Tokyo"),
        ("えびの市", "Asia/Tokyo"),
        ("Birmingham", "Europe/London"),
        ("London", "Europe/London"),
    ],
)
def test_a_place_is_found_in_either_language(zones: Zones, typed: str, zone: str) -> None:
    assert zones.find(typed) == zone


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "Europe",
        "../../etc/passwd",
        "localtime",
        "Factory",
        "UTC",
        "UTC+3",
        "EST",
        "Etc/GMT+3",
        "🏙",
        "a" * 5000,
        "Middle-earth",
        "市",
        "村",
        "寝る都市",
        "現在地",
        "うちです",
        "わたしの家",
        "田舎の村です",
    ],
)
def test_what_is_no_place_is_not_found(zones: Zones, typed: str) -> None:
    assert zones.find(typed) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_known_zone_or_none(zones: Zones, typed: str) -> None:
    found = zones.find(typed)
    assert found is None or found in zones.known


def test_every_known_zone_is_found_by_its_full_name(zones: Zones) -> None:
    assert [zone for zone in zones.known if zones.find(zone) is None] == []


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


# -- the table of towns ----------------------------------------------------------------------------------


def town(name: str, zone: str, people: int, *others: str) -> dict[str, object]:
    return {
        "geonameid": people,
        "name": name,
        "timezone": zone,
        "population": people,
        "countrycode": "XX",
        "admin1code": "",
        "alternatenames": list(others),
    }


def test_of_towns_with_one_name_the_largest_has_it_and_unknown_zones_are_left_out() -> None:
    towns = [
        town("London", "America/Toronto", 400_000, "ロンドン"),
        town("London", "Europe/London", 9_000_000, "ロンドン", "Londres", "LON", "Лондон"),
        town("Nowhere", "Mars/Base", 20_000),
        town("Ulm", "Europe/Berlin", 120_000, "Ulma"),
    ]
    table = made(towns, frozenset({"Europe/London", "America/Toronto", "Europe/Berlin"})).decode()
    assert table.split() == [
        *("london", "Europe/London", "londres", "Europe/London", "ulm", "Europe/Berlin"),
        *("ロンドン", "Europe/London", "=Europe/London", "ロンドン"),
    ]


def test_paris_is_not_bali(zones: Zones) -> None:
    """パリ and バリ differ by a sign that is part of the letter."""
    assert zones.find("パリ") == "Europe/Paris"
    assert zones.find("バリ") != "Europe/Paris"


# -- towns of one name -------------------------------------------------------------------------------------


def lies(zone: str, people: int, country: str = "US", part: str = "") -> dict[str, object]:
    return {"timezone": zone, "population": people, "countrycode": country, "admin1code": part}


OREGON, MAINE = lies("America/Los_Angeles", 650_000, part="OR"), lies("America/New_York", 68_000, part="ME")
ENGLAND = lies("Europe/London", 9_000_000, "GB", "ENG")
CANADA = lies("America/Toronto", 400_000, "CA", "08")


@pytest.mark.parametrize(
    ("towns", "people", "asked"),
    [
        ([OREGON, MAINE], 650_000, [OREGON, MAINE]),
        ([ENGLAND, CANADA], 9_000_000, []),
        ([lies("Asia/Tokyo", 260_000, "JP"), lies("Asia/Tokyo", 40_000, "JP")], 260_000, []),
        ([OREGON], 650_000, []),
        ([], 650_000, []),
        ([OREGON, MAINE], 680_001, []),
        ([OREGON, lies("America/New_York", 65_000)], 650_000, []),
    ],
    ids="similar by-far same-zone one none another-is-larger ten-times".split(),
)
def test_several_towns_are_asked_about_when_none_is_ten_times_as_large(
    towns: list[dict[str, object]], people: int, asked: list[dict[str, object]]
) -> None:
    assert list(rivals(towns, people)) == asked


def test_of_many_towns_one_of_each_zone_comes_first_and_of_one_region_the_largest() -> None:
    chicago = [lies("America/Chicago", 900 - n, part=part) for n, part in enumerate("MO IL IL TX WI".split())]
    others = [lies("America/New_York", 500, part="MA"), lies("America/Los_Angeles", 400, part="OR")]
    others += [lies("Europe/London", 300, "GB", "ENG"), lies("Australia/Perth", 200, "AU", "08")]
    assert rivals([*chicago, *others], 900) == [chicago[0], chicago[1], *others]


@pytest.mark.parametrize(
    ("typed", "regions"),
    [
        ("Portland", ["US.OR", "US.ME"]),
        ("ポートランド", ["US.OR", "US.ME"]),
        ("birmingham", ["GB.ENG", "US.AL"]),
        ("Cambridge", ["GB.ENG", "CA.08", "US.MA", "NZ"]),
        ("ケンブリッジに住んでいます", ["GB.ENG", "CA.08", "US.MA"]),
        ("Santiago", ["CL", "DO", "CU"]),
        ("バルセロナ", ["ES", "VE"]),
        ("オークランド", ["NZ", "US.CA"]),
        ("松原", ["JP", "CN"]),
        ("London", []),
        ("Paris", []),
        ("Sydney", []),
        ("Philadelphia", []),
        ("府中", []),
        ("松江", []),
        ("Japan", []),
        ("Europe/London", []),
        ("Portland, Maine", []),
        ("Middle-earth", []),
        ("", []),
    ],
)
def test_a_name_that_several_towns_share_is_in_doubt(zones: Zones, typed: str, regions: list[str]) -> None:
    assert [town.region for town in zones.choices(typed, NOON)] == regions


def test_only_clocks_that_differ_some_time_in_the_coming_year_are_asked_about(zones: Zones) -> None:
    """Kingston in Jamaica and in Ontario: one in November, two in July. Halle and Halle: one all year."""
    assert [town.region for town in zones.choices("Kingston", NOON)] == ["JM", "CA.08"]
    assert [town.region for town in namesakes("halle")] == ["DE", "BE"]
    assert zones.choices("Halle", NOON) == ()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Portland, Maine", "America/New_York"),
        ("portland, me", "America/New_York"),
        ("Portland, Oregon, USA", "America/Los_Angeles"),
        ("Birmingham, Alabama", "America/Chicago"),
        ("Birmingham, UK", "Europe/London"),
        ("ポートランド、メイン州", "America/New_York"),
        ("Barcelona, Venezuela", "America/Caracas"),
        ("Portland, Mars", None),
    ],
)
def test_a_region_behind_a_comma_says_which(zones: Zones, typed: str, zone: str | None) -> None:
    assert zones.find(typed) == zone


def test_the_table_names_who_shares_a_name_but_not_who_is_called_so_elsewhere() -> None:
    towns = [
        {**town("Philadelphia", "America/New_York", 1_500_000), "countrycode": "US", "admin1code": "PA"},
        {**town("Amman", "Asia/Amman", 1_200_000, "Philadelphia"), "countrycode": "JO"},
        {**town("Newcastle", "Australia/Sydney", 300_000), "countrycode": "AU", "admin1code": "02"},
        {
            **town("Newcastle upon Tyne", "Europe/London", 200_000, "Newcastle", "ニューカッスル"),
            **{"countrycode": "GB", "admin1code": "ENG"},
        },
        {**town("Matsue", "Asia/Tokyo", 190_000, "まつえ", "松江"), "countrycode": "JP"},
        {**town("Songjiang", "Asia/Shanghai", 1_000_000, "松江", "ソンジャン"), "countrycode": "CN"},
        {**town("Tripoli", "Africa/Tripoli", 1_000_000, "的黎波里"), "countrycode": "LY"},
        {**town("Tripoli", "Asia/Beirut", 900_000, "的黎波里"), "countrycode": "LB"},
    ]
    table = made(towns, frozenset(str(each["timezone"]) for each in towns)).decode()
    assert [line for line in table.splitlines() if line.startswith("?")] == [
        "?newcastle\tAustralia/Sydney\tAU.02\tNewcastle\t",
        "?newcastle\tEurope/London\tGB.ENG\tNewcastle upon Tyne\tニューカッスル",
        "?tripoli\tAfrica/Tripoli\tLY\tTripoli\t",
        "?tripoli\tAsia/Beirut\tLB\tTripoli\t",
        "?松江\tAsia/Shanghai\tCN\tSongjiang\t松江",
        "?松江\tAsia/Tokyo\tJP\tMatsue\t松江",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("JP = {", "XX = {", "JP: is missing"),
        ("JP = {", "XX = {", "XX: is the region of no town in question"),
        ('en = "Japan", ', "", "JP.en: is missing"),
    ],
)
def test_a_fault_in_the_regions_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    faults = Faults()
    read_zones(broken(tmp_path, "regions.toml", old, new), faults)
    assert fault in [f"{each.key}: {each.what}" for each in faults.found]
