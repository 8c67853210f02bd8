"""Where `content/` is: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def content_folder() -> Path:
    """The folder of words that came with this program."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "content"
    return packaged if packaged.is_dir() else package.parent / "content"
