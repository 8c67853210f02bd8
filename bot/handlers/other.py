"""What no conversation takes: old buttons, unknown commands, stickers and photos, edits, blocking."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.handlers.deps import Deps
from bot.handlers.outbox import Context, answer, settle
from bot.handlers.presses import NEW, Handler
from bot.views import start as view
from bot.views.reply import Reply


def build(deps: Deps) -> list[Handler]:
    """The last handlers of all; each answers in one kind line."""
    talk = Other(deps)
    return [
        ChatMemberHandler(talk.blocked_or_back, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(talk.old_button),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, talk.edited),
        MessageHandler(filters.UpdateType.MESSAGE & (filters.FORWARDED | filters.VIA_BOT), talk.forwarded),
        MessageHandler(NEW & filters.COMMAND, talk.unknown_command),
        MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, talk.only_text),
    ]


class Other:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def old_button(self, update: Update, context: Context) -> None:
        """A button of an older version, or a forged one: it says so and shows where to go on."""
        visit = self._deps.visit(update)
        await settle(update, visit.say("start.old_button_toast"))
        await answer(update, context, view.old_button(visit.say))

    async def edited(self, update: Update, context: Context) -> None:
        await answer(update, context, Reply(self._deps.visit(update).say("start.edited")))

    async def forwarded(self, update: Update, context: Context) -> None:
        await answer(update, context, Reply(self._deps.visit(update).say("start.forwarded")))

    async def unknown_command(self, update: Update, context: Context) -> None:
        await answer(update, context, Reply(self._deps.visit(update).say("start.unknown_command")))

    async def only_text(self, update: Update, context: Context) -> None:
        await answer(update, context, view.only_text(self._deps.visit(update).say))

    async def blocked_or_back(self, update: Update, context: Context) -> None:
        """Blocked: no more reminders. Unblocked: they go on with the next night."""
        change = update.my_chat_member
        assert change is not None
        visit = self._deps.visit(update)
        if change.new_chat_member.status == ChatMember.BANNED:
            self._deps.store.people.set_blocked(visit.id, visit.now)
        else:
            self._deps.store.people.set_blocked(visit.id, None)
        self._deps.replan(visit.id)
