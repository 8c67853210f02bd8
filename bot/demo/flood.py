"""Telegram's flood limits, as far as bot authors know them; off unless asked for."""

from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil

from bot.demo.wire import too_many_requests

LIMITED = frozenset(
    {
        "sendmessage",
        "sendphoto",
        "sendvideo",
        "sendanimation",
        "senddocument",
        "sendaudio",
        "sendvoice",
        "sendmediagroup",
        "sendlocation",
    }
)
ALL_PER_SECOND = 30
CHAT_BURST = 3
CHAT_SECONDS = 3.0
GROUP_PER_MINUTE = 20


class Flood:
    """Counts the accepted messages of the last seconds; `monotonic` gives seconds that only grow."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)

    def check(self, method: str, chat_id: int) -> None:
        """Refuse with 429 more than 30 a second in all, 3 in 3 seconds in a chat, 20 a minute in a group.

        An album counts as one message here.
        """
        if method not in LIMITED:
            return
        now = self._monotonic()
        chat = self._chats[chat_id]
        most, seconds = (GROUP_PER_MINUTE, 60.0) if chat_id < 0 else (CHAT_BURST, CHAT_SECONDS)
        for past, allowed, window in ((self._all, ALL_PER_SECOND, 1.0), (chat, most, seconds)):
            _forget(past, now - window)
            if len(past) >= allowed:
                raise too_many_requests(max(1, ceil(past[0] + window - now)))
        self._all.append(now)
        chat.append(now)


def _forget(past: deque[float], before: float) -> None:
    while past and past[0] <= before:
        past.popleft()
