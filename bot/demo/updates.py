"""The updates that the bot fetches: long poll, confirmation by offset, redelivery, one poller at a time."""

from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from bot.demo.changes import Changes
from bot.demo.wire import Json, RefusalError

LONGEST_POLL = 50
MOST_AT_ONCE = 100
# Telegram leaves these out until a bot asks for them by name.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def is_here(url: str) -> bool:
    """Whether an address leads to this machine. The stand-in delivers to no other."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and parts.port != 0
    except ValueError:
        return False


@dataclass
class Webhook:
    """Where updates go by POST instead of getUpdates, and what last went wrong there."""

    url: str
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    last_error: tuple[int, str] | None = None
    works: bool = True

    def note_fault(self, reason: str, now: int) -> None:
        """Remember the last delivery that failed; `now` in seconds since 1970."""
        self.last_error = (now, reason)
        self.works = False

    def note_taken(self) -> None:
        """A delivery has come through; what failed before it stays on record."""
        self.works = True

    def to_json(self) -> Json:
        """Its part of Telegram's WebhookInfo."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": self.has_certificate,
            "max_connections": self.max_connections,
        }
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = self.last_error
        return info


@dataclass
class Inbox:
    """Updates in order; what a getUpdates has returned stays until a later offset confirms it."""

    changes: Changes
    allowed: frozenset[str] | None = None
    pending: list[Json] = field(default_factory=list)
    webhook: Webhook | None = None
    polls: int = 0
    polling: int = 0
    _ids: "count[int]" = field(default_factory=lambda: count(100_000_001))

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed is not None else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, content: Json) -> int | None:
        """Queue an update if the bot wants its kind; its id, or `None` if it was left out."""
        if not self.wants(kind):
            return None
        update_id = self.next_id()
        self.push({"update_id": update_id, kind: content})
        return update_id

    def next_id(self) -> int:
        """The number of the next update."""
        return next(self._ids)

    def push(self, update: Json) -> None:
        """Queue a ready-made update as it is, odd or repeated ones too."""
        self.pending.append(update)
        self.changes.wake()

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds the bot wants; an empty list means the usual ones."""
        self.allowed = frozenset(kinds) or None

    def take(self, update: Json) -> None:
        """The bot has taken this one, through its webhook."""
        for at, each in enumerate(self.pending):
            if each is update:  # the same may stand here twice
                self.pending = [*self.pending[:at], *self.pending[at + 1 :]]
                break
        self.changes.wake()

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only the last updates."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.changes.wake()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """One getUpdates: waits up to `seconds` for something; a newer poll ends it with 409."""
        if self.webhook:
            raise RefusalError(409, WEBHOOK_ACTIVE)
        self.confirm(offset)
        self.polls += 1
        mine = self.polls
        self.polling += 1
        self.changes.wake()
        try:
            await self.changes.wait(
                lambda: bool(self.pending) or self.polls != mine, min(seconds, LONGEST_POLL)
            )
        finally:
            self.polling -= 1
        if self.polls != mine:
            raise RefusalError(409, CONFLICT)
        return self.pending[: min(max(limit, 1), MOST_AT_ONCE)]
