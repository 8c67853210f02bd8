"""Makes one file and puts it on the shelf: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.media.shelf import Item

DRAFT = ".making-"  # how the name of a file begins until it is whole


def sweep(folder: Path) -> None:
    """Remove what was half made when the last run ended."""
    for draft in folder.glob(f"{DRAFT}*"):
        with suppress(OSError):
            draft.unlink()


def make(item: Item, folder: Path) -> Path:
    """Draw the file into the folder and drop its older versions; returns where it lies.

    Raises OSError (the disk is full, the folder cannot be written), NoEncoderError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=DRAFT, suffix=Path(item.file_name).suffix)
    os.close(handle)
    draft, target = Path(name), folder / item.file_name
    try:
        _write(item, draft)
        draft.chmod(0o644)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    for older in folder.glob(f"{item.file_name.split('.')[0]}.*{target.suffix}"):
        if older != target:
            older.unlink(missing_ok=True)
    return target


def _write(item: Item, path: Path) -> None:
    # Pillow and PyAV are large: only who draws loads them.
    if item.pace is not None:
        from bot.media.film import film

        film(item.pace, path)
    else:
        from bot.media.scenes import SCENES, draw

        draw(SCENES[item.still]).save(path, format="PNG", optimize=True)
