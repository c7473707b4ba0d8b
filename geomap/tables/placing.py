"""Where each event was: by the table's own coordinates, checked, else by the names of places in the gazetteer.

In: the columns of a table that tell where. Out: the columns of the event schema that say where and how precisely, with
the reason for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer import Gazetteer
from geomap.model import PlacePrecision
from geomap.points import measure_km, precision_of_digits, precision_of_radius
from geomap.tables.borders import check_borders, locate_countries
from geomap.tables.cells import Cells, absent
from geomap.tables.centres import find_centres
from geomap.tables.formats import CodedPlace
from geomap.tables.lookup import WORLD_REGIONS, Located, PlaceNames, find_codes, geocode_rows, split_containers
from geomap.tables.notes import NoteBook, Severity
from geomap.tables.positions import PositionColumns, Positions, read_positions
from geomap.tables.precisions import (
    USUAL_RADIUS,
    StatedPrecision,
    read_precision,
)

__all__ = ["PlaceColumns", "Placed", "place_rows"]

Floats = NDArray[np.float64]
# how far a point outside its country must lie from the place named before the name is believed instead
_FAR_KM = 150.0
_DOUBTFUL = 0.5
_TRUSTED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceColumns:
    """The columns that tell where; ``country_code`` is the country of rows that name none."""

    positions: PositionColumns
    place: Cells | None = None
    admin2: Cells | None = None
    admin1: Cells | None = None
    country: Cells | None = None
    precision: Cells | None = None
    radius: Cells | None = None
    codes: Mapping[str, CodedPlace] | None = None
    country_code: str | None = None
    finest: PlacePrecision | None = None


@dataclass(slots=True, kw_only=True)
class Placed:
    """The columns of the event schema that say where."""

    place: NDArray[np.object_]
    country: NDArray[np.object_]
    admin1: NDArray[np.object_]
    latitude: Floats
    longitude: Floats
    precision: NDArray[np.object_]
    relation: NDArray[np.object_]
    text: NDArray[np.object_]
    radius_km: Floats
    gazetteer_id: NDArray[np.object_]
    reason: NDArray[np.object_]
    confidence: Floats


def place_rows(columns: PlaceColumns, size: int, gazetteer: Gazetteer, book: NoteBook) -> Placed:
    """Place each row: coordinates of the table first, names where there are none."""
    countries = _read_countries(columns, size, gazetteer, book)
    place, admin1, countries = _split_places(columns, countries, gazetteer)
    if admin1 is not None and any(text.lower() in WORLD_REGIONS for text in admin1.distinct):
        admin1 = _renumber(admin1, [None if text.lower() in WORLD_REGIONS else text for text in admin1.distinct])
    names = PlaceNames(place=place, admin2=columns.admin2, admin1=admin1, codes=countries)
    positions = read_positions(columns.positions, size, book)
    stated = read_precision(columns.precision, columns.radius, size, codes=columns.codes, book=book)
    _state_reach(stated, columns.positions.reach_km)
    # the points of a known data set have been checked by its makers: only what lies far off is taken for a slip
    doubtful = check_borders(positions, countries, careful=columns.finest is not None)
    _prefer_names(doubtful, positions, names, gazetteer)
    positions.report(book)
    placed = _place_by_coordinates(columns, names, positions, stated, doubtful, gazetteer)
    rows = np.flatnonzero(~positions.known)
    if len(rows) and (any(c is not None for c in (place, columns.admin2, admin1)) or _any(countries[rows])):
        _fill_from_gazetteer(placed, rows, geocode_rows(names, rows, gazetteer, book), gazetteer)
    return placed


def _state_reach(stated: StatedPrecision, reach_km: Floats | None) -> None:
    """Take a place that the table draws as a line or an area to be known no better than that shape."""
    if reach_km is None:
        return
    for row in np.flatnonzero((reach_km > 0) & absent(stated.precision)).tolist():
        stated.precision[row] = precision_of_radius(reach_km[row]).value
        stated.radius_km[row] = reach_km[row]


def _any(values: NDArray[np.object_]) -> bool:
    return bool((~absent(values)).any())


def _read_countries(columns: PlaceColumns, size: int, gazetteer: Gazetteer, book: NoteBook) -> NDArray[np.object_]:
    if columns.country is not None:
        codes = find_codes(columns.country, gazetteer, book)
        if columns.country_code is not None:
            codes[~columns.country.present] = columns.country_code
        return codes
    return np.full(size, columns.country_code, dtype=object)


def _split_places(
    columns: PlaceColumns, countries: NDArray[np.object_], gazetteer: Gazetteer
) -> tuple[Cells | None, Cells | None, NDArray[np.object_]]:
    """Take country and unit out of places such as "Toronto, Ontario, Canada", in rows that name no country."""
    place = columns.place
    if place is None or columns.country is not None or columns.country_code is not None:
        return place, columns.admin1, countries
    codes: dict[str, str | None] = {}
    parts = [split_containers(text, gazetteer, codes) for text in place.distinct]
    if not any(code for _, _, code in parts):
        return place, columns.admin1, countries
    shown = _renumber(place, [name for name, _, _ in parts])
    units = columns.admin1 if columns.admin1 is not None else _renumber(place, [unit for _, unit, _ in parts])
    return shown, units, place.spread([code for _, _, code in parts], dtype=object, missing=None)


def _renumber(cells: Cells, texts: list[str] | list[str | None]) -> Cells:
    """Give a column other texts; None becomes none."""
    numbers: dict[str, int] = {}
    table = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in texts]
    return Cells(name=cells.name, distinct=list(numbers), codes=cells.spread(table, dtype=np.int64, missing=-1))


def _prefer_names(doubtful: NDArray[np.bool_], positions: Positions, names: PlaceNames, gazetteer: Gazetteer) -> None:
    """Take a place by its name where its coordinates lie outside the country; note the others."""
    rows = np.flatnonzero(doubtful)
    if not len(rows):
        return
    results = geocode_rows(names, rows, gazetteer, NoteBook(np.zeros(len(doubtful), np.int64)))
    by_name = []
    for row, found in zip(rows.tolist(), results.tolist(), strict=True):
        result = found.result
        named = names.place is not None and names.place.text(row) and "not in the gazetteer" not in result.reason
        if named and result.latitude is not None and result.confidence >= _TRUSTED:
            here = positions.latitude[[row]], positions.longitude[[row]]
            if measure_km(*here, np.array([result.latitude]), np.array([result.longitude]))[0] > _FAR_KM:
                by_name.append(row)
    chosen = np.array(by_name, np.int64)
    positions.tell(chosen, Severity.REJECTED, "outside the country of the row; its place is taken by its name")
    positions.drop(chosen)
    doubtful[chosen] = False
    positions.tell(np.flatnonzero(doubtful), Severity.DOUBTFUL, "outside the country that the row names; kept")


def _place_by_coordinates(
    columns: PlaceColumns,
    names: PlaceNames,
    positions: Positions,
    stated: StatedPrecision,
    doubtful: NDArray[np.bool_],
    gazetteer: Gazetteer,
) -> Placed:
    size = len(doubtful)
    known = positions.known
    place = names.place.texts() if names.place is not None else np.full(size, None, dtype=object)
    text = columns.place.texts() if columns.place is not None else place
    admin1 = names.admin1.texts() if names.admin1 is not None else np.full(size, None, dtype=object)
    country = names.codes.copy()
    nowhere = known & absent(country)
    country[nowhere] = locate_countries(positions.latitude[nowhere], positions.longitude[nowhere])
    reason: NDArray[np.object_] = np.full(size, "the row names no place", dtype=object)
    reason[known] = "coordinates of the table"
    mended = known & ~absent(positions.remarks)
    reason[mended] = "coordinates of the table; " + positions.remarks[mended]
    reason[doubtful] = "coordinates of the table, outside the country that the row names"
    relation = stated.relation.copy()
    relation[~known] = None
    placed = Placed(
        place=place.copy(),
        country=country,
        admin1=admin1,
        latitude=positions.latitude,
        longitude=positions.longitude,
        precision=np.where(known, precision_of_digits(positions.digits), PlacePrecision.UNKNOWN.value).astype(object),
        relation=relation,
        text=text,
        radius_km=np.full(size, np.nan),
        gazetteer_id=np.full(size, None, dtype=object),
        reason=reason,
        confidence=np.where(doubtful, _DOUBTFUL, 1.0),
    )
    told = known & ~absent(stated.precision)
    placed.precision[told] = stated.precision[told]
    if columns.finest is not None:
        finer = [p.value for p in PlacePrecision if p.rank < columns.finest.rank]
        placed.precision[known & ~told & np.isin(placed.precision.astype(str), finer)] = columns.finest.value
    _match_centres(placed, np.flatnonzero(known & ~told), names, gazetteer)
    _set_radii(placed, known, stated, gazetteer)
    return placed


def _match_centres(placed: Placed, rows: NDArray[np.int64], names: PlaceNames, gazetteer: Gazetteer) -> None:
    """Find coordinates that are only the gazetteer's point of the place, unit or country that the row names."""
    ranks = {precision.value: precision.rank for precision in PlacePrecision}
    precisions = list(PlacePrecision)
    for cells in (None, names.admin1, names.admin2, names.place):
        if not len(rows):
            return
        texts = np.full(len(rows), None, dtype=object) if cells is None else cells.texts()[rows]
        named = np.full(len(rows), True) if cells is None else ~absent(texts)
        chosen = rows[named]
        centres = find_centres(
            texts[named], placed.country[chosen], placed.latitude[chosen], placed.longitude[chosen], gazetteer
        )
        met = np.flatnonzero(centres.rank >= 0)
        for row, rank, identifier in zip(
            chosen[met].tolist(), centres.rank[met].tolist(), centres.identifier[met].tolist(), strict=True
        ):
            if rank >= ranks[placed.precision[row]]:
                placed.precision[row] = precisions[rank].value
            placed.gazetteer_id[row] = identifier
            placed.reason[row] = f"coordinates of the table, the gazetteer's own for the {precisions[rank].value}"


