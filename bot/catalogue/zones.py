"""Place → time zone: the names in `content/zones.toml`, of the IANA zones, and of the world's towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import tzfpy

from bot.catalogue.cities import Town, folded, japanese_zones, namesakes, regions, zone_of_city
from bot.catalogue.model import Text
from bot.catalogue.reader import Faults, Table, read_table

# Places only: "EST", "Etc/GMT+3", "localtime" and "Factory" are zones for machines.
PLACE = re.compile(r"(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
# "函館市", "東京都世田谷区": the prefecture and what kind of place it is are no part of the name.
ADDRESS = re.compile(r"((.+?)[都道府県]).*|(.+)[市区町村]")
# "うちは神戸やで", "茨城の田舎です", "ロンドンに住んでいます。": what people say around the name.
AROUND = re.compile(r"(?:.{1,20}は、?)?(.{1,20}?)(?:市内|在住|周辺|あたり|付近|の|に住|です|だ|や).*")

A_YEAR_OF_DAYS = tuple(timedelta(days=n) for n in range(366))
MINUTES_OFF = 7  # less than half of the quarter hour that zones differ by at least


@dataclass(frozen=True)
class Zones:
    """`cities` maps a folded city name to its zone, without a question; `offered` stand on buttons.

    `japanese`: how a zone is called in Japanese, by the first Japanese name of its cities. `regions`: where
    the towns lie that share their name with others.
    """

    cities: Mapping[str, str]
    offered: tuple[str, ...]
    japanese: Mapping[str, str]
    regions: Mapping[str, Text]

    @cached_property
    def known(self) -> frozenset[str]:
        """Every zone that may be chosen: one allow-list for buttons, text and what is stored."""
        return frozenset(zone for zone in available_timezones() if PLACE.fullmatch(zone))

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        names = {folded(zone.rsplit("/", 1)[1]): zone for zone in sorted(self.known, reverse=True)}
        names |= {folded(zone): zone for zone in self.known}
        return {**names, **self.cities}

    def find(self, text: str) -> str | None:
        """The zone for a city or an IANA name, in either language; None when it is not known.

        Of several towns with this name the largest, unless its region is said: "Portland, Maine".
        """
        return self._in_region(text) or next(filter(None, map(self._named, _names_in(text))), None)

    def choices(self, text: str, now: datetime) -> tuple[Town, ...]:
        """The towns among which the person has to choose, largest first; empty when there is no doubt.

        Doubt is two towns of this name, neither of them by far the larger, whose clocks differ some time in
        the coming year.
        """
        for name in map(folded, _names_in(text)):
            if name in self.cities:
                break
            towns: dict[tuple[object, ...], Town] = {}
            for town in namesakes(name):
                towns.setdefault((town.region, _clock(town.zone, now)), town)
            if len({clock for _, clock in towns}) > 1:
                return tuple(towns.values())
            if self._named(name):
                break
        return ()

    def _in_region(self, text: str) -> str | None:
        name, _, where = text.replace("、", ",").partition(",")
        for town in namesakes(folded(name)):
            if folded(where) in _said_of(town.region, self.regions[town.region]):
                return town.zone
        return None

    def _named(self, name: str) -> str | None:
        zone = self._by_name.get(folded(name)) or zone_of_city(folded(name))
        return zone if zone in self.known else None

    def at(self, latitude: float, longitude: float) -> str | None:
        """The zone at this point of the earth; None at sea."""
        zone = tzfpy.get_tz(longitude, latitude)
        return zone if zone in self.known else None

    def where_it_is(self, local: time, now: datetime, other: time | None = None) -> str | None:
        """A zone in which it is this local time now, give or take seven minutes.

        Offered ones first, then those of `cities`: more people live in Auckland than at McMurdo Station.
        `other`: the second reading of "10:05", which is as good as the first; else somebody in London would
        find their noon taken for midnight in Anadyr.
        """
        readings = (local,) if other is None else (local, other)
        for zone in dict.fromkeys((*self.offered, *self.cities.values(), *sorted(self.known))):
            there = now.astimezone(ZoneInfo(zone))
            if any(_about(there, each) for each in readings):
                return zone
        return None


def _names_in(text: str) -> Iterator[str]:
    around = AROUND.fullmatch(text.strip())
    for said in (text, around[1]) if around else (text,):
        yield from _parts(said)


def _clock(zone: str, now: datetime) -> tuple[timedelta | None, ...]:
    """How far a zone's clock is from UTC on each day of the coming year."""
    there = ZoneInfo(zone)
    return tuple((now + days).astimezone(there).utcoffset() for days in A_YEAR_OF_DAYS)


def _said_of(code: str, region: Text) -> set[str]:
    """How people may say where a town is: "maine, usa", "maine", "me"; "アメリカ・メイン州", "メイン州"."""
    parts = [*region.en.split(","), *region.ja.split("・"), region.en, region.ja, code.rsplit(".", 1)[-1]]
    return {folded(part) for part in parts}


def _about(there: datetime, local: time) -> bool:
    minutes = (there.hour - local.hour) * 60 + there.minute - local.minute
    return min(minutes % 1440, -minutes % 1440) <= MINUTES_OFF


def _parts(text: str) -> Iterator[str]:
    """A name as it is, then without its prefecture and what kind of place it is."""
    yield text
    if address := ADDRESS.fullmatch(text.strip()):
        yield from filter(None, address.groups())


def read_zones(folder: Path, faults: Faults) -> Zones:
    root = read_table(folder, "zones.toml", faults)
    root.only("offered", "cities")
    cities = root.table("cities")
    listed = {zone: cities.strings(zone) for zone in cities.names()}
    names = {folded(name): zone for zone, each in listed.items() for name in each}
    japanese = {
        zone: first for zone, each in listed.items() if (first := next(filter(JAPANESE.search, each), ""))
    }
    where = read_table(folder, "regions.toml", faults)
    named = {region: where.text(region) for region in where.names()}
    for region in sorted(regions() ^ named.keys()):
        where.fault(region, "is missing" if region in regions() else "is the region of no town in question")
    zones = Zones(names, root.strings("offered"), {**japanese_zones(), **japanese}, named)
    _check(root, zones)
    return zones


def _check(root: Table, zones: Zones) -> None:
    for zone in sorted({*zones.cities.values(), *zones.offered} - zones.known):
        root.fault("cities", f"{zone!r} is no time zone of the IANA list")
