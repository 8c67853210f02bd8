"""Reads the content, and keeps what takes long to build from it in a file beside the database.

The file is a copy of nothing but words: it may be deleted at any time, and is made anew when a byte of the
content, or of the code that reads it, has changed.
"""

from __future__ import annotations

import hashlib
import logging
import os
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot import faq
from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder
from bot.faq.index import Index
from bot.faq.tables import Tables
from bot.faq.warning import Forms, Warnings
from bot.handlers.deps import Content

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """What is built from the words and costs a second of computing; from the file it is a few hundredths."""

    tables: Tables
    forms: Forms


def read_content(folder: Path | None, before: Content | None = None, kept: Path | None = None) -> Content:
    """The catalogue with the index and the warning rules over it. Raises FaultyContentError.

    What it would build just like `before` is taken from there: most edits touch neither answers nor rules.
    `kept` is the file that spares the building at the next start.
    """
    catalogue = load(folder or content_folder())
    stamp = _stamp(catalogue)
    found = _from_file(kept, stamp) if kept else None
    index = _index(catalogue, before, found)
    warnings = _warnings(catalogue, before, found)
    if kept and not found:
        _to_file(kept, stamp, Ready(index.tables, warnings.forms))
    return Content(catalogue, index, warnings)


def _index(new: Catalogue, before: Content | None, found: Ready | None) -> Index:
    if before and (before.catalogue.faq, before.catalogue.vocabulary) == (new.faq, new.vocabulary):
        return before.index
    return Index(new.faq, new.vocabulary, found.tables) if found else Index.build(new.faq, new.vocabulary)


def _warnings(new: Catalogue, before: Content | None, found: Ready | None) -> Warnings:
    if before and before.catalogue.warnings == new.warnings:
        return before.warnings
    return Warnings(new.warnings, found.forms) if found else Warnings.build(new.warnings)


def _stamp(catalogue: Catalogue) -> bytes:
    """The first line of the file: what it was made from."""
    code = hashlib.sha256()
    for path in sorted(Path(faq.__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    return f"nightlift {catalogue.version} {code.hexdigest()}\n".encode()


def _from_file(kept: Path, stamp: bytes) -> Ready | None:
    """What the file holds, or None when it is not there, of other words, or damaged."""
    try:
        content = kept.read_bytes()
        if not content.startswith(stamp):
            return None
        return msgspec.msgpack.decode(memoryview(content)[len(stamp) :], type=Ready, dec_hook=_unpacked)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s cannot be used (%s): the words are read anew", kept.name, error)
        return None


def _to_file(kept: Path, stamp: bytes, ready: Ready) -> None:
    """As a whole or not at all; the bot does without it where nothing can be written."""
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        draft.write_bytes(stamp + msgspec.msgpack.encode(ready, enc_hook=_packed))
        draft.replace(kept)
    except OSError as error:
        log.warning("%s cannot be written (%s): the next start takes a second longer", kept.name, error)
        draft.unlink(missing_ok=True)


def _packed(numbers: array[Any]) -> tuple[str, bytes]:
    """The one kind of value that msgspec does not know: its type of number, and all of them in a row."""
    return numbers.typecode, numbers.tobytes()


def _unpacked(_: type, packed: tuple[str, bytes]) -> array[Any]:
    return array(*packed)
