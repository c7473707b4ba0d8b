"""Geocoding a table file: a file with a column of place names goes in, the same with coordinates added comes out.

Every row and every column is kept as it is; what is found is added in columns of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import ExportError, InputError, MissingColumnError
from geomap.gazetteer.geocoding import GeocodeResult
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.rows import ResolvedRows, resolve_rows

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["ADDED_COLUMNS", "TableReport", "geocode_table", "read_frame", "write_frame"]

ADDED_COLUMNS = (
    "latitude", "longitude", "place_precision", "confidence", "matched_name", "matched_country", "matched_admin1",
    "gazetteer_id", "reason",
)  # fmt: skip
_TEXT = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_LAYERS = frozenset((".xlsx", ".ods", ".geojson", ".json", ".gpkg", ".fgb", ".shp"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """What became of a table's rows; ``ambiguous`` rows are matched with a confidence below .7.

    ``unmatched_names`` lists each name that was not found once, with its number of rows, the most frequent first.
    """

    rows: int
    matched: int
    ambiguous: int
    unmatched: int
    unmatched_names: tuple[tuple[str, int], ...]


def geocode_table(
    source: Path,
    output: Path,
    *,
    gazetteer: Gazetteer,
    column: str,
    country_column: str | None = None,
    admin1_column: str | None = None,
    fallback: Callable[[GeocodeResult, str | None], GeocodeResult] | None = None,
) -> TableReport:
    """Geocode a table file and write it again with the results added.

    Parameters
    ----------
    source
        CSV, TSV, Excel, Parquet, GeoJSON or GeoPackage, by its suffix.
    output
        The file to write, of any of these kinds; it is replaced only by a whole new one. GeoJSON and GeoPackage get
        points; a row that was not found gets an empty geometry.
    gazetteer
        The open gazetteer.
    column
        The column with the place names.
    country_column
        A column with countries, as ISO 3166-1 alpha-2 codes or names.
    admin1_column
        A column with admin1 units, as names or GeoNames codes.
    fallback
        What is done with a name that is not found; see `geomap.gazetteer.fallback.OnlineFallback`.

    Raises
    ------
    InputError
        The table cannot be read, or its kind is not known.
    MissingColumnError
        A column that was named is not there.
    ExportError
        The output cannot be written, or its kind is not known.
    """
    if output.suffix.lower() not in _TEXT.keys() | _LAYERS | {".parquet"}:
        raise ExportError(
            f"{output}: cannot write {output.suffix or 'a file without a suffix'}; use .csv, .xlsx, .parquet,"
            " .geojson or .gpkg"
        )
    frame = read_frame(source)
    for name in (column, country_column, admin1_column):
        if name is not None and name not in frame:
            raise MissingColumnError(f"{source}: no column {name!r}; there are {', '.join(map(str, frame.columns))}")
    resolved = resolve_rows(
        gazetteer,
        frame[column].to_numpy(dtype=object),
        countries=None if country_column is None else frame[country_column].to_numpy(dtype=object),
        admin1s=None if admin1_column is None else frame[admin1_column].to_numpy(dtype=object),
        fallback=fallback,
    )
    write_frame(_add_columns(frame, resolved), output)
    return TableReport(
        rows=len(frame),
        matched=resolved.matched,
        ambiguous=resolved.ambiguous,
        unmatched=len(frame) - resolved.matched,
        unmatched_names=tuple(resolved.unmatched.items()),
    )


def read_frame(source: Path) -> pd.DataFrame:
    """Read a table file; the cells of CSV and TSV stay texts, so that nothing about them changes.

    Raises
    ------
    InputError
        The file is missing, damaged, or of a kind that is not known.
    """
    import pandas as pd  # noqa: PLC0415  a single look-up does without it
    import pyogrio  # noqa: PLC0415

    suffix = source.suffix.lower()
    if not source.is_file():
        raise InputError(f"{source}: no such file")
    try:
        if suffix in _TEXT:
            sep = _find_separator(source, _TEXT[suffix])
            return pd.read_csv(source, sep=sep, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if suffix == ".parquet":
            return pd.read_parquet(source)
        if suffix in _LAYERS:
            return pd.DataFrame(pyogrio.read_dataframe(source))
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: is not UTF-8; save it as “CSV UTF-8”, or as .xlsx") from error
    except (OSError, ValueError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise InputError(f"{source}: cannot be read as a table ({error})") from error
    raise InputError(
        f"{source}: cannot read {suffix or 'a file without a suffix'}; use .csv, .xlsx, .parquet, .geojson or .gpkg"
    )


def _find_separator(source: Path, usual: str) -> str:
    """Take semicolons where the header has them and not the usual mark: Excel writes so where the comma is decimal."""
    with source.open(encoding="utf-8-sig") as stream:
        header = stream.readline()
    return ";" if ";" in header and usual not in header else usual


def _add_columns(frame: pd.DataFrame, resolved: ResolvedRows) -> pd.DataFrame:
    """Add the results; where a column of the name is there already, the new one begins with ``geomap_``."""
    import pandas as pd  # noqa: PLC0415  a single look-up does without it

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


def write_frame(frame: pd.DataFrame, output: Path) -> None:
    """Write a table file by its suffix, whole or not at all.

    Raises
    ------
    ExportError
        The file cannot be written.
    """
    import pyogrio  # noqa: PLC0415  a single look-up does without it

    suffix = output.suffix.lower()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        # GDAL takes the first ".xlsx" in a path for the workbook, so the folder's name must not hold one
        with tempfile.TemporaryDirectory(prefix=".geomap-", dir=output.parent) as folder:
            scratch = Path(folder) / output.name
            if suffix in _TEXT:
                frame.to_csv(scratch, sep=_TEXT[suffix], index=False, encoding="utf-8")
            elif suffix == ".parquet":
                frame.drop(columns="geometry", errors="ignore").to_parquet(scratch, index=False)
            elif suffix in {".xlsx", ".ods"}:
                pyogrio.write_dataframe(frame.drop(columns="geometry", errors="ignore"), scratch)
            else:
                pyogrio.write_dataframe(_add_points(frame), scratch)
            scratch.replace(output)
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ExportError(f"{output}: cannot be written ({error})") from error


def _add_points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Make points of the coordinates that were added last, in EPSG:4326."""
    import geopandas as gpd  # noqa: PLC0415  only files with geometry need it

    latitude = [name for name in frame.columns if str(name).endswith("latitude")][-1]
    longitude = [name for name in frame.columns if str(name).endswith("longitude")][-1]
    points = gpd.points_from_xy(frame[longitude], frame[latitude])
    plain = frame.drop(columns="geometry", errors="ignore")
    shown = [point if found else None for point, found in zip(points, frame[latitude].notna(), strict=True)]
    return gpd.GeoDataFrame(plain, geometry=shown, crs="EPSG:4326")
