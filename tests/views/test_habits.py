from __future__ import annotations

import pytest

from bot.views import habits as view
from bot.views.words import Words


@pytest.mark.parametrize("number", [0, 13, 14, 739_579])
def test_the_habits_are_counted_around_the_list(say: Words, number: int) -> None:
    habits = say.catalogue.habits
    assert view.tip(say, habits[number % len(habits)]) in view.page(say, number).text


def test_another_one_goes_through_all_habits_and_begins_again(say: Words) -> None:
    shown, number = [], 0
    for _ in say.catalogue.habits:
        reply = view.page(say, number)
        shown.append(reply.text)
        number = int(reply.rows[0][0].data.rsplit(":", 1)[1])
    assert len(set(shown)) == len(say.catalogue.habits)
    assert number == 0


def test_a_habit_is_its_title_in_bold_and_its_text(say: Words) -> None:
    habit = say.catalogue.habits[0]
    assert view.tip(say, habit) == f"<b>{say.text(habit.title)}</b>\n{say.text(habit.text)}"
