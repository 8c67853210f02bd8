"""What belongs in no log line, and a log of this process at DEBUG, as an operator would see it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from urllib.parse import quote

from bot.demo.server import TOKEN, StandIn
from bot.demo.state import FIRST_PERSON
from bot.logs import LIBRARIES, Redacting, quieten

LONG_ENOUGH = 8  # characters of a text: "22:30" and "no" stand in a log line by chance


def private(server: StandIn) -> set[str]:
    """The token in each spelling, and of the people their names, ids, and what they wrote."""
    token = server.token
    found = {token, quote(token, safe=""), token.partition(":")[2]}
    for person in server.world.people.values():
        if person.id >= FIRST_PERSON:  # others have numbers for names
            found |= {str(person.id), person.first_name}
    for chat in server.world.messages.values():
        for message in chat.values():
            text = (
                str(message.body.get("text") or message.body.get("caption") or "") if message.sender else ""
            )
            if len(text) >= LONG_ENOUGH and not text.startswith("/"):
                found.add(text)
    return found


def told(server: StandIn, log: str) -> list[str]:
    """What stands in the log and should not."""
    return sorted(each for each in private(server) if each and each in log)


@contextmanager
def listening() -> Iterator[StringIO]:
    """Everything that is logged meanwhile, down to DEBUG; afterwards logging is as before."""
    log, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Redacting([TOKEN], as_json=False))
    named = [root, *map(logging.getLogger, (*LIBRARIES, "apscheduler.executors"))]
    levels = [logger.level for logger in named]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quieten(logging.DEBUG)
    yield log
    root.removeHandler(handler)
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)
