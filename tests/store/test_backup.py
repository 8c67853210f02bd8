"""Backups beside a running bot, and the drill: put one back without bringing anybody back."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.coach.model import Bedtime, Language
from bot.coach.schedule import Due
from bot.store import Store, open_store
from bot.store.backup import MARK, back_up, delete_older, put_back
from bot.store.database import DatabaseInUseError, DatabaseUnusableError
from bot.store.inbox import Received
from tests.store.conftest import NIGHT, NOW, PLAN, fill

EMMA, SAKURA, HIRO = 4_242_424_242, 5_151_515_151, 6_161_616_161
HOUR = timedelta(hours=1)


def copied(path: Path, tmp_path: Path) -> Path:
    target = tmp_path / "backup.db"
    back_up(path, target, NOW)
    return target


def test_a_backup_is_made_beside_a_running_bot_and_holds_everything(
    store: Store, path: Path, tmp_path: Path
) -> None:
    fill(store, EMMA)
    target = copied(path, tmp_path)
    restored = open_store(target)
    kept = restored.people.export(EMMA)
    restored.close()
    assert {table: rows for table, rows in kept.items() if table != "inbox"} == {
        table: rows for table, rows in store.people.export(EMMA).items() if table != "inbox"
    }


def test_a_backup_holds_no_update_not_even_its_bytes(store: Store, path: Path, tmp_path: Path) -> None:
    store.inbox.keep([Received(5, EMMA, '"the words of Emma"')])
    assert b"the words of Emma" not in copied(path, tmp_path).read_bytes()


def test_a_backup_is_one_file_for_its_owner_only(store: Store, path: Path, tmp_path: Path) -> None:
    target = copied(path, tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.glob("backup*")) == ["backup.db"]
    with closing(sqlite3.connect(target)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_never_writes_over_a_file(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("dear")
    with pytest.raises(DatabaseUnusableError, match="is there already"):
        copied(path, tmp_path)
    assert (tmp_path / "backup.db").read_text() == "dear"


def test_a_backup_that_fails_leaves_nothing_behind(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("bot.store.backup._check", full)
    with pytest.raises(DatabaseUnusableError, match="disk is full"):
        copied(path, tmp_path)
    assert list(tmp_path.glob("backup*")) == []


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    for day in (21, 22, 23, 24):
        (tmp_path / f"nightlift-202611{day}-030000.db").touch()
    (tmp_path / "nightlift.db").touch()
    gone = delete_older(tmp_path, "nightlift-*.db", 2)
    assert [each.name for each in gone] == [f"nightlift-202611{day}-030000.db" for day in (21, 22)]
    assert len(list(tmp_path.iterdir())) == 3


# -- putting back ------------------------------------------------------------------------------------------


def with_reminder(store: Store, person: int, due: Due) -> None:
    store.people.remember(person, Language.EN, NOW - HOUR)
    store.people.set_zone(person, "Europe/London")
    store.people.consent(person, NOW - HOUR)
    store.health.save_plan(person, PLAN)
    store.reminders.set_bedtime(person, Bedtime(due.at.time()))
    store.reminders.plan(person, due)


def test_the_drill_erased_people_stay_erased_and_nothing_is_sent_twice(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    for person in (EMMA, SAKURA, HIRO):
        with_reminder(store, person, Due(NIGHT, NOW + HOUR))
    backup = copied(path, tmp_path)
    store.people.erase(EMMA, NOW + HOUR)
    store.people.withdraw_consent(SAKURA, NOW + HOUR)
    [*claimed] = store.reminders.claim("ours", NOW + HOUR, 10)
    for delivery in claimed:
        store.reminders.sent(delivery, 1, NOW + HOUR)
    store.close()

    assert put_back(backup, path) == Path(f"{path}.before-restore")
    store = open_store(path)
    restored = store.settle_restored(NOW + 2 * HOUR)

    assert restored is not None
    assert (restored.made, restored.erased, restored.withdrawn, restored.expired) == (NOW, 1, 1, 2)
    assert store.people.get(EMMA) is None
    assert store.health.plan(SAKURA) is None
    assert store.health.plan(HIRO) == PLAN
    assert store.reminders.claim("ours", NOW + 2 * HOUR, 10) == []
    assert store.settle_restored(NOW + 3 * HOUR) is None, "once"
    store.close()


def test_a_backup_that_was_copied_into_place_by_hand_is_known_as_one(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    with_reminder(store, EMMA, Due(NIGHT, NOW + HOUR))
    backup = copied(path, tmp_path)
    store.people.erase(EMMA, NOW + HOUR)
    store.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(backup, path)
    store = open_store(path)
    restored = store.settle_restored(NOW + HOUR)
    assert restored is not None
    assert (restored.erased, store.people.get(EMMA)) == (1, None)
    store.close()


def test_who_has_come_back_after_the_erasure_stays(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    store.people.remember(EMMA, Language.EN, NOW - HOUR)
    store.people.erase(EMMA, NOW)
    with_reminder(store, EMMA, Due(NIGHT, NOW + HOUR))
    store.database.run("UPDATE people SET created_at = ?", [int((NOW + HOUR).timestamp())])
    backup = copied(path, tmp_path)
    store.close()
    put_back(backup, path)
    store = open_store(path)
    store.settle_restored(NOW + HOUR)
    assert store.people.get(EMMA) is not None
    store.close()


def test_the_old_database_is_set_aside_even_when_it_is_damaged(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    backup = copied(path, tmp_path)
    store.close()
    path.write_bytes(b"no database at all" * 100)
    old = put_back(backup, path)
    assert old is not None
    assert old.read_bytes() == b"no database at all" * 100
    open_store(path).close()


def test_nothing_is_put_back_under_a_running_bot(store: Store, path: Path, tmp_path: Path) -> None:
    backup = copied(path, tmp_path)
    with pytest.raises(DatabaseInUseError):
        put_back(backup, path)


@pytest.mark.parametrize("what", ["missing", "empty", "text", "cut", "live database", "another program's"])
def test_what_is_no_backup_is_refused_and_changes_nothing(path: Path, tmp_path: Path, what: str) -> None:
    store = open_store(path)
    fill(store, EMMA)
    good = copied(path, tmp_path)
    store.close()
    before = path.read_bytes()
    bad = tmp_path / "bad.db"
    if what == "cut":
        bad.write_bytes(good.read_bytes()[:-8192])
    elif what == "live database":
        shutil.copy(path, bad)
    elif what == "another program's":
        with closing(sqlite3.connect(bad)) as other:
            other.execute("CREATE TABLE meta (key TEXT, value TEXT)")
            other.execute("INSERT INTO meta VALUES (?, '1')", [MARK])
            other.commit()
    elif what != "missing":
        bad.write_bytes(b"" if what == "empty" else b"my diary")
    with pytest.raises(DatabaseUnusableError):
        put_back(bad, path)
    assert path.read_bytes() == before


def test_a_backup_for_which_there_is_no_room_changes_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(path)):
        copy = copied(path, tmp_path)
    before = path.read_bytes()

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(DatabaseUnusableError, match="No space left on device"):
        put_back(copy, path)
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []


def test_what_is_no_database_is_named(path: Path, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"no database" * 100)
    with pytest.raises(DatabaseUnusableError, match=r"garbage\.db: file is not a database"):
        put_back(garbage, path)
