"""Reply → Telegram message and buttons. The only place that sends, edits and answers presses."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError
from telegram.ext import CallbackContext

from bot.handlers.gallery import HARMLESS_EDIT, Gallery, Markup
from bot.media.card import Card
from bot.transport.bot import PlainBot
from bot.transport.outcome import Outcome, Sent, Taken
from bot.transport.send import outcome_of
from bot.views.reply import Button, Reply, Rows

log = logging.getLogger(__name__)

Context = CallbackContext[PlainBot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Callback = Callable[[Update, Context], Coroutine[Any, Any, Any]]

# Answers of Telegram to an edit or a press that mean: there is nothing left to do (as does HARMLESS_EDIT).
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
TOO_LATE = "query is too old"
UNPARSABLE = "can't parse entities"

LONGEST_CAPTION = 1024
GALLERY = "gallery"  # where the application keeps it
LEFT_BEHIND = "left behind"  # messages whose buttons were taken off when the talk went on below
MOST_LEFT_BEHIND = 2_000


def keyboard(rows: Rows) -> Markup:
    """The buttons as the Bot API takes them; None without any."""
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data}


async def send(
    bot: PlainBot,
    chat: int,
    reply: Reply,
    *,
    silent: bool = False,
    to: int | None = None,
    paid: bool = False,
    gallery: Gallery | None = None,
) -> Taken:
    """Send a reply, `to` a message if one is named and still there; with its picture, if that can be had.

    `paid`: above Telegram's free rate.

    A text that Telegram cannot parse (it never should come to that) goes out plain, once.
    """
    how: dict[str, Any] = {
        "disable_notification": silent,
        "allow_paid_broadcast": paid or None,
        "reply_parameters": {"message_id": to, "allow_sending_without_reply": True} if to else None,
    }
    if (with_picture := await _with_picture(bot, chat, reply, gallery, how)) is not None:
        return with_picture
    how["reply_markup"] = keyboard(reply.rows)
    try:
        return await _send_words(bot, chat, reply.text, parse_mode=ParseMode.HTML, **how)
    except BadRequest as error:
        if UNPARSABLE not in error.message.lower():
            raise
    return await _send_words(bot, chat, _plain(reply.text), **how)


async def _send_words(bot: PlainBot, chat: int, text: str, **how: Any) -> Sent:
    message = await bot.call("sendMessage", chat_id=chat, text=text, **how)
    return Sent(message["message_id"], datetime.fromtimestamp(message["date"], UTC))


async def _with_picture(
    bot: PlainBot, chat: int, reply: Reply, gallery: Gallery | None, how: dict[str, Any]
) -> Message | None:
    """The whole reply as a picture with its caption; None when the words have to be a message of their own.

    Words too long for a caption follow below the picture, which then says only what is on it.
    """
    if gallery is None or reply.shown is None:
        return None
    caption = _caption(reply)
    if caption is not None:
        return await gallery.send(bot, chat, reply.shown, caption, keyboard(reply.rows), **how)
    await gallery.send(bot, chat, reply.shown, f"<i>{reply.shown.alt}</i>", **how)
    return None


def _caption(reply: Reply) -> str | None:
    """The words with what is on the picture below them; None when that is too long for a caption."""
    assert reply.shown is not None
    parts = [reply.text, f"<i>{reply.shown.alt}</i>"]
    caption = "\n\n".join(part for part in parts if part)
    return caption if _length(caption) <= LONGEST_CAPTION else None


def gallery_of(context: Context) -> Gallery | None:
    """Pictures and videos; None when the bot was told to use words alone."""
    found = context.bot_data.get(GALLERY)
    return found if isinstance(found, Gallery) else None


async def answer_with_card(update: Update, context: Context, card: Card, reply: Reply) -> None:
    """Answer with the progress card and the same in words; without the card if it cannot be had."""
    gallery, chat = gallery_of(context), update.effective_chat
    assert chat is not None
    picture = await gallery.card(card) if gallery else None
    fits = _length(reply.text) <= LONGEST_CAPTION
    below: dict[str, Any] = {"caption": reply.text, "reply_markup": keyboard(reply.rows)} if fits else {}
    try:
        if picture is not None:
            await context.bot.send_photo(
                chat.id, picture, filename="evenings.png", parse_mode=ParseMode.HTML, **below
            )
    except NetworkError as error:  # a refusal too; being blocked is none
        log.warning("a progress card could not be sent: %s", error.message)
        picture = None
    if picture is None or not fits:
        await answer(update, context, reply)


def _length(text: str) -> int:
    """As Telegram counts: UTF-16 units of what is left once the HTML is read."""
    return len(_plain(text).encode("utf-16-le")) // 2


async def outcome_of_sending(
    bot: PlainBot,
    chat: int,
    reply: Reply,
    *,
    silent: bool,
    paid: bool = False,
    gallery: Gallery | None = None,
) -> Outcome:
    """Send one reminder and say what became of it; never raises for an error of Telegram or the network."""
    return await outcome_of(send(bot, chat, reply, silent=silent, paid=paid, gallery=gallery))


async def answer(update: Update, context: Context, *replies: Reply, quoting: bool = False) -> None:
    """Answer with new messages below; `quoting` shows which message is answered.

    A reply without text is a picture alone; it is left out when it cannot be had.
    """
    chat, message = update.effective_chat, update.effective_message
    assert chat is not None
    gallery = gallery_of(context)
    for reply in replies:
        quoted = message.message_id if quoting and message else None
        if reply.text:
            await send(context.bot, chat.id, reply, to=quoted, gallery=gallery)
        elif gallery is not None and reply.shown is not None:
            await gallery.send(context.bot, chat.id, reply.shown, f"<i>{reply.shown.alt}</i>")


async def show(update: Update, context: Context, reply: Reply) -> None:
    """Show a reply in place of the message whose button was pressed; as a new one when there is none.

    Words can become a picture in place, and a picture another one; a picture cannot become words, nor can a
    file, which a forged press may be on. Then the talk goes on below, and the picture stays, without its
    buttons.
    """
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        await answer(update, context, reply)
        return
    pressed, gallery = query.message, gallery_of(context)
    try:
        if gallery is not None and reply.shown is not None and (caption := _caption(reply)) is not None:
            edited = await gallery.edit(context.bot, pressed, reply.shown, caption, keyboard(reply.rows))
            if edited is not None:
                return
        if pressed.text is None:
            await _go_on_below(context, pressed, replace(reply, shown=None))
            return
        await context.bot.call(
            "editMessageText",
            chat_id=pressed.chat_id,
            message_id=pressed.message_id,
            text=reply.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply.rows),
        )
    except BadRequest as error:
        said = error.message.lower()
        if HARMLESS_EDIT in said:
            return
        if not any(gone in said for gone in GONE):
            raise
        await answer(update, context, reply)


async def _go_on_below(context: Context, pressed: Message, reply: Reply) -> None:
    """A new message, answering the same question as the pressed one, whose buttons go.

    A second press that was made before they went finds that the talk has gone on already.
    """
    left: dict[tuple[int, int], None] = context.bot_data.setdefault(LEFT_BEHIND, {})
    if (pressed.chat_id, pressed.message_id) in left:
        return
    asked = pressed.reply_to_message
    await send(context.bot, pressed.chat_id, reply, to=asked.message_id if asked else None)
    left[pressed.chat_id, pressed.message_id] = None
    if len(left) > MOST_LEFT_BEHIND:
        del left[next(iter(left))]
    await _without_buttons(pressed)


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
    await _without_buttons(query.message)


async def _without_buttons(message: Message) -> None:
    try:
        await message.edit_reply_markup(None)
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
