"""Read geomap's own exports back, whatever the format: undo what each format did to the frame.

In: the table as a reader gives it, every cell as text or typed. Out: an event frame as `geomap.frame.build_frame` makes
them. Dates come as texts, days, or moments of some zone; whole numbers as floats; arrays as lists or as JSON; missing
values as None, NaN or empty cells; names and texts with the escapes of the format.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pandas.api.types import infer_dtype, is_bool_dtype, is_numeric_dtype

from geomap.errors import DateError, InputError
from geomap.export.escapes import restore_controls, restore_formula
from geomap.frame import COLUMNS, JSON_COLUMNS, check_frame

__all__ = ["CONTINUED", "ROW_COLUMN", "STYLE_COLUMNS", "decode_events", "is_event_table"]

ROW_COLUMN = "geomap_row"
"""The column of a format that orders the rows anew: the place of each in the frame."""

STYLE_COLUMNS = ("marker-color", "marker-size", "description")
"""What simplestyle adds to the properties of a GeoJSON feature; ``title`` is the schema's own."""

CONTINUED = " (continued "
"""What the name of a column goes on with that holds the rest of texts too long for one cell."""

# what no other table of events has, and enough of it that no column of a newer schema is asked of an older file
_SIGNATURE = frozenset({"event_id", "event_family", "date_precision", "place_precision", "latitude", "longitude"})
_TABLES = {".csv", ".xlsx", ".kml", ".kmz"}
_NUMBERED = re.compile(r"~\d+$")
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_REST = re.compile(r"^(.*) \(continued \d+\)$", re.DOTALL)


def is_event_table(columns: Iterable[object]) -> bool:
    """Whether a table with these columns is one that geomap wrote.

    >>> is_event_table(["event_id", "event_family", "date_precision", "place_precision", "latitude", "longitude"])
    True
    """
    return set(map(str, columns)) >= _SIGNATURE


def decode_events(raw: pd.DataFrame, *, suffix: str = "") -> gpd.GeoDataFrame:
    """Make an event frame of a table for which `is_event_table` holds.

    ``suffix`` names the format that the table was read from (``.csv``), for its own escapes to be undone; without it
    texts are taken as they stand. A row with a point takes its coordinates from there, so that a point that was moved
    in a GIS stays moved. Columns beyond the schema are kept as they were read.

    Raises
    ------
    InputError
        If a cell cannot be what its column holds; the message names row, column and value.
    """
    restore = _restorer(suffix)
    data = _restore_columns(pd.DataFrame(raw.drop(columns="geometry", errors="ignore")), restore, suffix)
    data = data.reset_index(drop=True)
    for name in data.columns:
        if name in COLUMNS:
            data[name] = _decode(data[name], name, restore)
        elif data[name].dtype == object or suffix in _TABLES:
            cells = [restore(cell) if isinstance(cell, str) else cell for cell in data[name]]
            data[name] = pd.Series(cells, index=data.index, dtype=object).infer_objects()
    data = _take_points(data, raw)
    if ROW_COLUMN in data.columns:
        order = pd.to_numeric(data[ROW_COLUMN]).to_numpy().argsort(kind="stable")
        data = data.iloc[order].drop(columns=ROW_COLUMN).reset_index(drop=True)
    return check_frame(data)


def _restorer(suffix: str) -> Callable[[str], str]:
    if suffix == ".csv":
        return restore_formula
    if suffix == ".xlsx":
        return lambda text: restore_formula(restore_controls(text))
    return restore_controls if suffix in {".kml", ".kmz"} else str


def _restore_columns(data: pd.DataFrame, restore: Callable[[str], str], suffix: str) -> pd.DataFrame:
    """Give columns their own names back and drop those that the export added."""
    data = data.rename(columns=lambda name: restore(str(name)))
    data = _join_continued(data)
    if suffix in {".gpkg", ".fgb"}:
        data = data.rename(columns=lambda name: _NUMBERED.sub("", name))
    extra: list[str] = []
    if set(STYLE_COLUMNS[:2]) <= set(data.columns):
        extra += STYLE_COLUMNS
    if "bbox" in data.columns and data["bbox"].map(lambda cell: isinstance(cell, dict) and "xmin" in cell).any():
        extra.append("bbox")
    # GDAL gives the id of a GeoJSON feature as a column
    if suffix in {".geojson", ".json"} and "id" in data.columns and data["id"].equals(data["event_id"]):
        extra.append("id")
    return data.drop(columns=extra, errors="ignore")


def _join_continued(data: pd.DataFrame) -> pd.DataFrame:
    """Put texts that went over several cells together again."""
    for name in [name for name in data.columns if _REST.match(name)]:
        first = _REST.sub(r"\1", name)
        if first in data.columns:
            rest = [restore_formula(cell) if isinstance(cell, str) else "" for cell in data.pop(name)]
            cells = data[first].astype(object)
            data[first] = [cell + more if more else cell for cell, more in zip(cells, rest, strict=True)]
    return data


