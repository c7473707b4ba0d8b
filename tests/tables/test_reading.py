"""Tables in every format, their mappings, and what known formats promise."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geomap
from geomap.errors import InputError, MissingColumnError
from geomap.frame import COLUMNS
from geomap.gazetteer import Gazetteer
from geomap.tables import (
    ColumnMapping,
    Severity,
    TableOptions,
    holds_articles,
    load_mapping,
    parse_column,
    read_table,
    save_mapping,
    write_report,
)
from geomap.tables.formats import gdelt_columns

ROWS = pd.DataFrame(
    {
        "date": ["2014-06-10", "2014-06-11"],
        "type": ["air strike", "protest"],
        "latitude": [36.335, 34.615],
        "longitude": [43.118, 43.678],
        "killed": [3, 0],
    }
)
POINTS = gpd.GeoDataFrame(
    ROWS.drop(columns=["latitude", "longitude"]),
    geometry=gpd.points_from_xy(ROWS["longitude"], ROWS["latitude"]),
    crs="EPSG:4326",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def write(folder: Path, suffix: str) -> Path:
    path = folder / f"events{suffix}"
    if suffix == ".parquet":
        ROWS.to_parquet(path)
    elif suffix == ".geoparquet":
        POINTS.to_parquet(path)
    elif suffix == ".xlsx":
        ROWS.to_excel(path, index=False)
    elif suffix == ".json":
        ROWS.to_json(path, orient="records")
    elif suffix == ".jsonl":
        ROWS.to_json(path, orient="records", lines=True)
    elif suffix == ".csv":
        ROWS.to_csv(path, index=False)
    else:
        POINTS.to_file(path, driver={".kml": "LIBKML", ".shp": "ESRI Shapefile"}.get(suffix))
    return path


@pytest.mark.parametrize(
    "suffix",
    [".csv", ".xlsx", ".json", ".jsonl", ".parquet", ".geoparquet", ".geojson", ".gpkg", ".fgb", ".kml", ".shp"],
)
def test_every_format_gives_the_same_events(suffix: str, tmp_path: Path, gazetteer: Gazetteer) -> None:
    found = read_table(write(tmp_path, suffix), gazetteer=gazetteer)
    # FlatGeobuf orders its features by where they lie
    frame = found.frame.sort_values("date_start")
    assert list(frame.columns)[: len(COLUMNS)] == list(COLUMNS)
    assert frame["event_type"].tolist() == ["air strike", "protest"]
    assert frame["date_start"].dt.date.astype(str).tolist() == ["2014-06-10", "2014-06-11"]
    assert frame["latitude"].round(3).tolist() == [36.335, 34.615]
    assert frame["killed_min"].tolist() == [3, 0]
    assert frame["country"].tolist() == ["IQ", "IQ"]
    assert found.notes == ()


def test_a_geojson_by_another_name_is_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = write(tmp_path, ".geojson").rename(tmp_path / "events.json")
    assert len(read_table(path, gazetteer=gazetteer).frame) == 2


def test_coordinates_of_another_system_are_turned(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "utm.gpkg"
    POINTS.to_crs(32638).to_file(path)
    found = read_table(path, gazetteer=gazetteer)
    assert found.frame["latitude"].round(3).tolist() == [36.335, 34.615]
    assert any("WGS 84" in remark for remark in found.remarks)


@pytest.mark.parametrize("version", [1, 2])
def test_gdelt_is_read_as_it_is_served(version: int, tmp_path: Path, gazetteer: Gazetteer) -> None:
    names = gdelt_columns(58 if version == 1 else 61)
    assert len(names) == (58 if version == 1 else 61)
    row = dict.fromkeys(names, "")
    row |= {
        "GLOBALEVENTID": "900000001", "SQLDATE": "20230405", "EventCode": "043", "EventRootCode": "04",
        "Actor1Name": "VISITOR", "Actor2Name": "HOST", "ActionGeo_Type": "4", "NumArticles": "7",
        "ActionGeo_FullName": "Erbil, Arbil, Iraq", "ActionGeo_Lat": "36.19", "ActionGeo_Long": "44.01",
        "SOURCEURL": "https://example.org/a", "DATEADDED": "20230406",
    }  # fmt: skip
    blank = row | {"GLOBALEVENTID": "900000002", "ActionGeo_Type": "0", "ActionGeo_FullName": "", "ActionGeo_Lat": ""}
    blank["ActionGeo_Long"] = ""
    path = tmp_path / "20230406.export.CSV"
    path.write_text("".join("\t".join(r[name] for name in names) + "\n" for r in (row, blank)), "utf-8")
    frame = read_table(path, gazetteer=gazetteer).frame
    assert frame["event_type"].tolist() == ["visit", "visit"]
    assert frame["actor"].tolist() == ["VISITOR", "VISITOR"]
    assert frame["target"].tolist() == ["HOST", "HOST"]
    assert frame["place"].iloc[0] == "Erbil"
    assert frame["place_precision"].tolist() == ["city", "unknown"]
    assert frame["sources"].iloc[0] == 7
    assert frame["source_url"].iloc[0] == "https://example.org/a"


def test_a_cameo_code_that_lost_its_zero_is_still_one(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "icews.csv"
    path.write_text(
        "Event ID,Event Date,Source Name,Target Name,CAMEO Code,City,Country,Latitude,Longitude\n"
        "1,2014-06-10,A,B,43,Erbil,Iraq,36.19,44.01\n2,2014-06-11,A,B,190,Erbil,Iraq,36.19,44.01\n",
        "utf-8",
    )
    found = read_table(path, gazetteer=gazetteer)
    assert found.format == "icews"
    assert found.frame["event_type"].tolist() == ["visit", "use of military force"]


def test_own_exports_come_back_as_they_were(tmp_path: Path, gazetteer: Gazetteer) -> None:
    first = read_table(write(tmp_path, ".csv"), gazetteer=gazetteer).frame
    path = geomap.write_geojson(first, tmp_path / "own.geojson")
    again = read_table(path, gazetteer=gazetteer)
    assert again.format == "geomap"
    names = [name for name in COLUMNS if name not in {"latitude", "longitude"}]
    pd.testing.assert_frame_equal(pd.DataFrame(first[names]), pd.DataFrame(again.frame[names]))


def test_ids_without_an_id_column_do_not_depend_on_the_order_of_rows(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = ["2014-06-10,Mosul,Iraq", "2014-06-11,Tikrit,Iraq", "2014-06-12,Erbil,Iraq"]
    frames = []
    for name, rows in (("a.csv", lines), ("b.csv", lines[::-1])):
        (tmp_path / name).write_text("\n".join(["date,place,country", *rows]) + "\n", "utf-8")
        frames.append(read_table(tmp_path / name, gazetteer=gazetteer).frame.set_index("place")["event_id"].to_dict())
    assert frames[0] == frames[1]
    assert len(set(frames[0].values())) == 3


def test_a_mapping_is_saved_and_serves_again(tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = tmp_path / "own.csv"
    table.write_text('wann,"wo ""genau""",was\n03.04.2014,Mossul,Luftangriff\n', "utf-8")
    given = ColumnMapping(
        columns={"date": "wann", "place": 'wo "genau"', "kind": "was"}, day_first=False, country="Iraq"
    )
    first = read_table(table, options=TableOptions(mapping=given), gazetteer=gazetteer)
    path = save_mapping(first.mapping, tmp_path / "mapping.toml")
    again = read_table(table, options=TableOptions(mapping=load_mapping(path)), gazetteer=gazetteer)
    assert again.frame["date_start"].iloc[0] == pd.Timestamp("2014-03-04")
    assert again.frame["event_type"].iloc[0] == "air strike"
    assert again.frame["country"].iloc[0] == "IQ"
    pd.testing.assert_frame_equal(pd.DataFrame(first.frame), pd.DataFrame(again.frame))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("place", "FIELD=COLUMN"),
        ("plaice=Ort", "is no field of an event"),
        ("place=", "FIELD=COLUMN"),
    ],
)
def test_a_wrong_column_option_says_what_it_should_be(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_column(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns]\nplaice = 'x'\n", "is no field"),
        ("day_first = 'yes'\n", "must be true or false"),
        ("colour = 'red'\n", "unknown key colour"),
        ("columns = 3\n", "holds lines such as"),
        ("[columns\n", "not a valid TOML file"),
    ],
)
def test_a_wrong_mapping_file_says_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        load_mapping(tmp_path / "m.toml")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, gazetteer: Gazetteer) -> None:
    options = TableOptions(mapping=ColumnMapping(columns={"place": "Ort"}))
    with pytest.raises(MissingColumnError, match=r"no column 'Ort' for place; there are 'date', 'type'"):
        read_table(write(tmp_path, ".csv"), options=options, gazetteer=gazetteer)


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_the_report_lists_every_note(suffix: str, tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = tmp_path / "t.csv"
    table.write_text("date,place,country\n=1+1,Mosul,Iraq\n2014-06-11,Xyzzyville,\n", "utf-8")
    found = read_table(table, gazetteer=gazetteer)
    assert [n.severity for n in found.notes] == [Severity.REJECTED, Severity.REJECTED]
    path = write_report([("t.csv", found.notes)], tmp_path / f"report{suffix}")
    text = path.read_text("utf-8")
    if suffix == ".csv":
        assert text.splitlines()[1].startswith("t.csv,2,rejected,date,'=1+1,")
    else:
        assert json.loads(text)[1]["value"] == "Xyzzyville"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        ("a.xlsx", b"PK\x03\x04rest", "cannot be read as an Excel workbook"),
        ("a.parquet", b"PAR1rest", "cannot be read as Parquet"),
        ("a.gpkg", b"no package", "cannot be read as gpkg"),
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b"[1, 2]", "no JSON objects"),
        ("a.json", b"\xef\xbb\xbf \n", "the file is empty; check that it was saved or fetched whole"),
        ("a.jsonl", b"\n", "the file is empty; check"),
        ("a.json", b"null", "the file holds nothing but null; check"),
        ("a.json", b"[{}]", r"the file holds nothing but \[\{\}\]; check"),
        ("a.json", b'{"count": 0,\n "data": []}', 'the file holds nothing but {"count": 0, "data": ..}; check'),
        ("a.json", b'{"status": 200, "last_update": "2024-01-01 00:00", "data": []}', r"01-01 00:00.* \.\.\.; check"),
        ("a.csv.gz", b"\x1f\x8brest", "archive is damaged"),
        ("a.docx", b"x", "cannot read .docx files as tables"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(
    name: str, content: bytes, message: str, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_table(tmp_path / name, gazetteer=gazetteer)


def test_places_without_a_country_follow_most_of_the_table(tmp_path: Path, gazetteer: Gazetteer) -> None:
    towns = ["Tikrit", "Haditha", "Qaim", "Samawa", "Zakho", "Hawija", "Rawa", "Baiji"]
    table = tmp_path / "t.csv"
    table.write_text("date,place\n" + "".join(f"2014-06-10,{town}\n" for town in towns), "utf-8")
    found = read_table(table, gazetteer=gazetteer)
    assert found.frame["country"].tolist() == ["IQ"] * len(towns)
    assert any("in IQ" in remark for remark in found.remarks)


def test_a_territory_has_its_own_code_in_a_table(tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "date,place,admin1,country\n"
        "2014-07-20,Beit Hanoun town,Gaza Strip,Israel\n"
        "2014-07-21,Xyzzyville,Gaza Strip,Israel\n"
        "2014-07-22,Netanya,,Israel\n",
        "utf-8",
    )
    frame = read_table(table, gazetteer=gazetteer).frame
    assert frame["country"].tolist() == ["PS", "PS", "IL"]
    assert frame["place"].tolist() == ["Beit Hanoun", "Gaza Strip", "Netanya"]
    assert frame["place_reason"].iloc[0].endswith("in Gaza Strip; filed under Israel")


def test_a_row_has_one_note_on_its_position(tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "date,place,country,lat,lon\n"
        "2014-06-10,Mosul,Iraq,136.3,43.1\n"
        "2014-06-11,Mosul,Iraq,abc,43.1\n"
        "2014-06-12,Mosul,Iraq,n/a,43.1\n"
        "2014-06-13,,Iraq,136.3,43.1\n"
        "2014-06-14,Mosul,,143.1,36.3\n",
        "utf-8",
    )
    found = read_table(table, gazetteer=gazetteer)
    swapped = "latitude and longitude were swapped: there is no such latitude"
    by_name = f"{swapped}; outside the country of the row; its place is taken by its name"
    assert [(n.line, n.severity.value, n.column, n.value, n.reason) for n in found.notes] == [
        (2, "rejected", "lat, lon", "136.3, 43.1", by_name),
        (3, "rejected", "lat", "abc", "not a coordinate"),
        (4, "rejected", "lon", "43.1", "the other coordinate is missing"),
        (5, "doubtful", "lat, lon", "136.3, 43.1", f"{swapped}; outside the country that the row names; kept"),
        (6, "repaired", "lat, lon", "143.1, 36.3", swapped),
    ]


def test_an_area_is_known_no_better_than_it_is_wide(tmp_path: Path, gazetteer: Gazetteer) -> None:
    shapes = [
        shapely.box(43.0, 33.0, 44.0, 34.0),
        shapely.LineString([(43.10, 36.30), (43.12, 36.30)]),
        shapely.MultiPoint([(44.01234, 33.12345)]),
        None,
    ]
    path = tmp_path / "shapes.geojson"
    gpd.GeoDataFrame({"date": "2014-06-10", "type": "protest"}, index=range(4), geometry=shapes, crs=4326).to_file(path)
    frame = read_table(path, gazetteer=gazetteer).frame
    assert frame["place_precision"].tolist() == ["admin1", "city", "site", "unknown"]
    # half the diagonal of a degree by a degree; a line is known from one of its two ends
    assert frame["radius_km"].iloc[:2].round(1).tolist() == [72.5, 1.8]


def test_the_decimals_of_a_geometry_tell_how_well_it_is_known(tmp_path: Path, gazetteer: Gazetteer) -> None:
    points = [(43, 33), (43.5, 33.0), (43.51, 33.5), (43.512, 33.5)]
    path = tmp_path / "points.geojson"
    frame = gpd.GeoDataFrame({"date": "2014-06-10"}, index=range(4), geometry=shapely.points(points), crs=4326)
    frame.to_file(path)
    found = read_table(path, gazetteer=gazetteer).frame
    assert found["place_precision"].tolist() == ["admin1", "admin2", "city", "site"]


def test_a_place_taken_for_a_similar_name_is_doubtful(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "t.csv"
    path.write_text("date,place,what happened\n2014-06-10,Mosull,protest\n2014-06-11,Erbil,protest\n", "utf-8")
    found = read_table(path, gazetteer=gazetteer)
    assert found.frame["event_type"].tolist() == ["protest"] * 2
    [note] = found.notes
    assert (note.line, note.severity, note.value) == (2, Severity.DOUBTFUL, "Mosull")
    assert note.reason == "not in the gazetteer as written; taken for Mosul, Nineveh, IQ"


def test_a_table_that_does_not_say_what_happened_is_told_so(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "t.csv"
    path.write_text("date,place,remarks 2\n2014-06-10,Mosul,protest\n", "utf-8")
    assert any("--column kind=COLUMN" in remark for remark in read_table(path, gazetteer=gazetteer).remarks)


@pytest.mark.parametrize(
    ("columns", "articles"),
    [
        (["title", "text", "published", "url"], True),
        (["doc_id", "text", "date"], True),
        (["date", "place", "text"], False),
        (["event_date", "latitude", "longitude", "text"], False),
        (["title", "body"], False),
    ],
)
def test_articles_in_a_table_are_known_by_their_columns(columns: list[str], articles: bool) -> None:  # noqa: FBT001
    assert holds_articles(columns) is articles
