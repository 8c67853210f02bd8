"""The ways through an evening, in both languages."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.coach.model import Exercise, Feel, Pain, Routine
from bot.demo.client import Message
from tests.conversations.talk import Talk

MOST_TAPS = 6  # from the reminder to a finished log


async def nightly(talk: Talk) -> Message:
    """The night's message, known by its button."""
    label = talk.label("night.start")
    return (await talk.person.until(lambda ms: label in ms[-1].labels, what="the reminder"))[-1]


def on_level(talk: Talk, level: int) -> None:
    plan = talk.store.health.plan(talk.id)
    assert plan is not None
    talk.store.health.save_plan(talk.id, replace(plan, levels=tuple((each, level) for each in Exercise)))


# -- few taps ----------------------------------------------------------------------------------------------


async def test_from_the_reminder_to_the_finished_log_in_six_taps(talk: Talk) -> None:
    await talk.checked()
    await talk.with_bedtime()
    await talk.go_to(0)
    await nightly(talk)
    keys = ["night.start", "tonight.start", "tonight.set_done"]
    keys += ["tonight.feel_buttocks", "tonight.effort_right", "tonight.pain_0"]
    for key in keys:
        await talk.press(key)
    assert len(keys) <= MOST_TAPS
    [session] = talk.store.sessions.history(talk.id)
    assert (session.sets_done, session.feel, session.pain) == (1, Feel.BUTTOCKS, Pain.NONE)


async def test_three_sets_take_no_more_taps_for_who_says_them_at_once(talk: Talk) -> None:
    await talk.checked()
    on_level(talk, 4)
    await talk.with_bedtime()
    await talk.go_to(0)
    await nightly(talk)
    keys = ["night.start", "tonight.start", "tonight.all_sets"]
    keys += ["tonight.feel_buttocks", "tonight.effort_right", "tonight.pain_0"]
    for key in keys:
        await talk.press(key)
    assert len(keys) <= MOST_TAPS
    assert talk.store.sessions.history(talk.id)[-1].sets_done == 3


async def test_what_was_done_without_the_bot_is_written_down_in_four(talk: Talk) -> None:
    await talk.checked()
    await talk.send("/tonight")
    await talk.press("tonight.did")
    end = await talk.questions()
    assert talk.shown("tonight.why_first") in end.text


# -- easier, alone, felt, resting, leaving -----------------------------------------------------------------


async def test_easier_in_the_middle_is_one_level_down_for_tonight_only(talk: Talk) -> None:
    await talk.checked()
    await talk.send("/tonight")
    await talk.press("tonight.start")
    eased = await talk.press("tonight.ease")
    rung = talk.say.catalogue.plans[Exercise.HIP_LIFT].rungs[1]
    assert talk.shown("tonight.eased", rung=talk.say.text(rung.name)) in eased.text
    await talk.forge("v1:tonight:ease:20261124:2")
    session = talk.store.sessions.get(talk.id, talk.evening.tuesday)
    assert session is not None
    assert session.level == 1, "a double press counts once"
    await talk.press("tonight.set_done")
    await talk.questions()
    assert talk.level == 2, "the plan stays: there was no pain"


async def test_who_counts_alone_is_not_paced(talk: Talk) -> None:
    await talk.checked()
    await talk.send("/tonight")
    shown = await talk.press("tonight.alone")
    dose = shown.text.split("\n")[1]
    assert talk.shown("tonight.set_alone", number=1, sets=1, dose=dose) in shown.text
    session = talk.store.sessions.get(talk.id, talk.evening.tuesday)
    assert session is not None
    assert session.own_count


