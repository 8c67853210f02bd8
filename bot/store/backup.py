"""Backups: made beside a running bot, checked, and put back without bringing anybody back who was erased."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.store.database import Database, DatabaseUnusableError, ReadOnlyDatabase, locked
from bot.store.erasures import Erasures
from bot.store.moments import moment, seconds
from bot.store.people import People

MARK = "backup_at"  # in `meta` of every backup: whoever opens such a file has put it back
BESIDE = ("", "-wal", "-shm")  # the files that make up a database


def back_up(database: Path, target: Path, now: datetime) -> int:
    """Copy the database into a new file beside or away from a running bot; the size in bytes.

    The copy is compact, checked and on the disk before it has its name. Updates that wait are not in it.
    Raises DatabaseUnusableError; then there is no new file.
    """
    if target.exists():
        raise DatabaseUnusableError(f"{target}: is there already")
    part = Path(f"{target}.part")
    part.unlink(missing_ok=True)
    os.umask(0o077)
    source = ReadOnlyDatabase(database)
    try:
        source.copy_into(part)
        _finish(part, now)
        _sync(part)
        part.rename(target)
        _sync(target.absolute().parent)
    except (sqlite3.DatabaseError, OSError) as error:
        raise DatabaseUnusableError(f"{target}: {error}") from error
    finally:
        source.close()
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _finish(part: Path, now: datetime) -> None:
    """Take out what is in no backup, mark it as one, and check every page."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("DELETE FROM inbox")
        copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [MARK, str(seconds(now))])
        copy.execute("VACUUM")  # the bytes of the inbox too
        _check(part, copy)


def _check(path: Path, db: sqlite3.Connection) -> None:
    (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise DatabaseUnusableError(f"{path}: damaged ({found})")


def put_back(backup: Path, database: Path) -> Path | None:
    """Put a backup in the place of the database; where the old one is kept now, if there was one.

    Raises DatabaseInUseError while a bot runs, DatabaseUnusableError when the backup is damaged, no backup
    of ours, or of a newer version, or when there is no room for it; then nothing has changed.
    `settle_restored` has to follow.
    """
    checked = ReadOnlyDatabase(backup)
    try:
        if checked.meta(MARK) is None:
            raise DatabaseUnusableError(f"{backup}: a database, but not a backup made by `backup`")
        checked.check()
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusableError(f"{backup}: {error}") from error
    finally:
        checked.close()
    with locked(database):
        part = Path(f"{database}.part")
        try:
            shutil.copyfile(backup, part)
            part.chmod(0o600)
            _sync(part)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DatabaseUnusableError(f"{part}: {error.strerror}") from error
        old = _set_aside(database)
        part.rename(database)
        _sync(database.absolute().parent)
    return old


def _set_aside(database: Path) -> Path | None:
    """Rename the old file with what belongs to it: it may be damaged, so it is not opened."""
    if not database.exists():
        return None
    old = Path(f"{database}.before-restore")
    for ending in BESIDE:
        there = Path(f"{database}{ending}")
        if there.exists():
            there.replace(f"{old}{ending}")
        else:
            Path(f"{old}{ending}").unlink(missing_ok=True)
    return old


@dataclass(frozen=True, slots=True)
class Restored:
    """What had to be done: how old the backup was, who was erased again, which reminders lie behind it."""

    made: datetime
    erased: int
    withdrawn: int
    expired: int


def settle_restored(db: Database, people: People, erasures: Erasures, now: datetime) -> Restored | None:
    """After a backup was put back, by `restore` or by hand; None when this is no restored backup.

    Who was erased since is erased again. Reminders that were due before now become expired: they may have
    been sent by the database that this one replaces. Call it before anything is sent.
    """
    mark = db.meta(MARK)
    if mark is None:
        return None
    erased, withdrawn = _erase_again(db, people, erasures, now)
    with db.write():
        expired = db.run(
            "UPDATE deliveries SET state = 'expired', reason = 'restored', lease = NULL"
            " WHERE state IN ('due', 'claimed', 'sending') AND due <= ?",
            [seconds(now)],
        )
        db.run("DELETE FROM meta WHERE key = ?", [MARK])
    people.forget_stale(now)
    return Restored(moment(int(mark)), erased, withdrawn, expired)


def _erase_again(db: Database, people: People, erasures: Erasures, now: datetime) -> tuple[int, int]:
    """A wish counts for what was stored before it, not for somebody who has come back since."""
    rows = db.rows("SELECT id, created_at, consented_at FROM people")
    wishes = erasures.of([row["id"] for row in rows])
    erased = withdrawn = 0
    for row in rows:
        wish = wishes.get(row["id"])
        if wish is None:
            continue
        if row["created_at"] <= wish.everything:
            people.erase(row["id"], now)
            erased += 1
        elif row["consented_at"] is not None and row["consented_at"] <= wish.health:
            people.withdraw_consent(row["id"], now)
            withdrawn += 1
    return erased, withdrawn


def delete_older(folder: Path, pattern: str, keep: int) -> list[Path]:
    """Keep the newest backups of a folder, by name; the ones that went."""
    gone = sorted(folder.glob(pattern))[:-keep]
    for path in gone:
        path.unlink()
    return gone


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
