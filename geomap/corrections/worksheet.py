"""A worksheet of corrections: every event on a row, with empty cells to fill in where there is something to say."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geomap.corrections.reading import CSV_COLUMNS
from geomap.export import write_whole
from geomap.export.escapes import escape_formula
from geomap.frame import check_frame

__all__ = ["write_worksheet"]

_TOLD = ("title", "date_start", "place_text", "place_precision", "gazetteer_id", "confidence", "status")


def write_worksheet(frame: gpd.GeoDataFrame, path: str | Path) -> Path:
    """Write a CSV with a row an event: its id, quote and source as key, what was found, and an empty ``action``.

    Rows whose ``action`` stays empty correct nothing, so the file can be handed back as it is.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    events = check_frame(frame)
    text = io.StringIO(newline="")
    told = [f"found_{name}" for name in _TOLD]
    rows = csv.DictWriter(text, [*CSV_COLUMNS, *told], restval="", lineterminator="\r\n")
    rows.writeheader()
    for event in events.drop(columns="geometry").to_dict("records"):
        cells = {"event": event["event_id"], "quote": event["quote"], "source": event["source"]}
        cells |= {f"found_{name}": event[name] for name in _TOLD}
        rows.writerow({name: _to_text(value) for name, value in cells.items()})
    # the mark tells Excel that the file is UTF-8
    return write_whole(path, "\ufeff" + text.getvalue())


def _to_text(value: object) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return escape_formula(str(value))
