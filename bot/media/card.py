"""What a progress card is made from. Apart from its drawing, so that who only asks for it loads no Pillow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coach.model import Exercise
from bot.coach.trend import ProgressData


@dataclass(frozen=True, slots=True)
class Card:
    """What the card is made from. `tops`: the highest rung of each ladder.

    `words`, in the person's language: title, weeks, level, pain, empty, first, last, one for each exercise,
    and one for each pain band.
    """

    data: ProgressData
    tops: Mapping[Exercise, int]
    words: Mapping[str, str]
