from __future__ import annotations

import json
import stat
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geomap.errors import ExportError
from geomap.export import write_geojson, write_whole
from geomap.frame import check_frame


def make_frame() -> gpd.GeoDataFrame:
    return check_frame(
        pd.DataFrame(
            {
                "event_id": ["a", "b"],
                "title": ["Größe “x” </script>", "أربيل"],
                "actors": ['["A", "B"]', "[]"],
                "latitude": [36.23764567, None],
                "longitude": [43.9632, None],
                "date_start": ["2023-12-25", None],
                "killed_min": [2, None],
            }
        )
    )


def test_the_file_is_geojson_with_ids_and_longitude_first(tmp_path: Path) -> None:
    path = write_geojson(make_frame(), tmp_path / "out.geojson")
    data = json.loads(path.read_text("utf-8"))
    first, second = data["features"]
    assert first["id"] == "a"
    assert first["geometry"] == {"type": "Point", "coordinates": [43.9632, 36.23765]}
    assert second["geometry"] is None
    assert first["properties"]["actors"] == ["A", "B"]
    assert first["properties"]["date_start"] == "2023-12-25"
    assert first["properties"]["killed_min"] == 2
    assert second["properties"]["killed_min"] is None
    assert "GeoNames" in data["attribution"]


def test_geopandas_reads_it_back(tmp_path: Path) -> None:
    path = write_geojson(make_frame(), tmp_path / "out.geojson")
    back = gpd.read_file(path)
    assert back["title"].tolist() == make_frame()["title"].tolist()
    assert back.crs == "EPSG:4326"


def test_the_same_frame_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_geojson(make_frame(), tmp_path / "1.geojson").read_bytes()
    two = write_geojson(make_frame(), tmp_path / "2.geojson").read_bytes()
    assert one == two


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "out.txt"
    write_whole(target, "old")
    assert write_whole(target, "new").read_text() == "new"
    assert [p.name for p in target.parent.iterdir()] == ["out.txt"]


def test_a_folder_as_target_and_a_file_as_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        write_whole(tmp_path, "x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match=r"cannot be written .* -o"):
        write_whole(tmp_path / "file" / "out.txt", "x")


def test_the_mode_of_a_replaced_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)
    write_whole(target, "new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
