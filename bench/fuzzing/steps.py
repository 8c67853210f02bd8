"""What somebody does next. Plain data, so that hypothesis can make it, shorten it and print it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Press:
    """The button of this number (modulo how many there are) on the newest message that has any."""

    number: int


@dataclass(frozen=True, slots=True)
class Onward:
    """A button of the newest message that goes on with a conversation; without one, a command begins one."""

    number: int


@dataclass(frozen=True, slots=True)
class OldPress:
    """The same, over all buttons of all messages: most are of another evening."""

    number: int


@dataclass(frozen=True, slots=True)
class Forge:
    """Callback data that stands on no button."""

    data: str


@dataclass(frozen=True, slots=True)
class Say:
    """A text, typed or forwarded."""

    text: str
    forward: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The person's last message, changed into this."""

    text: str


@dataclass(frozen=True, slots=True)
class Odd:
    """An update of some kind from the type space; `as_person` puts the person and their chat into it."""

    kind: str
    content: Any
    as_person: bool


@dataclass(frozen=True, slots=True)
class Again:
    """The update before, once more, with the same number."""


Step: TypeAlias = Press | Onward | OldPress | Forge | Say | Edit | Odd | Again
