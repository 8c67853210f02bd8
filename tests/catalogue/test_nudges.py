from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.nudges import ENOUGH, alike, read_nudges
from bot.catalogue.reader import Faults
from bot.catalogue.style import read_style
from bot.coach.model import Language
from tests.catalogue.broken import CONTENT, broken

STYLE = read_style(CONTENT, Faults())


def faults_of(folder: Path) -> list[str]:
    faults = Faults()
    read_nudges(folder, STYLE, faults)
    return [str(fault) for fault in faults.found]


def test_our_own_file_has_no_fault() -> None:
    assert faults_of(CONTENT) == []


@pytest.mark.parametrize("name", list(ENOUGH))
def test_a_list_of_nightly_texts_that_is_too_short_is_named(tmp_path: Path, name: str) -> None:
    """The night always has a word, and not the same one soon again."""
    (tmp_path / "reminders.toml").write_text(f"{name} = []")
    expected = f"reminders.toml: {name}: 0 texts; at least {ENOUGH[name]} are needed"
    assert expected in faults_of(tmp_path)


def test_a_missing_list_of_nightly_texts_is_named_like_a_misspelt_one(tmp_path: Path) -> None:
    folder = broken(tmp_path, "reminders.toml", "[[rest]]", "[[rest]]")
    path = folder / "reminders.toml"
    path.write_text(path.read_text().replace("[[rest]]", "[[restful]]"))
    found = faults_of(folder)
    assert "reminders.toml: rest: is missing" in found
    assert [each for each in found if each.startswith("reminders.toml: restful: is not known here")]


def test_a_nightly_text_without_japanese_is_named(tmp_path: Path) -> None:
    found = faults_of(broken(tmp_path, "reminders.toml", "ja = ", "jp = "))
    assert "reminders.toml: training[0].ja: is missing" in found
    assert "reminders.toml: training[0].jp: is not known here; known: en, ja, from" in found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('en = "', 'en = "For your back: ', "training[0]: en: 'back' does not belong on a lock screen"),
        ('ja = "', 'ja = "腰のために、', "training[0]: ja: '腰' does not belong on a lock screen"),
        ('en = "', 'en = "You missed it. ', "training[0]: en: 'missed' does not belong on a lock screen"),
        ('en = "', 'en = "' + "So calm. " * 20, "training[0]: en: 239 characters, at most 140"),
    ],
)
def test_a_word_that_a_lock_screen_would_give_away_is_named(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert f"reminders.toml: {fault}" in faults_of(broken(tmp_path, "reminders.toml", old, new))


@pytest.mark.parametrize(
    ("language", "one", "other", "too_much"),
    [
        (Language.EN, "Good evening, {dose} tonight.", "Good evening, {dose} it is tonight.", True),
        (Language.EN, "A quiet minute for you.", "Teeth brushed? Then {dose}.", False),
        (Language.JA, "今夜は{dose}です。おやすみ前にどうぞ。", "今夜は{dose}です。おやすみ前に少し。", True),
        (Language.JA, "静かな数分をどうぞ。", "歯みがきのあとに、{dose}。", False),
    ],
)
def test_two_texts_that_share_more_than_half_of_their_words_are_alike(
    language: Language, one: str, other: str, too_much: bool
) -> None:
    assert bool(list(alike([one, other], language))) is too_much


def test_two_texts_that_are_alike_are_named(tmp_path: Path) -> None:
    first = 'en = "Good evening. Tonight it is {dose}, whenever you are ready."'
    twice = f'{first}\nja = "こんばんは。{{dose}}を、お好きなときに。"\n\n[[training]]\n{first}'
    assert "reminders.toml: training[1]: en: says much the same as training[0]" in faults_of(
        broken(tmp_path, "reminders.toml", first, twice)
    )
