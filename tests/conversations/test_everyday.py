"""Everyday paths: data and consent, old and forged buttons, questions in between, groups, blocking, times."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.catalogue.texts import COMMANDS
from bot.coach.model import Exercise
from tests.conversations.moves import checked, reminder_reaches, with_bedtime
from tests.conversations.stage import Evening

# -- consent and data ------------------------------------------------------------------------------------


async def test_start_alone_stores_nothing(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await emma.send("how high should my hips go")
    assert not any(evening.app.store.people.export(emma.id).values())
    [page] = await emma.send("/mydata")
    assert page.text == "I store nothing about you."


async def test_no_health_answer_is_stored_before_consent(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    await emma.send("numb between my legs since today")
    assert not any(evening.app.store.people.export(emma.id).values())
    [refused] = await emma.press("No, thank you")
    assert "Nothing is stored" in refused.text
    assert not any(evening.app.store.people.export(emma.id).values())


async def test_my_data_is_shown_exported_and_deleted_after_one_confirmation(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    [page] = await emma.send("/mydata")
    assert "Checks finished: 1" in page.text
    [document] = await emma.press("Send me all of it as a file")
    assert document.media is not None
    exported = await downloaded(evening, document.media.url)
    assert isinstance(exported, dict)
    waiting = exported.pop("inbox")
    assert [each["update_id"] for each in waiting], "the press itself waited while it was answered"
    stored = evening.app.store.people.export(emma.id)
    assert exported == {table: rows for table, rows in stored.items() if table != "inbox"}

    await emma.press("Delete everything")
    [kept] = await emma.press("No, keep it")
    assert kept.edited, "the question goes, and with it the button that deletes"
    assert any(evening.app.store.people.export(emma.id).values())
    await emma.press("Delete everything")
    await emma.press("Yes, delete everything")
    assert not any(evening.app.store.people.export(emma.id).values())


async def downloaded(evening: Evening, url: str) -> object:
    async with aiohttp.ClientSession() as session, session.get(f"{evening.server.url}{url}") as response:
        return json.loads(await response.read())


async def test_taking_back_consent_erases_health_answers_and_keeps_the_bedtime(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.send("/mydata")
    await emma.press("Take back my consent")
    await emma.press("Yes, take it back and delete")
    kept = evening.app.store.people.export(emma.id)
    assert not kept["checks"]
    assert not kept["plans"]
    assert kept["bedtimes"]
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    [consent] = await emma.send("/check")
    assert "May I ask and store your answers?" in consent.text, "and no reminder came before it"


async def test_privacy_is_answered_in_both_languages(evening: Evening) -> None:
    emma, sakura = await evening.emma(), await evening.sakura()
    assert "No name, no user name" in (await emma.send("/privacy"))[0].text
    assert "保存しません" in (await sakura.send("/privacy"))[0].text


# -- questions in between ------------------------------------------------------------------------------


async def test_a_question_in_mid_check_is_answered_and_leads_back(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("None of these")
    [answer] = await emma.send("how often should i do this per week")
    assert "Back to the check" in answer.labels
    [again] = await emma.press("Back to the check")
    assert "Safety questions (2/3)" in again.text


async def test_a_question_while_the_bedtime_is_asked_is_answered_and_leads_back(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    [answer] = await emma.send("is it better to train in the morning or at night?")
    assert "Back to the reminder" in answer.labels
    [unclear] = await emma.send("25:00")
    assert "I could not read that time" in unclear.text
    [which] = await emma.send("10:30")
    assert which.labels[:2] == ["22:30", "10:30"]
    await emma.press("22:30")
    [overview] = await emma.send("new york")
    assert "America/New_York" in overview.text


async def test_the_place_can_be_told_by_the_time_it_is_now(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/remind")
    await sakura.send("２２時半")
    [overview] = await sakura.send("21:02")
    assert "22:30(東京の時刻)" in overview.text, "it is noon in London, so 21:00 is Japan"


async def test_more_sources_and_related_questions(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/ask my hamstrings tire instead of my glutes")
    [more] = await emma.press("Tell me more")
    assert "From: an article on the hip lift" in more.text
    assert "[H" not in more.text
    [related] = await emma.press(more.labels[-1])
    assert "Tell me more" in related.labels


async def test_what_is_not_known_is_said(evening: Evening) -> None:
    emma = await evening.emma()
    [unknown] = await emma.send("qwertz uiop")
    assert "I have no answer to that" in unknown.text


# -- old, foreign and forged buttons ---------------------------------------------------------------------


async def test_an_old_step_of_the_check_explains_itself_and_shows_where_we_are(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    [red] = await emma.press("Yes, I agree")
    await emma.send("/check")
    await emma.press("None of these")
    [now] = await emma.press_on(red.id, "None of these")
    assert "Safety questions (2/3)" in now.text, "the old message shows the present step"
    assert await emma.toast() == "This button is from an older message."


@pytest.mark.parametrize(
    "data", ["v0:check:red:none", "rubbish", "v1:check:red:on:R99", "v1:tonight:done:99999999:1", "x" * 64]
)
async def test_forged_and_ancient_data_get_a_kind_answer_and_change_nothing(
    evening: Evening, data: str
) -> None:
    emma = await evening.emma()
    plan = await checked(emma)
    before = evening.app.store.people.export(emma.id)
    replies = await emma.forge(plan.id, data)
    assert replies or await emma.toast() == "This button is from an older message."
    after = evening.app.store.people.export(emma.id)
    assert {name: rows for name, rows in after.items() if name != "sessions"} == {
        name: rows for name, rows in before.items() if name != "sessions"
    }
    assert "Sorry, something went wrong" not in (await emma.last()).text


async def test_yesterdays_session_button_leads_to_tonight(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [yesterday] = await emma.send("/tonight")
    await evening.control.move_to("2026-11-25T20:00:00+00:00")
    [note, tonight] = await emma.press_on(yesterday.id, "I am ready")
    assert "another evening" in note.text
    assert "Tonight: hip lift" in tonight.text


async def test_a_set_counts_once_however_often_its_button_is_pressed(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    [first] = await emma.press("I am ready")
    done = first.button("Set done")
    assert done is not None
    await emma.press("Set done")
    await emma.forge(first.id, done.data)
    [session] = evening.app.store.sessions.history(emma.id)
    assert session.sets_done == 1


async def test_a_late_press_counts_for_the_night_in_the_button(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await reminder_reaches(emma)
    await evening.control.move_to("2026-11-25T09:00:00+00:00")
    await emma.press("Done already")
    [session] = evening.app.store.sessions.history(emma.id)
    assert session.night.isoformat() == "2026-11-24"


# -- the reminder's other answers ------------------------------------------------------------------------


async def test_later_comes_once_more_that_night(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    first = await reminder_reaches(emma)
    await emma.press("In 30 min")
    assert "Tue 24 Nov, 23:00" in (await emma.last()).text
    await evening.control.move_to("2026-11-24T23:00:10+00:00")
    second = await reminder_reaches(emma)
    assert second.id != first.id


async def test_not_tonight_takes_a_reason_and_is_kind(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await reminder_reaches(emma)
    await emma.press("Not tonight")
    [kind] = await emma.press("Pain")
    assert "do the check again" in kind.text
    assert evening.app.store.reminders.answer(emma.id, evening.tuesday) == "skip-pain"


async def test_not_tonight_after_the_exercise_is_asked_no_reason(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    nightly = await reminder_reaches(emma)
    for label in ("Start now", "I did it already", "Buttocks", "Just right", "0, none"):
        await emma.press(label)
    replies = await emma.press_on(nightly.id, "Not tonight")
    assert replies[-1].text == "Already noted, thank you."
    assert not (await emma.messages())[nightly.id - 1].labels, "its buttons have no more to say"


async def test_a_blocked_bot_sends_no_reminder_and_goes_on_after_unblocking(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.block()
    await emma.settled()
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await emma.unblock()
    await emma.settled()
    await evening.control.move_to("2026-11-26T22:30:05+00:00")
    await reminder_reaches(emma)
    assert len([m for m in await emma.messages() if "Done already" in m.labels]) == 1


async def test_reminders_can_be_silent_every_night_or_off(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.press("Every night instead")
    await emma.press("Without sound")
    await evening.control.move_to("2026-11-25T22:30:05+00:00")
    rest = await reminder_reaches(emma, "Small habits")
    assert rest.silent
    await emma.send("/remind")
    [off] = await emma.press("Turn it off")
    assert off.text == "The reminder is off."
    assert evening.app.store.reminders.planned(emma.id) is None


# -- everything else -------------------------------------------------------------------------------------


async def test_a_group_gets_one_line_and_nothing_is_stored(evening: Evening) -> None:
    emma = await evening.emma()
    group = await evening.control.group("Family", emma)
    in_group = emma.in_group(group)
    [line] = await in_group.send("/check")
    assert "private chats only" in line.text
    await in_group.send("my thighs burn", wait=False)
    assert not any(evening.app.store.people.export(emma.id).values())


@pytest.mark.parametrize("what", [{"sticker": "👍"}, {"voice": True}, {"photo": True}])
async def test_what_cannot_be_read_gets_one_kind_line(evening: Evening, what: dict[str, Any]) -> None:
    emma = await evening.emma()
    [line] = await emma.send_something(**what)
    assert "text and buttons only" in line.text


async def test_a_forwarded_command_is_not_obeyed(evening: Evening) -> None:
    emma = await evening.emma()
    [line] = await emma.send("/mydata", forward=True)
    assert "I do not act on forwarded messages" in line.text


async def test_the_language_can_be_changed(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/settings")
    await emma.press("日本語")
    assert (await emma.last()).text == "これからは日本語でお話しします。"
    assert "ねるまえリフト" in (await emma.send("/start"))[0].text


async def test_every_command_answers_in_both_languages(evening: Evening) -> None:
    for person in (await evening.emma(), await evening.sakura()):
        for command in COMMANDS:
            assert await person.send(f"/{command}"), command


async def test_cancel_keeps_what_was_said(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("None of these")
    [stopped] = await emma.send("/cancel")
    assert "is kept" in stopped.text
    [on] = await emma.send("/check")
    assert "Safety questions (2/3)" in on.text


async def test_it_hurts_four_to_five_makes_it_easier_now(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("It hurts")
    [easier] = await emma.press("4–5")
    assert "one level down" in easier.text
    assert "5 repetitions" in easier.text


async def test_it_hurts_sharply_ends_tonight_and_next_time_is_easier(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("It hurts")
    [stop] = await emma.press("Sharp, shooting, new or growing")
    assert "Stop for today" in stop.text
    [again] = await emma.send("/tonight")
    assert "I am ready" not in again.labels
    plan = evening.app.store.health.plan(emma.id)
    assert plan is not None
    assert plan.level(Exercise.HIP_LIFT) == 1
