"""Write files whole or not at all, and events as GeoJSON.

In: an event frame. Out: a GeoJSON FeatureCollection by RFC 7946 (longitude before latitude, WGS 84, ids), deterministic
to the byte: the same frame gives the same file.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.errors import ExportError
from geomap.frame import COLUMNS, JSON_COLUMNS, check_frame

__all__ = ["ATTRIBUTION", "write_geojson", "write_whole"]

ATTRIBUTION = "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, filtered and merged."

# five decimals are about a metre, finer than any gazetteer point; RFC 7946, section 11.2, advises against more than six
_DECIMALS = 5


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file so that it is either the old one or the whole new one, never a part.

    The content goes to a file beside the target first, and takes its place in one step.

    Raises
    ------
    ExportError
        If the folder does not exist and cannot be made, or the file cannot be written.
    """
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; give the name of a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_for(path))
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise ExportError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error
    return path


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


def _mode_for(path: Path) -> int:
    """Keep the mode of a file that is replaced; give a new one what the user's umask leaves of 666."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
