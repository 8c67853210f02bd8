"""What stands in for drawing, in a process of its own: to be found by name there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from bot.media.pace import NoEncoderError
from bot.media.shelf import Item
from tests.media.stubs import fill


def stub(item: Item, folder: Path) -> Path:
    return fill(folder, [item]) / item.file_name


def disk_is_full(item: Item, folder: Path) -> Path:
    raise OSError(errno.ENOSPC, "No space left on device")


def full_once(item: Item, folder: Path) -> Path:
    """The first try finds the disk full."""
    mark = folder / "tried"
    if not mark.exists():
        mark.touch()
        raise OSError(errno.ENOSPC, "No space left on device")
    return stub(item, folder)


def no_encoder(item: Item, folder: Path) -> Path:
    (folder / f"tried-{len(list(folder.iterdir()))}").touch()
    raise NoEncoderError


def dies(item: Item, folder: Path) -> Path:
    os._exit(9)
