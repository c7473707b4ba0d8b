"""A frame of someone else's: lines and areas, and places of which nobody says how precisely they are known."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geomap.areas import open_areas
from geomap.export import read_events, write_events
from geomap.figures import figure
from geomap.figures.eventtable import PRECISIONS, read_events_table
from geomap.frame import check_frame
from geomap.report import ReportOptions, write_report
from geomap.webmap import event_map
from geomap.webmap.columns import decode_column, encode_columns

SHAPES = [
    shapely.box(43.0, 33.0, 44.0, 34.0),
    shapely.LineString([(43.1012, 36.3), (43.12, 36.3)]),
    shapely.Point(43.96321, 36.23764),
    shapely.Point(44.4, 33.3),
    shapely.Point(44.42, 33.31),
    shapely.Point(44.0, 33.0),
    None,
]
PRECISION = ["admin1", "city", "site", "admin2", "city", "admin1", "unknown"]
RADIUS = [72, 2, None, None, None, None, None]


@pytest.fixture
def shapes() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"actor": list("ABCDEFG")}, index=range(5, 12), geometry=SHAPES, crs=4326)


def rounded(values: list[float | None]) -> list[int | None]:
    return [None if value is None or math.isnan(value) else round(value) for value in values]


def test_page_figure_and_exports_mean_the_same(shapes: gpd.GeoDataFrame, tmp_path: Path) -> None:
    columns = encode_columns(shapes)
    assert decode_column(columns["place_precision"], 7) == PRECISION
    assert rounded(decode_column(columns["radius_km"], 7)) == RADIUS
    drawn = read_events_table(shapes, open_areas())
    assert [PRECISIONS[number].value for number in drawn.precision] == PRECISION
    assert rounded(drawn.radius_km.tolist())[:2] == RADIUS[:2]
    for suffix in (".geojson", ".gpkg", ".csv"):
        write_events(shapes, tmp_path / f"events{suffix}")
        again = read_events(tmp_path / f"events{suffix}")
        assert again["place_precision"].tolist() == PRECISION
        assert rounded(again["radius_km"].tolist()) == RADIUS
        assert again["latitude"].round(3).tolist()[:2] == [33.5, 36.3]
    latitudes = decode_column(columns["latitude"], 7)
    assert latitudes[:6] == again["latitude"].tolist()[:6]
    assert latitudes[6] is None
    assert again.geometry[6] is None


def test_what_is_told_of_a_place_goes_first(shapes: gpd.GeoDataFrame) -> None:
    told = shapes.assign(place_precision=["city", "exact", *["country"] * 5], radius_km=[5.0, 20.0, *[None] * 5])
    frame = check_frame(told)
    # a word that geomap does not know tells nothing
    assert frame["place_precision"].tolist() == ["city", "admin2", *["country"] * 5]
    assert frame["radius_km"].tolist()[:2] == [5.0, 20.0]
    columns = encode_columns(told)
    assert decode_column(columns["place_precision"], 7) == ["city", "admin2", *["country"] * 4, "unknown"]


def test_shapes_are_told_once_by_each(
    shapes: gpd.GeoDataFrame, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said = "2 rows have no point but an extended shape: a point on it is taken, with a radius that covers it"
    for call in (
        lambda: event_map(shapes),
        lambda: figure(shapes),
        lambda: write_events(shapes, tmp_path / "a.geojson"),
        lambda: write_report(shapes, tmp_path / "a.docx", options=ReportOptions(title="Shapes")),
    ):
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="geomap"):
            call()
        assert [record.getMessage() for record in caplog.records] == [said]


def test_the_geometry_may_have_another_name(shapes: gpd.GeoDataFrame) -> None:
    frame = check_frame(shapes.rename_geometry("shape"))
    assert frame["place_precision"].tolist() == PRECISION
    assert "shape" not in frame.columns


def test_points_are_told_of_by_none(shapes: gpd.GeoDataFrame, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="geomap"):
        event_map(shapes.iloc[2:])
        check_frame(shapes.iloc[2:])
    assert not caplog.records
