"""The poses, as data. Lying: the head is on the left. Standing and sitting: the person looks to the right."""

from __future__ import annotations

from dataclasses import replace

from bot.media.figure import Arm, Leg, Planted, Pose, Root

# -- on the back: the neck lies still, the soles stay where they are ----------------------------------------

NECK = (0.0, 9.5)
SOLES = Planted((104.0, 7.0), foot=0.0)
ON_THE_SHEET = Arm(upper=-9, fore=-3, hand=0)
# With the hips up the shoulder end of the arm rises a little, the hand stays down.
ARM_LIFTED = Arm(upper=-14, fore=-3, hand=0)

BACK_FLAT = Pose(NECK, 180, 180, 181, SOLES, SOLES, ON_THE_SHEET, ON_THE_SHEET)
HIP_LIFT_TOP = replace(
    BACK_FLAT, pelvis=202.4, chest=202.4, head=176, near_arm=ARM_LIFTED, far_arm=ARM_LIFTED
)
HIP_LIFT_HALF = replace(
    BACK_FLAT, pelvis=190.5, chest=190.5, head=179, near_arm=Arm(-12, -3, 0), far_arm=Arm(-12, -3, 0)
)
HIP_LIFT_ARCHED = replace(HIP_LIFT_TOP, pelvis=176, chest=229, head=170)

HANDS_ON_BELLY = Arm(upper=-12, fore=141, hand=172)
SQUEEZE = replace(BACK_FLAT, near_arm=HANDS_ON_BELLY, far_arm=HANDS_ON_BELLY)

HEELS_IN = Planted((88.0, 7.0), foot=0.0)
HEELS_FAR = replace(BACK_FLAT, near_leg=Planted((124.0, 7.0), 0.0), far_leg=Planted((124.0, 7.0), 0.0))

TO_THE_CEILING = Leg(thigh=84, shin=84, foot=28)
SINGLE_START = replace(BACK_FLAT, far_leg=TO_THE_CEILING)
SINGLE_TOP = replace(HIP_LIFT_TOP, far_leg=Leg(thigh=72, shin=72, foot=16))

# The heels press down and the toes let go: the soles tip up a little.
HEELS_DIG = replace(
    BACK_FLAT, near_leg=Planted((104.0, 6.0), foot=22.0), far_leg=Planted((104.0, 6.0), foot=22.0)
)

# -- face down, forehead on the hands -----------------------------------------------------------------------

FOREHEAD_ON_HANDS = Arm(upper=194, fore=10, hand=4)
STRAIGHT = Leg(thigh=-1, shin=-2, foot=-16)
PRONE = Pose((0.0, 10.5), 181, 181, 166, STRAIGHT, STRAIGHT, FOREHEAD_ON_HANDS, FOREHEAD_ON_HANDS, front=-1)
CURL_HALF = replace(PRONE, near_leg=Leg(thigh=-1, shin=88, foot=30))
CURL_FULL = replace(PRONE, near_leg=Leg(thigh=-1, shin=122, foot=62))
# The hips leave the bed: the thigh slants down to the knee, the back sags.
CURL_WRONG = replace(
    PRONE, pelvis=213, chest=183, near_leg=Leg(-17, 118, 58), far_leg=Leg(-16, 2, -12), head=164
)
CURL_ON_PILLOW = replace(
    PRONE,
    at=(0.0, 12.0),
    pelvis=180,
    chest=187,
    near_leg=Leg(-10, 88, 30),
    far_leg=Leg(-10, -3, -14),
    head=163,
)

# -- standing, sitting, on the stairs -----------------------------------------------------------------------

STANDING_LEG = Leg(-90, -90, 0)
HANDS_ON_CHAIR = Arm(upper=-68, fore=-24, hand=-8)
STANDING = Pose(
    (0.0, 92.0), 90, 90, 86, STANDING_LEG, STANDING_LEG, HANDS_ON_CHAIR, HANDS_ON_CHAIR, root=Root.HIP
)
STANDING_CURL = replace(STANDING, near_leg=Leg(-92, 176, 236))

ON_TOES = Leg(-90, -89, -44)
HANDS_ON_WORKTOP = Arm(upper=-66, fore=-34, hand=-12)
HANDS_PRESSING = Arm(upper=-73, fore=-54, hand=-24)
HEELS_DOWN = Pose(
    (15.0, 7.0),
    90,
    89,
    86,
    Leg(-90, -90, 0),
    Leg(-90, -90, 0),
    HANDS_ON_WORKTOP,
    HANDS_ON_WORKTOP,
    root=Root.TOE,
)
# The ball of the foot stays where it is; the point that is held lies above it.
HEELS_UP = replace(
    HEELS_DOWN,
    at=(18.5, 5.3),
    near_leg=ON_TOES,
    far_leg=ON_TOES,
    near_arm=HANDS_PRESSING,
    far_arm=HANDS_PRESSING,
)

SITTING_LEG = Leg(-2, -88, 0)
SITTING_TALL = Pose(
    (0.0, 51.0), 92, 90, 88, SITTING_LEG, SITTING_LEG, Arm(-76, -14, 0), Arm(-76, -14, 0), root=Root.HIP
)
SLOUCHED = replace(
    SITTING_TALL,
    at=(-4.0, 50.0),
    pelvis=134,
    chest=70,
    head=36,
    near_leg=Leg(-3, -80, 0),
    far_leg=Leg(-3, -80, 0),
    near_arm=Arm(-66, 36, 60),
    far_arm=Arm(-66, 36, 60),
)

CLIMBING = Pose(
    (0.0, 93.0),
    84,
    83,
    80,
    Planted((47.0, 41.0), foot=0, knee=1),
    Leg(-97, -91, 0),
    Arm(-70, -10, 26),
    Arm(-76, -16, 10),
    root=Root.HIP,
)
