from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PIL import Image

from bot.media import make as module
from bot.media.make import make
from bot.media.shelf import is_whole, still


def test_a_drawing_is_made_whole_and_its_older_version_goes(tmp_path: Path) -> None:
    item = still("heel-dig")
    folder = tmp_path / "new" / "folder"
    folder.mkdir(parents=True)
    older, other = folder / "still-heel-dig.0123456789ab.png", folder / "still-stairs.0123456789ab.png"
    older.touch()
    other.touch()
    path = make(item, folder)
    assert path.name == item.file_name
    assert is_whole(path)
    with Image.open(path) as picture:
        assert picture.size == (960, 530)
    assert sorted(each.name for each in folder.iterdir()) == sorted([item.file_name, other.name])


def test_the_same_drawing_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (make(still("heel-dig"), tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_a_full_disk_is_said_and_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(item: object, path: Path) -> None:
        path.write_bytes(b"\x89PNG, and then")
        raise OSError(errno.ENOSPC, "No space left on device")

    item = still("heel-dig")
    with monkeypatch.context() as patch:
        patch.setattr(module, "_write", full)
        with pytest.raises(OSError, match="No space left"):
            make(item, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert is_whole(make(item, tmp_path)), "the next try works"


def test_a_folder_that_cannot_be_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        make(still("heel-dig"), tmp_path / "file")
