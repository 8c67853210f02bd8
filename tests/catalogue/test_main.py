from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from bot.catalogue.__main__ import main


def test_good_content_ends_with_zero_and_one_line_of_counts() -> None:
    result = CliRunner().invoke(main)
    assert result.exit_code == 0
    assert result.output.startswith("No faults. ")
    assert "46 questions" in result.output
    assert "21 safety questions" in result.output
    assert result.output.count("\n") == 1


def test_faulty_content_ends_with_one_and_a_line_for_each_fault(tmp_path: Path) -> None:
    (tmp_path / "habits.toml").write_text("tips = 3")
    result = CliRunner().invoke(main, ["--content", str(tmp_path)])
    *faults, count = result.output.splitlines()
    assert result.exit_code == 1
    assert "habits.toml: tips: must be a list of tables ([[…]])" in faults
    assert "zones.toml: -: file is missing" in faults
    assert count == f"{len(faults)} faults."


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--content", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_it_runs_as_a_module_without_any_setting(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot.catalogue"], cwd=root, env={"PATH": ""}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No faults. ")
