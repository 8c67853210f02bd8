"""The finished files: which there are, what each is made from, where it lies, whether it is whole.

A file's name holds a hash of everything it is made from, the drawing code included: what is out of date is
simply not found. A folder that came with the program is looked into before the one that the bot fills.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.catalogue.load import Catalogue
from bot.catalogue.pictures import STILL_IDS
from bot.coach.model import Level
from bot.media.pace import Pace

# Whatever of our own code changes a picture. The rest of the folder only finds and orders.
RENDERERS = ("figure", "poses", "brush", "body", "scenes", "motions", "pace", "tones", "film")
SHIPPED = "rendered"
PNG_BEGIN, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


@dataclass(frozen=True, slots=True)
class Item:
    """One file to be shown: a drawing (`still` is its id) or the video of a set (`pace`)."""

    still: str = ""
    pace: Pace | None = None

    @property
    def name(self) -> str:
        return self.pace.name if self.pace else self.still

    @property
    def is_video(self) -> bool:
        return self.pace is not None

    @property
    def version(self) -> str:
        """Changes with anything the file is made from: poses and scenes are data in the drawing code."""
        return hashlib.sha256(f"{_code()}{self.pace or self.still!r}".encode()).hexdigest()[:12]

    @property
    def file_name(self) -> str:
        kind = "set" if self.pace else "still"
        return f"{kind}-{self.name}.{self.version}.{'mp4' if self.pace else 'png'}"


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for name in RENDERERS:
        digest.update(files("bot.media").joinpath(f"{name}.py").read_bytes())
    return digest.hexdigest()


def still(id_: str) -> Item:
    return Item(still=id_)


def video(motion: str, level: Level) -> Item:
    return Item(pace=Pace.of(motion, level))


def all_items(catalogue: Catalogue) -> tuple[Item, ...]:
    """Every drawing, then every video; rungs that differ only in the number of sets share one."""
    videos = dict.fromkeys(
        video(catalogue.pictures.motion(exercise, rung.level.number).id, rung.level)
        for exercise, plan in catalogue.plans.items()
        for rung in plan.rungs
    )
    return (*(still(id_) for id_ in STILL_IDS), *videos)


def shipped_folder() -> Path:
    """Where a wheel or an image has its finished files; `make media` fills it."""
    return Path(str(files("bot.media").joinpath(SHIPPED)))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folders that finished files lie in; the first is the one that is written to."""

    folders: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        return self.folders[0]

    def find(self, item: Item) -> Path | None:
        """The finished file, or None when there is none, or only a broken one."""
        paths = (folder / item.file_name for folder in self.folders)
        return next((path for path in paths if is_whole(path)), None)

    def missing(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if self.find(item) is None]


def is_whole(path: Path) -> bool:
    """Whether the file is there to its last byte; one that was cut off, or is something else, is not."""
    try:
        with path.open("rb") as file:
            if path.suffix == ".png":
                begins = file.read(len(PNG_BEGIN)) == PNG_BEGIN
                file.seek(-len(PNG_END), os.SEEK_END)
                return begins and file.read() == PNG_END
            kinds = [kind for kind, _ in _boxes(path)]
            return kinds[:1] == [b"ftyp"] and {b"moov", b"mdat"} <= set(kinds)
    except (OSError, ValueError):
        return False


def _boxes(path: Path) -> Iterator[tuple[bytes, int]]:
    """Kind and size of the boxes of an MP4. Raises ValueError when they do not fill the file."""
    length, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < length:
            file.seek(at)
            head = file.read(8)
            if len(head) < 8:
                raise ValueError("cut off")
            size, kind = struct.unpack(">I4s", head)
            if size < 8 or at + size > length:
                raise ValueError("cut off")
            yield kind, size
            at += size


def index_is_in_front(path: Path) -> bool:
    """Whether a video can begin to play before all of it is there (faststart)."""
    kinds = [kind for kind, _ in _boxes(path)]
    return kinds.index(b"moov") < kinds.index(b"mdat")
