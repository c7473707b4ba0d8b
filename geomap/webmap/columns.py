"""The events of a frame as columns that a page reads fast: numbers, dictionaries of repeated words, plain texts.

In: a GeoDataFrame in the event schema, or any frame of points with some of its columns. Out: a JSON-ready mapping of
column name to one of ``{"c": value}`` (the same in every row), ``{"w": words, "i": codes}`` (a dictionary, -1 for none)
or ``{"v": values}`` (one a row). Dates are days since 1970-01-01.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from geomap.errors import CoordinateError, DateError, InputError, MissingColumnError
from geomap.frame import refuse_lost_cells
from geomap.model import Assertion, DatePrecision, EventFamily, PlacePrecision, PlaceRelation, Status
from geomap.points import Points, take_points, tell_extended, tell_precision

__all__ = ["JsonColumn", "encode_columns", "event_points"]

JsonColumn = dict[str, Any]
DICTIONARY_SHARE = 0.6
"""Texts that repeat so that fewer than this share of rows are distinct go into a dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """How one column of the frame travels: its name in the page, its default, how a value is converted."""

    name: str
    default: Any
    convert: Callable[[Any], Any]


def to_text(value: Any) -> str | None:  # noqa: ANN401 - a cell of a frame may hold anything
    """Convert a cell to text, None for a missing one; lone surrogates, which UTF-8 cannot write, become U+FFFD."""
    if isinstance(value, str):
        text = value
    elif value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    else:
        text = str(value)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_numbers(values: np.ndarray, digits: int) -> list[float | int | None]:
    """Convert numbers to JSON's, rounded to so many decimals; missing and infinite ones become None."""
    rounded = np.round(values, digits).tolist()
    return [None if not math.isfinite(v) else int(v) if v.is_integer() else v for v in rounded]


TEXT_RULES = (
    ColumnRule(name="title", default=None, convert=to_text),
    ColumnRule(name="event_type", default=None, convert=to_text),
    ColumnRule(name="event_family", default=EventFamily.OTHER.value, convert=to_text),
    ColumnRule(name="actor", default=None, convert=to_text),
    ColumnRule(name="actors", default=None, convert=to_text),
    ColumnRule(name="target", default=None, convert=to_text),
    ColumnRule(name="date_precision", default=None, convert=to_text),
    ColumnRule(name="date_text", default=None, convert=to_text),
    ColumnRule(name="place", default=None, convert=to_text),
    ColumnRule(name="country", default=None, convert=to_text),
    ColumnRule(name="admin1", default=None, convert=to_text),
    ColumnRule(name="place_relation", default=PlaceRelation.IN.value, convert=to_text),
    ColumnRule(name="place_text", default=None, convert=to_text),
    ColumnRule(name="gazetteer_id", default=None, convert=to_text),
    ColumnRule(name="place_reason", default=None, convert=to_text),
    ColumnRule(name="runners_up", default=None, convert=to_text),
    ColumnRule(name="assertion", default=Assertion.ASSERTED.value, convert=to_text),
    ColumnRule(name="attributed_to", default=None, convert=to_text),
    ColumnRule(name="quote", default=None, convert=to_text),
    ColumnRule(name="evidence", default=None, convert=to_text),
    ColumnRule(name="source", default=None, convert=to_text),
    ColumnRule(name="source_url", default=None, convert=to_text),
    ColumnRule(name="status", default=Status.FOUND.value, convert=to_text),
)
NUMBERS: tuple[tuple[str, int | None, int], ...] = (
    ("confidence", 1, 2),
    ("killed_min", None, 0),
    ("killed_max", None, 0),
    ("injured_min", None, 0),
    ("injured_max", None, 0),
    ("missing_min", None, 0),
    ("missing_max", None, 0),
    ("displaced_min", None, 0),
    ("displaced_max", None, 0),
    ("count", 1, 0),
    ("sources", 1, 0),
)
"""Columns of numbers: name, default, decimals kept."""
DATES = ("date_start", "date_end", "published")


