"""Write events as GeoJSON.

In: an event frame. Out: a GeoJSON FeatureCollection by RFC 7946 (longitude before latitude, WGS 84, ids), deterministic
to the byte: the same frame gives the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.export.whole import write_whole
from geomap.frame import COLUMNS, JSON_COLUMNS, check_frame

__all__ = ["ATTRIBUTION", "dump_geojson", "write_geojson"]

ATTRIBUTION = "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, filtered and merged."

# five decimals are about a metre, finer than any gazetteer point; RFC 7946, section 11.2, advises against more than six
_DECIMALS = 5


def write_geojson(frame: gpd.GeoDataFrame, path: str | Path) -> Path:
    """Write an event frame as a GeoJSON FeatureCollection.

    Dates are ISO 8601 days, absent values null, and ``actors``, ``runners_up`` and ``evidence`` real arrays.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    return write_whole(path, dump_geojson(frame))


def dump_geojson(frame: gpd.GeoDataFrame) -> str:
    """Give the text of the GeoJSON FeatureCollection of an event frame."""
    frame = check_frame(frame)
    features = [_make_feature(row) for row in frame.drop(columns="geometry").to_dict("records")]
    collection = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _make_feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {str(name): _to_json(str(name), value) for name, value in row.items()}
    x, y = properties["longitude"], properties["latitude"]
    geometry = None if x is None or y is None else {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "id": properties["event_id"], "geometry": geometry, "properties": properties}


def _to_json(name: str, value: Any) -> Any:  # noqa: ANN401 - a cell of a frame holds anything
    if pd.isna(value):
        return None
    if name in JSON_COLUMNS:
        return json.loads(value)
    if name in {"latitude", "longitude"}:
        return round(float(value), _DECIMALS)
    if COLUMNS.get(name) == "float64":
        return round(float(value), 3)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if COLUMNS.get(name) else value.isoformat()
    return value if isinstance(value, str | bool | int | float) else str(value)
