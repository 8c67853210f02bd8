from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result

from bot import app
from bot.cli import EX_IN_USE, main
from bot.coach.model import Bedtime, Language
from bot.coach.schedule import Due
from bot.settings import Settings
from bot.store import open_store
from bot.store.database import Database
from bot.store.heartbeat import Heartbeat
from bot.watchdog import EX_CONFIG

TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"
BOT_USER = 65534
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def good_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder of its own, and a bot that would talk to nobody: nothing listens on port 9."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API", "http://127.0.0.1:9")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Logging is as before when the command has set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    root.handlers, root.level = handlers, level


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_exit_codes_are_those_of_the_guide() -> None:
    assert (EX_CONFIG, EX_IN_USE) == (78, 75)


# -- check-config ------------------------------------------------------------------------------------------


def test_good_settings_and_content_are_said_to_be_good_and_nothing_is_made(tmp_path: Path) -> None:
    result = invoked("check-config")
    assert result.exit_code == 0
    assert result.stdout.startswith("All settings are good.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [(), ("run",), ("check-config",)], ids=["bare", "run", "check-config"])
def test_bad_settings_end_with_78_and_a_line_for_each(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN")
    monkeypatch.setenv("LOG_FORMAT", "xml")
    result = invoked(*command)
    assert result.exit_code == 78
    assert sorted(line.split(":")[0] for line in result.stderr.splitlines()) == [
        "LOG_FORMAT",
        "TELEGRAM_TOKEN",
    ]


@pytest.mark.parametrize("command", ["run", "check-config"])
def test_faulty_content_ends_with_78_and_a_line_for_each_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    words = tmp_path / "words"
    words.mkdir()
    monkeypatch.setenv("CONTENT", str(words))
    result = invoked(command)
    assert result.exit_code == 78
    assert "screening.toml: -: file is missing" in result.stderr.splitlines()
    assert not (tmp_path / "nightlift.db").exists()


# -- run ---------------------------------------------------------------------------------------------------


def test_a_database_in_use_ends_with_75_and_one_line(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "nightlift.db")):
        result = invoked("run")
    assert result.exit_code == 75
    assert result.stderr.splitlines() == ["DATABASE: nightlift.db is in use by another process"]


def test_a_second_process_ends_with_75_and_says_no_secret(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "nightlift.db")):
        second = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()"],
            env={"PYTHONPATH": str(ROOT), "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "http://127.0.0.1:9"},
            capture_output=True,
            text=True,
        )
    assert second.returncode == 75
    assert second.stderr.splitlines() == ["DATABASE: nightlift.db is in use by another process"]
    assert TOKEN not in second.stdout + second.stderr


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "the file is empty"), (b"no database" * 100, "not a database")]
)
def test_a_damaged_database_ends_with_78_and_stays_as_it_is(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "nightlift.db"
    path.write_bytes(content)
    result = invoked("run")
    assert result.exit_code == 78
    (line,) = result.stderr.splitlines()
    assert line.startswith("DATABASE: nightlift.db: ")
    assert says in line
    assert path.read_bytes() == content


def test_a_refused_token_ends_with_78_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(settings: Settings) -> None:
        raise app.TokenRefusedError from RuntimeError(f"The token `{settings.telegram_token}` was rejected")

    monkeypatch.setattr(app, "run", refuse)
    result = invoked("run")
    assert result.exit_code == 78
    assert result.stderr.splitlines() == [
        "TELEGRAM_TOKEN: Telegram refuses it; get a new one from @BotFather"
    ]


def test_without_a_command_the_bot_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Settings] = []
    monkeypatch.setattr(app, "run", ran.append)
    assert invoked().exit_code == 0
    assert [settings.telegram_token for settings in ran] == [TOKEN]


def test_an_unknown_command_is_refused() -> None:
    assert invoked("fly").exit_code == 2


# -- questions ---------------------------------------------------------------------------------------------


def test_questions_lists_what_was_asked_and_the_nearest_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE", str(tmp_path / "nightlift.db"))
    store = open_store(tmp_path / "nightlift.db")
    store.questions.note("cramp in the thigh when lifting", Language.EN, "", NOON)
    result = CliRunner().invoke(main, ["questions"])
    store.close()
    assert result.exit_code == 0
    assert "    1  2026-11-24  en  cramp in the thigh when lifting  [no answer; near: cramp" in result.output
    assert result.output.endswith("1 questions.\n")


