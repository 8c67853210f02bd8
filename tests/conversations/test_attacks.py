"""Attempts to hurt someone: ways to exercise that should be shut, and to data that should be gone.

Each test is one attack. Design 12 says what must hold.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.coach.model import Exercise
from bot.demo.client import Message, Person
from bot.handlers.deps import Content
from tests.conversations.moves import checked, reminder_reaches, said_since, with_bedtime
from tests.conversations.stage import Evening, all_buttons

RED_CARD = "Please do not exercise now."
TODAY_CARD = "medical advice today"
AMBER_CARD = "Before you start, please ask a doctor or physiotherapist"
NUMB = "I am numb between my legs"
FEVER = "I have a fever and my back hurts"
MOVES = ("Lie on your back", "press your heels", "raise your heels", "Raise both heels", "repetitions")
TROUBLE = "Sorry, something went wrong"
NEXT_EVENING = "2026-11-25T20:00:00+00:00"


async def ticking(emma: Person, *labels: str, cleared: bool = False) -> Message:
    """The check up to its verdict, with these warning signs ticked (screen after screen)."""
    await emma.send("/check")
    if "Yes, I agree" in (await emma.last()).labels:
        await emma.press("Yes, I agree")
    if cleared:
        await emma.press("Yes, they said yes")
    for _ in range(3):
        shown = await emma.last()
        here = [label for label in labels if label in shown.labels]
        for label in here:
            await emma.press(label)
        await emma.press(f"Continue with {len(here)} ticked" if here else "None of these")
    return await emma.last()


async def exercise_is_shut(emma: Person) -> None:
    """No session and no plan, whatever the card says."""
    for way_in in ("/tonight", "/plan"):
        for reply in await emma.send(way_in):
            assert not [words for words in MOVES if words in reply.text], f"{way_in}: {reply.text}"
            assert "I am ready" not in reply.labels


# -- lifting what must stand -------------------------------------------------------------------------------


async def test_a_sign_that_was_confirmed_is_not_lifted_by_an_older_card(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [first] = await emma.send(NUMB)
    await emma.send(NUMB)
    await emma.press("I meant something else")
    await emma.press("Yes, at least one")
    await emma.press_on(first.id, "I meant something else")
    [reply] = await emma.press("None of these")
    assert RED_CARD in reply.text
    await exercise_is_shut(emma)


async def test_a_confirmed_sign_keeps_the_limits_of_the_check_before(evening: Evening) -> None:
    emma = await evening.emma()
    await ticking(emma, "☐ 5. Spine or joint disease")
    await ticking(emma, "☐ 5. Spine or joint disease", cleared=True)
    for label in ("None of these", "Both are fine", "Now and then", "0, no pain"):
        await emma.press(label)
    await emma.send(NUMB)
    await emma.press("I meant something else")
    await emma.press("Yes, at least one")
    await evening.control.move_to(NEXT_EVENING)
    await ticking(emma, cleared=True)
    for label in ("☐ 4. Only my calves get heavy", "Continue with 1 ticked", "Both are fine", "Now and then"):
        await emma.press(label)
    [plan] = await emma.press("0, no pain")
    assert "we leave out lying on your front" in plan.text


async def test_meaning_something_else_lifts_no_amber_sign(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [red] = await emma.send(NUMB)
    await emma.press("I meant something else")
    [screen] = [message for message in await emma.messages() if "Yes, at least one" in message.labels]
    none = screen.button("None of these")
    assert none is not None
    await emma.press("None of these")
    assert TODAY_CARD in (await emma.send(FEVER))[-1].text
    replies = await emma.forge(red.id, none.data)
    assert "as it was before" not in replies[-1].text
    await exercise_is_shut(emma)


@pytest.mark.parametrize("order", [(FEVER, NUMB), (NUMB, FEVER)])
async def test_a_false_red_alarm_does_not_sweep_away_a_true_amber_one(
    evening: Evening, order: tuple[str, str]
) -> None:
    emma = await evening.emma()
    await checked(emma)
    for words in order:
        await emma.send(words)
    await emma.press("I meant something else")
    [reply] = await emma.press("None of these")
    assert TODAY_CARD in reply.text
    await exercise_is_shut(emma)


async def test_a_yes_given_before_the_red_sign_does_not_count_for_it(evening: Evening) -> None:
    """AMBER, its yes, a check half done; then RED: the next day it has to be asked for again."""
    emma = await evening.emma()
    await ticking(emma, "☐ 4. Cancer or weight loss")
    await emma.send("/check")
    await emma.press("Yes, they said yes")
    await emma.press("None of these")
    await emma.send(NUMB)
    await evening.control.move_to(NEXT_EVENING)
    [asked] = await emma.send("/check")
    assert "Has a doctor or physiotherapist looked at it" in asked.text
    [asked] = await emma.press("Yes, they said yes")
    assert "Safety questions (1/3)" in asked.text, "what was said before the sign is asked again"


async def test_a_half_done_check_is_of_no_use_on_another_day(evening: Evening) -> None:
    """What it asked may have changed: somebody had no fever three weeks ago."""
    emma = await evening.emma()
    await ticking(emma)
    await evening.control.move_to("2026-12-15T20:00:00+00:00")
    [asked] = await emma.press("None of these")
    assert "Safety questions (1/3)" in asked.text


async def test_a_half_done_check_does_not_answer_an_amber_sign_typed_later(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    signs = await ticking(emma)
    assert TODAY_CARD in (await emma.send(FEVER))[-1].text
    await emma.press_on(signs.id, "None of these")
    [asked] = await emma.send("/check")
    assert "Safety questions (1/3)" in asked.text
    await exercise_is_shut(emma)


async def test_a_sign_answered_in_a_check_that_is_not_finished_shuts_the_old_plan(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.send("/check")
    await emma.press("None of these")
    await emma.press("☐ 1. Fever or very ill")
    await emma.press("Continue with 1 ticked")
    await emma.press("Later")
    await exercise_is_shut(emma)
    last = await emma.last()
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await emma.send("/help")
    assert "Done already" not in [label for each in await said_since(emma, last) for label in each.labels]


async def test_a_mistaken_tick_taken_back_costs_nothing(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("None of these")
    await emma.press("☐ 1. Fever or very ill")
    await emma.press("Continue with 1 ticked")
    await emma.press("← Back")
    await emma.press("☑ 1. Fever or very ill")
    for label in ("None of these", "None of these", "None of these", "Both are fine", "Now and then"):
        await emma.press(label)
    [plan] = await emma.press("0, no pain")
    assert "Your plan" in plan.text
    assert "I am ready" in (await emma.send("/tonight"))[-1].labels


async def test_a_limit_is_not_lost_in_a_later_check_by_not_ticking_it(evening: Evening) -> None:
    emma = await evening.emma()
    await ticking(emma, "☐ 5. Spine or joint disease")
    await ticking(emma, "☐ 5. Spine or joint disease", cleared=True)
    for label in ("None of these", "Both are fine", "Now and then", "0, no pain"):
        await emma.press(label)
    plan = await checked(
        emma,
        "☐ 4. Only my calves get heavy",
        "Continue with 1 ticked",
        "Both are fine",
        "Now and then",
        "0, no pain",
    )
    assert "we leave out lying on your front" in plan.text


async def test_a_pregnancy_is_not_over_by_not_ticking_it(evening: Evening) -> None:
    emma = await evening.emma()
    await ticking(emma, "☐ 3. Pregnant, birth, surgery")
    await ticking(emma, "☐ 3. Pregnant, birth, surgery", cleared=True)
    await emma.press("Yes")
    asked = await ticking(emma)
    assert "Seven everyday signs" not in asked.text
    await exercise_is_shut(emma)
    [signs] = await emma.press("No")
    assert "Seven everyday signs" in signs.text, "birth: the plan is open again"


async def test_an_old_consent_shows_no_question_while_red_stands(evening: Evening) -> None:
    emma = await evening.emma()
    [first] = await emma.send("/check")
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("☐ 2. Numb between the legs")
    await emma.press("Continue with 1 ticked")
    [reply] = await emma.press_on(first.id, "Yes, I agree")
    assert RED_CARD in reply.text


# -- a press that means something else than it did ----------------------------------------------------------


async def test_a_double_press_does_not_untick_a_warning_sign(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    [screen] = await emma.press("Yes, I agree")
    tick = screen.button("☐ 2. Numb between the legs")
    assert tick is not None
    await emma.press("☐ 2. Numb between the legs")
    await emma.forge(screen.id, tick.data)
    assert "☑ 2. Numb between the legs" in (await emma.last()).labels


async def test_an_older_none_does_not_sweep_away_a_ticked_sign(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    [old] = await emma.press("Yes, I agree")
    await emma.send("/check")
    await emma.press("☐ 2. Numb between the legs")
    [still] = await emma.press_on(old.id, "None of these")
    assert "☑ 2. Numb between the legs" in still.labels


# -- exercise that was open and is not any more ------------------------------------------------------------


async def test_a_session_begun_before_is_held_to_what_the_new_check_allows(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(
        emma,
        "☐ 4. Only my calves get heavy",
        "Continue with 1 ticked",
        "Both are fine",
        "Regularly",
        "0, no pain",
    )
    [form] = await emma.send("/tonight")
    assert "leg curl" in form.text
    await checked(emma, "None of these", "On my back", "Regularly", "4–5, quite a bit")
    [now] = await emma.send("/tonight")
    assert "leg curl" not in now.text
    assert "low lift" in now.text
    [now] = await emma.press_on(form.id, "I am ready")
    assert "5 repetitions" in now.text


async def test_a_running_session_gets_easier_when_the_check_says_so(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma, "None of these", "Both are fine", "Regularly", "0, no pain")
    store = evening.app.store
    plan = store.health.plan(emma.id)
    assert plan is not None
    levels = tuple((each, 4) for each in Exercise)
    store.health.save_plan(emma.id, type(plan)(plan.exercise, levels, plan.days))
    await emma.send("/tonight")
    await emma.press("I am ready")
    [second] = await emma.press("Set done")
    assert "10 repetitions" in second.text
    await checked(emma, "None of these", "Both are fine", "Regularly", "4–5, quite a bit")
    [now] = await emma.send("/tonight")
    assert "10 repetitions" not in now.text


async def test_habits_show_no_movement_while_a_sign_stands(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [habit] = await emma.send("/habits")
    await emma.send(NUMB)
    for replies in (await emma.send("/habits"), await emma.press_on(habit.id, "Another one")):
        assert RED_CARD in replies[-1].text


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_no_answer_that_stays_open_shows_how_to_move(
    evening: Evening, content: Content, language: str
) -> None:
    emma = await evening.emma() if language == "en" else await evening.sakura()
    consent = "Yes, I agree" if language == "en" else "はい、同意します"
    await emma.send("/check")
    await emma.press(consent)
    [card] = await emma.send(NUMB)
    for id_ in content.catalogue.faq:
        for step in ("faq", "more"):
            replies = await emma.forge(card.id, f"v1:ask:{step}:{id_}")
            shown = " ".join(reply.text for reply in replies)
            assert not [words for words in (*MOVES, "かかとを", "仰向けでひざを立て") if words in shown], id_


async def test_later_under_a_sign_gives_the_card_and_promises_nothing(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    nightly = await reminder_reaches(emma)
    await emma.send(NUMB)
    replies = await emma.press_on(nightly.id, "In 15 min")
    assert RED_CARD in replies[-1].text
    replies = await emma.press_on(nightly.id, "Start now")
    assert RED_CARD in replies[-1].text


async def test_after_done_later_promises_nothing(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    nightly = await reminder_reaches(emma)
    later = nightly.button("In 15 min")
    assert later is not None
    await emma.press("Done already")
    replies = await emma.forge(nightly.id, later.data)
    assert "I will remind you once more" not in replies[-1].text
    last = await emma.last()
    for moment in ("2026-11-24T22:46:00+00:00", "2026-11-25T22:31:00+00:00"):
        await evening.control.move_to(moment)
        await emma.send("/help")
    assert "Done already" not in [label for each in await said_since(emma, last) for label in each.labels]


# -- warning signs that come in by another door -------------------------------------------------------------


def incoming(emma: Person, **parts: Any) -> dict[str, Any]:
    """A message of Emma's as Telegram would hand it over."""
    chat = {"id": emma.id, "type": "private", "first_name": "Emma"}
    sender = {"id": emma.id, "is_bot": False, "first_name": "Emma", "language_code": "en"}
    return {
        "update_id": 900_001,
        "message": {"message_id": 900_001, "date": 1_795_000_000, "chat": chat, "from": sender} | parts,
    }


