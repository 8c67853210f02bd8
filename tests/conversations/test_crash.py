"""Updates that were fetched and not handled when the process was killed: handled after the restart, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.store import open_store
from tests.conversations.process import Child

PATIENCE = 20.0
UNKNOWN = "zzz qqq xxx"  # a question without an answer: it is counted, which is an effect that can be seen
COUNT = 49


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


async def fetched(server: StandIn) -> None:
    """Wait until the bot has confirmed everything that was sent."""
    while server.world.inbox.pending:
        await server.changes.wait(lambda: not server.world.inbox.pending, PATIENCE)


def asked(database: Path) -> int:
    store = open_store(database)
    counted = sum(each.count for each in store.questions.listed(10))
    waiting = store.inbox.waiting()
    store.close()
    assert waiting == 0
    return counted


def bytes_of(database: Path, *endings: str) -> bytes:
    """The database with what lies beside it."""
    return b"".join(Path(f"{database}{ending}").read_bytes() for ending in endings)


async def unanswered(server: StandIn, emma: Person, child: Child) -> None:
    """The first answer hangs, fifty updates are fetched and confirmed, and the process is killed."""
    await server.control.fault(method="sendMessage", delay=60.0)
    await emma.send("/help", wait=False)
    for number in range(COUNT):
        await emma.send(f"{UNKNOWN} {100 + number}", wait=False)  # 15 is a number of repetitions
    await fetched(server)
    await child.kill_after(0)
    server.world.faults.clear()  # the kill may have come before the first answer was sent


async def test_fifty_updates_fetched_before_a_kill_are_handled_after_it_once_and_in_order(
    server: StandIn, tmp_path: Path
) -> None:
    emma = await server.person("Emma", "en")
    emma.patience = PATIENCE
    async with Child(server, tmp_path / "nightlift.db") as child:
        await emma.send("/start")
        await unanswered(server, emma, child)
        told = len(await server.control.accepted("sendMessage"))
        assert told == 1, "only the greeting has been answered"

        await child.start()
        assert "50 updates were left unhandled" in child.log
        await emma.until(lambda chat: len([m for m in chat if m.from_bot]) == 2 + COUNT)
        await child.stop()
    assert asked(child.database) == COUNT


async def test_a_kill_at_any_moment_loses_no_update(server: StandIn, tmp_path: Path) -> None:
    """Twenty people write while the process dies again and again; everyone has their wish in the end."""
    people = [await server.person(f"P{number}", "en") for number in range(20)]
    async with Child(server, tmp_path / "nightlift.db") as child:
        for moment in (0.0, 0.02, 0.05, 0.1):
            for person in people:
                await person.send(f"{UNKNOWN} {moment} {person.id}", wait=False)
            await child.kill_after(moment)
            await child.start()
        await asyncio.gather(*(person.settled(PATIENCE) for person in people))
        await child.stop()
    for person in people:
        answers = [message for message in await person.messages() if message.from_bot]
        assert len(answers) >= 4, "each of the four questions has been answered"
    asked(child.database)


async def test_an_update_that_comes_twice_is_handled_once(server: StandIn, tmp_path: Path) -> None:
    emma = await server.person("Emma", "en")
    async with Child(server, tmp_path / "nightlift.db") as child:
        await emma.send("/start")
        sender = {"id": emma.id, "is_bot": False, "first_name": "Emma", "language_code": "en"}
        chat = {"id": emma.id, "type": "private", "first_name": "Emma"}
        message = {"message_id": 900, "date": 1_795_000_000, "chat": chat, "from": sender, "text": UNKNOWN}
        twice = {"update_id": 900_000_001, "message": message}
        await server.control.update(twice)
        await server.control.update(twice)
        await emma.settled()
        await server.control.update(twice)
        await emma.settled()
        await child.stop()
        await child.start()
        await server.control.update(twice)
        await emma.settled()
        await child.stop()
    assert asked(child.database) == 1


async def test_after_erasure_nothing_of_the_person_is_in_the_bytes_of_the_file_or_its_log(
    server: StandIn, tmp_path: Path
) -> None:
    """The updates themselves waited in the database: their words and names are gone too."""
    emma = await server.person("Mark-of-a-name", "en")
    async with Child(server, tmp_path / "nightlift.db") as child:
        await emma.send("/check")
        await emma.press("Yes, I agree")
        await emma.send("my mark-of-a-text is aching")
        await emma.send("/mydata")
        await emma.press("Delete everything")
        await emma.press("Yes, delete everything")
        data = bytes_of(child.database, "", "-wal")
        assert [mark for mark in (b"Mark-of-a-name", b"mark-of-a-text") if mark in data] == []
        assert str(emma.id).encode() not in bytes_of(child.database, ".erased")
        await child.stop()
