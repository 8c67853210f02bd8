"""What somebody does next. Plain data, so that hypothesis can make it and print it.

Every `number` stands for a choice that is known only when the step is played: it counts modulo what there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Onward:
    """Go on with what was begun: answer the question that waits, press what leads deeper, or begin something.

    `willing`: as somebody would who wants to get to a plan and through the evening.
    """

    number: int
    willing: bool


@dataclass(frozen=True, slots=True)
class Press:
    """Any button of the newest message that has some."""

    number: int


@dataclass(frozen=True, slots=True)
class OldPress:
    """Any button of any message: most are of another evening."""

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
class Share:
    """Something that is no text: what `bot.demo.person.say` knows by this name, with its value."""

    kind: str
    value: Any
    caption: str = ""


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
    """What came last, of anybody, with the same number; or the person's own last update under a new one."""

    same_number: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Block the bot; whatever is to be done next takes it back."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Sit still: whoever does so must hear nothing."""


Step: TypeAlias = Onward | Press | OldPress | Forge | Say | Share | Edit | Odd | Again | Block | Nothing
