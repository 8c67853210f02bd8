"""How the conversations are wired: which presses and texts reach which callback.

Every callback and pending text of a conversation is an entry point too. So the state that python-telegram-bot
keeps in memory is only a shortcut: after a restart the next press is let in, and the callback finds in the
store where the person stands.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ConversationHandler, filters
from telegram.warnings import PTBUserWarning

from bot.handlers.outbox import Callback, Context
from bot.views.reply import VERSION, Press, read_press

# A command or text that was typed now: no edit of an old one, not forwarded, not written by another bot.
NEW = filters.UpdateType.MESSAGE & ~filters.FORWARDED & ~filters.VIA_BOT

Handler = BaseHandler[Update, Context, Any]


def on(conversation: str, step: str, callback: Callback) -> CallbackQueryHandler[Context, Any]:
    """The handler for the buttons of one step."""
    mark = re.escape(f"{VERSION}:{conversation}:{step}")
    return CallbackQueryHandler(callback, pattern=rf"^{mark}(?::|$)")


def pressed_on(update: Update) -> Press:
    """The press of this update; only for callbacks behind `on`, whose pattern has checked it."""
    query = update.callback_query
    press = read_press(query.data or "") if query else None
    assert press is not None, "the handler's pattern lets only well-formed presses through"
    return press


def conversation(
    name: str, *, entries: Sequence[Handler], states: Mapping[object, Sequence[Handler]]
) -> ConversationHandler[Context]:
    """A conversation whose every state can also be entered from outside."""
    inner = [handler for handlers in states.values() for handler in handlers]
    with warnings.catch_warnings():
        # The library warns that buttons are not tracked per message. They need not be: what a press
        # means is read from its data and checked against the store.
        warnings.simplefilter("ignore", PTBUserWarning)
        return ConversationHandler(
            entry_points=[*entries, *inner],
            states={state: list(handlers) for state, handlers in states.items()},
            fallbacks=[],
            name=name,
            allow_reentry=True,
            per_message=False,
        )
