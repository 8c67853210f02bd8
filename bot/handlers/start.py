"""/start and /cancel."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer
from bot.handlers.presses import NEW, Handler
from bot.handlers.situation import next_training_night, review_due, whats_next
from bot.views import start as view


def build(deps: Deps) -> list[Handler]:
    talk = Start(deps)
    return [CommandHandler("start", talk.started, NEW), CommandHandler("cancel", talk.cancelled, NEW)]


class Start:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def started(self, update: Update, context: Context) -> None:
        """Greet; deep links with a goal of their own are taken by the conversation they lead to."""
        visit = self._deps.visit(update)
        if not visit.consented:
            await answer(update, context, view.welcome(visit.say))
            return
        following, night = whats_next(self._deps, visit), next_training_night(self._deps, visit)
        asks = review_due(self._deps, visit)
        await answer(update, context, view.welcome_back(visit.say, following, night, review=asks))

    async def cancelled(self, update: Update, context: Context) -> None:
        """Stop what waits for an answer; what was said is kept."""
        visit = self._deps.visit(update)
        interrupted = self._deps.interrupted(visit)
        if self._deps.store.people.met(visit.id, visit.update) is not None:
            self._deps.store.people.await_nothing(visit.id, by=visit.update)
        await answer(update, context, view.cancelled(visit.say, interrupted))
