"""What did not help is noted for the writer, without a name or number, and leads to the next best answer."""

from __future__ import annotations

from tests.conversations.stage import Evening


async def test_a_question_without_an_answer_is_noted_without_the_person(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("zumba with my friend Gwendolyn on the 14th")
    [asked] = evening.app.store.questions.listed(10)
    assert asked.item == ""
    assert "zumba" in asked.text
    assert "gwendolyn" not in asked.text
    assert "14" not in asked.text
    assert not any(evening.app.store.people.export(emma.id).values())


async def test_an_answer_that_did_not_help_is_noted_and_others_are_offered(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("my hamstrings tire instead of my glutes")
    [others] = await emma.press("Not what I meant")
    assert others.text == "Did you mean one of these?"
    [asked] = evening.app.store.questions.listed(10)
    assert (asked.text, asked.item) == ("my hamstrings tire instead of my glutes", "hamstrings-not-glutes")
    [dunno] = await emma.press("None of these")
    assert "I have no answer" in dunno.text


async def test_an_answer_that_helped_is_only_thanked_for(evening: Evening) -> None:
    sakura = await evening.sakura()
    await sakura.send("もも裏ばかり疲れてお尻に効かない")
    await sakura.press("役に立った")
    assert await sakura.toast() == "よかったです。ありがとうございます。"
    assert evening.app.store.questions.listed(10) == []


async def test_a_warning_sign_is_never_noted(evening: Evening) -> None:
    emma = await evening.emma()
    await emma.send("numb between my legs since today")
    assert evening.app.store.questions.listed(10) == []
