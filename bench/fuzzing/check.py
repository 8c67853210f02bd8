"""What must never be.

An error of the bot, a request that Telegram refuses, a word about or to somebody else, a message or press
without an answer, and exercise for somebody whom a warning sign shuts out.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from bench.fuzzing.space import MARK
from bot.demo.state import CallRecord, Person, World

# Refusals that are somebody's doing, not the bot's: a query nobody asked, a message that is gone, a block.
NOT_OURS = (
    "query is too old",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "bot was blocked by the user",
)
# The type space holds updates that the library cannot read; to leave those out is no error.
LEFT_OUT = (
    "Error while parsing updates!",
    "Something went wrong processing",
    "an update that cannot be read",
)


SHOWING = ("sendphoto", "sendvideo", "editmessagemedia")
# Buttons of exercise itself. A page that leads there may be offered: it is checked again when it is opened.
EXERCISE = re.compile(
    r"v1:(tonight:(start|alone|did|done|all|rest|ease|second|keep)"
    r"|plan:(how|easier|harder|lower|choose|change|routine)|night:(later|done))\b"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """Who may hear something, who must, and who is shut out from before to the end: ids of people."""

    may_hear: Set[int] = frozenset()
    must_hear: Set[int] = frozenset()
    shut: Set[int] = frozenset()


class FoundError(AssertionError):
    """What the fuzzer is for."""


class Errors(logging.Handler):
    """Collects what the bot says at ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if not any(words in line for words in LEFT_OUT):
            self.lines.append(line)


class Checker:
    """Looks at every request of the bot once, after each round. Raises FoundError for the first fault.

    `unasked`: words of a message that may come at any time, to whom nothing else may. `reused`: the ids of
    files that the bot sends again.
    """

    def __init__(
        self,
        world: World,
        people: Sequence[Person],
        errors: Errors,
        unasked: Sequence[str],
        reused: Callable[[], Set[str]],
    ) -> None:
        self._world = world
        self._errors = errors
        self._unasked = unasked
        self._reused = reused
        self.shown: Counter[str] = Counter()  # pictures and videos, by method
        # What only this person may be told: their mark (in name and texts), and their id.
        self._secrets = {
            person.id: re.compile(rf"{MARK}{number:03}|\b{person.id}\b")
            for number, person in enumerate(people)
        }

    def look(self, expected: Expected) -> None:
        """At everything since the last look."""
        if self._errors.lines:
            raise FoundError("unhandled: " + "\n".join(self._errors.lines))
        if self._world.presses:
            raise FoundError(f"silence: presses without an answer: {list(self._world.presses.values())}")
        heard = set()
        for record in self._world.log:
            if not record.accepted and not any(words in record.description for words in NOT_OURS):
                raise FoundError(f"refused: {record.method} {record.description} {record.fields}")
            if record.accepted and record.method in SHOWING:
                self.shown[record.method] += 1
            chat = record.fields.get("chat_id")
            if chat in self._secrets:
                heard.add(chat)
                self._look_at(record, chat, expected)
        if unanswered := expected.must_hear - heard:
            raise FoundError(f"silence: nothing for {unanswered}")
        self.forget()

    def forget(self) -> None:
        """Look no more at what has been done so far; the files that were sent once go with it."""
        self._world.log.clear()
        self._world.presses.clear()
        self._world.files.forget(but=self._reused())
        self._errors.lines.clear()

    def _look_at(self, record: CallRecord, chat: int, expected: Expected) -> None:
        said = self._said(record.fields)
        if chat not in expected.may_hear and not any(words in said for words in self._unasked):
            raise FoundError(f"leak: {record.method} to {chat}, who did nothing: {said!r}")
        if chat in expected.shut and (EXERCISE.search(said) or _shows_exercise(record)):
            raise FoundError(f"exercise under a warning sign: {record.method} to {chat}: {said!r}")
        said += self._in_document(chat) if record.method == "senddocument" else ""
        for other, secret in self._secrets.items():
            if other != chat and secret.search(said):
                raise FoundError(f"leak: something of {other} in {record.method} to {chat}: {said!r}")

    def _said(self, fields: dict[str, Any]) -> str:
        return "".join(str(fields.get(name, "")) for name in ("text", "caption", "media", "reply_markup"))

    def _in_document(self, chat: int) -> str:
        """The words of the newest document here: everything that is stored about somebody goes out as one."""
        bodies = [each.body for each in self._world.messages[chat].values() if "document" in each.body]
        return self._world.files.by_id(bodies[-1]["document"]["file_id"]).content.decode()


def _shows_exercise(record: CallRecord) -> bool:
    """A video or a drawing; the progress card is neither, and has no words in italics about what is on it."""
    drawing = record.method == "sendphoto" and "<i>" in record.fields.get("caption", "")
    return drawing or record.method in ("sendvideo", "editmessagemedia")
