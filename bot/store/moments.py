"""How moments stand in the file: whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    """What is stored of this moment."""
    return int(moment.timestamp())


def moment(stored: int) -> datetime:
    """The moment that was stored, in UTC."""
    return datetime.fromtimestamp(stored, UTC)
