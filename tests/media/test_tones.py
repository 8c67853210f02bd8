from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest

from bot.media.pace import Pace, Phase, timeline
from bot.media.tones import RATE, sound

PACE = Pace("single-leg", 2, 3, 2, 4, sides=2)


@pytest.fixture(scope="module")
def samples() -> array[int]:
    return sound(PACE)


def heard(samples: array[int], second: float, seconds: float = 0.5) -> array[int]:
    return samples[round(second * RATE) : round((second + seconds) * RATE)]


def loudness(samples: array[int]) -> float:
    return math.sqrt(sum(value * value for value in samples) / len(samples))


def starts(phase: Phase) -> list[int]:
    second, found = 0, []
    for part in timeline(PACE):
        if part.phase is phase:
            found.append(second)
        second += part.seconds
    return found


def pitch(samples: array[int]) -> float:
    """How often the sound goes up through zero, per second."""
    ups = sum(a < 0 <= b for a, b in pairwise(samples))
    return ups * RATE / len(samples)


def test_the_sound_lasts_as_long_as_the_set(samples: array[int]) -> None:
    assert len(samples) == PACE.seconds * RATE


def test_up_rises_and_down_falls(samples: array[int]) -> None:
    for second in starts(Phase.UP):
        assert pitch(heard(samples, second, 0.2)) < pitch(heard(samples, second + 0.3, 0.2)) - 50
    for second in starts(Phase.DOWN):
        assert pitch(heard(samples, second, 0.2)) > pitch(heard(samples, second + 0.4, 0.2)) + 50


def test_every_phase_has_its_own_sound(samples: array[int]) -> None:
    phases = (Phase.UP, Phase.HOLD, Phase.DOWN, Phase.CHANGE, Phase.END)
    tones = {phase: heard(samples, starts(phase)[0]).tobytes() for phase in phases}
    assert len(set(tones.values())) == len(phases)


def test_the_same_phase_sounds_the_same_each_time(samples: array[int]) -> None:
    for phase in (Phase.UP, Phase.HOLD, Phase.DOWN):
        assert len({heard(samples, second).tobytes() for second in starts(phase)}) == 1


def test_a_tick_is_heard_at_each_other_second_and_is_softer_than_a_tone(samples: array[int]) -> None:
    begins = {second for phase in Phase for second in starts(phase)}
    begins |= {second + 1 for second in starts(Phase.CHANGE)}  # its tones are still heard
    for second in range(PACE.seconds - 1):
        now = loudness(heard(samples, second, 0.05))
        assert now > 100, f"silence at {second} s"
        if second not in begins:
            assert now < loudness(heard(samples, starts(Phase.UP)[0], 0.05))


def test_between_ticks_it_is_quiet_and_nothing_is_cut_off_at_the_loudest(samples: array[int]) -> None:
    assert loudness(heard(samples, 1.5, 0.4)) == 0
    assert max(samples) < 32_000
    assert min(samples) > -32_000


def test_no_tone_begins_with_a_click(samples: array[int]) -> None:
    for phase in (Phase.UP, Phase.HOLD, Phase.DOWN, Phase.CHANGE, Phase.END):
        assert abs(samples[starts(phase)[0] * RATE]) < 50
