"""The figure: a body of fixed limb lengths seen from the side, and the poses it can take.

Lengths are centimetres, `x` to the right, `y` up, the surface (bed, mat, floor) at y = 0. Angles are the
directions of the limbs in degrees: 0 points right, 90 up. A pose is data; `skeleton` turns it into joints.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

Point = tuple[float, float]

# Limb → length in cm. The same in every pose; a grown-up of about 1.70 m.
LENGTHS: Mapping[str, float] = {
    "pelvis": 17.0,
    "chest": 35.0,
    "head": 19.0,
    "thigh": 43.0,
    "shin": 42.0,
    "foot": 15.0,
    "upper": 28.0,
    "fore": 25.0,
    "hand": 11.0,
}
SHOULDER = 6.0  # how far below the neck the arms begin


class Root(StrEnum):
    """The joint that a pose holds in place."""

    NECK = "neck"
    HIP = "hip"
    TOE = "toe"


@dataclass(frozen=True, slots=True)
class Leg:
    """Directions of thigh, shin and foot (heel to toe)."""

    thigh: float
    shin: float
    foot: float


@dataclass(frozen=True, slots=True)
class Planted:
    """A leg whose ankle stays at a point; `knee` is the side to which it bends (1: left of hip → ankle)."""

    ankle: Point
    foot: float
    knee: int = 1


@dataclass(frozen=True, slots=True)
class Arm:
    upper: float
    fore: float
    hand: float


@dataclass(frozen=True, slots=True)
class Pose:
    """A body position: the joint that is held at `at`, and the directions of all limbs.

    `front`: 1 when the belly is to the right of the direction hip → neck, -1 when it is to the left.
    """

    at: Point
    pelvis: float
    chest: float
    head: float
    near_leg: Leg | Planted
    far_leg: Leg | Planted
    near_arm: Arm
    far_arm: Arm
    root: Root = Root.NECK
    front: int = 1


@dataclass(frozen=True, slots=True)
class LegJoints:
    hip: Point
    knee: Point
    ankle: Point
    toe: Point


@dataclass(frozen=True, slots=True)
class ArmJoints:
    shoulder: Point
    elbow: Point
    wrist: Point
    tip: Point


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where the joints are, in cm."""

    hip: Point
    waist: Point
    neck: Point
    head: Point
    near_leg: LegJoints
    far_leg: LegJoints
    near_arm: ArmJoints
    far_arm: ArmJoints
    front: int


def skeleton(pose: Pose) -> Skeleton:
    """The joints of a pose. Every limb has its length; a point out of a leg's reach is pointed at."""
    hip, moved = _hip(pose), pose.root is not Root.TOE
    waist = step(hip, pose.pelvis, LENGTHS["pelvis"])
    neck = step(waist, pose.chest, LENGTHS["chest"])
    assert moved or isinstance(pose.near_leg, Leg), "a foot is held or planted, not both"
    shoulder = step(neck, pose.chest, -SHOULDER)
    return Skeleton(
        hip=hip,
        waist=waist,
        neck=neck,
        head=step(neck, pose.head, LENGTHS["head"]),
        near_leg=_leg(hip, pose.near_leg),
        far_leg=_leg(hip, pose.far_leg),
        near_arm=_arm(shoulder, pose.near_arm),
        far_arm=_arm(shoulder, pose.far_arm),
        front=pose.front,
    )


def _hip(pose: Pose) -> Point:
    """The hip, found backwards from the joint that is held."""
    match pose.root:
        case Root.HIP:
            return pose.at
        case Root.NECK:
            return step(step(pose.at, pose.chest, -LENGTHS["chest"]), pose.pelvis, -LENGTHS["pelvis"])
        case Root.TOE:
            leg = pose.near_leg
            assert isinstance(leg, Leg), "a foot is held or planted, not both"
            ankle = step(pose.at, leg.foot, -LENGTHS["foot"])
            return step(step(ankle, leg.shin, -LENGTHS["shin"]), leg.thigh, -LENGTHS["thigh"])


