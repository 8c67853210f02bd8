"""Reply → Telegram message and buttons. The only place that sends, edits and answers presses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import CallbackContext, ExtBot

from bot.transport.outcome import Outcome
from bot.transport.send import outcome_of
from bot.views.reply import Button, Reply, Rows

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Callback = Callable[[Update, Context], Coroutine[Any, Any, Any]]

# Answers of Telegram to an edit or a press that mean: there is nothing left to do.
HARMLESS_EDIT = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
TOO_LATE = "query is too old"
UNPARSABLE = "can't parse entities"


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


async def send(
    bot: Bot, chat: int, reply: Reply, *, silent: bool = False, to: int | None = None, paid: bool = False
) -> Message:
    """Send a reply, `to` a message if one is named and still there; `paid`: above Telegram's free rate.

    A text that Telegram cannot parse (it never should come to that) goes out plain, once.
    """
    how: dict[str, Any] = {
        "reply_markup": keyboard(reply.rows),
        "disable_notification": silent,
        "allow_paid_broadcast": paid or None,
        "reply_parameters": ReplyParameters(to, allow_sending_without_reply=True) if to else None,
    }
    try:
        return await bot.send_message(chat, reply.text, parse_mode=ParseMode.HTML, **how)
    except BadRequest as error:
        if UNPARSABLE not in error.message.lower():
            raise
    return await bot.send_message(chat, _plain(reply.text), **how)


async def outcome_of_sending(bot: Bot, chat: int, reply: Reply, *, silent: bool, paid: bool) -> Outcome:
    """Send one reminder and say what became of it; never raises for an error of Telegram or the network."""
    return await outcome_of(send(bot, chat, reply, silent=silent, paid=paid))


async def answer(update: Update, context: Context, *replies: Reply, quoting: bool = False) -> None:
    """Answer with new messages below; `quoting` shows which message is answered."""
    chat, message = update.effective_chat, update.effective_message
    assert chat is not None
    for reply in replies:
        await send(context.bot, chat.id, reply, to=message.message_id if quoting and message else None)


async def show(update: Update, context: Context, reply: Reply) -> None:
    """Show a reply in place of the message whose button was pressed; as a new one when there is none."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        await answer(update, context, reply)
        return
    try:
        await query.message.edit_text(
            reply.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(reply.rows)
        )
    except BadRequest as error:
        said = error.message.lower()
        if HARMLESS_EDIT in said:
            return
        if not any(gone in said for gone in GONE):
            raise
        await answer(update, context, reply)


async def settle(update: Update, toast: str = "") -> None:
    """Answer the press, so that the button stops waiting. Too late is no error: the effect counts."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.answer(html.unescape(toast) or None)
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():
            raise


async def close_buttons(update: Update) -> None:
    """Take the buttons off the message whose button was pressed; its words stay."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    try:
        await query.message.edit_reply_markup(None)
    except BadRequest as error:
        said = error.message.lower()
        if HARMLESS_EDIT not in said and not any(gone in said for gone in GONE):
            raise


async def send_document(update: Update, context: Context, content: bytes, name: str, caption: str) -> None:
    chat = update.effective_chat
    assert chat is not None
    await context.bot.send_document(chat.id, content, filename=name, caption=caption)


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def texts(update: Update) -> Sequence[str]:
    """Every piece of text that came in with this update, edited or not, whatever carries it."""
    message = update.effective_message
    if message is None or update.callback_query is not None:
        return ()
    return tuple(each for each in (message.text, message.caption, *_carried(message)) if each)


def _carried(message: Message) -> Iterator[str | None]:
    """The words inside a poll, a list, a contact, a place."""
    if (poll := message.poll) is not None:
        yield from (poll.question, poll.explanation, *(option.text for option in poll.options))
    if (checklist := message.checklist) is not None:
        yield from (checklist.title, *(task.text for task in checklist.tasks))
    if (contact := message.contact) is not None:
        yield from (contact.first_name, contact.last_name)
    if (venue := message.venue) is not None:
        yield from (venue.title, venue.address)
