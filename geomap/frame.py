"""Events as a GeoDataFrame, and back: the hinge between the text side and the map side.

In: events, or a frame that someone else made. Out: a GeoDataFrame with the columns of ``COLUMNS``, one row an event, in
EPSG:4326, its geometry a point or None. ``actors``, ``runners_up`` and ``evidence`` hold JSON arrays as text, so that
every table and GIS format can carry them; the GeoJSON export unfolds them.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pandas.api.types import is_float_dtype, is_numeric_dtype, pandas_dtype

from geomap.errors import CoordinateError, DateError, InputError, MissingColumnError
from geomap.model import Event, Evidence, NumberRange, PlacePrecision
from geomap.points import CRS, take_points, tell_extended, tell_precision

__all__ = ["COLUMNS", "JSON_COLUMNS", "build_frame", "check_frame", "refuse_lost_cells"]

_TEXT, _DATE, _REAL, _WHOLE = "str", "datetime64[s]", "float64", "Int64"

COLUMNS: dict[str, str] = {
    "event_id": _TEXT,
    "title": _TEXT,
    "event_type": _TEXT,
    "event_family": _TEXT,
    "actor": _TEXT,
    "actors": _TEXT,
    "target": _TEXT,
    "date_start": _DATE,
    "date_end": _DATE,
    "date_precision": _TEXT,
    "date_text": _TEXT,
    "place": _TEXT,
    "country": _TEXT,
    "admin1": _TEXT,
    "latitude": _REAL,
    "longitude": _REAL,
    "place_precision": _TEXT,
    "place_relation": _TEXT,
    "place_text": _TEXT,
    "radius_km": _REAL,
    "gazetteer_id": _TEXT,
    "place_reason": _TEXT,
    "runners_up": _TEXT,
    "confidence": _REAL,
    "killed_min": _WHOLE,
    "killed_max": _WHOLE,
    "injured_min": _WHOLE,
    "injured_max": _WHOLE,
    "missing_min": _WHOLE,
    "missing_max": _WHOLE,
    "displaced_min": _WHOLE,
    "displaced_max": _WHOLE,
    "count": _WHOLE,
    "assertion": _TEXT,
    "attributed_to": _TEXT,
    "quote": _TEXT,
    "evidence": _TEXT,
    "source": _TEXT,
    "source_url": _TEXT,
    "published": _DATE,
    "sources": _WHOLE,
    "status": _TEXT,
}
"""The event schema: column name to pandas dtype, in the order of every export; ``geometry`` comes last."""

JSON_COLUMNS = ("actors", "runners_up", "evidence")
"""The columns whose text is a JSON array."""

_ZONE = re.compile(r"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(?:Z|[+-]\d\d(?::?\d\d)?)$")


def build_frame(events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Lay events out as a GeoDataFrame with the columns of ``COLUMNS`` and a point geometry in EPSG:4326.

    An event without a place has no geometry, NaN coordinates and the precision ``unknown``; it is never at 0, 0.
    """
    rows = [_make_row(event) for event in events]
    data = {name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in COLUMNS.items()}
    frame = pd.DataFrame(data)
    return _locate(frame)


