"""Training nights, the weekly question, progress, settings, menu and help, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coach.calendar import EVERY_OTHER
from bot.coach.model import Exercise, Pain, Surface, Veto
from bot.coach.review import Answer, Review
from bot.demo.client import Message
from tests.conversations.stage import TUESDAY
from tests.conversations.talk import Talk


def days(talk: Talk) -> frozenset[int]:
    plan = talk.store.health.plan(talk.id)
    assert plan is not None
    return plan.days


async def nightly(talk: Talk, key: str) -> Message:
    label = talk.label(key)
    return (await talk.person.until(lambda ms: label in ms[-1].labels, what=f"a message with {label}"))[-1]


# -- training nights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [(0, 3), (0, 2, 4)])
async def test_training_nights_are_chosen_by_buttons(talk: Talk, wanted: tuple[int, ...]) -> None:
    await talk.checked()
    await talk.send("/plan")
    await talk.press("plan.change")
    await talk.press("plan.days_button")
    await talk.press("plan.nights_a_week", nights=len(wanted))
    names = [talk.say.weekday(day) for day in wanted]
    words = dict(zip(("first", "second", "third"), names, strict=False))
    page = await talk.press("plan.two_days" if len(wanted) == 2 else "plan.three_days", **words)
    assert days(talk) == frozenset(wanted)
    assert talk.shown("plan.days_set", days=talk.say.listed(names)) in page.text


async def test_every_other_night_from_the_settings(talk: Talk) -> None:
    """H39: every other day."""
    await talk.checked()
    await talk.send("/settings")
    await talk.press("plan.days_button")
    page = await talk.press("plan.every_other")
    assert days(talk) == EVERY_OTHER
    assert talk.shown("plan.every_other_days") in page.text
    end = await talk.trains()
    assert talk.shown("tonight.next", day=talk.say.day(TUESDAY.date() + timedelta(days=2))) in end.text


async def test_the_reminder_follows_the_new_nights(talk: Talk) -> None:
    await talk.checked()
    await talk.with_bedtime()
    await talk.forge("v1:plan:on:03")
    planned = talk.store.reminders.planned(talk.id)
    assert planned is not None
    assert planned.night == TUESDAY.date() + timedelta(days=2), "Thursday: Tuesday is none any more"


async def test_after_midnight_it_is_the_evening_before_and_the_next_evening_is_no_second_one(
    talk: Talk,
) -> None:
    """Design 8: 00:40 on Wednesday belongs to Tuesday, so Wednesday evening is for resting."""
    await talk.checked()
    await talk.with_bedtime()
    await talk.go_to(1, at="00:40:00")
    await talk.trains()
    [session] = talk.store.sessions.history(talk.id)
    assert session.night == TUESDAY.date()
    await talk.go_to(1, at="21:00:00")
    rest = await talk.send("/tonight")
    assert talk.label("tonight.start") not in rest.labels


async def test_a_change_of_zone_neither_loses_nor_doubles_the_night(talk: Talk) -> None:
    """Trained, then the zone becomes one where it is still the day before: tonight stays done."""
    await talk.checked()
    await talk.with_bedtime()
    await talk.go_to(0, at="21:30:00")
    await talk.trains()
    talk.store.people.set_zone(talk.id, "Pacific/Honolulu")
    again = await talk.send("/tonight")
    assert talk.shown("tonight.already_done") in again.text
    assert len(talk.store.sessions.history(talk.id)) == 1


# -- the weekly question -----------------------------------------------------------------------------------


async def second_saturday(talk: Talk) -> Message:
    """A week and a half of evenings; then the question comes in the place of the reminder."""
    await talk.checked()
    await talk.with_bedtime()
    talk.trained(0, 2, 4, 7, 9)
    await talk.go_to(10, at="12:00:00")
    talk.evening.app._replan(talk.id)
    await talk.go_to(11)
    return await nightly(talk, "review.better")


async def test_the_weekly_question_takes_the_place_of_the_reminder(talk: Talk) -> None:
    asked = await second_saturday(talk)
    assert talk.shown("review.question") in asked.text
    assert talk.label("night.start") in asked.labels, "tonight can begin from there"
    day = (TUESDAY.date() + timedelta(days=11)).isoformat()
    [row] = [each for each in talk.store.people.export(talk.id)["deliveries"] if each["night"] == day]
    assert row["state"] in ("sending", "sent"), "one message that night"


@pytest.mark.parametrize("answer", list(Answer))
async def test_each_answer_has_its_words_and_only_worse_changes_the_level(talk: Talk, answer: Answer) -> None:
    await second_saturday(talk)
    said = await talk.press(f"review.{answer}")
    assert talk.shown(f"review.said_{answer}") in said.text
    assert talk.level == (1 if answer is Answer.WORSE else 2)
    assert (talk.label("menu.check") in said.labels) is (answer is Answer.WORSE)


async def test_the_answer_counts_once_a_week(talk: Talk) -> None:
    await second_saturday(talk)
    await talk.press("review.worse")
    again = await talk.forge("v1:review:is:20261205:worse")
    assert talk.shown("review.noted") in again.text
    assert talk.level == 1
    assert len(talk.store.reviews.all(talk.id)) == 1


async def test_last_months_weekly_question_asks_nothing_any_more(talk: Talk) -> None:
    await second_saturday(talk)
    old = await talk.forge("v1:review:is:20261024:worse")
    assert talk.shown("review.question") in old.text, "the one of this week is open"
    assert talk.store.reviews.all(talk.id) == []
    assert talk.level == 2


async def test_where_there_is_no_bedtime_plan_nobody_is_asked_about_the_week(talk: Talk) -> None:
    """G29."""
    await talk.checked()
    talk.trained(0, 2, 4, 7, 9)
    await talk.go_to(11, at="20:00:00")
    assert talk.shown("review.question") in (await talk.forge("v1:review:open")).text
    check = talk.store.health.check(talk.id)
    assert check is not None
    talk.store.health.finish_check(talk.id, replace(check, vetoes=frozenset({Veto.NO_BEDTIME_PLAN})), None)
    assert talk.shown("review.not_now") in (await talk.forge("v1:review:open")).text
    assert talk.shown("review.not_now") in (await talk.forge("v1:review:is:20261205:worse")).text
    assert talk.level == 2


async def test_after_four_weeks_comes_a_look_back(talk: Talk) -> None:
    """H48."""
    await talk.checked()
    await talk.with_bedtime()
    talk.trained(*range(0, 32, 2))
    for n in (11, 18, 25):
        talk.store.reviews.add(talk.id, Review(TUESDAY.date() + timedelta(days=n), Answer.BETTER), TUESDAY)
    await talk.go_to(32, at="20:00:00")
    await talk.forge("v1:review:open")
    said = await talk.press("review.better")
    whole = talk.shown("review.look_back", evenings=16, kept=5, weeks=5, path="")
    assert whole.rstrip() in said.text


async def test_six_weeks_without_a_better_one_say_see_someone(talk: Talk) -> None:
    """G66."""
    await talk.checked()
    await talk.with_bedtime()
    talk.trained(*range(0, 46, 2))
    for n in (11, 18, 25, 32, 39):
        talk.store.reviews.add(talk.id, Review(TUESDAY.date() + timedelta(days=n), Answer.SAME), TUESDAY)
    await talk.go_to(46, at="20:00:00")
    await talk.forge("v1:review:open")
    said = await talk.press("review.same")
    assert talk.shown("review.see_someone") in said.text
    assert talk.shown("review.variety") in said.text
    page = await talk.press("plan.routine_alternate")
    assert talk.shown("plan.routine_alternate") in page.text


# -- progress, settings, menu, help ------------------------------------------------------------------------


async def test_progress_tells_weeks_kept_levels_and_pain(talk: Talk) -> None:
    await talk.checked()
    talk.trained(0, 2, 7, 9, 11)
    talk.trained(14, level=3, pain=Pain.MILD)
    await talk.go_to(14, at="20:00:00")
    page = await talk.send("/progress")
    assert talk.shown("progress.kept", kept=2, weeks=2) in page.text
    name = talk.say.text(talk.say.catalogue.plans[Exercise.HIP_LIFT].name)
    assert talk.shown("progress.path", exercise=name, path="2 → 3") in page.text
    assert talk.shown("progress.pain", quiet=6, count=6) in page.text


async def test_settings_change_sound_place_and_the_day_of_the_question(talk: Talk) -> None:
    await talk.checked()
    await talk.with_bedtime()
    await talk.send("/settings")
    page = await talk.press("settings.to_silent")
    assert talk.shown("settings.silent_on") in page.text
    await talk.press("settings.to_floor")
    await talk.press("settings.review_day")
    await talk.press("words.weekday_6")
    plan, wish = talk.store.health.plan(talk.id), talk.store.reminders.bedtime(talk.id)
    assert plan is not None
    assert wish is not None
    assert (plan.surface, plan.review_day, wish.silent) == (Surface.FLOOR, 6, True)
    await talk.press("settings.to_sound")
    wish = talk.store.reminders.bedtime(talk.id)
    assert wish is not None
    assert not wish.silent


async def test_a_greeting_is_answered_with_the_menu(talk: Talk) -> None:
    hello = talk.shown("ask.hello_words").split(", ")[0]
    assert talk.shown("start.begin") in (await talk.send(hello)).labels
    await talk.checked()
    assert talk.shown("start.next_tonight") in (await talk.send(hello)).text


async def test_help_and_menu_say_what_is_next(talk: Talk) -> None:
    assert talk.shown("start.next_check") in (await talk.send("/help")).text
    await talk.send("/check")
    await talk.press("screening.consent_yes")
    assert talk.shown("start.next_check_goes_on") in (await talk.send("/start")).text
    for command in ("/tonight", "/plan"):
        assert talk.shown("screening.resume") in (await talk.send(command)).labels
    await talk.checked()
    assert talk.shown("start.next_tonight") in (await talk.send("/start")).text
    await talk.press("menu.tonight")
    await talk.press("tonight.start")
    assert talk.shown("start.next_session_goes_on") in (await talk.send("/help")).text
    await talk.press("ask.back_to_tonight")
    await talk.press("tonight.set_done")
    await talk.questions()
    thursday = talk.say.day(TUESDAY.date() + timedelta(days=2))
    assert talk.shown("start.next_done_until", day=thursday) in (await talk.send("/start")).text
    await talk.go_to(1, at="20:00:00")
    assert talk.shown("start.next_rest_until", day=thursday) in (await talk.send("/help")).text


async def test_under_a_warning_sign_the_menu_offers_no_exercise(talk: Talk) -> None:
    await talk.checked()
    await talk.send({"en": "I am numb between my legs", "ja": "またの間がしびれています"}[talk.say.language])
    page = await talk.send("/help")
    assert talk.shown("start.next_shut") in page.text
    assert talk.label("menu.tonight") not in page.labels
    settings = await talk.send("/settings")
    assert talk.label("plan.days_button") not in settings.labels


async def test_a_habit_a_week(talk: Talk) -> None:
    first = (await talk.send("/habits")).text
    await talk.go_to(1)
    assert (await talk.send("/habits")).text == first
    await talk.go_to(7)
    assert (await talk.send("/habits")).text != first
