"""How files are written: whole or not at all, the same each time, safe to open, from any frame of points."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geomap.errors import CoordinateError, DateError, ExportError, InputError
from geomap.export import SUFFIXES, ExportOptions, read_events, write_events
from geomap.export.icons import draw_icon
from geomap.frame import COLUMNS, check_frame
from geomap.symbology import PALETTE, SHAPES

KML = "{http://www.opengis.net/kml/2.2}"


def make_frame() -> gpd.GeoDataFrame:
    return check_frame(
        pd.DataFrame(
            {
                "event_id": ["a", "b", "c"],
                "title": ["=HYPERLINK(1)", "أربيل", "@SUM(A1)"],
                "event_family": ["attack", "protest or riot", "attack"],
                "actor": ["A", None, "A"],
                "actors": ['["A", "B"]', "[]", '["A"]'],
                "latitude": [36.23764567, None, 35.0],
                "longitude": [43.9632, None, 44.0],
                "date_start": ["2023-12-25", None, "2023-12-26"],
                "date_end": ["2023-12-25", None, "2023-12-31"],
                "place": ["Erbil", None, "Kirkuk"],
                "count": [1, 48, 12],
                "killed_min": [2, None, 0],
                "quote": ['It fell on "Erbil".', None, "It\nburned."],
            }
        )
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_frame_gives_the_same_bytes_and_is_left_alone(suffix: str, tmp_path: Path) -> None:
    frame = make_frame()
    one = [path.read_bytes() for path in write_events(frame, tmp_path / "1" / f"e{suffix}")]
    two = [path.read_bytes() for path in write_events(frame, tmp_path / "2" / f"e{suffix}")]
    assert one == two
    pd.testing.assert_frame_equal(frame, make_frame())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rows", [0, 1])
def test_no_event_and_one_event(rows: int, suffix: str, tmp_path: Path) -> None:
    frame = make_frame().iloc[:rows]
    back = read_events(write_events(frame, tmp_path / f"e{suffix}")[0])
    assert back["event_id"].tolist() == frame["event_id"].tolist()
    assert {name: str(dtype) for name, dtype in back.dtypes.items()}["killed_min"] == "Int64"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_frame_of_points_that_someone_else_made(suffix: str, tmp_path: Path) -> None:
    points = gpd.GeoSeries([shapely.Point(44, 36), None], crs=4326).to_crs(3857)
    made = gpd.GeoDataFrame({"name": ["x", "y"], "size": [1, 2], 3: [["l"], None], "where": points}, geometry="where")
    back = read_events(write_events(made, tmp_path / f"e{suffix}")[0])
    assert back["name"].tolist() == ["x", "y"]
    assert back["3"].dropna().tolist() == ['["l"]']
    assert back["longitude"][0] == pytest.approx(44)
    assert back.geometry[1] is None
    assert list(back.columns)[: len(COLUMNS)] == list(COLUMNS)


def test_what_cannot_be_written_is_said_and_leaves_everything_as_it_was(tmp_path: Path) -> None:
    frame = make_frame()
    with pytest.raises(ExportError, match=r"no format goes by '.shp'; use one of \.geojson"):
        write_events(frame, tmp_path / "e.shp")
    (tmp_path / "e.qlr").mkdir()
    with pytest.raises(ExportError, match=r"e\.qlr: is a folder"):
        write_events(frame, tmp_path / "e.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["e.qlr"]
    with pytest.raises(ExportError, match=r"row 2: actors is 'A; B', not a JSON array"):
        write_events(frame.assign(actors=["[]", "A; B", "[]"]), tmp_path / "e.csv")
    with pytest.raises(ExportError, match="two columns 'title'"):
        write_events(pd.concat([frame, frame[["title"]]], axis=1), tmp_path / "e.csv")
    with pytest.raises(CoordinateError, match="row 1: latitude"):
        write_events(frame.assign(latitude=[91.0, None, 0.0]), tmp_path / "e.csv")
    late = frame.assign(date_end=np.array(["12000-01-01", "NaT", "NaT"], dtype="datetime64[s]"))
    with pytest.raises(DateError, match="row 1: date_end is 12000-01-01, outside the years"):
        write_events(late, tmp_path / "e.csv")
    with pytest.raises(InputError, match="write it as #rrggbb"):
        ExportOptions(colors={"A": "red"})
    assert [path.name for path in tmp_path.iterdir()] == ["e.qlr"]


def test_a_writer_that_fails_midway_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [path.read_bytes() for path in write_events(make_frame(), tmp_path / "e.gpkg")]

    def fail(*_: object, **__: object) -> str:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("geomap.export.writing.make_layer_definition", fail)
    with pytest.raises(ExportError, match="disk is full"):
        write_events(make_frame().iloc[:1], tmp_path / "e.gpkg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.gpkg", "e.qlr"]
    assert [(tmp_path / name).read_bytes() for name in ("e.gpkg", "e.qlr")] == old


def test_nothing_in_a_spreadsheet_runs(tmp_path: Path) -> None:
    frame = make_frame().assign(**{"=1+1": ["-2", "+3", "\tx"], "amount": [-1.5, 2.0, -3.0]})
    text = write_events(frame, tmp_path / "e.csv")[0].read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][-2:] == ["'=1+1", "amount"]
    assert [row[1] for row in rows[1:]] == ["'=HYPERLINK(1)", "أربيل", "'@SUM(A1)"]
    assert [row[-2:] for row in rows[1:]] == [["'-2", "-1.5"], ["'+3", "2"], ["'\tx", "-3"]]
    sheet = openpyxl.load_workbook(write_events(frame, tmp_path / "e.xlsx")[0]).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert sheet["B2"].value == "'=HYPERLINK(1)"


def test_a_workbook_has_real_days_and_numbers_a_fixed_header_and_a_filter(tmp_path: Path) -> None:
    frame = make_frame()
    frame.loc[1, "date_start"] = pd.Timestamp("1899-12-31")
    frame.loc[1, "killed_max"] = 2**60
    sheet = openpyxl.load_workbook(write_events(frame, tmp_path / "e.xlsx")[0])["events"]
    names = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, names["date_start"]).value == dt.datetime(2023, 12, 25)  # noqa: DTZ001 - Excel knows no zone
    assert sheet.cell(2, names["date_start"]).is_date
    assert sheet.cell(3, names["date_start"]).value == "1899-12-31"
    assert sheet.cell(2, names["killed_min"]).value == 2
    assert sheet.cell(3, names["killed_max"]).value == str(2**60)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert read_events(tmp_path / "e.xlsx")["killed_max"][1] == 2**60


def test_a_text_longer_than_a_cell_goes_on_in_the_next_column(tmp_path: Path) -> None:
    frame = make_frame().assign(quote=["ab=" * 20_000, "short", "𝄞" * 20_000])
    path = write_events(frame, tmp_path / "e.xlsx")[0]
    sheet = openpyxl.load_workbook(path).active
    assert "quote (continued 2)" in [cell.value for cell in sheet[1]]
    longest = max(len(str(cell.value).encode("utf-16-le")) // 2 for row in sheet.iter_rows() for cell in row)
    assert longest <= 32_767
    assert read_events(path)["quote"].tolist() == frame["quote"].tolist()


def test_csv_opens_with_a_byte_order_mark_when_asked(tmp_path: Path) -> None:
    plain = write_events(make_frame(), tmp_path / "1.csv")[0].read_bytes()
    marked = write_events(make_frame(), tmp_path / "2.csv", options=ExportOptions(bom=True))[0]
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain
    assert read_events(marked)["event_id"].tolist() == ["a", "b", "c"]


def test_simplestyle_is_added_and_taken_off_again(tmp_path: Path) -> None:
    frame = make_frame().assign(description=["mine", "is", "kept"])
    path = write_events(frame, tmp_path / "e.geojson", options=ExportOptions(simplestyle=True))[0]
    first, second, third = (feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"])
    assert (first["marker-color"], second["marker-color"]) == (PALETTE[0][0], "#6b6b6b")
    assert [p["marker-size"] for p in (first, second, third)] == ["small", "large", "medium"]
    assert first["description"] == "mine"
    assert set(read_events(path).columns) == set(frame.columns)
    path = write_events(make_frame(), tmp_path / "f.geojson", options=ExportOptions(simplestyle=True))[0]
    third = json.loads(path.read_text("utf-8"))["features"][2]["properties"]
    assert third["description"] == "2023-12-26 to 2023-12-31 · Kirkuk · “It\nburned.”"


def test_kml_has_folders_spans_styles_and_escaped_words(tmp_path: Path) -> None:
    frame = make_frame().assign(title=["<b>bold</b> & more", "y", "z"])
    path = write_events(frame, tmp_path / "e.kml", options=ExportOptions(title="Strikes", colors={"A": "#123456"}))[0]
    document = ET.parse(path).getroot()[0]  # noqa: S314 - our own file
    assert document.findtext(f"{KML}name") == "Strikes"
    folders = document.findall(f"{KML}Folder")
    assert [folder.findtext(f"{KML}name") for folder in folders] == ["A", "no actor named"]
    first, third = folders[0].findall(f"{KML}Placemark")
    assert third.findtext(f"{KML}TimeSpan/{KML}begin") == "2023-12-26"
    assert third.findtext(f"{KML}TimeSpan/{KML}end") == "2023-12-31"
    assert first.findtext(f"{KML}Point/{KML}coordinates") == "43.9632,36.23764567"
    assert first.findtext(f"{KML}description") == (
        '<b>&lt;b&gt;bold&lt;/b&gt; &amp; more</b><br/>2023-12-25 · Erbil<br/><i>“It fell on "Erbil".”</i>'
    )
    style = document.find(f"{KML}Style[@id='{str(first.findtext(f'{KML}styleUrl')).lstrip('#')}']")
    assert style is not None
    assert style.findtext(f"{KML}IconStyle/{KML}color") == "ff563412"
    assert "http" not in path.read_text("utf-8").replace(KML.strip("{}"), "").replace("https://www.geonames.org", "")


def test_kmz_has_a_picture_of_every_shape(tmp_path: Path) -> None:
    path = write_events(make_frame(), tmp_path / "e.kmz")[0]
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == "doc.kml"
        assert {f"icons/{shape}.png" for shape in SHAPES.values()} < set(archive.namelist())
        hrefs = {e.text for e in ET.fromstring(archive.read("doc.kml")).iter(f"{KML}href")}  # noqa: S314 - our own file
        assert hrefs < set(archive.namelist())
    assert len({draw_icon(shape) for shape in SHAPES.values()}) == len(set(SHAPES.values()))


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_a_nul_that_c_would_end_at_is_replaced(suffix: str, tmp_path: Path) -> None:
    path = write_events(make_frame().assign(title=["a\0b", "y", "z"]), tmp_path / f"e{suffix}")[0]
    assert read_events(path)["title"].tolist() == ["a\ufffdb", "y", "z"]


def test_flatgeobuf_has_an_index_when_every_event_has_a_place(tmp_path: Path) -> None:
    frame = make_frame()
    whole = write_events(frame.iloc[[0, 2]], tmp_path / "1.fgb")[0]
    assert len(pyogrio.read_dataframe(whole, bbox=(43.5, 34.5, 44.5, 35.5))) == 1
    assert pyogrio.read_info(whole)["capabilities"]["fast_spatial_filter"]
    some = write_events(frame, tmp_path / "2.fgb")[0]
    assert not pyogrio.read_info(some)["capabilities"]["fast_spatial_filter"]
    assert read_events(whole)["event_id"].tolist() == ["a", "c"]


def test_lone_surrogates_do_not_stop_a_frame_of_objects(tmp_path: Path) -> None:
    frame = pd.DataFrame({"note": pd.Series(["\ud800x"], dtype=object), "latitude": [1.0], "longitude": [2.0]})
    assert read_events(write_events(frame, tmp_path / "e.csv")[0])["note"].tolist() == ["\ufffdx"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("e.geojson", "{", "cannot be read as .geojson"),
        ("e.geojson", '{"type": "FeatureCollection", "features": [\n{}', "cannot be read as .geojson"),
        ("e.gpkg", "no database", "cannot be read as .gpkg"),
        ("e.kml", "<kml>", "is not KML"),
        ("e.kmz", "<kml>", "is not KML"),
        ("e.xlsx", "no zip", "cannot be read as .xlsx"),
        ("e.csv", "a,b\n1,2\n", "is not a table that geomap wrote; it has the columns a, b"),
        ("e.txt", "", "no format goes by '.txt'"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=message):
        read_events(tmp_path / name)


def test_a_missing_file_and_a_wrong_cell_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_events(tmp_path / "e.csv")
    path = write_events(make_frame(), tmp_path / "e.csv")[0]
    path.write_text(path.read_text("utf-8").replace("2023-12-26", "26.12.2023"), "utf-8")
    with pytest.raises(DateError, match=r"e\.csv: row 3: date_start is '26\.12\.2023', not a day"):
        read_events(path)


def test_geojson_of_others_with_our_columns_is_read(tmp_path: Path) -> None:
    path = write_events(make_frame(), tmp_path / "e.geojson")[0]
    data = json.loads(path.read_text("utf-8"))
    del data["features"][1]["properties"]["quote"]
    data["features"][2]["properties"]["added"] = 7
    path.write_text(json.dumps(data, indent=2), "utf-8")
    back = read_events(path)
    assert back["event_id"].tolist() == ["a", "b", "c"]
    assert back["added"].tolist()[2] == 7
    assert back["quote"].isna().tolist() == [False, True, False]
