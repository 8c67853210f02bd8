"""The usual ways to remind many people: a job per person, and the library's own rate limiter."""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot
from telegram.ext import AIORateLimiter, ExtBot

from bench.peers.lag import Lag
from bot.demo.server import StandIn
from bot.transport.request import AiohttpRequest

LONGEST_LOAD = 300.0  # seconds; then it counts as "cannot be run"
DUE_PART = 0.042  # of all people in one minute


def scheduler(people: int) -> dict[str, float]:
    """One daily job per person, as `JobQueue.run_daily` makes it, and what fires in the peak second."""
    return asyncio.run(_scheduler(people))


async def _scheduler(people: int) -> dict[str, float]:
    fired = 0

    async def job() -> None:
        nonlocal fired
        fired += 1

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    jobs, due = AsyncIOScheduler(timezone="UTC"), int(people * DUE_PART)
    begin = time.monotonic()
    jobs.start(paused=True)
    at = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - a scheduler of its own reads the clock itself
    loaded = 0
    for person in range(people):
        when = at + timedelta(hours=person % 20)
        jobs.add_job(job, "cron", hour=when.hour, minute=when.minute, id=str(person))
        loaded += 1
        if person % 1000 == 0 and time.monotonic() - begin > LONGEST_LOAD:
            break
    load = time.monotonic() - begin
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    soon = datetime.now(UTC) + timedelta(seconds=2)  # noqa: TID251
    for n in range(due):
        jobs.add_job(job, "date", run_date=soon, id=f"due {n}")
    jobs.resume()
    async with Lag() as lag:
        await asyncio.sleep(6)
    jobs.shutdown(wait=False)
    return {
        "loaded": loaded,
        "load, s": load,
        "memory, MB": memory,
        "due in one second": due,
        "of these run": fired,
        "loop held up, ms": lag.longest * 1000,
    }


async def rate_limiter(messages: int, latency: float) -> dict[str, float]:
    """All reminders handed to AIORateLimiter at once, and a person who asks meanwhile."""
    async with StandIn(flood=True, latency=latency) as server:
        for person in range(1, messages + 2):
            server.world.add_person("P", "en", person, met=True)
        request = AiohttpRequest()
        await request.initialize()
        bot: Bot = ExtBot(
            server.token,
            base_url=f"{server.url}/bot",
            request=request,
            get_updates_request=request,
            rate_limiter=AIORateLimiter(max_retries=5),
        )
        begin = time.monotonic()
        broadcast = asyncio.gather(
            *(bot.send_message(p, "x") for p in range(1, messages + 1)), return_exceptions=True
        )
        replies: list[float] = []
        while not broadcast.done():
            asked = time.monotonic()
            await asyncio.gather(bot.send_message(messages + 1, "reply"), return_exceptions=True)
            replies.append(time.monotonic() - asked)
            await asyncio.wait([broadcast], timeout=3.5)
        results: list[Any] = await broadcast
        seconds = time.monotonic() - begin
        await request.shutdown()
        times = [call.at for call in server.world.log if call.accepted and call.method == "sendmessage"]
        return {
            "sent": sum(not isinstance(each, BaseException) for each in results),
            "messages a second": len(times) / seconds,
            "at most in one second": max(
                sum(1 for o in times[n : n + 100] if o < at + 1) for n, at in enumerate(times)
            ),
            "429 caused": sum(1 for call in server.world.log if call.status == 429),
            "reply during it, p50 ms": statistics.median(replies) * 1000,
        }
