"""What a text tells: its events on a fixed day of publication."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd

from geomap.pipeline import extract_events

__all__ = ["DAY", "extract", "only"]

DAY = dt.date(2024, 3, 14)  # a Thursday


def extract(text: str) -> gpd.GeoDataFrame:
    """Extract the events of a text published on ``DAY``."""
    return extract_events(text, published=DAY)


def only(text: str) -> dict[str, object]:
    """Give the one event that a text tells."""
    events = extract(text)
    assert len(events) == 1, events["title"].tolist()
    row: dict[str, object] = events.iloc[0].to_dict()
    return row
