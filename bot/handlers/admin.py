"""/stats, /questions and /reload, for those who run the bot; to others these commands are unknown ones."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer
from bot.handlers.presses import NEW, Handler
from bot.transport.accounts import SHARED_ACCOUNTS
from bot.views import admin as view

MOST_QUESTIONS = 30


def build(deps: Deps) -> list[Handler]:
    """No handler at all when nobody is an admin. Shared accounts are nobody, whatever the settings say."""
    admins = deps.admins - SHARED_ACCOUNTS.keys()
    if not admins:
        return []
    talk, theirs = Admin(deps), NEW & filters.ChatType.PRIVATE & filters.User(user_id=admins)
    return [
        CommandHandler("stats", talk.figures, theirs),
        CommandHandler("questions", talk.questions, theirs),
        CommandHandler("reload", talk.reloaded, theirs),
    ]


class Admin:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def figures(self, update: Update, context: Context) -> None:
        visit = self._deps.visit(update)
        counts = self._deps.store.figures.counts(visit.now)
        shown = {
            "people": counts.people,
            "seen": counts.seen_this_week,
            "consented": counts.consented,
            "blocked": counts.blocked,
            "reminders": counts.with_reminder,
            "sessions": counts.sessions_this_week,
            "waiting": counts.waiting,
            "questions": counts.questions,
        }
        version = self._deps.content.catalogue.version
        await answer(update, context, view.figures(visit.say, shown, counts.ledger, version))

    async def questions(self, update: Update, context: Context) -> None:
        visit = self._deps.visit(update)
        asked = self._deps.store.questions.listed(MOST_QUESTIONS)
        rows = [(each.count, each.language, each.text, each.item) for each in asked]
        await answer(update, context, view.questions(visit.say, rows))

    async def reloaded(self, update: Update, context: Context) -> None:
        """Read the content again; a faulty folder changes nothing, and its faults are listed."""
        faults = await asyncio.to_thread(self._deps.reload)
        visit = self._deps.visit(update)
        version = self._deps.content.catalogue.version
        await answer(
            update, context, view.faulty(visit.say, faults) if faults else view.reloaded(visit.say, version)
        )
