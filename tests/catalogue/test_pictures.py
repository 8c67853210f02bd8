from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.catalogue.load import FaultyContentError, load
from bot.catalogue.pictures import PICTURES
from bot.coach.model import Exercise
from tests.catalogue.broken import CONTENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the whole content, to be broken."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    return copy


def faults_after(folder: Path, old: str, new: str) -> list[str]:
    """The faults once `old` has become `new` in the file of pictures."""
    path = folder / PICTURES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FaultyContentError) as refused:
        load(folder)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "stairs"', 'id = "stair"', "pictures: 'stairs' is drawn but has no words"),
        ('id = "stairs"', 'id = "stair"', "pictures: 'stair' is not drawn; there is: hip-lift, "),
        ('id = "stairs"', 'id = "sitting"', "pictures: 'sitting' stands there more than once"),
        ('id = "half-curl"', 'id = "quarter-curl"', "motions: 'half-curl' is drawn but has no words"),
        ('faq = ["stairs"]', 'faq = ["stair"]', "pictures.faq: 'stair' is not known"),
        ('faq = ["stairs"]', 'faq = ["sitting"]', "pictures.faq: 'sitting' has more than one picture"),
        ('"one-staircase", ', '"two-staircases", ', "pictures.habits: 'two-staircases' is not known"),
        ('picture = "heel-dig"', 'picture = "heel"', "motions[4].picture: there is no picture 'heel'"),
        ("levels = [1]", "levels = [1, 2]", "motions: hip-lift, level 2: 2 movements, must be one"),
        ("levels = [6]", "levels = [7]", "motions: hip-lift, level 6: 0 movements, must be one"),
        ("levels = [6]", "levels = [7]", "motions: single-leg: hip-lift has no level 7"),
        ("levels = [6]", 'levels = ["6"]', "motions[3].levels: must be a list of whole numbers"),
        ('exercise = "leg-curl"', 'exercise = "squat"', "motions[4].exercise: 'squat' is not one of"),
        ('mistakes = ["hip-lift-too-high"]', 'mistakes = ["x"]', "pages.hip-lift.mistakes: there is no pict"),
        ('en = "Picture: climbing', 'eng = "Picture: climbing', "pictures[17].en: is missing"),
        ('from = ["S44", "S45"]', 'from = ["S99"]', "pictures[17].from: 'S99' is no source number"),
        ('en = "Picture: climbing', f'en = "{"Up. " * 60}climbing', "pictures.stairs: en: 3"),
        ('ja = "音だけ', 'japanese = "音だけ', "sound.ja: is missing"),
    ],
)
def test_each_fault_is_named_with_its_place(folder: Path, old: str, new: str, fault: str) -> None:
    faults = faults_after(folder, old, new)
    assert any(each.startswith(f"{PICTURES}: {fault}") for each in faults), faults


def test_every_rung_finds_its_movement_and_every_picture_its_words() -> None:
    pictures = load(CONTENT).pictures
    assert pictures.motion(Exercise.HIP_LIFT, 6).id == "single-leg"
    assert pictures.motion(Exercise.LEG_CURL, 0).still == "heel-dig"
    assert all(still.alt.en and still.alt.ja for still in pictures.stills.values())
