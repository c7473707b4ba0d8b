"""Shapes to points, and how precisely coordinates without a word on it are known.

In: geometries of any kind, or latitudes and longitudes. Out: a point on each with the distance that the shape reaches
from it, and the place precision that a reach or the decimals of coordinates stand for. Tables, frames of someone else's
and the maps all go by the same rules.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.model import PlacePrecision
from geomap.wording import say_count

__all__ = [
    "CRS",
    "Points",
    "count_digits",
    "measure_km",
    "precision_of_digits",
    "precision_of_radius",
    "take_points",
    "tell_extended",
    "tell_precision",
]

CRS = "EPSG:4326"

Floats = NDArray[np.float64]
_log = logging.getLogger("geomap")
_EARTH_KM = 6371.0088
_BY_RADIUS = (
    (1.0, PlacePrecision.SITE),
    (10.0, PlacePrecision.CITY),
    (50.0, PlacePrecision.ADMIN2),
    (250.0, PlacePrecision.ADMIN1),
)
_BY_DIGITS = (PlacePrecision.ADMIN1, PlacePrecision.ADMIN2, PlacePrecision.CITY)
"""A whole degree is 111 km, a tenth 11, a hundredth one; more decimals tell a site."""

_MOST_DIGITS = 6
# a centimetre: what storing and turning coordinates may take from a round one
_ROUND = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points in EPSG:4326, NaN for none; ``reach_km`` is how far the shape reaches from its point, 0 for a point."""

    latitude: Floats
    longitude: Floats
    reach_km: Floats


def take_points(shapes: gpd.GeoSeries) -> Points:
    """Take a point on each geometry, in EPSG:4326; geometries without a CRS are taken to be in it.

    Examples
    --------
    >>> square = shapely.box(43.0, 33.0, 44.0, 34.0)
    >>> points = take_points(gpd.GeoSeries([square, shapely.Point(44, 36), None], crs=CRS))
    >>> points.latitude.tolist(), points.reach_km.round().tolist()
    ([33.5, 36.0, nan], [72.0, 0.0, 0.0])
    """
    if shapes.crs is not None and shapes.crs.to_epsg() != 4326:
        shapes = shapes.to_crs(CRS)
    geometry = shapes.to_numpy().copy()
    geometry[shapely.is_empty(geometry)] = None
    reach_km = np.zeros(len(geometry))
    extended = shapely.get_type_id(geometry) > 0
    if extended.any():
        drawn = geometry[extended]
        geometry[extended] = shapely.point_on_surface(drawn)
        reach_km[extended] = _measure_reach(drawn, geometry[extended])
    return Points(latitude=shapely.get_y(geometry), longitude=shapely.get_x(geometry), reach_km=reach_km)


def tell_extended(points: Points) -> None:
    """Warn once of the shapes of a frame that are no points."""
    count = int((points.reach_km > 0).sum())
    if count:
        _log.warning(
            "%s no point but an extended shape: a point on it is taken, with a radius that covers it",
            f"{say_count(count, 'row')} {'has' if count == 1 else 'have'}",
        )


def measure_km(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Measure distances between points in kilometres."""
    y1, y2, turn = np.radians(lat1), np.radians(lat2), np.radians(lon2 - lon1)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin(turn / 2) ** 2
    distance: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return distance


def _measure_reach(shapes: NDArray[np.object_], points: NDArray[np.object_]) -> Floats:
    """Measure from the point on each shape to its farthest corner, in kilometres."""
    corners, numbers = shapely.get_coordinates(shapes, return_index=True)
    longitude, latitude = shapely.get_x(points)[numbers], shapely.get_y(points)[numbers]
    reach = np.zeros(len(shapes))
    np.maximum.at(reach, numbers, measure_km(latitude, longitude, corners[:, 1], corners[:, 0]))
    return reach


def tell_precision(latitude: Floats, longitude: Floats, radius_km: Floats) -> NDArray[np.object_]:
    """Tell how precisely points are known of which nobody says it: by their radius, else by their decimals.

    Examples
    --------
    >>> nan = float("nan")
    >>> latitude, longitude = np.array([36.2412, 33.5, 33.3, nan]), np.array([43.9, 44.5, 44.4, nan])
    >>> tell_precision(latitude, longitude, np.array([nan, 60.0, nan, nan])).tolist()
    ['site', 'admin1', 'admin2', 'unknown']
    """
    there = ~np.isnan(latitude) & ~np.isnan(longitude)
    told: NDArray[np.object_] = np.full(len(latitude), PlacePrecision.UNKNOWN.value, dtype=object)
    told[there] = precision_of_digits(count_digits(latitude[there], longitude[there]))
    for row in np.flatnonzero(there & (radius_km > 0)).tolist():
        told[row] = precision_of_radius(radius_km[row]).value
    return told


def count_digits(latitude: Floats, longitude: Floats) -> NDArray[np.int64]:
    """Count the decimals of coordinates that come as numbers: the more of the two."""
    digits = np.full(len(latitude), _MOST_DIGITS, np.int64)
    for count in range(_MOST_DIGITS - 1, -1, -1):
        round_ones = (np.abs(np.round(axis, count) - axis) < _ROUND for axis in (latitude, longitude))
        digits[np.logical_and.reduce(list(round_ones))] = count
    return digits


def precision_of_radius(km: float) -> PlacePrecision:
    """Give the precision that a radius of uncertainty stands for.

    >>> str(precision_of_radius(5)), str(precision_of_radius(1000))
    ('city', 'country')
    """
    return next((precision for limit, precision in _BY_RADIUS if km <= limit), PlacePrecision.COUNTRY)


def precision_of_digits(digits: NDArray[np.int64]) -> NDArray[np.object_]:
    """Give the precision that the decimals of coordinates stand for."""
    names = np.array([*(p.value for p in _BY_DIGITS), PlacePrecision.SITE.value], dtype=object)
    found: NDArray[np.object_] = names[np.minimum(digits, len(_BY_DIGITS))]
    return found
