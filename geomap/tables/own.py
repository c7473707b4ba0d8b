"""Geomap's own exports told from other tables at a glance, and read back by the part that wrote them.

In: a file and its content. Out: the event frame that was written, or None for any other table.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import geopandas as gpd

from geomap.errors import InputError
from geomap.export import is_event_table, read_events

__all__ = ["read_own"]

# columns that no other table of events has; together they mark a text as one of ours
_MARKS = (b"event_family", b"date_precision", b"place_precision")
_OPENING = 200_000
_TEXTS = {".csv", ".geojson", ".json", ".jsonl", ".kml"}
_ARCHIVES = {".xlsx", ".kmz"}
_LAYERS = {".gpkg", ".fgb"}


def read_own(path: Path, data: bytes, suffix: str) -> gpd.GeoDataFrame | None:
    """Read a file that geomap wrote; None for any other, and for one that was changed beyond what its format allows."""
    if path.suffix.lower() != suffix or not _is_own(path, data, suffix):
        return None
    try:
        return read_events(path)
    except InputError:
        # somebody edited it: it is read as any table is
        return None


def _is_own(path: Path, data: bytes, suffix: str) -> bool:
    if suffix in _TEXTS:
        return _has_marks(data[:_OPENING])
    if suffix in _ARCHIVES:
        return _has_marks(_unpack(data))
    if suffix == ".parquet":
        import pyarrow as pa  # noqa: PLC0415  only for this format
        import pyarrow.parquet as pq  # noqa: PLC0415

        try:
            return is_event_table(pq.read_schema(pa.BufferReader(data)).names)
        except pa.ArrowException:
            return False
    return suffix in _LAYERS and _has_columns(path)


def _has_marks(content: bytes) -> bool:
    return all(mark in content for mark in _MARKS)


def _unpack(data: bytes) -> bytes:
    """Give the opening of the parts of an archive that name the columns."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.endswith((".kml", "sharedStrings.xml", "sheet1.xml"))]
            return b"".join(archive.open(name).read(_OPENING) for name in names)
    except (zipfile.BadZipFile, OSError):
        return b""


def _has_columns(path: Path) -> bool:
    import pyogrio  # noqa: PLC0415  GDAL loads only for GIS files

    try:
        layer = str(pyogrio.list_layers(path)[0][0])
        return is_event_table(pyogrio.read_info(path, layer=layer)["fields"])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, IndexError):
        return False
