"""Reminders for 10,000 to 1,000,000 people: `python -m bench.reminders --people 1000000`.

Fills a database over 30 zones, with so many people due in one minute, and measures: the start, memory, size,
what a tick costs, how long the event loop is held up; and against a stand-in that enforces Telegram's limits
the rate, lateness, refusals, and a person's wait for a reply meanwhile. `--peers` runs the same beside
one APScheduler job per person and python-telegram-bot's AIORateLimiter.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bench.peers import reminders as peers
from bench.peers.lag import Lag
from bot.catalogue.load import load
from bot.catalogue.place import content_folder
from bot.coach.schedule import EXPIRES_AFTER, due_at, night_of
from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.demo.state import World
from bot.reminders.tick import Ticker
from bot.store import open_store
from bot.transport.limiter import ReminderLane, TwoLanes
from bot.transport.outcome import Outcome, Sent
from bot.views.reply import Reply
from tests.conversations.process import Child

ZONES = [
    "Asia/Tokyo", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome",
    "Europe/Athens", "Europe/Helsinki", "Europe/Moscow", "Africa/Cairo", "Africa/Lagos", "Africa/Nairobi",
    "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Seoul",
    "Australia/Sydney", "Pacific/Auckland", "America/St_Johns", "America/Halifax", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "America/Sao_Paulo",
    "America/Santiago",
]  # fmt: skip
PACED = 300.0  # messages a second in this process: ten times what Telegram takes
PEAK = 42_000  # people due in the same minute, at a million
ANSWERS = json.dumps({"red": [], "amber1": [], "amber2": [], "signs": [], "covered": []})
LEVELS = json.dumps({"hip-lift": 2, "leg-curl": 1})
EVERY_DAY = json.dumps(list(range(7)))
CHAT = 10_000_000  # the person who talks to the bot meanwhile


def fill(path: Path, people: int, due_now: int, now: datetime) -> None:
    """So many people over 30 zones; `due_now` of them have this very minute as their bedtime."""
    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        seconds = int(now.timestamp())
        each = range(1, people + 1)
        zones = [ZONES[person % len(ZONES)] for person in each]
        db.executemany(
            "INSERT INTO people (id, language, zone, consented_at, created_at, seen_at)"
            " VALUES (?, 'en', ?, ?, ?, ?)",
            ((person, zone, seconds, seconds, seconds) for person, zone in zip(each, zones, strict=True)),
        )
        yesterday = (now - timedelta(days=1)).date().isoformat()
        db.executemany(
            "INSERT INTO checks VALUES (?, ?, ?, 'green', ?, '[]')",
            ((person, yesterday, seconds, ANSWERS) for person in each),
        )
        db.executemany(
            "INSERT INTO plans (person, exercise, levels, days) VALUES (?, 'hip-lift', ?, ?)",
            ((person, LEVELS, EVERY_DAY) for person in each),
        )
        wishes = list(_wishes(people, due_now, now))
        db.executemany(
            "INSERT INTO bedtimes (person, bedtime, mode, enabled, silent) VALUES (?, ?, 'every', 1, 0)",
            ((person, wish) for person, wish, *_ in wishes),
        )
        db.executemany(
            "INSERT INTO deliveries (person, night, seq, due, not_before, expires) VALUES (?, ?, 0, ?, ?, ?)",
            ((person, night.isoformat(), due, due, due + EXPIRES) for person, _, night, due in wishes),
        )
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('tzdata', ?)", [version("tzdata")])
        db.commit()


EXPIRES = int(EXPIRES_AFTER.total_seconds())


def _wishes(people: int, due_now: int, now: datetime) -> Iterator[tuple[int, str, date, int]]:
    """Person, bedtime, night, due. The others' bedtimes lie two to twenty hours ahead, on whole quarters."""
    zones = {zone: ZoneInfo(zone) for zone in ZONES}
    for person in range(1, people + 1):
        zone = zones[ZONES[person % len(ZONES)]]
        quarter = 0 if person <= due_now else 8 + person * 7919 % 72
        at = now.replace(second=0, microsecond=0) + timedelta(minutes=15 * quarter)
        local = at.astimezone(zone).time()
        night = night_of(at, zone)
        yield person, local.strftime("%H:%M"), night, int(due_at(night, local, zone).timestamp())


