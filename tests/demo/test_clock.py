"""The clock that can be moved, and those who wait for it to move."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn

NOON = 1_795_000_000.0


async def get(server: StandIn, query: str = "") -> dict[str, Any]:
    async with aiohttp.ClientSession(server.url) as session, session.get(f"/demo/clock{query}") as response:
        clock: dict[str, Any] = await response.json()
        return clock


async def test_the_clock_starts_at_real_time(server: StandIn) -> None:
    assert await get(server) == {"offset": 0.0, "version": 0, "now": NOON}


async def test_it_moves_by_seconds_to_an_offset_or_to_a_moment(server: StandIn) -> None:
    await server.control.add_seconds(3600)
    await server.control.add_seconds(-600)
    assert await get(server) == {"offset": 3000.0, "version": 2, "now": NOON + 3000}
    await server.control.move_to("2026-11-22T22:30:00+09:00")
    assert (await get(server))["now"] == 1_795_354_200.0


async def test_who_waits_for_the_clock_hears_of_the_move_at_once(server: StandIn) -> None:
    waiting = asyncio.create_task(get(server, "?after=0"))
    await asyncio.sleep(0)
    await server.control.add_seconds(60)
    assert (await asyncio.wait_for(waiting, 5))["offset"] == 60


async def test_messages_carry_the_moved_time(server: StandIn) -> None:
    emma = await server.person("Emma")
    await server.control.add_seconds(86_400)
    await emma.send("hello", wait=False)
    (message,) = await emma.messages()
    assert message.date == int(NOON) + 86_400


@pytest.mark.parametrize(
    "given",
    [
        {"to": "2026-11-22T22:30:00"},
        {"to": "bedtime"},
        {"offset": 1e12},
        {"offset": "NaN"},
        {"offset": None},
        {},
    ],
)
async def test_a_move_without_sense_is_refused(server: StandIn, given: dict[str, Any]) -> None:
    async with aiohttp.ClientSession(server.url) as http, http.post("/demo/clock", json=given) as response:
        assert response.status == 400
    assert (await get(server))["version"] == 0
