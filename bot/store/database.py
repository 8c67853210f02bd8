"""One SQLite file: every pragma set, locked to one process, migrated, written in short transactions."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

import sqlite_utils
from sqlite_utils.migrations import Migrations

from bot.store.settling import Settling

Parameters = Sequence[object] | Mapping[str, object]

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL loses commits at a power cut, and with them the "sent" mark
    "busy_timeout = 5000",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)


class DatabaseInUseError(Exception):
    """Another process holds this database."""


class DatabaseUnusableError(Exception):
    """The file is no database of ours, or cannot be opened. Nothing was created in its place."""


class StorageDownError(Exception):
    """Nothing can be kept just now: the disk is full or the file is locked. Ask again later."""


@contextmanager
def storage_errors() -> Iterator[None]:
    """SQLite's error for "not now" as StorageDownError, for those who may not know SQLite."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageDownError(str(error)) from error


class Database:
    """The one connection. Reads run as they are; writes run inside `write()`."""

    _level = "FULL"  # how the next commit treats the disk; as in PRAGMAS

    def __init__(self, path: Path) -> None:
        """Open and migrate the file.

        Raises DatabaseInUseError when another process has it, DatabaseUnusableError when it is damaged,
        not a database, made by a newer version, or in a folder that cannot be written.
        """
        self._lock = _lock(path)
        try:
            self._db = _open(path)
            self.check()
            self.settling = Settling(Path(f"{path}-wal"))
        except (sqlite3.DatabaseError, OSError) as error:
            self._lock.close()
            raise DatabaseUnusableError(f"{path}: {error}") from error
        except DatabaseUnusableError:
            self._lock.close()
            raise

    def close(self) -> None:
        self.settling.close()
        self._db.close()
        self._lock.close()

    @contextmanager
    def write(self) -> Iterator[None]:
        """A write transaction, begun IMMEDIATE so that it never fails half-way for want of the lock.

        Inside another one it joins it: the outermost commits, and waits for the disk, except in
        `settling.lightly`.
        """
        connection = self._db.conn
        if connection.in_transaction:
            yield
            return
        self._synchronous("NORMAL" if self.settling.is_light else "FULL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        self.settling.committed()

    def _synchronous(self, level: str) -> None:
        """FULL: the next commits wait for the disk. NORMAL: they do not."""
        if level != self._level:
            self._db.conn.execute(f"PRAGMA synchronous = {level}")
            self._level = level

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement; returns the number of changed rows."""
        with self.write():
            return self._db.conn.execute(sql, parameters).rowcount

    def run_lightly(self, sql: str, parameters: Parameters = ()) -> int:
        """`run` without waiting for the disk: the commit outlives a `kill -9`, but maybe not a power cut."""
        with self.settling.lightly():
            return self.run(sql, parameters)

    def changing(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """Run one writing statement with RETURNING; returns its rows."""
        with self.write():
            return self.rows(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        cursor = self._db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, parameters: Parameters = ()) -> dict[str, Any] | None:
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def key(self, name: str) -> bytes:
        """A secret of this installation, made when it is first asked for."""
        with self.write():
            self._db.conn.execute(
                "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", [name, secrets.token_hex(32)]
            )
        kept = self.meta(name)
        assert kept is not None
        return bytes.fromhex(kept)

    def check(self) -> None:
        """Look at every page. Raises DatabaseUnusableError when one is damaged."""
        found = self._db.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise DatabaseUnusableError(f"damaged ({found}); put a backup back with: nightlift restore FILE")

    def meta(self, key: str) -> str | None:
        """A word about the database itself; None when it was never noted."""
        row = self.row("SELECT value FROM meta WHERE key = ?", [key])
        return row["value"] if row else None

    def set_meta(self, key: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [key, value])

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it, so that erased bytes leave both."""
        self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class ReadOnlyDatabase(Database):
    """A look at the file beside a running bot: takes no lock, migrates nothing, writes nothing."""

    def __init__(self, path: Path) -> None:
        """Raises DatabaseUnusableError when there is no such file, or it is not ours."""
        if not path.is_file():
            raise DatabaseUnusableError(f"{path}: there is no such file")
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None
            )
        except sqlite3.OperationalError as error:
            raise DatabaseUnusableError(f"{path}: {error}") from error
        self._db = sqlite_utils.Database(connection)
        self._lock = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - nothing to hold, but to close
        self.settling = Settling(Path(os.devnull))
        try:
            _refuse_strangers(path, self._db)
        except sqlite3.DatabaseError as error:
            self.close()
            raise DatabaseUnusableError(f"{path}: {error}") from error
        except DatabaseUnusableError:
            self.close()
            raise

    def copy_into(self, target: Path) -> None:
        """A compact copy of the whole, as of one moment, whatever is being written meanwhile."""
        self._db.conn.execute("VACUUM INTO ?", [str(target)])


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a database's lock without opening it. Raises DatabaseInUseError, DatabaseUnusableError."""
    lock = _lock(path)
    try:
        yield
    finally:
        lock.close()


