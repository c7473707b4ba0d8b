"""Names, codes and label points of the basemap's units and countries, the kinds of its lines, the cities it labels."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

COAST, BORDER, DISPUTED, ADMIN1, HIDDEN, LAKE, RIVER = range(7)

COUNTRY_OF_UNIT = {
    "FR-GF": "GF",
    "FR-GP": "GP",
    "FR-MQ": "MQ",
    "FR-RE": "RE",
    "FR-YT": "YT",
    "US-PR": "PR",
    "NL-SX": "SX",
    "NL-BQ1": "BQ",
    "NL-BQ2": "BQ",
    "NL-BQ3": "BQ",
    "NO-21": "SJ",
    "NO-X01~": "BV",
    # the part of Western Sahara that Morocco holds: ISO 3166 knows the whole territory as EH
    "MA-15": "EH",
    "MA-16": "EH",
    "-99-X11~": "SO",
    "-99-X04~": "CY",
    "-99-X16~": "CY",
    "-99-X17~": "CY",
    "-99-X13~": "CU",
    "-99-X05~": "KZ",
    "-99-X06~": "IN",
    "-99-X14~": "CX",
    "-99-X15~": "CC",
    "-99-X03~": "AU",
    "-99-X02~": "FR",
    # claimed by six states: drawn as land of none
    "-99-X08~": "",
}
"""Countries of the units whose ISO 3166-2 code does not begin with their ISO 3166-1 code as GeoNames uses it."""

PARTS = {
    "UA-43": "Crimea",
    "UA-40": "Crimea",
    "-99-X11~": "Somaliland",
    "-99-X04~": "Northern Cyprus",
    "GE-AB": "Abkhazia",
    "MD-SN": "Transnistria",
    "IN-JK": "Kashmir",
    "IN-LA": "Kashmir",
    "-99-X06~": "Kashmir",
    "PK-JK": "Kashmir (Pakistan)",
    "PK-GB": "Kashmir (Pakistan)",
    "IN-AR": "Arunachal Pradesh",
    "EH-X01~": "Western Sahara, east of the berm",
    "MA-15": "Western Sahara, west of the berm",
    "MA-16": "Western Sahara, west of the berm",
    "SY-X01~": "Golan",
}
"""Units whose lines are disputed: towards the rest of their country, or towards the neighbour named below."""

DISPUTED_COUNTRIES = {
    frozenset(pair)
    for pair in (("IL", "PS"), ("IL", "SY"), ("MA", "EH"), ("RS", "XK"), ("IN", "PK"), ("IN", "CN"), ("CN", "PK"))
}
"""Pairs of countries between which a border is disputed (Natural Earth's breakaway, disputed and indefinite lines)."""

NEEDS_PART = {frozenset(("IN", "PK")), frozenset(("IN", "CN")), frozenset(("CN", "PK"))}
"""Of those, the pairs whose border is disputed only along the units in PARTS."""

NAMES = {"SY-X01~": "Golan, UN zone"}
"""Names that Natural Earth abbreviates beyond recognition."""

INNER_PARTS = {"Crimea", "Somaliland", "Northern Cyprus", "Abkhazia", "Transnistria"}


def country_of(properties: dict[str, Any]) -> str:
    """Give the ISO 3166-1 alpha-2 code of a unit; Crimea is Ukraine's by its ISO 3166-2 code."""
    code = str(properties["iso_3166_2"])
    return COUNTRY_OF_UNIT.get(code, code[:2])


def describe_units(features: list[dict[str, Any]], polygons: list[BaseGeometry]) -> list[dict[str, Any]]:
    """Describe each admin1 unit: code, name, country, GeoNames id where known, label point, disputed part."""
    units = []
    for properties, polygon in zip(features, polygons, strict=True):
        inside = shapely.contains_xy(polygon, properties["longitude"], properties["latitude"])
        point = (properties["longitude"], properties["latitude"]) if inside else label_point(polygon)
        units.append(
            {
                "code": properties["iso_3166_2"],
                "name": NAMES.get(properties["iso_3166_2"])
                or properties.get("name")
                or properties.get("name_en")
                or properties["admin"],
                "names": other_names(properties),
                "country": country_of(properties),
                "geonames_id": max(int(properties.get("gn_id") or 0), 0),
                "latitude": round(float(point[1]), 3),
                "longitude": round(float(point[0]), 3),
                "part": PARTS.get(properties["iso_3166_2"], ""),
            }
        )
    return units


def other_names(properties: dict[str, Any]) -> list[str]:
    """Give the other Latin names of a unit: Natural Earth's English, alternative and GeoNames names."""
    names = [properties.get("name_en"), properties.get("gn_name"), properties.get("woe_name")]
    names += (properties.get("name_alt") or "").split("|")
    main = properties.get("name")
    return sorted({n.strip() for n in names if n and n.strip() and n.strip() != main})


def label_point(polygon: BaseGeometry) -> tuple[float, float]:
    """Give the point farthest from the edge of a polygon's largest part, as x and y."""
    largest = max(shapely.get_parts(polygon), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, 0.05)
    x, y = shapely.get_coordinates(centre)[0]
    return float(x), float(y)


def classify_arc(arc: np.ndarray, sides: list[int], units: list[dict[str, Any]]) -> int:
    """Tell what an arc of degrees is: coast, border, disputed border, admin1 line, or none (the 180° line)."""
    if (np.abs(arc[:, 0]) > 179.999).all() or (arc[:, 1] < -89.9).all():
        return HIDDEN
    if len(sides) < 2:
        return COAST
    one, other = units[sides[0]], units[sides[1]]
    return (BORDER if one["country"] != other["country"] else ADMIN1) if not is_disputed(one, other) else DISPUTED


def is_disputed(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether the line between two units is disputed."""
    pair = frozenset((one["country"], other["country"]))
    parts = {one["part"], other["part"]}
    if len(pair) == 2:
        return pair in DISPUTED_COUNTRIES and (pair not in NEEDS_PART or bool(parts - {""}))
    return len(parts) == 2 and (bool(parts & INNER_PARTS) or all("Sahara" in part for part in parts))


def describe_countries(
    units: list[dict[str, Any]], polygons: list[BaseGeometry], geonames: dict[str, Any]
) -> list[dict[str, Any]]:
    """Describe each country: code, name, GeoNames id, label point, a rank by area and population for its label."""
    members: dict[str, list[BaseGeometry]] = defaultdict(list)
    for unit, polygon in zip(units, polygons, strict=True):
        members[unit["country"]].append(polygon)
    countries = []
    for code in sorted(members):
        if not code:
            continue
        shape = shapely.union_all(shapely.buffer(np.array(members[code]), 1e-4, quad_segs=1))
        x, y = label_point(shape.simplify(0.02))
        entry = geonames[code]
        countries.append(
            {
                "code": code,
                "name": entry["name"],
                "geonames_id": entry["geonameid"],
                "latitude": round(y, 2),
                "longitude": round(x, 2),
                "rank": country_rank(entry["areakm2"] or 0, entry["population"]),
            }
        )
    return countries


def country_rank(area: float, population: int) -> int:
    """Rank a country's label from 0 (shown on the smallest map) to 5 by the larger of its area and its people."""
    weight = max(area, population / 60)
    return sum(weight < limit for limit in (2_000_000, 600_000, 200_000, 50_000, 5_000))


def yield_to_neighbours(cities: list[dict[str, Any]]) -> None:
    """Rank a city below one within 12 km that more languages name.

    GeoNames gives some quarters the people of their city: Al Mawşil al Jadīdah has more than Mosul.
    """
    squares: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        squares[int(city["latitude"] * 4), int(city["longitude"] * 4)].append(city)
    ordered = sorted(cities, key=lambda c: (-len(c["alternatenames"]), c["geonameid"]))
    place = {city["geonameid"]: number for number, city in enumerate(ordered)}
    for city in ordered:
        row, column = int(city["latitude"] * 4), int(city["longitude"] * 4)
        near = [c for dr in (-1, 0, 1) for dc in (-1, 0, 1) for c in squares[row + dr, column + dc]]
        for other in near:
            height = (other["latitude"] - city["latitude"]) * 111.2
            width = (other["longitude"] - city["longitude"]) * 111.2 * np.cos(np.radians(city["latitude"]))
            if place[other["geonameid"]] > place[city["geonameid"]] and np.hypot(height, width) < 12:
                other["population"] = min(other["population"], city["population"] // 2)


def pick_cities(cities: dict[str, Any], geonames: dict[str, Any]) -> list[list[Any]]:
    """Pick the cities to label: capitals, cities over 100,000, twelve of each country, one of each admin1.

    Gives [name, latitude, longitude, country, population, capital], the largest first.
    """
    ordered = sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"]))
    in_country: dict[str, int] = defaultdict(int)
    in_admin1: set[tuple[str, str]] = set()
    picked = []
    for city in ordered:
        country, admin1 = city["countrycode"], (city["countrycode"], city["admin1code"])
        capital = geonames.get(country, {}).get("capital") == city["name"]
        first = admin1 not in in_admin1
        if capital or city["population"] >= 100_000 or in_country[country] < 12 or first:
            picked.append(city | {"is_capital": capital})
        in_country[country] += 1
        in_admin1.add(admin1)
    yield_to_neighbours(picked)
    picked.sort(key=lambda c: (-c["population"], c["geonameid"]))
    return [
        [
            c["name"],
            round(c["latitude"], 3),
            round(c["longitude"], 3),
            c["countrycode"],
            c["population"],
            int(c["is_capital"]),
        ]
        for c in picked
    ]
