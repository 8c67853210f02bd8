from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.media import poses
from bot.media.figure import LENGTHS, Leg, LegJoints, Planted, Pose, Root, between, eased, skeleton
from bot.media.motions import MOTIONS

POSES = {name: pose for name, pose in vars(poses).items() if isinstance(pose, Pose)}
SHARES = st.floats(0, 1)


def lengths(pose: Pose) -> dict[str, float]:
    """Every limb of a pose as it is drawn, in cm."""
    body = skeleton(pose)
    found = {
        "pelvis": math.dist(body.hip, body.waist),
        "chest": math.dist(body.waist, body.neck),
        "head": math.dist(body.neck, body.head),
    }
    for side, leg in (("near", body.near_leg), ("far", body.far_leg)):
        found |= {
            f"{side} thigh": math.dist(leg.hip, leg.knee),
            f"{side} shin": math.dist(leg.knee, leg.ankle),
            f"{side} foot": math.dist(leg.ankle, leg.toe),
        }
    for side, arm in (("near", body.near_arm), ("far", body.far_arm)):
        found |= {
            f"{side} upper": math.dist(arm.shoulder, arm.elbow),
            f"{side} fore": math.dist(arm.elbow, arm.wrist),
            f"{side} hand": math.dist(arm.wrist, arm.tip),
        }
    return found


def wanted() -> dict[str, float]:
    trunk = {name: LENGTHS[name] for name in ("pelvis", "chest", "head")}
    limbs = itertools.product(("near", "far"), ("thigh", "shin", "foot", "upper", "fore", "hand"))
    return trunk | {f"{side} {name}": LENGTHS[name] for side, name in limbs}


@pytest.mark.parametrize("name", sorted(POSES))
def test_every_limb_has_its_length_in_every_pose(name: str) -> None:
    assert lengths(POSES[name]) == pytest.approx(wanted())


@given(st.sampled_from(sorted(MOTIONS)), SHARES)
def test_no_limb_grows_or_shrinks_in_a_movement(name: str, share: float) -> None:
    motion = MOTIONS[name]
    assert lengths(between(motion.start, motion.end, share)) == pytest.approx(wanted())


@given(
    st.builds(Planted, st.tuples(st.floats(-300, 300), st.floats(-300, 300)), st.floats(-180, 180)),
    st.floats(-720, 720),
)
def test_a_foot_out_of_reach_stretches_no_leg(leg: Planted, angle: float) -> None:
    pose = Pose((0, 0), angle, angle, angle, leg, leg, poses.ON_THE_SHEET, poses.ON_THE_SHEET, Root.HIP)
    assert lengths(pose) == pytest.approx(wanted())


@given(SHARES)
def test_the_soles_and_the_neck_stay_where_they_are_while_the_hips_rise(share: float) -> None:
    def held(pose: Pose) -> tuple[float, ...]:
        body = skeleton(pose)
        legs: tuple[LegJoints, ...] = (body.near_leg, body.far_leg)
        return (*body.neck, *(number for leg in legs for number in (*leg.ankle, *leg.toe)))

    motion = MOTIONS["hip-lift"]
    assert held(between(motion.start, motion.end, share)) == pytest.approx(held(motion.start))


def test_at_the_top_shoulder_hip_and_knee_are_in_one_line_and_too_high_is_above_it() -> None:
    def above(pose: Pose) -> float:
        """How far the hip is over the line from neck to knee, in cm."""
        body = skeleton(pose)
        (x, y), (end_x, end_y) = body.neck, body.near_leg.knee
        return body.hip[1] - (y + (end_y - y) * (body.hip[0] - x) / (end_x - x))

    assert above(poses.HIP_LIFT_TOP) == pytest.approx(0, abs=0.5)
    assert above(poses.HIP_LIFT_HALF) < -5
    assert above(poses.HIP_LIFT_ARCHED) > 5


def test_a_leg_cannot_be_held_in_one_pose_and_free_in_the_other() -> None:
    with pytest.raises(ValueError, match="planted in both"):
        between(poses.BACK_FLAT, poses.PRONE, 0.5)


@given(SHARES, SHARES)
def test_a_movement_begins_and_ends_slowly_and_never_turns_back(one: float, other: float) -> None:
    assert (eased(0), eased(0.5), eased(1)) == (0, 0.5, 1)
    low, high = sorted((one, other))
    assert eased(low) <= eased(high)
    assert eased(0.1) < 0.1 < 0.9 < eased(0.9)


def test_a_free_leg_is_where_its_angles_say() -> None:
    pose = Pose(
        (0, 92),
        90,
        90,
        90,
        Leg(-90, -90, 0),
        Leg(-90, 0, 0),
        poses.ON_THE_SHEET,
        poses.ON_THE_SHEET,
        Root.HIP,
    )
    body = skeleton(pose)
    assert body.near_leg.ankle == pytest.approx((0, 92 - 43 - 42))
    assert body.far_leg.ankle == pytest.approx((42, 92 - 43))
