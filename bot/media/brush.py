"""A pen in centimetres over a Pillow picture: drawn large, handed out small, so that every edge is smooth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from bot.media.figure import Point

Colour = tuple[int, int, int]
Blob = tuple[float, float, float]  # x, y, radius

FONT = "NotoSansCJKjp-subset.otf"
CURVE_STEPS = 14


class Brush:
    """Draws on a picture of `width` × `height` pixels, `scale` pixels to the cm.

    `origin`: the pixel where (0, 0) lies. `fine`: how many times larger it is drawn.
    """

    def __init__(
        self, size: tuple[int, int], ground: Colour, *, scale: float, origin: Point, fine: int = 3
    ) -> None:
        self.size = size
        self._fine = fine
        self._scale = scale * fine
        self._origin = (origin[0] * fine, origin[1] * fine)
        self.image = Image.new("RGB", (size[0] * fine, size[1] * fine), ground)
        self._draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.resize(self.size, Image.Resampling.BOX)

    def for_page(self) -> Brush:
        """A pen on the same picture that counts in pixels, (0, 0) at the top left, y still up."""
        return self.placed((0.0, 0.0), 1.0)

    def placed(self, origin: Point, scale: float) -> Brush:
        """Another pen on the same picture, with its own place of (0, 0) and its own scale."""
        other = copy(self)
        other._scale = scale * self._fine
        other._origin = (origin[0] * self._fine, origin[1] * self._fine)
        return other

    def at(self, point: Point) -> Point:
        """Where a point lies on the large picture."""
        return self._origin[0] + point[0] * self._scale, self._origin[1] - point[1] * self._scale

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y = self.at(centre)
        r = radius * self._scale
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def circle(self, centre: Point, radius: float, colour: Colour, width: float) -> None:
        x, y = self.at(centre)
        r = radius * self._scale
        self._draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=round(width * self._scale))

    def arc(
        self, centre: Point, radius: float, begin: float, end: float, colour: Colour, width: float
    ) -> None:
        """A part of a circle, clockwise from `begin` to `end`; 0 is at the top, 360 all around."""
        x, y = self.at(centre)
        r = radius * self._scale
        box = (x - r, y - r, x + r, y + r)
        self._draw.arc(box, begin - 90, end - 90, fill=colour, width=round(width * self._scale))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([self.at(point) for point in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A line with round corners and ends."""
        self.tube([(x, y, width / 2) for x, y in points], colour)

    def dashes(
        self, start: Point, end: Point, colour: Colour, width: float, dash: float = 4.0, gap: float = 3.0
    ) -> None:
        length = math.dist(start, end)
        along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        at = 0.0
        while at < length:
            stop = min(at + dash, length)
            one = (start[0] + along[0] * at, start[1] + along[1] * at)
            other = (start[0] + along[0] * stop, start[1] + along[1] * stop)
            self.line([one, other], colour, width)
            at += dash + gap

    def tube(self, blobs: Sequence[Blob], colour: Colour) -> None:
        """Discs, and between each two of them the shape that touches both: a limb."""
        for one, other in pairwise(blobs):
            self._joined(one, other, colour)
        for x, y, radius in blobs:
            self.disc((x, y), radius, colour)

    def _joined(self, one: Blob, other: Blob, colour: Colour) -> None:
        distance = math.dist(one[:2], other[:2])
        if distance < 1e-6:
            return
        along = math.atan2(other[1] - one[1], other[0] - one[0])
        lean = math.acos(min(max((one[2] - other[2]) / distance, -1.0), 1.0))
        left = [_rim(blob, along + lean) for blob in (one, other)]
        right = [_rim(blob, along - lean) for blob in (other, one)]
        self.polygon([*left, *right], colour)

    def soft(self, blobs: Sequence[Blob], colour: Colour) -> None:
        """A tube that runs smoothly through all its discs."""
        self.tube(smooth(blobs), colour)

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, round_: float
    ) -> None:
        """A rectangle with round corners."""
        (x0, y0), (x1, y1) = self.at((left, top)), self.at((right, bottom))
        self._draw.rounded_rectangle((x0, y0, x1, y1), radius=round_ * self._scale, fill=colour)

    def frame(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        *,
        round_: float,
        width: float,
    ) -> None:
        (x0, y0), (x1, y1) = self.at((left, top)), self.at((right, bottom))
        self._draw.rounded_rectangle(
            (x0, y0, x1, y1),
            radius=round_ * self._scale,
            outline=colour,
            width=round(width * self._scale),
        )

    def arrow(self, points: Sequence[Point], colour: Colour, width: float, rim: Colour | None = None) -> None:
        """A smooth line through the points with a head at its end; `rim` sets it off from what lies below."""
        path = [blob[:2] for blob in smooth([(x, y, width / 2) for x, y in points])]
        end, before = path[-1], path[max(len(path) - 3, 0)]
        angle = math.atan2(end[1] - before[1], end[0] - before[0])
        head = width * 2.6
        one, other = (
            (end[0] - head * math.cos(angle - lean), end[1] - head * math.sin(angle - lean))
            for lean in (0.55, -0.55)
        )
        tip = (end[0] + head * 0.35 * math.cos(angle), end[1] + head * 0.35 * math.sin(angle))
        shaft = path[:-1] if len(path) > 2 else path
        if rim is not None:
            self.line(shaft, rim, width * 1.8)
            self.line([one, tip, other, one], rim, width * 1.2)
        self.line(shaft, colour, width)
        self.polygon([one, tip, other], colour)
        self.line([one, tip, other, one], colour, width * 0.4)

    def text(
        self, words: str, point: Point, size: float, colour: Colour, anchor: str = "mm", bold: float = 0.0
    ) -> None:
        """Words at a point; `size` in cm, `anchor` as Pillow has it ("lm": left, middle)."""
        self._draw.text(
            self.at(point),
            words,
            font=font(round(size * self._scale)),
            fill=colour,
            anchor=anchor,
            stroke_width=round(bold * self._scale),
        )

    def width_of(self, words: str, size: float) -> float:
        """How wide the words are, in cm."""
        return font(round(size * self._scale)).getlength(words) / self._scale


