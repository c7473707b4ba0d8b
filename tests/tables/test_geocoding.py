"""Tables of place names geocoded: every row and column kept, in every format, however the file was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from geomap.errors import ExportError, InputError, MissingColumnError
from geomap.gazetteer import Gazetteer
from geomap.tables.geocoding import NameColumns, geocode_table
from geomap.tables.raw import SourceOptions

TABLE = """row,where,country,latitude
001,Homs,Syria,given
002,Zzyzxqwk,Syria,
003,Tripoli,LB,
004,"Tripoli",Libya,
005,Zzyzxqwk,Syria,
"""


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read_texts(file: Path) -> pd.DataFrame:
    """Read what was written, every cell as a text."""
    if file.suffix == ".parquet":
        return pd.read_parquet(file).astype(object)
    if file.suffix == ".xlsx":
        return pd.read_excel(file, dtype=object)
    sep = "\t" if file.suffix == ".tsv" else ","
    return pd.read_csv(file, sep=sep, dtype=str, keep_default_na=False)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, "utf-8")
    return file


def test_every_row_and_column_is_kept(table: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    output = tmp_path / "out" / "table.csv"
    report = geocode_table(table, output, gazetteer=gazetteer, columns=NameColumns(name="where", country="country"))
    assert (report.rows, report.matched, report.unmatched) == (5, 3, 2)
    assert report.unmatched_names == (("Zzyzxqwk", 2),)
    frame = read_texts(output)
    assert frame["row"].tolist() == ["001", "002", "003", "004", "005"]
    assert frame["latitude"].tolist() == ["given", "", "", "", ""]
    assert frame["geomap_latitude"].tolist()[1] == ""
    assert frame["matched_country"].tolist() == ["SY", "", "LB", "LY", ""]
    assert frame["place_precision"].tolist() == ["city", "", "city", "city", ""]
    assert "no place" in frame["reason"][1]


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".tsv"])
def test_other_kinds_of_tables(table: Path, tmp_path: Path, gazetteer: Gazetteer, suffix: str) -> None:
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    geocode_table(table, first, gazetteer=gazetteer, columns=NameColumns(name="where", country="country"))
    report = geocode_table(first, second, gazetteer=gazetteer, columns=NameColumns(name="where", country="country"))
    assert (report.rows, report.matched) == (5, 3)
    frame = read_texts(second)
    assert frame["where"].tolist() == ["Homs", "Zzyzxqwk", "Tripoli", "Tripoli", "Zzyzxqwk"]
    assert float(frame["geomap_longitude"][0]) == pytest.approx(36.72, abs=0.05)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_map_files_get_points(table: Path, tmp_path: Path, gazetteer: Gazetteer, suffix: str) -> None:
    output = tmp_path / f"out{suffix}"
    geocode_table(table, output, gazetteer=gazetteer, columns=NameColumns(name="where", country="country"))
    frame = gpd.read_file(output)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry[0].x == pytest.approx(36.72, abs=0.05)
    assert frame.geometry[1] is None
    again = geocode_table(output, tmp_path / "again.csv", gazetteer=gazetteer, columns=NameColumns(name="where"))
    assert again.rows == 5
    shapes = read_texts(tmp_path / "again.csv")["source_geometry"].tolist()
    assert shapes[0].startswith("POINT (36.7")
    assert not shapes[1]


def test_what_cannot_be_done_is_said(table: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(MissingColumnError, match="'place'"):
        geocode_table(table, tmp_path / "out.csv", gazetteer=gazetteer, columns=NameColumns(name="place"))
    with pytest.raises(ExportError, match="docx"):
        geocode_table(table, tmp_path / "out.docx", gazetteer=gazetteer, columns=NameColumns(name="where"))
    with pytest.raises(InputError, match="no such file"):
        geocode_table(
            tmp_path / "nowhere.csv", tmp_path / "out.csv", gazetteer=gazetteer, columns=NameColumns(name="where")
        )
    broken = tmp_path / "broken.xlsx"
    broken.write_text("no workbook", "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        geocode_table(broken, tmp_path / "out.csv", gazetteer=gazetteer, columns=NameColumns(name="where"))
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        geocode_table(table, tmp_path / "file" / "out.csv", gazetteer=gazetteer, columns=NameColumns(name="where"))
    assert not (tmp_path / "out.csv").exists()


def test_a_table_is_read_as_every_other_one(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Titles above the header, semicolons, Latin-1, a row of totals: what tables of events may have."""
    source, output = tmp_path / "communes.csv", tmp_path / "out.csv"
    text = "Bilan;;\n;;\nCommune;Pays;Morts\nOrléans;France;1\nZamość;Pologne;2\nTotal;;3\n"
    source.write_bytes(text.replace("ść", "sc").encode("latin-1"))
    report = geocode_table(source, output, gazetteer=gazetteer, columns=NameColumns(name="Commune", country="Pays"))
    assert (report.rows, report.matched) == (2, 2)
    assert any("a row of totals" in remark for remark in report.remarks)
    assert any("Bilan" in remark for remark in report.remarks)
    frame = read_texts(output)
    assert frame["Commune"].tolist() == ["Orléans", "Zamosc"]
    assert frame["matched_country"].tolist() == ["FR", "PL"]


