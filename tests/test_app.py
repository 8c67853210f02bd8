"""Content read again: what an edit has not touched is not built anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.app import read_content
from bot.catalogue.place import content_folder
from bot.handlers.deps import Content


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
