"""The suite makes one short video; `python -m bot.media --facts` looks at all of them."""

from __future__ import annotations

import sys
from pathlib import Path

import av
import pytest

from bot.media.facts import LARGEST, Facts, facts_of
from bot.media.film import film
from bot.media.pace import NoEncoderError, Pace
from bot.media.shelf import is_whole

PACE = Pace("half-curl", 1, 2, 1, 2, sides=2)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "set.mp4"
    film(PACE, path)
    return path


@pytest.fixture(scope="module")
def facts(path: Path) -> Facts:
    return facts_of(path, PACE)


def test_it_lasts_as_long_as_the_tempo(facts: Facts) -> None:
    assert facts.wanted == 5 + 2 * (2 + 1 + 2) + 5 + 2
    assert facts.seconds == pytest.approx(facts.wanted, abs=0.1)


def test_it_has_the_tracks_that_telegram_and_browsers_play(facts: Facts) -> None:
    assert facts.video == "h264 640x480 yuv420p 12 fps"
    assert facts.audio == "aac 24000 Hz mono"


def test_it_is_small_whole_and_can_begin_before_all_of_it_is_there(facts: Facts, path: Path) -> None:
    assert facts.size <= LARGEST
    assert facts.in_front
    assert is_whole(path)


def test_its_facts_are_one_line(facts: Facts) -> None:
    assert str(facts).startswith("h264 640x480 yuv420p 12 fps; aac 24000 Hz mono; 22.0")
    assert "s off 22 s" in str(facts)


def test_picture_and_sound_begin_together_and_neither_is_missing(path: Path) -> None:
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
        assert len(frames) == PACE.seconds * 12
        assert frames[0].time == pytest.approx(0, abs=0.05)
    with av.open(str(path)) as container:
        heard = sum(frame.samples for frame in container.decode(audio=0))
        assert heard / 24_000 == pytest.approx(PACE.seconds, abs=0.15)


def test_without_pyav_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(NoEncoderError):
        film(PACE, tmp_path / "set.mp4")
