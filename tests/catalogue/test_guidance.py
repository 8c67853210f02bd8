from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.guidance import (
    check_levels,
    read_emergency,
    read_plans,
    read_questions,
    read_recommendations,
    read_signs,
)
from bot.catalogue.reader import Faults
from bot.coach.model import Exercise, Experience, Level, Veto
from tests.catalogue.broken import CONTENT, broken

Reader = Callable[[Path, Faults], Any]


def faults_of(read: Reader, folder: Path) -> list[str]:
    faults = Faults()
    read(folder, faults)
    return [f"{fault.key}: {fault.what}" for fault in faults.found]


@pytest.mark.parametrize(
    "read", [read_questions, read_signs, read_recommendations, read_plans, read_emergency]
)
def test_our_own_file_has_no_fault(read: Reader) -> None:
    assert faults_of(read, CONTENT) == []


# -- the safety questions ----------------------------------------------------------------------------------

IN_ORDER = "in this order"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "R2"', 'id = "R1"', IN_ORDER),
        ('id = "A14"', 'id = "A15"', IN_ORDER),
        ('id = "A13a"', 'id = "A13"', IN_ORDER),
        ('id = "R1"\n', "", "questions[0].id: is missing"),
        ('step = "amber1"', 'step = "amber"', "questions[6].step: 'amber' is not one of"),
        ('step = "amber1"', 'step = "signs"', "questions[6].step: must be one of: red, amber1, amber2"),
        ('verdict = "red"', 'verdict = "crimson"', "questions[0].verdict: 'crimson' is not one of"),
        ('veto = "low-lift"', 'veto = "no-lift"', "questions[16].veto: 'no-lift' is not one of"),
        ('from = ["G9"]', 'from = ["G9x"]', "questions[0].from: 'G9x' is no source number"),
        ('from = ["G9"]\n', "", "questions[0].from: is missing"),
        ("ask = { en", "ask = { eng", "questions[0].ask.en: is missing"),
        ("label = {", "lable = {", "questions[0].label: is missing"),
        ("label = {", "lable = {", "questions[0].lable: is not known here"),
        ("[[signs]]", "[[sings]]", "sings: is not known here"),
    ],
)
def test_a_fault_in_the_questions_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults_of(read_questions, broken(tmp_path, "screening.toml", old, new))
    assert [each for each in found if fault in each]


def test_a_screen_without_a_question_is_named(tmp_path: Path) -> None:
    (tmp_path / "screening.toml").write_text("questions = []")
    found = faults_of(read_questions, tmp_path)
    for screen in ("red", "amber1", "amber2"):
        assert f"questions: the screen {screen} has no question" in found


def test_a_minors_question_keeps_its_veto_when_read() -> None:
    vetoes = {each.rule.id: each.rule.veto for each in read_questions(CONTENT, Faults()) if each.rule.veto}
    assert vetoes == {
        "A10": Veto.NO_BEDTIME_PLAN,
        "A11": Veto.LOW_LIFT,
        "A12": Veto.NO_PRONE,
        "A13a": Veto.MINOR,
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "S5"', 'id = "S4"', "signs: must be exactly S4, S5, S6, S7, S8, S9, S10, in this order"),
        ('id = "S10"', 'id = "S11"', "signs: must be exactly S4, S5, S6, S7, S8, S9, S10, in this order"),
        ("gloss = {", "glos = {", "signs[0].gloss: is missing"),
        ('from = ["S4"]', "from = []", "signs[0].from: names no source"),
    ],
)
def test_a_fault_in_the_signs_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert fault in faults_of(read_signs, broken(tmp_path, "screening.toml", old, new))


