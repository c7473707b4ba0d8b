"""The public names of geomap, pinned."""

from __future__ import annotations

import subprocess
import sys

import pytest

import geomap

PUBLIC = [
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


def test_all_is_what_is_promised() -> None:
    assert sorted(geomap.__all__) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(geomap, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        geomap.nothing  # noqa: B018 - the access is the test


def test_importing_geomap_loads_no_heavy_library() -> None:
    heavy = "spacy folium geopandas pandas trafilatura matplotlib pyarrow"
    code = f"import sys, geomap, geomap.gazetteer; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_errors_are_also_the_standard_library_s() -> None:
    assert issubclass(geomap.InputError, ValueError)
    assert issubclass(geomap.GazetteerNotFoundError, FileNotFoundError)
    leaves = [getattr(geomap, n) for n in PUBLIC if n.endswith("Error")]
    assert all(issubclass(leaf, geomap.GeomapError) for leaf in leaves)
