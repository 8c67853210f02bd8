"""Edits of the bot's words: a folder is watched, a checker looks it over, its faults are told."""

import asyncio
import os
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

EVERY = 0.1
MOST_FAULTS = 50

# File → when it was written and how long it is.
Snapshot = dict[str, tuple[int, int]]


def snapshot(folder: Path) -> Snapshot:
    """Every file below the folder; one that vanishes meanwhile is left out."""
    found: Snapshot = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            try:
                status = os.stat(path)
            except FileNotFoundError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


class Checker:
    """A command that is given `--content DIR`, ends with 0 if all is well, and else prints a fault a line."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = command
        self.folder = folder

    async def faults(self) -> list[str]:
        """What it finds; empty if the folder may be used."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, "--content", str(self.folder), stdout=PIPE, stderr=STDOUT
            )
        except OSError as error:
            return [f"the checker cannot be started: {error}"]
        said, _ = await process.communicate()
        lines = said.decode("utf-8", "replace").splitlines()
        if process.returncode == 0:
            return []
        return lines[-MOST_FAULTS:] or [f"the checker ended with {process.returncode} and said nothing"]


async def watch(checker: Checker, tell: Callable[[list[str]], Awaitable[None]]) -> None:
    """After each change in the folder, tell what the checker finds; until cancelled."""
    seen = snapshot(checker.folder)
    while True:
        await asyncio.sleep(EVERY)
        now = snapshot(checker.folder)
        if now != seen:
            seen = now
            await tell(await checker.faults())
