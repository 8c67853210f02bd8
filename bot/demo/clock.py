"""The clock that the demo can move: real time plus an offset."""

import time
from collections.abc import Callable
from datetime import datetime

from bot.demo.changes import Changes
from bot.demo.wire import Json

# Far enough for any test of a year's break, near enough for every calendar.
FARTHEST = 20 * 366 * 86_400


def real_now() -> float:
    """Seconds since 1970."""
    return time.time()  # noqa: TID251 — the demo's one clock read


class Clock:
    """Seconds since 1970, moved by `offset` seconds; `version` grows with every move."""

    def __init__(self, real: Callable[[], float], changes: Changes) -> None:
        self._real = real
        self._changes = changes
        self.offset = 0.0
        self.version = 0

    def now(self) -> float:
        """The demo's time."""
        return self._real() + self.offset

    def move(self, offset: float) -> None:
        """Set the offset; ValueError if it is not a number of seconds within twenty years."""
        if not abs(offset) <= FARTHEST:
            raise ValueError("the clock moves at most twenty years")
        self.offset = offset
        self.version += 1
        self._changes.publish("clock", **self.to_json())

    def move_to(self, moment: str) -> None:
        """Move to an ISO time that names its zone or offset; ValueError if it does not."""
        aim = datetime.fromisoformat(moment)
        if aim.tzinfo is None:
            raise ValueError("the time needs an offset, such as 2026-11-22T22:30:00+09:00")
        self.move(aim.timestamp() - self._real())

    def to_json(self) -> Json:
        """What the bot and the page read."""
        return {"offset": self.offset, "version": self.version, "now": self.now()}