def test_an_encoding_can_be_named(tmp_path: Path, gazetteer: Gazetteer) -> None:
    source, output = tmp_path / "places.csv", tmp_path / "out.csv"
    source.write_bytes("где,страна\nМосква,Россия\n".encode("cp1251"))
    options = SourceOptions(encoding="cp1251")
    report = geocode_table(source, output, gazetteer=gazetteer, columns=NameColumns(name="где"), options=options)
    assert report.matched == 1
    with pytest.raises(InputError, match="utf-8"):
        geocode_table(
            source,
            output,
            gazetteer=gazetteer,
            columns=NameColumns(name="где"),
            options=SourceOptions(encoding="utf-8"),
        )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".gpkg"])
def test_a_workbook_keeps_its_cells_of_many_kinds(tmp_path: Path, gazetteer: Gazetteer, suffix: str) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "notes"
    first.append(["Nothing here"])
    sheet = book.create_sheet("places")
    for row in (
        ["Ort", "Datum", "Tote", "Code"],
        ["Erbil", dt.date(2016, 5, 3), 3, "007"],
        ["Homs", None, None, 8],
    ):
        sheet.append(row)
    source, output = tmp_path / "orte.xlsx", tmp_path / f"out.xlsx{suffix}"
    book.save(source)
    options = SourceOptions(sheet="places")
    report = geocode_table(source, output, gazetteer=gazetteer, columns=NameColumns(name="Ort"), options=options)
    assert report.matched == 2
    frame = gpd.read_file(output) if suffix == ".gpkg" else read_texts(output)
    assert frame["Code"].tolist() == ["007", "8"]
    assert str(frame["Tote"][0]).startswith("3")
    assert str(frame["Datum"][0]).startswith("2016-05-03")


def test_a_workbook_runs_no_cell_of_the_table(tmp_path: Path, gazetteer: Gazetteer) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.xlsx"
    source.write_text("where,note\nHoms,=HYPERLINK(1)\n", "utf-8")
    geocode_table(source, output, gazetteer=gazetteer, columns=NameColumns(name="where"))
    sheet = openpyxl.load_workbook(output)["places"]
    assert sheet["B2"].data_type == "s"
    assert sheet["C2"].value == pytest.approx(34.72, abs=0.05)


def test_words_for_nothing_are_no_places(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Nan is a city of Thailand and None a town of Italy, but Python writes None for nothing."""
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("where\nNan\nnan\nNone\nNA\n", "utf-8")
    geocode_table(source, output, gazetteer=gazetteer, columns=NameColumns(name="where"))
    frame = read_texts(output)
    assert frame["matched_country"].tolist() == ["TH", "", "", ""]
    assert frame["where"].tolist() == ["Nan", "nan", "None", "NA"]


def test_distinct_rows_are_gone_through_by_the_progress(table: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    seen: list[int] = []

    def watch(rows: object) -> object:
        seen.append(len(rows))  # type: ignore[arg-type]
        return rows

    geocode_table(table, tmp_path / "out.csv", gazetteer=gazetteer, columns=NameColumns(name="where"), progress=watch)  # type: ignore[arg-type]
    assert seen == [3]
