"""What a gazetteer is built from: one record a place, and the rules that give it prominence, precision and radius.

Prominence runs from 0 to 255 and stands for how likely a name in the news, without any context, means this place rather
than another of the same name. It is worked out once, when a gazetteer is built.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from geomap.model import PlacePrecision

__all__ = ["PlaceRecord", "choose_precision", "estimate_prominence", "estimate_radius", "precision_of_radius"]


@dataclass(slots=True, kw_only=True)
class PlaceRecord:
    """One place on its way into a gazetteer.

    Coordinates are degrees, ``radius_km`` is None where it is to be estimated.
    ``names`` are alternate names, ``main_names`` those that count as much as ``name`` (the English one, for example);
    ``codes`` are found only when written in capitals and asked for; ``abbreviations`` always, when written in capitals.
    """

    prefix: str
    identifier: str
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    radius_km: float | None = None
    prominence: float | None = None
    precision: PlacePrecision | None = None
    main_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


# What the seat of an admin unit counts where its population is not known: the median of seats whose is, rounded down.
_SEAT_POPULATIONS = {"PPLC": 20_000, "PPLA": 20_000, "PPLA2": 5_000, "PPLA3": 2_000}


def _log_population(record: PlaceRecord) -> float:
    population = record.population or _SEAT_POPULATIONS.get(record.feature_code, 0)
    return math.log10(population) if population > 1 else 0.0


# Feature codes of GeoNames whose prominence does not follow from a population.
_FIXED = {
    "PCLI": 1.0, "PCLS": 0.97, "PCL": 0.97, "PCLF": 0.97, "PCLD": 0.93, "PCLIX": 0.93, "TERR": 0.9, "CONT": 0.99,
    "ADM3": 0.42, "ADM4": 0.4, "RGN": 0.85, "OCN": 0.97, "SEA": 0.95, "STRT": 0.85, "GULF": 0.9,
    "MTS": 0.8,
}  # fmt: skip
_AIRPORT = 0.5
_OTHER = 0.35


def estimate_prominence(record: PlaceRecord) -> float:
    """Give the prominence of a place, 0 to 1.

    Countries stand above large cities, those above admin1 units, small cities and airports below; the weights of cities
    rise by .08 for each factor of ten in population, capitals get .05 on top, seats of admin1 units .02.
    """
    if record.prominence is not None:
        return record.prominence
    code = record.feature_code
    population = _log_population(record)
    if code == "PPLX":  # a section of a city seldom carries a story on its own
        return min(0.25 + 0.05 * population, 0.6)
    if record.feature_class == "P":
        extra = {"PPLC": 0.05, "PPLA": 0.02, "PPLG": 0.03}.get(code, 0.0)
        ruined = 0.15 if code in {"PPLH", "PPLQ", "PPLW"} else 0.0
        return max(0.05, min(0.30 + 0.08 * population + extra - ruined, 0.96))
    if code == "ADM1":
        return min(0.40 + 0.055 * population, 0.82) if population else 0.6
    if code == "ADM2":
        return max(0.4, 0.30 + 0.06 * population)
    if code in _FIXED:
        return _FIXED[code]
    return _AIRPORT if code in {"AIRP", "AIRB"} else _OTHER


# Radii in kilometres by feature code where neither population nor area is known.
_RADII = {
    "ADM1": 80.0, "ADM2": 25.0, "ADM3": 12.0, "ADM4": 6.0, "AIRP": 2.0, "AIRB": 3.0, "AIRF": 1.0, "PCLI": 300.0,
    "PCLD": 50.0,
    "CONT": 3000.0, "RGN": 200.0, "SEA": 400.0, "STRT": 40.0, "GULF": 150.0, "PPLX": 2.0, "MT": 5.0, "MTS": 80.0,
    "ISL": 15.0,
}  # fmt: skip


def estimate_radius(record: PlaceRecord) -> float:
    """Give the radius in kilometres of a circle that covers the place.

    A city's built-up area grows with the square root of its population: about 4,000 people to the square kilometre, a
    usual figure for large cities outside North America, with half a kilometre at the least.
    """
    if record.radius_km is not None:
        return record.radius_km
    if record.feature_class == "P" and record.feature_code != "PPLX":
        return max(0.5, math.sqrt(max(record.population, 1000) / 4000 / math.pi) * 1.2)
    return _RADII.get(record.feature_code, 1.0 if record.feature_class == "S" else 10.0)


_ADMIN_PRECISION = {
    "ADM1": PlacePrecision.ADMIN1,
    "ADM2": PlacePrecision.ADMIN2,
    "ADM3": PlacePrecision.ADMIN2,
    "ADM4": PlacePrecision.CITY,
}


def choose_precision(record: PlaceRecord) -> PlacePrecision:
    """Say how precise a point the place gives.

    Natural features and regions go by their radius: a mountain is a site, a sea as vague as a country.
    """
    if record.precision is not None:
        return record.precision
    if record.feature_code == "PPLX":
        return PlacePrecision.SITE
    if record.feature_class == "P":
        return PlacePrecision.CITY
    if record.feature_code in _ADMIN_PRECISION:
        return _ADMIN_PRECISION[record.feature_code]
    if record.feature_code.startswith("PCL") or record.feature_code == "CONT":
        return PlacePrecision.COUNTRY
    if record.feature_class in {"S", "R"}:
        return PlacePrecision.SITE
    return precision_of_radius(estimate_radius(record))


def precision_of_radius(radius_km: float) -> PlacePrecision:
    """Say how precise a point in the middle of a place of some radius is."""
    steps = (
        (3.0, PlacePrecision.SITE),
        (15.0, PlacePrecision.CITY),
        (50.0, PlacePrecision.ADMIN2),
        (150.0, PlacePrecision.ADMIN1),
    )
    return next((precision for limit, precision in steps if radius_km <= limit), PlacePrecision.COUNTRY)
