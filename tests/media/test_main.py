from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from bot.media import __main__ as module
from bot.media.pace import Pace
from bot.media.shelf import Item, still
from tests.media.stubs import fill

ITEMS = (still("heel-dig"), still("glute-squeeze"))


@pytest.fixture(autouse=True)
def two_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them would take a minute."""
    monkeypatch.setattr(module, "all_items", lambda catalogue: ITEMS)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(module.main, arguments)
    return result.exit_code, result.output


def test_what_is_missing_is_drawn_and_what_is_up_to_date_is_left(tmp_path: Path) -> None:
    cache, sheet = tmp_path / "cache", tmp_path / "sheet.png"
    code, said = run("--cache", str(cache), "--jobs", "1", "--sheet", str(sheet))
    assert (code, "2 made, 0 were up to date" in said) == (0, True), said
    with Image.open(sheet) as picture:
        assert picture.width > 1_900
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    code, said = run("--cache", str(cache), "--jobs", "1")
    assert (code, "0 made, 2 were up to date" in said) == (0, True), said
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_named_and_the_exit_code_is_1(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    code, said = run("--cache", str(tmp_path / "cache" / "below"), "--jobs", "1")
    assert code == 1
    assert said.count("still-") == 2
    assert "2 could not be made" in said


def test_facts_of_a_video_that_was_not_made_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    video = Item(pace=Pace("hip-lift", 10, 3, 2, 4))
    monkeypatch.setattr(module, "all_items", lambda catalogue: (*ITEMS, video))
    assert run("--cache", str(tmp_path), "--facts") == (0, "hip-lift-10x3-2-4: not made, or broken\n")


def test_faulty_words_are_named(tmp_path: Path) -> None:
    code, said = run("--content", str(tmp_path), "--cache", str(fill(tmp_path / "cache", ITEMS)))
    assert code == 1
    assert "pictures.toml: -: file is missing" in said
