from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app
from bot.cli import EX_IN_USE, main
from bot.coach.model import Language
from bot.settings import EX_CONFIG, Settings
from bot.store import open_store
from bot.store.database import Database

TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"
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
