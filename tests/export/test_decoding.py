"""What readers of tables make of geomap's own exports is undone."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geomap.errors import DateError, InputError
from geomap.export import decode_events, is_event_table
from geomap.export.escapes import escape_controls, escape_formula, restore_controls, restore_formula
from geomap.frame import COLUMNS, check_frame

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["=1", "'=1", "''", "_x0007_", "_x005F_"])


def make_frame() -> gpd.GeoDataFrame:
    return check_frame(
        pd.DataFrame(
            {
                "event_id": ["a", "b"],
                "title": ["=1+1", "أربيل"],
                "actors": ['["A", "B"]', "[]"],
                "latitude": [36.25, None],
                "longitude": [43.9632, None],
                "date_start": ["2023-12-25", None],
                "killed_min": [2, None],
                "note": ["own", "column"],
            }
        )
    )


def table() -> pd.DataFrame:
    return pd.DataFrame(make_frame().drop(columns="geometry"))


def test_own_tables_are_known_by_their_columns() -> None:
    assert is_event_table(COLUMNS)
    assert is_event_table([*reversed(COLUMNS), "more"])
    assert not is_event_table(["event_id", "event_date", "actor1", "latitude", "longitude"])


def test_a_table_of_nothing_but_text_comes_back_typed() -> None:
    texts = table().astype(object)
    texts["date_start"] = ["2023-12-25", ""]
    texts["killed_min"] = ["2", ""]
    texts["latitude"], texts["longitude"] = ["36.25", ""], ["43.9632", ""]
    for name in ("confidence", "count", "sources"):
        texts[name] = texts[name].map(str)
    assert_frame_equal(decode_events(texts), make_frame())


def test_floats_for_whole_numbers_moments_for_days_and_lists_for_arrays() -> None:
    loose = table().astype(object)
    loose["killed_min"] = [2.0, np.nan]
    loose["date_start"] = pd.Series([pd.Timestamp("2023-12-25", tz="UTC"), pd.NaT], dtype=object)
    loose["date_end"] = pd.Series([dt.date(2023, 12, 31), None], dtype=object)
    loose["actors"] = pd.Series([np.array(["A", "B"]), "[ ]"], dtype=object)
    back = decode_events(loose)
    assert back["date_end"][0] == pd.Timestamp(2023, 12, 31)
    assert_frame_equal(back.assign(date_end=make_frame()["date_end"]), make_frame())


def test_a_point_that_was_moved_stays_moved() -> None:
    moved = gpd.GeoDataFrame(table(), geometry=[shapely.Point(44, 36), None], crs=4326).to_crs(3857)
    back = decode_events(moved)
    assert back["longitude"][0] == pytest.approx(44)
    assert back["latitude"][0] == pytest.approx(36)
    assert back.geometry[1] is None


def test_what_formats_add_is_taken_off_again() -> None:
    raw = table().rename(columns={"note": "Title~2"})
    assert "Title" in decode_events(raw, suffix=".gpkg")
    raw = table().assign(description="x", id=["a", "b"])
    raw["marker-color"], raw["marker-size"] = "#000000", "small"
    assert list(decode_events(raw, suffix=".geojson").columns) == list(make_frame().columns)
    raw = table().assign(geomap_row=[2, 1])
    assert decode_events(raw)["event_id"].tolist() == ["b", "a"]
    raw = table().assign(quote=["The day", "short"])
    raw["quote (continued 2)"] = ["’s end", None]
    assert decode_events(raw, suffix=".xlsx")["quote"].tolist() == ["The day’s end", "short"]


def test_escapes_are_undone_by_format_alone() -> None:
    raw = table().assign(title=["'=1+1", "x_x0007_"])
    assert decode_events(raw)["title"].tolist() == ["'=1+1", "x_x0007_"]
    assert decode_events(raw, suffix=".csv")["title"].tolist() == ["=1+1", "x_x0007_"]
    assert decode_events(raw, suffix=".xlsx")["title"].tolist() == ["=1+1", "x\x07"]


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("date_start", "25.12.2023", DateError),
        ("killed_min", "many", InputError),
        ("killed_min", 2.5, InputError),
        ("confidence", "high", InputError),
        ("actors", "A; B", InputError),
        ("actors", '{"a": 1}', InputError),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(column: str, value: str | float, error: type[InputError]) -> None:
    raw = table().astype(object)
    raw.loc[1, column] = value
    with pytest.raises(error, match=f"row 2: {column} is"):
        decode_events(raw)


@given(TEXTS)
def test_escapes_come_back(text: str) -> None:
    guarded = escape_formula(text)
    assert restore_formula(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    clean = escape_controls(text)
    assert restore_controls(clean) == text
    assert all(c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") for c in clean)
