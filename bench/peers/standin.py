"""A Bot API on loopback that is fast enough not to be what is measured: `python -m bench.peers.standin`.

Prints its port. Hands out `--chats` × `--messages` text messages through getUpdates, in a shuffled order that
is the same each time, and notes in what order the echoes of each chat come back. An answer leaves `--delay`
seconds after its request came in, as over a network; getUpdates after `--poll-delay`. /report tells what was
seen. It serves one run.
"""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import click

from bench.peers.loopback import fields_of, serve

BATCH = 100  # updates per getUpdates, Telegram's own limit
LONG_POLL = 0.2  # seconds; when nothing is left, so that a bot can stop soon
DATE = 1_795_000_000
ME = {"id": 123456, "is_bot": True, "first_name": "Echo", "username": "echo_bot"}


def traffic(chats: int, messages: int) -> list[bytes]:
    """The updates as JSON, ids from 1; the text is the message's number within its chat."""
    order = [chat for chat in range(1, chats + 1) for _ in range(messages)]
    random.Random(7).shuffle(order)
    sent = [0] * (chats + 1)
    updates = []
    for number, chat in enumerate(order, start=1):
        sent[chat] += 1
        updates.append(json.dumps(_update(number, chat, str(sent[chat]))).encode())
    return updates


def _update(number: int, chat: int, text: str) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "P", "language_code": "en"}
    return {"update_id": number, "message": _message(number, chat, text) | {"from": person}}


def _message(number: int, chat: int, text: str) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": DATE,
        "chat": {"id": chat, "type": "private", "first_name": "P"},
        "text": text,
    }


class BotApi:
    """What a bot may ask, and what was seen of it."""

    def __init__(self, updates: list[bytes], delay: float, poll_delay: float) -> None:
        self.updates = updates
        self.delay = delay
        self.poll_delay = poll_delay
        self.received = 0
        self.last_of: dict[int, int] = {}
        self.disordered: set[int] = set()

    def answer(self, path: str, body: bytes) -> tuple[bytes, float]:
        """The body, and in how many seconds it leaves."""
        method, fields = path.rpartition("/")[2].lower(), fields_of(body)
        if method == "sendmessage":
            return self._take(int(fields["chat_id"]), fields["text"]), self.delay
        if method == "getupdates":
            batch = self._batch(int(fields.get("offset", 0)))
            return b'{"ok":true,"result":[' + b",".join(
                batch
            ) + b"]}", self.poll_delay if batch else LONG_POLL
        if method == "report":
            return json.dumps({"received": self.received, "disordered": len(self.disordered)}).encode(), 0
        return json.dumps({"ok": True, "result": ME if method == "getme" else True}).encode(), self.delay

    def _batch(self, offset: int) -> list[bytes]:
        first = max(offset - 1, 0)
        return self.updates[first : first + BATCH]

    def _take(self, chat: int, text: str) -> bytes:
        self.received += 1
        if int(text) != self.last_of.get(chat, 0) + 1:
            self.disordered.add(chat)
        self.last_of[chat] = int(text)
        result = _message(self.received, chat, text) | {"from": ME}
        return json.dumps({"ok": True, "result": result}).encode()


@click.command()
@click.option("--chats", default=1_000)
@click.option("--messages", default=5)
@click.option("--delay", default=0.06)
@click.option("--poll-delay", default=0.0)
def main(chats: int, messages: int, delay: float, poll_delay: float) -> None:
    asyncio.run(serve(BotApi(traffic(chats, messages), delay, poll_delay).answer))


if __name__ == "__main__":
    main()
