"""What comes before every conversation: private chats only, and warning signs in whatever is typed.

Both stand in handler groups of their own, ahead of everything, and end the update when they have answered it.
"""

from __future__ import annotations

import asyncio

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.coach import screening as rules
from bot.coach.model import Hold, Verdict
from bot.faq.warning import Sign
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, texts
from bot.handlers.presses import Handler
from bot.transport.accounts import SHARED_ACCOUNTS
from bot.transport.buckets import Buckets, Turn
from bot.views import screening as view
from bot.views import start
from bot.views.reply import Button, Reply

GROUP_LINE_SECONDS = 60.0  # a group hears the one line so often at the most
LONG = 500  # characters; a longer text is read beside the event loop, so that nobody waits for it


def build_private_only(deps: Deps) -> Handler:
    return TypeHandler(Update, PrivateOnly(deps).checked)


def build_warning_signs(deps: Deps) -> Handler:
    return TypeHandler(Update, WarningSigns(deps).scanned)


class PrivateOnly:
    """In a group or channel: one line to a person who calls the bot, nothing stored, nothing else."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._lines = Buckets(burst=1, seconds_each=GROUP_LINE_SECONDS)

    async def checked(self, update: Update, context: Context) -> None:
        chat, user = update.effective_chat, update.effective_user
        somebody = user is not None and not user.is_bot and user.id not in SHARED_ACCOUNTS
        if chat is not None and chat.type == Chat.PRIVATE and somebody:
            return
        in_group = chat is not None and chat.type in (Chat.GROUP, Chat.SUPERGROUP)
        if in_group and somebody and update.message and (update.message.text or "").startswith("/"):
            await self._called_in_group(update, context)
        raise ApplicationHandlerStop

    async def _called_in_group(self, update: Update, context: Context) -> None:
        """A card always comes; the one line not again and again."""
        chat = update.effective_chat
        assert chat is not None
        await answer(update, context, *self._card(update))
        if self._lines.take(chat.id, 1.0) is Turn.HANDLE:
            await answer(update, context, self._line(update, context))

    def _card(self, update: Update) -> tuple[Reply, ...]:
        """The card for a warning sign in a command, to whom it may concern: nothing is stored of a group."""
        signs = [self._deps.content.warnings.find(text) for text in texts(update)]
        say = self._deps.visit(update).say
        return tuple(Reply(view.card(say, sign.verdict, None).text) for sign in signs if sign)

    def _line(self, update: Update, context: Context) -> Reply:
        say = self._deps.visit(update).say
        link = f"https://t.me/{context.bot.username}?start=check"
        return Reply(start.not_private(say).text, ((Button(say("start.open_private"), url=link),),))


class WarningSigns:
    """Every text is read for warning signs in full, before any limit and in every state."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def scanned(self, update: Update, context: Context) -> None:
        for text in texts(update):
            sign = await self._sign(text)
            if sign is not None:
                await self._card(update, context, sign)
                raise ApplicationHandlerStop

    async def _sign(self, text: str) -> Sign | None:
        find = self._deps.content.warnings.find
        return find(text) if len(text) <= LONG else await asyncio.to_thread(find, text)

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
