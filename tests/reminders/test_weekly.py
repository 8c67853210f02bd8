"""The weekly question in the place of a night's reminder, and the dose that /tonight will show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.catalogue.load import Catalogue
from bot.coach.model import Exercise, Language, Routine
from bot.coach.review import Answer, Review
from bot.reminders.weekly import tonights_level, with_question
from bot.store import Store
from bot.views.reply import Reply, read_press
from bot.views.words import Words
from tests.reminders.stage import EMMA, NIGHT, NOON, PLAN, joins, trained

REMINDER = Reply("Tonight: ten.", ())
SATURDAY = NIGHT + timedelta(days=11)


def asked(store: Store, catalogue: Catalogue, night: date) -> bool:
    reply = with_question(store, Words(catalogue, Language.EN), EMMA, PLAN, night, REMINDER)
    presses = [read_press(button.data) for row in reply.rows for button in row]
    assert REMINDER.text in reply.text, "the dose stays"
    return any(press is not None and press.conversation == "review" for press in presses)


def test_once_a_week_the_question_comes_with_the_reminder(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    for n in (0, 2, 4, 7, 9):
        trained(store, NIGHT + timedelta(days=n))
    assert [n for n in range(5, 15) if asked(store, catalogue, NIGHT + timedelta(days=n))] == [11]
    assert asked(store, catalogue, SATURDAY)
    store.reviews.add(EMMA, Review(SATURDAY, Answer.SAME), NOON)
    assert not asked(store, catalogue, SATURDAY)


def test_the_question_names_nothing_that_a_lock_screen_should_not_show(
    store: Store, catalogue: Catalogue
) -> None:
    joins(store)
    for n in (0, 2, 4, 7, 9):
        trained(store, NIGHT + timedelta(days=n))
    for language, words in (
        (Language.EN, ("pain", "back", "hurt", "body")),
        (Language.JA, ("痛", "腰", "体")),
    ):
        reply = with_question(store, Words(catalogue, language), EMMA, PLAN, SATURDAY, REMINDER)
        assert not [word for word in words if word in reply.text]


def test_the_dose_is_of_the_exercise_whose_turn_it_is(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    trained(store, NIGHT - timedelta(days=2))
    say = Words(catalogue, Language.EN)
    in_turn = replace(PLAN, routine=Routine.ALTERNATE)
    curl = catalogue.plans[Exercise.LEG_CURL].rungs[1].level
    assert tonights_level(store, say, EMMA, in_turn, NIGHT) == curl
