"""Any frame of events as plain typed columns, the common ground of all formats.

In: an event frame, or one that someone else made. Out: an Arrow table of texts, days, whole and real numbers, truth
values and moments, with every missing value null; and the points beside it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geomap.errors import DateError, ExportError
from geomap.export.decoding import ROW_COLUMN
from geomap.frame import COLUMNS, JSON_COLUMNS, check_frame

__all__ = ["build_table", "count_actors", "distinct_names", "make_points", "prepare_events"]

_ARROW = {"str": pa.string(), "datetime64[s]": pa.date32(), "float64": pa.float64(), "Int64": pa.int64()}
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")


def prepare_events(frame: gpd.GeoDataFrame | pd.DataFrame) -> gpd.GeoDataFrame:
    """Give an event frame that every format can carry: checked, column names texts and each there once.

    Arrays are spelled as `geomap.frame` spells them. A column beyond the schema whose values no format has (lists,
    lengths of time, mixed kinds) becomes text, lists and mappings as JSON.

    Raises
    ------
    ExportError
        If two columns have one name, or a cell of ``actors``, ``runners_up`` or ``evidence`` is no JSON array.
    DateError
        If a day is outside the years 1 to 9999.
    """
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name not in {None, "geometry"}:
        frame = frame.rename_geometry("geometry")
    named = frame.rename(columns=str)
    if twice := [name for name, times in Counter(named.columns).items() if times > 1]:
        raise ExportError(f"the frame has two columns {twice[0]!r}; rename one")
    named = pd.DataFrame(named) if "geometry" not in named.columns else named
    loose = {name: _clean_texts(named[name]) for name in named.columns if named[name].dtype == object}
    events = check_frame(named.assign(**loose).drop(columns=ROW_COLUMN, errors="ignore"))
    changed: dict[str, Any] = {name: _spell_arrays(events[name], name) for name in JSON_COLUMNS}
    for name in events.columns:
        if name not in COLUMNS and name != "geometry":
            changed[name] = _make_plain(events[name])
        elif COLUMNS.get(name) == "datetime64[s]":
            changed[name] = _check_days(events[name], name)
    return events.assign(**changed)


def build_table(events: gpd.GeoDataFrame) -> pa.Table:
    """Lay a prepared frame out as an Arrow table without its geometry; days are days, not moments."""
    arrays = {}
    for name in events.columns.drop("geometry"):
        column = events[name]
        if name not in COLUMNS:
            arrays[name] = _to_arrow(column)
        elif COLUMNS[name] == "datetime64[s]":
            arrays[name] = pa.Array.from_pandas(column.to_numpy().astype("datetime64[D]"), type=pa.date32())
        else:
            arrays[name] = pa.Array.from_pandas(column, type=_ARROW[COLUMNS[name]])
    return pa.table(arrays)


def make_points(events: gpd.GeoDataFrame) -> pa.Array:
    """Give the points of a frame as well-known binary, null where an event has no place."""
    return pa.array(shapely.to_wkb(events.geometry.to_numpy()), type=pa.binary())


def count_actors(events: gpd.GeoDataFrame) -> dict[str, int]:
    """Count the events of each actor that is named."""
    return {str(name): int(count) for name, count in events["actor"].value_counts().items()}


def distinct_names(names: Iterable[str], reserved: Iterable[str]) -> list[str]:
    """Give names that stay apart where case does not count, and apart from the format's own.

    A name that would clash is numbered, ``Title~2`` beside ``title``; `geomap.export.decode_events` takes that off.

    >>> distinct_names(["title", "Title", "fid", "a~3"], ["fid"])
    ['title', 'Title~2', 'fid~2', 'a~3~1']
    """
    taken, distinct = {name.lower() for name in reserved}, []
    for name in names:
        head, _, tail = name.rpartition("~")
        candidate, number = (f"{name}~1" if head and tail.isdecimal() else name), 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{name}~{number}"
        taken.add(candidate.lower())
        distinct.append(candidate)
    return distinct


def _clean_texts(column: pd.Series[Any]) -> pd.Series[Any]:
    """Put U+FFFD for lone surrogates, which no encoding of Unicode can write."""
    cells = [
        cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(cell, str) and not cell.isascii()
        else cell
        for cell in column
    ]
    return pd.Series(cells, index=column.index, dtype=object)


def _spell_arrays(column: pd.Series[Any], name: str) -> pd.Series[Any]:
    codes, texts = pd.factorize(column)
    spelled = []
    for i, text in enumerate(texts):
        try:
            value = json.loads(text, parse_constant=lambda _: None)
        except json.JSONDecodeError:
            value = None
        if not isinstance(value, list):
            row = int((codes == i).argmax()) + 1
            raise ExportError(f'row {row}: {name} is {text!r}, not a JSON array; write it as ["one", "two"]')
        spelled.append(json.dumps(value, ensure_ascii=False))
    cells = np.array([*spelled, None], dtype=object)[codes]
    return pd.Series(cells, index=column.index, dtype="str")


def _check_days(column: pd.Series[Any], name: str) -> pd.Series[Any]:
    days = column.to_numpy().astype("datetime64[D]")
    outside = (days < _FIRST_DAY) | (days > _LAST_DAY)
    if outside.any():
        row = int(outside.argmax())
        raise DateError(
            f"row {row + 1}: {name} is {days[row]}, outside the years 1 to 9999; correct it or leave it out"
        )
    return pd.Series(days.astype("datetime64[s]"), index=column.index)


def _to_arrow(column: pd.Series[Any]) -> pa.Array:
    array = pa.Array.from_pandas(column)
    return array.cast(pa.string()) if pa.types.is_large_string(array.type) else array


def _make_plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column of texts, truth values, numbers, days or moments, whatever it was."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    kind = column.dtype.kind
    if kind == "M":
        return column
    if kind in "bif" or isinstance(column.dtype, pd.StringDtype):
        return column.astype("float64") if kind == "f" else column
    cells = [cell if isinstance(cell, list | dict | np.ndarray) or pd.notna(cell) else None for cell in column]
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds in ({dt.date}, {bool}):
        return pd.Series(cells, index=column.index, dtype=object)
    if kinds == {int} and all(cell is None or abs(cell) < 2**63 for cell in cells):
        return pd.Series(cells, index=column.index, dtype="Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(cells, index=column.index, dtype="float64")
    return pd.Series([None if cell is None else _to_text(cell) for cell in cells], index=column.index, dtype="str")


def _to_text(cell: object) -> str:
    if isinstance(cell, list | tuple | dict | np.ndarray):
        return json.dumps(cell.tolist() if isinstance(cell, np.ndarray) else cell, ensure_ascii=False, default=str)
    return str(cell)
