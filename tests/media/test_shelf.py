from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue
from bot.coach.model import Exercise
from bot.media import shelf as module
from bot.media.pace import Pace
from bot.media.shelf import Item, Shelf, all_items, index_is_in_front, is_whole, still, video
from tests.media.stubs import fill, mp4, png


def test_every_drawing_and_one_video_for_each_tempo_is_on_the_list(catalogue: Catalogue) -> None:
    items = all_items(catalogue)
    names = [item.file_name for item in items]
    assert len(set(names)) == len(names)
    assert {item.still for item in items if not item.is_video} == set(catalogue.pictures.stills)
    for plan in catalogue.plans.values():
        for rung in plan.rungs:
            motion = catalogue.pictures.motion(plan.exercise, rung.level.number)
            assert video(motion.id, rung.level) in items, (plan.exercise, rung.level.number)
    hip_lifts = catalogue.plans[Exercise.HIP_LIFT].rungs
    assert video("hip-lift", hip_lifts[2].level) == video("hip-lift", hip_lifts[4].level), (
        "other sets, one video"
    )


def test_a_file_is_found_in_the_first_folder_that_has_it_whole(tmp_path: Path) -> None:
    item = still("stairs")
    shelf = Shelf((tmp_path / "own", tmp_path / "shipped"))
    assert shelf.find(item) is None
    assert shelf.missing([item]) == [item]
    shipped = fill(tmp_path / "shipped", [item]) / item.file_name
    assert shelf.find(item) == shipped
    own = fill(tmp_path / "own", [item]) / item.file_name
    assert shelf.find(item) == own
    own.write_bytes(b"")
    assert shelf.find(item) == shipped


def test_another_tempo_or_other_drawing_code_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Item(pace=Pace("hip-lift", 10, 3, 2, 4)), Item(pace=Pace("hip-lift", 10, 3, 2, 5))
    assert one.version == Item(pace=Pace("hip-lift", 10, 3, 2, 4)).version
    assert len({one.version, other.version, still("stairs").version}) == 3
    before = one.version
    monkeypatch.setattr(module, "_code", lambda: "changed")
    assert one.version != before


def test_all_drawing_code_is_in_the_version() -> None:
    finds_and_orders = {
        "__init__",
        "__main__",
        "card",
        "chart",
        "facts",
        "make",
        "sheet",
        "shelf",
        "workshop",
    }
    every = {path.stem for path in Path(module.__file__).parent.glob("*.py")}
    assert set(module.RENDERERS) == every - finds_and_orders


@pytest.mark.parametrize(
    ("name", "content", "whole"),
    [
        ("a.png", png(), True),
        ("a.png", png()[:-1], False),
        ("a.png", b"", False),
        ("a.png", b"<html>", False),
        ("a.mp4", mp4(), True),
        ("a.mp4", mp4() + b"\0\0\0\x20mdat", False),
        ("a.mp4", mp4()[:-4], False),
        ("a.mp4", b"", False),
        ("a.mp4", png(), False),
        ("a.mp4", b"\0\0\0\x08ftyp", False),
    ],
)
def test_only_a_whole_file_counts(tmp_path: Path, name: str, content: bytes, whole: bool) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert is_whole(path) is whole


def test_a_file_that_is_not_there_is_not_whole(tmp_path: Path) -> None:
    assert not is_whole(tmp_path / "none.png")
    assert not is_whole(tmp_path)


def test_where_the_index_of_a_video_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(mp4())
    assert index_is_in_front(path)
    path.write_bytes(mp4()[:8] + mp4()[16:] + mp4()[8:16])
    assert not index_is_in_front(path)