def _decode(column: pd.Series[Any], name: str, restore: Callable[[str], str]) -> pd.Series[Any]:
    dtype = COLUMNS[name]
    if dtype != "str" and is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype):
        return _narrow(column, name, dtype)
    if dtype == "datetime64[s]":
        return _each(column, name, _to_day).astype("datetime64[s]")
    if dtype == "float64":
        return _each(column, name, _to_real).astype("float64")
    if dtype == "Int64":
        return _each(column, name, _to_whole).astype("Int64")
    if name in JSON_COLUMNS:
        return _each(column, name, lambda value: _to_array(value, restore))
    if restore is str and isinstance(column.dtype, pd.StringDtype):
        return column
    return _each(column, name, lambda value: restore(_to_text(value)))


def _narrow(column: pd.Series[Any], name: str, dtype: str) -> pd.Series[Any]:
    """Give a column of numbers the dtype of the schema, at once where no cell is lost by it."""
    if dtype == "float64":
        return column.astype("float64")
    if dtype == "Int64" and (column.dtype.kind in "iu" or (column.dropna() % 1 == 0).all()):
        return column.astype("Int64")
    return _each(column, name, _to_whole if dtype == "Int64" else _to_day)


def _each(column: pd.Series[Any], name: str, convert: Callable[[Any], Any]) -> pd.Series[Any]:
    """Convert each distinct cell once; a missing one stays missing.

    Raises
    ------
    InputError
        If a cell cannot be converted.
    """
    cells = column.astype(object)
    if infer_dtype(cells) not in {"string", "date"}:
        # lists cannot be looked up, and True and 1 would be looked up as one
        each = [
            None if _is_missing(cell) else _convert(cell, convert, f"row {i + 1}: {name}")
            for i, cell in enumerate(cells.tolist())
        ]
        return pd.Series(each, index=column.index, dtype=object)
    codes, distinct = pd.factorize(cells.to_numpy())
    first = np.unique(codes[codes >= 0], return_index=True)[1]
    rows = np.flatnonzero(codes >= 0)[first] + 1
    found = [_convert(cell, convert, f"row {row}: {name}") for row, cell in zip(rows, distinct, strict=True)]
    return pd.Series(np.array([*found, None], dtype=object)[codes], index=column.index, dtype=object)


def _convert(cell: object, convert: Callable[[Any], Any], where: str) -> Any:  # noqa: ANN401 - what the column holds
    try:
        return convert(cell)
    except DateError as error:
        raise DateError(f"{where} {error}") from error
    except (ValueError, TypeError, OverflowError) as error:
        raise InputError(f"{where} is {cell!r}, which is not what geomap writes there; mend the cell") from error


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell))


def _to_day(value: object) -> dt.date | None:
    if isinstance(value, str):
        if not value:
            return None
        try:
            return dt.date.fromisoformat(value[:10])
        except ValueError as error:
            raise DateError(f"is {value!r}, not a day; write it as YYYY-MM-DD") from error
    if isinstance(value, dt.datetime | pd.Timestamp):
        return value.date()
    if isinstance(value, dt.date):
        return value
    raise DateError(f"is {value!r}, not a day; write it as YYYY-MM-DD")


def _to_real(value: Any) -> float | None:  # noqa: ANN401 - a text or a number of any kind
    return None if value == "" else float(value)


def _to_whole(value: Any) -> int | None:  # noqa: ANN401 - a text or a number of any kind
    if isinstance(value, str):
        return int(value) if value else None
    if value != int(value):
        raise ValueError
    return int(value)


def _to_text(value: object) -> str:
    """Give the text of a cell, also where the program between took it for a number or a day."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _to_array(value: Any, restore: Callable[[str], str]) -> str | None:  # noqa: ANN401 - a JSON text or a list
    """Give the JSON text of an array as the frame spells it."""
    if isinstance(value, str):
        if not value:
            return None
        value = json.loads(restore(value))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        raise TypeError
    return _ENCODER.encode(value) if value else "[]"


def _take_points(data: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Take latitude and longitude from the points of the table, where it has them."""
    if not isinstance(raw, gpd.GeoDataFrame) or raw.active_geometry_name is None:
        return data
    shapes = raw.geometry if raw.crs is None else raw.geometry.to_crs("EPSG:4326")
    points = shapes.to_numpy()
    known = (shapely.get_type_id(points) == shapely.GeometryType.POINT) & ~shapely.is_empty(points)
    for name, read in (("longitude", shapely.get_x), ("latitude", shapely.get_y)):
        values = data[name].to_numpy(dtype=float, copy=True)
        values[known] = read(points[known])
        data[name] = values
    return data
