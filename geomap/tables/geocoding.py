"""Geocoding a table file: a file with a column of place names goes in, the same with coordinates added comes out.

Every row and every column is kept as it is; what is found is added in columns of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from geomap.errors import ExportError, MissingColumnError
from geomap.export.spreadsheets import write_sheet
from geomap.export.whole import replacing
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import GeocodeResult
from geomap.gazetteer.rows import ResolvedRows, resolve_rows
from geomap.tables.files import read_raw
from geomap.tables.notes import summarise
from geomap.tables.raw import SourceOptions, as_texts

__all__ = ["ADDED_COLUMNS", "GeocodedTable", "NameColumns", "geocode_table"]

ADDED_COLUMNS = (
    "latitude", "longitude", "place_precision", "confidence", "matched_name", "matched_country", "matched_admin1",
    "gazetteer_id", "reason",
)  # fmt: skip
"""The columns that are added; where the table has one of the name, the new one begins with ``geomap_``."""

_SHAPES = "source_geometry"
_TEXT = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_BOOKS = frozenset((".xlsx", ".ods"))
_LAYERS = frozenset((".geojson", ".json", ".gpkg", ".fgb"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameColumns:
    """The columns of a table that tell a place: its name, its country (ISO 3166-1 alpha-2 or name), its admin1 unit."""

    name: str
    country: str | None = None
    admin1: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodedTable:
    """What became of a table's rows; ``ambiguous`` rows are matched with a confidence below .7.

    ``unmatched_names`` lists each name that was not found once, with its number of rows, the most frequent first.
    ``remarks`` say how the file was read, and which of its lines are no rows of the table (totals, a second header).
    """

    rows: int
    matched: int
    ambiguous: int
    unmatched: int
    unmatched_names: tuple[tuple[str, int], ...]
    remarks: tuple[str, ...]


def geocode_table(
    source: Path,
    output: Path,
    *,
    gazetteer: Gazetteer,
    columns: NameColumns,
    options: SourceOptions | None = None,
    fallback: Callable[[GeocodeResult, str | None], GeocodeResult] | None = None,
    progress: Callable[[Collection[tuple[object, ...]]], Iterable[tuple[object, ...]]] | None = None,
) -> GeocodedTable:
    """Geocode a table file and write it again with the results added.

    Parameters
    ----------
    source
        A table of any kind that geomap reads, compressed or not; see `geomap.tables.read_table`.
    output
        The file to write, by its suffix: .csv, .tsv, .xlsx, .ods, .parquet, .geojson, .gpkg or .fgb; it is
        replaced only by a whole new one. GIS files get points in EPSG:4326, and none where a row was not found. A
        geometry of the source is kept as WKT in the column ``source_geometry``.
    gazetteer
        The open gazetteer.
    columns
        The columns with the place names and what narrows them.
    options
        Encoding, delimiter and sheet, where the file does not tell them.
    fallback
        What is done with a name that is not found; see `geomap.gazetteer.fallback.OnlineFallback`.
    progress
        Goes through the distinct rows and shows how far it is.

    Raises
    ------
    InputError
        The table cannot be read, or its kind is not known.
    MissingColumnError
        A column that was named is not there.
    ExportError
        The output cannot be written, or its kind is not known.
    """
    if output.suffix.lower() not in _TEXT.keys() | _BOOKS | _LAYERS | {".parquet"}:
        raise ExportError(
            f"{output}: cannot write {output.suffix or 'a file without a suffix'}; use .csv, .xlsx, .parquet,"
            " .geojson or .gpkg"
        )
    table = read_raw(source, options=options or SourceOptions())
    for name in (columns.name, columns.country, columns.admin1):
        if name is not None and name not in table.columns:
            raise MissingColumnError(f"{source}: no column {name!r}; there are {', '.join(map(str, table.columns))}")
    resolved = resolve_rows(
        gazetteer,
        table.cells(columns.name).texts(),
        countries=None if columns.country is None else table.cells(columns.country, na_is_empty=False).texts(),
        admin1s=None if columns.admin1 is None else table.cells(columns.admin1).texts(),
        fallback=fallback,
        progress=progress,
    )
    _write(_add_columns(_settle(table.data), resolved), resolved, output)
    return GeocodedTable(
        rows=len(table.data),
        matched=resolved.matched,
        ambiguous=resolved.ambiguous,
        unmatched=len(table.data) - resolved.matched,
        unmatched_names=tuple(resolved.unmatched.items()),
        remarks=(*table.remarks, *summarise([note for note in table.notes if note.column != "geometry"])),
    )


def _settle(data: pd.DataFrame) -> pd.DataFrame:
    """Give cells of several kinds in one column one type that every format can hold, and geometry as WKT."""
    frame = pd.DataFrame(data.drop(columns="geometry", errors="ignore"))
    for name in frame.columns:
        if frame[name].dtype == object:
            known: pd.Series[Any] = frame[name].convert_dtypes()
            frame[name] = as_texts(frame[name]) if known.dtype == object else known
    if "geometry" in data and data["geometry"].notna().any():
        frame[_free_name(frame, _SHAPES)] = [None if shape is None else shape.wkt for shape in data["geometry"]]
    return frame


def _add_columns(frame: pd.DataFrame, resolved: ResolvedRows) -> pd.DataFrame:
    results = resolved.results.tolist()
    added = pd.DataFrame(
        {
            "latitude": resolved.latitude,
            "longitude": resolved.longitude,
            "place_precision": [None if r.place_precision is None else r.place_precision.value for r in results],
            "confidence": resolved.confidence,
            "matched_name": [r.place for r in results],
            "matched_country": [r.country for r in results],
            "matched_admin1": [r.admin1 for r in results],
            "gazetteer_id": [r.gazetteer_id for r in results],
            "reason": [r.reason for r in results],
        },
        index=frame.index,
        columns=list(ADDED_COLUMNS),
    )
    added.columns = pd.Index([_free_name(frame, name) for name in ADDED_COLUMNS])
    return pd.concat([frame, added], axis=1)


def _free_name(frame: pd.DataFrame, name: str) -> str:
    while name in frame:
        name = f"geomap_{name}"
    return name


def _write(frame: pd.DataFrame, resolved: ResolvedRows, output: Path) -> None:
    """Write a table file by its suffix, whole or not at all."""
    suffix = output.suffix.lower()
    try:
        with replacing([output]) as (scratch,):
            if suffix in _TEXT:
                frame.to_csv(scratch, sep=_TEXT[suffix], index=False, encoding="utf-8")
            elif suffix == ".parquet":
                frame.to_parquet(scratch, index=False)
            elif suffix == ".xlsx":
                table = pa.Table.from_pandas(frame, preserve_index=False)
                write_sheet(table, scratch, name="places", title=output.stem)
            elif suffix == ".ods":
                pyogrio.write_dataframe(frame, scratch)
            else:
                points = gpd.points_from_xy(resolved.longitude, resolved.latitude, crs="EPSG:4326")
                missing = pd.isna(resolved.latitude)
                shapes = gpd.GeoSeries(points, index=frame.index).mask(missing, None)
                pyogrio.write_dataframe(gpd.GeoDataFrame(frame, geometry=shapes), scratch)
    except (OSError, pa.ArrowException, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ExportError(f"{output}: cannot be written ({error})") from error
