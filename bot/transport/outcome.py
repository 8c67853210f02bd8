"""What became of one message that was sent: plain data, known to everyone who has to act on it.

The question behind every outcome is the same: may it be sent again? Telegram has no idempotency key, so a
second copy can only be avoided by knowing that the first never left, or by not asking twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias


class Taken(Protocol):
    """A message that Telegram took: the library's own, or `Sent`."""

    @property
    def message_id(self) -> int: ...

    @property
    def date(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it. `date` (UTC) is Telegram's clock, good for checking ours."""

    message_id: int
    date: datetime


@dataclass(frozen=True, slots=True)
class NotSent:
    """It never reached a chat: sending it again cannot make a second copy.

    `retry_after`: for how many seconds Telegram wants nothing from the whole bot (429), if it said so.
    """

    reason: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was on its way when we lost sight of it, and most often it has arrived: do not send it again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refused it, and would refuse it again.

    `permanent`: this chat is closed to us (blocked, deactivated, gone), so stop writing to it.
    Otherwise it is this one message that did not please, or a refusal we do not know.
    """

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """The bot's token is no longer valid: nothing can be sent to anyone."""


Outcome: TypeAlias = Sent | NotSent | Unknown | Rejected | Unauthorized
