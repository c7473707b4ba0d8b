"""Event frames as files, written whole or not at all, and geomap's own files back as frames."""

from geomap.export.decoding import decode_events, is_event_table
from geomap.export.geojson import dump_geojson, write_geojson
from geomap.export.options import ExportOptions
from geomap.export.reading import read_events
from geomap.export.whole import replacing, write_whole
from geomap.export.writing import SUFFIXES, check_suffix, write_events

__all__ = [
    "SUFFIXES",
    "ExportOptions",
    "check_suffix",
    "decode_events",
    "dump_geojson",
    "is_event_table",
    "read_events",
    "replacing",
    "write_events",
    "write_geojson",
    "write_whole",
]
