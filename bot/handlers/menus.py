"""What Telegram shows around the chat: the bot's name, its descriptions, and the command menu."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.catalogue.load import Catalogue
from bot.coach.model import Language

log = logging.getLogger(__name__)


async def show_menus(bot: Bot, catalogue: Catalogue) -> None:
    """Tell them to Telegram, per language; it keeps them between starts. A refusal is only logged."""
    words = catalogue.botfather
    try:
        for language in Language:
            code = None if language is Language.EN else language.value
            commands = [BotCommand(name, text[language]) for name, text in words.commands.items()]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_name(words.name[language], language_code=code)
            await bot.set_my_short_description(words.short_description[language], language_code=code)
            await bot.set_my_description(words.description[language], language_code=code)
    except TelegramError as error:
        log.warning("the menu could not be set: %s", error.message)