def check_frame(frame: gpd.GeoDataFrame | pd.DataFrame, required: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Give a copy of any frame of events with every column of the schema, in its order and dtypes.

    Columns beyond the schema are kept, behind it. A frame without ``latitude`` and ``longitude`` takes them from its
    geometry, and one without a geometry gets it from them. Of a line or an area it is a point on it, with a radius that
    covers it. A place whose precision nobody tells is known as its radius or, without one, the decimals of its
    coordinates tell (`geomap.points`). The caller's frame is left as it was.

    Raises
    ------
    MissingColumnError
        If a column named in ``required`` is absent, or there is neither a geometry nor a pair of coordinates.
    CoordinateError
        If a latitude is outside -90 to 90 or a longitude outside -180 to 180.
    DateError
        If a date is neither a date nor a text as ISO 8601 writes it: of 05/01/2024 nobody knows which month it means.
    InputError
        If a number is none.
    """
    missing = [name for name in required if name not in frame.columns]
    if missing:
        raise MissingColumnError(f"the frame lacks the column {', '.join(missing)}; it has {', '.join(frame.columns)}")
    shapes = _find_shapes(frame)
    data = pd.DataFrame(frame.drop(columns=[] if shapes is None else shapes.name)).reset_index(drop=True)
    data = _fill_coordinates(data, shapes)
    for name, dtype in COLUMNS.items():
        column = data[name] if name in data.columns else _default(name, data)
        data[name] = _cast(column, name, dtype)
    untold = ~data["place_precision"].isin([p.value for p in PlacePrecision])
    if untold.any():
        where = (data.loc[untold, name].to_numpy(float) for name in ("latitude", "longitude", "radius_km"))
        data.loc[untold, "place_precision"] = tell_precision(*where)
    extra = [name for name in data.columns if name not in COLUMNS]
    return _locate(data[[*COLUMNS, *extra]])


def _locate(data: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give the frame its geometry: a point where both coordinates are there, else None."""
    points = np.full(len(data), None, dtype=object)
    known = (data["longitude"].notna() & data["latitude"].notna()).to_numpy()
    points[known] = shapely.points(data.loc[known, ["longitude", "latitude"]].to_numpy())
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(points, index=data.index, crs=CRS), crs=CRS)


def _make_row(event: Event) -> dict[str, Any]:
    where, when, killed, injured = event.where, event.when, event.casualties.killed, event.casualties.injured
    place = where.place if where else None
    return {
        "event_id": event.event_id,
        "title": event.title,
        "event_type": event.event_type,
        "event_family": event.family.value,
        "actor": event.actors[0] if event.actors else None,
        "actors": _dump(list(event.actors)),
        "target": "; ".join(event.targets) or None,
        "date_start": when.start,
        "date_end": when.end,
        "date_precision": when.precision.value,
        "date_text": when.text,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1_name if place else None,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "place_precision": where.precision.value if where else "unknown",
        "place_relation": where.relation.value if where else None,
        "place_text": where.text if where else None,
        "radius_km": where.radius_km if where else None,
        "gazetteer_id": place.place_id if place else None,
        "place_reason": where.reason if where else None,
        "runners_up": _dump_runners_up(event),
        "confidence": event.confidence,
        "killed_min": _low(killed),
        "killed_max": _high(killed),
        "injured_min": _low(injured),
        "injured_max": _high(injured),
        "missing_min": _low(event.casualties.missing),
        "missing_max": _high(event.casualties.missing),
        "displaced_min": _low(event.casualties.displaced),
        "displaced_max": _high(event.casualties.displaced),
        "count": event.count,
        "assertion": event.assertion.value,
        "attributed_to": event.attributed_to,
        "quote": event.evidence[0].quote if event.evidence else None,
        "evidence": _dump([_make_evidence(e, event) for e in event.evidence]),
        "source": event.source,
        "source_url": event.source_url,
        "published": event.published,
        "sources": event.sources,
        "status": event.status.value,
    }


def _make_evidence(evidence: Evidence, event: Event) -> dict[str, Any]:
    """Turn evidence into plain JSON; ``trigger`` and ``place`` are offsets into the quote, for whoever marks them."""
    at = evidence.start
    place = None
    if evidence.place_start is not None and evidence.place_end is not None:
        place = [evidence.place_start - at, evidence.place_end - at]
    return {
        "doc_id": evidence.doc_id,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "trigger": [evidence.trigger_start - at, evidence.trigger_end - at],
        "place": place,
        "source": event.source,
        "source_url": event.source_url,
        "published": event.published.isoformat() if event.published else None,
    }


def _dump_runners_up(event: Event) -> str:
    candidates = event.where.runners_up if event.where else ()
    return _dump(
        [
            {
                "name": c.place.name,
                "country": c.place.country,
                "admin1": c.place.admin1_name,
                "latitude": c.place.latitude,
                "longitude": c.place.longitude,
                "gazetteer_id": c.place.place_id,
                "score": round(c.score, 3),
            }
            for c in candidates
        ]
    )


