"""Make records of countries, admin units and populated places out of the rows of the packages."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from gazetteer_readers import City, Outline, Unit
from rapidfuzz.fuzz import ratio

from geomap.gazetteer.folding import fold, is_abbreviation
from geomap.gazetteer.names import strip_type_word
from geomap.gazetteer.records import PlaceRecord

# Territories without a government of their own that count as a country: GeoNames' PCLD, PCLF, PCLS, PCLIX by ISO code.
_DEPENDENT = frozenset(
    [
        "AI",
        "AS",
        "AW",
        "AX",
        "BL",
        "BM",
        "BQ",
        "CC",
        "CK",
        "CW",
        "CX",
        "FK",
        "FO",
        "GF",
        "GG",
        "GI",
        "GL",
        "GP",
        "GU",
        "HK",
        "IM",
        "IO",
        "JE",
        "KY",
        "MF",
        "MO",
        "MP",
        "MQ",
        "MS",
        "NC",
        "NF",
        "NU",
        "PF",
        "PM",
        "PN",
        "PR",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TC",
        "TF",
        "TK",
        "UM",
        "VG",
        "VI",
        "WF",
        "YT",
        "BV",
        "GS",
        "HM",
        "AQ",
        "AN",
        "CS",
    ]
)
_OCCUPIED = {"EH": "TERR", "AQ": "TERR", "PS": "PCL", "TW": "PCLI", "XK": "PCLI"}
# Cities above this size are known abroad under names of their own (Munchen, Genf).
_LARGE = 100_000
# How alike the name of a unit and of its seat must be to be two spellings of one, in percent.
_ALIKE = 78


def make_countries(
    rows: dict[str, dict[str, Any]],
    names: Mapping[str, list[str]],
    translations: Mapping[int, set[str]],
    table: Mapping[str, dict[str, Any]],
    cities: list[City],
    units: list[Unit],
) -> list[PlaceRecord]:
    """Make the countries: point and demonyms by hand, names from every source, radius from the area.

    The list of country names serves to clean addresses and holds towns too (Oxford, New York): what is a town's or an
    admin unit's name is left out.
    """
    capitals = _find_capitals(cities)
    taken = {fold(city.name) for city in cities}
    taken |= {fold(name) for city in cities if city.population > _LARGE for name in city.names}
    taken |= {fold(name) for unit in units for name in (unit.name, *unit.names)}
    taken = {key for key in taken if key.isascii()}
    records = []
    for code, row in rows.items():
        if code in {"AN", "CS"}:  # dissolved: the Netherlands Antilles, Serbia and Montenegro
            continue
        entry = table.get(code, {})
        point = entry.get("point") or capitals.get(code)
        if point is None:
            continue
        number = int(row["geonameid"])
        spellings = {name for name in names.get(code, ()) if fold(name) not in taken} | translations.get(number, set())
        spellings -= set(entry.get("not_names", ()))
        records.append(
            PlaceRecord(
                prefix="geonames",
                identifier=str(number),
                name=str(row["name"]),
                latitude=point[0],
                longitude=point[1],
                feature_class="A",
                feature_code=_OCCUPIED.get(code) or ("PCLD" if code in _DEPENDENT else "PCLI"),
                country=code,
                population=int(row["population"]),
                radius_km=max(2.0, 1.3 * math.sqrt(float(row["areakm2"] or 100) / math.pi)),
                main_names=tuple(entry.get("names", ())),
                names=tuple(
                    sorted(
                        name
                        for name in spellings
                        if (len(name) > 2 or not name.isascii()) and not is_abbreviation(name)
                    )
                ),
                codes=(code, str(row["iso3"])),
                abbreviations=tuple(entry.get("abbreviations", ())),
                demonyms=tuple(entry.get("demonyms", ())),
            )
        )
    return records


def _is_code(name: str) -> bool:
    return is_abbreviation(name) or (len(name) <= 2 and name.isascii())


def _find_capitals(cities: list[City]) -> dict[str, tuple[float, float]]:
    """Give each country's capital, or its largest city."""
    best: dict[str, tuple[tuple[bool, int], tuple[float, float]]] = {}
    for city in cities:
        rank = (city.feature_code == "PPLC", city.population)
        if city.country not in best or rank > best[city.country][0]:
            best[city.country] = (rank, (city.latitude, city.longitude))
    return {code: point for code, (_, point) in best.items()}