def test_questions_without_a_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE", str(tmp_path / "none.db"))
    result = CliRunner().invoke(main, ["questions"])
    assert result.exit_code == 78
    assert "there is no such file" in result.output


# -- backup, restore, erase, stats -------------------------------------------------------------------------

EMMA = 4_242_424_242


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with Emma in it, whose reminder is long overdue."""
    store = open_store(tmp_path / "nightlift.db")
    store.people.remember(EMMA, Language.EN, NOON)
    store.people.set_zone(EMMA, "Europe/London")
    store.reminders.set_bedtime(EMMA, Bedtime(time(22, 30)))
    store.reminders.plan(EMMA, Due(NOON.date(), NOON))
    store.close()
    return tmp_path / "nightlift.db"


def test_a_backup_can_be_put_back_from_the_command_line(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "real_now", lambda: NOON)
    (tmp_path / "backups").mkdir()
    made = invoked("backup", "backups", "--keep", "7")
    assert made.exit_code == 0
    assert made.output.startswith("backups/nightlift-20261124-120000.db: ")
    database.unlink()
    back = invoked("restore", "backups/nightlift-20261124-120000.db")
    assert back.exit_code == 0, back.output
    assert back.output.splitlines() == [
        "nightlift.db: restored from 2026-11-24 12:00 UTC. Erased again: 0, consent withdrawn again: 0,"
        " reminders not sent again: 1.",
        "nightlift.db.erased: there is no such file, so nobody could be erased again. If the database comes"
        " from another machine, put its list of the erased there and restore again.",
    ]
    with closing(sqlite3.connect(database)) as other:
        rows = other.execute("SELECT night, state FROM deliveries ORDER BY due").fetchall()
    assert rows[0] == ("2026-11-24", "expired"), "it may be out already"
    assert [row[1] for row in rows[1:]] == ["due"], "the next night is planned"


def test_with_a_list_of_the_erased_a_restore_does_not_miss_it(database: Path) -> None:
    invoked("backup", "copy.db")
    invoked("erase", str(EMMA), "--yes")
    back = invoked("restore", "copy.db").output
    assert "Erased again: 1" in back
    assert "there is no such file" not in back


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("command", [("erase", "7", "--yes"), ("restore", "copy.db")])
def test_what_root_leaves_beside_the_database_belongs_to_the_bot(
    database: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A bot with a user of its own can open neither a database of root's nor a list of the erased."""
    invoked("backup", "copy.db")
    for path in (tmp_path, *tmp_path.iterdir()):
        os.chown(path, BOT_USER, BOT_USER)
    assert invoked(*command).exit_code == 0
    owners = {path.name: (path.stat().st_uid, path.stat().st_gid) for path in tmp_path.glob("nightlift.db*")}
    assert len(owners) > 2, "the database, its lock, and what the command has made"
    assert owners == dict.fromkeys(owners, (BOT_USER, BOT_USER))


