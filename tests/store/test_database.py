from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database, DatabaseInUseError, DatabaseUnusableError


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = Database(path)
    yield database
    database.close()


def stranger(path: Path) -> sqlite3.Connection:
    """Another connection to the same file, which never waits for a lock."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)


def people(db: Database) -> list[int]:
    return [row["id"] for row in db.rows("SELECT id FROM people ORDER BY id")]


def add(db: Database, person: int) -> None:
    db.run("INSERT INTO people (id, language, created_at, seen_at) VALUES (?, 'en', 0, 0)", [person])


# -- settings of the file ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
    ],
)
def test_a_pragma_is_set_on_the_connection(db: Database, pragma: str, value: object) -> None:
    (row,) = db.rows(f"PRAGMA {pragma}")
    assert list(row.values()) == [value]


def test_only_the_owner_may_read_the_file(db: Database, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_row_about_nobody_is_refused(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        db.run("INSERT INTO holds (person, verdict, since) VALUES (404, 'red', '2026-11-24')")


# -- writing -----------------------------------------------------------------------------------------------


def test_a_write_transaction_takes_the_write_lock_before_its_first_statement(
    db: Database, path: Path
) -> None:
    with (
        closing(stranger(path)) as other,
        db.write(),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_an_error_takes_the_whole_transaction_back(db: Database) -> None:
    def half_done() -> None:
        with db.write():
            add(db, 1)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        half_done()
    assert people(db) == []


def test_a_transaction_inside_another_is_committed_by_the_outermost(db: Database, path: Path) -> None:
    with closing(stranger(path)) as other:
        with db.write():
            with db.write():
                add(db, 1)
            seen_inside = other.execute("SELECT count(*) FROM people").fetchone()
        seen_after = other.execute("SELECT count(*) FROM people").fetchone()
    assert (seen_inside, seen_after) == ((0,), (1,))


def test_a_failed_commit_leaves_no_transaction_open(db: Database, path: Path) -> None:
    """Otherwise every later write would join it, and none of them would be kept."""

    def orphan() -> None:
        with db.write():
            db.run("PRAGMA defer_foreign_keys = ON")  # found out at the commit, not before
            db.run("INSERT INTO holds (person, verdict, since) VALUES (404, 'red', '2026-11-24')")

    with pytest.raises(sqlite3.IntegrityError):
        orphan()
    add(db, 1)
    with closing(stranger(path)) as other:
        assert other.execute("SELECT id FROM people").fetchall() == [(1,)]


def test_run_says_how_many_rows_it_changed(db: Database) -> None:
    for person in (1, 2, 3):
        add(db, person)
    assert db.run("UPDATE people SET language = 'ja' WHERE id > 1") == 2


def test_changing_returns_the_rows_and_keeps_the_change(db: Database, path: Path) -> None:
    add(db, 1)
    assert db.changing("UPDATE people SET language = 'ja' RETURNING id, language") == [
        {"id": 1, "language": "ja"}
    ]
    with closing(stranger(path)) as other:
        assert other.execute("SELECT language FROM people").fetchall() == [("ja",)]


def test_a_missing_row_is_none(db: Database) -> None:
    assert db.row("SELECT * FROM people WHERE id = 404") is None


def test_a_database_opened_again_has_what_was_written(path: Path) -> None:
    first = Database(path)
    add(first, 7)
    first.close()
    with closing(Database(path)) as second:
        assert people(second) == [7]


# -- one process at a time ---------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from bot.store.database import Database
database = Database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database open."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    with child:
        yield child
        child.kill()


def test_a_second_process_is_refused(holder: subprocess.Popen[str], path: Path) -> None:
    with pytest.raises(DatabaseInUseError, match=r"nightlift\.db"):
        Database(path)


def test_the_lock_is_free_once_the_other_process_is_killed(holder: subprocess.Popen[str], path: Path) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    Database(path).close()


def test_opening_twice_in_one_process_is_refused(db: Database, path: Path) -> None:
    with pytest.raises(DatabaseInUseError):
        Database(path)


def test_a_closed_database_can_be_opened_again(path: Path) -> None:
    Database(path).close()
    Database(path).close()


# -- files that are refused --------------------------------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(b"This was a letter to my aunt. " * 200)


def empty(path: Path) -> None:
    path.touch()


def truncated(path: Path) -> None:
    database = Database(path)
    with database.write():
        for person in range(5000):
            add(database, person)
    database.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def newer(path: Path) -> None:
    database = Database(path)
    database.run(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('nightlift', '9999', '')"
    )
    database.close()


def foreign(path: Path) -> None:
    with closing(stranger(path)) as other:
        other.execute("CREATE TABLE recipes (title TEXT)")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (garbage, "not a database"),
        (empty, "restore a backup"),
        (truncated, "malformed"),
        (newer, "newer version of Nightlift"),
        (foreign, "not of Nightlift"),
    ],
)
def test_a_file_that_cannot_be_ours_is_refused_by_name_and_left_as_it_was(
    path: Path, make: Callable[[Path], None], says: str
) -> None:
    make(path)
    before = path.read_bytes()

    with pytest.raises(DatabaseUnusableError, match=says) as refused:
        Database(path)

    assert str(path) in str(refused.value)
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["nightlift.db", "nightlift.db.lock"]


def test_a_refused_file_is_not_locked(path: Path) -> None:
    garbage(path)
    with pytest.raises(DatabaseUnusableError):
        Database(path)
    path.unlink()
    Database(path).close()


def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusableError, match="No such file or directory"):
        Database(tmp_path / "nowhere" / "nightlift.db")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder, which may not be written: root may write anywhere, so the test is nobody."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o555)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    yield tmp_path
    if as_root:
        os.seteuid(0)
    tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_written_is_refused(read_only_folder: Path) -> None:
    with pytest.raises(DatabaseUnusableError, match="Permission denied"):
        Database(Path("nightlift.db"))
    assert os.listdir() == []


def test_a_database_with_a_damaged_page_is_refused_and_the_way_out_is_said(path: Path) -> None:
    with closing(Database(path)) as database:
        for person in range(2_000):
            add(database, person)
    data = bytearray(path.read_bytes())
    data[-3 * 4096 : -4096] = b"\x07" * (2 * 4096)
    path.write_bytes(data)
    with pytest.raises(DatabaseUnusableError, match=r"damaged|malformed"):
        Database(path)
    assert path.read_bytes() == data
