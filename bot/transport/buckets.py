"""Token buckets: so many messages at once, then one every few seconds. For each person, in bounded memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

TOLD_EVERY = 60.0  # seconds between two kind words about it
MOST_KEYS = 10_000  # remembered at a time; who has been quiet longest is forgotten first


class Turn(Enum):
    """What a message meets: it is handled, answered with a kind word, or not answered."""

    HANDLE = "handle"
    SAY_SO = "say so"
    SILENCE = "silence"


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told_at: float = float("-inf")


class Buckets:
    """`burst` messages at once, then one every `seconds_each`; `monotonic` gives seconds that only grow."""

    def __init__(
        self, burst: int, seconds_each: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = float(burst)
        self._seconds_each = seconds_each
        self._monotonic = monotonic
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: int, cost: float) -> Turn:
        """Whether the next message of this person (or chat) is handled; `cost` 1 is a whole one."""
        now = self._monotonic()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        self._buckets[key] = bucket
        while len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) / self._seconds_each)
        bucket.at = now
        if bucket.tokens >= cost:
            bucket.tokens -= cost
            return Turn.HANDLE
        if now - bucket.told_at >= TOLD_EVERY:
            bucket.told_at = now
            return Turn.SAY_SO
        return Turn.SILENCE
