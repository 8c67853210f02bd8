"""A stand-in for each test, and a disk that can be full."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder
from bot.demo.server import StandIn
from bot.store import Store

PAGE = 4096
SMALL = 2 * 1024 * 1024


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn(latency=0.03) as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(content_folder())


@dataclass
class SmallDisk:
    """A folder with little room: its own file system, or (where mounting is not allowed) a page limit."""

    folder: Path
    mounted: bool

    def fill(self, store: Store) -> None:
        """Not one page more."""
        if not self.mounted:
            [pages] = store.database.rows("PRAGMA page_count")
            store.database.rows(f"PRAGMA max_page_count = {pages['page_count']}")
            return
        with open(self.folder / "ballast", "ab", buffering=0) as ballast:
            for size in (PAGE, 64, 1):
                try:
                    while ballast.write(b"x" * size):
                        pass
                except OSError:
                    continue

    def free(self, store: Store) -> None:
        """Room again."""
        if self.mounted:
            (self.folder / "ballast").unlink()
        else:
            store.database.rows("PRAGMA max_page_count = 1000000")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "nightlift-test", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    yield SmallDisk(folder, mounted)
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)
