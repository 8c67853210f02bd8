"""A copy of one file of `content/` with one thing wrong in it."""

from __future__ import annotations

from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "content"


def broken(folder: Path, file: str, old: str, new: str) -> Path:
    """Copy `file` into `folder`, its first `old` replaced by `new`; returns the folder."""
    text = (CONTENT / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}: the test must break something else"
    copy = folder / file
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder
