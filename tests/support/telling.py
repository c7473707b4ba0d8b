"""What a text tells: its events on a fixed day of publication."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd

from geomap.pipeline import extract_events

__all__ = ["DAY", "extract", "only"]

DAY = dt.date(2024, 3, 14)  # a Thursday


def extract(text: str, *, published: dt.date = DAY) -> gpd.GeoDataFrame:
    """Extract the events of a text published on a day."""
    return extract_events(text, published=published)


def only(text: str, *, published: dt.date = DAY) -> dict[str, object]:
    """Give the one event that a text tells."""
    events = extract(text, published=published)
    assert len(events) == 1, events["title"].tolist()
    row: dict[str, object] = events.iloc[0].to_dict()
    return row