def _dump(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _low(number: NumberRange | None) -> int | None:
    return number.low if number else None


def _high(number: NumberRange | None) -> int | None:
    return number.high if number else None


def _default(name: str, data: pd.DataFrame) -> pd.Series[Any]:
    defaults: dict[str, Any] = {
        "title": "",
        "event_type": "event",
        "event_family": "other",
        "actors": "[]",
        "runners_up": "[]",
        "evidence": "[]",
        "date_precision": "unknown",
        "confidence": 1.0,
        "count": 1,
        "assertion": "asserted",
        "sources": 1,
        "status": "found",
    }
    if name == "event_id":
        return pd.Series([f"row-{i + 1}" for i in range(len(data))], index=data.index)
    if name == "actors" and "actor" in data.columns:
        return pd.Series([_dump([] if pd.isna(a) else [str(a)]) for a in data["actor"]], index=data.index)
    return pd.Series(defaults.get(name), index=data.index, dtype=object)


def _cast(column: pd.Series[Any], name: str, dtype: str) -> pd.Series[Any]:
    values = column
    if dtype == _DATE and not (column.dtype.kind == "M" and isinstance(column.dtype, np.dtype)):
        texts = column.map(_as_naive)
        values = pd.to_datetime(texts, errors="coerce", format="ISO8601")
        refuse_lost_cells(column, values, f"{name} is not a date as 2023-12-26 is", DateError)
    elif dtype in {_REAL, _WHOLE} and not is_numeric_dtype(column.dtype):
        values = pd.to_numeric(column, errors="coerce")
        refuse_lost_cells(column, values, f"{name} is not a number", InputError)
    if dtype == _WHOLE and is_float_dtype(values.dtype):
        values = values.where(values % 1 == 0)
        refuse_lost_cells(column, values, f"{name} is not a whole number", InputError)
    cast: pd.Series[Any] = values.astype(pandas_dtype(dtype))
    return cast


def refuse_lost_cells(before: pd.Series[Any], after: pd.Series[Any], complaint: str, error: type[InputError]) -> None:
    """Raise ``error`` for the first cell that held something and lost it when it was read; rows count from 1."""
    lost = (after.isna() & before.notna()).to_numpy()
    if lost.any():
        row = int(lost.argmax())
        raise error(f"row {row + 1}: {complaint}: {before.tolist()[row]!r}; correct it or leave the cell empty")


def _as_naive(value: object) -> object:
    """Take the time zone off: the day is that of the place. A bare number is no date but nanoseconds since 1970."""
    if isinstance(value, pd.Timestamp | dt.datetime) and value.tzinfo is not None:
        return value.replace(tzinfo=None)
    if isinstance(value, str):
        return _ZONE.sub(r"\1", value)
    return "" if isinstance(value, int | float | np.integer | np.floating) and not math.isnan(value) else value


def _find_shapes(frame: gpd.GeoDataFrame | pd.DataFrame) -> gpd.GeoSeries | None:
    """Find the geometry of a frame, whatever its column is called."""
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        return frame.geometry
    return gpd.GeoSeries(frame["geometry"]) if "geometry" in frame.columns else None


def _fill_coordinates(data: pd.DataFrame, shapes: gpd.GeoSeries | None) -> pd.DataFrame:
    if "latitude" not in data.columns or "longitude" not in data.columns:
        if shapes is None:
            names = ", ".join(map(str, data.columns))
            raise MissingColumnError(f"the frame has neither a geometry nor latitude and longitude; it has {names}")
        points = take_points(shapes)
        tell_extended(points)
        data["latitude"], data["longitude"] = points.latitude, points.longitude
        if (points.reach_km > 0).any():
            radius = data["radius_km"] if "radius_km" in data.columns else pd.Series(np.nan, index=data.index)
            data["radius_km"] = radius.where(radius.notna(), np.where(points.reach_km > 0, points.reach_km, np.nan))
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        values = pd.to_numeric(data[name], errors="coerce")
        refuse_lost_cells(data[name], values, f"{name} is not a number", CoordinateError)
        bad = values.abs() > limit
        if bad.any():
            row = int(bad.to_numpy().argmax())
            raise CoordinateError(
                f"row {row + 1}: {name} {values.tolist()[row]} is outside -{limit:g} to {limit:g}; "
                "check that latitude and longitude are not swapped"
            )
        data[name] = values
    return data
