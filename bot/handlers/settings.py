"""/settings: language, sound, bed or floor, the day of the weekly question; the way to all the rest."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from bot.coach import review
from bot.coach.model import Language, Surface
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.views import review as review_view
from bot.views import settings as view
from bot.views.reply import Reply

NAME = "settings"
WEEKDAYS = {str(day) for day in range(7)}


def build(deps: Deps) -> list[Handler]:
    talk = Settings(deps)
    return [
        CommandHandler("settings", talk.opened, NEW),
        on(NAME, "open", talk.opened),
        on(NAME, "language", talk.language),
        on(NAME, "silent", talk.silent),
        on(NAME, "surface", talk.surface),
        on(NAME, "review", talk.review_day),
    ]


class Settings:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        await answer(update, context, self._page(self._deps.visit(update)))

    async def language(self, update: Update, context: Context) -> None:
        """From now on in this language; the settings are shown in it."""
        await settle(update)
        visit = self._deps.visit(update)
        wanted = "".join(pressed_on(update).values)
        if wanted in set(Language):
            self._deps.remember(visit)
            self._deps.store.people.set_language(visit.id, Language(wanted))
        fresh = self._deps.visit(update)
        await show(update, context, self._page(fresh))
        await answer(update, context, view.language_set(fresh.say))

    async def silent(self, update: Update, context: Context) -> None:
        """Reminders with or without a sound."""
        await settle(update)
        visit, reminders = self._deps.visit(update), self._deps.store.reminders
        wish, wanted = reminders.bedtime(visit.id), pressed_on(update).values
        if wish is not None and wanted in (("0",), ("1",)):
            reminders.set_bedtime(visit.id, replace(wish, silent=wanted == ("1",)))
        await show(update, context, self._page(visit))

    async def surface(self, update: Update, context: Context) -> None:
        """On the bed or on the floor."""
        await settle(update)
        visit, wanted = self._deps.visit(update), "".join(pressed_on(update).values)
        plan = self._deps.plan(visit.id)
        if plan is not None and wanted in set(Surface):
            self._deps.store.health.save_plan(visit.id, replace(plan, surface=Surface(wanted)))
        await show(update, context, self._page(visit))

    async def review_day(self, update: Update, context: Context) -> None:
        """The weekday of the weekly question."""
        await settle(update)
        visit, wanted = self._deps.visit(update), "".join(pressed_on(update).values)
        plan = self._deps.plan(visit.id)
        if plan is None:
            await show(update, context, self._page(visit))
        elif wanted in WEEKDAYS:
            self._deps.store.health.save_plan(visit.id, replace(plan, review_day=int(wanted)))
            self._deps.replan(visit.id)
            await show(update, context, self._page(visit))
        else:
            await show(update, context, review_view.day_page(visit.say, review.day(plan)))

    def _page(self, visit: Visit) -> Reply:
        """While a warning sign shuts exercise nothing of the plan is shown."""
        shut = self._deps.card_if_shut(visit) is not None
        plan = None if shut else self._deps.plan(visit.id)
        return view.page(visit.say, visit.zone_name, plan, self._deps.store.reminders.bedtime(visit.id))
