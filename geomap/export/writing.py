"""Write events in the format that the name of the file asks for.

In: an event frame and a path. Out: the file, and what belongs beside it; all of it whole, or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geomap.datafiles import GEONAMES_CREDIT
from geomap.errors import ExportError
from geomap.export.columns import count_actors, prepare_events
from geomap.export.geofiles import write_flatgeobuf, write_geopackage, write_geoparquet
from geomap.export.geojson import geojson_lines, jsonl_lines
from geomap.export.kml import kml_lines, write_kmz
from geomap.export.options import ExportOptions
from geomap.export.qgis import make_layer_definition, make_style
from geomap.export.spreadsheets import write_csv, write_xlsx
from geomap.export.whole import replacing
from geomap.symbology import assign_colours

__all__ = ["SUFFIXES", "check_suffix", "write_events"]

Writer = Callable[[gpd.GeoDataFrame, list[Path], ExportOptions], None]


def write_events(
    frame: gpd.GeoDataFrame | pd.DataFrame, path: str | Path, *, options: ExportOptions | None = None
) -> tuple[Path, ...]:
    """Write events as the suffix of ``path`` says, and give the paths of the files written.

    ``.geojson`` (or ``.json``), ``.gpkg`` (with a ``.qlr`` for QGIS beside it), ``.fgb``, ``.parquet``, ``.kml``,
    ``.kmz``, ``.csv``, ``.xlsx``, ``.jsonl``. Any frame of points will do; it is left as it was. What each format keeps
    is told in ``docs/exports.md``. A file that is there is replaced by the whole new one, or stays as it is.

    Raises
    ------
    ExportError
        If the suffix is none of these, the frame holds what cannot be written, or a file cannot be written.
    InputError
        If the frame has no coordinates, or one or a day is out of range.

    Examples
    --------
    >>> import pandas as pd, tempfile
    >>> frame = pd.DataFrame({"title": ["A strike"], "latitude": [36.2], "longitude": [43.9]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_events(frame, Path(folder, "strike.gpkg"))]
    ['strike.gpkg', 'strike.qlr']
    """
    path = Path(path)
    write = _WRITERS[check_suffix(path)]
    events = prepare_events(frame)
    paths = [path, path.with_suffix(".qlr")] if write is _write_geopackage else [path]
    with replacing(paths) as temporary:
        try:
            write(events, temporary, options or ExportOptions())
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, sqlite3.Error) as error:
            raise ExportError(f"{path}: cannot be written ({error}); choose another place with -o") from error
    return tuple(paths)


def check_suffix(path: str | Path) -> str:
    """Give the suffix of a path, in lower case, when events can be written by it.

    Raises
    ------
    ExportError
        If no format goes by that suffix.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _WRITERS:
        raise ExportError(f"{path}: no format goes by {suffix or 'no suffix'!r}; use one of {', '.join(SUFFIXES)}")
    return suffix


def _write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _write_geojson(events: gpd.GeoDataFrame, paths: list[Path], options: ExportOptions) -> None:
    _write_lines(geojson_lines(events, options), paths[0])


def _write_jsonl(events: gpd.GeoDataFrame, paths: list[Path], options: ExportOptions) -> None:
    del options
    _write_lines(jsonl_lines(events), paths[0])


def _write_geopackage(events: gpd.GeoDataFrame, paths: list[Path], options: ExportOptions) -> None:
    colours = assign_colours(count_actors(events), options.colors)
    package, definition = paths
    write_geopackage(events, package, style=make_style(colours), attribution=GEONAMES_CREDIT, title=options.title)
    text = make_layer_definition(colours, file=package.name, title=options.title, attribution=GEONAMES_CREDIT)
    definition.write_text(text, encoding="utf-8")


def _write_kml(events: gpd.GeoDataFrame, paths: list[Path], options: ExportOptions) -> None:
    _write_lines(kml_lines(events, options, GEONAMES_CREDIT, icons=False), paths[0])


_WRITERS: dict[str, Writer] = {
    ".geojson": _write_geojson,
    ".json": _write_geojson,
    ".gpkg": _write_geopackage,
    ".fgb": lambda events, paths, options: write_flatgeobuf(events, paths[0], options),
    ".parquet": lambda events, paths, _: write_geoparquet(events, paths[0]),
    ".kml": _write_kml,
    ".kmz": lambda events, paths, options: write_kmz(kml_lines(events, options, GEONAMES_CREDIT, icons=True), paths[0]),
    ".csv": lambda events, paths, options: write_csv(events, paths[0], options),
    ".xlsx": lambda events, paths, options: write_xlsx(events, paths[0], options),
    ".jsonl": _write_jsonl,
}
SUFFIXES = tuple(_WRITERS)
"""The suffixes that events can be written by, and read back."""
