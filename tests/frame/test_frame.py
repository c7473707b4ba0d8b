from __future__ import annotations

import datetime as dt
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geomap.errors import CoordinateError, DateError, InputError, MissingColumnError
from geomap.frame import COLUMNS, build_frame, check_frame
from geomap.model import (
    Casualties,
    DateInterval,
    DatePrecision,
    Event,
    EventFamily,
    EventPlace,
    Evidence,
    NumberRange,
    Place,
    PlacePrecision,
)

AIRPORT = Place(
    place_id="ourairports:ORER",
    name="Erbil International Airport",
    latitude=36.2376,
    longitude=43.9632,
    feature_class="S",
    feature_code="AIRP",
    precision=PlacePrecision.SITE,
    radius_km=2.0,
    country="IQ",
)


def make_event(*, placed: bool = True) -> Event:
    where = EventPlace(
        place=AIRPORT,
        latitude=AIRPORT.latitude,
        longitude=AIRPORT.longitude,
        precision=PlacePrecision.SITE,
        radius_km=2.0,
        text="Erbil airport",
    )
    return Event(
        event_id="a1" if placed else "a2",
        title="Drone attack on Erbil International Airport",
        event_type="drone attack",
        family=EventFamily.EXPLOSION,
        evidence=(
            Evidence(
                doc_id="d",
                start=10,
                end=40,
                quote="A drone hit Erbil airport here",
                trigger_start=18,
                trigger_end=21,
                place_start=22,
                place_end=35,
            ),
        ),
        actors=("Militia", "Allies"),
        targets=("coalition", "airport"),
        when=DateInterval(start=dt.date(2023, 12, 25), end=dt.date(2023, 12, 25), precision=DatePrecision.DAY),
        where=where if placed else None,
        casualties=Casualties(injured=NumberRange(low=3, high=None)),
    )


def test_columns_and_types_are_the_schema_s() -> None:
    frame = build_frame([make_event(), make_event(placed=False)])
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert {name: str(frame[name].dtype) for name in COLUMNS} == COLUMNS
    assert frame.crs == "EPSG:4326"


def test_an_empty_frame_has_the_same_columns_and_types() -> None:
    frame = build_frame([])
    assert {name: str(frame[name].dtype) for name in COLUMNS} == COLUMNS
    assert len(frame) == 0


def test_x_is_longitude_and_an_event_without_a_place_has_no_point() -> None:
    frame = build_frame([make_event(), make_event(placed=False)])
    assert (frame.geometry[0].x, frame.geometry[0].y) == (43.9632, 36.2376)
    assert frame.geometry[1] is None
    assert frame["place_precision"].tolist() == ["site", "unknown"]


def test_offsets_into_the_quote() -> None:
    evidence = json.loads(build_frame([make_event()])["evidence"].iloc[0])[0]
    start, end = evidence["place"]
    assert evidence["quote"][start:end] == "Erbil airport"
    start, end = evidence["trigger"]
    assert evidence["quote"][start:end] == "hit"


def test_at_least_three_has_no_upper_bound() -> None:
    row = build_frame([make_event()]).iloc[0]
    assert row["injured_min"] == 3
    assert pd.isna(row["injured_max"])
    assert pd.isna(row["killed_min"])


def test_checking_a_frame_changes_nothing_that_is_right() -> None:
    frame = build_frame([make_event(), make_event(placed=False)])
    again = check_frame(frame)
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(frame))


def test_a_foreign_frame_gets_the_missing_columns_and_keeps_its_own() -> None:
    theirs = gpd.GeoDataFrame(
        {"actor": ["A", None], "mine": [1, 2]}, geometry=[shapely.Point(10.0, 50.0), None], crs="EPSG:4326"
    )
    before = theirs.copy()
    frame = check_frame(theirs)
    assert frame["latitude"].tolist()[0] == 50.0
    assert frame["actors"].tolist() == ['["A"]', "[]"]
    assert frame["mine"].tolist() == [1, 2]
    assert frame["event_id"].is_unique
    pd.testing.assert_frame_equal(pd.DataFrame(theirs), pd.DataFrame(before))


def test_other_coordinate_systems_are_turned_into_degrees() -> None:
    theirs = gpd.GeoDataFrame({"actor": ["A"]}, geometry=[shapely.Point(10.0, 50.0)], crs="EPSG:4326").to_crs(3857)
    frame = check_frame(theirs)
    assert frame["longitude"].iloc[0] == pytest.approx(10.0)
    assert frame["latitude"].iloc[0] == pytest.approx(50.0)


def test_a_table_with_coordinates_needs_no_geometry() -> None:
    frame = check_frame(pd.DataFrame({"latitude": [36.2], "longitude": [44.0]}))
    assert frame.geometry[0].equals(shapely.Point(44.0, 36.2))


def test_what_is_missing_is_named() -> None:
    with pytest.raises(MissingColumnError, match="neither a geometry nor latitude and longitude"):
        check_frame(pd.DataFrame({"actor": ["A"]}))
    with pytest.raises(MissingColumnError, match="lacks the column title"):
        check_frame(pd.DataFrame({"latitude": [1.0], "longitude": [2.0]}), required=["title"])


def test_swapped_coordinates_are_refused_with_the_row() -> None:
    with pytest.raises(CoordinateError, match=r"row 2: latitude .*143.9.* swapped"):
        check_frame(pd.DataFrame({"latitude": [36.0, 143.9], "longitude": [44.0, 36.2]}))


@pytest.mark.parametrize(
    ("column", "value", "error", "message"),
    [
        ("date_start", "05/01/2024", DateError, r"row 2: date_start is not a date .*'05/01/2024'"),
        ("date_start", "yesterday", DateError, r"row 2: date_start is not a date .*'yesterday'"),
        ("published", 20240105, DateError, "row 2: published is not a date .*20240105"),
        ("killed_min", "many", InputError, "row 2: killed_min is not a number: 'many'"),
        ("killed_max", 1.5, InputError, r"row 2: killed_max is not a whole number: 1\.5"),
        ("confidence", "high", InputError, "row 2: confidence is not a number: 'high'"),
        ("latitude", "36N", CoordinateError, "row 2: latitude is not a number: '36N'"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_row(
    column: str, value: object, error: type[InputError], message: str
) -> None:
    frame = pd.DataFrame({"latitude": [36.0, 36.0], "longitude": [44.0, 44.0]}).astype(object)
    frame[column] = pd.Series([None, value], dtype=object)
    with pytest.raises(error, match=message):
        check_frame(frame)


def test_dates_of_every_type_and_time_zone_keep_their_day() -> None:
    tokyo = pd.Timestamp("2024-01-05T23:30", tz="Asia/Tokyo")
    days = ["2024-01-05", "2024-01-05T23:30:00-05:00", "2024-01-05T00:10Z", dt.date(2024, 1, 5), tokyo]
    frame = pd.DataFrame({"latitude": 36.0, "longitude": 44.0, "date_start": pd.Series(days, dtype=object)})
    assert check_frame(frame)["date_start"].dt.day.tolist() == [5] * 5
