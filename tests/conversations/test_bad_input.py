"""Presses and texts that do not fit: each gets a kind answer, and nothing is lost. In both languages."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.coach.calendar import valid
from bot.coach.model import Exercise
from tests.conversations.talk import Talk

FORGED = [
    "v1:plan:on:",
    "v1:plan:on:01",
    "v1:plan:on:06",
    "v1:plan:on:0246",
    "v1:plan:on:9",
    "v1:plan:on:٣",
    "v1:plan:nights:",
    "v1:plan:nights:7",
    "v1:plan:nights:-1",
    "v1:plan:lower:99",
    "v1:plan:harder:99",
    "v1:plan:harder:²",
    "v1:plan:routine:triple",
    "v1:plan:choose:squat",
    "v1:settings:silent:2",
    "v1:settings:surface:ceiling",
    "v1:settings:review:7",
    "v1:settings:review:-1",
    "v1:review:is:20261124:great",
    "v1:review:is:99999999:better",
    "v1:review:is",
    "v1:tonight:settled:20261124:yes",
    "v1:tonight:settled:20261124:perhaps",
    "v1:tonight:settled",
    "v1:tonight:second:20261124",
    "v1:tonight:second:20261123",
    "v1:tonight:rest:20261124:99",
    "v1:tonight:all:20261124:0",
    "v1:tonight:done:20261124:99",
    "v1:tonight:ease:20261124:99",
    "v1:tonight:feel:20261124:toes",
    "v1:tonight:keep:20261124:99",
    "v1:tonight:did:20261123",
    "v1:check:lying:done",
    "v1:check:lying:none",
    "v1:check:red:skip",
    "v1:check:lying:on:ceiling",
]


@pytest.mark.parametrize("far", ["stranger", "at the question how one lies", "checked", "in a set", "done"])
async def test_no_forged_press_ends_in_an_exception_or_changes_the_plan(talk: Talk, far: str) -> None:
    await talk.send("/start")
    if far == "at the question how one lies":
        await talk.to_the_signs()
        await talk.press("screening.none")
    elif far != "stranger":
        await talk.checked()
    if far == "in a set":
        await talk.send("/tonight")
        await talk.press("tonight.start")
    if far == "done":
        await talk.trains()
    before = talk.store.health.plan(talk.id)
    sessions = [each.sets_done for each in talk.store.sessions.history(talk.id)]
    for data in FORGED:
        answer = await talk.forge(data)
        assert talk.shown("start.trouble") not in answer.text, data
    assert talk.store.health.plan(talk.id) == before
    assert [each.sets_done for each in talk.store.sessions.history(talk.id)] == sessions


async def test_a_forged_press_on_the_exported_file_is_answered_below_it(talk: Talk) -> None:
    """A file has no text that could be changed in place."""
    await talk.checked()
    await talk.send("/mydata")
    file = await talk.press("my_data.export")
    below = await talk.forge("v1:plan:change")
    assert below.id > file.id
    assert talk.label("plan.days_button") in below.labels


async def test_yesterdays_and_last_weeks_buttons_lead_to_tonight(talk: Talk) -> None:
    await talk.checked()
    old = await talk.send("/tonight")
    for night in (1, 14):
        await talk.go_to(night, at="20:00:00")
        replies = await talk.person.press_on(old.id, talk.label("tonight.did"))
        assert talk.shown("tonight.other_night") in replies[0].text
        assert talk.label("tonight.start") in replies[-1].labels
    assert talk.store.sessions.history(talk.id) == []


async def test_last_months_button_leads_to_a_new_check(talk: Talk) -> None:
    """G36."""
    await talk.checked()
    old = await talk.send("/tonight")
    await talk.go_to(40, at="20:00:00")
    replies = await talk.person.press_on(old.id, talk.label("tonight.start"))
    assert talk.shown("tonight.gate_check_again") in replies[-1].text


async def test_another_persons_buttons_touch_only_ones_own(talk: Talk) -> None:
    ken = await talk.evening.server.person("Ken", talk.say.language)
    await talk.checked()
    await talk.send("/tonight")
    await ken.send("/start")
    for data in ("v1:tonight:did:20261124", "v1:plan:on:03", "v1:review:is:20261124:worse"):
        await ken.forge((await ken.last()).id, data)
    assert talk.store.sessions.history(talk.id) == []
    assert not any(talk.store.people.export(ken.id).values())


@pytest.mark.parametrize("step", ["tonight.set_done", "tonight.feel_buttocks"])
async def test_a_question_typed_where_a_button_is_expected_is_answered_and_leads_back(
    talk: Talk, step: str
) -> None:
    await talk.checked()
    await talk.send("/tonight")
    await talk.press("tonight.start")
    if step != "tonight.set_done":
        await talk.press("tonight.set_done")
    question = {"en": "how high should my hips go?", "ja": "お尻はどこまで上げますか"}[talk.say.language]
    answer = await talk.send(question)
    assert talk.label("ask.helped") in answer.labels
    back = await talk.press("ask.back_to_tonight")
    assert talk.label(step) in back.labels


async def test_two_devices_at_once_count_once(talk: Talk) -> None:
    await talk.checked()
    await talk.send("/tonight")
    first = await talk.press("tonight.start")
    done = talk.label("tonight.set_done")
    await asyncio.gather(*(talk.person.press_on(first.id, done, wait=False) for _ in range(2)))
    await talk.person.settled()
    [session] = talk.store.sessions.history(talk.id)
    assert session.sets_done == 1
    await talk.questions()
    assert talk.level == 2


async def test_two_devices_that_ask_for_harder_at_once_get_one_level(talk: Talk) -> None:
    await talk.checked()
    await talk.trains()
    await talk.send("/plan")
    page = await talk.press("plan.change")
    harder = talk.label("plan.harder")
    await asyncio.gather(*(talk.person.press_on(page.id, harder, wait=False) for _ in range(2)))
    await talk.person.settled()
    assert talk.level == 3


async def test_a_profile_of_an_older_version_goes_on(talk: Talk) -> None:
    """Two nights in a row, rungs that are gone, answers without the newer keys."""
    await talk.checked()
    database = talk.store.database
    database.run("UPDATE plans SET days = '[0, 1, 2]', levels = '{\"hip-lift\": 99}'")
    [row] = database.rows("SELECT answers FROM checks")
    answers = json.loads(row["answers"])
    for key in ("surface", "left_out", "covered", "pregnant"):
        del answers[key]
    database.run("UPDATE checks SET answers = ?", [json.dumps(answers)])
    for command in ("/plan", "/progress", "/settings", "/start", "/help", "/tonight"):
        answer = await talk.send(command)
        assert talk.shown("start.trouble") not in answer.text, command
    plan = talk.store.health.plan(talk.id)
    assert plan is not None
    assert valid(plan.days)
    assert plan.level(Exercise.LEG_CURL) == 0
    await talk.press("tonight.start")
    await talk.press("tonight.set_done")
    assert talk.store.sessions.history(talk.id)[-1].level <= 6
