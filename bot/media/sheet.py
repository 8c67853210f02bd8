"""All drawings, and six pictures of each video, on one sheet: for looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.media.film import Screen, moments
from bot.media.pace import Pace, Phase
from bot.media.shelf import Item, Shelf

CELL, GAP, COLUMNS = 480, 8, 4
BEHIND = (70, 70, 70)


def contact_sheet(shelf: Shelf, items: Sequence[Item]) -> Image.Image:
    stills = [path for item in items if not item.pace and (path := shelf.find(item))]
    rows = [stills[n : n + COLUMNS] for n in range(0, len(stills), COLUMNS)]
    bands = [_row([_opened(path) for path in row], CELL) for row in rows]
    bands += [_row(six_of(item.pace), CELL * COLUMNS // 6) for item in items if item.pace]
    whole = Image.new("RGB", ((CELL + GAP) * COLUMNS, sum(band.height + GAP for band in bands)), BEHIND)
    top = 0
    for band in bands:
        whole.paste(band, (0, top))
        top += band.height + GAP
    return whole


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _row(pictures: Sequence[Image.Image], width: int) -> Image.Image:
    cells = [each.resize((width, each.height * width // each.width)) for each in pictures]
    band = Image.new("RGB", ((CELL + GAP) * COLUMNS, max(cell.height for cell in cells)), BEHIND)
    for n, cell in enumerate(cells):
        band.paste(cell, (n * (width + GAP), 0))
    return band


def six_of(pace: Pace) -> list[Image.Image]:
    """Get ready, up, hold, down, then the other side (or the last repetition), the end."""
    every = list(moments(pace))
    middle = Phase.CHANGE if pace.sides > 1 else Phase.HOLD
    wanted = [Phase.READY, Phase.UP, Phase.HOLD, Phase.DOWN, middle, Phase.END]
    screen = Screen(pace)
    chosen = [[each for each in every if each.part.phase is phase] for phase in wanted]
    return [
        screen.at(each[len(each) // 2 if n in (0, 4, 5) else min(len(each) - 1, 20)])
        for n, each in enumerate(chosen)
    ]
