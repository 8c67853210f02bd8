"""One whole evening, from /start to the reminder and Done, in both languages."""

from __future__ import annotations

from tests.conversations.moves import checked, reminder_reaches, with_bedtime
from tests.conversations.stage import Evening


async def test_emma_lives_a_whole_evening(evening: Evening) -> None:
    emma = await evening.emma()

    [welcome] = await emma.send("/start")
    assert "general education" in welcome.text
    [consent] = await emma.press("Start the check")
    assert "May I ask and store your answers?" in consent.text
    [red] = await emma.press("Yes, I agree")
    assert "hard to start to pee" in red.text
    await emma.press("None of these")
    await emma.press("None of these")
    [signs] = await emma.press("None of these")
    assert "Seven everyday signs" in signs.text
    await emma.press("☐ 3. Stairs tire my legs")
    await emma.press("☐ 4. Only my calves get heavy")
    [ticked] = await emma.press("☐ 6. Strain in the knees")
    assert "☑ 3. Stairs tire my legs" in ticked.labels
    assert ticked.id == signs.id, "the toggles are edited in place"
    await emma.press("Continue with 3 ticked")
    await emma.press("Both are fine")
    await emma.press("New to it, or not for a long time")
    [plan] = await emma.press("1–3, a little")
    assert "Your plan: leg curl, level 1" in plan.text
    assert (
        "You ticked “Stairs tire my legs”, “Only my calves get heavy” and “Strain in the knees”" in plan.text
    )

    [form] = await emma.press("Start tonight")
    assert "Lie on your front" in form.text
    [first_set] = await emma.press("I am ready")
    assert "Set 1 of 1" in first_set.text
    await emma.press("Set done")
    await emma.press("Back of the thighs")
    await emma.press("Just right")
    [end] = await emma.press("0, none")
    assert "Next training night: Thu 26 Nov" in end.text

    [answer] = await emma.send("my hamstrings tire instead of my glutes")
    assert "heels a little closer" in answer.text

    await emma.send("/remind")
    await emma.press("22:30")
    await emma.send("London")
    overview = await emma.last()
    assert "Next reminder: Thu 26 Nov, 22:30 (Europe/London)" in overview.text, "tonight is done already"
    await evening.control.move_to("2026-11-26T22:30:05+00:00")
    await reminder_reaches(emma, "Done already")
    await emma.press("Done already")
    assert "Tell me how it was" in (await emma.last()).labels


async def test_sakura_lives_a_whole_evening(evening: Evening) -> None:
    sakura = await evening.sakura()

    [welcome] = await sakura.send("/start")
    assert "ねるまえリフトです" in welcome.text
    await sakura.press("チェックをはじめる")
    [red] = await sakura.press("はい、同意します")
    assert "おしっこが出にくい" in red.text
    await sakura.press("どれもあてはまらない")
    await sakura.press("どれもあてはまらない")
    await sakura.press("どれもあてはまらない")
    await sakura.press("☐ 2. お尻のたるみが気になる")
    await sakura.press("☐ 7. 腰が反る・痛くなりやすい")
    await sakura.press("選んだ2個で次へ")
    await sakura.press("どちらも楽")
    await sakura.press("ときどきしている")
    [plan] = await sakura.press("0、痛みなし")
    assert "あなたの計画: ヒップリフト、レベル2" in plan.text
    assert "「お尻のたるみが気になる」、「腰が反る・痛くなりやすい」を選ばれたので" in plan.text

    await sakura.send("/remind")
    await sakura.press("22:30")
    await sakura.press("東京")
    await sakura.sees("次のお知らせ: 11月24日(火) 22:30(東京)")
    await evening.control.move_to("2026-11-24T22:30:10+09:00")
    reminder = await reminder_reaches(sakura, "今はじめる")
    assert "10回" in reminder.text

    await sakura.press("今はじめる")
    [form] = [message for message in await sakura.messages() if "仰向けになり" in message.text]
    assert "準備ができた" in form.labels
    await sakura.press("準備ができた")
    await sakura.press("できました")
    await sakura.press("もも裏")
    await sakura.press("ちょうどよい")
    [end] = await sakura.press("0、なし")
    assert "かかとを少しお尻に近づけ" in end.text
    assert "次の運動は11月26日(木)です" in end.text

    [answer] = await sakura.send("もも裏ばかり疲れてお尻に効かない")
    assert "かかと" in answer.text
    await sakura.press("もう済ませた")
    assert "もう記録しています" not in (await sakura.last()).text


async def test_a_double_press_on_done_counts_once(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await with_bedtime(emma)
    await evening.control.move_to("2026-11-24T22:30:01+00:00")
    reminder = await reminder_reaches(emma, "Done already")
    data = reminder.button("Done already")
    assert data is not None
    await emma.press("Done already")
    await emma.forge(reminder.id, data.data)
    assert (await emma.last()).text == "Already noted, thank you."
