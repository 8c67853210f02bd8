"""Faults by script: what goes wrong with the next calls of a method, as it would on a real network."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from bot.demo.updates import CONFLICT
from bot.demo.wire import Json

Then = Literal["answer", "drop"]


@dataclass(frozen=True)
class Fault:
    """One fault. `deliver` says whether the call takes effect; `then` whether an answer comes back.

    drop before delivery: deliver=False, then="drop"; after it: deliver=True, then="drop".
    """

    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    skip: int = 0
    delay: float = 0.0
    delay_after: float = 0.0
    deliver: bool = False
    then: Then = "answer"
    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    body: str | None = None

    def fits(self, method: str, chat_id: object) -> bool:
        """Whether this fault is meant for such a call."""
        wanted = self.method.lower()
        return wanted in ("*", method.lower()) and self.chat_id in (None, chat_id)

    def answer(self) -> Json:
        """Telegram's error body for `status`."""
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        given = {key: value for key, value in parameters.items() if value is not None}
        code = self.status or 500
        return {
            "ok": False,
            "error_code": code,
            "description": self.description or _usual(code, self.retry_after),
        } | ({"parameters": given} if given else {})

    @property
    def is_only_slow(self) -> bool:
        """The call goes its normal way, only later."""
        return self.then == "answer" and self.status is None and self.body is None


def _usual(code: int, retry_after: int | None) -> str:
    return {
        401: "Unauthorized",
        403: "Forbidden: bot was blocked by the user",
        409: CONFLICT,
        429: f"Too Many Requests: retry after {retry_after}",
        500: "Internal Server Error",
        502: "Bad Gateway",
    }.get(code, "Bad Request: oops")


def fault_from(given: Json) -> Fault:
    """A fault from JSON; ValueError for a key or an ending that does not exist."""
    if unknown := given.keys() - Fault.__dataclass_fields__.keys():
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    fault = Fault(**given)
    if fault.then not in get_args(Then):
        raise ValueError(f"then is one of {', '.join(get_args(Then))}")
    return fault


class Faults:
    """The script: the first fault that fits a call is used, `times` times after `skip` calls."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put a fault at the end of the script; times=-1 lasts until cleared."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault for this call, if any; uses it up."""
        for index, fault in enumerate(self._waiting):
            if not fault.fits(method, chat_id):
                continue
            if fault.skip:
                self._waiting[index] = replace(fault, skip=fault.skip - 1)
                continue
            self._use(index, fault)
            return fault
        return None

    def _use(self, index: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._waiting[index]
        elif fault.times > 1:
            self._waiting[index] = replace(fault, times=fault.times - 1)
