"""The whole check, in both languages: few taps, a way back from everywhere, nothing said is lost."""

from __future__ import annotations

from bot.coach.model import Surface
from tests.conversations.talk import Talk

MOST_TAPS = 14  # from /start to the plan, for a healthy person with three signs


async def test_from_start_to_the_plan_in_at_most_fourteen_taps(talk: Talk) -> None:
    taps = 0

    async def tap(key: str, **values: object) -> None:
        nonlocal taps
        taps += 1
        await talk.press(key, **values)

    await talk.send("/start")
    await tap("start.begin")
    await tap("screening.consent_yes")
    for _ in range(3):
        await tap("screening.none")
    for number in (1, 3, 6):
        taps += 1
        await talk.person.press(talk.sign(number))
    await tap("screening.these", count=3)
    await tap("screening.lying_both")
    await tap("screening.experience_some")
    await tap("screening.pain_0")
    plan = await talk.person.last()
    assert talk.shown("screening.why") in plan.text
    assert taps == 12 <= MOST_TAPS


async def test_every_sign_that_was_ticked_stands_in_a_reason(talk: Talk) -> None:
    await talk.to_the_signs()
    for number in (1, 3, 6):
        await talk.person.press(talk.sign(number))
    await talk.press("screening.these", count=3)
    for key in ("lying_both", "experience_some", "pain_0"):
        await talk.press(f"screening.{key}")
    text = (await talk.person.last()).text
    signs = talk.say.catalogue.signs
    assert all(talk.say.text(signs[number - 1].label) in text for number in (1, 3, 6))


async def test_every_step_has_a_way_back_that_keeps_what_was_ticked(talk: Talk) -> None:
    await talk.to_the_signs()
    await talk.person.press(talk.sign(2))
    await talk.press("screening.these", count=1)
    await talk.person.press(talk.label("screening.unticked", label=talk.say("screening.floor")))
    await talk.press("screening.lying_both")
    await talk.press("screening.experience_some")
    for _ in range(2):
        await talk.press("screening.back")
    lying = await talk.person.last()
    assert talk.label("screening.ticked", label=talk.say("screening.floor")) in lying.labels
    signs = await talk.press("screening.back")
    assert talk.sign(2, ticked=True) in signs.labels
    for _ in range(3):
        red = await talk.press("screening.back")
    assert talk.shown("screening.red") in red.text
    assert talk.label("screening.back") not in red.labels, "nothing lies before it"


async def test_cancel_keeps_a_half_done_check(talk: Talk) -> None:
    await talk.to_the_signs()
    await talk.person.press(talk.sign(2))
    stopped = await talk.send("/cancel")
    assert talk.shown("start.cancelled") in stopped.text
    again = await talk.press("ask.back_to_check")
    assert talk.sign(2, ticked=True) in again.labels


async def test_the_question_that_may_be_skipped_can_be_left_out_in_one_tap(talk: Talk) -> None:
    await talk.send("/check")
    await talk.press("screening.consent_yes")
    following = await talk.press("screening.skip", number=4)
    assert talk.shown("screening.amber1") in following.text
    draft = talk.store.health.draft(talk.id)
    assert draft is not None
    assert (draft[0].red, draft[0].left_out) == (frozenset(), frozenset({"R4"}))


async def test_the_floor_is_one_tap_and_asks_for_no_further_screen(talk: Talk) -> None:
    await talk.to_the_signs()
    await talk.press("screening.none")
    await talk.person.press(talk.label("screening.unticked", label=talk.say("screening.floor")))
    await talk.press("screening.lying_both")
    await talk.press("screening.experience_some")
    await talk.press("screening.pain_0")
    plan = talk.store.health.plan(talk.id)
    assert plan is not None
    assert plan.surface is Surface.FLOOR
    assert talk.shown("tonight.on_floor") in (await talk.press("screening.start_tonight")).text


async def test_a_question_typed_in_the_check_is_answered_and_leads_back(talk: Talk) -> None:
    await talk.to_the_signs()
    answer = await talk.send(
        {"en": "how do I breathe?", "ja": "呼吸はどうすればいいですか"}[talk.say.language]
    )
    assert answer.labels[-1] == talk.label("ask.back_to_check")
    assert talk.sign(1) in (await talk.press("ask.back_to_check")).labels
