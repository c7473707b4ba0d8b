"""Make records of airports and airbases out of OurAirports' rows."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator

from gazetteer_readers import City

from geomap.gazetteer.folding import fold
from geomap.gazetteer.records import PlaceRecord

_MILITARY = re.compile(
    r"\b(?:air ?base|air force|airbase|naval|army|military|afb|raf|base a[ée]r|camp|joint base|marine corps|fob"
    r"|aerodrome militaire)\b",
    re.IGNORECASE,
)
_RANKS = {"large_airport": 0.62, "medium_airport": 0.54, "small_airport": 0.4, "seaplane_base": 0.3, "closed": 0.32}
_RADII = {"large_airport": 3.0, "medium_airport": 2.0}
# Countries with thousands of private strips that news never names.
_PRIVATE_STRIPS = frozenset(("US", "CA", "AU", "BR"))
# How far a municipality's own entry may lie from its airport, in kilometres.
_REACH_KM = 80.0
_GENERIC = re.compile(r"^(?:international )?(?:airport|air ?base|airfield|airstrip)$", re.IGNORECASE)


def is_useful(row: dict[str, str]) -> bool:
    """Keep what news may name: large and medium airports, those with scheduled flights or a code, military fields."""
    kind = row["type"]
    if kind in {"large_airport", "medium_airport"}:
        return True
    if kind in {"heliport", "balloonport"}:
        return False
    if _MILITARY.search(row["name"]) or row["scheduled_service"] == "yes":
        return True
    if kind == "closed":
        return "International Airport" in row["name"] and bool(row["wikipedia_link"])
    if row["iata_code"] or row["icao_code"] or row["wikipedia_link"]:
        return True
    return row["iso_country"] not in _PRIVATE_STRIPS and bool(row["gps_code"])


def make_airports(
    rows: list[dict[str, str]], cities: list[City], known: dict[str, dict[str, list[str]]]
) -> Iterator[PlaceRecord]:
    """Make the airports, with "{municipality} airport" for the first airport of each municipality.

    ``known`` has further names by ICAO code, written by hand.
    """
    useful = sorted((row for row in rows if is_useful(row)), key=_rank, reverse=True)
    towns = _index_towns(cities)
    grid = _index_grid(cities)
    served: set[int] = set()
    for row in useful:
        names, generated = split_names(row["name"]), []
        military = bool(_MILITARY.search(names[0]))
        town = _find_town(row, towns)
        if row["type"] != "closed" or (town is not None and town.number not in served):
            generated = _generate(row, town, served, military=military)
        if row["type"] in _RADII and row["scheduled_service"] == "yes":
            generated.extend(shorten(row, town))
        generated.extend(
            name.replace(" International", "") for name in [*names, *generated] if " International Airport" in name
        )
        yield PlaceRecord(
            prefix="ourairports",
            identifier=row["ident"],
            name=names[0],
            latitude=float(row["latitude_deg"]),
            longitude=float(row["longitude_deg"]),
            feature_class="S",
            feature_code="AIRB"
            if military
            else "AIRP"
            if row["type"] in _RADII or "International" in row["name"]
            else "AIRF",
            country=row["iso_country"] or None,
            admin1=town.admin1 if town is not None else _find_admin1(row, grid),
            radius_km=_RADII.get(row["type"], 1.5),
            prominence=_rank(row),
            main_names=(*names[1:], *known.get(row["ident"], {}).get("names", ())),
            names=tuple(_keywords(row)),
            generated=tuple(generated),
            codes=tuple(code for code in (row["iata_code"], row["icao_code"]) if code),
        )


def _rank(row: dict[str, str]) -> float:
    return _RANKS.get(row["type"], 0.3) + (0.02 if row["scheduled_service"] == "yes" else 0.0)


def split_names(name: str) -> list[str]:
    """Part a name that holds two: "Baghdad International Airport / New Al Muthana Air Base"."""
    parts = [part.strip() for part in re.split(r"\s+/\s+|\s+/|/\s+", name) if part.strip()]
    kept = [part for part in parts if not _GENERIC.match(part)]
    inner = re.findall(r"\(([^()]{4,})\)", name)
    bare = [re.sub(r"\s*\([^()]*\)", "", part) for part in kept]
    return list(dict.fromkeys([*(bare or kept), *kept, *inner])) or [name]


def _keywords(row: dict[str, str]) -> list[str]:
    """Give the aliases that are names of the airport: bare towns and codes would mislead."""
    words = [word.strip() for word in row["keywords"].split(",")]
    return [word for word in words if len(word) > 5 and (not word.isascii() or _SITE.search(word))]


def shorten(row: dict[str, str], town: City | None) -> list[str]:
    """Give the shorter names of an airport: without its city, by one part of its name, by where it lies, by a keyword.

    "Chicago O'Hare International Airport" is O'Hare International Airport, "Guarulhos - Governador André Franco
    Montoro" is Guarulhos airport, the one of "Buenos Aires (Ezeiza)" Ezeiza airport.
    """
    served = {fold(name) for name in (re.sub(r"\s*\(.*", "", row["municipality"]), town.name if town else "") if name}
    cores = []
    for part in split_names(row["name"]):
        before, airport, after = part.partition(" Airport")
        words = before.removesuffix(" International").split()
        for count in range(min(3, len(words) - 1), 0, -1):
            if fold(" ".join(words[:count])) in served:
                words = words[count:]
                break
        cores += [" ".join(words), _AROUND.sub("", after).strip()] if airport else []
    cores += [piece for core in cores for piece in re.split(r"\s+[-–]\s+|/", core)]
    cores += re.findall(r"\(([^()]{3,})\)", row["municipality"])
    if row["type"] == "large_airport":
        words = [word.strip() for word in row["keywords"].split(",")]
        cores += [word for word in words if _PLAIN.fullmatch(word) and not _SITE.search(word)]
    kept = [c for c in dict.fromkeys(cores) if len(c) > 3 and fold(c) not in served | _NO_CORES and not _SITE.search(c)]
    return [f"{core} {ending}" for core in kept for ending in ("International Airport", "airport")]


# What is left of a name that says nothing of its own.
_NO_CORES = frozenset(("international", "municipal", "regional", "national", "airport", "capital", "city", "county"))
_AROUND = re.compile(r"^\s*(?:at |of |[-–] )|[()]")
_PLAIN = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?")
_SITE = re.compile(
    r"airport|air ?base|airfield|aeroport|aeropuerto|flughafen|camp|base|afb|raf|station|field|aerodrom|airbase|hava",
    re.IGNORECASE,
)


def _index_towns(cities: list[City]) -> dict[tuple[str, str], list[City]]:
    index: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        for key in {fold(city.name), *map(fold, city.names)}:
            index[city.country, key].append(city)
    return index


def _find_town(row: dict[str, str], towns: dict[tuple[str, str], list[City]]) -> City | None:
    """Find the populated place an airport serves."""
    municipality = re.sub(r"\s*\(.*", "", row["municipality"]).split("/")[0].strip()
    if not municipality:
        return None
    near = [
        city for city in towns.get((row["iso_country"], fold(municipality)), ()) if _measure(row, city) <= _REACH_KM
    ]
    return max(near, key=lambda city: city.population, default=None)


def _index_grid(cities: list[City]) -> dict[tuple[str, int, int], list[City]]:
    """Sort the cities by country and whole degree."""
    grid: dict[tuple[str, int, int], list[City]] = defaultdict(list)
    for city in cities:
        grid[city.country, math.floor(city.latitude), math.floor(city.longitude)].append(city)
    return grid


def _find_admin1(row: dict[str, str], grid: dict[tuple[str, int, int], list[City]]) -> str | None:
    """Give the admin1 unit of the nearest populated place of the country, within reach."""
    south, west = math.floor(float(row["latitude_deg"])), math.floor(float(row["longitude_deg"]))
    near = [
        city
        for latitude in (south - 1, south, south + 1)
        for longitude in (west - 1, west, west + 1)
        for city in grid.get((row["iso_country"], latitude, longitude), ())
    ]
    nearest = min(near, key=lambda city: _measure(row, city), default=None)
    return nearest.admin1 if nearest is not None and _measure(row, nearest) <= _REACH_KM else None


def _measure(row: dict[str, str], city: City) -> float:
    north = float(row["latitude_deg"]) - city.latitude
    east = (float(row["longitude_deg"]) - city.longitude) * math.cos(math.radians(city.latitude))
    return 111.2 * math.hypot(north, east)


def _generate(row: dict[str, str], town: City | None, served: set[int], *, military: bool) -> list[str]:
    """Make "Erbil airport" and its like; a town's alternate spellings count for airports with scheduled flights."""
    names = [row["municipality"]] if row["municipality"] else []
    first = town is not None and town.number not in served
    if town is not None:
        names.append(town.name)
        if first and row["type"] in _RADII and town.population > 20000:
            names.extend(name for name in town.names if name.isascii() and len(name) > 3 and not name.isupper())
    if first and town is not None and not military:
        served.add(town.number)
    endings = ("air base", "airbase", "airport") if military else ("airport", "international airport")
    return list(dict.fromkeys(f"{name} {ending}" for name in names for ending in endings))