def _leg(hip: Point, leg: Leg | Planted) -> LegJoints:
    if isinstance(leg, Planted):
        thigh, shin = _reach(hip, leg)
        leg = Leg(thigh, shin, leg.foot)
    knee = step(hip, leg.thigh, LENGTHS["thigh"])
    ankle = step(knee, leg.shin, LENGTHS["shin"])
    return LegJoints(hip, knee, ankle, step(ankle, leg.foot, LENGTHS["foot"]))


def _reach(hip: Point, leg: Planted) -> tuple[float, float]:
    """The directions of thigh and shin that bring the ankle to its point (law of cosines)."""
    thigh, shin = LENGTHS["thigh"], LENGTHS["shin"]
    straight = math.dist(hip, leg.ankle)
    distance = min(max(straight, abs(thigh - shin) + 1e-6), thigh + shin - 1e-6)
    towards = math.degrees(math.atan2(leg.ankle[1] - hip[1], leg.ankle[0] - hip[0]))
    at_hip = _angle(thigh, distance, shin)
    at_ankle = _angle(shin, distance, thigh)
    return towards + leg.knee * at_hip, towards - leg.knee * at_ankle


def _angle(one: float, other: float, opposite: float) -> float:
    """The angle between two sides of a triangle, in degrees."""
    cosine = (one * one + other * other - opposite * opposite) / (2 * one * other)
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))


def _arm(shoulder: Point, arm: Arm) -> ArmJoints:
    elbow = step(shoulder, arm.upper, LENGTHS["upper"])
    wrist = step(elbow, arm.fore, LENGTHS["fore"])
    return ArmJoints(shoulder, elbow, wrist, step(wrist, arm.hand, LENGTHS["hand"]))


def step(point: Point, direction: float, length: float) -> Point:
    """The point `length` cm away in a direction given in degrees."""
    radians = math.radians(direction)
    return point[0] + length * math.cos(radians), point[1] + length * math.sin(radians)


def between(one: Pose, other: Pose, share: float) -> Pose:
    """The pose at `share` (0 to 1) of the way: every angle and held point moves evenly."""
    return replace(
        one,
        at=_mix_point(one.at, other.at, share),
        pelvis=_mix(one.pelvis, other.pelvis, share),
        chest=_mix(one.chest, other.chest, share),
        head=_mix(one.head, other.head, share),
        near_leg=_mix_leg(one.near_leg, other.near_leg, share),
        far_leg=_mix_leg(one.far_leg, other.far_leg, share),
        near_arm=_mix_arm(one.near_arm, other.near_arm, share),
        far_arm=_mix_arm(one.far_arm, other.far_arm, share),
    )


def eased(share: float) -> float:
    """Slow at both ends: 0 → 0, ½ → ½, 1 → 1. A limb has weight and does not start with a jerk."""
    return share * share * (3 - 2 * share)


def _mix(one: float, other: float, share: float) -> float:
    return one + (other - one) * share


def _mix_point(one: Point, other: Point, share: float) -> Point:
    return _mix(one[0], other[0], share), _mix(one[1], other[1], share)


def _mix_leg(one: Leg | Planted, other: Leg | Planted, share: float) -> Leg | Planted:
    if isinstance(one, Leg) and isinstance(other, Leg):
        return Leg(
            _mix(one.thigh, other.thigh, share),
            _mix(one.shin, other.shin, share),
            _mix(one.foot, other.foot, share),
        )
    if isinstance(one, Planted) and isinstance(other, Planted):
        ankle = _mix_point(one.ankle, other.ankle, share)
        return Planted(ankle, _mix(one.foot, other.foot, share), one.knee)
    raise ValueError("a leg is planted in both poses or in none")


def _mix_arm(one: Arm, other: Arm, share: float) -> Arm:
    return Arm(
        _mix(one.upper, other.upper, share),
        _mix(one.fore, other.fore, share),
        _mix(one.hand, other.hand, share),
    )
