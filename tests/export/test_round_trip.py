"""What is written is read back: any valid frame, in each format, but for what the format cannot hold."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pandas.api.types import pandas_dtype
from pandas.testing import assert_frame_equal

from geomap.export import SUFFIXES, ExportOptions, read_events, write_events
from geomap.frame import COLUMNS, JSON_COLUMNS, check_frame
from geomap.model import EventFamily

# everything UTF-8 can write but U+0000, which a test of its own is about
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
AWKWARD = (
    *(
        "",
        " ",
        "=1+1",
        "'=1",
        "+",
        "-2",
        "@x",
        "\tx",
        "\rx",
        "\nx",
        "＝1",
        "''",
        "'",
        "#N/A",
        "TRUE",
        "1",
        "007",
        "1e5",
    ),
    *(
        "_x0007_",
        "_x005F_x0007_",
        "\x07\x1b",
        "a\r\nb\rc\nd",
        'say "no", <b>&amp;</b> ]]>',
        "null",
        "NaN",
        "nan",
        "None",
    ),
    *(
        "[]",
        "2023-12-26",
        "أربيل",
        "Київ",
        "北京",
        "שלום",
        "👩‍👩‍👧",
        "\ufeffx",
        "\u2028",
        "\uffff",
        "%s %% {}",
        "a;b,c|d",
        "x" * 300,
    ),
)
TEXTS = st.text(CHARACTERS, max_size=20) | st.sampled_from(AWKWARD)
DAYS = st.dates() | st.sampled_from([dt.date.min, dt.date.max, dt.date(1900, 2, 28), dt.date(1899, 12, 31)])
WHOLE = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 100)
REAL = st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | REAL | TEXTS
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=5
)
LATITUDES = st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 0.0, 36.237645])
LONGITUDES = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 179.9999999, 0.0])
CELLS = {
    "str": TEXTS,
    "datetime64[s]": DAYS,
    "float64": REAL,
    "Int64": WHOLE,
}
# a failing frame is small enough to read, and takes minutes to be made smaller
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
EXTRA: dict[str, tuple[st.SearchStrategy[Any], str]] = {
    "note": (st.none() | TEXTS, "str"),
    "Title": (st.none() | TEXTS, "str"),
    "fid": (WHOLE, "int64"),
    "share": (st.none() | REAL, "float64"),
    "checked": (st.booleans(), "bool"),
    # FlatGeobuf tells a missing whole number only as a float, which is exact up to here
    "=sum": (st.none() | st.integers(-(2**53), 2**53), "Int64"),
    "x~2": (st.none() | TEXTS, "str"),
    "largest % of “all”": (st.none() | TEXTS, "str"),
}
"""Columns beyond the schema, with names that some format has a use for itself."""


@st.composite
def frames(draw: st.DrawFn, *, largest: int = 4) -> gpd.GeoDataFrame:
    """Give an event frame of up to four rows, with or without columns beyond the schema."""
    size = draw(st.integers(0, largest))
    data: dict[str, pd.Series[Any]] = {}
    for name, dtype in COLUMNS.items():
        cells = st.lists(JSON, max_size=2).map(lambda value: json.dumps(value, ensure_ascii=False))
        strategy = cells if name in JSON_COLUMNS else CELLS[dtype]
        values = draw(st.lists(st.none() | strategy, min_size=size, max_size=size))
        data[name] = pd.Series(values, dtype=object).astype(pandas_dtype(dtype))
    places = draw(st.lists(st.none() | st.tuples(LATITUDES, LONGITUDES), min_size=size, max_size=size))
    data["latitude"] = pd.Series([place[0] if place else None for place in places], dtype="float64")
    data["longitude"] = pd.Series([place[1] if place else None for place in places], dtype="float64")
    families = st.sampled_from(["picnic", *EventFamily])
    data["event_family"] = pd.Series(draw(st.lists(families, min_size=size, max_size=size)), dtype="str")
    for name in draw(st.lists(st.sampled_from(sorted(EXTRA)), unique=True)):
        strategy, dtype = EXTRA[name]
        data[name] = pd.Series(draw(st.lists(strategy, min_size=size, max_size=size)), dtype=object).astype(
            pandas_dtype(dtype)
        )
    return check_frame(pd.DataFrame(data))


def round_trip(frame: gpd.GeoDataFrame, suffix: str, options: ExportOptions | None = None) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        return read_events(write_events(frame, Path(folder) / f"events{suffix}", options=options)[0])


def schema_of(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame[[*COLUMNS, "geometry"]]


def held(frame: gpd.GeoDataFrame, suffix: str) -> gpd.GeoDataFrame:
    """Give what of a frame a format can hold: the list of docs/exports.md."""
    kept = schema_of(frame).copy()
    if suffix in {".geojson", ".json"}:
        for name, digits in {"latitude": 5, "longitude": 5, "radius_km": 3, "confidence": 3}.items():
            kept[name] = [round(value, digits) if pd.notna(value) else value for value in kept[name]]
            kept[name] = kept[name].astype("float64")
    if suffix == ".xlsx":
        for name, dtype in COLUMNS.items():
            if dtype == "str":
                kept[name] = kept[name].where(kept[name] != "", None)
            elif dtype == "float64":
                kept[name] = kept[name].map(lambda number: float(f"{number:.16g}"))
    return check_frame(kept.drop(columns="geometry"))


def cells(column: pd.Series[Any]) -> list[Any]:
    return [None if pd.isna(cell) else cell for cell in column.tolist()]


def as_read(column: pd.Series[Any], suffix: str) -> list[Any]:
    """Give the cells of a column beyond the schema as they come back."""
    values = cells(column)
    if suffix == ".xlsx":
        values = [None if v == "" else float(f"{v:.16g}") if isinstance(v, float) else v for v in values]
        return [str(value) if isinstance(value, int) and abs(value) > 2**53 else value for value in values]
    if suffix == ".csv":
        return [None if value is None else to_csv(value) for value in values]
    beyond_32_bits = any(isinstance(value, int) and not -(2**31) <= value < 2**31 for value in values)
    return [None if v is None else str(v) for v in values] if suffix == ".kml" and beyond_32_bits else values


def to_csv(value: str | float) -> str:
    """Spell a cell as Arrow does: every column beyond the schema comes back from CSV as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        table = pa.table({"x": [value]})
        with tempfile.TemporaryFile() as file:
            pacsv.write_csv(table, file, pacsv.WriteOptions(include_header=False))
            file.seek(0)
            return file.read().decode().strip()
    return str(value)


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in {".json", ".kmz"}])
@settings(
    max_examples=8,
    deadline=None,
    phases=QUICK,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(frame=frames())
def test_any_frame_comes_back(suffix: str, frame: gpd.GeoDataFrame) -> None:
    before = frame.copy()
    back = round_trip(frame, suffix)
    assert_frame_equal(schema_of(back), held(frame, suffix))
    assert_frame_equal(frame, before)
    extra = [name for name in frame.columns if name not in COLUMNS and name != "geometry"]
    if frame.empty and suffix in {".geojson", ".jsonl"}:
        extra = []
    assert list(back.columns.drop("geometry")) == [*COLUMNS, *extra]
    for name in extra:
        assert cells(back[name]) == as_read(frame[name], suffix)
