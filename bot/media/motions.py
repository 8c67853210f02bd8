"""What moves in a set: from which pose to which, and what works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.media import poses
from bot.media.body import Muscle
from bot.media.figure import Pose
from bot.media.scenes import BUTTOCKS, THIGH


@dataclass(frozen=True, slots=True)
class Motion:
    """`above`: how many cm over the bed have to be in the picture."""

    start: Pose
    end: Pose
    works: frozenset[Muscle]
    above: float = 82.0


# Motion → how it goes. The ids are those of content/pictures.toml.
MOTIONS: Mapping[str, Motion] = {
    "glute-squeeze": Motion(poses.SQUEEZE, poses.SQUEEZE, BUTTOCKS),
    "hip-lift-low": Motion(poses.BACK_FLAT, poses.HIP_LIFT_HALF, BUTTOCKS),
    "hip-lift": Motion(poses.BACK_FLAT, poses.HIP_LIFT_TOP, BUTTOCKS),
    "single-leg": Motion(poses.SINGLE_START, poses.SINGLE_TOP, BUTTOCKS, above=122.0),
    "heel-dig": Motion(poses.BACK_FLAT, poses.HEELS_DIG, THIGH),
    "half-curl": Motion(poses.PRONE, poses.CURL_HALF, THIGH),
    "full-curl": Motion(poses.PRONE, poses.CURL_FULL, THIGH),
}
