"""Awaits one message to Telegram and says what became of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.transport.outcome import NotSent, Outcome, Rejected, Sent, Taken, Unauthorized, Unknown

LOG = logging.getLogger(__name__)

# Telegram's own words, without "Forbidden: " or "Bad Request: ", in small letters. Exact on purpose: an
# unknown refusal must not end anybody's reminders.
CLOSED_TO_US = frozenset(
    {
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation with a user",
        "bot can't send messages to bots",
        "chat not found",
        "user not found",
        "peer_id_invalid",
        "the group chat was deleted",
        "group chat was deleted",
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot was kicked from the channel chat",
        "bot is not a member of the group chat",
        "bot is not a member of the supergroup chat",
        "bot is not a member of the channel chat",
    }
)

# No connection yet: refused, no such host, no TLS, none in time, none free in the pool.
NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

TEXT_CANNOT_BE_SENT = Rejected("text cannot be sent", permanent=False)


async def outcome_of(call: Awaitable[Taken]) -> Outcome:
    """What became of the message that `call` sends over AiohttpRequest; never raises, except when cancelled.

    What cannot be classed is Unknown, because that is the outcome which never makes a second copy.
    """
    try:
        taken = await call
        return Sent(taken.message_id, taken.date)
    except TelegramError as error:
        return _outcome_of_error(error)
    except UnicodeEncodeError:
        return TEXT_CANNOT_BE_SENT
    except Exception as error:
        # For example a 200 whose JSON holds no message; there are many ways to trip over it.
        LOG.exception("A message ended in an error of no known class")
        return Unknown(f"unexpected {type(error).__name__}")


def _outcome_of_error(error: TelegramError) -> Outcome:
    if isinstance(error.__cause__, TelegramError):
        # The body could not be parsed, so its status is some gateway's word, not Telegram's.
        return Unknown("the answer was not the Bot API's")
    match error:
        case RetryAfter():
            return NotSent("too many requests", silence_seconds(error))
        case InvalidToken():
            return Unauthorized()
        case ChatMigrated():
            return Rejected(f"chat moved to {error.new_chat_id}", permanent=True)
        case Forbidden() | BadRequest():
            return Rejected(error.message, permanent=_bare(error.message) in CLOSED_TO_US)
        case NetworkError():
            return _outcome_on_the_way(error)
    return Unknown(error.message)


def _outcome_on_the_way(error: NetworkError) -> Outcome:
    """For an error between us and Telegram, where the cause tells how far the request came."""
    if isinstance(error.__cause__, NEVER_LEFT):
        return NotSent(error.message)
    if isinstance(error.__cause__, UnicodeEncodeError):
        return TEXT_CANNOT_BE_SENT
    if error.message.startswith("Too Many Requests"):  # a 429 that does not say for how long
        return NotSent("too many requests")
    return Unknown(error.message)


def _bare(description: str) -> str:
    text = description.lower()
    return text.removeprefix("forbidden: ").removeprefix("bad request: ")


def silence_seconds(error: RetryAfter) -> float:
    """How long Telegram wants nothing. The library gives a number, or a timedelta under PTB_TIMEDELTA."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
