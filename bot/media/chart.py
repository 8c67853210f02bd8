"""The progress card: weeks kept, the path of levels and the pain that was said, on one calm picture."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.coach.model import Exercise, Pain
from bot.coach.trend import Week
from bot.media.body import CORAL, paint
from bot.media.brush import Brush, Colour
from bot.media.card import Card
from bot.media.figure import Point, skeleton
from bot.media.poses import BACK_FLAT
from bot.media.scenes import MAT

WIDTH, HEIGHT = 960, 1080
LEFT, RIGHT = 150, WIDTH - 64  # where the time runs from and to, in pixels
FEWEST_WEEKS = 4  # room for what is to come
MOST_WEEKS = 12  # older ones are in the words only: more columns could not be told apart

GROUND: Colour = (250, 246, 238)
PANEL: Colour = (255, 253, 249)
INK: Colour = (43, 52, 64)
QUIET: Colour = (104, 114, 128)
LINE: Colour = (226, 220, 208)
GREEN: Colour = (38, 128, 84)
FADED: Colour = (152, 190, 170)
GREEN_SOFT: Colour = (206, 230, 216)
BLUE: Colour = (52, 92, 158)
PLUM: Colour = (140, 84, 140)
PATHS: Mapping[Exercise, Colour] = {Exercise.HIP_LIFT: BLUE, Exercise.LEG_CURL: PLUM}


def draw_card(card: Card) -> bytes:
    """The card as a PNG; the same card gives the same bytes."""
    brush = Brush((WIDTH, HEIGHT), GROUND, scale=1.0, origin=(0, 0), fine=2)
    brush.text(card.words["title"], (56, -72), 44, INK, "lm", bold=0.6)
    if card.data.weeks:
        _full(brush, card)
    else:
        _empty(brush, card)
    target = io.BytesIO()
    brush.finished().save(target, format="PNG", optimize=True)
    return target.getvalue()


def _empty(brush: Brush, card: Card) -> None:
    """Somebody lies ready, and a kind word."""
    brush.box(40, -130, WIDTH - 40, -HEIGHT + 40, PANEL, 28)
    scene = brush.placed((WIDTH / 2 - 52 * 3.8, 600), 3.8)
    scene.box(-42, 0, 150, -4, MAT, 2)
    paint(scene, skeleton(BACK_FLAT))
    for n, line in enumerate(wrapped(brush, card.words["empty"], 36, WIDTH - 200)):
        brush.text(line, (WIDTH / 2, -740 - n * 56), 36, INK)


def _full(brush: Brush, card: Card) -> None:
    weeks = card.data.weeks[-MOST_WEEKS:]
    axis = Axis(weeks[0].monday, weeks[0].monday + timedelta(weeks=max(len(weeks), FEWEST_WEEKS), days=-1))
    _weeks(brush, card, weeks, axis)
    _levels(brush, card, axis)
    _pain(brush, card, axis)
    brush.text(card.words["first"], (LEFT - 20, -HEIGHT + 40), 26, QUIET, "lm")
    last = axis.at(weeks[-1].monday + timedelta(days=6))
    brush.text(card.words["last"], (min(last + 40, RIGHT + 20), -HEIGHT + 40), 26, QUIET, "rm")


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a day stands from left to right."""

    first: date
    last: date

    def at(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * ((day - self.first).days + 0.5) / ((self.last - self.first).days + 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def _panel(brush: Brush, top: float, height: float, title: str) -> None:
    brush.box(40, -top, WIDTH - 40, -top - height, PANEL, 28)
    brush.text(title, (68, -top - 38), 32, INK, "lm", bold=0.3)


def _weeks(brush: Brush, card: Card, weeks: Sequence[Week], axis: Axis) -> None:
    """A column for each week: a full dot for each night done, an empty one where one was planned."""
    _panel(brush, 130, 320, card.words["weeks"])
    wide = min((RIGHT - LEFT) / max(len(weeks), FEWEST_WEEKS) - 10, 74)
    for week in weeks:
        x = axis.at(week.monday + timedelta(days=3))
        brush.box(
            x - wide / 2, -206, x + wide / 2, -424, GREEN_SOFT if week.kept else GROUND, min(18, wide / 2)
        )
        radius = min(17, wide / 2 - 6)
        for n in range(max(min(max(week.done, week.planned), 4), 1)):
            spot = (x, -346 + n * 42)
            if n < week.done:
                brush.disc(spot, radius, GREEN)
            elif n < week.planned:
                brush.circle(spot, radius, QUIET if week.running else FADED, 4)
        if week.kept:
            brush.line([(x - 11, -398), (x - 3, -407), (x + 13, -388)], GREEN, 6)


def _levels(brush: Brush, card: Card, axis: Axis) -> None:
    _panel(brush, 470, 270, card.words["level"])
    top = max(card.tops[exercise] for exercise, _ in card.data.levels) if card.data.levels else 1
    floor, ceiling = -710.0, -548.0
    for level in range(top + 1):
        y = floor + (ceiling - floor) * level / max(top, 1)
        brush.line([(LEFT, y), (RIGHT, y)], LINE, 2)
        brush.text(str(level), (LEFT - 34, y), 24, QUIET)
    left = RIGHT - 6.0
    for exercise, path in reversed(card.data.levels):
        name = card.words[exercise]
        left -= brush.width_of(name, 26)
        brush.text(name, (left, -508), 26, PATHS[exercise], "lm", bold=0.3)
        brush.disc((left - 18, -509), 8, PATHS[exercise])
        left -= 56
        points = [
            (axis.at(night), floor + (ceiling - floor) * min(level, top) / max(top, 1))
            for night, level in path
            if axis.holds(night)
        ]
        _path(brush, points, PATHS[exercise])


def _path(brush: Brush, points: Sequence[Point], colour: Colour) -> None:
    """Steps from night to night: a level holds until it changes."""
    corners: list[Point] = []
    for point in points:
        if corners and corners[-1][1] != point[1]:
            corners.append((point[0], corners[-1][1]))
        corners.append(point)
    if len(corners) > 1:
        brush.line(corners, colour, 6)
    for point in points:
        brush.disc(point, 9, colour)
        brush.disc(point, 4, PANEL)


def _pain(brush: Brush, card: Card, axis: Axis) -> None:
    """Each night on the line of its band; the size tells it too, not the colour alone."""
    _panel(brush, 760, 250, card.words["pain"])
    floor, ceiling = -978.0, -840.0
    bands = list(Pain)
    for n, band in enumerate(bands):
        y = floor + (ceiling - floor) * n / (len(bands) - 1)
        brush.line([(LEFT, y), (RIGHT, y)], LINE, 2)
        brush.text(card.words[band], (LEFT - 20, y), 24, QUIET, "rm")
    points = [
        (axis.at(night), floor + (ceiling - floor) * bands.index(pain) / (len(bands) - 1), bands.index(pain))
        for night, pain in card.data.pain
        if axis.holds(night)
    ]
    if len(points) > 1:
        brush.line([(x, y) for x, y, _ in points], QUIET, 3)
    for x, y, worse in points:
        brush.disc((x, y), 10 + worse, CORAL if worse > 1 else GREEN)


def wrapped(brush: Brush, words: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; broken at spaces, and anywhere where there are none (Japanese)."""
    lines, line = [], ""
    for piece in words.split(" ") if " " in words else list(words):
        longer = f"{line} {piece}" if line and " " in words else line + piece
        if line and brush.width_of(longer, size) > width and piece not in "。、":
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line]
