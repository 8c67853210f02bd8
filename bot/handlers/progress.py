"""/progress: the last weeks in words."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer, settle
from bot.handlers.presses import NEW, Handler, on
from bot.views import progress as view


def build(deps: Deps) -> list[Handler]:
    talk = Progress(deps)
    return [CommandHandler("progress", talk.opened, NEW), on("progress", "open", talk.opened)]


class Progress:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        plan = self._deps.plan(visit.id)
        await answer(update, context, view.page(visit.say, plan, self._deps.progress(visit)))
