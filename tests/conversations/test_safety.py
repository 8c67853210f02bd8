"""Safety outranks everything: cards first, exercise shut, nothing lifted by accident."""

from __future__ import annotations

import pytest

from bot.demo.client import Person
from tests.conversations.moves import checked, reminder_reaches, said_since, with_bedtime
from tests.conversations.stage import Evening

RED_CARD = "Please do not exercise now."
AMBER_CARD = "Before you start, please ask a doctor or physiotherapist"
FORM = "Lie on your back"


async def red_in_the_check(emma: Person) -> None:
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("☐ 2. Numb between the legs")
    await emma.press("Continue with 1 ticked")


async def amber_in_the_check(emma: Person, label: str = "☐ 4. Cancer or weight loss") -> None:
    await emma.send("/check")
    if "Yes, I agree" in (await emma.last()).labels:
        await emma.press("Yes, I agree")
    await emma.press("None of these")
    await emma.press(label)
    await emma.press("Continue with 1 ticked")
    await emma.press("None of these")


async def test_a_red_answer_ends_the_check_with_the_card_no_plan_no_reminder(evening: Evening) -> None:
    emma = await evening.emma()
    await with_bedtime(emma)
    await red_in_the_check(emma)
    card = await emma.last()
    assert RED_CARD in card.text
    assert "UK 999" not in card.text
    assert "999" in card.text, "the zone is London: its number alone"

    [no_plan] = await emma.send("/plan")
    assert RED_CARD in no_plan.text
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    await emma.send("/help")
    assert await said_since(emma, no_plan) == [await emma.last()], "nothing came at bedtime"


