"""How precisely a table knows its places: by its codes, words or radii, else by what the coordinates themselves tell.

In: the column that says so, and the decimals of the coordinates. Out: precision, radius and relation of each row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.model import PlacePrecision, PlaceRelation
from geomap.points import precision_of_radius
from geomap.tables.cells import Cells
from geomap.tables.formats import CodedPlace, load_formats
from geomap.tables.headings import fold_heading
from geomap.tables.notes import NoteBook
from geomap.tables.numbers import read_real

__all__ = ["USUAL_RADIUS", "StatedPrecision", "read_precision"]

USUAL_RADIUS = {
    PlacePrecision.SITE: 0.5,
    PlacePrecision.CITY: 5.0,
    PlacePrecision.ADMIN2: 30.0,
    PlacePrecision.ADMIN1: 100.0,
    PlacePrecision.COUNTRY: 400.0,
}
"""The radius in kilometres of a place of each precision where nothing tells its own."""

_WORDS = {
    "exact": PlacePrecision.SITE, "precise": PlacePrecision.SITE, "site": PlacePrecision.SITE,
    "point": PlacePrecision.SITE,
    "address": PlacePrecision.SITE, "rooftop": PlacePrecision.SITE, "street": PlacePrecision.SITE,
    "gps": PlacePrecision.SITE,
    "genau": PlacePrecision.SITE, "exacte": PlacePrecision.SITE, "exacta": PlacePrecision.SITE,
    "точно": PlacePrecision.SITE,
    "city": PlacePrecision.CITY, "town": PlacePrecision.CITY, "village": PlacePrecision.CITY,
    "settlement": PlacePrecision.CITY,
    "locality": PlacePrecision.CITY, "approximate": PlacePrecision.CITY, "ort": PlacePrecision.CITY,
    "stadt": PlacePrecision.CITY,
    "ville": PlacePrecision.CITY, "ciudad": PlacePrecision.CITY, "город": PlacePrecision.CITY,
    "ungefahr": PlacePrecision.CITY,
    "admin2": PlacePrecision.ADMIN2, "district": PlacePrecision.ADMIN2, "county": PlacePrecision.ADMIN2,
    "kreis": PlacePrecision.ADMIN2,
    "admin1": PlacePrecision.ADMIN1, "province": PlacePrecision.ADMIN1, "governorate": PlacePrecision.ADMIN1,
    "region": PlacePrecision.ADMIN1, "state": PlacePrecision.ADMIN1, "country": PlacePrecision.COUNTRY,
    "national": PlacePrecision.COUNTRY, "land": PlacePrecision.COUNTRY, "pays": PlacePrecision.COUNTRY,
}  # fmt: skip
_WITHIN = re.compile(
    r"^(?:known[ _])?(?:within|±|<|up to)?\s*(\d+(?:[.,]\d+)?)\s*(km|kilometers?|kilometres?|m|metres?|meters?|mi|"
    r"miles?)$",
    re.IGNORECASE,
)
_NOTHING = frozenset({"0", "-9", "-99", "unknown"})
_KM = {"k": 1.0, "m": 0.001, "mi": 1.609344}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPrecision:
    """What the table says: precision (None for nothing), radius in kilometres (0 for the usual one), relation."""

    precision: NDArray[np.object_]
    radius_km: NDArray[np.float64]
    relation: NDArray[np.object_]


def read_precision(
    cells: Cells | None, radius: Cells | None, size: int, *, codes: Mapping[str, CodedPlace] | None, book: NoteBook
) -> StatedPrecision:
    """Read what the table says of the precision of each place."""
    stated = StatedPrecision(
        precision=np.full(size, None, dtype=object),
        radius_km=np.zeros(size),
        relation=np.full(size, PlaceRelation.IN.value, dtype=object),
    )
    if radius is not None:
        told = radius.spread([read_real(text) or 0.0 for text in radius.distinct], dtype=float, missing=0.0)
        stated.radius_km[:] = np.where(told > 0, told, 0.0)
        for row in np.flatnonzero(stated.radius_km > 0).tolist():
            stated.precision[row] = precision_of_radius(stated.radius_km[row]).value
    if cells is not None:
        if not codes and fold_heading(cells.name) in {"geo precision", "geoprecision"}:
            codes = next(known.place_precision for known in load_formats() if known.key == "acled")
        read = [_read_one(text, codes or {}) for text in cells.distinct]
        unknown = [t for t, one in zip(cells.distinct, read, strict=True) if one is None and t not in _NOTHING]
        if unknown:
            book.remarks.append(f"{cells.name}: no precision is known by {', '.join(map(repr, unknown[:5]))}; not used")
        rows = cells.spread([one is not None for one in read], dtype=bool, missing=False)
        for target, values, missing in (
            (stated.precision, [one.precision.value if one else None for one in read], None),
            (stated.radius_km, [one.radius_km if one else 0.0 for one in read], 0.0),
            (stated.relation, [one.relation.value if one else None for one in read], None),
        ):
            target[rows] = cells.spread(values, dtype=target.dtype, missing=missing)[rows]
    return stated


def _read_one(text: str, codes: Mapping[str, CodedPlace]) -> CodedPlace | None:
    folded = fold_heading(text)
    coded = codes.get(text) or codes.get(folded) or codes.get(text.removesuffix(".0"))
    if coded is not None:
        return coded
    within = _WITHIN.match(text.replace("_", " "))
    if within is not None:
        unit = within[2].lower()
        scale = _KM["mi"] if unit.startswith("mi") else _KM[unit[0]]
        km = float(within[1].replace(",", ".")) * scale
        return CodedPlace(precision=precision_of_radius(km), radius_km=km)
    word = _WORDS.get(folded)
    return CodedPlace(precision=word) if word is not None else None
