"""What is read in an answer to "where do you live?": a zone, the towns to ask about, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.places import Asked, Place, Why
from bot.catalogue.reader import Faults
from bot.catalogue.zones import Zones, read_zones
from tests.catalogue.broken import CONTENT

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANSWERS = Path(__file__).resolve().parents[1] / "data" / "places" / "places.tsv"


@pytest.fixture(scope="module")
def zones() -> Zones:
    return read_zones(CONTENT, Faults())


def regions(place: Place | None) -> list[str]:
    """Where the towns lie that are asked about; none when there is nothing to ask."""
    return [town.region for town in place.towns] if isinstance(place, Asked) else []


# -- answers as people write them ----------------------------------------------------------------------


def answers() -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("typed", "wanted"), answers())
def test_an_answer_gives_its_zone_or_the_right_question(zones: Zones, typed: str, wanted: str) -> None:
    """ "which": asked about these zones at least; "guess": offered to be confirmed; "unknown": nothing."""
    place = zones.place(typed, NOON) or zones.guess(typed, NOON)
    match wanted.split():
        case ["which" | "guess" as kind, *offered]:
            assert isinstance(place, Asked)
            assert (place.why is Why.GUESS) is (kind == "guess")
            assert {town.zone for town in place.towns} >= set(offered)
        case ["unknown"]:
            assert place is None
        case [zone]:
            assert place == zone


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
        ("London", "Europe/London"),
    ],
)
def test_a_place_is_found_in_either_language(zones: Zones, typed: str, zone: str) -> None:
    assert zones.place(typed, NOON) == zone


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
    assert zones.place(typed, NOON) is None
    assert zones.guess(typed, NOON) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_known_zone_or_towns_in_known_zones(zones: Zones, typed: str) -> None:
    for place in (zones.place(typed, NOON), zones.guess(typed, NOON)):
        found = {town.zone for town in place.towns} if isinstance(place, Asked) else {place} - {None}
        assert found <= zones.known


def test_every_known_zone_is_found_by_its_full_name(zones: Zones) -> None:
    assert [zone for zone in zones.known if zones.place(zone, NOON) is None] == []


def test_paris_is_not_bali(zones: Zones) -> None:
    """パリ and バリ differ by a sign that is part of the letter."""
    assert zones.place("パリ", NOON) == "Europe/Paris"
    assert zones.place("バリ", NOON) == "Asia/Makassar"


# -- several places of a name --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "asked"),
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
        ("Edinburg", ["GB.SCT", "US.TX"]),
        ("Georgia", ["GE", "US.GA"]),
        ("London", []),
        ("Paris", []),
        ("Sydney", []),
        ("Philadelphia", []),
        ("府中", []),
        ("松江", []),
        ("Japan", []),
        ("Arizona", []),
        ("Europe/London", []),
        ("Middle-earth", []),
        ("", []),
    ],
)
def test_a_name_that_several_places_share_is_in_doubt(zones: Zones, typed: str, asked: list[str]) -> None:
    place = zones.place(typed, NOON)
    assert regions(place) == asked
    assert not isinstance(place, Asked) or place.why is Why.NAMESAKES


def test_only_clocks_that_differ_some_time_in_the_coming_year_are_asked_about(zones: Zones) -> None:
    """Kingston in Jamaica and in Ontario: one in November, two in July. Halle and Halle: one all year."""
    assert regions(zones.place("Kingston", NOON)) == ["JM", "CA.08"]
    assert zones.place("Halle", NOON) == "Europe/Berlin"


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
    assert zones.place(typed, NOON) == zone


# -- a place with several clocks -----------------------------------------------------------------------


def test_a_country_with_several_clocks_is_asked_about_by_the_largest_town_of_each(zones: Zones) -> None:
    place = zones.place("USA", NOON)
    assert isinstance(place, Asked)
    assert place.why is Why.WIDE
    assert [town.name for town in place.towns] == [
        *("New York City", "Los Angeles", "Chicago", "Phoenix", "Denver", "Honolulu", "Anchorage"),
    ]


def test_a_small_town_with_another_clock_makes_no_question_of_its_country_but_is_known(zones: Zones) -> None:
    """Ontario in Oregon keeps the time of Idaho; nobody else in Oregon is asked because of it."""
    assert zones.place("Oregon", NOON) == "America/Los_Angeles"
    assert zones.place("Ontario, Oregon", NOON) == "America/Boise"


def test_an_unknown_village_has_the_clock_of_its_country_and_is_asked_about_in_a_wide_one(
    zones: Zones,
) -> None:
    assert zones.place("Hinterdupfing, Germany", NOON) == "Europe/Berlin"
    assert regions(zones.place("Nowhereville, Indonesia", NOON)) == ["ID", "ID", "ID"]


# -- a guess -------------------------------------------------------------------------------------------


def test_a_name_one_slip_away_is_offered_and_never_taken(zones: Zones) -> None:
    assert zones.place("Melborne", NOON) is None
    guess = zones.guess("Melborne", NOON)
    assert guess is not None
    assert [town.name for town in guess.towns] == ["Melbourne"]


@pytest.mark.parametrize(
    "typed", ["my back hurts a lot when I lie down at night", "寝る前の運動がつらいです", "Tokxxx"]
)
def test_what_is_like_no_name_is_no_guess(zones: Zones, typed: str) -> None:
    assert zones.guess(typed, NOON) is None


def test_the_clocks_are_those_of_the_coming_year(zones: Zones) -> None:
    """Lisbon and the Azores differ in every year; the same question comes a year later."""
    later = NOON + timedelta(days=365)
    assert regions(zones.place("Portugal", later)) == regions(zones.place("Portugal", NOON)) == ["PT", "PT"]
