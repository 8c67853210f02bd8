from __future__ import annotations

import io

import pytest

from bot.catalogue.pictures import MOTION_IDS, STILL_IDS
from bot.media.body import CORAL, Muscle
from bot.media.motions import MOTIONS
from bot.media.scenes import LYING, SCENES, WRONG, Scene, Verdict, draw


def test_what_is_drawn_is_what_the_content_has_words_for() -> None:
    assert sorted(SCENES) == sorted(STILL_IDS)
    assert sorted(MOTIONS) == sorted(MOTION_IDS)


def png(scene: Scene) -> bytes:
    target = io.BytesIO()
    draw(scene).save(target, format="PNG")
    return target.getvalue()


@pytest.mark.parametrize("name", ["hip-lift-too-high", "sitting"])
def test_the_same_scene_gives_the_same_bytes(name: str) -> None:
    assert png(SCENES[name]) == png(SCENES[name])


def test_a_wrong_form_always_stands_below_its_right_one() -> None:
    pairs = {name for name, scene in SCENES.items() if any(panel.verdict for panel in scene)}
    assert pairs == {"hip-lift-too-high", "leg-curl-hips-up", "sitting"}
    for name in pairs:
        assert [panel.verdict for panel in SCENES[name]] == [Verdict.RIGHT, Verdict.WRONG]


def test_a_wrong_form_is_told_by_a_cross_a_frame_and_a_mark_not_by_colour_alone() -> None:
    """The cross is white on red; the mark lies on the back itself."""
    for name in ("hip-lift-too-high", "leg-curl-hips-up", "sitting"):
        wrong = SCENES[name][1]
        assert wrong.marks, name
        picture = draw(SCENES[name])
        middle = picture.getpixel((picture.width - 92, picture.height // 2 + 92))
        assert middle == (255, 255, 255), "the arms of the cross meet here"
        assert picture.getpixel((picture.width - 92, picture.height // 2 + 92 - 40)) == WRONG


def test_each_movement_marks_what_works() -> None:
    for name, motion in MOTIONS.items():
        muscle = Muscle.THIGH if "curl" in name or name == "heel-dig" else Muscle.BUTTOCKS
        assert motion.works == {muscle}, name
    moving = [scene[-1] for scene in SCENES.values() if scene[0].place in LYING and scene[-1].verdict is None]
    assert sum(not panel.works for panel in moving) == 2, "only the two starting positions"


def test_the_working_muscle_is_seen() -> None:
    colours = draw(SCENES["leg-curl-full"]).getcolors(1 << 24)
    assert colours is not None
    assert sum(count for count, colour in colours if colour == CORAL) > 1_000
    start = draw(SCENES["leg-curl-start"]).getcolors(1 << 24)
    assert start is not None
    assert sum(count for count, colour in start if colour == CORAL) == 0


def test_a_picture_is_of_a_size_that_telegram_takes_and_a_phone_shows_whole() -> None:
    for name in ("stairs", "hip-lift-single-leg", "leg-curl"):
        width, height = draw(SCENES[name]).size
        assert width == 960
        assert height <= 1_400
