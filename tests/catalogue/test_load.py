from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.catalogue.load import FaultyContentError, load
from tests.catalogue.broken import CONTENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the whole content, to be broken."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    return copy


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(FaultyContentError) as refused:
        load(folder)
    return [str(fault) for fault in refused.value.faults]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_empty_folder_lists_every_file_that_is_missing(tmp_path: Path) -> None:
    faults = faults_of(tmp_path)
    for path in (*CONTENT.glob("*.toml"), *CONTENT.glob("plans/*.toml")):
        assert f"{path.relative_to(CONTENT).as_posix()}: -: file is missing" in faults
    for name in ("messages", "faq"):
        assert f"{name}: -: there is no TOML file in this folder" in faults


def test_all_faults_of_all_files_are_listed_at_once_sorted_by_file(folder: Path) -> None:
    (folder / "faq" / "age.toml").unlink()
    (folder / "emergency.toml").write_text("places = [")
    replace(folder / "faq" / "cramp.toml", "[short]\nen =", "[short]\neng =")
    replace(folder / "recommendation.toml", "new = { hip-lift = 1", "new = { hip-lift = 12")
    replace(folder / "messages" / "plan.toml", "{top}", "{limit}")
    replace(folder / "screening.toml", 'verdict = "amber"', 'verdict = "yellow"')
    replace(folder / "habits.toml", "Sit tall", "Sit tall, always")
    replace(folder / "zones.toml", '"Asia/Dubai"', '"Asia/Dubay"')

    faults = faults_of(folder)

    for start in (
        "emergency.toml: -: is not valid TOML",
        "faq/age.toml: -: file is missing",
        "faq/cramp.toml: short.en: is missing",
        "faq/cramp.toml: short.eng: is not known here",
        "habits.toml: tips[0].title: en: 'always' is a claim that is not ours to make",
        "messages/plan.toml: now: en has the placeholders",
        "recommendation.toml: start.new.hip-lift: the ladder ends at level 6",
        "screening.toml: questions[9].verdict: 'yellow' is not one of",
        "zones.toml: cities: 'Asia/Dubay' is no time zone",
    ):
        assert [fault for fault in faults if fault.startswith(start)], start
    assert faults == sorted(faults)


def test_a_file_that_cannot_be_read_is_one_fault_and_not_one_for_each_of_its_keys(folder: Path) -> None:
    with (folder / "messages" / "start.toml").open("a") as file:
        file.write("welcome = \n")
    faults = [fault for fault in faults_of(folder) if fault.startswith("messages/start.toml")]
    assert len(faults) == 1
    assert "is not valid TOML" in faults[0]


def test_no_fault_is_listed_twice(folder: Path) -> None:
    replace(folder / "screening.toml", "[[signs]]", "[[signs]]\nnote = 1")
    (folder / "zones.toml").unlink()
    faults = faults_of(folder)
    assert len(faults) == len(set(faults))


def test_the_message_of_the_error_counts_the_faults(folder: Path) -> None:
    (folder / "zones.toml").unlink()
    with pytest.raises(FaultyContentError, match=r"^\d+ faults in the content, the first: zones\.toml: "):
        load(folder)


def test_an_item_longer_than_one_message_is_named(folder: Path) -> None:
    replace(
        folder / "faq" / "age.toml", "[[more]]\n", '[[more]]\nen = "a"\nja = "あ"\n\n' * 1000 + "[[more]]\n"
    )
    assert [
        fault for fault in faults_of(folder) if fault.startswith("faq/age.toml: en: ") and "in all" in fault
    ]


def test_the_version_changes_with_any_byte_and_only_then(folder: Path) -> None:
    before = load(folder).version
    assert load(folder).version == before
    replace(folder / "messages" / "ask.toml", "Tell me more", "Tell me more!")
    assert load(folder).version != before


def test_what_an_editor_hides_in_the_folder_does_no_harm(folder: Path) -> None:
    before = load(folder).version
    (folder / "faq" / ".#age.toml").symlink_to("somebody@somewhere.1234")
    assert load(folder).version == before


def test_the_coach_gets_the_questions_without_words(folder: Path) -> None:
    rules = load(folder).rules
    assert [rule.id for rule in rules][:7] == ["R1", "R2", "R3", "R4", "R5", "R6", "A1"]