async def test_a_red_answer_is_japanese_for_sakura(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/check")
    await sakura.press("はい、同意します")
    await sakura.press("☐ 5. 胸・息・気を失う")
    await sakura.press("選んだ1個で次へ")
    card = await sakura.last()
    assert "今は運動をしないでください" in card.text
    assert "日本119番" in card.text, "no zone yet: all the numbers, the language picks no country"


@pytest.mark.parametrize(
    "way_in", ["/tonight", "/plan", "/start faq-hip-lift-how-to", "how do I do the hip lift step by step"]
)
async def test_no_exercise_under_red_by_whatever_way_in(evening: Evening, way_in: str) -> None:
    emma = await evening.emma()
    await red_in_the_check(emma)
    [reply] = await emma.send(way_in)
    assert FORM not in reply.text
    assert RED_CARD in reply.text or "I show no exercises" in reply.text


async def test_an_old_button_shows_no_exercise_under_red(evening: Evening) -> None:
    emma = await evening.emma()
    plan = await checked(emma)
    await emma.send("numb between my legs since today")
    replies = await emma.press_on(plan.id, "Start tonight")
    assert [RED_CARD in reply.text for reply in replies] == [True]


async def test_red_is_asked_again_only_on_a_later_day_and_with_a_professionals_yes(evening: Evening) -> None:
    emma = await evening.emma()
    await red_in_the_check(emma)
    [same_day] = await emma.send("/check")
    assert RED_CARD in same_day.text
    assert "from tomorrow" in same_day.text

    await evening.control.move_to("2026-11-25T20:00:00+00:00")
    [asked] = await emma.send("/check")
    assert "Has a doctor or physiotherapist looked at it" in asked.text
    [not_yet] = await emma.press("Not yet")
    assert RED_CARD in not_yet.text

    await emma.send("/check")
    await emma.press("Yes, they said yes")
    for _ in range(3):
        await emma.press("None of these")
    for label in ("None of these", "Both are fine", "Now and then", "0, no pain"):
        await emma.press(label)
    assert "Your plan" in (await emma.last()).text


async def test_amber_is_not_lifted_by_unticking(evening: Evening) -> None:
    emma = await evening.emma()
    await amber_in_the_check(emma)
    assert AMBER_CARD in (await emma.last()).text
    [asked] = await emma.send("/check")
    assert "said yes to these exercises" in asked.text
    assert "None of these" not in asked.labels


async def test_a_professionals_yes_covers_what_it_was_about_and_nothing_new(evening: Evening) -> None:
    emma = await evening.emma()
    await amber_in_the_check(emma)
    await emma.send("/check")
    await emma.press("Yes, they said yes")
    await emma.press("None of these")
    await emma.press("☐ 4. Cancer or weight loss")
    await emma.press("Continue with 1 ticked")
    [signs] = await emma.press("None of these")
    assert "Seven everyday signs" in signs.text, "that one is lifted"

    await emma.send("/check")
    await emma.press("← Back")
    await emma.press("← Back")
    await emma.press("☐ 1. Fever or very ill")
    await emma.press("Continue with 2 ticked")
    [card] = await emma.press("None of these")
    assert "medical advice today" in card.text, "a new fever is not"


async def test_vetoes_survive_the_yes(evening: Evening) -> None:
    emma = await evening.emma()
    for again in (False, True):
        await emma.send("/check")
        await emma.press("Yes, they said yes" if again else "Yes, I agree")
        await emma.press("None of these")
        await emma.press("None of these")
        await emma.press("☐ 5. Spine or joint disease")
        await emma.press("Continue with 1 ticked")
    for label in ("☐ 4. Only my calves get heavy", "Continue with 1 ticked", "Both are fine", "Regularly"):
        await emma.press(label)
    [plan] = await emma.press("0, no pain")
    assert "hip lift" in plan.text
    assert "we leave out lying on your front" in plan.text
    assert not [label for label in plan.labels if "leg curl" in label]


async def test_pregnancy_gets_no_bedtime_plan_even_with_a_yes(evening: Evening) -> None:
    emma = await evening.emma()
    for again in (False, True):
        await emma.send("/check")
        await emma.press("Yes, they said yes" if again else "Yes, I agree")
        await emma.press("None of these")
        await emma.press("None of these")
        await emma.press("☐ 3. Pregnant, birth, surgery")
        await emma.press("Continue with 1 ticked")
    [no_plan] = await emma.press("Yes")
    assert "During pregnancy a bedtime plan does not fit" in no_plan.text
    [closed] = await emma.send("/tonight")
    assert "bedtime plan does not fit" in closed.text


async def test_nothing_health_related_is_kept_of_a_minor(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/check")
    await emma.press("Yes, I agree")
    await emma.press("None of these")
    await emma.press("None of these")
    await emma.press("☐ 6. Under 18")
    [card] = await emma.press("Continue with 1 ticked")
    assert "for adults" in card.text
    store = evening.app.store
    kept = store.people.export(emma.id)
    assert [kept[table] for table in ("checks", "drafts", "plans", "holds", "sessions")] == [
        [],
        [],
        [],
        [],
        [],
    ]


async def test_strong_pain_now_means_no_session_tonight(evening: Evening) -> None:
    emma = await evening.emma()
    plan = await checked(emma, "None of these", "Both are fine", "Now and then", "6 or more")
    assert "Start tonight" not in plan.labels
    [closed] = await emma.send("/tonight")
    assert "no exercise tonight" in closed.text


async def test_clear_pain_now_begins_on_the_lowest_rungs(evening: Evening) -> None:
    emma = await evening.emma()
    plan = await checked(emma, "None of these", "Both are fine", "Regularly", "4–5, quite a bit")
    assert "level 1 (low lift)" in plan.text


SIGNS = [("en", "I have gone numb between my legs"), ("ja", "またの間がしびれてきた")]


@pytest.mark.parametrize(("language", "words"), SIGNS)
async def test_a_typed_warning_sign_comes_before_everything(
    evening: Evening, language: str, words: str
) -> None:
    """In the check, in the session, in the reminder dialogue and in /ask; in either language."""
    emma = await evening.emma()
    await emma.send("/check")
    await emma.press("Yes, I agree")
    assert RED_CARD in (await emma.send(words))[-1].text
    await all_clear(emma)

    await checked(emma)
    await emma.send("/tonight")
    await emma.press("I am ready")
    assert RED_CARD in (await emma.send(words))[-1].text
    assert RED_CARD in (await emma.send("/tonight"))[-1].text
    await all_clear(emma)
    [session] = await emma.send("/tonight")
    assert "Set 1 of 1" in session.text, "a false alarm costs nobody their evening"

    await emma.send("/remind")
    assert RED_CARD in (await emma.send(words))[-1].text
    await all_clear(emma)
    assert RED_CARD in (await emma.send(f"/ask {words}"))[-1].text


async def all_clear(emma: Person) -> None:
    await emma.press("I meant something else")
    [back] = await emma.press("None of these")
    assert "as it was before" in back.text


async def test_a_long_text_is_refused_only_after_it_was_read_for_signs(evening: Evening) -> None:
    emma = await evening.emma()
    long = "I walk a lot and I like tea. " * 60
    [refused] = await emma.send(long)
    assert "That is a little long for me" in refused.text
    [card] = await emma.send(f"{long} Since today I am numb between my legs.")
    assert RED_CARD in card.text


async def test_captions_edits_and_forwards_are_read_too(evening: Evening) -> None:
    emma = await evening.emma()
    words = "numb between my legs since this morning"
    [card] = await emma.send_something(photo=True, caption=words)
    assert RED_CARD in card.text
    [card] = await emma.send(words, forward=True)
    assert RED_CARD in card.text
    await emma.send("hello")
    own = [message for message in await emma.messages() if not message.from_bot][-1]
    [card] = await emma.edit(own.id, words)
    assert RED_CARD in card.text


async def test_a_relatives_sign_shows_the_card_and_changes_nothing(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [card] = await emma.send("my mum is numb between her legs since today")
    assert RED_CARD in card.text
    assert "Your own plan does not change" in card.text
    [session] = await emma.send("/tonight")
    assert FORM in session.text


async def test_a_hold_keeps_the_reminder_back_and_lifting_it_gives_it_back(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.send("numb between my legs since today")
    await evening.control.move_to("2026-11-24T22:30:05+00:00")
    [card] = await emma.send("/tonight")
    assert RED_CARD in card.text
    assert not [message for message in await emma.messages() if "Done already" in message.labels]
    await all_clear(emma)
    await evening.control.move_to("2026-11-26T22:30:05+00:00")
    await reminder_reaches(emma)
