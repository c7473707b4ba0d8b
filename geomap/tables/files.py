"""A file of any kind to a raw table: what it is by its name and, where that does not tell, by its content.

In: a path, compressed or not. Out: a `RawTable`.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from geomap.errors import InputError
from geomap.reading.decoding import EMPTY_FILE
from geomap.tables.own import read_own
from geomap.tables.raw import NothingInsideError, RawTable, SourceOptions

__all__ = ["JSON_SUFFIXES", "TABLE_SUFFIXES", "read_raw", "suffix_of"]

_PACKED = {".gz", ".xz", ".bz2", ".zip"}
_TEXT = {".csv", ".tsv", ".tab", ".txt", ".psv", ".dat"}
_BOOKS = {".xlsx", ".xlsm"}
_JSON = {".json", ".jsonl", ".ndjson"}
_LAYERS = {
    ".geojson",
    ".gpkg",
    ".fgb",
    ".kml",
    ".kmz",
    ".shp",
    ".gpx",
    ".gml",
    ".ods",
    ".geojsonl",
    ".geojsons",
    ".sqlite",
}
_PARQUET = {".parquet", ".geoparquet", ".pq"}

TABLE_SUFFIXES = frozenset(
    (_TEXT - {".txt", ".dat"}) | _BOOKS | _PARQUET | (_LAYERS - {".gpx", ".gml", ".sqlite"}) | {".xls"}
)
"""The endings of files that are tables whatever they hold; ``.json`` and ``.jsonl`` may be articles as well."""

JSON_SUFFIXES = frozenset(_JSON)
"""The endings of files that may hold a table or articles."""


def suffix_of(path: Path) -> str:
    """Give the ending that tells what a file is, without the one of its compression.

    >>> suffix_of(Path("events.CSV.gz"))
    '.csv'
    """
    suffix = path.suffix.lower()
    if suffix in _PACKED:
        inner = Path(path.stem).suffix.lower()
        return inner if inner in _TEXT | _BOOKS | _JSON | _LAYERS | _PARQUET else suffix
    return suffix


def read_raw(path: Path, *, options: SourceOptions) -> RawTable:
    """Read a file as a table.

    Raises
    ------
    InputError
        The file is missing, damaged, empty, or of a kind that is not known.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file" if not path.is_dir() else f"{path}: is a folder; name a file in it")
    data, suffix = _load(path)
    if not data.strip():
        raise NothingInsideError(f"{path}: {EMPTY_FILE}")
    if suffix == ".xls" or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{path}: an old Excel workbook; save it as .xlsx first")
    own = read_own(path, data, suffix)
    if own is not None:
        lines = np.arange(1, len(own) + 1, dtype=np.int64)
        return RawTable(path=path, suffix=suffix, data=own, lines=lines, counted_by="event", events=own)
    if suffix in _BOOKS:
        from geomap.tables.workbooks import read_workbook  # noqa: PLC0415  openpyxl loads only for workbooks

        return read_workbook(data, path, options=options)
    if suffix in _PARQUET or data.startswith(b"PAR1"):
        from geomap.tables.layers import read_parquet  # noqa: PLC0415  GDAL loads only for GIS files

        return read_parquet(path, data)
    if suffix in _JSON:
        return _read_json(data, path, suffix, options)
    if suffix in _LAYERS:
        return _read_layer(data, path, suffix, options)
    if suffix and suffix not in _TEXT:
        raise InputError(
            f"{path}: cannot read {suffix} files as tables; geomap reads {', '.join(sorted(TABLE_SUFFIXES | _JSON))}"
        )
    from geomap.tables.delimited import read_delimited  # noqa: PLC0415  as above

    return read_delimited(data, path, options=options)


def _load(path: Path) -> tuple[bytes, str]:
    """Load a file, unpacked."""
    suffix = suffix_of(path)
    try:
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            return gzip.decompress(data), suffix
        if data.startswith(b"\xfd7zXZ\x00"):
            return lzma.decompress(data), suffix
        if data.startswith(b"BZh"):
            return bz2.decompress(data), suffix
        if data.startswith(b"PK\x03\x04") and path.suffix.lower() in _PACKED | _TEXT:
            return _unzip(data, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: the archive is damaged ({error}); fetch it again") from error
    return data, suffix


def _unzip(data: bytes, path: Path) -> tuple[bytes, str]:
    """Take the one table out of a ZIP archive: the largest file that can be one."""
    known = _TEXT | _BOOKS | _JSON | _LAYERS | _PARQUET
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [info.filename for info in archive.infolist()]
        if "[Content_Types].xml" in names:
            return data, ".xlsx"
        fit = [i for i in archive.infolist() if Path(i.filename).suffix.lower() in known and not i.is_dir()]
        fit = [i for i in fit if not i.filename.startswith("__MACOSX")]
        if not fit:
            raise InputError(f"{path}: no table in this archive; it holds {', '.join(names[:5]) or 'nothing'}")
        chosen = max(fit, key=lambda info: info.file_size)
        return archive.read(chosen), Path(chosen.filename).suffix.lower()


def _read_json(data: bytes, path: Path, suffix: str, options: SourceOptions) -> RawTable:
    opening = data[:4096]
    if b'"FeatureCollection"' in opening or (b'"Feature"' in opening and b'"geometry"' in data[:65536]):
        return _read_layer(data, path, ".geojson", options)
    from geomap.tables.records import load_records, read_records  # noqa: PLC0415  as above

    return read_records(load_records(data, path, options=options), path, suffix=suffix)


def _read_layer(data: bytes, path: Path, suffix: str, options: SourceOptions) -> RawTable:
    from geomap.tables.layers import read_layer  # noqa: PLC0415  GDAL loads only for GIS files

    if path.suffix.lower() == suffix:
        return read_layer(path, suffix=suffix, options=options)
    # GDAL goes by the name of the file: what was packed, or called .json, is read under a fitting one
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        unpacked = Path(folder) / f"table{suffix}"
        unpacked.write_bytes(data)
        table = read_layer(unpacked, suffix=suffix, options=options)
    return RawTable(
        path=path,
        suffix=table.suffix,
        data=table.data,
        lines=table.lines,
        counted_by=table.counted_by,
        notes=table.notes,
        remarks=table.remarks,
    )
