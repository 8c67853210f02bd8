from __future__ import annotations

from datetime import date

import pytest

from bot.views import ask as view
from bot.views.reply import Reply
from bot.views.words import Words


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.rows for button in row]


def test_the_short_answer_comes_first_and_the_rest_on_request(english: Words) -> None:
    item = english.catalogue.faq["hip-lift-how-to"]
    short, full = view.answer(english, item, full=False), view.answer(english, item, full=True)
    assert english.text(item.short) in short.text
    assert english.text(item.steps[0]) not in short.text
    assert english.text(item.steps[0]) in full.text
    assert "v1:ask:more:hip-lift-how-to" in data(short)
    assert "v1:ask:more:hip-lift-how-to" not in data(full)


def test_the_full_answer_names_its_sources_in_plain_words(say: Words) -> None:
    item = say.catalogue.faq["age"]
    text = view.answer(say, item, full=True).text
    named = [kind for kind in "HSGB" if say(f"ask.source_{kind.lower()}") in text]
    assert set(named) == {source[0] for source in item.sources}


def test_related_questions_can_be_tapped(say: Words) -> None:
    item = say.catalogue.faq["age"]
    pressed = data(view.answer(say, item, full=True))
    assert [f"v1:ask:faq:{related}" for related in item.related] == pressed[-len(item.related) :]


def test_at_most_three_choices_are_offered_and_a_way_out(say: Words) -> None:
    reply = view.choices(say, ("age", "cramp", "harder", "easier"))
    assert data(reply) == ["v1:ask:faq:age", "v1:ask:faq:cramp", "v1:ask:faq:harder", "v1:ask:none"]


def test_every_topic_is_a_question_of_the_catalogue(say: Words) -> None:
    assert len(data(view.topics(say))) == len(view.TOPICS)


def test_what_may_be_read_under_a_warning_sign_is_this_and_no_more() -> None:
    """Each of these was read for steps, pictures and doses; a new one is added here on purpose."""
    assert {
        "see-a-professional",
        "pregnancy-surgery",
        "reminders",
        "privacy",
        "language",
        "how-the-bot-works",
    } == view.OPEN_WHEN_SHUT


@pytest.mark.parametrize("id_", sorted(view.OPEN_WHEN_SHUT))
def test_what_may_be_read_under_a_warning_sign_leads_into_no_exercise(say: Words, id_: str) -> None:
    """No exercise by whatever way in, an old button or an answer's action."""
    for full in (True, False):
        pressed = data(view.answer(say, say.catalogue.faq[id_], full=full))
        assert [each for each in pressed if each.startswith(("v1:tonight", "v1:plan"))] == []


def test_the_way_back_takes_the_place_of_a_button_to_the_same_screen(say: Words) -> None:
    found = view.answer(say, say.catalogue.faq["hip-lift-how-to"], full=False)
    assert "v1:tonight:open" in data(found)
    reply = view.with_way_back(say, found, "tonight", date(2026, 11, 24))
    assert data(reply).count("v1:tonight:open") == 1
    assert data(reply)[-1] == "v1:tonight:open"
    assert data(view.with_way_back(say, found, "check", None)) == [*data(found), "v1:check:open"]


@pytest.mark.parametrize(("contact", "shown"), [("Dr Aki", True), ("", False)])
def test_not_knowing_is_said_and_the_clinic_offered_if_there_is_one(
    say: Words, contact: str, shown: bool
) -> None:
    text = view.nothing(say, contact).text
    assert text.startswith(say("ask.dont_know"))
    assert (say("screening.contact", contact="Dr Aki") in text) is shown


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("ありがとう", True),
        ("ありがとうございました！", True),
        ("おやすみなさい", True),
        ("おやすみ前でもいいですか", False),
        ("膝が痛い", False),
        ("ありがとうございます。ところで回数はもっと増やしたほうがいい", False),
    ],
)
def test_thanks_are_no_question_in_japanese(japanese: Words, text: str, thanks: bool) -> None:
    assert view.says_thanks(japanese, text) is thanks


@pytest.mark.parametrize(
    ("text", "hello"),
    [("Hi!", True), ("Good evening.", True), ("help", True), ("help, my knee hurts", False), ("hip", False)],
)
def test_a_greeting_is_told_from_a_question(english: Words, text: str, hello: bool) -> None:
    assert view.says_hello(english, text) is hello


def test_a_greeting_is_told_from_a_question_in_japanese(japanese: Words) -> None:
    assert view.says_hello(japanese, "こんばんは。")
    assert not view.says_hello(japanese, "こんばんは、膝が痛いです")


@pytest.mark.parametrize(
    ("text", "thanks"),
    [("Thank you!", True), ("good night", True), ("thanks, how often?", False), ("hi", False)],
)
def test_thanks_are_no_question_in_english(english: Words, text: str, thanks: bool) -> None:
    assert view.says_thanks(english, text) is thanks
