"""An unexpected error: logged with its context, answered kindly."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import Forbidden, NetworkError

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer
from bot.transport.inbox import kind_of
from bot.views import start as view

log = logging.getLogger(__name__)


class Errors:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def caught(self, update: object, context: Context) -> None:
        """Log what happened, never text or payload, the person by an alias; say that nothing is lost."""
        error = context.error
        kind = kind_of(update) if isinstance(update, Update) else type(update).__name__
        who = self._who(update)
        if isinstance(error, Forbidden):
            log.info("person %s has blocked the bot, while answering %s", who, kind)
            return
        log.error("error while handling %s of person %s", kind, who, exc_info=error)
        if isinstance(update, Update) and update.effective_user and not isinstance(error, NetworkError):
            await answer(update, context, view.trouble(self._deps.visit(update).say))

    def _who(self, update: object) -> str:
        user = update.effective_user if isinstance(update, Update) else None
        return self._deps.alias(user.id) if user else "nobody"
