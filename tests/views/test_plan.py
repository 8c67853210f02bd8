from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.coach.model import Exercise, Level, Plan
from bot.views import plan as view
from bot.views.words import Words

PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))
LEVEL = Level(2, sets=1, reps=10, up=3, hold=2, down=4, rest=60)


@pytest.mark.parametrize(
    ("level", "numbers"),
    [
        (LEVEL, ["10", "3", "2", "4"]),
        (replace(LEVEL, sets=3), ["3", "10", "3", "2", "4"]),
        (replace(LEVEL, per_side=True), ["10", "3", "2", "4"]),
        (replace(LEVEL, per_side=True, sets=2), ["2", "10", "3", "2", "4"]),
    ],
)
def test_a_dose_has_sets_if_several_repetitions_and_seconds_up_hold_and_down(
    say: Words, level: Level, numbers: list[str]
) -> None:
    assert sorted(re.findall(r"\d+", view.dose(say, level))) == sorted(numbers)


def test_a_dose_has_its_spaces(english: Words) -> None:
    """Texts of the content are stripped, so a space between two of them is easily lost."""
    for level in (LEVEL, replace(LEVEL, sets=3), replace(LEVEL, sets=3, per_side=True)):
        dose = view.dose(english, level)
        assert dose == dose.strip()
        assert "×10" not in dose
        assert "  " not in dose


def test_each_side_is_said_only_when_there_are_sides(say: Words) -> None:
    sides = replace(LEVEL, per_side=True)
    assert view.short_dose(say, LEVEL) == say("plan.short", reps=10)
    assert view.short_dose(say, sides) == say("plan.short_sides", reps=10)
    assert view.dose(say, LEVEL) != view.dose(say, sides)


@pytest.mark.parametrize(
    ("level", "numbers"), [(LEVEL, ["10"]), (replace(LEVEL, sets=3), ["10", "3"])], ids=["one set", "three"]
)
def test_the_short_dose_is_a_number_of_times(say: Words, level: Level, numbers: list[str]) -> None:
    assert sorted(re.findall(r"\d+", view.short_dose(say, level))) == numbers


def test_the_plan_shows_name_rung_dose_and_nights(say: Words) -> None:
    text = view.plan_page(say, PLAN, ()).text
    words = say.catalogue.plans[Exercise.HIP_LIFT]
    rung = words.rungs[2]
    days = say.listed([say.weekday(day) for day in (1, 3, 5)])
    for part in (say.text(words.name), say.text(rung.name), view.dose(say, rung.level), days):
        assert part in text


@pytest.mark.parametrize(("level", "more"), [(5, True), (6, False)])
def test_the_next_rung_is_shown_until_the_ladder_ends(say: Words, level: int, more: bool) -> None:
    plan = replace(PLAN, levels=((Exercise.HIP_LIFT, level), (Exercise.LEG_CURL, 1)))
    last = say.catalogue.plans[Exercise.HIP_LIFT].rungs[6]
    following = say("plan.next", rung=say.text(last.name), how=say.text(last.how))
    assert (following in view.plan_page(say, plan, ()).text) is more


@pytest.mark.parametrize(("others", "offered"), [((), False), ((Exercise.LEG_CURL,), True)])
def test_only_what_the_check_allows_can_be_chosen(
    say: Words, others: tuple[Exercise, ...], offered: bool
) -> None:
    pressed = [button.data for row in view.change_page(say, PLAN, others).rows for button in row]
    assert ("v1:plan:choose:leg-curl" in pressed) is offered
    assert ("v1:plan:routine" in pressed) is offered


@pytest.mark.parametrize("exercise", list(Exercise))
@pytest.mark.parametrize("level", [0, 1])
def test_how_to_do_it_shows_the_movement_of_this_rung(say: Words, exercise: Exercise, level: int) -> None:
    words = say.catalogue.plans[exercise]
    text = view.form_page(say, exercise, level).text
    assert [say.text(step) in text for step in words.form] == [level > 0] * len(words.form)
    assert (say.text(words.rungs[0].how) in text) is (level == 0)
