"""What a tired person with a phone ran into in a month with the bot, in Japanese."""

from __future__ import annotations

from bot.demo.client import Message, Person
from tests.conversations.moves import reminder_reaches
from tests.conversations.stage import Evening

LEG_CURL = ("☐ 3. 階段で脚がすぐ疲れる", "選んだ1個で次へ", "どちらも楽", "はじめて・久しぶり", "0、痛みなし")


async def checked(sakura: Person, *answers: str) -> Message:
    """The check with no warning sign; the answers lead to the leg curl, level 1."""
    await sakura.send("/check")
    await sakura.press("はい、同意します")
    for _ in range(3):
        await sakura.press("どれもあてはまらない")
    for label in answers or LEG_CURL:
        await sakura.press(label)
    return await sakura.last()


async def with_bedtime(sakura: Person) -> Message:
    await sakura.send("/remind")
    await sakura.press("22:30")
    await sakura.send("東京")
    return await sakura.last()


async def done_already(evening: Evening, sakura: Person, moment: str) -> None:
    await evening.control.move_to(moment)
    await reminder_reaches(sakura, "もう済ませた")
    await sakura.press("もう済ませた")


async def test_done_already_counts_more_than_four_weeks_after_the_check(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await with_bedtime(sakura)
    await done_already(evening, sakura, "2026-12-17T22:30:05+09:00")
    await done_already(evening, sakura, "2026-12-24T22:30:05+09:00")
    nights = [session.night.day for session in evening.app.store.sessions.history(sakura.id)]
    assert nights == [17, 24]


async def test_it_hurts_typed_in_a_session_stops_it(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await sakura.press("今夜はじめる")
    await sakura.press("準備ができた")
    [asked] = await sakura.send("腰が痛い！")
    assert "動きを止めて" in asked.text
    [stopped] = await sakura.press_on(asked.id, "6以上")
    assert "今日はここで止めて" in stopped.text
    [answer] = await sakura.send("腰が痛い！")
    assert "動きを止めて" not in answer.text, "the session is over"


async def test_a_question_in_a_session_keeps_it_hurts_at_hand(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await sakura.press("今夜はじめる")
    await sakura.press("準備ができた")
    [answer] = await sakura.send("痛くても続けていいですか")
    assert answer.labels[-2:] == ["痛い", "運動に戻る"]
    [asked] = await sakura.press_on(answer.id, "痛い")
    assert "動きを止めて" in asked.text


async def test_who_said_no_to_consent_can_think_again(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("/check")
    [refused] = await sakura.press("いいえ、やめておきます")
    await sakura.press_on(refused.id, "チェックをはじめる")
    assert "はい、同意します" in (await sakura.last()).labels


async def test_thanks_are_answered_and_not_noted_as_a_question(evening: Evening) -> None:
    sakura = await evening.sakura()
    [reply] = await sakura.send("ありがとうございます")
    assert "どういたしまして" in reply.text
    assert not evening.app.store.questions.listed(10)


async def test_a_check_in_the_morning_in_japan_begins_the_plan_with_that_evening(evening: Evening) -> None:
    """Before the zone is known it is the evening before, in UTC; the first reminder skips no night for it."""
    await evening.control.move_to("2026-11-26T07:15:00+09:00")
    sakura = await evening.sakura()
    await checked(sakura)
    overview = await with_bedtime(sakura)
    assert "次のお知らせ: 11月26日(木) 22:30" in overview.text


async def test_a_fresh_check_names_training_nights_that_have_no_weekday(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await sakura.press("今夜はじめる")
    await sakura.press("もう済ませた")
    await sakura.send("/plan")
    for label in ("計画を変える", "運動する夜", "一晩おき"):
        await sakura.press(label)
    await sakura.send("/check")
    for _ in range(3):
        await sakura.press("どれもあてはまらない")
    for label in LEG_CURL:
        await sakura.press(label)
    assert "運動する夜: 一晩おき\n" in (await sakura.last()).text


async def test_here_as_a_place_tells_how_to_share_where_that_is(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await sakura.send("/remind")
    await sakura.send("22時半")
    [reply] = await sakura.send("現在地")
    assert "「位置情報」" in reply.text


async def test_my_data_calls_the_time_zone_by_its_city(evening: Evening) -> None:
    sakura = await evening.sakura()
    await checked(sakura)
    await with_bedtime(sakura)
    [page] = await sakura.send("/mydata")
    assert "時間帯: 東京" in page.text
