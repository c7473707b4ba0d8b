"""Coordinates that are no measurement but the gazetteer's point of a place, unit or country.

In: placed rows and the names they bear. Out: for each row the place whose point it repeats, with its precision, so that
"Anbar" at the middle of Anbar is drawn as Anbar and not as a pin in the desert.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer import Gazetteer
from geomap.model import Place, PlacePrecision
from geomap.points import measure_km

__all__ = ["Centres", "find_centres"]

Floats = NDArray[np.float64]
# a point this near to the gazetteer's is that point, not one that was measured on the spot
_SAME_KM = 1.0
_CANDIDATES = 4
_RANKS = tuple(PlacePrecision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Centres:
    """The places whose points were met: their ids (None for none) and the ranks of their precisions (-1 for none)."""

    identifier: NDArray[np.object_]
    rank: NDArray[np.int64]


def find_centres(
    names: NDArray[np.object_],
    countries: NDArray[np.object_],
    latitude: Floats,
    longitude: Floats,
    gazetteer: Gazetteer,
) -> Centres:
    """Find the rows whose point is the gazetteer's of the name they bear; a name of None means the country itself."""
    numbers: dict[tuple[str | None, str | None], int] = {}
    pairs = zip(names.tolist(), countries.tolist(), strict=True)
    keys = np.fromiter((numbers.setdefault(p, len(numbers)) for p in pairs), np.int64, len(names))
    places = [_find_places(name, code, gazetteer) for name, code in numbers]
    identifiers = [[p.place_id for p in found] for found in places]
    centres = Centres(identifier=np.full(len(names), None, dtype=object), rank=np.full(len(names), -1, np.int64))
    for order in reversed(range(_CANDIDATES)):
        there = [order < len(found) for found in places]
        lat = np.array([f[order].latitude if t else np.nan for f, t in zip(places, there, strict=True)])[keys]
        lon = np.array([f[order].longitude if t else np.nan for f, t in zip(places, there, strict=True)])[keys]
        with np.errstate(invalid="ignore"):
            met = np.flatnonzero(measure_km(lat, lon, latitude, longitude) <= _SAME_KM)
        for row in met.tolist():
            key = int(keys[row])
            centres.identifier[row] = identifiers[key][order]
            centres.rank[row] = _RANKS.index(places[key][order].precision)
    return centres


def _find_places(name: str | None, code: str | None, gazetteer: Gazetteer) -> list[Place]:
    if name is None:
        country = gazetteer.country(code) if code is not None else None
        return [country] if country is not None else []
    found = gazetteer.candidates(name, country=code, limit=_CANDIDATES, variants=False)
    return [candidate.place for candidate in found]
