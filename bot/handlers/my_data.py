"""/privacy and /mydata: show, export, withdraw consent, delete after one confirmation."""

from __future__ import annotations

import json

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, send_document, settle, show
from bot.handlers.presses import NEW, Handler, on
from bot.views import my_data as view
from bot.views import settings as settings_view
from bot.views.reply import Reply

NAME = "mydata"
FILE = "nightlift.json"


def build(deps: Deps) -> list[Handler]:
    talk = MyData(deps)
    return [
        CommandHandler("privacy", talk.privacy, NEW),
        CommandHandler("mydata", talk.opened, NEW),
        on(NAME, "privacy", talk.privacy),
        on(NAME, "open", talk.opened),
        on(NAME, "keep", talk.kept),
        on(NAME, "export", talk.exported),
        on(NAME, "delete", talk.asked_to_delete),
        on(NAME, "erase", talk.erased),
        on(NAME, "withdraw", talk.asked_to_withdraw),
        on(NAME, "withdrawn", talk.withdrawn),
    ]


class MyData:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._people = deps.store.people

    async def privacy(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, view.privacy(visit.say, consented=visit.consented))

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        await answer(update, context, self._page(self._deps.visit(update)))

    async def kept(self, update: Update, context: Context) -> None:
        """Nothing is deleted after all: the question, with its dangerous button, goes."""
        await settle(update)
        await show(update, context, self._page(self._deps.visit(update)))

    def _page(self, visit: Visit) -> Reply:
        if visit.person is None:
            return view.nothing_stored(visit.say)
        name = settings_view.NAMES[visit.say.language]
        return view.overview(visit.say, self._people.export(visit.id), name, visit.zone_name)

    async def exported(self, update: Update, context: Context) -> None:
        """Every row about this person, as a JSON document."""
        await settle(update)
        visit = self._deps.visit(update)
        content = json.dumps(self._people.export(visit.id), ensure_ascii=False, indent=2)
        await send_document(update, context, content.encode(), FILE, view.export_caption(visit.say))

    async def asked_to_delete(self, update: Update, context: Context) -> None:
        await settle(update)
        await show(update, context, view.confirm_delete(self._deps.visit(update).say))

    async def erased(self, update: Update, context: Context) -> None:
        """Everything at once; a second press finds nothing and says the same."""
        await settle(update)
        visit = self._deps.visit(update)
        self._people.erase(visit.id, visit.now)
        self._deps.unstored.pop(visit.id, None)
        await show(update, context, view.erased(visit.say))

    async def asked_to_withdraw(self, update: Update, context: Context) -> None:
        await settle(update)
        await show(update, context, view.confirm_withdraw(self._deps.visit(update).say))

    async def withdrawn(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        self._people.withdraw_consent(visit.id, visit.now)
        await show(update, context, view.withdrawn(visit.say))
