"""GIS files to tables: GeoJSON, GeoPackage, FlatGeobuf, KML, Shapefile, Parquet; what GDAL reads through pyogrio.

In: the path of a file. Out: a `RawTable` whose ``geometry`` is the points of the features in EPSG:4326; an area
or a line
gives a point on it, how far it reaches from there, and says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.points import take_points
from geomap.tables.headings import count_usual
from geomap.tables.notes import RowNote, Severity
from geomap.tables.raw import RawTable, SourceOptions, name_columns

__all__ = ["read_layer", "read_parquet"]

# tables that GIS programs keep beside the data
_OWN = ("layer_styles", "qgis_projects", "gpkg_", "rtree_", "sqlite_")


def read_layer(path: Path, *, suffix: str, options: SourceOptions) -> RawTable:
    """Read a file through GDAL: the layer with the events, all folders of a KML file.

    Raises
    ------
    InputError
        The file cannot be read, has no such layer, or none with rows.
    """
    try:
        source = _source(path)
        layers = [str(name) for name, _ in pyogrio.list_layers(source)]
        layers = [name for name in layers if not name.startswith(_OWN)]
        if not layers:
            raise InputError(f"{path}: the file holds no layer")
        if options.sheet is not None and options.sheet not in layers:
            raise InputError(f"{path}: no layer {options.sheet!r}; there are {', '.join(map(repr, layers))}")
        if suffix in {".kml", ".kmz"} and options.sheet is None:
            frames = [_read(source, layer) for layer in layers]
            frame = pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
            remarks: list[str] = []
        else:
            chosen = options.sheet or (layers[0] if len(layers) == 1 else _choose(source, layers))
            frame = _read(source, chosen)
            others = [name for name in layers if name != chosen]
            remarks = [f"the layer {chosen!r} is read, not {', '.join(map(repr, others))}"] if others else []
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        OSError,
        ValueError,
        pa.ArrowException,
    ) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: cannot be read as {suffix.lstrip('.')} ({error})") from error
    return _as_table(frame, path, suffix, remarks)


def _source(path: Path) -> str:
    """Give what GDAL opens: of a KMZ the document within, since of the whole it does not see the columns."""
    if path.suffix.lower() == ".kmz" and is_zipfile(path):
        with ZipFile(path) as archive:
            if "doc.kml" in archive.namelist():
                return f"/vsizip/{path.absolute()}/doc.kml"
    return str(path)


def _read(path: str, layer: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        # a feature that GDAL mends or passes over is looked at below, by its geometry
        warnings.simplefilter("ignore")
        # through Arrow, GDAL 3.12 breaks on a FlatGeobuf in which a geometry is missing
        through_arrow = not path.lower().endswith(".fgb")
        frame: pd.DataFrame = pyogrio.read_dataframe(path, layer=layer, use_arrow=through_arrow)
    return frame


def _choose(path: str, layers: Sequence[str]) -> str:
    """Choose the layer with the most usual headings, then the most rows."""

    def weigh(layer: str) -> tuple[int, int]:
        info = pyogrio.read_info(path, layer=layer)
        return count_usual([str(name) for name in info["fields"]]), int(info["features"])

    return max(layers, key=weigh)


def read_parquet(path: Path, data: bytes | None = None) -> RawTable:
    """Read a Parquet file, with its geometry where it is GeoParquet.

    Raises
    ------
    InputError
        The file is damaged or no Parquet file.
    """
    source = path if data is None else pa.BufferReader(data)
    try:
        schema = pq.read_schema(source)
        if b"geo" in (schema.metadata or {}):
            source = path if data is None else pa.BufferReader(data)
            frame: pd.DataFrame = gpd.read_parquet(source)
        else:
            source = path if data is None else pa.BufferReader(data)
            frame = pq.read_table(source).to_pandas()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{path}: cannot be read as Parquet ({error})") from error
    if frame.index.name is not None or not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    return _as_table(frame.drop(columns="bbox", errors="ignore"), path, ".parquet", [])


def _as_table(frame: pd.DataFrame, path: Path, suffix: str, remarks: list[str]) -> RawTable:
    lines = np.arange(1, len(frame) + 1, dtype=np.int64)
    notes: list[RowNote] = []
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        points, reach_km, notes, told = _take_points(frame.geometry, lines)
        remarks = [*remarks, *told]
        frame = pd.DataFrame(frame.drop(columns=frame.active_geometry_name))
    else:
        frame = pd.DataFrame(frame)
        points, reach_km = None, None
    names, renamed = name_columns(list(map(str, frame.columns)))
    frame.columns = pd.Index(names)
    frame = frame.reset_index(drop=True)
    if points is not None:
        frame["geometry"] = points
    return RawTable(
        path=path,
        suffix=suffix,
        data=frame,
        lines=lines,
        counted_by="feature" if points is not None else "row",
        notes=tuple(notes),
        remarks=(*remarks, *renamed),
        reach_km=reach_km,
    )


def _take_points(shapes: gpd.GeoSeries, lines: np.ndarray) -> tuple[Any, NDArray[np.float64], list[RowNote], list[str]]:
    """Bring geometries to points in EPSG:4326, with the kilometres that each reached from its point."""
    told: list[str] = []
    if shapes.crs is not None and shapes.crs.to_epsg() != 4326:
        told.append(f"coordinates are turned from {shapes.crs.name} into WGS 84")
    points = take_points(shapes)
    there = ~np.isnan(points.latitude)
    geometry: NDArray[np.object_] = np.full(len(shapes), None, dtype=object)
    geometry[there] = shapely.points(points.longitude[there], points.latitude[there])
    extended = (shapely.get_type_id(shapes.to_numpy()) > 0) & there
    notes = [
        RowNote(
            line=int(lines[row]),
            severity=Severity.REPAIRED,
            column="geometry",
            value=shapes.iloc[row].geom_type,
            reason="no point but an extended shape; a point on it is taken, with a radius that covers the shape",
        )
        for row in np.flatnonzero(extended).tolist()
    ]
    return geometry, points.reach_km, notes, told