def _rim(blob: Blob, angle: float) -> Point:
    return blob[0] + blob[2] * math.cos(angle), blob[1] + blob[2] * math.sin(angle)


def smooth(blobs: Sequence[Blob]) -> list[Blob]:
    """More discs between the given ones, on a curve that passes through each (Catmull-Rom)."""
    if len(blobs) < 3:
        return list(blobs)
    padded = [blobs[0], *blobs, blobs[-1]]
    found: list[Blob] = []
    for n in range(len(blobs) - 1):
        found += [
            _between((padded[n], padded[n + 1], padded[n + 2], padded[n + 3]), t / CURVE_STEPS)
            for t in range(CURVE_STEPS)
        ]
    return [*found, blobs[-1]]


def _between(four: tuple[Blob, Blob, Blob, Blob], t: float) -> Blob:
    """`t` of the way from the second to the third, on a curve bent by the other two."""
    a, b, c, d = four
    x, y, radius = (
        0.5
        * (
            2 * b[n]
            + (c[n] - a[n]) * t
            + (2 * a[n] - 5 * b[n] + 4 * c[n] - d[n]) * t**2
            + (3 * b[n] - a[n] - 3 * c[n] + d[n]) * t**3
        )
        for n in range(3)
    )
    return x, y, max(radius, 0.1)


@cache
def font(pixels: int) -> ImageFont.FreeTypeFont:
    """The font that comes with the program: Latin, kana and kanji; nothing of the system is needed."""
    with as_file(files("bot.media").joinpath("fonts", FONT)) as path:
        return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
