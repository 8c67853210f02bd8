"""The sound of a set: it can be followed with closed eyes. Soft sine tones, 16-bit mono samples."""

from __future__ import annotations

import math
from array import array
from functools import cache

from bot.media.pace import Pace, Phase, timeline

RATE = 24_000  # samples per second
LOUDEST = 32_767
ATTACK = 0.02  # seconds until a tone is at its loudest, so that none begins with a click

Note = tuple[float, float, float, float]  # begins at (s), from (Hz), to (Hz), lasts (s)

# What is heard when a phase begins. Up rises, hold stays, down falls; the change of sides swings to and fro.
NOTES: dict[Phase, tuple[Note, ...]] = {
    Phase.UP: ((0.0, 392.0, 587.3, 0.55),),
    Phase.HOLD: ((0.0, 784.0, 784.0, 0.18), (0.2, 784.0, 784.0, 0.28)),
    Phase.DOWN: ((0.0, 587.3, 330.0, 0.7),),
    Phase.CHANGE: (
        (0.0, 659.3, 659.3, 0.28),
        (0.3, 440.0, 440.0, 0.28),
        (0.6, 659.3, 659.3, 0.28),
        (0.9, 440.0, 440.0, 0.5),
    ),
    Phase.READY: ((0.0, 523.3, 523.3, 0.12),),
}
TICK: Note = (0.0, 1046.5, 1046.5, 0.06)
TICK_LOUDNESS, TONE_LOUDNESS = 0.16, 0.42
BELL = ((880.0, 1.0), (1760.0, 0.4), (2640.0, 0.18))
BELL_SECONDS = 1.8


def sound(pace: Pace) -> array[int]:
    """All samples of a set: a tone where a phase begins, a tick at each other second, a bell at the end."""
    samples = array("h", bytes(2 * RATE * pace.seconds))
    second = 0
    for part in timeline(pace):
        _add(samples, second, _bell() if part.phase is Phase.END else _tones(NOTES[part.phase]))
        if part.phase is not Phase.END:
            for later in range(1, part.seconds):
                _add(samples, second + later, _tick())
        second += part.seconds
    return samples


def _add(samples: array[int], second: int, tone: array[int]) -> None:
    """Put a tone where nothing sounds yet; what would run over the end is cut."""
    start = second * RATE
    for n, value in enumerate(tone[: len(samples) - start]):
        samples[start + n] = max(-LOUDEST, min(LOUDEST, samples[start + n] + value))


@cache
def _tones(notes: tuple[Note, ...]) -> array[int]:
    seconds = max(begin + length for begin, _, _, length in notes)
    tone = array("h", bytes(2 * round(seconds * RATE)))
    for begin, low, high, length in notes:
        for n, value in enumerate(_note(low, high, length, TONE_LOUDNESS)):
            tone[min(round(begin * RATE) + n, len(tone) - 1)] += value
    return tone


@cache
def _tick() -> array[int]:
    _, low, high, length = TICK
    return array("h", _note(low, high, length, TICK_LOUDNESS))


def _note(low: float, high: float, length: float, loudness: float) -> list[int]:
    """A glide from one pitch to the other that swells and fades."""
    count = round(length * RATE)
    values, turn = [], 0.0
    for n in range(count):
        share = n / count
        turn += (low + (high - low) * share) / RATE
        swell = min(n / (ATTACK * RATE), 1.0) * math.cos(share * math.pi / 2)
        wave = math.sin(2 * math.pi * turn) + 0.2 * math.sin(4 * math.pi * turn)
        values.append(round(LOUDEST * loudness * swell * wave))
    return values


@cache
def _bell() -> array[int]:
    count = round(BELL_SECONDS * RATE)
    return array("h", (_bell_at(n / RATE) for n in range(count)))


def _bell_at(second: float) -> int:
    ring = sum(
        share * math.exp(-second * (2.2 + 1.4 * n)) * math.sin(2 * math.pi * pitch * second)
        for n, (pitch, share) in enumerate(BELL)
    )
    end = min((BELL_SECONDS - second) / 0.1, 1.0)
    return round(LOUDEST * TONE_LOUDNESS * 0.8 * min(second / 0.005, 1.0) * end * ring)
