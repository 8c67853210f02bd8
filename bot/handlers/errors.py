"""An unexpected error: logged with its context, answered kindly."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import Forbidden, NetworkError

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer
from bot.views import start as view

log = logging.getLogger(__name__)


class Errors:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def caught(self, update: object, context: Context) -> None:
        """Log what happened (never text, payload or user id) and tell the person that nothing is lost."""
        error = context.error
        kind = _kind(update)
        if isinstance(error, Forbidden):
            log.info("the person has blocked the bot, while answering %s", kind)
            return
        log.error("error while handling %s", kind, exc_info=error)
        if isinstance(update, Update) and update.effective_user and not isinstance(error, NetworkError):
            await answer(update, context, view.trouble(self._deps.visit(update).say))


def _kind(update: object) -> str:
    """What kind of update it was: "callback_query", "message"; None for a job."""
    if not isinstance(update, Update):
        return type(update).__name__
    kinds = (name for name in Update.ALL_TYPES if getattr(update, name, None) is not None)
    return next(kinds, "update")