def test_old_backups_go_when_so_many_are_to_be_kept(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backups").mkdir()
    for day in (1, 2, 3):
        monkeypatch.setattr(app, "real_now", lambda day=day: NOON.replace(day=day))
        last = invoked("backup", "backups", "--keep", "2")
    assert "backups/nightlift-20261101-120000.db: deleted." in last.output
    assert len(list((tmp_path / "backups").iterdir())) == 2


def test_a_folder_to_keep_backups_in_has_to_be_there(tmp_path: Path, database: Path) -> None:
    """Else the first night would make a file of that name, and the second would find it there."""
    result = invoked("backup", "backups", "--keep", "2")
    assert result.exit_code == 78
    assert result.stderr.splitlines() == ["TARGET: the folder backups does not exist; --keep needs one"]
    assert not (tmp_path / "backups").exists()


@pytest.fixture
def shared(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The database in a folder that everybody may read and write: pytest's own are for one user."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        monkeypatch.chdir(folder)
        yield database.replace(Path(folder) / database.name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read and write everything, so the command is run by somebody who may not."""
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(BOT_USER)
    yield
    if as_root:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("command", "code"), [(("stats",), 78), (("backup", "copy.db"), 78), (("health",), 1), (("run",), 78)]
)
def test_a_database_that_may_not_be_read_is_one_line(
    shared: Path, command: tuple[str, ...], code: int
) -> None:
    shared.chmod(0)
    with as_nobody():
        result = invoked(*command)
    assert result.exit_code == code
    assert result.stderr.splitlines()[-1].startswith("DATABASE: nightlift.db: ")


def test_a_folder_that_may_not_be_written_is_no_good_setting(shared: Path) -> None:
    shared.parent.chmod(0o555)
    with as_nobody():
        result = invoked("check-config")
    assert result.exit_code == 78
    assert result.stderr.splitlines() == [f"DATABASE: the folder {shared.parent} cannot be written"]


def test_a_database_that_may_only_be_read_is_one_line(shared: Path) -> None:
    shared.chmod(0o444)
    with as_nobody():
        result = invoked("run")
    assert result.exit_code == 78
    assert result.stderr.splitlines()[-1] == "DATABASE: nightlift.db: Permission denied"


@pytest.mark.parametrize(
    "command", [("backup", "copy.db"), ("stats",), ("restore", "copy.db")], ids=lambda command: command[0]
)
def test_without_the_file_a_command_says_so_with_78(command: tuple[str, ...]) -> None:
    result = invoked(*command)
    assert result.exit_code == 78
    assert "there is no such file" in result.stderr


@pytest.mark.parametrize("command", [("erase", str(EMMA), "--yes"), ("restore", "copy.db")])
def test_beside_a_running_bot_nothing_is_erased_or_put_back(database: Path, command: tuple[str, ...]) -> None:
    assert invoked("backup", "copy.db").exit_code == 0
    with closing(Database(database)):
        result = invoked(*command)
    assert result.exit_code == 75


def test_erasing_by_id_asks_first_and_is_final(database: Path) -> None:
    assert CliRunner().invoke(main, ["erase", str(EMMA)], input="n\n").exit_code == 1
    assert invoked("erase", str(EMMA), "--yes").output == "Erased.\n"
    assert invoked("erase", str(EMMA), "--yes").output == "Nothing was stored about this person.\n"
    store = open_store(database)
    assert store.people.get(EMMA) is None
    store.close()


def test_stats_are_counts_and_name_nobody(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "real_now", lambda: NOON)
    result = invoked("stats")
    assert result.exit_code == 0
    figures = dict(line.rsplit(maxsplit=1) for line in result.output.splitlines() if line[-1].isdigit())
    assert (figures["people"], figures["  with a reminder"]) == ("1", "1")
    assert str(EMMA) not in result.output


def test_every_command_has_help_in_one_style() -> None:
    commands = main.commands
    names = "run check-config backup restore stats questions health erase".split()
    assert set(commands) == set(names)
    for name, command in commands.items():
        shown = invoked(name, "--help")
        assert shown.exit_code == 0
        assert command.help is not None
        first = command.help.splitlines()[0]
        assert first.endswith("."), f"{name}: one sentence first"
        assert first[0].isupper()


def test_health_of_a_bot_that_does_not_run_ends_with_1(database: Path) -> None:
    result = invoked("health")
    assert result.exit_code == 1
    assert result.stderr.startswith("no sign of life")


def test_health_of_a_bot_that_runs_ends_with_0(database: Path) -> None:
    store = open_store(database)
    now = app.real_now()
    store.heartbeats.note(Heartbeat(now, now, now))
    store.close()
    result = invoked("health")
    assert (result.exit_code, result.output) == (0, "well\n")


# -- stats -------------------------------------------------------------------------------------------------


def test_stats_of_an_empty_database_are_two_headings(tmp_path: Path) -> None:
    open_store(tmp_path / "nightlift.db").close()
    result = invoked("stats", "--nights", "3")
    assert result.exit_code == 0
    assert "25920 fit into one" in result.stdout
    assert "Automatic reminders of the last 3 nights" in result.stdout


def test_stats_without_a_database_say_so() -> None:
    result = invoked("stats")
    assert result.exit_code == EX_CONFIG
    assert "there is no such file" in result.stderr
