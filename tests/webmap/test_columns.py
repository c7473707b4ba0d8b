from __future__ import annotations

import datetime as dt
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import CoordinateError, DateError, InputError, MissingColumnError
from geomap.webmap.columns import NUMBERS, decode_column, dump_json, encode_columns, encode_texts


@given(st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=60))
def test_texts_come_back_as_they_went(values: list[str | None]) -> None:
    assert decode_column(encode_texts(values), len(values)) == values


@given(st.text())
def test_json_never_closes_its_element_and_says_the_same(text: str) -> None:
    written = dump_json({"text": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"text": text}


def test_missing_columns_get_sensible_defaults() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(44, 33), None], crs=4326)
    columns = encode_columns(frame)
    assert decode_column(columns["event_id"], 2) == ["0", "1"]
    assert decode_column(columns["latitude"], 2) == [33, None]
    assert decode_column(columns["longitude"], 2) == [44, None]
    assert decode_column(columns["place_precision"], 2) == ["admin1", "unknown"]
    assert decode_column(columns["date_precision"], 2) == ["unknown", "unknown"]
    assert decode_column(columns["count"], 2) == [1, 1]
    assert decode_column(columns["event_family"], 2) == ["other", "other"]


def test_dates_travel_as_days_and_missing_ones_as_none() -> None:
    stamps = pd.to_datetime(pd.Series(["1970-01-02", None, "1969-12-31"]))
    frame = gpd.GeoDataFrame({"date_start": stamps}, geometry=[None] * 3, crs=4326)
    columns = encode_columns(frame)
    assert decode_column(columns["date_start"], 3) == [1, None, -1]
    assert decode_column(columns["date_precision"], 3) == ["day", "unknown", "day"]


def test_dates_with_a_time_zone_keep_their_own_day() -> None:
    stamps = pd.to_datetime(["2023-12-26 23:30"]).tz_localize("Asia/Baghdad")
    frame = gpd.GeoDataFrame({"date_start": stamps}, geometry=[None], crs=4326)
    assert decode_column(encode_columns(frame)["date_start"], 1) == [19717]


def test_frame_of_another_system_is_turned_to_degrees() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(44, 33)], crs=4326).to_crs(3857)
    columns = encode_columns(frame)
    assert decode_column(columns["latitude"], 1) == [pytest.approx(33)]


def test_latitude_and_longitude_do_without_a_geometry() -> None:
    frame = pd.DataFrame({"latitude": [33.0, None], "longitude": [44.0, None]})
    assert decode_column(encode_columns(frame)["longitude"], 2) == [44, None]


def test_frame_without_place_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="latitude and longitude"):
        encode_columns(pd.DataFrame({"title": ["x"]}))


def test_swapped_coordinates_are_refused_with_their_row() -> None:
    frame = pd.DataFrame({"latitude": [33.0, 144.0], "longitude": [44.0, 33.0]})
    with pytest.raises(CoordinateError, match=r"row 2: latitude 144\.0.*swapped"):
        encode_columns(frame)


@pytest.mark.parametrize(
    ("column", "value", "error", "message"),
    [
        ("date_start", "26/12/2023", DateError, r"row 2: date_start is not a date.*'26/12/2023'"),
        ("killed_min", "three", InputError, r"row 2: killed_min is not a number: 'three'"),
        ("latitude", "36N", CoordinateError, r"row 2: latitude is not a number: '36N'"),
        ("longitude", None, CoordinateError, r"row 2: latitude 33\.0, longitude nan"),
    ],
)
def test_cell_that_cannot_be_read_is_refused_with_its_row(
    column: str, value: object, error: type[Exception], message: str
) -> None:
    good = {"latitude": 33.0, "longitude": 44.0, "date_start": "2023-12-26", "killed_min": 3}
    frame = pd.DataFrame([good, good | {column: value}]).astype({column: object})
    with pytest.raises(error, match=message):
        encode_columns(frame)


def test_a_bare_number_is_no_date() -> None:
    frame = pd.DataFrame({"latitude": [33.0], "longitude": [44.0], "date_start": [20231226]})
    with pytest.raises(DateError, match=r"row 1: date_start is not a date.*20231226"):
        encode_columns(frame)


@pytest.mark.parametrize(
    "cells",
    [
        pd.Series(["2023-12-26", None]),
        pd.Series([dt.date(2023, 12, 26), None], dtype=object),
        pd.to_datetime(pd.Series(["2023-12-26", None])).astype("datetime64[s]"),
        pd.Series(["2023-12-26T22:10:00", None], dtype="category"),
    ],
)
def test_dates_of_every_kind_are_read(cells: pd.Series) -> None:
    frame = gpd.GeoDataFrame({"date_start": cells}, geometry=[None, None], crs=4326)
    assert decode_column(encode_columns(frame)["date_start"], 2) == [19717, None]


@given(st.sets(st.sampled_from([name for name, *_ in NUMBERS])), st.sampled_from([None, 2, pd.NA, float("nan"), "3"]))
def test_numbers_of_every_kind_are_read(names: set[str], value: object) -> None:
    frame = gpd.GeoDataFrame({name: pd.Series([value], dtype=object) for name in names}, geometry=[None], crs=4326)
    columns = encode_columns(frame)
    for name, default, _ in NUMBERS:
        read = decode_column(columns[name], 1)[0]
        assert read == (int(str(value)) if name in names and str(value) in {"2", "3"} else default)


def test_missing_and_infinite_numbers_become_none() -> None:
    frame = gpd.GeoDataFrame(
        {"radius_km": [np.inf, 2.345, np.nan], "killed_min": pd.array([1, None, 3], dtype="Int64")},
        geometry=[None] * 3,
        crs=4326,
    )
    columns = encode_columns(frame)
    assert decode_column(columns["radius_km"], 3) == [None, 2.35, None]
    assert decode_column(columns["killed_min"], 3) == [1, None, 3]


def test_lone_surrogates_do_not_stop_the_map() -> None:
    titles = pd.Series(["a\ud800b"], dtype=object)
    frame = gpd.GeoDataFrame({"title": titles}, geometry=[None], crs=4326)
    text = decode_column(encode_columns(frame)["title"], 1)[0]
    assert text.encode("utf-8").decode("utf-8") == "a\ufffdb"
