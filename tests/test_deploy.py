"""The files of `deploy/` do what the guide says of them, as far as that can be seen without systemd."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine in a folder: the settings, the token, and the command, whose paths lead there."""
    script = (ROOT / "deploy" / "nightlift").read_text(encoding="utf-8")
    for path, here in (
        ("/opt/nightlift/.venv/bin", Path(sys.executable).parent),
        ("/opt/nightlift", ROOT),
        ("/etc/nightlift", tmp_path),
        ("/var/lib/nightlift", tmp_path),
    ):
        script = script.replace(path, str(here))
    (tmp_path / "nightlift").write_text(script, encoding="utf-8")
    (tmp_path / "nightlift").chmod(0o755)
    (tmp_path / "telegram_token").write_text(f"{TOKEN}\n", encoding="ascii")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^(TELEGRAM_TOKEN|DATABASE)=.*\n", "", example)
    (tmp_path / "nightlift.env").write_text(settings, encoding="utf-8")
    return tmp_path


def said(machine: Path, *command: str, **environment: str) -> tuple[int, str]:
    """The exit code and all that the command says, from another folder."""
    ended = subprocess.run(
        [str(machine / "nightlift"), *command],
        cwd="/",
        env={"PATH": os.defpath} | environment,
        capture_output=True,
        text=True,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_the_command_takes_the_settings_and_the_token_of_the_service(machine: Path) -> None:
    code, words = said(machine, "check-config")
    assert (code, words.split(".")[0]) == (0, "All settings are good")
    assert f"database: {machine}/nightlift.db" in words


def test_the_command_finds_a_bad_setting_of_the_service(machine: Path) -> None:
    with (machine / "nightlift.env").open("a") as settings:
        settings.write("ADMIN_IDS=@me\n")
    code, words = said(machine, "check-config")
    assert (code, words.split(":")[0]) == (78, "ADMIN_IDS")


def test_the_command_can_look_at_another_database(machine: Path) -> None:
    code, words = said(machine, "stats", DATABASE=f"{machine}/drill.db")
    assert (code, words) == (78, f"DATABASE: {machine}/drill.db: there is no such file\n")


def test_every_path_below_the_program_that_a_unit_names_is_there() -> None:
    for unit in sorted((ROOT / "deploy").glob("nightlift*")):
        for path in re.findall(r"/opt/nightlift/((?!\.venv)[\w./-]+)", unit.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{unit.name}: {path}"


def test_everything_that_the_container_file_copies_reaches_the_builder() -> None:
    containerfile = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"(?m)^COPY (?!--from)(\S+)", containerfile)
    assert copied
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source}" in allowed
