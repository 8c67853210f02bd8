"""A made-up /sys: a crypt device, a partition, a volume group on an encrypted disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.store.volume import free_share, is_encrypted

KINDS = {
    "a plain partition": ("", (), False),
    "a LUKS volume": ("CRYPT-LUKS2-0123-root", (), True),
    "LVM on a plain disk": ("LVM-abc", ("",), False),
    "LVM on LUKS": ("LVM-abc", ("CRYPT-LUKS2-0123-pv",), True),
    "RAID of a plain and a LUKS disk": ("", ("", "CRYPT-LUKS1-99"), True),
}


def device(root: Path, name: str, uuid: str) -> Path:
    made = root / name
    made.mkdir(parents=True)
    if uuid:
        (made / "dm").mkdir()
        (made / "dm" / "uuid").write_text(uuid)
    return made


@pytest.mark.parametrize(("uuid", "below", "encrypted"), KINDS.values(), ids=KINDS.keys())
def test_an_encrypted_volume_is_known_by_itself_or_by_what_lies_below(
    tmp_path: Path, uuid: str, below: tuple[str, ...], encrypted: bool
) -> None:
    top = device(tmp_path, "dm-0", uuid)
    (top / "slaves").mkdir()
    for number, each in enumerate(below):
        (top / "slaves" / f"sda{number}").symlink_to(device(tmp_path, f"sda{number}", each))
    number = os.stat(tmp_path).st_dev
    devices = tmp_path / "block"
    devices.mkdir()
    (devices / f"{os.major(number)}:{os.minor(number)}").symlink_to(top)
    assert is_encrypted(tmp_path, devices) is encrypted


def test_what_the_system_does_not_show_is_not_known_to_be_encrypted(tmp_path: Path) -> None:
    assert not is_encrypted(tmp_path, tmp_path / "nothing")


def test_how_much_of_the_disk_is_free_is_a_share(tmp_path: Path) -> None:
    assert 0 <= free_share(tmp_path) <= 1
