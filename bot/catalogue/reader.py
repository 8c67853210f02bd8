"""Reads TOML tables and collects every fault instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from bot.catalogue.model import Text

# The source facts: H1 to H48 and S1 to S51 (the two articles), D1 to D21 (where they differ), G1 to G87
# (published guidance), B (the bot's own documentation).
LAST_NUMBER = {"H": 48, "S": 51, "D": 21, "G": 87}
SOURCES = frozenset({f"{kind}{n}" for kind, last in LAST_NUMBER.items() for n in range(1, last + 1)} | {"B"})

WHOLE_FILE = "-"  # in the place of a key


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in `content/`: where (file and key) and what."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what}"


@dataclass(slots=True)
class Faults:
    """A growing list of faults; reading goes on after each."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, key: str, what: str) -> None:
        self.found.append(Fault(file, key, what))


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table that knows where it stands, so that a fault can name file and key.

    Each getter returns a value of the right type in any case; a missing or wrong one is a fault
    and gives an empty value, so that the reader can go on and find the next fault.
    """

    file: str
    path: str
    values: dict[str, Any]
    faults: Faults

    def key(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def fault(self, name: str, what: str) -> None:
        self.faults.add(self.file, self.key(name), what)

    def has(self, name: str) -> bool:
        return name in self.values

    def names(self) -> tuple[str, ...]:
        return tuple(self.values)

    def _get(self, name: str, kind: type, empty: Any, kind_name: str) -> Any:
        if name not in self.values:
            self.fault(name, "is missing")
            return empty
        value = self.values[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(name, f"must be {kind_name}")
            return empty
        return value

    def string(self, name: str) -> str:
        value: str = self._get(name, str, "", "a text in quotes")
        if isinstance(self.values.get(name), str) and not value.strip():
            self.fault(name, "is empty")
        return value

    def integer(self, name: str) -> int:
        value: int = self._get(name, int, 0, "a whole number")
        return value

    def boolean(self, name: str) -> bool:
        value: bool = self._get(name, bool, False, "true or false")
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        values = self._get(name, list, [], "a list of texts")
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.fault(name, "must hold only texts, none empty")
            return ()
        return tuple(values)

    def table(self, name: str) -> Table:
        values = self._get(name, dict, {}, "a table")
        return Table(self.file, self.key(name), values, self.faults)

    def tables(self, name: str) -> tuple[Table, ...]:
        values = self._get(name, list, [], "a list of tables ([[…]])")
        if not all(isinstance(value, dict) for value in values):
            self.fault(name, "must hold only tables")
            return ()
        return tuple(
            Table(self.file, f"{self.key(name)}[{n}]", value, self.faults) for n, value in enumerate(values)
        )

    def text(self, name: str) -> Text:
        table = self.table(name)
        table.only("en", "ja")
        return table.as_text()

    def as_text(self) -> Text:
        """This table's own `en` and `ja`."""
        return Text(en=self.string("en").strip(), ja=self.string("ja").strip())

    def only(self, *allowed: str) -> None:
        """Name every key that has no meaning here (a typing mistake, most often)."""
        for name in self.values:
            if name not in allowed:
                self.fault(name, f"is not known here; known: {', '.join(allowed)}")

    def sources(self, name: str = "from") -> tuple[str, ...]:
        """Source numbers such as H14, S30, G46 (B: the bot's own documentation)."""
        sources = self.strings(name)
        if self.values.get(name) == []:
            self.fault(name, "names no source")
        for source in sources:
            if source not in SOURCES:
                self.fault(name, f"{source!r} is no source number (H1–H48, S1–S51, D1–D21, G1–G87 or B)")
        return sources


def read_table(folder: Path, file: str, faults: Faults) -> Table:
    """The whole file as a table; an unreadable file is a fault and reads as empty."""
    values: dict[str, Any] = {}
    try:
        values = tomli.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.add(file, WHOLE_FILE, "file is missing")
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(file, WHOLE_FILE, f"is not valid TOML: {error}")
    except OSError as error:
        faults.add(file, WHOLE_FILE, f"cannot be read: {error.strerror}")
    return Table(file, "", values, faults)


def read_folder(folder: Path, name: str, faults: Faults) -> Iterator[tuple[str, Table]]:
    """Each TOML file below a sub-folder, by stem, in name order; a folder without any is a fault."""
    paths = toml_files(folder / name)
    if not paths:
        faults.add(name, WHOLE_FILE, "there is no TOML file in this folder")
    for path in paths:
        yield path.stem, read_table(folder, path.relative_to(folder).as_posix(), faults)


def toml_files(folder: Path) -> list[Path]:
    """Every TOML file below the folder, in name order. Hidden ones are an editor's, not content."""
    return sorted(path for path in folder.rglob("*.toml") if not path.name.startswith("."))
