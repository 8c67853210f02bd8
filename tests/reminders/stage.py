"""Two people with everything that a reminder needs, a clock that stands still, and a send that only notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.catalogue.load import Catalogue
from bot.coach.model import (
    Answers,
    Bedtime,
    Check,
    Exercise,
    Language,
    Mode,
    Pain,
    Plan,
    Session,
    Verdict,
    Veto,
)
from bot.reminders.planner import plan_next
from bot.reminders.tick import Ticker
from bot.store import Store
from bot.transport.outcome import Outcome, Sent
from bot.views.reply import Reply

EMMA, SAKURA = 1, 2
# A Tuesday, and a training night. Bedtime in London is 22:30, which is 22:30 UTC.
NIGHT = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))


def check(
    verdict: Verdict = Verdict.GREEN, *vetoes: Veto, night: date = NIGHT, pain: Pain = Pain.NONE
) -> Check:
    return Check(night, NOON, verdict, Answers(pain=pain), frozenset(vetoes))


def joins(
    store: Store,
    person: int = EMMA,
    *,
    zone: str = "Europe/London",
    wish: Bedtime = Bedtime(time(22, 30)),  # noqa: B008 - frozen
    language: Language = Language.EN,
) -> None:
    """A person with a green check, a plan, a zone and a bedtime; nothing planned yet."""
    store.people.remember(person, language, NOON)
    store.people.set_zone(person, zone)
    store.people.consent(person, NOON)
    store.health.finish_check(person, check(), PLAN)
    store.reminders.set_bedtime(person, wish)


def every_night(at: time = time(22, 30)) -> Bedtime:
    return Bedtime(at, Mode.EVERY)


def trained(store: Store, night: date, person: int = EMMA, *, stopped: bool = False) -> None:
    done = 0 if stopped else 1
    session = Session(night, Exercise.HIP_LIFT, 2, 1, started=True, sets_done=done, stopped=stopped)
    store.sessions.save(person, session, NOON)


def state_of(store: Store, night: date = NIGHT, seq: int = 0, person: int = EMMA) -> tuple[str, str | None]:
    """State and reason of this row."""
    rows = store.people.export(person)["deliveries"]
    [row] = [row for row in rows if (row["night"], row["seq"]) == (night.isoformat(), seq)]
    return row["state"], row["reason"]


def nights_planned(store: Store, person: int = EMMA) -> list[str]:
    rows = store.people.export(person)["deliveries"]
    return [row["night"] for row in rows if row["state"] == "due" and row["seq"] == 0]


@dataclass
class Sending:
    """Stands where Telegram would be: notes every message, answers what it was told to, else Sent."""

    outcomes: list[Outcome | BaseException] = field(default_factory=list)
    sent: list[tuple[int, Reply, bool]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def __call__(self, person: int, reply: Reply, silent: bool) -> Outcome:
        self.sent.append((person, reply, silent))
        self.meanwhile()
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(len(self.sent), DUE)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    @property
    def reached(self) -> list[int]:
        return [person for person, _, _ in self.sent]


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bench:
    """A ticker over a store, with its clock and its sending."""

    store: Store
    catalogue: Catalogue
    clock: Clock = field(default_factory=Clock)
    sending: Sending = field(default_factory=Sending)
    ticker: Ticker = field(init=False)

    def __post_init__(self) -> None:
        self.ticker = self.started("first")

    def started(self, lease: str) -> Ticker:
        """One more process over the same store, as after a restart."""
        return Ticker(self.store, lambda: self.catalogue, self.sending, self.clock, lease)

    def plan(self, person: int = EMMA) -> None:
        plan_next(self.store, person, self.clock())

    async def tick_at(self, now: datetime) -> None:
        self.clock.now = now
        await self.ticker.tick()
