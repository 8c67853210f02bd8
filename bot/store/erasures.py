"""Who asked to be erased, as salted hashes in a small file beside the database.

A backup from before the wish still knows them. When it is put back, this file makes it forget them again, so
it is never part of a backup. The hash is no secret from whoever has this file and every Telegram id to try;
it says less than the database beside it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.store.moments import seconds

KEPT = timedelta(days=366)  # whatever is older goes from a restored backup by its age alone
SALT = "salt"


class What(StrEnum):
    """What was erased: everything, or the health answers when consent was taken back."""

    ALL = "all"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Wish:
    """The latest wish of each kind, in seconds since 1970; 0 when there was none."""

    everything: int = 0
    health: int = 0


class Erasures:
    """Lines of `<seconds> <what> <hash>` after the salt; made at the first wish, for its owner only."""

    def __init__(self, database: Path) -> None:
        self.path = Path(f"{database}.erased")

    def note(self, person: int, what: What, now: datetime) -> None:
        """Write the wish down, on the disk, before anything is erased: better twice than never."""
        lines = [] if self.path.exists() else [f"{SALT} {secrets.token_hex(32)}"]
        salt = lines[0].split()[1] if lines else self._salt()
        lines.append(f"{seconds(now)} {what} {_hash(salt, person)}")
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())

    def of(self, people: list[int]) -> dict[int, Wish]:
        """The wishes of these people; who never had one is left out."""
        if not self.path.exists():
            return {}
        salt, latest = self._salt(), self._latest()
        found = {person: _hash(salt, person) for person in people}
        return {
            person: Wish(latest.get((What.ALL, hash_), 0), latest.get((What.HEALTH, hash_), 0))
            for person, hash_ in found.items()
            if (What.ALL, hash_) in latest or (What.HEALTH, hash_) in latest
        }

    def forget_old(self, now: datetime) -> None:
        """Retention: a wish that no backup can be older than is not needed any more."""
        if not self.path.exists():
            return
        oldest = seconds(now - KEPT)
        lines = self.path.read_text(encoding="ascii").splitlines()
        kept = [line for line in lines if line.startswith(SALT) or int(line.split()[0]) >= oldest]
        if len(kept) == len(lines):
            return
        part = Path(f"{self.path}.part")
        part.write_text("".join(f"{line}\n" for line in kept), encoding="ascii")
        part.chmod(0o600)
        part.replace(self.path)

    def _salt(self) -> str:
        with self.path.open(encoding="ascii") as file:
            return file.readline().split()[1]

    def _latest(self) -> dict[tuple[str, str], int]:
        """(what, hash) → the latest moment."""
        latest: dict[tuple[str, str], int] = {}
        for line in self.path.read_text(encoding="ascii").splitlines()[1:]:
            at, what, hash_ = line.split()
            latest[what, hash_] = max(int(at), latest.get((what, hash_), 0))
        return latest


def _hash(salt: str, person: int) -> str:
    return hashlib.blake2b(str(person).encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()
