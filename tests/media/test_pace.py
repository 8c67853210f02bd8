from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.catalogue.load import Catalogue
from bot.coach.model import Level
from bot.media.body import DAY
from bot.media.film import FPS, STAGE, Screen, moments
from bot.media.pace import CHANGE_SECONDS, END_SECONDS, READY_SECONDS, WIDTH, Pace, Phase, timeline

SECONDS = st.integers(1, 10)
PACES = st.builds(Pace, st.just("hip-lift"), st.integers(1, 15), SECONDS, SECONDS, SECONDS, st.integers(1, 2))


def tempo(level: Level) -> int:
    """The seconds that a level's own numbers ask for, counted another way."""
    sides = 2 if level.per_side else 1
    moving = sides * level.reps * (level.up + level.hold + level.down)
    return READY_SECONDS + moving + (sides - 1) * CHANGE_SECONDS + END_SECONDS


def test_every_rung_of_both_ladders_lasts_as_long_as_its_tempo(catalogue: Catalogue) -> None:
    for plan in catalogue.plans.values():
        for rung in plan.rungs:
            motion = catalogue.pictures.motion(plan.exercise, rung.level.number)
            pace = Pace.of(motion.id, rung.level)
            assert pace.seconds == tempo(rung.level), rung.name
            assert sum(1 for _ in moments(pace)) == pace.seconds * FPS


@given(PACES)
def test_a_set_is_get_ready_then_each_repetition_and_a_bell(pace: Pace) -> None:
    parts = list(timeline(pace))
    assert (parts[0].phase, parts[0].seconds) == (Phase.READY, 5)
    assert parts[-1].phase is Phase.END
    moving = [part for part in parts if part.phase in (Phase.UP, Phase.HOLD, Phase.DOWN)]
    assert [part.phase for part in moving] == [Phase.UP, Phase.HOLD, Phase.DOWN] * (pace.reps * pace.sides)
    assert [part.rep for part in moving[::3]] == list(range(1, pace.reps + 1)) * pace.sides
    assert sum(part.phase is Phase.CHANGE for part in parts) == pace.sides - 1


@given(PACES)
def test_the_number_counts_the_seconds_of_a_phase_down_to_one(pace: Pace) -> None:
    for part, group in groupby(moments(pace), lambda moment: moment.part):
        seconds = [left for left, _ in groupby(moment.left for moment in group)]
        assert seconds == list(range(part.seconds, 0, -1))


def test_the_movement_goes_up_stays_and_comes_down() -> None:
    every = list(moments(Pace("hip-lift", 1, 3, 2, 4)))
    phases = {phase: [each.share for each in every if each.part.phase is phase] for phase in Phase}
    assert phases[Phase.UP] == sorted(phases[Phase.UP])
    assert phases[Phase.UP][0] == 0
    assert set(phases[Phase.HOLD]) == {1}
    assert phases[Phase.DOWN] == sorted(phases[Phase.DOWN], reverse=True)
    assert phases[Phase.DOWN][0] == 1
    assert set(phases[Phase.READY]) == {0}


def test_sets_that_differ_only_in_their_number_share_one_name(catalogue: Catalogue) -> None:
    names = {Pace("hip-lift", 10, 3, 2, 4).name, Pace("hip-lift", 10, 3, 2, 4, sides=2).name}
    assert names == {"hip-lift-10x3-2-4", "hip-lift-10x3-2-4-both"}


@pytest.mark.parametrize("motion", ["single-leg", "full-curl"])
def test_the_other_side_is_seen_from_the_other_side(motion: str) -> None:
    """So that the leg that works is always the near one."""
    pace = Pace(motion, 1, 1, 1, 1, sides=2)
    held = [each for each in moments(pace) if each.part.phase is Phase.HOLD]
    screen = Screen(pace)
    one, other = (screen.at(each).crop((0, 0, WIDTH, STAGE)) for each in (held[0], held[-1]))
    assert one.tobytes() != other.tobytes()
    assert one.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes() == other.tobytes()


def test_the_right_side_begins_however_one_lies() -> None:
    """Head on the left: on the back the right leg is the near one, face down the left one."""
    for motion, head_on_the_left in (("single-leg", True), ("full-curl", False)):
        pace = Pace(motion, 1, 1, 1, 1, sides=2)
        first = Screen(pace).at(next(iter(moments(pace)))).crop((0, 0, WIDTH, STAGE))
        hair = [n % WIDTH for n, pixel in enumerate(first.get_flattened_data()) if pixel == DAY.hair]
        assert (sum(hair) / len(hair) < WIDTH / 2) is head_on_the_left, motion
