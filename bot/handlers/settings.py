"""/settings: language, and the way to zone, reminder and data."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.coach.model import Language
from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.views import settings as view

NAME = "settings"


def build(deps: Deps) -> list[Handler]:
    talk = Settings(deps)
    return [
        CommandHandler("settings", talk.opened, NEW),
        on(NAME, "open", talk.opened),
        on(NAME, "language", talk.language),
    ]


class Settings:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, view.page(visit.say, visit.zone_name))

    async def language(self, update: Update, context: Context) -> None:
        """From now on in this language; the settings are shown in it."""
        await settle(update)
        visit = self._deps.visit(update)
        wanted = "".join(pressed_on(update).values)
        if wanted in set(Language):
            self._deps.remember(visit)
            self._deps.store.people.set_language(visit.id, Language(wanted))
        fresh = self._deps.visit(update)
        await show(update, context, view.page(fresh.say, fresh.zone_name))
        await answer(update, context, view.language_set(fresh.say))
