"""Drawings and videos on their way to Telegram: uploaded once, then sent by Telegram's own id for them.

Nothing here may keep a person from the words. A file that is missing is ordered, a broken or refused one is
logged, and the caller goes on with text: every method answers None when nothing was shown.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from telegram import Bot, InputMediaPhoto, InputMediaVideo, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.media.card import Card
from bot.media.pace import HEIGHT, WIDTH
from bot.media.shelf import Item, Shelf, still, video
from bot.media.workshop import Workshop
from bot.store.uploads import Uploads
from bot.views.reply import Picture, Video

log = logging.getLogger(__name__)

Markup = Any  # an inline keyboard as plain data, or None
What = str | bytes  # Telegram's id of a file, or the file

HARMLESS_EDIT = "message is not modified"
# Words of refusals that are about the message or its buttons: the text would be refused just so.
NOT_THE_FILE = ("message to edit", "message can't be edited", "message_id_invalid", "chat not found")


class Gallery:
    """`shut`: whether a warning sign shuts exercise for this person; then nothing of it is shown."""

    def __init__(
        self, shelf: Shelf, workshop: Workshop, uploads: Uploads, shut: Callable[[int], bool]
    ) -> None:
        self._shelf = shelf
        self._workshop = workshop
        self._uploads = uploads
        self._shut = shut
        self._uploading: defaultdict[Item, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(
        self, bot: Bot, chat: int, shown: Picture | Video, caption: str, markup: Markup = None, **how: Any
    ) -> Message | None:
        """Send it with a caption (HTML, at most 1,024 characters) as a new message."""
        item = item_of(shown)

        async def send(what: What) -> Message:
            given: dict[str, Any] = how | {
                "caption": caption,
                "parse_mode": ParseMode.HTML,
                "reply_markup": markup,
            }
            if item.pace is None:
                return await bot.send_photo(chat, what, filename=f"{item.name}.png", **given)
            given |= {"width": WIDTH, "height": HEIGHT, "duration": item.pace.seconds}
            return await bot.send_video(
                chat, what, filename=f"{item.name}.mp4", supports_streaming=True, **given
            )

        return await self._shown(bot, chat, item, send)

    async def edit(
        self, bot: Bot, message: Message, shown: Picture | Video, caption: str, markup: Markup
    ) -> Message | None:
        """Put it in place of what a message shows, be that words, a drawing or a video."""
        item = item_of(shown)

        async def edit(what: What) -> Message:
            media = _media(item, what, caption)
            try:
                edited = await bot.edit_message_media(
                    media, chat_id=message.chat_id, message_id=message.message_id, reply_markup=markup
                )
            except BadRequest as error:
                if HARMLESS_EDIT not in error.message.lower():
                    raise
                return message
            assert isinstance(edited, Message), "only inline messages are answered with True"
            return edited

        return await self._shown(bot, message.chat_id, item, edit)

    async def card(self, card: Card) -> bytes | None:
        """The progress card as a PNG, drawn by another process."""
        return await self._workshop.card(card)

    def order_missing(self, items: Iterable[Item]) -> None:
        """Have everything made that is not there yet, in the background."""
        for item in self._shelf.missing(items):
            self._workshop.order(item)

    def close(self) -> None:
        self._workshop.close()

    async def _shown(
        self, bot: Bot, chat: int, item: Item, act: Callable[[What], Awaitable[Message]]
    ) -> Message | None:
        if self._shut(chat):
            log.warning("%s is not shown: exercise is shut", item.name)
            return None
        try:
            return await self._by_id(bot, item, act) or await self._by_upload(bot, item, act)
        except (Forbidden, RetryAfter):
            raise  # so it would be with the words
        except BadRequest as error:
            if any(words in error.message.lower() for words in NOT_THE_FILE):
                raise
            log.warning("%s could not be shown: %s", item.file_name, error.message)
        except (NetworkError, OSError) as error:
            log.warning("%s could not be shown: %s: %s", item.file_name, type(error).__name__, error)
        return None

    async def _by_id(self, bot: Bot, item: Item, act: Callable[[What], Awaitable[Message]]) -> Message | None:
        """By Telegram's id; None when there is none, or Telegram no longer knows it."""
        known = self._uploads.file_id(bot.id, item.name, item.version)
        if known is None:
            return None
        try:
            return await act(known)
        except BadRequest as error:
            if any(words in error.message.lower() for words in NOT_THE_FILE):
                raise
            log.warning("Telegram refuses its id of %s (%s); uploading anew", item.name, error.message)
            self._uploads.forget(bot.id, item.name)
        return None

    async def _by_upload(
        self, bot: Bot, item: Item, act: Callable[[What], Awaitable[Message]]
    ) -> Message | None:
        """From the shelf, and remember the id. Who asks while it is going up waits, and uses the id."""
        async with self._uploading[item]:
            known = self._uploads.file_id(bot.id, item.name, item.version)
            if known is not None:
                return await act(known)
            path = self._shelf.find(item)
            if path is None:
                self._workshop.order(item)
                return None
            message = await act(await asyncio.to_thread(path.read_bytes))
        file_id = _file_id(message)
        if file_id is not None:
            self._uploads.remember(bot.id, item.name, item.version, file_id)
        return message


def item_of(shown: Picture | Video) -> Item:
    """The file that is meant."""
    return still(shown.still) if isinstance(shown, Picture) else video(shown.motion, shown.level)


def _media(item: Item, what: What, caption: str) -> InputMediaPhoto | InputMediaVideo:
    if item.pace is None:
        return InputMediaPhoto(what, caption, parse_mode=ParseMode.HTML, filename=f"{item.name}.png")
    return InputMediaVideo(
        what,
        caption,
        WIDTH,
        HEIGHT,
        item.pace.seconds,
        parse_mode=ParseMode.HTML,
        supports_streaming=True,
        filename=f"{item.name}.mp4",
    )


def _file_id(message: Message) -> str | None:
    if message.photo:
        return message.photo[-1].file_id
    return message.video.file_id if message.video else None
