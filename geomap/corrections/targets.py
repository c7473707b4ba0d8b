"""Places as a corrections file writes them, and what they mean to an event.

A place is a gazetteer id ("geonames:99237"), or a point ("36.24, 43.96"; in TOML also a table with ``latitude`` and
``longitude``, a ``name``, a ``country``, a ``precision`` and a ``radius_km``). Latitude stands first; degrees, WGS 84.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap.corrections.rules import PlaceTarget
from geomap.errors import CoordinateError, InputError
from geomap.gazetteer import Gazetteer
from geomap.model import PlacePrecision

__all__ = ["FoundPlace", "find_target", "read_target"]

_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*")
_ID = re.compile(r"[a-z][a-z0-9]*:\S+")
_PARTS = frozenset({"id", "latitude", "longitude", "name", "country", "precision", "radius_km"})
_SHAPE = 'write a gazetteer id such as "geonames:99237", or "latitude, longitude"'
_RADIUS_KM = {
    PlacePrecision.SITE: 1.0,
    PlacePrecision.CITY: 5.0,
    PlacePrecision.ADMIN2: 25.0,
    PlacePrecision.ADMIN1: 100.0,
    PlacePrecision.COUNTRY: 500.0,
}
"""Radii for points that come without one: a compound, a town, and the usual reach of districts and provinces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place ready to be written into an event; coordinates are WGS 84 degrees."""

    name: str | None
    latitude: float
    longitude: float
    precision: PlacePrecision
    radius_km: float
    country: str | None
    admin1: str | None
    gazetteer_id: str | None


def read_target(value: object, extra: Mapping[str, object] | None = None) -> PlaceTarget:
    """Read a place as a file writes it; ``extra`` are the cells or entries beside it.

    Raises
    ------
    InputError
        If it is neither an id nor a point, or a part of it is unknown or out of range.
    """
    parts = dict(extra or {})
    if isinstance(value, Mapping):
        parts |= value
    elif isinstance(value, str) and (point := _POINT.fullmatch(value)):
        parts |= {"latitude": float(point[1]), "longitude": float(point[2])}
    elif isinstance(value, str) and _ID.fullmatch(value.strip()):
        parts["id"] = value.strip()
    elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        parts |= {"latitude": value[0], "longitude": value[1]}
    else:
        raise InputError(f"the place is {value!r}; {_SHAPE}")
    unknown = sorted(parts.keys() - _PARTS)
    if unknown:
        raise InputError(f"a place has no {unknown[0]!r}; it has {', '.join(sorted(_PARTS))}")
    return _make_target(parts)


def _make_target(parts: Mapping[str, object]) -> PlaceTarget:
    latitude = _read_degrees(parts.get("latitude"), "latitude", 90)
    longitude = _read_degrees(parts.get("longitude"), "longitude", 180)
    identifier = parts.get("id")
    if (latitude is None) != (longitude is None) or (latitude is None and identifier is None):
        raise InputError(f"a place needs an id, or both latitude and longitude; {_SHAPE}")
    precision = parts.get("precision")
    if precision is not None and (precision not in set(PlacePrecision) or precision == PlacePrecision.UNKNOWN):
        allowed = ", ".join(p for p in PlacePrecision if p is not PlacePrecision.UNKNOWN)
        raise InputError(f"precision is {precision!r}; choose one of {allowed}")
    country = parts.get("country")
    if country is not None and not re.fullmatch("[A-Z]{2}", str(country)):
        raise InputError(f"country is {country!r}; write an ISO 3166-1 alpha-2 code such as IQ")
    radius = parts.get("radius_km")
    if radius is not None and (isinstance(radius, bool) or not isinstance(radius, int | float) or radius <= 0):
        raise InputError(f"radius_km is {radius!r}; write a number of kilometres above 0")
    name = parts.get("name")
    return PlaceTarget(
        place_id=str(identifier) if identifier is not None else None,
        latitude=latitude,
        longitude=longitude,
        name=str(name) if name is not None else None,
        country=str(country) if country is not None else None,
        precision=PlacePrecision(str(precision)) if precision is not None else None,
        radius_km=float(radius) if radius is not None else None,
    )


def _read_degrees(value: object, name: str, limit: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CoordinateError(f"{name} is {value!r}, not a number of degrees")
    if abs(value) > limit:
        swapped = "; are latitude and longitude swapped?" if name == "latitude" and abs(value) <= 180 else ""
        raise CoordinateError(f"{name} is {value!r}, outside -{limit:g} to {limit:g}{swapped}")
    return float(value)


def find_target(target: PlaceTarget, gazetteer: Gazetteer) -> FoundPlace:
    """Look a target up; what the file says itself wins over the gazetteer.

    Raises
    ------
    InputError
        If the gazetteer has no place of that id.
    """
    if target.place_id is None:
        return _place_point(target)
    if not gazetteer.has_place(target.place_id):
        raise InputError(
            f"the gazetteer has no place {target.place_id!r}; `geomap geocode NAME --format json` prints the ids"
        )
    place = gazetteer.place(target.place_id)
    return FoundPlace(
        name=target.name or place.name,
        latitude=place.latitude if target.latitude is None else target.latitude,
        longitude=place.longitude if target.longitude is None else target.longitude,
        precision=target.precision or place.precision,
        radius_km=target.radius_km or place.radius_km,
        country=target.country or place.country,
        admin1=place.admin1_name,
        gazetteer_id=place.place_id,
    )


def _place_point(target: PlaceTarget) -> FoundPlace:
    precision = target.precision or PlacePrecision.SITE
    latitude, longitude = target.latitude or 0.0, target.longitude or 0.0
    return FoundPlace(
        name=target.name,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        radius_km=target.radius_km or _RADIUS_KM[precision],
        country=target.country,
        admin1=None,
        gazetteer_id=None,
    )
