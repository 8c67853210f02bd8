"""/habits: one at a time."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.views import habits as view
from bot.views import pictures
from bot.views.reply import Reply

NAME = "habits"


def build(deps: Deps) -> list[Handler]:
    talk = Habits(deps)
    return [
        CommandHandler("habits", talk.opened, NEW),
        on(NAME, "open", talk.opened),
        on(NAME, "show", talk.another),
    ]


class Habits:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def opened(self, update: Update, context: Context) -> None:
        """This week's habit: another one each week."""
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._page(visit, view.of_week(visit.night)))

    async def another(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        number = "".join(pressed_on(update).values)
        await show(update, context, self._page(visit, int(number) if number.isdecimal() else 0))

    def _page(self, visit: Visit, number: int) -> Reply:
        """The habit of this number; the card while exercise is shut, for some habits are exercise."""
        card = self._deps.card_if_shut(visit)
        if card is not None:
            return card
        habits = visit.say.catalogue.habits
        return pictures.beside_habit(visit.say, view.page(visit.say, number), habits[number % len(habits)])
