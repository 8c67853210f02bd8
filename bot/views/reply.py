"""What a view gives back, and how a button says what it means. Plain data, no Telegram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.coach.model import Level

VERSION = "v1"
LONGEST_DATA = 64  # bytes, Telegram's limit for callback data


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled button: with callback `data`, or with a `url`."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing by its id, with what is on it in words (HTML)."""

    still: str
    alt: str


@dataclass(frozen=True, slots=True)
class Video:
    """The pacing video of a movement at a level, with what is in it in words (HTML)."""

    motion: str
    level: Level
    alt: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: HTML text, rows of buttons, and what is shown with it."""

    text: str
    rows: Rows = ()
    shown: Picture | Video | None = None


def press(conversation: str, step: str, *values: object) -> str:
    """The data of a button: `v1:check:red:R1`. Ids and numbers only; raises ValueError over 64 bytes."""
    data = ":".join((VERSION, conversation, step, *(str(value) for value in values)))
    if len(data.encode()) > LONGEST_DATA:
        raise ValueError(f"callback data over {LONGEST_DATA} bytes: {data}")
    return data


@dataclass(frozen=True, slots=True)
class Press:
    """A button's data, read back."""

    conversation: str
    step: str
    values: tuple[str, ...]

    def night(self) -> date | None:
        """The first value as a night (20261122), or None when it is none."""
        return night_from(self.values[0]) if self.values else None


def read_press(data: str) -> Press | None:
    """The press behind callback data; None for anything that no button of this version carries."""
    match data.split(":"):
        case [version, conversation, step, *values] if version == VERSION and conversation and step:
            return Press(conversation, step, tuple(values))
    return None


def night_mark(night: date) -> str:
    """A night inside callback data: 20261122."""
    return night.strftime("%Y%m%d")


def night_from(mark: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", mark):
        return None
    try:
        return date(int(mark[:4]), int(mark[4:6]), int(mark[6:]))
    except ValueError:
        return None
