"""Content read again, and what is kept between two starts: what an edit has not touched is not built anew."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest

from bot.catalogue.place import content_folder
from bot.faq.tables import Tables
from bot.faq.warning import Forms
from bot.handlers.deps import Content
from bot.ready import read_content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


@pytest.fixture
def before(folder: Path) -> Content:
    return read_content(folder)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_message_leaves_index_and_rules_as_they_are(folder: Path, before: Content) -> None:
    edit(folder / "messages" / "start.toml", "Good evening", "A fine evening")
    after = read_content(folder, before)
    assert after.catalogue.version != before.catalogue.version
    assert (after.index, after.warnings) == (before.index, before.warnings)


def test_an_edited_answer_is_found_by_its_new_words(folder: Path, before: Content) -> None:
    edit(folder / "faq" / "breathing.toml", 'en = ["breathe", ', 'en = ["zwybble", "breathe", ')
    after = read_content(folder, before)
    assert after.index is not before.index
    assert after.index.search("zwybble").ids[0] == "breathing"
    assert after.warnings is before.warnings


def test_an_edited_rule_is_heeded(folder: Path, before: Content) -> None:
    edit(folder / "warnings.toml", '"胸が" = ["むねが"]', '"胸が" = ["むねが", "みゅねが"]')
    after = read_content(folder, before)
    assert after.index is before.index
    assert before.warnings.find("みゅねが痛い") is None
    assert after.warnings.find("みゅねが痛い") == before.warnings.find("胸が痛い") is not None


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "bot.words"


@pytest.fixture
def nothing_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: object) -> None:
        raise AssertionError("built, though it was kept")

    monkeypatch.setattr(Tables, "build", build)
    monkeypatch.setattr(Forms, "build", build)


QUESTIONS = ["my hamstrings tire instead of my glutes", "お尻に効かない", "hamstrng cramps", "what is rain"]
TOLD = ["I can't feel it when I wipe", "むねが痛い", "no numbness, just tired", "both legs have gone numb"]


def same_outcomes(one: Content, other: Content) -> bool:
    return [one.index.search(text) for text in QUESTIONS] == [
        other.index.search(text) for text in QUESTIONS
    ] and [one.warnings.find(text) for text in TOLD] == [other.warnings.find(text) for text in TOLD]


def test_the_second_start_builds_nothing_and_answers_the_same(
    before: Content, folder: Path, kept: Path, request: pytest.FixtureRequest
) -> None:
    read_content(folder, kept=kept)
    request.getfixturevalue("nothing_is_built")
    assert same_outcomes(read_content(folder, kept=kept), before)


def test_an_edit_makes_the_kept_file_anew(folder: Path, kept: Path) -> None:
    read_content(folder, kept=kept)
    edit(folder / "faq" / "breathing.toml", 'en = ["breathe", ', 'en = ["zwybble", "breathe", ')
    for _ in range(2):
        assert read_content(folder, kept=kept).index.search("zwybble").ids[0] == "breathing"


def test_an_edit_while_running_is_kept_for_the_next_start(
    folder: Path, kept: Path, request: pytest.FixtureRequest
) -> None:
    before = read_content(folder, kept=kept)
    edit(folder / "messages" / "start.toml", "Good evening", "A fine evening")
    after = read_content(folder, before, kept)
    request.getfixturevalue("nothing_is_built")
    assert same_outcomes(read_content(folder, kept=kept), after)


@pytest.mark.parametrize("harm", [lambda whole: whole[:-100], lambda whole: whole[:200] + b"\xc1" * 500])
def test_a_damaged_file_is_said_and_made_anew(
    before: Content, folder: Path, kept: Path, harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(harm)
    read_content(folder, kept=kept)
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    assert same_outcomes(read_content(folder, kept=kept), before)
    assert "cannot be used" in caplog.text
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_written_the_bot_does_without(
    before: Content, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        content = read_content(folder, kept=tmp_path / "no such folder" / "bot.words")
    assert same_outcomes(content, before)
    assert "cannot be written" in caplog.text


def test_no_draft_is_left_behind(folder: Path, kept: Path) -> None:
    read_content(folder, kept=kept)
    assert [name for name in os.listdir(kept.parent) if name.startswith(kept.name)] == [kept.name]
