"""Is this process still heard and still working? If not, it ends itself with one clear line.

python-telegram-bot goes deaf without dying: after a refused token its polling task is gone while everything
else runs on, and after a conflict it polls and sends for ever beside another instance. A wrong clock sends at
3 a.m. So whatever comes back from Telegram passes by here.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

log = logging.getLogger(__name__)

EX_CONFIG = 78  # exit code: the operator has to change something; starting again does not help
EX_DEAF = 1
DEAF_SECONDS = 90.0  # without a good getUpdates, which at the longest comes every ten seconds
STALLED_SECONDS = 90.0  # without a tick, which comes every 15 seconds
CONFLICTS, CONFLICT_SECONDS = 5, 60.0
CLOCK_OFF = timedelta(seconds=120)  # the most that our clock may differ from Telegram's

GET_UPDATES = "getUpdates"


@dataclass(frozen=True, slots=True)
class Ending:
    """Why the process has to end, for the log and the terminal, and its exit code."""

    code: int
    line: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the process is, for a health check: when it last heard Telegram and last looked for due reminders.

    Seconds ago; None when not yet. `clock_off`: Telegram's clock less ours, None while not known.
    """

    heard: float | None
    ticked: float | None
    clock_off: timedelta | None
    may_send: bool


class Watchdog:
    """Is told what comes back and what is done; says whether to send, and when to end.

    `now` is the computer's clock (never the demo's), `monotonic` a clock that no one sets. Without `polling`
    (a webhook) silence is no sign. Without `checks_clock` (the demo's invented time) any time is right.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        *,
        polling: bool = True,
        checks_clock: bool = True,
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._polling = polling
        self._checks_clock = checks_clock
        self._started = monotonic()
        self._heard: float | None = None
        self._ticked: float | None = None
        self._refused = False
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)
        self._off: dict[str, timedelta] = {}  # by source: Telegram's messages, the server's answers
        self._unsure = False  # the clock has jumped, and Telegram has not been heard since
        self._ahead = self._wall_ahead()

    # -- what is seen ----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Polling and ticking start now."""
        self._started = self._monotonic()

    def answered(self, method: str, status: int, date: str | None) -> None:
        """The Bot API has answered a request: its HTTP status, and the answer's Date header if it has one."""
        now = self._monotonic()
        if status == 401:
            self._refused = True
        elif status == 409 and method == GET_UPDATES:
            self._conflicts.append(now)
        elif status == 200 and method == GET_UPDATES:
            self._heard = now
        if status == 200 and date is not None and (sent_at := _from_header(date)) is not None:
            self._compare("the Bot API's answers", sent_at)

    def heard_message(self, date: datetime) -> None:
        """The date (UTC) that Telegram gave to a message of ours: its own clock, whatever lies between."""
        self._compare("Telegram's messages", date)

    def ticked(self) -> None:
        """Due reminders have been looked for."""
        self._ticked = self._monotonic()
        self._notice_jump()

    # -- what follows from it ---------------------------------------------------------------------------

    def may_send(self) -> bool:
        """Whether the clock can be trusted with sending reminders, and with dropping late ones."""
        if not self._checks_clock:
            return True
        self._notice_jump()
        return not self._unsure and all(abs(off) <= CLOCK_OFF for off in self._off.values())

    def ending(self) -> Ending | None:
        """Why this process has to end now, or None."""
        now = self._monotonic()
        if self._refused:
            return Ending(EX_CONFIG, "TELEGRAM_TOKEN: Telegram refuses it; get a new one from @BotFather")
        if len(self._conflicts) == CONFLICTS and now - self._conflicts[0] <= CONFLICT_SECONDS:
            return Ending(
                EX_DEAF,
                "another instance polls with the same token, or has a webhook: end it, or use another token",
            )
        if self._polling and self._since(self._heard) > DEAF_SECONDS:
            return Ending(
                EX_DEAF, f"no answer to getUpdates for {DEAF_SECONDS:.0f} s: ending, to be started anew"
            )
        if self._since(self._ticked) > STALLED_SECONDS:
            return Ending(EX_DEAF, f"no tick for {STALLED_SECONDS:.0f} s: ending, to be started anew")
        return None

    def pulse(self) -> Pulse:
        now = self._monotonic()
        return Pulse(
            heard=None if self._heard is None else now - self._heard,
            ticked=None if self._ticked is None else now - self._ticked,
            clock_off=max(self._off.values(), key=abs, default=None),
            may_send=self.may_send(),
        )

    def _since(self, moment: float | None) -> float:
        return self._monotonic() - max(self._started, moment or 0.0)

    # -- the clock --------------------------------------------------------------------------------------

    def _wall_ahead(self) -> timedelta:
        """The computer's clock less the one that no one sets: constant, until somebody sets it."""
        return self._now() - datetime.fromtimestamp(self._monotonic(), UTC)

    def _notice_jump(self) -> None:
        """The clock was set, or the machine slept: nothing is believed until Telegram has been heard."""
        if not self._checks_clock:
            return
        ahead = self._wall_ahead()
        if abs(ahead - self._ahead) > CLOCK_OFF:
            log.warning("the clock has moved by %s: reminders wait for Telegram's time", ahead - self._ahead)
            self._off.clear()
            self._unsure = True
            self._ahead = ahead

    def _compare(self, source: str, date: datetime) -> None:
        if not self._checks_clock:
            return
        self._notice_jump()
        before, off = self._off.get(source, timedelta(0)), date - self._now()
        self._off[source] = off
        self._unsure = False
        if abs(off) > CLOCK_OFF >= abs(before):
            log.critical("this computer's clock is wrong by %s, by %s: no reminders", off, source)
        elif abs(off) <= CLOCK_OFF < abs(before):
            log.warning("the clock is right again, by %s: reminders go on", source)


def _from_header(date: str) -> datetime | None:
    """An HTTP date as UTC; None for what is no date."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None