async def test_where_it_was_felt_helps_the_next_set_and_the_next_session(talk: Talk) -> None:
    """H42, H43."""
    await talk.checked()
    on_level(talk, 3)
    await talk.send("/tonight")
    await talk.press("tonight.start")
    between = await talk.press("tonight.set_done")
    assert talk.shown("tonight.feel_now") in between.text
    second = await talk.press("tonight.feel_thighs")
    assert talk.shown("tonight.now_thighs") in second.text
    asked = await talk.press("tonight.set_done")
    assert talk.label("tonight.effort_right") in asked.labels, "where it was felt is not asked twice"
    await talk.press("tonight.effort_right")
    await talk.press("tonight.pain_0")
    await talk.go_to(2)
    assert talk.shown("tonight.tip_thighs") in (await talk.send("/tonight")).text


async def test_a_timed_rest_ends_with_one_short_message(talk: Talk) -> None:
    await talk.checked()
    on_level(talk, 3)
    over = asyncio.Event()
    asked: list[float] = []

    async def pause(seconds: float) -> None:
        asked.append(seconds)
        await over.wait()

    talk.evening.app._deps.rests.pause = pause
    await talk.send("/tonight")
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    resting = await talk.press("tonight.rest_button")
    assert talk.label("tonight.set_done") in resting.labels, "nobody has to wait"
    assert asked == [60]
    told = await talk.press("tonight.feel_thighs")
    assert talk.shown("tonight.resting", seconds=60) in told.text, "an answer does not end the rest"
    assert talk.shown("tonight.now_thighs") in told.text
    over.set()
    await talk.person.sees(talk.shown("tonight.rest_over"))
    await talk.press("tonight.set_done")
    assert talk.store.sessions.history(talk.id)[-1].sets_done == 2


async def test_who_goes_on_before_the_rest_is_over_hears_nothing_more(talk: Talk) -> None:
    await talk.checked()
    on_level(talk, 3)
    over = asyncio.Event()

    async def pause(seconds: float) -> None:
        await over.wait()

    talk.evening.app._deps.rests.pause = pause
    await talk.send("/tonight")
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    await talk.press("tonight.rest_button")
    await talk.press("tonight.set_done")
    over.set()
    await talk.questions()
    assert talk.shown("tonight.rest_over") not in [m.text for m in await talk.person.messages()]


async def test_leaving_half_way_keeps_what_was_done_and_can_be_taken_up_again(talk: Talk) -> None:
    await talk.checked()
    on_level(talk, 3)
    await talk.send("/tonight")
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    left = await talk.press("tonight.enough")
    assert talk.shown("tonight.left_some", sets=1) in left.text
    assert talk.store.sessions.history(talk.id)[-1].sets_done == 1
    again = await talk.send("/tonight")
    assert talk.label("tonight.set_done") in again.labels


# -- both exercises ----------------------------------------------------------------------------------------


async def test_both_exercises_one_after_the_other(talk: Talk) -> None:
    """S23, G80."""
    await talk.checked()
    await talk.send("/plan")
    for key in ("plan.change", "plan.routine_button", "plan.routine_both"):
        await talk.press(key)
    form = await talk.send("/tonight")
    assert talk.shown("tonight.first_of_two") in form.text
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    end = await talk.questions()
    curl = talk.say.text(talk.say.catalogue.plans[Exercise.LEG_CURL].name)
    assert talk.label("tonight.second", exercise=curl) in end.labels
    second = await talk.press("tonight.second", exercise=curl)
    assert talk.shown("tonight.second_of_two") in second.text
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    end = await talk.questions()
    assert talk.label("tonight.second", exercise=curl) not in end.labels
    assert [each.exercise for each in talk.store.sessions.history(talk.id)] == list(Exercise)


async def test_after_pain_of_four_the_second_exercise_is_not_offered(talk: Talk) -> None:
    """G46."""
    await talk.checked()
    plan = talk.store.health.plan(talk.id)
    assert plan is not None
    talk.store.health.save_plan(talk.id, replace(plan, routine=Routine.BOTH))
    end = await talk.trains(pain="4_5")
    assert not [label for label in end.labels if "→" in label]
    await talk.forge("v1:tonight:second:20261124")
    assert len(talk.store.sessions.history(talk.id)) == 1


