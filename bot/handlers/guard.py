"""What comes before every conversation: private chats only, and warning signs in whatever is typed.

Both stand in handler groups of their own, ahead of everything, and end the update when they have answered it.
"""

from __future__ import annotations

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.coach import screening as rules
from bot.coach.model import Hold, Verdict
from bot.faq.warning import Sign
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, texts
from bot.handlers.presses import Handler
from bot.views import screening as view
from bot.views import start
from bot.views.reply import Button, Reply
from bot.views.words import Words


def build_private_only(deps: Deps) -> Handler:
    return TypeHandler(Update, PrivateOnly(deps).checked)


def build_warning_signs(deps: Deps) -> Handler:
    return TypeHandler(Update, WarningSigns(deps).scanned)


class PrivateOnly:
    """In a group or channel: one line to a person who calls the bot, nothing stored, nothing else."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def checked(self, update: Update, context: Context) -> None:
        chat, user = update.effective_chat, update.effective_user
        if chat is not None and chat.type == Chat.PRIVATE and user is not None and not user.is_bot:
            return
        message = update.message
        if chat is not None and chat.type in (Chat.GROUP, Chat.SUPERGROUP) and message is not None:
            called = (message.text or "").startswith("/") and user is not None and not user.is_bot
            if called:
                await answer(update, context, *self._card(update), self._line(update, context))
        raise ApplicationHandlerStop

    def _card(self, update: Update) -> tuple[Reply, ...]:
        """The card for a warning sign in a command, to whom it may concern: nothing is stored of a group."""
        signs = [self._deps.content.warnings.find(text) for text in texts(update)]
        say = self._deps.visit(update).say
        return tuple(Reply(view.card(say, sign.verdict, None).text) for sign in signs if sign)

    def _line(self, update: Update, context: Context) -> Reply:
        say: Words = self._deps.visit(update).say
        link = f"https://t.me/{context.bot.username}?start=check"
        return Reply(start.not_private(say).text, ((Button(say("start.open_private"), url=link),),))


class WarningSigns:
    """Every text is read for warning signs in full, before any limit and in every state (design 12)."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def scanned(self, update: Update, context: Context) -> None:
        for text in texts(update):
            sign = self._deps.content.warnings.find(text)
            if sign is not None:
                await self._card(update, context, sign)
                raise ApplicationHandlerStop

    async def _card(self, update: Update, context: Context, sign: Sign) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        if sign.about_other:
            await answer(update, context, view.card_for_other(visit.say, sign.verdict, visit.zone_name))
            return
        self._shut(visit, sign.verdict)
        check = self._deps.store.health.check(visit.id)
        worst = rules.blocking(check, self._deps.hold(visit)) or sign.verdict
        card = view.card(visit.say, worst, visit.zone_name, typed=True, contact=self._deps.contact)
        await answer(update, context, card)

    def _shut(self, visit: Visit, verdict: Verdict) -> None:
        """A hold: no session, no plan, no reminder until a new check, and all of it back if it is lifted.

        AMBER asks for a new check, so a half-done one counts no more; after RED it may be a false alarm.
        """
        self._deps.put_hold(visit, Hold(verdict, visit.night))
        if verdict is not Verdict.RED:
            self._deps.store.health.drop_draft(visit.id)
