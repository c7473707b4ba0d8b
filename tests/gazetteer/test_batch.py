from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from geomap.errors import ExportError, InputError, MissingColumnError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.batch import geocode_table, read_frame

TABLE = """row,where,country,latitude
001,Homs,Syria,given
002,Zzyzxqwk,Syria,
003,Tripoli,LB,
004,"Tripoli",Libya,
005,Zzyzxqwk,Syria,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, "utf-8")
    return file


def test_every_row_and_column_is_kept(table: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    output = tmp_path / "out" / "table.csv"
    report = geocode_table(table, output, gazetteer=gazetteer, column="where", country_column="country")
    assert (report.rows, report.matched, report.unmatched) == (5, 3, 2)
    assert report.unmatched_names == (("Zzyzxqwk", 2),)
    frame = read_frame(output)
    assert frame["row"].tolist() == ["001", "002", "003", "004", "005"]
    assert frame["latitude"].tolist() == ["given", "", "", "", ""]
    assert frame["geomap_latitude"].tolist()[1] == ""
    assert frame["matched_country"].tolist() == ["SY", "", "LB", "LY", ""]
    assert frame["place_precision"].tolist() == ["city", "", "city", "city", ""]
    assert "no place" in frame["reason"][1]


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".tsv"])
def test_other_kinds_of_tables(table: Path, tmp_path: Path, gazetteer: Gazetteer, suffix: str) -> None:
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    geocode_table(table, first, gazetteer=gazetteer, column="where", country_column="country")
    report = geocode_table(first, second, gazetteer=gazetteer, column="where", country_column="country")
    assert (report.rows, report.matched) == (5, 3)
    frame = read_frame(second)
    assert frame["where"].tolist() == ["Homs", "Zzyzxqwk", "Tripoli", "Tripoli", "Zzyzxqwk"]
    assert float(frame["geomap_longitude"][0]) == pytest.approx(36.72, abs=0.05)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_map_files_get_points(table: Path, tmp_path: Path, gazetteer: Gazetteer, suffix: str) -> None:
    output = tmp_path / f"out{suffix}"
    geocode_table(table, output, gazetteer=gazetteer, column="where", country_column="country")
    frame = gpd.read_file(output)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry[0].x == pytest.approx(36.72, abs=0.05)
    assert frame.geometry[1] is None
    again = geocode_table(output, tmp_path / "again.csv", gazetteer=gazetteer, column="where")
    assert again.rows == 5


def test_what_cannot_be_done_is_said(table: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(MissingColumnError, match="'place'"):
        geocode_table(table, tmp_path / "out.csv", gazetteer=gazetteer, column="place")
    with pytest.raises(ExportError, match="docx"):
        geocode_table(table, tmp_path / "out.docx", gazetteer=gazetteer, column="where")
    with pytest.raises(InputError, match="no such file"):
        geocode_table(tmp_path / "nowhere.csv", tmp_path / "out.csv", gazetteer=gazetteer, column="where")
    broken = tmp_path / "broken.xlsx"
    broken.write_text("no workbook", "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        geocode_table(broken, tmp_path / "out.csv", gazetteer=gazetteer, column="where")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        geocode_table(table, tmp_path / "file" / "out.csv", gazetteer=gazetteer, column="where")
    assert not (tmp_path / "out.csv").exists()


def test_a_table_parted_by_semicolons_is_read(tmp_path: Path) -> None:
    source = tmp_path / "orte.csv"
    source.write_text("Ort;Tote\nErbil, Irak;1,5\n", "utf-8-sig")
    assert read_frame(source).to_dict("records") == [{"Ort": "Erbil, Irak", "Tote": "1,5"}]


def test_another_encoding_is_told_with_the_remedy(tmp_path: Path) -> None:
    source = tmp_path / "communes.csv"
    source.write_bytes("Commune;Morts\nOrléans;1\n".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8; save it as"):
        read_frame(source)
