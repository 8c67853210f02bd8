"""A power cut takes what the disk does not have yet: never anything that the bot has already answered to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import look_into
from bot.store.database import Database
from bot.store.people import TABLES
from tests.conversations.moves import HEALTHY
from tests.conversations.stage import Evening

ANSWERED_TO = [table for table in TABLES if table != "inbox"]  # its marks may come again: so may the update


class Disk:
    """The database file, and of its log only what was written through."""

    def __init__(self, database: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path, self._log = path, Path(f"{path}-wal")
        self._safe = self._log.stat().st_size
        settling, committed, fdatasync = database.settling, database.settling.committed, os.fdatasync

        def noting(act: Callable[..., None], *file: int, full: bool) -> None:
            size = self._log.stat().st_size
            act(*file)
            if full:
                self._safe = max(self._safe, size)

        monkeypatch.setattr(settling, "committed", lambda: noting(committed, full=not settling.is_light))
        monkeypatch.setattr(os, "fdatasync", lambda file: noting(fdatasync, file, full=True))

    def after_a_power_cut(self, person: int, folder: Path) -> dict[str, object]:
        """What would be found of this person."""
        copy = folder / "found.db"
        shutil.copyfile(self._path, copy)
        Path(f"{copy}-wal").write_bytes(self._log.read_bytes()[: self._safe])
        with closing(look_into(copy)) as found:
            return dict(found.people.export(person))


async def test_what_was_answered_to_is_on_disk(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = evening.app.store
    disk = Disk(store.database, tmp_path / "nightlift.db", monkeypatch)
    emma = await evening.emma()
    await emma.send("/check")
    for number, label in enumerate(("Yes, I agree", *["None of these"] * 3, *HEALTHY)):
        await emma.press(label)
        folder = tmp_path / str(number)
        folder.mkdir()
        found, stored = disk.after_a_power_cut(emma.id, folder), store.people.export(emma.id)
        assert {table: found[table] for table in ANSWERED_TO} == {
            table: stored[table] for table in ANSWERED_TO
        }, label
    assert stored["plans"], "the check is finished"
