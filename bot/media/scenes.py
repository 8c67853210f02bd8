"""The still pictures, as data: who lies or stands how, on what, with which marks. And how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan2, degrees

from PIL import Image

from bot.media import poses
from bot.media.body import CORAL, DAY, Frame, Muscle, paint, shadow
from bot.media.brush import Brush, Colour
from bot.media.figure import Point, Pose, Skeleton, skeleton, step

GROUND: Colour = (250, 246, 238)
GROUND_WRONG: Colour = (250, 230, 224)
GHOST: Colour = (222, 222, 220)
GHOST_WRONG: Colour = (236, 212, 206)
FLOOR: Colour = (236, 228, 214)
INK: Colour = (43, 52, 64)
WHITE: Colour = (255, 255, 255)
RIGHT: Colour = (38, 128, 84)
WRONG: Colour = (200, 40, 40)
ARROW: Colour = (52, 92, 158)
MATTRESS: Colour = (206, 220, 232)
SHEET: Colour = (236, 243, 248)
WOOD: Colour = (186, 156, 124)
WOOD_DARK: Colour = (150, 122, 94)
PILLOW: Colour = (246, 250, 252)
PILLOW_EDGE: Colour = (190, 206, 220)
MAT: Colour = (124, 172, 150)
STONE: Colour = (214, 206, 194)
STONE_DARK: Colour = (190, 180, 166)

WIDTH = 960


class Place(StrEnum):
    """What the body is on."""

    BED = "bed"
    BED_PILLOW_BELOW_BELLY = "bed, pillow below the belly"
    MAT = "mat"
    CHAIR = "chair"
    CHAIR_BACK = "floor, behind a chair"
    WORKTOP = "floor, at a worktop"
    STAIRS = "stairs"


LYING = frozenset({Place.BED, Place.BED_PILLOW_BELOW_BELLY, Place.MAT})


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way that a part of the body goes."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Straight:
    """The dashed line from shoulder to knee."""


@dataclass(frozen=True, slots=True)
class Arch:
    """A thick curve along the small of the back, with pain strokes: here it goes wrong."""


@dataclass(frozen=True, slots=True)
class Spine:
    """A curve along the whole back, in the colour of the panel's verdict."""


@dataclass(frozen=True, slots=True)
class Squeeze:
    """A round window: the buttocks from behind, pressed together."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone in the near hand."""