async def test_both_exercises_in_turn(talk: Talk) -> None:
    await talk.checked()
    await talk.send("/plan")
    for key in ("plan.change", "plan.routine_button", "plan.routine_alternate"):
        await talk.press(key)
    await talk.trains()
    await talk.go_to(2)
    curl = talk.say.text(talk.say.catalogue.plans[Exercise.LEG_CURL].name)
    assert curl in (await talk.send("/tonight")).text.split("\n")[0]


# -- the ladder --------------------------------------------------------------------------------------------


async def test_two_good_evenings_go_up_with_the_reason_and_may_be_refused(talk: Talk) -> None:
    """G64."""
    await talk.checked()
    await talk.trains()
    await talk.go_to(2)
    end = await talk.trains()
    assert talk.shown("tonight.why_two_good") in end.text
    assert talk.level == 3
    kept = await talk.press("tonight.keep_level")
    assert talk.shown("tonight.kept") in kept.text
    assert talk.level == 2


async def test_hard_twice_goes_down_with_the_reason_and_may_be_refused(talk: Talk) -> None:
    await talk.checked()
    await talk.trains(effort="hard")
    await talk.go_to(2)
    end = await talk.trains(effort="hard")
    assert talk.shown("tonight.why_hard_twice") in end.text
    assert talk.level == 1
    await talk.press("tonight.keep_level")
    assert talk.level == 2


async def test_a_step_down_for_pain_cannot_be_refused_by_a_forged_press(talk: Talk) -> None:
    """G46, G50."""
    await talk.checked()
    await talk.trains(pain="4_5")
    await talk.go_to(2)
    await talk.send("/tonight")
    await talk.press("tonight.morning_yes")
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    end = await talk.questions(pain="4_5")
    assert talk.shown("tonight.why_pain_twice") in end.text
    await talk.forge("v1:tonight:keep:20261126:2")
    assert talk.level == 1


async def test_harder_on_request_within_the_rules(talk: Talk) -> None:
    """G46, G64."""
    await talk.checked()
    await talk.send("/plan")
    await talk.press("plan.change")
    assert talk.shown("plan.refused_not_yet") in (await talk.press("plan.harder")).text
    await talk.trains()
    await talk.send("/plan")
    await talk.press("plan.change")
    assert talk.shown("plan.went_harder") in (await talk.press("plan.harder")).text
    await talk.forge("v1:plan:harder:2")
    assert talk.level == 3, "a double press counts once"
    await talk.press("plan.change")
    assert talk.shown("plan.went_lower") in (await talk.press("plan.lower")).text
    assert talk.level == 2


async def test_after_pain_nobody_gets_harder_by_asking(talk: Talk) -> None:
    """G46: pain never raises."""
    await talk.checked()
    await talk.trains(pain="4_5")
    await talk.send("/plan")
    await talk.press("plan.change")
    assert talk.shown("plan.refused_pain") in (await talk.press("plan.harder")).text
    assert talk.level == 2


# -- the morning after -------------------------------------------------------------------------------------


async def test_pain_that_stayed_is_asked_about_at_the_next_contact_and_makes_it_easier(talk: Talk) -> None:
    """G47."""
    await talk.checked()
    await talk.trains(pain="1_3")
    await talk.go_to(2)
    asked = await talk.send("/tonight")
    assert talk.label("tonight.morning_no") in asked.labels
    form = await talk.press("tonight.morning_no")
    assert talk.shown("tonight.why_not_settled") in form.text
    assert talk.level == 1
    [again] = await talk.person.send("/tonight")
    assert talk.label("tonight.start") in again.labels, "it is asked once"


async def test_back_to_normal_changes_nothing(talk: Talk) -> None:
    await talk.checked()
    await talk.trains(pain="1_3")
    await talk.go_to(2)
    await talk.send("/tonight")
    await talk.press("tonight.morning_yes")
    assert talk.level == 2


async def test_without_pain_nothing_is_asked(talk: Talk) -> None:
    await talk.checked()
    await talk.trains()
    await talk.go_to(2)
    assert talk.label("tonight.start") in (await talk.send("/tonight")).labels
