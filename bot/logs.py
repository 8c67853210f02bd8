"""Logging: one line per event, as text or JSON, and no secret in any of them."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

LIBRARIES = ("telegram", "aiohttp", "apscheduler", "asyncio")


class Redacting(logging.Formatter):
    """Formats a record, traceback included, and takes every secret out of the finished line.

    The last step is the only safe place: a filter on the root logger sees neither the records of child
    loggers nor tracebacks.
    """

    def __init__(self, secrets: Iterable[str], *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        spellings = (each for secret in secrets for each in (secret, quote(secret, safe="")))
        self._secrets = sorted({each for each in spellings if each}, key=len, reverse=True)
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        line = self._json(record) if self._as_json else super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line

    def _json(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


class Aliases:
    """A person in the log: the same short name each time, which nobody without the key can turn back."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, person: int) -> str:
        return hashlib.blake2b(str(person).encode(), key=self._key, digest_size=5).hexdigest()


def _without_updates(record: logging.LogRecord) -> bool:
    """The library quotes whole updates when it cannot read one; what people wrote belongs in no log."""
    if str(record.msg).startswith("Error while parsing updates!"):
        record.msg, record.args, record.exc_info = "updates could not be read", None, None
    return True


def _in_one_line(record: logging.LogRecord) -> bool:
    """Without a network, or on a full disk, polling fails again and again: the same traceback each time."""
    if (
        record.exc_info
        and record.exc_info[1]
        and str(record.msg).startswith("Exception happened while polling")
    ):
        error = record.exc_info[1]
        record.msg, record.args = "no updates: %s: %s", (type(error).__name__, error)
        record.exc_info = None
    return True


def set_up(level: str, *, as_json: bool, secrets: Iterable[str]) -> None:
    """Send every log line to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secrets, as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    quieten(logging.getLevelName(level))


def quieten(level: int) -> None:
    """The libraries never log below INFO, whatever we do: there they quote texts."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.INFO, level))
    logging.getLogger("telegram.ext.ExtBot").addFilter(_without_updates)
    logging.getLogger("telegram.ext.Updater").addFilter(_in_one_line)
    logging.getLogger("apscheduler.executors").setLevel(logging.WARNING)
