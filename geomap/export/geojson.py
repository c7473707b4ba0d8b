"""Write events as GeoJSON and as JSON lines.

In: an event frame. Out: a GeoJSON FeatureCollection by RFC 7946 (longitude before latitude, WGS 84, ids), a feature a
line; or an object a line. Both are deterministic to the byte: the same frame gives the same file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa

from geomap.datafiles import GEONAMES_CREDIT
from geomap.export.columns import build_table, count_actors, prepare_events
from geomap.export.decoding import STYLE_COLUMNS
from geomap.export.options import ExportOptions
from geomap.export.whole import replacing
from geomap.export.words import describe, size_of
from geomap.frame import JSON_COLUMNS
from geomap.symbology import OTHERS, assign_colours

__all__ = ["dump_geojson", "geojson_lines", "jsonl_lines", "write_geojson"]


# five decimals are about a metre, finer than any gazetteer point; RFC 7946, section 11.2, advises against more than six
_DECIMALS = {"latitude": 5, "longitude": 5, "radius_km": 3, "confidence": 3}
_CHUNK = 20_000
"""Rows held as text at a time."""


def write_geojson(frame: gpd.GeoDataFrame, path: str | Path, *, options: ExportOptions | None = None) -> Path:
    """Write an event frame as a GeoJSON FeatureCollection.

    Dates are ISO 8601 days, absent values null, and ``actors``, ``runners_up`` and ``evidence`` real arrays.
    Coordinates have five decimals, which is about a metre, radius and confidence three.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    path = Path(path)
    lines = geojson_lines(prepare_events(frame), options or ExportOptions())
    with replacing([path]) as (temporary,), temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    return path


def dump_geojson(frame: gpd.GeoDataFrame) -> str:
    """Give the text of the GeoJSON FeatureCollection of an event frame."""
    return "".join(geojson_lines(prepare_events(frame), ExportOptions()))


def geojson_lines(events: gpd.GeoDataFrame, options: ExportOptions) -> Iterator[str]:
    """Give the text of a prepared frame's FeatureCollection, some thousand features at a time."""
    table = build_table(events)
    added = [name for name in STYLE_COLUMNS if name not in table.column_names] if options.simplestyle else []
    if added:
        table = _add_style(table, added, _colour_actors(events, options))
    members: dict[str, Any] = {"type": "FeatureCollection", "attribution": GEONAMES_CREDIT}
    if added:
        members["simplestyle"] = added
    yield json.dumps(members, ensure_ascii=False)[:-1] + ', "features": [\n'
    feature = '{"type": "Feature", %s"geometry": %s, "properties": ' + _object_template(table.column_names) + "}"
    for first in range(0, len(table), _CHUNK):
        columns = _encode_columns(table.slice(first, _CHUNK), _DECIMALS)
        ids = ["" if one == "null" else f'"id": {one}, ' for one in columns["event_id"]]
        points = [
            "null" if "null" in {x, y} else f'{{"type": "Point", "coordinates": [{x}, {y}]}}'
            for x, y in zip(columns["longitude"], columns["latitude"], strict=True)
        ]
        rows = zip(ids, points, *columns.values(), strict=True)
        end = ",\n" if first + _CHUNK < len(table) else "\n"
        yield ",\n".join([feature % row for row in rows]) + end
    yield "]}\n"


def jsonl_lines(events: gpd.GeoDataFrame) -> Iterator[str]:
    """Give the text of a prepared frame as an object a line, numbers unrounded, some thousand lines at a time."""
    table = build_table(events)
    line = _object_template(table.column_names) + "\n"
    for first in range(0, len(table), _CHUNK):
        columns = _encode_columns(table.slice(first, _CHUNK), {})
        yield "".join([line % row for row in zip(*columns.values(), strict=True)])


def _object_template(names: list[str]) -> str:
    members = ", ".join(encode_basestring(name).replace("%", "%%") + ": %s" for name in names)
    return "{" + members + "}"


def _colour_actors(events: gpd.GeoDataFrame, options: ExportOptions) -> dict[str, str]:
    return {name: colour.light for name, colour in assign_colours(count_actors(events), options.colors).items()}


def _add_style(table: pa.Table, names: list[str], colours: dict[str, str]) -> pa.Table:
    rows = table.select(["actor", "count", "date_start", "date_end", "place", "quote"]).to_pylist()
    made = {
        "marker-color": [colours.get(row["actor"], OTHERS[0]) for row in rows],
        "marker-size": [size_of(row["count"]) for row in rows],
        "description": [describe(row) for row in rows],
    }
    for name in names:
        table = table.append_column(name, pa.array(made[name], type=pa.string()))
    return table


def _encode_columns(table: pa.Table, decimals: dict[str, int]) -> dict[str, list[str]]:
    """Give the JSON text of every cell, by columns; each distinct value is encoded once."""
    columns = {}
    for name in table.column_names:
        distinct = table[name].combine_chunks().dictionary_encode()
        texts = [_encode(value, name, decimals.get(name)) for value in distinct.dictionary.to_pylist()]
        codes = distinct.indices.fill_null(len(texts)).to_pylist()
        texts.append("null")
        columns[name] = [texts[code] for code in codes]
    return columns


def _encode(value: Any, name: str, decimals: int | None) -> str:  # noqa: ANN401 - a cell holds any plain value
    if isinstance(value, str):
        # the JSON arrays of the schema are JSON already
        return value if name in JSON_COLUMNS else encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "null"
        return repr(value if decimals is None else round(value, decimals))
    return repr(value) if isinstance(value, int) else f'"{value.isoformat()}"'
