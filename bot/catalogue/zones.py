"""Place → time zone: the names in `content/zones.toml`, of the IANA zones, and of the world's towns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import tzfpy

from bot.catalogue.cities import folded, japanese_zones, regions
from bot.catalogue.places import Asked, Place, Places, Region, called
from bot.catalogue.reader import Faults, Table, read_table

# Places only: "EST", "Etc/GMT+3", "localtime" and "Factory" are zones for machines.
PLACE = re.compile(r"(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")

MINUTES_OFF = 7  # less than half of the quarter hour that zones differ by at least


@dataclass(frozen=True)
class Zones:
    """`cities` maps a folded city name to its zone, without a question; `offered` stand on buttons.

    `japanese`: how a zone is called in Japanese, by the first Japanese name of its cities. `regions`: every
    country, and the parts of some.
    """

    cities: Mapping[str, str]
    offered: tuple[str, ...]
    japanese: Mapping[str, str]
    regions: Mapping[str, Region]

    @cached_property
    def known(self) -> frozenset[str]:
        """Every zone that may be chosen: one allow-list for buttons, text and what is stored."""
        return frozenset(zone for zone in available_timezones() if PLACE.fullmatch(zone))

    @cached_property
    def _places(self) -> Places:
        names = {folded(zone.rsplit("/", 1)[1]): zone for zone in sorted(self.known, reverse=True)}
        names |= {folded(zone): zone for zone in self.known}
        return Places(self.cities, names, *called(self.regions))

    def place(self, text: str, now: datetime) -> Place | None:
        """The zone of the place that this text names, in either language, or the towns to ask about.

        An IANA name is a place too. None when no place is known in it.
        """
        return self._places.read(text, now)

    def guess(self, text: str, now: datetime) -> Asked | None:
        """For a text in which no place is known: towns to be confirmed; None when none is like it."""
        return self._places.guess(text, now)

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


def _about(there: datetime, local: time) -> bool:
    minutes = (there.hour - local.hour) * 60 + there.minute - local.minute
    return min(minutes % 1440, -minutes % 1440) <= MINUTES_OFF


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
    named = {region: _region(where.table(region)) for region in where.names()}
    for region in sorted(regions() ^ named.keys()):
        where.fault(region, "is missing" if region in regions() else "is the region of no town")
    zones = Zones(names, root.strings("offered"), {**japanese_zones(), **japanese}, named)
    _check(root, zones)
    return zones


def _region(table: Table) -> Region:
    table.only("en", "ja", "also")
    return Region(table.as_text(), table.strings("also") if table.has("also") else ())


def _check(root: Table, zones: Zones) -> None:
    for zone in sorted({*zones.cities.values(), *zones.offered} - zones.known):
        root.fault("cities", f"{zone!r} is no time zone of the IANA list")
