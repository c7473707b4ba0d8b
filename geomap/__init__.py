"""geomap maps the events in news articles and tables: offline, with evidence, no more precise than the text.

>>> import geomap
>>> documents = geomap.read("data/samples/drone-strike.txt")  # doctest: +SKIP
>>> events = geomap.extract_events(documents)  # doctest: +SKIP
>>> geomap.event_map(events).save("events.html")  # doctest: +SKIP

Names are imported when they are first used, so that geocoding never waits for the language model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.actors import ActorList
    from geomap.corrections import Corrected, Corrections, apply_corrections, read_corrections
    from geomap.errors import (
        CoordinateError,
        DateError,
        ExportError,
        GazetteerError,
        GazetteerFormatError,
        GazetteerNotFoundError,
        GeomapError,
        InputError,
        MissingColumnError,
    )
    from geomap.export import ExportOptions, read_events, write_events, write_geojson
    from geomap.figures import figure
    from geomap.gazetteer import Gazetteer
    from geomap.geoparsing import geoparse
    from geomap.model import Document, Event, Place
    from geomap.pipeline import extract_events
    from geomap.reading import read, read_text
    from geomap.report import ReportOptions, write_report
    from geomap.tables import read_table
    from geomap.webmap import embed_html, event_map, save_map

__all__ = [
    "ActorList",
    "CoordinateError",
    "Corrected",
    "Corrections",
    "DateError",
    "Document",
    "Event",
    "ExportError",
    "ExportOptions",
    "Gazetteer",
    "GazetteerError",
    "GazetteerFormatError",
    "GazetteerNotFoundError",
    "GeomapError",
    "InputError",
    "MissingColumnError",
    "Place",
    "ReportOptions",
    "apply_corrections",
    "embed_html",
    "event_map",
    "extract_events",
    "figure",
    "geoparse",
    "read",
    "read_corrections",
    "read_events",
    "read_table",
    "read_text",
    "save_map",
    "write_events",
    "write_geojson",
    "write_report",
]

__version__ = "0.1.0"

_HOMES = {
    "ActorList": "geomap.actors",
    "Corrected": "geomap.corrections",
    "Corrections": "geomap.corrections",
    "Document": "geomap.model",
    "Event": "geomap.model",
    "ExportOptions": "geomap.export",
    "Gazetteer": "geomap.gazetteer",
    "Place": "geomap.model",
    "ReportOptions": "geomap.report",
    "apply_corrections": "geomap.corrections",
    "embed_html": "geomap.webmap",
    "event_map": "geomap.webmap",
    "extract_events": "geomap.pipeline",
    "figure": "geomap.figures",
    "geoparse": "geomap.geoparsing",
    "read": "geomap.reading",
    "read_corrections": "geomap.corrections",
    "read_events": "geomap.export",
    "read_table": "geomap.tables",
    "read_text": "geomap.reading",
    "save_map": "geomap.webmap",
    "write_events": "geomap.export",
    "write_geojson": "geomap.export",
    "write_report": "geomap.report",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the public names are of many types
    if name not in __all__:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value = getattr(import_module(_HOMES.get(name, "geomap.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
