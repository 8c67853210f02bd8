"""Files that look finished, without the time it takes to draw them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

from bot.media.shelf import Item


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 4, height: int = 3) -> bytes:
    """A whole, white picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mp4() -> bytes:
    """The boxes of a video, empty."""
    return b"".join(struct.pack(">I4s", 8, kind) for kind in (b"ftyp", b"moov", b"mdat"))


def fill(folder: Path, items: Iterable[Item]) -> Path:
    """A stub of each item on the shelf; the content differs, as it would."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, item in enumerate(items):
        (folder / item.file_name).write_bytes(mp4() if item.is_video else png(4 + n))
    return folder