# -- the recommendation ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('ties = "hip-lift"', 'ties = "squat"', "ties: 'squat' is not one of: hip-lift, leg-curl"),
        ("S6 = {", "S11 = {", "weights.S11: is not known here"),
        ("S6 = {", "S11 = {", "weights.S6: is missing"),
        ("S7 = { hip-lift = 0", "S7 = { hip-lift = -1", "weights.S7.hip-lift: must be 0 or more"),
        ("S7 = { hip-lift = 0", 'S7 = { hip-lift = "0"', "weights.S7.hip-lift: must be a whole number"),
        ("new = {", "newcomer = {", "start.new: is missing"),
        ("new = { hip-lift = 1", "new = { hip-lift = -1", "start.new.hip-lift: must be 0 or more"),
        ("low-lift = {", "lowlift = {", "ceiling.low-lift: is missing"),
        ("nights = 3", "nights = 4", "calendar.nights: must be 2 or 3: never two nights in a row"),
        ("nights = 3", "nights = 0", "calendar.nights: must be 2 or 3: never two nights in a row"),
        ("nights = 3", "", "calendar.nights: is missing"),
    ],
)
def test_a_fault_in_the_recommendation_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults_of(read_recommendations, broken(tmp_path, "recommendation.toml", old, new))
    assert [each for each in found if each.startswith(fault)]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("new = { hip-lift = 1", "new = { hip-lift = 7", "start.new.hip-lift: the ladder ends at level 6"),
        ("leg-curl = 4 }", "leg-curl = 5 }", "ceiling.low-lift.leg-curl: the ladder ends at level 4"),
    ],
)
def test_a_rung_that_the_ladder_does_not_have_is_named(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    table = read_recommendations(broken(tmp_path, "recommendation.toml", old, new), Faults())
    faults = Faults()
    check_levels(table, read_plans(CONTENT, Faults()), faults)
    assert [f"{each.key}: {each.what}" for each in faults.found] == [fault]


def test_the_table_is_read_as_the_design_has_it() -> None:
    table = read_recommendations(CONTENT, Faults())
    lift, curl = Exercise.HIP_LIFT, Exercise.LEG_CURL
    assert {sign: (votes[lift], votes[curl]) for sign, votes in table.weights.items()} == {
        "S4": (2, 1),
        "S5": (2, 1),
        "S6": (1, 2),
        "S7": (0, 2),
        "S8": (1, 2),
        "S9": (1, 2),
        "S10": (2, 0),
    }
    assert (table.tie, table.nights, set(table.start)) == (lift, 3, set(Experience))


# -- the plans ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("number = 2\n", "number = 3\n", "levels: must be numbered 0, 1, 2 … from the easiest up"),
        ("number = 0\n", "number = 1\n", "levels: must be numbered 0, 1, 2 … from the easiest up"),
        ("reps = 10", "reps = 0", "levels[0].reps: must be 1 or more"),
        ("sets = 1", "sets = 0", "levels[0].sets: must be 1 or more"),
        ("hold = 5", "hold = -5", "levels[0].hold: must be 1 or more"),
        ("rest = 30", "rest = -30", "levels[0].rest: must be 0 or more"),
        ("down = 1\n", "", "levels[0].down: is missing"),
        ("up = 1\n", "up = 1.5\n", "levels[0].up: must be a whole number"),
        ("per_side = true", 'per_side = "yes"', "levels[1].per_side: must be true or false"),
        ("per_side = true", "perside = true", "levels[1].perside: is not known here"),
        ("[aim]", "[goal]", "aim: is missing"),
        ("[aim]", "[goal]", "goal: is not known here"),
        ("[[form]]", "[[mistakes]]", "mistakes[0].wrong: is missing"),
        ('from = ["G83"]', 'from = ["G83", "Z1"]', "alternatives[1].from: 'Z1' is no source number"),
    ],
)
def test_a_fault_in_a_plan_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    broken(tmp_path, "plans/hip-lift.toml", "hip", "hip")
    found = faults_of(read_plans, broken(tmp_path, "plans/leg-curl.toml", old, new))
    assert [each for each in found if each.startswith(fault)]


@pytest.mark.parametrize("name", ["form", "mistakes", "easier", "alternatives", "levels"])
def test_an_empty_list_in_a_plan_is_named(tmp_path: Path, name: str) -> None:
    for exercise in Exercise:
        (tmp_path / "plans").mkdir(exist_ok=True)
        (tmp_path / "plans" / f"{exercise}.toml").write_text(f"{name} = []")
    found = [each for each in faults_of(read_plans, tmp_path) if each.startswith(f"{name}: must")]
    assert len(found) == len(Exercise)


def test_a_rung_is_read_with_its_numbers() -> None:
    curl = read_plans(CONTENT, Faults())[Exercise.LEG_CURL]
    assert curl.rungs[4].level == Level(4, sets=2, reps=10, up=3, hold=1, down=4, rest=60, per_side=True)
    assert curl.top == 4


# -- emergency numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Asia/Tokyo"', '"Asia/Tokio"', "places[0].zones: 'Asia/Tokio' is no time zone of the IANA list"),
        ('"Asia/Tokyo"', '"../etc"', "places[0].zones: '../etc' is no time zone of the IANA list"),
        ('"GB"', '"Asia/Tokyo"', "places[1].zones: 'Asia/Tokyo' stands there more than once"),
        ("zones = [", "zone = [", "places[0].zones: is missing"),
        ("zones = [", "zone = [", "places[0].zone: is not known here"),
        ("[anywhere]", "[nowhere]", "anywhere: is missing"),
        ('from = ["G15"]\n', "", "places[0].from: is missing"),
        ("number = {", "numbers = {", "places[0].number: is missing"),
        ('[anywhere]\nfrom = ["G15"]', "[anywhere]\nfrom = []", "anywhere.from: names no source"),
    ],
)
def test_a_fault_in_the_emergency_numbers_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults_of(read_emergency, broken(tmp_path, "emergency.toml", old, new))
    assert [each for each in found if each.startswith(fault)]


@pytest.mark.parametrize(
    ("zone", "number"),
    [
        ("Asia/Tokyo", "119"),
        ("Europe/London", "999"),
        ("Europe/Berlin", "112"),
        ("America/New_York", "911"),
    ],
)
def test_the_number_follows_the_zone(zone: str, number: str) -> None:
    text = read_emergency(CONTENT, Faults()).number(zone)
    assert text.en.startswith(number)
    assert text.ja.startswith(number)


@pytest.mark.parametrize("zone", [None, "", "America/Lima", "Africa/Cairo"])
def test_without_a_known_zone_all_numbers_are_said_and_the_local_one(zone: str | None) -> None:
    """The language alone never picks a country (G15)."""
    text = read_emergency(CONTENT, Faults()).number(zone)
    assert [number for number in ("119", "999", "112", "911") if number not in text.en + text.ja] == []
    assert "your local emergency number" in text.en
    assert "その土地の救急番号" in text.ja
