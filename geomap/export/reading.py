"""Read the files that `geomap.write_events` writes.

In: a path. Out: the event frame that was written, but for what the format cannot hold (``docs/exports.md``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyogrio
import shapely

from geomap.errors import InputError
from geomap.export.decoding import decode_events, is_event_table
from geomap.export.escapes import restore_controls, restore_formula
from geomap.export.kml import read_kml
from geomap.frame import COLUMNS

__all__ = ["read_events"]


def read_events(path: str | Path) -> gpd.GeoDataFrame:
    """Read events that geomap wrote, in any of its formats, as a GeoDataFrame in the event schema.

    Raises
    ------
    InputError
        If the file is not there, is not of the format that its suffix says, or holds another table than geomap's.

    Examples
    --------
    >>> import pandas as pd, tempfile
    >>> from geomap.export import write_events
    >>> frame = pd.DataFrame({"title": ["A strike"], "latitude": [36.2], "longitude": [43.9]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_events(frame, Path(folder, "strike.gpkg"))
    ...     read_events(Path(folder, "strike.gpkg"))["title"].tolist()
    ['A strike']
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise InputError(f"{path}: no format goes by {suffix or 'no suffix'!r}; use one of {', '.join(_READERS)}")
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; name one that geomap wrote")
    try:
        raw = _READERS[suffix](path)
    except (OSError, ValueError, KeyError, RuntimeError, pa.ArrowException, BadZipFile) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: cannot be read as {suffix} ({error}); name a file that geomap wrote") from error
    names = [restore_formula(restore_controls(str(name))) for name in raw.columns if name != "geometry"]
    if suffix in _NAMELESS and raw.empty and not names:
        return decode_events(pd.DataFrame({name: [] for name in COLUMNS}, dtype=object))
    if not is_event_table(names):
        raise InputError(f"{path}: is not a table that geomap wrote; it has the columns {', '.join(names)}")
    try:
        return decode_events(raw, suffix=suffix)
    except InputError as error:
        raise type(error)(f"{path}: {error}") from error


def _read_geojson(path: Path) -> gpd.GeoDataFrame:
    added: list[str] = []
    rows, places = _Rows(), []
    for feature in _features(path, added):
        rows.append(feature["properties"])
        place = feature.get("geometry")
        places.append(place["coordinates"][:2] if place and place["type"] == "Point" else None)
    data = rows.to_frame().drop(columns=added, errors="ignore")
    points = np.full(len(places), None, dtype=object)
    known = np.array([place is not None for place in places], dtype=bool)
    if known.any():
        points[known] = shapely.points(np.array([place for place in places if place is not None], dtype=float))
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(points, index=data.index, crs="EPSG:4326"))


def _features(path: Path, added: list[str]) -> Iterator[dict[str, Any]]:
    """Give the features of a collection, a line at a time where geomap wrote a feature a line.

    The names of properties that are no columns are put into ``added``.
    """
    with path.open(encoding="utf-8-sig") as file:
        head = file.readline().rstrip()
        if head.endswith('"features": ['):
            members = json.loads(head + "]}")
            added += members.get("simplestyle", [])
            for line in file:
                text = line.rstrip("\n,")
                if text == "]}":
                    return
                yield json.loads(text)
            raise ValueError("it is cut short")
    members = json.loads(path.read_text(encoding="utf-8-sig"))
    added += members.get("simplestyle", [])
    yield from members["features"]


def _read_jsonl(path: Path) -> pd.DataFrame:
    rows = _Rows()
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if line.strip():
                rows.append(json.loads(line))
    return rows.to_frame()


class _Rows:
    """Objects of JSON on their way to columns; most have the same members in the same order, and some may lack one."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._rows: list[tuple[Any, ...]] = []

    def append(self, row: dict[str, Any]) -> None:
        if list(row) != self._names:
            self._names += [name for name in row if name not in self._names]
            row = {name: row.get(name) for name in self._names}
        self._rows.append(tuple(row.values()))

    def to_frame(self) -> pd.DataFrame:
        width = len(self._names)
        full = (row if len(row) == width else row + (None,) * (width - len(row)) for row in self._rows)
        columns = [_make_column(list(cells)) for cells in zip(*full, strict=True)]
        return pd.DataFrame(dict(zip(self._names, columns, strict=True)), index=pd.RangeIndex(len(self._rows)))


def _make_column(cells: list[Any]) -> pd.Series[Any]:
    """Give the narrowest column of cells that JSON told, so that whole numbers stay whole beside missing ones."""
    kinds = {type(cell) for cell in cells}
    if kinds == {int, type(None)}:
        return pd.Series(cells, dtype="Int64")
    return pd.Series(cells, dtype=object).infer_objects()


def _read_csv(path: Path) -> pd.DataFrame:
    """Read every cell as text; in quotes it is a text even when empty, without it is a missing value."""
    with path.open("rb") as file:
        names = pacsv.open_csv(file).schema.names
    convert = pacsv.ConvertOptions(
        column_types={name: pa.string() for name in names},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    parse = pacsv.ParseOptions(newlines_in_values=True)
    table: pd.DataFrame = pacsv.read_csv(path, parse_options=parse, convert_options=convert).to_pandas()
    return table


def _read_xlsx(path: Path) -> pd.DataFrame:
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    names = [name for name in next(rows, ()) if name is not None]
    # a row ends with its last cell that holds something
    cells = [[*row, *[None] * (len(names) - len(row))][: len(names)] for row in rows]
    workbook.close()
    return pd.DataFrame(cells, columns=names, dtype=object)


def _read_ogr(path: Path) -> gpd.GeoDataFrame:
    # the points by the old way: through Arrow, GDAL 3.12 breaks on a FlatGeobuf in which one is missing
    _, table = pyogrio.raw.read_arrow(path, layer=_first_layer(path), read_geometry=False)
    _, _, points, _ = pyogrio.raw.read(path, layer=_first_layer(path), columns=[])
    # whole numbers beside missing ones would become floats, and lose what a float cannot hold
    data = table.to_pandas(integer_object_nulls=True)
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapely.from_wkb(points), index=data.index, crs="EPSG:4326"))


def _first_layer(path: Path) -> str:
    """Name the layer of the events; a style that QGIS keeps in the file is a layer too."""
    return str(pyogrio.list_layers(path)[0][0])


_NAMELESS = {".geojson", ".json", ".jsonl"}
"""Formats that name the columns in each row, and so in no row of an empty file."""
_READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".geojson": _read_geojson,
    ".json": _read_geojson,
    ".gpkg": _read_ogr,
    ".fgb": _read_ogr,
    ".parquet": gpd.read_parquet,
    ".kml": read_kml,
    ".kmz": read_kml,
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
    ".jsonl": _read_jsonl,
}
