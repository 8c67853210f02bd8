"""What a tired person with a phone ran into in a week with the bot, in English."""

from __future__ import annotations

from tests.conversations.moves import checked, said_since
from tests.conversations.stage import Evening


async def test_a_typed_amber_sign_asks_for_the_check_and_for_no_professionals_yes(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("I've got a fever and my back is killing me")
    for command in ("/tonight", "/plan"):
        [card] = await emma.send(command)
        assert card.labels == ["Do the check again"]


async def test_cancel_in_a_session_says_how_to_go_on(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.press("Start tonight")
    await emma.press("I am ready")
    [stopped] = await emma.send("/cancel")
    assert "Nothing is going on" not in stopped.text
    assert stopped.labels == ["Back to the exercise"]
    [shown] = await emma.press("Back to the exercise")
    assert "Set done" in shown.labels


async def test_a_question_in_a_session_leads_back_to_it(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.press("Start tonight")
    await emma.press("I am ready")
    [answer] = await emma.send("how do I breathe?")
    assert answer.labels[-1] == "Back to the exercise"
    await emma.press("Set done")
    for label in ("Buttocks", "Just right", "0, none"):
        await emma.press(label)
    [answer] = await emma.send("how do I breathe?")
    assert "Back to the exercise" not in answer.labels


async def test_who_reads_what_is_stored_before_the_check_can_go_on_from_there(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/start")
    await emma.press("Start the check")
    [privacy] = await emma.press("What is stored")
    await emma.press_on(privacy.id, "Start the check")
    assert "Yes, I agree" in (await emma.last()).labels


async def test_the_privacy_page_after_consent_offers_no_check(evening: Evening) -> None:
    emma = await evening.emma()
    plan = await checked(emma)
    await emma.send("/privacy")
    assert [each.labels for each in await said_since(emma, plan)] == [["My data"]]


async def test_easing_in_a_session_says_what_the_easier_movement_is(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma, "☐ 2. Sagging buttocks", "Continue with 1 ticked", "Both are fine", "Now and then")
    await emma.press("0, no pain")
    await emma.press("Start tonight")
    await emma.press("I am ready")
    await emma.press("It hurts")
    [easier] = await emma.press("4–5")
    assert "Lift only a few centimetres." in easier.text


async def test_a_stop_says_at_once_that_next_time_is_easier_and_why(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.press("Start tonight")
    await emma.press("It hurts")
    [stopped] = await emma.press("Sharp, shooting, new or growing")
    assert stopped.text.startswith("Stop for today")
    assert "It hurt a lot tonight, so next time is easier." in stopped.text


async def test_the_check_that_comes_again_after_a_break_is_explained(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await evening.control.move_to("2027-01-10T20:00:00+00:00")
    [tonight] = await emma.send("/tonight")
    assert "It has been a while since your last check." in tonight.text
