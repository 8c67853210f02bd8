"""The pacing of a set: which second belongs to what. Plain numbers; pictures and tones are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.coach.model import Level

WIDTH, HEIGHT = 640, 480  # of the video, in pixels
READY_SECONDS = 5
CHANGE_SECONDS = 5
END_SECONDS = 2


class NoEncoderError(Exception):
    """PyAV is not installed: no videos can be made here."""


class Phase(StrEnum):
    READY = "ready"
    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    CHANGE = "change"  # to the other side
    END = "end"


@dataclass(frozen=True, slots=True)
class Pace:
    """One set: what moves (an id of `motions`), how often, and for how many whole seconds each part lasts."""

    motion: str
    reps: int
    up: int
    hold: int
    down: int
    sides: int = 1

    @classmethod
    def of(cls, motion: str, level: Level) -> Pace:
        return cls(motion, level.reps, level.up, level.hold, level.down, 2 if level.per_side else 1)

    @property
    def name(self) -> str:
        """As the file is called: "hip-lift-10x3-2-4"."""
        sides = "-both" if self.sides > 1 else ""
        return f"{self.motion}-{self.reps}x{self.up}-{self.hold}-{self.down}{sides}"

    @property
    def seconds(self) -> int:
        """How long the video is, from get-ready to the bell."""
        return sum(part.seconds for part in timeline(self))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of time with one thing to do. `rep` counts from 1 within a side, 0 outside of any."""

    phase: Phase
    seconds: int
    rep: int
    side: int


def timeline(pace: Pace) -> Iterator[Part]:
    """The parts in order: get ready, every repetition, the other side, the end."""
    yield Part(Phase.READY, READY_SECONDS, 0, 1)
    for side in range(1, pace.sides + 1):
        if side > 1:
            yield Part(Phase.CHANGE, CHANGE_SECONDS, 0, side)
        for rep in range(1, pace.reps + 1):
            yield Part(Phase.UP, pace.up, rep, side)
            yield Part(Phase.HOLD, pace.hold, rep, side)
            yield Part(Phase.DOWN, pace.down, rep, side)
    yield Part(Phase.END, END_SECONDS, pace.reps, pace.sides)
