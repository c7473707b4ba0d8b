"""The coordinates of a table, checked: two columns, one with pairs, or the geometry of a GIS file.

In: the columns as distinct texts. Out: latitudes and longitudes in degrees, NaN where there are none to be used, each
repair and rejection noted, once a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.points import count_digits
from geomap.tables.cells import UNKNOWN_WORDS, Cells
from geomap.tables.coordinates import Angle, parse_angle, parse_pair
from geomap.tables.notes import NoteBook, Severity

__all__ = ["PositionColumns", "Positions", "read_positions"]

Floats = NDArray[np.float64]
# a point this near to 0, 0 was never measured: the nearest land is 570 km away
_NULL_ISLAND = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionColumns:
    """The columns that tell where in numbers; ``geometry`` holds points or None.

    ``reach_km`` is how far the lines and areas that gave these points reach from them, 0 where a point was drawn.
    """

    latitude: Cells | None = None
    longitude: Cells | None = None
    pair: Cells | None = None
    geometry: NDArray[np.object_] | None = None
    reach_km: NDArray[np.float64] | None = None


class _PositionNote(NamedTuple):
    """What there is to say of the position of one row."""

    severity: Severity
    column: str
    value: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Positions:
    """Degrees, NaN for none; ``digits`` are the decimals that were told; ``remarks`` say what was done to a row."""

    latitude: Floats
    longitude: Floats
    digits: NDArray[np.int64]
    remarks: NDArray[np.object_]
    columns: PositionColumns
    notes: dict[int, _PositionNote] = field(default_factory=dict)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a position."""
        there: NDArray[np.bool_] = ~np.isnan(self.latitude)
        return there

    def tell(self, rows: NDArray[np.int64], severity: Severity, reason: str) -> None:
        """Note some rows with the coordinates as the table has them; what is done to a row later joins its note."""
        for row in rows.tolist():
            earlier = self.notes.get(row)
            if earlier is None:
                self.notes[row] = _PositionNote(severity, *self._show(row), reason)
            else:
                self.notes[row] = earlier._replace(severity=severity, reason=f"{earlier.reason}; {reason}")
        if severity is Severity.REPAIRED:
            self.remarks[rows] = reason

    def _show(self, row: int) -> tuple[str, str]:
        """Give the columns and the coordinates of a row as the table has them."""
        latitude, longitude, pair = self.columns.latitude, self.columns.longitude, self.columns.pair
        if latitude is not None and longitude is not None and (latitude.text(row) or longitude.text(row)):
            return f"{latitude.name}, {longitude.name}", f"{latitude.text(row)}, {longitude.text(row)}"
        if pair is not None and pair.text(row):
            return pair.name, pair.text(row)
        return "geometry", f"{self.latitude[row]:.6g}, {self.longitude[row]:.6g}"

    def report(self, book: NoteBook) -> None:
        """Write the notes into the book, one a row."""
        for row, note in self.notes.items():
            book.add(row, note.severity, note.column, note.value, note.reason)

    def drop(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> None:
        """Take the positions of some rows away."""
        self.latitude[rows], self.longitude[rows] = np.nan, np.nan


def read_positions(columns: PositionColumns, size: int, book: NoteBook) -> Positions:
    """Read the coordinates of each row and check what can be checked without a map."""
    found = Positions(
        latitude=np.full(size, np.nan),
        longitude=np.full(size, np.nan),
        digits=np.zeros(size, np.int64),
        remarks=np.full(size, None, dtype=object),
        columns=columns,
    )
    if columns.geometry is not None:
        there = np.flatnonzero(~shapely.is_missing(columns.geometry))
        points = columns.geometry[there]
        found.latitude[there], found.longitude[there] = shapely.get_y(points), shapely.get_x(points)
        found.digits[there] = count_digits(found.latitude[there], found.longitude[there])
    if columns.latitude is not None and columns.longitude is not None:
        _read_two(columns.latitude, columns.longitude, found, book)
    if columns.pair is not None:
        _read_pairs(columns.pair, found, book)
    _check_ranges(found)
    return found


def _read_two(first: Cells, second: Cells, found: Positions, book: NoteBook) -> None:
    angles = [_parse(first, parse_angle, book), _parse(second, parse_angle, book)]
    _tell_forms(first, angles[0], book)
    latitude, longitude = (
        cells.spread([np.nan if a is None else a.degrees for a in read], dtype=np.float64, missing=np.nan)
        for cells, read in zip((first, second), angles, strict=True)
    )
    digits = [
        cells.spread([0 if a is None else a.digits for a in read], dtype=np.int64, missing=0)
        for cells, read in zip((first, second), angles, strict=True)
    ]
    free = ~found.known
    latitude, longitude = np.where(free, latitude, np.nan), np.where(free, longitude, np.nan)
    half = np.isnan(latitude) != np.isnan(longitude)
    # where the other one cannot be read, the note on it is enough
    unread = [
        cells.spread([a is None for a in read], dtype=bool, missing=False) & ~_unknown(cells)
        for cells, read in zip((first, second), angles, strict=True)
    ]
    for cells, there, other in ((first, ~np.isnan(latitude), unread[1]), (second, ~np.isnan(longitude), unread[0])):
        rows = np.flatnonzero(half & there & ~other)
        book.add_rows(rows, Severity.REJECTED, cells, "the other coordinate is missing")
    told = free & ~np.isnan(latitude) & ~np.isnan(longitude)
    found.latitude[told], found.longitude[told] = latitude[told], longitude[told]
    found.digits[told] = np.maximum(*digits)[told]
    _turn_lettered(first, second, angles, found)


def _turn_lettered(first: Cells, second: Cells, angles: Sequence[Sequence[Angle | None]], found: Positions) -> None:
    """Turn rows round whose letters say that the columns are swapped ("44 E" as a latitude)."""
    wrong = [
        cells.spread([a is not None and a.axis == axis for a in read], dtype=bool, missing=False)
        for cells, read, axis in ((first, angles[0], "longitude"), (second, angles[1], "latitude"))
    ]
    rows = np.flatnonzero(wrong[0] & wrong[1])
    if len(rows):
        _swap(found, rows, "latitude and longitude were swapped: their letters tell")


def _swap(found: Positions, rows: NDArray[np.int64], reason: str) -> None:
    found.tell(rows, Severity.REPAIRED, reason)
    latitude = found.latitude[rows].copy()
    found.latitude[rows], found.longitude[rows] = found.longitude[rows], latitude


def _unknown(cells: Cells) -> NDArray[np.bool_]:
    return cells.spread([text.lower() in UNKNOWN_WORDS for text in cells.distinct], dtype=bool, missing=False)


def _parse(cells: Cells, read: Callable[[str], Any], book: NoteBook) -> list[Any]:
    parsed = [None if text.lower() in UNKNOWN_WORDS else read(text) for text in cells.distinct]
    bad: Mapping[int, str] = {
        n: "not a coordinate"
        for n, a in enumerate(parsed)
        if a is None and cells.distinct[n].lower() not in UNKNOWN_WORDS
    }
    book.add_distinct(cells, bad, Severity.REJECTED)
    return parsed


def _tell_forms(cells: Cells, angles: Sequence[Angle | None], book: NoteBook) -> None:
    other = [text for text, angle in zip(cells.distinct, angles, strict=True) if angle is not None and not angle.plain]
    if other:
        forms = (
            "decimal commas" if all("," in text for text in other) else "degrees and minutes, letters or decimal commas"
        )
        book.remarks.append(f"{cells.name}: coordinates with {forms} are read as degrees, such as {other[0]!r}")


def _read_pairs(cells: Cells, found: Positions, book: NoteBook) -> None:
    pairs = _parse(cells, parse_pair, book)
    free = ~found.known
    for name, place in (("latitude", 0), ("longitude", 1)):
        degrees = cells.spread([np.nan if p is None else p[place].degrees for p in pairs], dtype=float, missing=np.nan)
        told = free & ~np.isnan(degrees)
        getattr(found, name)[told] = degrees[told]
    digits = cells.spread([0 if p is None else max(p[0].digits, p[1].digits) for p in pairs], dtype=np.int64, missing=0)
    found.digits[free] = digits[free]


def _check_ranges(found: Positions) -> None:
    """Repair and reject what cannot be on earth, and 0, 0."""
    latitude, longitude = found.latitude, found.longitude
    with np.errstate(invalid="ignore"):
        infinite = np.flatnonzero(np.isinf(latitude) | np.isinf(longitude))
        swapped = np.flatnonzero((np.abs(latitude) > 90) & (np.abs(latitude) <= 180) & (np.abs(longitude) <= 90))
        if len(swapped):
            _swap(found, swapped, "latitude and longitude were swapped: there is no such latitude")
        round_earth = np.flatnonzero((longitude > 180) & (longitude <= 360) & (np.abs(latitude) <= 90))
        if len(round_earth):
            found.tell(round_earth, Severity.REPAIRED, "longitude counted eastwards to 360")
            longitude[round_earth] -= 360
        outside = np.flatnonzero((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
        null = np.flatnonzero((np.abs(latitude) < _NULL_ISLAND) & (np.abs(longitude) < _NULL_ISLAND))
    if len(outside):
        found.tell(outside, Severity.REJECTED, "not on earth: latitudes end at 90, longitudes at 180")
    if len(null):
        found.tell(null, Severity.REJECTED, "0, 0 stands for no coordinates")
    found.drop(np.unique(np.concatenate([outside, null, infinite])))