# -- in this process: what a tick costs ----------------------------------------------------------------


async def ticks(path: Path, now: datetime, served: int) -> dict[str, float]:
    """CPU of an idle tick; then of the peak minute, and the longest time that the event loop was held up."""
    catalogue = load(content_folder())
    sent = 0

    async def send(person: int, reply: Reply, silent: bool) -> Outcome:
        nonlocal sent
        sent += 1
        await asyncio.sleep(0)
        if sent >= served:
            ticker.stop()
        return Sent(sent, now)

    with closing(open_store(path)) as store:
        idle_at = now - timedelta(hours=1)
        clock = [idle_at]
        lane = ReminderLane(TwoLanes(PACED))
        ticker = Ticker(store, lambda: catalogue, send, lambda: clock[0], "bench", lane)
        begin = time.process_time()
        for _ in range(100):
            await ticker.tick()
        idle = (time.process_time() - begin) / 100
        clock[0] = now
        async with Lag() as lag:
            begin = time.process_time()
            await ticker.tick()
            busy = time.process_time() - begin
        ticker.stopping = False
        clock[0] = now + timedelta(minutes=50)  # everybody else of this minute is too late: a mass expiry
        async with Lag() as expiring:
            stopping = asyncio.get_running_loop().call_later(5.0, ticker.stop)
            await ticker.tick()
            stopping.cancel()
    return {
        "idle tick, CPU ms": idle * 1000,
        "one reminder, CPU ms": busy / max(sent, 1) * 1000,
        "loop held up while sending, ms": lag.longest * 1000,
        "of it CPU, ms": lag.longest_cpu * 1000,
        "loop held up while expiring, ms": expiring.longest * 1000,
        "of that CPU, ms": expiring.longest_cpu * 1000,
    }


# -- a real process against a stand-in with Telegram's limits --------------------------------------------


def _kilobytes(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name)))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def broadcast(
    path: Path, people: range, seconds: float, rate: float, latency: float
) -> dict[str, float]:
    """Start the bot, let it send for so many seconds, and ask it something now and then."""
    async with StandIn(flood=True, latency=latency) as server:
        for each in people:
            server.world.add_person("P", "en", each, met=True)
        asker = server.world.add_person("Asker", "en", CHAT, met=True)
        gc.freeze()  # a stand-in that stops to collect its garbage sees messages bunched that were not
        begin = time.monotonic()
        async with Child(server, path, RATE=str(rate), CHAT_RATE="1") as child:
            ready = time.monotonic() - begin
            person = server.known_person(asker.id)
            during = []
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                during.append(await _reply(server.world, person))
                await asyncio.sleep(3.5)
            assert child.pid
            memory = _kilobytes(child.pid, "VmHWM") / 1024
            cpu = _cpu(child.pid)
            await child.stop()
        return _figures(server.world, during) | {
            "start to ready, s": ready,
            "memory at most, MB": memory,
            "CPU s in all": cpu,
        }


async def _reply(world: World, person: Person) -> float:
    """Seconds from a person's /help to the bot's answer, by the stand-in's log."""
    asked = world.clock.now()

    def answers() -> Iterator[float]:
        since = takewhile(lambda call: call.at >= asked, reversed(world.log))
        return (call.at for call in since if call.fields.get("chat_id") == CHAT)

    await person.send("/help", wait=False)
    assert await world.changes.wait(lambda: any(answers()), 60.0), "no reply within a minute"
    return next(answers()) - asked