def make_units(
    units: list[Unit],
    outlines: tuple[dict[int, Outline], dict[str, Outline]],
    translations: tuple[Mapping[int, str], Mapping[int, set[str]]],
    table: Mapping[str, dict[str, Any]],
    cities: list[City],
) -> Iterator[PlaceRecord]:
    """Make the admin1 and admin2 units that get a point: by hand, from Natural Earth, or their largest city's."""
    seats, populations = _sum_cities(cities)
    english, every = translations
    for unit in units:
        outline = (outlines[0].get(unit.number) or outlines[1].get(unit.code)) if unit.level == 1 else None
        point = table["points"].get(unit.code)
        if point is None and outline is not None:
            point = (outline.latitude, outline.longitude)
        if point is None:
            point = seats.get(unit.code)
        if point is None:
            continue
        country, admin1, *rest = unit.code.split(".", 2)
        names = {*unit.names, *every.get(unit.number, ()), *(outline.names if outline else ())}
        main = [english[unit.number]] if unit.number in english else []
        main.extend(table.get("overrides", {}).get(str(unit.number), {}).get("names", ()))
        yield PlaceRecord(
            prefix="geonames",
            identifier=str(unit.number),
            name=unit.name,
            latitude=point[0],
            longitude=point[1],
            feature_class="A",
            feature_code=f"ADM{unit.level}",
            country=country,
            admin1=admin1,
            admin2=rest[0] if rest else None,
            population=populations.get(unit.code, 0),
            radius_km=1.3 * math.sqrt(outline.area_km2 / math.pi) if outline else None,
            main_names=tuple(main),
            names=tuple(sorted(names)),
            codes=(),
            abbreviations=_abbreviate(unit, table),
        )


def _abbreviate(unit: Unit, table: Mapping[str, dict[str, Any]]) -> tuple[str, ...]:
    """Give the abbreviations of a unit; US states have their postal code for a GeoNames code."""
    postal = (unit.code[3:],) if unit.level == 1 and unit.code.startswith("US.") else ()
    return (*table["abbreviations"].get(unit.code, ()), *postal)


def name_seats(units: list[Unit], cities: list[City]) -> dict[int, list[str]]:
    """Give the seats of admin units the spellings that only their units have: Tel Afar District's seat is Tall Afar."""
    seats = {}
    ranks = {"PPLC": 4, "PPLA": 3, "PPLA2": 2, "PPLA3": 1}
    for city in sorted(cities, key=lambda city: (ranks.get(city.feature_code, 0), city.population)):
        seats[f"{city.country}.{city.admin1}"] = city
        if city.admin2:
            seats[f"{city.country}.{city.admin1}.{city.admin2}"] = city
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit in units:
        seat = seats.get(unit.code)
        if seat is None or seat.feature_code not in ranks:
            continue
        known = {fold(name) for name in (seat.name, *seat.names)}
        plain = [key for key in known if key.isascii()]
        for name in (unit.name, *unit.names):
            base = strip_type_word(fold(name)) or fold(name)
            if base.isascii() and base not in known and any(ratio(base, key) >= _ALIKE for key in plain):
                aliases[seat.number].append(base.title())
    return aliases


def _sum_cities(cities: list[City]) -> tuple[dict[str, tuple[float, float]], dict[str, int]]:
    """Give each unit's largest city's point, and the sum of its cities' populations."""
    largest: dict[str, City] = {}
    sums: dict[str, int] = defaultdict(int)
    for city in cities:
        code = f"{city.country}.{city.admin1}"
        for unit in (code, f"{code}.{city.admin2}") if city.admin2 else (code,):
            sums[unit] += city.population if city.feature_code != "PPLX" else 0
            if unit not in largest or largest[unit].population < city.population:
                largest[unit] = city
    return {unit: (city.latitude, city.longitude) for unit, city in largest.items()}, sums


# Marks of scholarly romanisations of Arabic and its neighbours, which English news leaves out; where people write
# macrons themselves they stay.
_ROMANISATION = re.compile("[āīūḩḑţẕ‘’]")
_WRITE_MACRONS = frozenset(("LV", "LT", "NZ", "US", "PF", "TO", "WS", "JP"))


def _plain(city: City) -> str:
    """Give the name of a city fit to print: Tikrit for GeoNames' Tikrīt."""
    name: str = city.name
    if city.country in _WRITE_MACRONS or not _ROMANISATION.search(name):
        return name
    letters = unicodedata.normalize("NFD", name.replace("‘", "").replace("’", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_transliteration(name: str) -> bool:
    """Tell GeoNames' machine transliterations (``ai er bi lei sheng``, ``arbyl``) from names that people write."""
    return name.isascii() and name.islower() and name[:1].isalpha()


def make_cities(
    cities: list[City],
    english: Mapping[int, str],
    overrides: Mapping[str, dict[str, Any]],
    aliases: Mapping[int, list[str]],
) -> Iterator[PlaceRecord]:
    """Make the populated places; ``aliases`` are the names of the units they are the seats of."""
    for city in cities:
        entry = overrides.get(str(city.number), {})
        main = [name for name in (english.get(city.number), *entry.get("names", ())) if name]
        if "name" in entry:
            main.append(city.name)
        yield PlaceRecord(
            prefix="geonames",
            identifier=str(city.number),
            name=entry.get("name") or _plain(city),
            latitude=city.latitude,
            longitude=city.longitude,
            feature_class="P",
            feature_code=city.feature_code,
            country=city.country,
            admin1=city.admin1 or None,
            admin2=city.admin2 or None,
            population=city.population,
            prominence=entry.get("prominence"),
            abbreviations=tuple(entry.get("abbreviations", ())),
            main_names=tuple(main),
            names=(*(name for name in city.names if not _is_transliteration(name)), *aliases.get(city.number, ())),
        )
