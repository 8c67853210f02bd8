"""/remind in full: places, pauses, weekends, wording; and what happens when nobody answers."""

from __future__ import annotations

from bot.demo.client import Person
from tests.conversations.moves import checked, reminder_reaches, with_bedtime
from tests.conversations.stage import Evening

DAY = 24 * 3600


async def ready(evening: Evening) -> Person:
    """Emma, checked, with a bedtime of 22:30 in London, every night."""
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await emma.press("Every night instead")
    return emma


async def test_a_shared_location_sets_the_zone_and_is_repeated(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/remind")
    await emma.send("half past ten at night")
    assert "share your location" in (await emma.last()).text
    await emma.send_something(location=[0.0, -150.0])
    assert "could not find a time zone" in (await emma.last()).text
    await emma.send_something(location=[38.72, -9.14])
    assert "Next reminder: Tue 24 Nov, 22:30 (Europe/Lisbon)" in (await emma.last()).text
    person = evening.app.store.people.get(emma.id)
    assert person is not None
    assert person.zone == "Europe/Lisbon"


async def test_a_town_is_understood_in_japanese(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/remind")
    await sakura.send("２２時半")
    await sakura.send("リスボン")
    text = (await sakura.last()).text
    assert "リスボン" in text
    assert "22:30" in text


async def test_a_town_that_has_namesakes_is_asked_about_with_the_time_that_each_has_now(
    evening: Evening,
) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    await emma.send("22:30")
    [question] = await emma.send("Portland")
    assert question.text.startswith("There are several places of that name. Which one is yours?")
    assert question.labels == [
        "Portland, Oregon, USA: now 04:00",
        "Portland, Maine, USA: now 07:00",
        "Leave it for now",
    ]
    assert evening.app.store.people.awaited(emma.id) is not None
    await emma.press("Portland, Maine, USA: now 07:00")
    assert "Bedtime reminder: 22:30 (America/New_York)" in (await emma.last()).text


async def test_a_town_that_has_namesakes_is_asked_about_in_japanese(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/remind")
    await sakura.send("22:30")
    [question] = await sakura.send("バルセロナ")
    assert question.text.startswith("同じ名前の場所がいくつかあります。どちらですか。")
    assert question.labels == [
        "バルセロナ(スペイン)いま13:00",
        "バルセロナ(ベネズエラ)いま08:00",
        "今はやめる",
    ]
    await sakura.press("バルセロナ(スペイン)いま13:00")
    assert "(マドリードの時刻)" in (await sakura.last()).text


async def test_whoever_is_asked_may_write_another_place_or_say_the_region(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    await emma.send("22:30")
    await emma.send("Birmingham")
    [overview] = await emma.send("Birmingham, Alabama")
    assert "(America/Chicago)" in overview.text
    await emma.press("Change the place")
    await emma.send("Cambridge")
    [overview] = await emma.send("London")
    assert "(Europe/London)" in overview.text


async def test_a_country_with_several_clocks_is_asked_about(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    await emma.send("22:30")
    [question] = await emma.send("Australia")
    assert question.text.startswith("The clocks differ there. Which of these places has your time?")
    assert question.labels[:2] == [
        "Sydney, New South Wales, Australia: now 23:00",
        "Brisbane, Queensland, Australia: now 22:00",
    ]
    await emma.press("Brisbane, Queensland, Australia: now 22:00")
    assert "Bedtime reminder: 22:30 (Australia/Brisbane)" in (await emma.last()).text


async def test_a_misspelt_town_is_confirmed_before_it_is_taken(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("/remind")
    await emma.send("22:30")
    [question] = await emma.send("Melborne")
    assert question.text.startswith("I do not know that name. Did you mean this place?")
    assert question.labels == ["Melbourne, Victoria, Australia: now 23:00", "Leave it for now"]
    person = evening.app.store.people.get(emma.id)
    assert person is None or person.zone is None
    await emma.press("Melbourne, Victoria, Australia: now 23:00")
    assert "Bedtime reminder: 22:30 (Australia/Melbourne)" in (await emma.last()).text


async def test_a_misspelt_town_is_confirmed_in_japanese(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/remind")
    await sakura.send("22:30")
    [question] = await sakura.send("マンチスター")
    assert question.text.startswith("その名前は見つかりませんでした。こちらのことですか。")
    await sakura.press("マンチェスター(イギリス・イングランド)いま12:00")
    assert "22:30" in (await sakura.last()).text


async def test_a_town_with_its_country_is_no_question_for_the_index(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/remind")
    await sakura.send("22:30")
    [overview] = await sakura.send("イギリスのロンドンに住んでいます")
    assert "(ロンドンの時刻)" in overview.text


async def test_a_location_out_of_the_blue_changes_nothing(evening: Evening) -> None:
    emma = await ready(evening)
    await emma.send_something(location=[35.7, 139.7])
    person = evening.app.store.people.get(emma.id)
    assert person is not None
    assert person.zone == "Europe/London"


async def test_the_weekend_has_its_own_time(evening: Evening) -> None:
    emma = await ready(evening)
    await emma.press("Weekend time")
    await emma.send("11pm")
    overview = await emma.last()
    assert "On Friday and Saturday nights at 23:00" in overview.text
    assert "Tue 24 Nov, 22:30" in overview.text
    await evening.control.add_seconds(3 * DAY)
    await emma.send("/remind")
    assert "Fri 27 Nov, 23:00" in (await emma.last()).text
    await emma.press("Weekend time")
    await emma.press("Weekend as other days")
    assert "Fri 27 Nov, 22:30" in (await emma.last()).text


async def test_a_pause_ends_by_itself_or_by_a_press(evening: Evening) -> None:
    emma = await ready(evening)
    await emma.press("Pause")
    await emma.press("3 days")
    assert "Paused. It comes again from Fri 27 Nov." in (await emma.last()).text
    assert "Next reminder: Fri 27 Nov, 22:30" in (await emma.last()).text
    await emma.press("End the pause")
    assert "Next reminder: Tue 24 Nov, 22:30" in (await emma.last()).text
    await emma.press("Pause")
    await emma.press("30 days")
    assert "Next reminder: Thu 24 Dec, 22:30" in (await emma.last()).text


async def test_discreet_wording_says_nothing_that_others_may_not_read(evening: Evening) -> None:
    emma = await ready(evening)
    await emma.press("Discreet wording")
    assert "only that it is time to wind down" in (await emma.last()).text
    await evening.control.move_to("2026-11-24T22:30:00+00:00")
    reminder = await reminder_reaches(emma)
    assert reminder.text == "Time to wind down."
    assert "Start now" in reminder.labels


async def test_after_five_silent_nights_one_question_then_quiet_until_the_person_is_back(
    evening: Evening,
) -> None:
    emma = await ready(evening)
    await evening.control.move_to("2026-11-24T22:30:00+00:00")
    await reminder_reaches(emma)
    for _ in range(4):
        count = len(await emma.messages())
        await evening.control.add_seconds(DAY)
        await emma.until(lambda all_, count=count: len(all_) > count)  # type: ignore[misc]
    await evening.control.add_seconds(DAY)
    question = await reminder_reaches(emma, "Yes, go on")
    assert "Do they still help you?" in question.text
    assert evening.app.store.reminders.planned(emma.id) is None
    await evening.control.add_seconds(10 * DAY)
    await emma.settled()
    assert (await emma.last()).id == question.id
    await emma.press("Yes, go on")
    assert "Next reminder: Thu 10 Dec, 22:30" in (await emma.last()).text


async def test_whoever_comes_back_by_any_word_is_reminded_again(evening: Evening) -> None:
    emma = await ready(evening)
    store = evening.app.store
    store.reminders.note_asked(emma.id, True)
    assert evening.app._replan(emma.id) is None
    await evening.control.add_seconds(2 * 3600)
    await emma.send("/help")
    due = store.reminders.planned(emma.id)
    assert due is not None


async def test_no_stops_them(evening: Evening) -> None:
    emma = await ready(evening)
    await evening.control.add_seconds(6 * DAY)
    evening.app.store.reminders.note_asked(emma.id, True)
    await emma.send("/remind")
    await emma.press("Turn it off")
    assert (await emma.last()).text == "The reminder is off."
