"""/progress: the last weeks as a picture, and the same in words."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer_with_card, settle
from bot.handlers.presses import NEW, Handler, on
from bot.media.card import Card
from bot.views import card as card_view
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
        plan, data = self._deps.plan(visit.id), self._deps.progress(visit)
        tops = {each: words.top for each, words in visit.say.catalogue.plans.items()}
        card = Card(data, tops, card_view.words(visit.say, data))
        await answer_with_card(update, context, card, view.page(visit.say, plan, data))
