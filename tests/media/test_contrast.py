"""Calm colours, but readable: contrast as WCAG 2 reckons it (3 for shapes, 4.5 for words)."""

from __future__ import annotations

import pytest

from bot.media import body, chart, film, scenes
from bot.media.brush import Colour
from bot.media.pace import Phase

SHAPES = {
    "an arrow": (scenes.ARROW, scenes.GROUND),
    "right": (scenes.RIGHT, scenes.GROUND),
    "wrong": (scenes.WRONG, scenes.GROUND_WRONG),
    "the tick and the cross": (scenes.WHITE, scenes.RIGHT),
    "the rim of the working muscle": (body.CORAL_LIGHT, body.DAY.trousers),
    "the person": (body.DAY.trousers, scenes.GROUND),
    "the shirt": (body.DAY.shirt, scenes.GROUND),
    "a night done": (chart.GREEN, chart.GREEN_SOFT),
    "a night to come": (chart.QUIET, chart.GREEN_SOFT),
    **{f"the ring, {phase}": (colour, film.BOARD) for phase, colour in film.PHASE_COLOURS.items()},
    **{f"the path, {exercise}": (colour, chart.PANEL) for exercise, colour in chart.PATHS.items()},
}
WORDS = {
    "numbers of a video": (film.LIGHT, film.BOARD),
    "how many repetitions": (film.PHASE_COLOURS[Phase.READY], film.BOARD),
    "the number of a step": (scenes.WHITE, scenes.INK),
    "the card": (chart.INK, chart.PANEL),
    "labels of the card": (chart.QUIET, chart.PANEL),
}


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Colour) -> float:
    parts = (value / 255 for value in colour)
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "least"), [*((n, 3.0) for n in SHAPES), *((n, 4.5) for n in WORDS)])
def test_what_has_to_be_seen_stands_out(name: str, least: float) -> None:
    assert contrast(*(SHAPES | WORDS)[name]) >= least