Mark = Arrow | Straight | Arch | Spine | Squeeze | Phone


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing. `before`: a pale shadow of an earlier position. `number`: 1, 2 … for steps."""

    pose: Pose
    place: Place = Place.BED
    works: frozenset[Muscle] = frozenset()
    marks: tuple[Mark, ...] = ()
    verdict: Verdict | None = None
    before: Pose | None = None
    number: int | None = None
    tall: bool = False


Scene = tuple[Panel, ...]

BUTTOCKS, THIGH = frozenset({Muscle.BUTTOCKS}), frozenset({Muscle.THIGH})
UP_AT_THE_HIPS = Arrow(((40, 54), (40, 74)))
HEEL_TO_SEAT = Arrow(((132, 22), (128, 46), (110, 62)))
HEEL_FURTHER = Arrow(((138, 22), (134, 56), (108, 72), (84, 68)))

LIFT_START = Panel(poses.BACK_FLAT)
LIFT_TOP = Panel(
    poses.HIP_LIFT_TOP, works=BUTTOCKS, marks=(Straight(), UP_AT_THE_HIPS), before=poses.BACK_FLAT
)
LIFT_HALF = Panel(
    poses.HIP_LIFT_HALF, works=BUTTOCKS, marks=(Arrow(((44, 40), (44, 58))),), before=poses.BACK_FLAT
)
CURL_START = Panel(poses.PRONE)
CURL_HALF = Panel(poses.CURL_HALF, works=THIGH, marks=(HEEL_TO_SEAT,), before=poses.PRONE)
CURL_FULL = Panel(poses.CURL_FULL, works=THIGH, marks=(HEEL_FURTHER,), before=poses.PRONE)


def steps(*panels: Panel) -> Scene:
    """Several panels in order, numbered."""
    return tuple(replace(panel, number=n) for n, panel in enumerate(panels, start=1))


# Picture → what it shows. The ids are those of content/pictures.toml.
SCENES: Mapping[str, Scene] = {
    "hip-lift": steps(LIFT_START, LIFT_TOP),
    "hip-lift-start": (LIFT_START,),
    "hip-lift-top": (LIFT_TOP,),
    "hip-lift-half": (LIFT_HALF,),
    "hip-lift-too-high": (
        replace(LIFT_TOP, verdict=Verdict.RIGHT, marks=(Straight(),), before=None),
        Panel(poses.HIP_LIFT_ARCHED, marks=(Straight(), Arch()), verdict=Verdict.WRONG),
    ),
    "heels-closer": (
        Panel(
            replace(poses.HIP_LIFT_TOP, near_leg=poses.HEELS_IN, far_leg=poses.HEELS_IN),
            Place.MAT,
            works=BUTTOCKS,
            marks=(Arrow(((134, 14), (112, 14))),),
            before=replace(
                poses.HIP_LIFT_TOP,
                near_leg=poses.HEELS_FAR.near_leg,
                far_leg=poses.HEELS_FAR.far_leg,
            ),
        ),
    ),
    "hip-lift-single-leg": steps(
        Panel(poses.SINGLE_START, tall=True),
        Panel(
            poses.SINGLE_TOP,
            tall=True,
            works=BUTTOCKS,
            marks=(Arrow(((32, 52), (32, 76))),),
            before=poses.SINGLE_START,
        ),
    ),
    "glute-squeeze": (Panel(poses.SQUEEZE, works=BUTTOCKS, marks=(Squeeze(),)),),
    "leg-curl": steps(CURL_START, CURL_FULL),
    "leg-curl-start": (CURL_START,),
    "leg-curl-half": (CURL_HALF,),
    "leg-curl-full": (CURL_FULL,),
    "leg-curl-hips-up": (
        replace(CURL_FULL, verdict=Verdict.RIGHT, marks=(), before=None),
        Panel(poses.CURL_WRONG, marks=(Arch(),), verdict=Verdict.WRONG),
    ),
    "leg-curl-pillow": (
        Panel(poses.CURL_ON_PILLOW, Place.BED_PILLOW_BELOW_BELLY, works=THIGH, marks=(HEEL_TO_SEAT,)),
    ),
    "standing-leg-curl": (
        Panel(
            poses.STANDING_CURL,
            Place.CHAIR_BACK,
            works=THIGH,
            marks=(Arrow(((-24, 12), (-54, 20), (-64, 42))),),
            before=poses.STANDING,
        ),
    ),
    "heel-dig": (Panel(poses.HEELS_DIG, works=THIGH, marks=(Arrow(((101, -2), (101, -15))),)),),
    "sitting": (
        Panel(poses.SITTING_TALL, Place.CHAIR, marks=(Spine(),), verdict=Verdict.RIGHT),
        Panel(poses.SLOUCHED, Place.CHAIR, marks=(Spine(), Phone()), verdict=Verdict.WRONG),
    ),
    "stairs": (Panel(poses.CLIMBING, Place.STAIRS, works=frozenset({Muscle.BUTTOCKS, Muscle.THIGH})),),
    "heel-raise": (
        Panel(
            poses.HEELS_UP,
            Place.WORKTOP,
            works=frozenset({Muscle.CALF}),
            marks=(Arrow(((-26, 4), (-26, 24))),),
            before=poses.HEELS_DOWN,
        ),
    ),
}


def draw(scene: Scene) -> Image.Image:
    """The picture: one panel, or several below each other."""
    heights = [_height(panel, alone=len(scene) == 1) for panel in scene]
    whole = Image.new("RGB", (WIDTH, sum(heights)))
    for n, panel in enumerate(scene):
        whole.paste(draw_panel(panel, (WIDTH, heights[n])), (0, sum(heights[:n])))
    return whole


def _height(panel: Panel, *, alone: bool) -> int:
    """In pixels. Two panels together are no taller than a phone shows at once."""
    if panel.place in LYING:
        return 650 if panel.tall else 530 if alone else 500
    return 720 if alone else 540


def draw_panel(panel: Panel, size: tuple[int, int]) -> Image.Image:
    wrong = panel.verdict is Verdict.WRONG
    above = 117.0 if panel.tall else 82.0
    brush = brush_for(panel.place, size, GROUND_WRONG if wrong else GROUND, above=above)
    furnish(brush, panel.place)
    if panel.before is not None:
        paint(brush, skeleton(panel.before), palette=shadow(GHOST_WRONG if wrong else GHOST))
        furnish_front(brush, panel.place)
    body = skeleton(panel.pose)
    paint(brush, body, panel.works)
    furnish_front(brush, panel.place)
    for mark in panel.marks:
        _mark(brush, mark, body, panel.verdict)
    _badges(brush, panel, size)
    return brush.finished()


def brush_for(
    place: Place, size: tuple[int, int], ground: Colour, *, fine: int = 3, above: float = 90.0
) -> Brush:
    """The pen set so that the whole scene is in the picture; `above`: cm over the surface, when lying."""
    width, height = size
    if place in LYING:
        scale = min(width / 216, height / (29 + above))
        return Brush(
            size, ground, scale=scale, origin=(width / 2 - 52 * scale, height - 29 * scale), fine=fine
        )
    scale = height / (160 if place is Place.CHAIR else 206)
    middle = {Place.STAIRS: 30, Place.CHAIR: 22, Place.CHAIR_BACK: 20}.get(place, 14)
    return Brush(
        size, ground, scale=scale, origin=(width / 2 - middle * scale, height - 14 * scale), fine=fine
    )


# -- furniture ----------------------------------------------------------------------------------------------


def furnish(brush: Brush, place: Place) -> None:
    """What stands behind the person."""
    match place:
        case Place.BED | Place.BED_PILLOW_BELOW_BELLY:
            _bed(brush)
            if place is Place.BED_PILLOW_BELOW_BELLY:
                brush.tube([(26, 2.8, 5.2), (60, 2.8, 5.2)], PILLOW_EDGE)
                brush.tube([(26, 2.8, 4.6), (60, 2.8, 4.6)], PILLOW)
        case Place.MAT:
            brush.box(-400, -4, 400, -200, FLOOR, 0)
            brush.box(-42, 0, 150, -4, MAT, 2)
        case Place.CHAIR:
            _floor(brush)
            _chair(brush, left=-30, seat=41)
        case Place.CHAIR_BACK:
            _floor(brush)
            _chair(brush, left=42, seat=46)
        case Place.WORKTOP:
            _floor(brush)
            brush.box(38, 84, 100, 0, STONE, 1)
            brush.box(34, 90, 104, 83, WOOD, 1.5)
            brush.box(38, 8, 100, 0, STONE_DARK, 0)
        case Place.STAIRS:
            _floor(brush)
            for n in range(1, 5):
                left = 14 + 26 * (n - 1)
                brush.box(left, 17 * n, 400, 0, STONE, 0)
                brush.box(left - 2, 17 * n, 400, 17 * n - 3, STONE_DARK, 0.8)
            brush.line([(-34, 84), (12, 92), (116, 160)], WOOD_DARK, 4)
            for x, low, high in ((12, 0, 92), (66, 34, 127)):
                brush.line([(x, low), (x, high)], WOOD_DARK, 2.4)


def furnish_front(brush: Brush, place: Place) -> None:
    """What hides a part of the person: one sinks into a mattress a little."""
    if place in (Place.BED, Place.BED_PILLOW_BELOW_BELLY):
        brush.box(-42, -0.6, 150, -4.5, SHEET, 1.8)


def _floor(brush: Brush) -> None:
    brush.box(-600, 0, 600, -200, FLOOR, 0)


def _bed(brush: Brush) -> None:
    brush.box(-600, -25, 600, -200, FLOOR, 0)
    brush.box(-50, 30, -43, -27, WOOD, 2)
    brush.box(147, -8, 154, -27, WOOD, 2)
    brush.box(-46, -16, 152, -23, WOOD_DARK, 1)
    brush.box(-42, 0, 150, -18, MATTRESS, 4)
    brush.box(-42, -0.6, 150, -4.5, SHEET, 1.8)
    brush.tube([(-36, 1.2, 3.6), (-10, 0.8, 3.2)], PILLOW_EDGE)
    brush.tube([(-36, 1.2, 3.0), (-10, 0.8, 2.6)], PILLOW)


def _chair(brush: Brush, *, left: float, seat: float) -> None:
    right = left + 44
    for x in (left + 2, right - 2):
        brush.line([(x, seat - 2), (x, 1.5)], WOOD_DARK, 3.4)
    brush.line([(left + 1, seat), (left - 3, seat + 52)], WOOD_DARK, 4)
    brush.box(left - 2, seat, right, seat - 5, WOOD, 2)


# -- marks --------------------------------------------------------------------------------------------------


def _mark(brush: Brush, mark: Mark, body: Skeleton, verdict: Verdict | None) -> None:
    match mark:
        case Arrow(points):
            brush.arrow(points, ARROW, 3.0, rim=WHITE)
        case Straight():
            _straight(brush, verdict)
        case Arch():
            _arch(brush, body)
        case Spine():
            back = _back(body, outside=3.0)
            brush.soft([(x, y, 1.5) for x, y in back], WRONG if verdict is Verdict.WRONG else RIGHT)
        case Squeeze():
            _squeeze(brush)
        case Phone():
            x, y = body.near_arm.tip
            brush.line([(x + 1, y - 5), (x + 4, y + 5)], INK, 2.6)


def _straight(brush: Brush, verdict: Verdict | None) -> None:
    """Just above a body that is straight from shoulder to knee; one lifted too high breaks through."""
    top = skeleton(poses.HIP_LIFT_TOP)
    along = Frame.of(top.neck, top.near_leg.knee, 1)
    start, end = along.point(top.neck, 6, 14), along.point(top.near_leg.knee, 18, 14)
    colour = WRONG if verdict is Verdict.WRONG else RIGHT
    brush.dashes(start, end, WHITE, 2.8)
    brush.dashes(start, end, colour, 1.5)


def _arch(brush: Brush, body: Skeleton) -> None:
    low, high = Frame.of(body.hip, body.waist, body.front), Frame.of(body.waist, body.neck, body.front)
    start, end = low.point(body.hip, 4, 11), high.point(body.waist, 22, 10.5)
    out = atan2(low.back[1] + high.back[1], low.back[0] + high.back[0])
    middle = step(body.waist, degrees(out), 9.0)
    for colour, width in ((WHITE, 3.4), (WRONG, 2.3)):
        brush.soft([(*start, width), (*middle, width), (*end, width)], colour)
    for lean in (-48, 0, 48):
        begin, stop = (step(middle, degrees(out) + lean, length) for length in (6.5, 15))
        brush.line([begin, stop], WHITE, 4.6)
        brush.line([begin, stop], WRONG, 2.8)


def _squeeze(brush: Brush) -> None:
    x, y = 110.0, 57.0
    brush.disc((x, y), 27, CORAL)
    brush.disc((x, y), 25.4, WHITE)
    for side in (-1, 1):
        brush.soft(
            [(x + side * 7, y + 9, 7), (x + side * 7.4, y + 2, 9), (x + side * 7, y - 9, 6.6)], DAY.trousers
        )
        brush.disc((x + side * 7.2, y + 1), 6.6, CORAL)
        brush.arrow([(x + side * 37, y + 1), (x + side * 19, y + 1)], ARROW, 3.2, rim=WHITE)
    brush.line([(x, y + 12), (x, y - 10)], DAY.trousers_far, 1.4)


def _back(body: Skeleton, outside: float) -> list[Point]:
    """Points along the back from the seat to the neck, `outside` cm off the skin."""
    low, high = Frame.of(body.hip, body.waist, body.front), Frame.of(body.waist, body.neck, body.front)
    return [
        low.point(body.hip, -8, 12 + outside),
        low.point(body.hip, 3, 12.4 + outside),
        low.point(body.hip, 12, 9.8 + outside),
        high.point(body.waist, 4, 9.4 + outside),
        high.point(body.waist, 14, 10 + outside),
        high.point(body.waist, 25, 10 + outside),
        high.point(body.waist, 34, 7 + outside),
    ]


def _badges(brush: Brush, panel: Panel, size: tuple[int, int]) -> None:
    """In the corners, in picture sizes: the verdict on the right, the step's number on the left."""
    width, height = size
    pen = brush.for_page()
    if panel.verdict is not None:
        right = panel.verdict is Verdict.RIGHT
        pen.frame(4, -4, width - 4, -height + 4, RIGHT if right else WRONG, round_=22, width=8)
        x, y, r = width - 92, -92, 60
        pen.disc((x, y), r + 7, WHITE)
        pen.disc((x, y), r, RIGHT if right else WRONG)
        if right:
            pen.line([(x - 28, y - 2), (x - 8, y - 24), (x + 30, y + 24)], WHITE, 14)
        else:
            pen.line([(x - 24, y - 24), (x + 24, y + 24)], WHITE, 14)
            pen.line([(x - 24, y + 24), (x + 24, y - 24)], WHITE, 14)
    if panel.number is not None:
        pen.disc((74, -74), 42, INK)
        pen.text(str(panel.number), (74, -72), 56, WHITE, bold=1)
