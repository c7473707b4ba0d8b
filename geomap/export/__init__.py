"""Event frames as files, written whole or not at all, and geomap's own files back as frames."""

from geomap.export.decoding import decode_events, is_event_table
from geomap.export.geojson import ATTRIBUTION, dump_geojson, write_geojson
from geomap.export.whole import replacing, write_whole

__all__ = [
    "ATTRIBUTION",
    "decode_events",
    "dump_geojson",
    "is_event_table",
    "replacing",
    "write_geojson",
    "write_whole",
]
