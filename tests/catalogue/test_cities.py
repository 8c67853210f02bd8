"""The table of towns: how it is made, and who shares a name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.catalogue.cities import Town, called_itself, largest_in, made, namesakes, regions, rivals, towns


def town(name: str, zone: str, people: int, *others: str, lies_in: str = "XX") -> dict[str, Any]:
    country, _, part = lies_in.partition(".")
    return {
        **{"geonameid": people, "name": name, "timezone": zone, "population": people},
        **{"countrycode": country, "admin1code": part, "alternatenames": list(others)},
    }


def rows(*records: dict[str, Any], without: str = "Mars/Base") -> dict[str, str]:
    """The table of these towns as it is written, key by key."""
    known = frozenset(each["timezone"] for each in records) - {without}
    lines = made(records, known).decode().strip("\n").split("\n")
    assert lines == sorted(lines, key=str.encode), "it is searched by halves"
    return dict(line.split("\t", 1) for line in lines)


def test_each_name_leads_to_its_towns_largest_first_and_unknown_zones_are_left_out() -> None:
    table = rows(
        town("London", "America/Toronto", 400_000, "ロンドン", lies_in="CA.08"),
        town("London", "Europe/London", 9_000_000, "ロンドン", "Londres", "LON", "Лондон", lies_in="GB.ENG"),
        town("Nowhere", "Mars/Base", 20_000),
        town("Ulm", "Europe/Berlin", 120_000, "Ulma", lies_in="DE"),
    )
    assert table == {
        "#0": "Europe/London\tGB.ENG\t9000000\tLondon\tロンドン",
        "#1": "America/Toronto\tCA.08\t400000\tLondon\tロンドン",
        "#2": "Europe/Berlin\tDE\t120000\tUlm\t",
        **{"&CA": "1", "&CA.08": "1", "&DE": "2", "&GB": "0", "&GB.ENG": "0"},
        **{"=Europe/London": "ロンドン", "london": "0 1", "londres": "~0", "ulm": "2", "ロンドン": "0 1"},
    }


def test_a_small_town_is_left_out_unless_it_is_the_largest_of_a_zone_in_its_region() -> None:
    table = rows(
        town("Portland", "America/Los_Angeles", 650_000, lies_in="US.OR"),
        town("Ontario", "America/Boise", 11_000, lies_in="US.OR"),
        town("Vale", "America/Boise", 5_000, lies_in="US.OR"),
        town("Boise", "America/Boise", 230_000, lies_in="US.ID"),
        town("Okutama", "Asia/Tokyo", 5_000, lies_in="JP"),
        town("Tokyo", "Asia/Tokyo", 9_000_000, lies_in="JP"),
    )
    assert {"portland", "ontario", "boise", "okutama"} < table.keys()
    assert "vale" not in table
    assert [table["&US"], table["&US.OR"], table["&JP"]] == ["1 2", "1 3", "0"]


def test_what_somebody_is_called_elsewhere_is_marked() -> None:
    table = rows(
        town("Philadelphia", "America/New_York", 1_500_000, lies_in="US.PA"),
        town("Amman", "Asia/Amman", 1_200_000, "Philadelphia", lies_in="JO"),
        town(
            "Newcastle upon Tyne", "Europe/London", 200_000, "Newcastle", "ニューカッスル", lies_in="GB.ENG"
        ),
        town("Matsue", "Asia/Tokyo", 190_000, "まつえ", "松江", lies_in="JP"),
        town("Tripoli", "Africa/Tripoli", 1_000_000, "的黎波里", lies_in="LY"),
    )
    names = ("philadelphia", "newcastle", "松江", "まつえ", "的黎波里")
    assert [table[name] for name in names] == ["0 ~1", "3", "4", "4", "~2"]


def test_a_short_saint_is_known_in_full_and_no_town_is_called_like_a_continent() -> None:
    table = rows(
        town("St. Louis", "America/Chicago", 300_000, lies_in="US.MO"),
        town("Asia", "Asia/Manila", 20_000, lies_in="PH"),
    )
    assert table["stlouis"] == table["saintlouis"] == "0"
    assert "asia" not in table


# -- the table as it is --------------------------------------------------------------------------------


def test_a_town_is_found_with_where_it_lies() -> None:
    portland = towns("portland")[0]
    assert (portland.name, portland.zone, portland.region) == ("Portland", "America/Los_Angeles", "US.OR")
    assert portland.lies_in("US")
    assert portland.lies_in("US.OR")
    assert not portland.lies_in("US.ME")


@pytest.mark.parametrize("name", ["", "a", "zzzz", "\n", "#", "portland\t", "~", "松", "\U0010ffff"])
def test_a_name_that_no_town_has_is_not_found(name: str) -> None:
    assert towns(name) == called_itself(name) == namesakes(name) == ()


def test_every_region_has_a_largest_town_that_lies_in_it() -> None:
    assert [each for each in regions() if not all(town.lies_in(each) for town in largest_in(each))] == []
    assert [each for each in regions() if not largest_in(each)] == []
    assert [town.name for town in largest_in("AU.08")] == ["Perth"]


# -- towns of one name ---------------------------------------------------------------------------------


def lies(zone: str, people: int, region: str = "US") -> Town:
    return Town(zone, region, people, "Name", "")


OREGON, MAINE = lies("America/Los_Angeles", 650_000, "US.OR"), lies("America/New_York", 68_000, "US.ME")
ENGLAND, CANADA = lies("Europe/London", 9_000_000, "GB.ENG"), lies("America/Toronto", 400_000, "CA.08")
FUCHU, ANOTHER = lies("Asia/Tokyo", 260_000, "JP"), lies("Asia/Tokyo", 40_000, "JP")


@pytest.mark.parametrize(
    ("alike", "asked"),
    [
        ([OREGON, MAINE], [OREGON, MAINE]),
        ([ENGLAND, CANADA], [ENGLAND]),
        ([FUCHU, ANOTHER], [FUCHU]),
        ([OREGON], [OREGON]),
        ([], []),
        ([OREGON, lies("America/New_York", 65_000)], [OREGON]),
    ],
    ids="similar by-far same-zone one none ten-times".split(),
)
def test_several_towns_are_asked_about_when_none_is_ten_times_as_large(
    alike: list[Town], asked: list[Town]
) -> None:
    assert list(rivals(alike)) == asked


def test_of_many_towns_one_of_each_zone_comes_first_and_of_one_region_the_largest() -> None:
    chicago = [
        lies("America/Chicago", 900 - n, f"US.{part}") for n, part in enumerate("MO IL IL TX WI".split())
    ]
    others = [lies("America/New_York", 500, "US.MA"), lies("America/Los_Angeles", 400, "US.OR")]
    others += [lies("Europe/London", 300, "GB.ENG"), lies("Australia/Perth", 200, "AU.08")]
    assert rivals([*chicago, *others]) == [chicago[0], chicago[1], *others]


def test_the_largest_counts_by_any_name_and_the_others_by_their_own() -> None:
    assert [town.region for town in namesakes("edinburg")] == ["GB.SCT", "US.TX"]
    assert [town.region for town in namesakes("philadelphia")] == ["US.PA"]
