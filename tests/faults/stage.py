"""People whose bedtime is now, a real process that reminds them, and the truth: what the server took."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.coach.model import Answers, Bedtime, Check, Exercise, Language, Mode, Plan, Verdict
from bot.coach.schedule import Due, due_at, night_of
from bot.demo.server import StandIn
from bot.store import Store, open_store
from tests.conversations.process import Child

LONDON = ZoneInfo("Europe/London")
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset(range(7)))
ENDED = frozenset({"sent", "unknown", "expired", "rejected"})


def fill(store: Store, people: range, now: datetime) -> None:
    """So many people in London with a green check, a plan, and this very minute as their bedtime."""
    bedtime = now.astimezone(LONDON).replace(second=0, microsecond=0)
    night = night_of(now, LONDON)
    due = Due(night, due_at(night, bedtime.time(), LONDON))
    check = Check(night - timedelta(days=1), now, Verdict.GREEN, Answers(), frozenset())
    with store.database.write():
        for person in people:
            store.people.remember(person, Language.EN, now)
            store.people.set_zone(person, LONDON.key)
            store.people.consent(person, now)
            store.health.finish_check(person, check, PLAN)
            store.reminders.set_bedtime(person, Bedtime(bedtime.time(), Mode.EVERY))
            store.reminders.plan(person, due)


@dataclass
class Burst:
    """A stand-in, a database, and so many people due now."""

    server: StandIn
    database: Path
    people: range

    @classmethod
    def of(cls, server: StandIn, database: Path, people: int) -> Burst:
        everybody = range(1, people + 1)
        for person in everybody:
            server.world.add_person("P", "en", person, met=True)
        with closing(open_store(database)) as store:
            fill(store, everybody, datetime.now(UTC))  # noqa: TID251 - a real process reads the real clock
        return cls(server, database, everybody)

    def child(self, **settings: str) -> Child:
        return Child(self.server, self.database, **settings)

    @property
    def moved_clock(self) -> dict[str, str]:
        """The setting by which a child's clock follows the stand-in's."""
        return {"DEMO_CLOCK": f"{self.server.url}/demo/clock"}

    def accepted(self) -> Counter[int]:
        """Messages by person, as the server has them."""
        return Counter(
            int(call.fields["chat_id"])
            for call in self.server.world.log
            if call.method == "sendmessage" and call.accepted
        )

    def asked(self) -> Counter[int]:
        """Requests by person, whatever became of them."""
        return Counter(
            int(call.fields["chat_id"]) for call in self.server.world.log if call.method == "sendmessage"
        )

    async def until_accepted(self, messages: int) -> None:
        """Wait until the server has taken so many messages."""
        changes = self.server.changes
        await changes.wait(lambda: sum(self.accepted().values()) >= messages, 60.0)
        assert sum(self.accepted().values()) >= messages

    def state_of_each(self) -> dict[int, str]:
        """Tonight's row of each person, from the file; only while no process has it."""
        with closing(open_store(self.database)) as store:
            rows = store.database.rows("SELECT person, state, min(night) FROM deliveries GROUP BY person")
            assert store.database.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        return {row["person"]: row["state"] for row in rows}

    def states(self) -> Counter[str]:
        return Counter(self.state_of_each().values())

    def next_planned(self, person: int) -> bool:
        """Whether a reminder for a later night waits."""
        with closing(open_store(self.database)) as store:
            return store.reminders.planned(person) is not None


class Gate:
    """The way to the stand-in: shut, every connection is refused, and open ones are gone."""

    def __init__(self, server: StandIn) -> None:
        self._there = urlsplit(server.url).hostname, urlsplit(server.url).port
        self._port = 0
        self._listening: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._passes, "127.0.0.1", self._port)
        self._port = self._listening.sockets[0].getsockname()[1]

    def shut(self) -> None:
        assert self._listening is not None
        self._listening.close()
        for writer in self._open:
            writer.transport.abort()

    async def _passes(self, from_bot: asyncio.StreamReader, to_bot: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection(*self._there)
        both = {to_bot, to_server}
        self._open |= both
        await asyncio.gather(_carry(from_bot, to_server), _carry(from_server, to_bot))
        self._open -= both


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()
