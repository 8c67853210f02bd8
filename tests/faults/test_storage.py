"""A full disk or a locked database: no message without a claim, and everybody once when it is over."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue
from bot.store import Store, open_store
from tests.faults.conftest import SmallDisk
from tests.reminders.stage import DUE, MINUTE, Bench, every_night, joins, state_of

PEOPLE = range(1, 31)


def crowd(store: Store, catalogue: Catalogue) -> Bench:
    bench = Bench(store, catalogue)
    for person in PEOPLE:
        joins(store, person, wish=every_night())
        bench.plan(person)
    return bench


async def test_37_on_a_full_disk_nothing_is_sent_and_later_everybody_once(
    small_disk: SmallDisk, catalogue: Catalogue
) -> None:
    with closing(open_store(small_disk.folder / "nightlift.db")) as store:
        bench = crowd(store, catalogue)
        store.database.checkpoint()
        small_disk.fill(store)
        for n in range(20):
            with suppress(sqlite3.OperationalError):  # "database or disk is full"
                await bench.tick_at(DUE + n * MINUTE / 4)
        on_a_full_disk = bench.sending.reached
        assert len(on_a_full_disk) == len(set(on_a_full_disk)), "never the same person again"
        assert len(on_a_full_disk) < len(PEOPLE)
        small_disk.free(store)
        for n in range(20, 25):
            await bench.tick_at(DUE + n * MINUTE / 4)
        assert len(bench.sending.reached) == len(set(bench.sending.reached))
        states = {state_of(store, person=person)[0] for person in PEOPLE}
        assert states <= {"sent", "unknown"}
        assert store.database.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


async def test_38_while_another_process_writes_nothing_is_sent_and_then_everybody_once(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path = tmp_path / "nightlift.db"
    with closing(open_store(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        bench = crowd(store, catalogue)
        store.database.rows("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await bench.tick_at(DUE)
        assert bench.sending.sent == []
        other.execute("ROLLBACK")
        await bench.tick_at(DUE + MINUTE)
        assert sorted(bench.sending.reached) == list(PEOPLE)