POLL = {
    "id": "1",
    "question": "Worse today?",
    "options": [
        {"text": NUMB, "voter_count": 0, "persistent_id": "1"},
        {"text": "no", "voter_count": 0, "persistent_id": "2"},
    ],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
VENUE = {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "Home", "address": NUMB}
DOORS: dict[str, dict[str, Any]] = {
    "the question of a poll": {"poll": POLL | {"question": NUMB}},
    "an answer of a poll": {"poll": POLL},
    "a contact": {"contact": {"phone_number": "1", "first_name": NUMB}},
    "a place": {"venue": VENUE, "location": VENUE["location"]},
}


@pytest.mark.parametrize("parts", DOORS.values(), ids=DOORS.keys())
async def test_a_sign_is_read_in_whatever_carries_text(evening: Evening, parts: dict[str, Any]) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await evening.control.update(incoming(emma, **parts))
    assert RED_CARD in (await emma.sees(RED_CARD)).text


async def test_a_sign_called_out_in_a_group_gets_the_card(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    group = await evening.control.group("Family", emma)
    card, _ = await emma.in_group(group).send(f"/ask {NUMB}")
    assert RED_CARD in card.text
    assert evening.app.store.health.hold(emma.id) is None, "nothing of a group is stored"


@pytest.mark.parametrize(
    "words", [f"/{'x' * 40} {NUMB}", f"/remind {NUMB}", f"22:30 {NUMB}", f"/start {NUMB}"]
)
async def test_a_sign_beside_a_command_or_a_time_comes_first(evening: Evening, words: str) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    replies = await emma.send(words)
    assert RED_CARD in replies[0].text
    assert evening.app.store.reminders.bedtime(emma.id) is None


async def test_a_sign_typed_before_consent_shuts_tonight_and_is_stored_nowhere(evening: Evening) -> None:
    emma = await evening.emma()
    [answer] = await emma.send("/start faq-hip-lift-how-to")
    await emma.send(NUMB)
    assert not any(evening.app.store.people.export(emma.id).values())
    for replies in (
        await emma.press_on(answer.id, "Tell me more"),
        await emma.send("/start faq-hip-lift-how-to"),
        await emma.send("how do I do the hip lift step by step"),
        await emma.send("/habits"),
        await emma.send("/check"),
    ):
        assert not [words for words in MOVES for reply in replies if words in reply.text]
    assert RED_CARD in (await emma.last()).text, "not asked again before a later day"
    await emma.press("I meant something else")
    [back] = await emma.press("None of these")
    assert "as it was before" in back.text
    assert "May I ask and store" in (await emma.send("/check"))[-1].text


async def test_consent_given_after_a_sign_keeps_the_sign(evening: Evening) -> None:
    emma = await evening.emma()
    [consent] = await emma.send("/check")
    await emma.send(NUMB)
    [reply] = await emma.press_on(consent.id, "Yes, I agree")
    assert RED_CARD in reply.text
    await evening.control.move_to(NEXT_EVENING)
    [asked] = await emma.send("/check")
    assert "Has a doctor or physiotherapist looked at it" in asked.text


async def test_a_lesser_sign_typed_under_red_repeats_the_red_card(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send(NUMB)
    [card] = await emma.send(FEVER)
    assert RED_CARD in card.text


async def test_a_sign_outlasts_a_change_of_language(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send(NUMB)
    await emma.send("/settings")
    await emma.press("日本語")
    assert "今は運動をしないでください" in (await emma.send("/tonight"))[-1].text
    await exercise_is_shut(emma)


# -- what may not be stored ---------------------------------------------------------------------------------


async def test_pain_said_under_a_reminder_is_not_stored_without_consent(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    nightly = await reminder_reaches(emma)
    await emma.send("/mydata")
    await emma.press("Take back my consent")
    await emma.press("Yes, take it back and delete")
    await emma.press_on(nightly.id, "Not tonight")
    [kind] = await emma.press("Pain")
    assert "do the check again" in kind.text
    await emma.forge(kind.id, "v1:night:done:20261124")
    assert not evening.app.store.people.export(emma.id)["night_answers"]


async def test_the_ledger_says_nothing_of_why_there_was_no_reminder(evening: Evening) -> None:
    """It outlives a consent taken back: a pregnancy or a pain may not be read from it."""
    emma = await evening.emma()
    await with_bedtime(emma)
    await checked(emma, "None of these", "Both are fine", "Now and then", "6 or more")
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await emma.send("/help")
    reasons = {row["reason"] for row in evening.app.store.people.export(emma.id)["deliveries"]}
    assert reasons & {"closed"}
    assert not reasons & {"pain-tonight", "held", "no-bedtime-plan"}


async def test_nothing_is_stored_of_a_minor_after_the_card_either(evening: Evening) -> None:
    emma = await evening.emma()
    await ticking(emma, "☐ 6. Under 18")
    await emma.send(NUMB)
    assert evening.app.store.health.hold(emma.id) is None
    await evening.control.move_to(NEXT_EVENING)
    [asked] = await emma.send("/check")
    assert "Yes, I agree" in asked.labels


async def test_an_old_button_stores_nothing_after_erasure(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("Set done")
    allowed = (":consent:", ":language:")  # these store something, and may
    everything = [each for each in await all_buttons(emma) if not any(word in each[1] for word in allowed)]
    await emma.send("/mydata")
    await emma.press("Delete everything")
    await emma.press("Yes, delete everything")
    for message_id, data in everything:
        await emma.forge(message_id, data)
    kept = evening.app.store.people.export(emma.id)
    assert not [
        table for table in kept if kept[table] and table not in ("people", "dialogues", "met", "bedtimes")
    ]


# -- nobody sees an exception -------------------------------------------------------------------------------

FORGED = [
    "v1:remind:time:9999",
    "v1:remind:time:7.30",
    "v1:remind:time:10pm",
    "v1:remind:time:noon",
    "v1:remind:time:７時",
    "v1:remind:time:",
    "v1:remind:zone:Nowhere/Else",
    "v1:remind:zone:",
    "v1:remind:mode:none",
    "v1:remind:silent:2",
    "v1:remind:open:zone",
    "v1:night:later",
    "v1:night:later:20261124:99999",
    "v1:night:skip:20261124:ill:pain",
    "v1:night:done:00000000",
    "v1:night:done:99991231",
    "v1:night:done:２０２６１１２４",
    "v1:tonight:open:rubbish",
    "v1:tonight:keep:20261124",
    "v1:tonight:keep:20261124:-1",
    "v1:tonight:keep:20261124:١",
    "v1:tonight:keep:20261124:²",
    "v1:tonight:hurt:20261124:7",
    "v1:tonight:feel:20261124:",
    "v1:tonight:done:20261124:²",
    "v1:check:red",
    "v1:check:red:done",
    "v1:check:red:back",
    "v1:check:cleared:is:yes",
    "v1:check:cleared:back",
    "v1:check:lying:is:BACK",
    "v1:check:pain:none",
    "v1:check:pain:done",
    "v1:check:meant:fits:none",
    "v1:check:nothing:is:yes",
    "v1:plan:choose:",
    "v1:plan:choose:squat",
    "v1:plan:how:leg-curl",
    "v1:ask:more:",
    "v1:ask:faq:../../etc/passwd",
    "v1:ask:unhelpful:nothing",
    "v1:habits:show:٣",
    "v1:habits:show:²",
    "v1:habits:show:" + "9" * 40,
    "v1:settings:language:fr",
    "v1:settings:language:",
    "v1:mydata:erase:all",
]


@pytest.mark.parametrize("far", ["stranger", "red screen", "lying", "checked", "in a set", "finished"])
async def test_no_forged_press_ends_in_an_exception(evening: Evening, far: str) -> None:
    emma = await evening.emma()
    at = await ways_in[far](emma)
    for data in FORGED:
        for reply in await emma.forge(at.id, data):
            assert TROUBLE not in reply.text, data


async def _stranger(emma: Person) -> Message:
    return (await emma.send("/start"))[-1]


async def _red_screen(emma: Person) -> Message:
    await emma.send("/check")
    return (await emma.press("Yes, I agree"))[-1]


async def _lying(emma: Person) -> Message:
    await ticking(emma)
    return (await emma.press("None of these"))[-1]


async def _checked(emma: Person) -> Message:
    await with_bedtime(emma)
    return await checked(emma)


async def _in_a_set(emma: Person) -> Message:
    await checked(emma)
    await emma.send("/tonight")
    return (await emma.press("I am ready"))[-1]


async def _finished(emma: Person) -> Message:
    await _in_a_set(emma)
    await emma.press("Set done")
    for label in ("Buttocks", "Just right"):
        await emma.press(label)
    return (await emma.press("0, none"))[-1]


ways_in = {
    "stranger": _stranger,
    "red screen": _red_screen,
    "lying": _lying,
    "checked": _checked,
    "in a set": _in_a_set,
    "finished": _finished,
}

ODD = [
    "\x00\x01 .",
    "\u200b\u200b .",
    "\u202eabc",
    "e" + "\u0301" * 1000,
    "👨‍👩‍👧‍👦" * 300,
    "<b>unclosed & <i>",
    "/" + "x" * 3000,
    "/start " + "y" * 500,
    "/ask",
    "/ask " + "z" * 3900,
    "2" * 4000,
    "٢٢:٣٠",
    "99:99",
    "../../etc/passwd",
    "Etc/GMT+3",
]


async def test_no_odd_text_ends_in_an_exception(evening: Evening) -> None:
    emma = await evening.emma()
    for step in (["/start"], ["/remind"], ["22:30"]):
        await emma.send(*step)
        for text in ODD:
            for reply in await emma.send(text, wait=False) or [await emma.last()]:
                assert TROUBLE not in reply.text, text
    await emma.settled()
    assert not [m.text for m in await emma.messages() if TROUBLE in m.text]


async def test_a_lone_surrogate_is_no_exception(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await evening.control.update(incoming(emma, text="zzz qqq \ud83d"))
    await emma.settled()
    assert TROUBLE not in (await emma.last()).text


async def test_a_forged_keep_at_the_end_steps_the_ladder_only_once(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma, "None of these", "Both are fine", "Regularly", "0, no pain")
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("Set done")
    await emma.press("Lower back")
    await emma.press("Just right")
    [end] = await emma.press("0, none")
    plan = evening.app.store.health.plan(emma.id)
    await emma.forge(end.id, "v1:tonight:keep:20261124")
    assert evening.app.store.health.plan(emma.id) == plan


async def test_one_persons_buttons_touch_nobody_elses_data(evening: Evening) -> None:
    emma, sakura = await evening.emma(), await evening.sakura()
    await checked(emma)
    before = evening.app.store.people.export(emma.id)
    await sakura.send("/start")
    at = await sakura.last()
    for data in (*FORGED, "v1:mydata:withdrawn", "v1:mydata:erase", "v1:check:meant:fits"):
        await sakura.forge(at.id, data)
    assert evening.app.store.people.export(emma.id) == before