def _figures(world: World, replies: list[float]) -> dict[str, float]:
    calls = [call for call in world.log if call.method == "sendmessage" and call.fields["chat_id"] != CHAT]
    times = [call.at for call in calls if call.accepted]
    late = sorted(at - times[0] for at in times)
    in_a_second = max(sum(1 for other in times[n : n + 100] if other < at + 1) for n, at in enumerate(times))
    return {
        "sent": len(times),
        "sent twice": len(times) - len({call.fields["chat_id"] for call in calls if call.accepted}),
        "messages a second": (len(times) - 1) / (times[-1] - times[0]),
        "at most in one second": in_a_second,
        "429 caused": sum(1 for call in world.log if call.status == 429),
        "after the first, p50 s": statistics.median(late),
        "after the first, p95 s": late[int(len(late) * 0.95)],
        "after the first, last s": late[-1],
        "reply during it, p50 ms": statistics.median(replies) * 1000,
        "reply during it, worst ms": max(replies) * 1000,
    }


async def idle(folder: Path, latency: float) -> dict[str, float]:
    """A reply when nothing else is going on, and a start with an empty database."""
    async with StandIn(flood=True, latency=latency) as server:
        asker = server.world.add_person("Asker", "en", CHAT, met=True)
        begin = time.monotonic()
        async with Child(server, folder / "idle.db", CHAT_RATE="1") as child:
            ready = time.monotonic() - begin
            person = server.known_person(asker.id)
            replies = []
            for _ in range(5):
                replies.append(await _reply(server.world, person))
                await asyncio.sleep(3.5)
            await child.stop()
    return {"reply idle, p50 ms": statistics.median(replies) * 1000, "start to ready, s": ready}


# -- the table -----------------------------------------------------------------------------------------


def show(title: str, figures: dict[str, float]) -> None:
    click.echo(f"\n{title}\n")
    for name, value in figures.items():
        click.echo(f"| {name} | {value:,.2f} |")


@click.command()
@click.option(
    "--people", default=[10_000], multiple=True, show_default=True, help="How many; again for more."
)
@click.option("--seconds", default=60.0, show_default=True, help="How long the broadcast is watched.")
@click.option("--served", default=2_000, show_default=True, help="Messages in the in-process peak minute.")
@click.option("--rate", default=28.8, show_default=True, help="Messages a second, the setting RATE.")
@click.option("--latency", default=0.05, show_default=True, help="Seconds that the stand-in takes to answer.")
@click.option(
    "--peers", "with_peers", is_flag=True, help="Also one APScheduler job per person, and AIORateLimiter."
)
def main(
    people: tuple[int, ...], seconds: float, served: int, rate: float, latency: float, with_peers: bool
) -> None:
    """Print the figures for each number of people."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show("Idle", asyncio.run(idle(folder, latency)))
        for number in people:
            due_now = min(number, max(PEAK * number // 1_000_000, 3_000))
            path = folder / f"{number}.db"
            begin = time.monotonic()
            fill(path, number, due_now, datetime.now(UTC))  # noqa: TID251 - a real process reads the real clock
            filled = time.monotonic() - begin
            click.echo(f"\n## {number:,} people, {due_now:,} due in one minute (filled in {filled:.0f} s)")
            show("On disk", {"database, MB": path.stat().st_size / 1e6})
            fed = range(1, due_now + 1)
            show("A real process", asyncio.run(broadcast(path, fed, seconds, rate, latency)))
            show("In one process, no network", asyncio.run(ticks(path, datetime.now(UTC), served)))  # noqa: TID251
        if with_peers:
            for number in people:
                show(f"One APScheduler job per person, {number:,}", peers.scheduler(number))
            show(
                "PTB's AIORateLimiter, 1,200 reminders at once",
                asyncio.run(peers.rate_limiter(1_200, latency)),
            )


if __name__ == "__main__":
    sys.exit(main())
