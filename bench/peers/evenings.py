"""A Bot API on loopback on which a thousand people live through one recorded evening, or write to an echo.

Started by bench.evenings. Hands out updates all at once, or at a steady rate; an answer leaves `delay`
seconds after its request came in. Notes when each update could be fetched, when the first message for it came
back, and in what order. It serves one run.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from collections import deque
from typing import Any

from bench.peers.loopback import fields_of, serve

BATCH = 100
LONG_POLL = 0.2
ME = {"id": 7000000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
SHOWN = frozenset(
    {"sendmessage", "editmessagetext", "sendphoto", "sendvideo", "sendmediagroup", "editmessagemedia"}
)


class Crowd:
    """Who says what: the steps of an evening for each chat, shuffled among chats, in order within each."""

    def __init__(self, steps: list[dict[str, Any]], person: int, chats: int) -> None:
        self.expected = [step["shown"] for step in steps]
        templates = [json.dumps(step["update"]) for step in steps]
        order = [chat for chat in range(1, chats + 1) for _ in steps]
        random.Random(7).shuffle(order)
        at = [0] * (chats + 1)
        self.updates: list[tuple[int, bytes]] = []
        for number, chat in enumerate(order, start=1):
            update = json.loads(templates[at[chat]].replace(str(person), str(50_000_000 + chat)))
            update["update_id"] = number
            at[chat] += 1
            self.updates.append((50_000_000 + chat, json.dumps(update).encode()))


class Api:
    """What a bot may ask, and what was seen of it. `rate`: updates a second; 0 is all at once."""

    def __init__(self, crowd: Crowd, delay: float, rate: float) -> None:
        self.crowd = crowd
        self.delay = delay
        self.rate = rate
        self.total = sum(crowd.expected) * (len(crowd.updates) // len(crowd.expected))
        self.shown = 0
        self.begun: float | None = None
        self.ended: float | None = None
        self.latencies: list[float] = []
        self._waiting: dict[int, deque[tuple[float, int]]] = {}
        self._released = 0
        self._steps: dict[int, int] = {}

    def answer(self, path: str, body: bytes) -> tuple[bytes, float]:
        method = path.rpartition("/")[2].lower()
        if method == "getupdates":
            return self._poll(fields_of(body))
        if method == "report":
            return json.dumps(self.report()).encode(), 0.0
        if method not in SHOWN:
            return json.dumps({"ok": True, "result": ME if method == "getme" else True}).encode(), self.delay
        fields = fields_of(body)
        chat = int(fields["chat_id"])
        self._note(chat)
        message = {
            "message_id": self.shown,
            "date": int(time.time()),  # noqa: TID251  # it stands for Telegram, whose clock is right
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "from": ME,
            "text": fields.get("text", ""),
        }
        return json.dumps({"ok": True, "result": message}).encode(), self.delay

    def _poll(self, fields: dict[str, str]) -> tuple[bytes, float]:
        now = time.perf_counter()
        if self.begun is None:
            self.begun = now
        free = int((now - self.begun) * self.rate) + 1 if self.rate else len(self.crowd.updates)
        free = min(free, len(self.crowd.updates))
        for number in range(self._released, free):
            chat = self.crowd.updates[number][0]
            released = self.begun + number / self.rate if self.rate else now
            step = self._steps.get(chat, 0)
            self._steps[chat] = step + 1
            self._waiting.setdefault(chat, deque()).append((released, self.crowd.expected[step]))
        self._released = free
        first = max(int(fields.get("offset", 0)) - 1, 0)
        batch = [body for _, body in self.crowd.updates[first : min(first + BATCH, free)]]
        wait = 0.0 if batch else (0.005 if self._released < len(self.crowd.updates) else LONG_POLL)
        return b'{"ok":true,"result":[' + b",".join(batch) + b"]}", wait

    def _note(self, chat: int) -> None:
        """The first message for a step is its latency; its last one ends it."""
        now = time.perf_counter()
        self.shown += 1
        line = self._waiting.get(chat)
        while line and line[0][1] == 0:
            line.popleft()
        if line:
            released, left = line.popleft()
            if released:
                self.latencies.append(now - released)
            if left > 1:
                line.appendleft((0.0, left - 1))
        if self.shown == self.total:
            self.ended = now

    def report(self) -> dict[str, Any]:
        cuts = statistics.quantiles(self.latencies, n=20) if len(self.latencies) > 20 else [0.0] * 19
        return {
            "total": self.total,
            "shown": self.shown,
            "begun": self.begun is not None,
            "seconds": (self.ended - self.begun) if self.ended and self.begun else None,
            "p50": cuts[9],
            "p95": cuts[18],
        }


def main() -> None:
    """One JSON line on standard input says what to serve."""
    given = json.loads(sys.stdin.readline())
    crowd = Crowd(given["steps"], given["person"], given["chats"])
    asyncio.run(serve(Api(crowd, given["delay"], given["rate"]).answer))


if __name__ == "__main__":
    main()