def _set_radii(placed: Placed, known: NDArray[np.bool_], stated: StatedPrecision, gazetteer: Gazetteer) -> None:
    """Give each placed row the radius the table tells, its place's own, or the usual one of its precision."""
    for precision, km in USUAL_RADIUS.items():
        placed.radius_km[known & np.equal(placed.precision, precision.value)] = km
    whole = np.flatnonzero(known & np.equal(placed.precision, PlacePrecision.COUNTRY.value))
    countries = {code: gazetteer.country(code) for code in set(placed.country[whole].tolist()) if code is not None}
    for row, code in zip(whole.tolist(), placed.country[whole].tolist(), strict=True):
        country = countries.get(code)
        if country is not None:
            placed.radius_km[row] = country.radius_km
    matched = np.flatnonzero(known & ~absent(placed.gazetteer_id))
    radii = {i: gazetteer.place(i).radius_km for i in set(placed.gazetteer_id[matched].tolist())}
    placed.radius_km[matched] = [radii[i] for i in placed.gazetteer_id[matched].tolist()]
    told = known & (stated.radius_km > 0)
    placed.radius_km[told] = stated.radius_km[told]


def _fill_from_gazetteer(
    placed: Placed, rows: NDArray[np.int64], results: NDArray[np.object_], gazetteer: Gazetteer
) -> None:
    """Fill rows without coordinates with the places that were found for them."""
    codes, places = _number_objects(results)
    distinct = [place.result for place in places]
    found = np.array([r.latitude is not None for r in distinct], bool)[codes]
    radii = [gazetteer.place(r.gazetteer_id).radius_km if r.gazetteer_id else np.nan for r in distinct]
    columns: dict[str, Sequence[object]] = {
        "place": [r.place for r in distinct],
        "latitude": [r.latitude for r in distinct],
        "longitude": [r.longitude for r in distinct],
        "precision": [r.place_precision.value if r.place_precision else None for r in distinct],
        "radius_km": [radius + p.relation.wider_km for radius, p in zip(radii, places, strict=True)],
        "gazetteer_id": [r.gazetteer_id for r in distinct],
        "confidence": [r.confidence for r in distinct],
        "relation": [p.relation.relation.value for p in places],
    }
    for name, values in columns.items():
        target = getattr(placed, name)
        table = np.array(values, dtype=target.dtype)
        target[rows[found]] = table[codes][found]
    placed.reason[rows] = np.array([r.reason for r in distinct], dtype=object)[codes]
    around = {"country": [r.country for r in distinct], "admin1": [r.admin1 for r in distinct]}
    for name, named in around.items():
        target, table = getattr(placed, name), np.array(named, dtype=object)[codes]
        fill = found & ~absent(table)
        target[rows[fill]] = table[fill]


def _number_objects(values: NDArray[np.object_]) -> tuple[NDArray[np.int64], list[Located]]:
    """Tell objects apart by identity: give the number of each row's, and each object once."""
    numbers: dict[int, int] = {}
    distinct: list[Located] = []
    codes = np.empty(len(values), np.int64)
    for row, value in enumerate(values.tolist()):
        code = numbers.setdefault(id(value), len(distinct))
        if code == len(distinct):
            distinct.append(value)
        codes[row] = code
    return codes, distinct
