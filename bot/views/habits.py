"""/habits: one small thing for the day."""

from __future__ import annotations

from datetime import date, timedelta

from bot.catalogue.model import Habit
from bot.views.reply import Reply
from bot.views.words import Words


def tip(say: Words, habit: Habit) -> str:
    return f"<b>{say.text(habit.title)}</b>\n{say.text(habit.text)}"


def of_week(night: date) -> int:
    """The number of this night's week: a new habit each week."""
    return (night - timedelta(days=night.weekday())).toordinal() // 7


def page(say: Words, number: int) -> Reply:
    """The habit of this number, counted around the list."""
    habits = say.catalogue.habits
    following = (number + 1) % len(habits)
    return Reply(
        f"{say('habits.intro')}\n\n{tip(say, habits[number % len(habits)])}",
        ((say.button("habits.another", "habits", "show", following),),),
    )
