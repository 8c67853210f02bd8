"""One person cannot take all of the bot: a few messages at once, then one every two seconds.

Warning signs come before this and are never held back.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer, settle
from bot.handlers.presses import Handler
from bot.transport.buckets import Buckets, Turn
from bot.views import start as view

SECONDS_EACH = 2.0  # for one message; ticking boxes is faster, so a press costs half
PRESS_COST = 0.5


def build(deps: Deps) -> Handler:
    return TypeHandler(Update, Flood(deps).counted)


class Flood:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._buckets = Buckets(deps.burst, SECONDS_EACH)

    async def counted(self, update: Update, context: Context) -> None:
        """Let it pass, or end it here: with one kind word a minute, else in silence."""
        user = update.effective_user
        if user is None or update.my_chat_member is not None:
            return
        press = update.callback_query is not None
        turn = self._buckets.take(user.id, PRESS_COST if press else 1.0)
        if turn is Turn.HANDLE:
            return
        if turn is Turn.SAY_SO:
            await settle(update)
            await answer(update, context, view.too_fast(self._deps.visit(update).say))
        raise ApplicationHandlerStop
