"""What can be known of the disk under the database: is it encrypted, how full is it? Only Linux says."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

DEVICES = Path("/sys/dev/block")
ENCRYPTED = "CRYPT-"  # how device-mapper marks a dm-crypt (LUKS) volume


def is_encrypted(folder: Path, devices: Path = DEVICES) -> bool:
    """Whether the folder is known to be on an encrypted volume, itself or something below it (LVM, RAID).

    A cloud disk, a container or another system may be encrypted without our knowing.
    """
    number = os.stat(folder).st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    return device.exists() and _is_crypt(device.resolve())


def _is_crypt(device: Path) -> bool:
    """A partition's parent and what a mapped device is made of count too."""
    mark = device / "dm" / "uuid"
    if mark.is_file() and mark.read_text(encoding="ascii").startswith(ENCRYPTED):
        return True
    below = device / "slaves"
    return below.is_dir() and any(_is_crypt(each.resolve()) for each in below.iterdir())


def free_share(folder: Path) -> float:
    """How much of the disk is free, from 0 to 1."""
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total
