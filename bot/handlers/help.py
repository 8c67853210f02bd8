"""/help: the commands, and that one may simply write."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer, settle
from bot.handlers.presses import NEW, Handler, on
from bot.handlers.situation import next_training_night, whats_next
from bot.views import start as view


def build(deps: Deps) -> list[Handler]:
    talk = Help(deps)
    return [CommandHandler("help", talk.opened, NEW), on("help", "open", talk.opened)]


class Help:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        following, night = whats_next(self._deps, visit), next_training_night(self._deps, visit)
        await answer(update, context, view.help_page(visit.say, following, night))