@contextmanager
def left_to_the_bot(path: Path) -> Iterator[None]:
    """Whatever root makes beside the database meanwhile belongs to the owner of the folder in the end.

    A bot with a user of its own could open neither a database nor a list of the erased that are root's.
    """
    try:
        yield
    finally:
        if os.geteuid() == 0:
            owner = path.absolute().parent.stat()
            for each in path.absolute().parent.iterdir():
                if each.name.startswith(path.name):
                    os.chown(each, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _lock(path: Path) -> TextIO:
    """An exclusive lock beside the database, held while the process lives; the system frees it at its end."""
    try:
        file = open(f"{path}.lock", "a", encoding="utf-8")  # noqa: SIM115 - held open on purpose
    except OSError as error:
        raise DatabaseUnusableError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise DatabaseInUseError(str(path)) from error
    return file


def _open(path: Path) -> sqlite_utils.Database:
    if path.exists() and path.stat().st_size == 0:
        raise DatabaseUnusableError(
            f"{path}: the file is empty; restore a backup, or delete it to begin anew"
        )
    if path.exists():
        _refuse_what_is_not_ours_to_write(path)
    os.umask(0o077)  # the file holds health answers: readable by its owner only
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        database = sqlite_utils.Database(connection)
        _refuse_strangers(path, database)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _migrate(database)
    except BaseException:
        connection.close()
        raise
    return database


def _refuse_what_is_not_ours_to_write(path: Path) -> None:
    """SQLite would open such a file to read only, and fail at the first write."""
    try:
        path.open("r+b").close()
    except OSError as error:
        raise DatabaseUnusableError(f"{path}: {error.strerror}") from error


def _refuse_strangers(path: Path, db: sqlite_utils.Database) -> None:
    """Before anything is written: a newer version's file, or another program's, stays as it is."""
    ours = migrations()
    done = [migration.name for migration in ours.applied(db)]
    if not done and db.table_names():
        raise DatabaseUnusableError(f"{path}: a database, but not of Nightlift")
    with closing(sqlite_utils.Database(memory=True)) as empty:
        known = {migration.name for migration in ours.pending(empty)}
    newer = sorted(set(done) - known)
    if newer:
        raise DatabaseUnusableError(
            f"{path}: made by a newer version of Nightlift (migration {', '.join(newer)})"
        )


def migrations() -> Migrations:
    """Every version of the schema in order. A landed one is never edited; a change is a new one."""
    all_of_them = Migrations("nightlift")

    @all_of_them(name="0001")
    def first(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0001.sql")

    @all_of_them(name="0002")
    def questions(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0002.sql")

    @all_of_them(name="0003")
    def holds_by_verdict(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0003.sql")

    @all_of_them(name="0004")
    def sessions_by_part(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0004.sql")

    @all_of_them(name="0005")
    def reminders_for_a_million(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0005.sql")

    @all_of_them(name="0006")
    def inbox(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0006.sql")

    @all_of_them(name="0007")
    def uploads(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0007.sql")

    @all_of_them(name="0008")
    def forgetting(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0008.sql")

    @all_of_them(name="0009")
    def inbox_by_person(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0009.sql")

    @all_of_them(name="0010")
    def questions_met(db: sqlite_utils.Database) -> None:
        _run_file(db, "schema_0010.sql")

    return all_of_them


def _run_file(db: sqlite_utils.Database, name: str) -> None:
    """Statement by statement: sqlite3's executescript would commit the migration's transaction."""
    statement = ""
    for line in files("bot.store").joinpath(name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _migrate(db: sqlite_utils.Database) -> None:
    db.conn.execute("BEGIN IMMEDIATE")
    migrations().apply(db)
    db.conn.commit()
