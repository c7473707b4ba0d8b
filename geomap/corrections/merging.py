"""Make one event of several that a person says are one."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.corrections.matching import list_of

__all__ = ["merge_events"]

_PLACE = (
    "place", "country", "admin1", "latitude", "longitude", "place_precision", "place_relation", "place_text",
    "radius_km", "gazetteer_id", "place_reason", "runners_up",
)  # fmt: skip
_DATE = ("date_start", "date_end", "date_precision", "date_text")
_PLACE_ORDER = ("site", "city", "admin2", "admin1", "country", "unknown")
_DATE_ORDER = ("day", "week", "range", "month", "year", "unknown")


def merge_events(frame: gpd.GeoDataFrame, rows: list[int]) -> None:
    """Write into the first of the rows what all of them tell: the most precise place and date, all names and quotes.

    Numbers become the span of what is told. The first row keeps its id, title and type; the other rows are left for the
    caller to drop.
    """
    first = rows[0]
    events = [frame.loc[row] for row in rows]
    _take_best(frame, first, events, _PLACE, "place_precision", _PLACE_ORDER)
    _take_best(frame, first, events, _DATE, "date_precision", _DATE_ORDER)
    actors = _join_lists(events, "actors")
    evidence = _join_lists(events, "evidence")
    frame.loc[first, "actors"] = json.dumps(actors, ensure_ascii=False)
    frame.loc[first, "actor"] = actors[0] if actors else pd.NA
    frame.loc[first, "evidence"] = json.dumps(evidence, ensure_ascii=False)
    targets = [name for e in events if isinstance(e["target"], str) for name in e["target"].split("; ")]
    frame.loc[first, "target"] = "; ".join(dict.fromkeys(targets)) or pd.NA
    for people in ("killed", "injured", "missing", "displaced"):
        low, high = _span(events, people)
        frame.loc[first, f"{people}_min"] = low
        frame.loc[first, f"{people}_max"] = high
    documents = {(e["source"], e["source_url"]) for e in events}
    frame.loc[first, "sources"] = max(len(documents), *(int(e["sources"]) for e in events))
    frame.loc[first, "count"] = max(int(e["count"]) for e in events)


def _take_best(
    frame: gpd.GeoDataFrame,
    first: int,
    events: list[pd.Series[Any]],
    columns: tuple[str, ...],
    precision: str,
    order: tuple[str, ...],
) -> None:
    best = min(events, key=lambda event: order.index(event[precision]) if event[precision] in order else len(order))
    for name in columns:
        frame.loc[first, name] = best[name]


def _join_lists(events: list[pd.Series[Any]], column: str) -> list[Any]:
    joined: list[Any] = []
    for event in events:
        joined += [item for item in list_of(event[column]) if item not in joined]
    return joined


def _span(events: list[pd.Series[Any]], people: str) -> tuple[Any, Any]:
    """Give the least and the most of the numbers told; "at least 20" has no most, and then neither has the span."""
    told = [(e[f"{people}_min"], e[f"{people}_max"]) for e in events]
    known = [(low, high) for low, high in told if not (pd.isna(low) and pd.isna(high))]
    lows, highs = [low for low, _ in known if not pd.isna(low)], [high for _, high in known]
    open_ended = any(pd.isna(high) for high in highs)
    return min(lows, default=pd.NA), pd.NA if open_ended else max(highs, default=pd.NA)
