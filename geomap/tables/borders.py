"""Coordinates against the country that their row names: swapped ones, wrong signs and contradictions found.

In: positions and the country codes of the rows. Out: the same positions, repaired where only one reading lies in the
country named; which rows contradict it; and the country of points whose row names none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.areas import open_areas
from geomap.tables.cells import absent
from geomap.tables.notes import Severity
from geomap.tables.positions import Positions

__all__ = ["check_borders", "locate_countries"]

Floats = NDArray[np.float64]
_NEAR_DEGREES = 0.5
"""How far outside its country a point may lie: coasts are simplified, borders disputed, ships attacked at sea."""

_FAR_DEGREES = 3.0
"""How far outside a point of a known data set must lie before it is taken for a slip."""

_SUCCESSORS = {
    "SD": {"SS"}, "ET": {"ER"}, "ID": {"TL"}, "PK": {"BD"}, "ZA": {"NA"}, "RS": {"HR", "SI", "BA", "MK", "ME", "XK"},
    "YU": {"HR", "SI", "BA", "MK", "ME", "XK", "RS"}, "CZ": {"SK"}, "CS": {"CZ", "SK", "RS", "ME", "XK"},
    "RU": {"UA", "BY", "MD", "GE", "AM", "AZ", "KZ", "UZ", "TM", "KG", "TJ", "EE", "LV", "LT"}, "MA": {"EH"},
    "IL": {"PS"},
    "CN": {"TW", "HK", "MO"}, "US": {"PR", "GU", "VI", "AS", "MP"}, "FR": {"GP", "MQ", "GF", "RE", "YT", "NC", "PF"},
}  # fmt: skip
"""Where else events of a country lie: states that left it, and territories that some count to it (ISO 3166-1)."""

_READINGS: tuple[tuple[str, Callable[[Floats, Floats], tuple[Floats, Floats]]], ...] = (
    ("latitude and longitude were swapped: so they lie in {}", lambda y, x: (x, y)),
    ("the sign of the longitude was wrong: so it lies in {}", lambda y, x: (y, -x)),
    ("the sign of the latitude was wrong: so it lies in {}", lambda y, x: (-y, x)),
    ("latitude and longitude were swapped, with a wrong sign: so they lie in {}", lambda y, x: (-x, y)),
    ("latitude and longitude were swapped, with a wrong sign: so they lie in {}", lambda y, x: (x, -y)),
)


@cache
def _countries() -> tuple[NDArray[np.object_], NDArray[np.object_], shapely.STRtree]:
    areas = open_areas()
    codes = np.array([area.code for area in areas.countries], dtype=object)
    shapes = np.array([areas.polygon(area) for area in areas.countries], dtype=object)
    shapely.prepare(shapes)
    return codes, shapes, shapely.STRtree(shapes)


def locate_countries(latitude: Floats, longitude: Floats) -> NDArray[np.object_]:
    """Give the ISO code of the country in which each point lies, None at sea and for NaN."""
    found: NDArray[np.object_] = np.full(len(latitude), None, dtype=object)
    known = np.flatnonzero(~np.isnan(latitude))
    if not len(known):
        return found
    codes, _, tree = _countries()
    pairs = np.stack([longitude[known], latitude[known]], axis=1)
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    inside: NDArray[np.object_] = np.full(len(distinct), None, dtype=object)
    points, areas = tree.query(shapely.points(distinct), predicate="within")
    inside[points] = codes[areas]
    found[known] = inside[inverse.reshape(-1)]
    return found


def check_borders(positions: Positions, countries: NDArray[np.object_], *, careful: bool) -> NDArray[np.bool_]:
    """Check positions against the countries that the rows name; tell which rows contradict theirs.

    ``careful`` repairs only what lies far outside.
    """
    if not (positions.known & ~absent(countries)).any():
        return np.zeros(len(countries), bool)
    lies_in = locate_countries(positions.latitude, positions.longitude)
    named = positions.known & ~absent(countries)
    wrong = np.flatnonzero(named & (lies_in != countries))
    doubtful: NDArray[np.bool_] = np.zeros(len(countries), bool)
    codes, shapes, _ = _countries()
    for code in dict.fromkeys(countries[wrong].tolist()):
        area = np.flatnonzero(codes == code)
        if not len(area):
            continue
        rows = wrong[countries[wrong] == code]
        shape = shapes[area[0]]
        points = shapely.points(positions.longitude[rows], positions.latitude[rows])
        away = shapely.distance(points, shape)
        elsewhere = np.isin(lies_in[rows].astype(str), list(_SUCCESSORS.get(code, ())))
        far = away > (_FAR_DEGREES if careful else _NEAR_DEGREES)
        left = _try_readings(positions, rows[far & ~elsewhere], code, shape)
        doubtful[left] = True
        doubtful[rows[~far & (away > _NEAR_DEGREES) & ~elsewhere]] = True
    return doubtful


def _try_readings(
    positions: Positions, rows: NDArray[np.int64], code: str, shape: shapely.Geometry
) -> NDArray[np.int64]:
    """Try the usual slips on points outside their country; give the rows that none of them explains."""
    country = open_areas().country(code)
    name = country.name if country is not None else code
    for reason, turn in _READINGS:
        if not len(rows):
            break
        latitude, longitude = turn(positions.latitude[rows], positions.longitude[rows])
        fits = (np.abs(latitude) <= 90) & shapely.contains_xy(shape, longitude, latitude)
        if fits.any():
            positions.tell(rows[fits], Severity.REPAIRED, reason.format(name))
            positions.latitude[rows[fits]], positions.longitude[rows[fits]] = latitude[fits], longitude[fits]
            rows = rows[~fits]
    return rows
