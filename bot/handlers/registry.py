"""Everything the bot answers to, in order."""

from __future__ import annotations

from telegram.ext import Application

from bot.handlers import (
    admin,
    ask,
    flood,
    guard,
    habits,
    help,
    my_data,
    night,
    other,
    plan,
    progress,
    reminder,
    review,
    screening,
    settings,
    start,
    tonight,
)
from bot.handlers.deps import Deps
from bot.handlers.errors import Errors
from bot.handlers.outbox import Context
from bot.handlers.presses import Handler
from bot.transport.bot import PlainBot

PRIVATE_ONLY, WARNING_SIGNS, FLOOD, CONVERSATIONS = -3, -2, -1, 0

Telegram = Application[
    PlainBot, Context, dict[object, object], dict[object, object], dict[object, object], None
]


def handlers(deps: Deps) -> dict[int, list[Handler]]:
    """The handlers by group. In each group the first that fits takes the update."""
    return {
        # Groups and channels are turned away before anything is read or stored.
        PRIVATE_ONLY: [guard.build_private_only(deps)],
        # Safety outranks every feature: typed warning signs come before any conversation.
        WARNING_SIGNS: [guard.build_warning_signs(deps)],
        # Only then is anybody held back.
        FLOOD: [flood.build(deps)],
        CONVERSATIONS: [
            # The three conversations; each takes its own buttons and what it waits for.
            screening.build(deps),
            tonight.build(deps),
            reminder.build(deps),
            # One press or command, one answer.
            *night.build(deps),
            *plan.build(deps),
            *ask.build(deps),
            *habits.build(deps),
            *progress.build(deps),
            *review.build(deps),
            *settings.build(deps),
            *my_data.build(deps),
            *help.build(deps),
            # For those who run the bot; to others these commands are unknown ones.
            *admin.build(deps),
            # After those that take a deep link (/start check) for their own.
            *start.build(deps),
            # Text that answers no pending question is a question.
            ask.build_text(deps),
            # Whatever is left: old buttons, unknown commands, pictures, edits, blocking.
            *other.build(deps),
        ],
    }


def register(application: Telegram, deps: Deps) -> None:
    """Put every handler into the application."""
    for group, each in handlers(deps).items():
        application.add_handlers(each, group)
    application.add_error_handler(Errors(deps).caught)