def event_points(events: gpd.GeoDataFrame) -> Points:
    """Give the points of the events, NaN where an event has no place.

    The geometry counts, of a line or an area a point on it; a frame without one needs the columns ``latitude`` and
    ``longitude``.

    Raises
    ------
    MissingColumnError
        When there is neither.
    CoordinateError
        When a coordinate is out of range.
    """
    if isinstance(events, gpd.GeoDataFrame) and events.active_geometry_name is not None:
        points = take_points(events.geometry)
        tell_extended(points)
    elif {"latitude", "longitude"} <= set(events.columns):
        latitudes, longitudes = (read_floats(events, name, CoordinateError) for name in ("latitude", "longitude"))
        points = Points(latitude=latitudes, longitude=longitudes, reach_km=np.zeros(len(events)))
    else:
        raise MissingColumnError(
            "the frame has no geometry and no columns latitude and longitude: a map needs one or both"
        )
    latitudes, longitudes = points.latitude, points.longitude
    half = np.isnan(latitudes) != np.isnan(longitudes)
    wrong = np.flatnonzero((np.abs(latitudes) > 90) | (np.abs(longitudes) > 180) | half)
    if len(wrong):
        row = int(wrong[0])
        raise CoordinateError(
            f"row {row + 1}: latitude {latitudes[row]}, longitude {longitudes[row]} is not on earth;"
            " latitudes lie in -90..90, longitudes in -180..180 (are they swapped, or is the frame not in EPSG:4326?)"
        )
    return points


def encode_columns(events: gpd.GeoDataFrame) -> dict[str, JsonColumn]:
    """Encode every column of the schema for the page; a missing column travels as its default."""
    size = len(events)
    points = event_points(events)
    columns = {
        "event_id": encode_texts(read_ids(events)),
        "latitude": encode_numbers(to_numbers(points.latitude, 5)),
        "longitude": encode_numbers(to_numbers(points.longitude, 5)),
    }
    for rule in TEXT_RULES:
        columns[rule.name] = encode_texts(read_cells(events, rule, size))
    for name, default, digits in NUMBERS:
        columns[name] = encode_numbers(read_numbers(events, name, default, digits))
    for name in DATES:
        columns[name] = encode_numbers(read_days(events, name, size))
    radius_km = read_radii(events, points)
    columns["radius_km"] = encode_numbers(to_numbers(radius_km, 2))
    columns["place_precision"] = encode_texts(read_precisions(events, points, radius_km))
    columns["date_precision"] = encode_texts(fill_date_precision(events, size))
    return columns


def read_ids(events: gpd.GeoDataFrame) -> list[str]:
    """Give the event ids; a frame without them is numbered."""
    if "event_id" in events.columns:
        return [to_text(v) or str(i) for i, v in enumerate(events["event_id"].tolist())]
    return [str(i) for i in range(len(events))]


def read_cells(events: gpd.GeoDataFrame, rule: ColumnRule, size: int) -> list[Any]:
    """Read and convert one column; missing cells of a column with a default get it."""
    if rule.name not in events.columns:
        return [rule.default] * size
    cells = events[rule.name].tolist()
    if set(map(type, cells)) <= {str, float, type(None)}:
        # each distinct text is converted once; other types may be equal and yet read differently, as 1 and True are
        known = {cell: rule.convert(cell) for cell in set(cells)}
        values = [known[cell] for cell in cells]
    else:
        values = [rule.convert(cell) for cell in cells]
    return values if rule.default is None else [rule.default if v is None else v for v in values]


def read_floats(events: gpd.GeoDataFrame, name: str, error: type[InputError]) -> np.ndarray:
    """Read one column of numbers as floats, NaN for missing cells; a cell that is no number raises ``error``."""
    cells = pd.to_numeric(events[name], errors="coerce")
    refuse_lost_cells(events[name], cells, f"{name} is not a number", error)
    numbers: np.ndarray = cells.to_numpy(dtype=float, na_value=math.nan)
    return numbers


def read_numbers(events: gpd.GeoDataFrame, name: str, default: int | None, digits: int) -> list[float | int | None]:
    """Read one column of numbers; missing cells get the default."""
    if name not in events.columns:
        return [default] * len(events)
    return [default if v is None else v for v in to_numbers(read_floats(events, name, InputError), digits)]


