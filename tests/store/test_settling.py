"""Group commit: what is written while an update is handled, and when it is on disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database

FULL, NORMAL = 2, 1


class Disk:
    """Counts what is written through to it, by the size of the log."""

    def __init__(self, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log = log
        self.written_through: list[int] = []
        self._sync = os.fdatasync
        monkeypatch.setattr(os, "fdatasync", self.fdatasync)

    def fdatasync(self, file: int) -> None:
        assert os.fstat(file).st_ino == self.log.stat().st_ino, "it is the log that is written through"
        self.written_through.append(os.fstat(file).st_size)
        self._sync(file)


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = Database(path)
    yield database
    database.close()


@pytest.fixture
def disk(db: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(Path(f"{path}-wal"), monkeypatch)


def level(db: Database) -> int:
    """How the transaction that is open now will be committed."""
    (row,) = db.rows("PRAGMA synchronous")
    return int(row["synchronous"])


def add(db: Database, person: int) -> None:
    db.run("INSERT INTO people (id, language, created_at, seen_at) VALUES (?, 'en', 0, 0)", [person])


async def test_a_commit_waits_for_the_disk_but_in_lightly_only_settled_does(db: Database, disk: Disk) -> None:
    with db.write():
        assert level(db) == FULL
    with db.settling.lightly():
        with db.write():
            assert level(db) == NORMAL
            add(db, 1)
        size = disk.log.stat().st_size
        assert disk.written_through == []
        await db.settling.settled()
        assert disk.written_through == [size], "all of the log, as it was after the commit"
    with db.write():
        assert level(db) == FULL


async def test_what_has_nothing_to_wait_for_does_not_wait(db: Database, disk: Disk) -> None:
    await db.settling.settled()
    add(db, 1)
    await db.settling.settled()
    with db.settling.lightly():
        await db.settling.settled()
        add(db, 2)
        await db.settling.settled()
        await db.settling.settled()
    assert len(disk.written_through) == 1


async def test_a_full_commit_takes_the_light_ones_before_it_along(db: Database, disk: Disk) -> None:
    written = asyncio.Event()

    async def update() -> None:
        with db.settling.lightly():
            add(db, 1)
            await written.wait()
            await db.settling.settled()

    updating = asyncio.create_task(update())
    await asyncio.sleep(0)
    add(db, 2)
    written.set()
    await updating
    assert disk.written_through == []


async def test_many_wait_for_the_disk_together(db: Database, disk: Disk) -> None:
    async def update(person: int) -> None:
        with db.settling.lightly():
            add(db, person)
            await db.settling.settled()

    await asyncio.gather(*(update(person) for person in range(1, 21)))
    assert len(disk.written_through) <= 2
    assert len(db.rows("SELECT id FROM people")) == 20


async def test_a_disk_that_fails_is_said_and_asked_again(
    db: Database, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(file: int) -> None:
        raise OSError("input/output error")

    with db.settling.lightly():
        add(db, 1)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdatasync", failing)
            with pytest.raises(OSError, match="input/output error"):
                await db.settling.settled()
        await db.settling.settled()
    assert len(disk.written_through) == 1
