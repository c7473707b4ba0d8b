"""The web map: a GeoDataFrame of events in, one self-contained HTML file out."""

from __future__ import annotations

from geomap.webmap.eventmap import EventMap, embed_html, event_map, read_options, save_map
from geomap.webmap.options import GroupBy, MapOptions

__all__ = ["EventMap", "GroupBy", "MapOptions", "embed_html", "event_map", "read_options", "save_map"]
