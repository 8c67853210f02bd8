"""A timed rest says one thing at its end, or nothing."""

from __future__ import annotations

import asyncio

import pytest

from bot.handlers.rests import Rests

EMMA, KEN = 1, 2


class Stopwatch:
    """Stands still until it is told to go."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.asked: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.over.wait()


@pytest.fixture
async def watch() -> Stopwatch:
    return Stopwatch()


async def turn() -> None:
    """Let everything that is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_end_of_the_rest_is_said_once(watch: Stopwatch) -> None:
    said: list[str] = []

    async def over() -> None:
        said.append("over")

    rests = Rests(watch.pause)
    rests.begin(EMMA, 60, over)
    await turn()
    assert (watch.asked, said) == ([60], [])
    watch.over.set()
    await turn()
    assert said == ["over"]


@pytest.mark.parametrize("how", ["went on", "another rest", "stop"])
async def test_nothing_is_said_when_it_is_over_before(watch: Stopwatch, how: str) -> None:
    said: list[str] = []

    async def first() -> None:
        said.append("first")

    async def second() -> None:
        said.append("second")

    rests = Rests(watch.pause)
    rests.begin(EMMA, 60, first)
    await turn()
    if how == "went on":
        rests.end(EMMA)
    elif how == "stop":
        rests.stop()
    else:
        rests.begin(EMMA, 30, second)
        await turn()
    watch.over.set()
    await turn()
    assert said == (["second"] if how == "another rest" else [])


async def test_each_person_has_a_rest_of_their_own(watch: Stopwatch) -> None:
    said: list[int] = []

    async def emma() -> None:
        said.append(EMMA)

    async def ken() -> None:
        said.append(KEN)

    rests = Rests(watch.pause)
    rests.begin(EMMA, 60, emma)
    rests.begin(KEN, 60, ken)
    await turn()
    rests.end(EMMA)
    watch.over.set()
    await turn()
    assert said == [KEN]