def read_days(events: gpd.GeoDataFrame, name: str, size: int) -> list[int | None]:
    """Read a column of dates, or of texts as ISO 8601 writes them, as days since 1970-01-01, None for missing ones."""
    if name not in events.columns:
        return [None] * size
    # a bare number is no date: it would be read as nanoseconds since 1970
    numeric = is_numeric_dtype(events[name].dtype)
    cells = pd.Series(pd.NaT, index=events.index) if numeric else events[name]
    stamps = pd.to_datetime(cells, errors="coerce", format="ISO8601")
    refuse_lost_cells(events[name], stamps, f"{name} is not a date as 2023-12-26 is", DateError)
    if getattr(stamps.dt, "tz", None) is not None:
        stamps = stamps.dt.tz_localize(None)
    days = stamps.to_numpy().astype("datetime64[D]").astype("int64")
    return [None if missing else day for day, missing in zip(days.tolist(), stamps.isna().tolist(), strict=True)]


def read_radii(events: gpd.GeoDataFrame, points: Points) -> np.ndarray:
    """Read the radii of places; a line or an area without one has that which covers it."""
    told = np.full(len(events), math.nan)
    if "radius_km" in events.columns:
        told = read_floats(events, "radius_km", InputError)
    return np.where(np.isnan(told) & (points.reach_km > 0), points.reach_km, told)


def read_precisions(events: gpd.GeoDataFrame, points: Points, radius_km: np.ndarray) -> list[str]:
    """Read place precisions; where none is told, the radius or the decimals of the coordinates tell it."""
    rule = ColumnRule(name="place_precision", default=None, convert=to_text)
    told = np.array(read_cells(events, rule, len(events)), dtype=object)
    untold = ~np.isin(told.astype(str), [p.value for p in PlacePrecision])
    told[untold] = tell_precision(points.latitude[untold], points.longitude[untold], radius_km[untold])
    told[np.isnan(points.latitude)] = PlacePrecision.UNKNOWN.value
    values: list[str] = told.tolist()
    return values


def fill_date_precision(events: gpd.GeoDataFrame, size: int) -> list[str]:
    """Read date precisions; where they are missing, one day is a day, more a range, none unknown."""
    rule = ColumnRule(name="date_precision", default=None, convert=to_text)
    told = read_cells(events, rule, size)
    starts, ends = read_days(events, "date_start", size), read_days(events, "date_end", size)
    filled = []
    for value, start, end in zip(told, starts, ends, strict=True):
        if start is None:
            filled.append(DatePrecision.UNKNOWN.value)
        else:
            guess = DatePrecision.DAY if end is None or end == start else DatePrecision.RANGE
            filled.append(value or guess.value)
    return filled


def encode_numbers(values: list[Any]) -> JsonColumn:
    """Encode numbers: one value if all are the same, else all of them."""
    return {"c": values[0] if values else None} if len(set(values)) <= 1 else {"v": values}


def encode_texts(values: list[str] | list[str | None]) -> JsonColumn:
    """Encode texts: one value if all are the same, a dictionary where many repeat, else all of them."""
    distinct = dict.fromkeys(v for v in values if v is not None)
    if len(distinct) <= 1 and (not distinct or None not in values):
        return {"c": values[0] if values else None}
    if len(distinct) > DICTIONARY_SHARE * len(values) and len(values) > 20:
        return {"v": values}
    numbers = {word: number for number, word in enumerate(sorted(distinct))}
    return {"w": list(numbers), "i": [-1 if v is None else numbers[v] for v in values]}


def decode_column(column: JsonColumn, size: int) -> list[Any]:
    """Decode a column again, one value a row."""
    if "c" in column:
        return [column["c"]] * size
    if "w" in column:
        return [None if code < 0 else column["w"][code] for code in column["i"]]
    return list(column["v"])


def dump_json(value: object) -> str:
    r"""Write compact JSON that HTML cannot break: no ``<``, ``>``, ``&`` or line separators stand in it.

    >>> dump_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def count_words(values: Iterable[str]) -> dict[str, int]:
    """Count how often each word occurs."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts
