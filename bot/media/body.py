"""The figure with flesh on it: tapered limbs, a smooth trunk, a head; the working muscle marked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bot.media.brush import Blob, Brush, Colour
from bot.media.figure import ArmJoints, LegJoints, Point, Skeleton

CORAL: Colour = (240, 98, 66)
CORAL_LIGHT: Colour = (255, 200, 170)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a person; the far side is darker, so that near and far legs differ."""

    skin: Colour = (233, 186, 152)
    skin_far: Colour = (203, 154, 122)
    hair: Colour = (78, 62, 56)
    eye: Colour = (43, 52, 64)
    shirt: Colour = (86, 150, 170)
    shirt_far: Colour = (64, 118, 138)
    trousers: Colour = (66, 84, 116)
    trousers_far: Colour = (44, 57, 82)


DAY = Palette()


class Muscle(StrEnum):
    """What works, and is marked."""

    BUTTOCKS = "buttocks"
    THIGH = "thigh"  # the back of the near thigh
    CALF = "calf"


@dataclass(frozen=True, slots=True)
class Frame:
    """The direction of a line and the sides of it: `back` is where the back of the body is."""

    along: Point
    back: Point

    @classmethod
    def of(cls, start: Point, end: Point, front: int) -> Frame:
        length = math.dist(start, end)
        x, y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        return cls((x, y), (-y * front, x * front))

    def point(self, start: Point, along: float, back: float = 0.0) -> Point:
        return (
            start[0] + self.along[0] * along + self.back[0] * back,
            start[1] + self.along[1] * along + self.back[1] * back,
        )

    def blob(self, start: Point, along: float, back: float, radius: float) -> Blob:
        return (*self.point(start, along, back), radius)


def shadow(colour: Colour) -> Palette:
    """One colour for everything: where the body was before."""
    return Palette(colour, colour, colour, colour, colour, colour, colour, colour)


def paint(
    brush: Brush,
    body: Skeleton,
    works: frozenset[Muscle] = frozenset(),
    effort: float = 1.0,
    palette: Palette = DAY,
) -> None:
    """Draw the person, far side first. `effort` 0 to 1: how strongly the working muscles show."""
    prone = body.front < 0
    _arm(brush, body.far_arm, palette.skin_far, palette.shirt_far)
    if prone:  # the arms lie below head and chest
        _arm(brush, body.near_arm, palette.skin, palette.shirt)
    _leg(brush, body.far_leg, body.front, palette.trousers_far, palette.skin_far)
    _head(brush, body, palette)
    _trunk(brush, body, palette)
    _leg(brush, body.near_leg, body.front, palette.trousers, palette.skin)
    _seat(brush, body, palette)
    if works and effort > 0:
        _marks(brush, body, works, effort, palette)
    if not prone:
        _arm(brush, body.near_arm, palette.skin, palette.shirt)


def _trunk(brush: Brush, body: Skeleton, palette: Palette) -> None:
    low, high = Frame.of(body.hip, body.waist, body.front), Frame.of(body.waist, body.neck, body.front)
    throat = Frame.of(body.neck, body.head, body.front)
    brush.tube([(*body.neck, 5.6), throat.blob(body.neck, 10, 0, 4.8)], palette.skin)
    shirt = [
        low.blob(body.hip, 7, -0.6, 10.2),
        (*body.waist, 9.6),
        high.blob(body.waist, 12, -0.6, 10.2),
        high.blob(body.waist, 24, -0.4, 10.4),
        high.blob(body.waist, 33, 0.4, 6.6),
    ]
    brush.soft(shirt, palette.shirt)


def _seat(brush: Brush, body: Skeleton, palette: Palette) -> None:
    """Hip and buttock; they join trunk and thigh."""
    low = Frame.of(body.hip, body.waist, body.front)
    blobs = [
        low.blob(body.hip, -3, 1.5, 9.4),
        low.blob(body.hip, 3, 1.2, 10.6),
        low.blob(body.hip, 8.5, 0, 9.9),
    ]
    brush.soft(blobs, palette.trousers)
    brush.disc(low.point(body.hip, -1.0, 3.0), 9.4, palette.trousers)


def _leg(brush: Brush, leg: LegJoints, front: int, cloth: Colour, skin: Colour) -> None:
    # A thigh runs from the hip outward, so its back lies on the other side than the trunk's.
    thigh, shin = Frame.of(leg.hip, leg.knee, -front), Frame.of(leg.knee, leg.ankle, -front)
    _foot(brush, leg, front, skin)
    brush.soft(
        [
            (*leg.knee, 5.9),
            shin.blob(leg.knee, 12, 1.3, 5.7),
            shin.blob(leg.knee, 24, 0.8, 4.5),
            shin.blob(leg.knee, 36, 0, 3.6),
        ],
        cloth,
    )
    brush.soft(
        [
            (*leg.hip, 9.4),
            thigh.blob(leg.hip, 14, 0.6, 8.6),
            thigh.blob(leg.hip, 29, 0.3, 7.0),
            (*leg.knee, 6.0),
        ],
        cloth,
    )


def _foot(brush: Brush, leg: LegJoints, front: int, skin: Colour) -> None:
    foot = Frame.of(leg.ankle, leg.toe, front)
    sole = -1.0  # the sole lies opposite to the instep
    shin = Frame.of(leg.knee, leg.ankle, -front)
    brush.tube([shin.blob(leg.knee, 34, 0, 3.1), (*leg.ankle, 3.3)], skin)
    brush.soft(
        [
            foot.blob(leg.ankle, -2.4, sole * 3.1, 3.4),
            foot.blob(leg.ankle, 3, sole * 2.4, 3.6),
            foot.blob(leg.ankle, 10, sole * 4.2, 2.5),
            foot.blob(leg.ankle, 16, sole * 5.0, 1.7),
        ],
        skin,
    )


def _arm(brush: Brush, arm: ArmJoints, skin: Colour, cloth: Colour) -> None:
    upper, fore = Frame.of(arm.shoulder, arm.elbow, 1), Frame.of(arm.elbow, arm.wrist, 1)
    hand = Frame.of(arm.wrist, arm.tip, 1)
    brush.soft([(*arm.shoulder, 4.6), upper.blob(arm.shoulder, 14, 0, 4.1), (*arm.elbow, 3.5)], skin)
    brush.soft([(*arm.elbow, 3.5), fore.blob(arm.elbow, 9, 0, 3.5), (*arm.wrist, 2.5)], skin)
    brush.soft([(*arm.wrist, 2.5), hand.blob(arm.wrist, 5, 0, 3.0), hand.blob(arm.wrist, 10, 0, 1.8)], skin)
    brush.tube([(*arm.shoulder, 5.6), upper.blob(arm.shoulder, 13, 0, 5.0)], cloth)


def _head(brush: Brush, body: Skeleton, palette: Palette) -> None:
    """A head in profile: hair, face, nose, a closed eye, an ear."""
    skull = Frame.of(body.neck, body.head, body.front)
    centre = body.head
    brush.disc(skull.point(centre, 1.6, 1.8), 10.4, palette.hair)
    brush.soft(
        [
            skull.blob(centre, 2.5, -2.4, 8.0),
            skull.blob(centre, -4.5, -4.2, 5.8),
            skull.blob(centre, -7.2, -6.0, 3.4),
        ],
        palette.skin,
    )
    brush.tube([skull.blob(centre, 0.5, -9.6, 1.5), skull.blob(centre, -2.4, -11.4, 1.3)], palette.skin)
    brush.soft(
        [
            skull.blob(centre, 8.6, -3.6, 3.4),
            skull.blob(centre, 9.0, 1.0, 3.4),
            skull.blob(centre, 3.5, 3.0, 6.6),
        ],
        palette.hair,
    )
    brush.soft(
        [
            skull.blob(centre, 0.6, -7.6, 0.45),
            skull.blob(centre, -0.3, -6.6, 0.45),
            skull.blob(centre, 0.4, -5.4, 0.45),
        ],
        palette.eye,
    )
    brush.disc(skull.point(centre, -1.6, -0.2), 2.4, palette.skin_far)
    brush.disc(skull.point(centre, -1.5, -0.3), 1.5, palette.skin)


def _marks(brush: Brush, body: Skeleton, works: frozenset[Muscle], effort: float, palette: Palette) -> None:
    for muscle in sorted(works):
        shape = _muscle(body, muscle)
        grown = [(x, y, radius + 1.3) for x, y, radius in shape]
        brush.soft(grown, _blend(palette.trousers, CORAL_LIGHT, effort))
        brush.soft(shape, _blend(palette.trousers, CORAL, effort))


def _muscle(body: Skeleton, muscle: Muscle) -> list[Blob]:
    low = Frame.of(body.hip, body.waist, body.front)
    thigh = Frame.of(body.near_leg.hip, body.near_leg.knee, -body.front)
    shin = Frame.of(body.near_leg.knee, body.near_leg.ankle, -body.front)
    match muscle:
        case Muscle.BUTTOCKS:
            return [
                low.blob(body.hip, 4.5, 5.6, 3.8),
                low.blob(body.hip, -1, 6.2, 5.0),
                low.blob(body.hip, -5.5, 4.6, 3.4),
            ]
        case Muscle.THIGH:
            knee = body.near_leg.hip
            return [
                thigh.blob(knee, 9, 4.4, 2.4),
                thigh.blob(knee, 18, 4.4, 3.4),
                thigh.blob(knee, 27, 3.6, 2.9),
                thigh.blob(knee, 34, 3.2, 1.8),
            ]
        case Muscle.CALF:
            knee = body.near_leg.knee
            return [
                shin.blob(knee, 6, 2.8, 2.0),
                shin.blob(knee, 13, 3.2, 2.9),
                shin.blob(knee, 21, 2.2, 1.7),
            ]


def _blend(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
