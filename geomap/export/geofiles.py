"""Write events as GeoPackage, FlatGeobuf and GeoParquet.

In: a prepared frame and a path to grow a file at. Out: the file, with days as dates where the format has them. The
same frame gives the same file with the same libraries: a format that tells when it was written tells a fixed day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from geomap.export.columns import build_table, distinct_names, make_points
from geomap.export.decoding import ROW_COLUMN
from geomap.export.options import ExportOptions
from geomap.export.qgis import LAYER
from geomap.frame import COLUMNS

__all__ = ["write_flatgeobuf", "write_geopackage", "write_geoparquet"]

FIXED_MOMENT = "1970-01-01T00:00:00.000Z"
"""What stands for the moment of writing, so that nothing reads the clock."""

_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (datetime('now'))
)"""


def write_geopackage(events: gpd.GeoDataFrame, path: Path, *, style: str, attribution: str, title: str) -> None:
    """Write a GeoPackage of one layer with real dates, a spatial index, a style for QGIS, and who to credit."""
    table = _without_nul(build_table(events))
    table = table.rename_columns(distinct_names(table.column_names, ["fid", "geometry"]))
    with _fixed_moment():
        pyogrio.write_arrow(
            table.append_column("geometry", make_points(events)),
            path,
            layer=LAYER,
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Point",
            crs="EPSG:4326",
            # of the layer, not of the file: GDAL copies the file's into an .aux.xml beside it when someone reads it
            layer_metadata={"TITLE": title, "ATTRIBUTION": attribution, "SOFTWARE": "geomap"},
            # the oldest that has all of this; GDAL warns of a newer version than it knows
            dataset_options={"VERSION": "1.2"},
            layer_options={
                "GEOMETRY_NAME": "geometry",
                "SPATIAL_INDEX": "YES",
                "IDENTIFIER": title,
                "DESCRIPTION": attribution,
            },
        )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_STYLES)
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, 'geometry', 'geomap', ?, '', 1, 'Colour by actor, shape by type of event', '', ?)",
            (LAYER, style, FIXED_MOMENT),
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
            (FIXED_MOMENT,),
        )


def write_flatgeobuf(events: gpd.GeoDataFrame, path: Path, options: ExportOptions) -> None:
    """Write a FlatGeobuf; days travel as moments, since it has no dates.

    The spatial index of the format orders events anew and has no room for one without a place: it is made when every
    event has one, and a column then keeps the order.
    """
    table = _without_nul(build_table(events))
    indexed = bool(len(events)) and bool(events.geometry.notna().all())
    table = table.rename_columns(distinct_names(table.column_names, ["geometry", ROW_COLUMN]))
    if indexed:
        table = table.append_column(ROW_COLUMN, pa.array(range(1, len(table) + 1), type=pa.int64()))
    pyogrio.write_arrow(
        table.append_column("geometry", make_points(events)),
        path,
        layer=LAYER,
        driver="FlatGeobuf",
        geometry_name="geometry",
        geometry_type="Point",
        crs="EPSG:4326",
        layer_options={"SPATIAL_INDEX": "YES" if indexed else "NO", "TITLE": options.title},
    )


def write_geoparquet(events: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoParquet 1.1 with a box about each point, by which readers skip what they do not need."""
    days: dict[str, Any] = {
        name: pd.Series(
            pd.arrays.ArrowExtensionArray(pa.array(events[name].to_numpy().astype("datetime64[D]"))),
            index=events.index,
        )
        for name, dtype in COLUMNS.items()
        if dtype == "datetime64[s]"
    }
    # a column of that name is the user's
    boxed = "bbox" not in events.columns
    events.assign(**days).to_parquet(path, schema_version="1.1.0", write_covering_bbox=boxed, compression="zstd")


def _without_nul(table: pa.Table) -> pa.Table:
    """Put U+FFFD for U+0000, at which C ends a text."""
    columns: Mapping[str, pa.ChunkedArray] = {
        name: pc.replace_substring(table[name], "\0", "\ufffd") if pa.types.is_string(table[name].type) else table[name]
        for name in table.column_names
    }
    return pa.table(columns)


@contextmanager
def _fixed_moment() -> Iterator[None]:
    """Let GDAL take a fixed moment for the present one."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_MOMENT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
