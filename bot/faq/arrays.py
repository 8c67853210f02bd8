"""Flat rows of numbers, which the tables are made of: as objects they would take ten times the room."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

# msgspec looks at annotations, and before Python 3.12 an array takes no [int] at run time.
if TYPE_CHECKING:
    Ints = array[int]
    Floats = array[float]
else:
    Ints = Floats = array
