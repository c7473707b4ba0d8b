"""What GIS programs make of the files: geopandas, ogrinfo and QGIS itself where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geomap.datafiles import GEONAMES_CREDIT
from geomap.export import ExportOptions, write_events
from geomap.frame import check_frame
from geomap.model import EventFamily

QGIS_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("qgis_check.py")
GIS = [".geojson", ".gpkg", ".fgb", ".kml"]


def make_events() -> gpd.GeoDataFrame:
    """Give an event of each family, by ten actors, some of them imprecise, one undated and one without a place."""
    families = list(EventFamily)
    size = len(families)
    return check_frame(
        pd.DataFrame(
            {
                "event_id": [f"e{i}" for i in range(size)],
                "title": ["<b>Strike & co</b> on “Erbil”", *[f"Event {i}" for i in range(1, size)]],
                "event_type": [family.value for family in families],
                "event_family": [family.value for family in families],
                "actor": [None, *[f"Actor {'ABCDEFGHIJ'[i % 10]}" for i in range(1, size)]],
                "date_start": ["2023-12-25", *["2023-12-20"] * 3, None, *["2024-01-02"] * (size - 5)],
                "date_end": ["2023-12-25", *["2023-12-31"] * 3, None, *["2024-01-02"] * (size - 5)],
                "place": ["Erbil", *[None] * (size - 1)],
                "place_precision": ["city"] * 9 + ["country"] * 3 + ["site"] * (size - 12),
                "place_relation": ["in"] * 6 + ["near"] * 2 + ["in"] * (size - 8),
                "count": [1, 2, 5, 10, 48, *[1] * (size - 5)],
                "quote": ["A drone fell <script>alert(1)</script>.", *[None] * (size - 1)],
                "latitude": [*[36.0 + i % 4 for i in range(size - 1)], None],
                "longitude": [*[43.0 + i // 4 for i in range(size - 1)], None],
            }
        )
    )


@pytest.mark.parametrize("suffix", GIS)
def test_geopandas_reads_it(suffix: str, tmp_path: Path) -> None:
    events = make_events()
    path = write_events(events, tmp_path / f"e{suffix}")[0]
    parts = [gpd.read_file(path, layer=name) for name in pyogrio.list_layers(path)[:, 0] if name != "layer_styles"]
    back = pd.concat([part.astype(object) for part in parts]).set_index("event_id").loc[events["event_id"]]
    assert back["title"].tolist() == events["title"].tolist()
    assert pd.to_datetime(back["date_start"]).dt.date.tolist() == events["date_start"].dt.date.tolist()
    points = gpd.GeoSeries(back["geometry"].tolist(), crs=4326)
    assert points.geom_equals(events.geometry).tolist() == [*[True] * (len(events) - 1), False]
    assert points.isna().tolist() == events.geometry.isna().tolist()


@pytest.mark.parametrize("suffix", GIS)
def test_ogrinfo_reads_it(suffix: str, tmp_path: Path) -> None:
    if not (program := shutil.which("ogrinfo")):
        pytest.skip("ogrinfo is not installed (Debian: gdal-bin)")
    path = write_events(make_events(), tmp_path / f"e{suffix}")[0]
    done = subprocess.run([program, "-ro", "-al", path], capture_output=True, text=True, check=True)
    assert "ERROR" not in done.stderr
    assert done.stderr == ""
    assert done.stdout.count("OGRFeature(") == len(make_events()) + (suffix == ".gpkg")
    assert "Event 3" in done.stdout
    assert not list(tmp_path.glob("*.aux.xml"))


def test_the_geopackage_has_dates_an_index_a_style_and_credits(tmp_path: Path) -> None:
    path, definition = write_events(make_events(), tmp_path / "e.gpkg", options=ExportOptions(title="Strikes"))
    assert definition.name == "e.qlr"
    database = sqlite3.connect(path)
    types = {name: kind for _, name, kind, *_ in database.execute("PRAGMA table_info(events)")}
    assert types["date_start"] == types["date_end"] == types["published"] == "DATE"
    assert database.execute("SELECT count(*) FROM rtree_events_geometry").fetchone() == (len(make_events()) - 1,)
    assert database.execute("SELECT date_start FROM events WHERE event_id = 'e0'").fetchone() == ("2023-12-25",)
    contents = dict(database.execute("SELECT table_name, identifier FROM gpkg_contents"))
    assert contents["events"] == "Strikes"
    assert {row[0] for row in database.execute("SELECT last_change FROM gpkg_contents")} == {"1970-01-01T00:00:00.000Z"}
    assert GEONAMES_CREDIT in database.execute("SELECT metadata FROM gpkg_metadata").fetchone()[0]
    assert database.execute("SELECT f_table_name, useAsDefault FROM layer_styles").fetchall() == [("events", 1)]
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_geoparquet_is_1_1_with_a_covering_box_and_dates(tmp_path: Path) -> None:
    path = write_events(make_events(), tmp_path / "e.parquet")[0]
    schema = pq.read_schema(path)
    geo = json.loads(schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert str(schema.field("date_start").type) == "date32[day]"
    inside = gpd.read_parquet(path, bbox=(42.5, 35.5, 43.5, 36.5))
    assert inside["event_id"].tolist() == ["e0"]


@pytest.fixture(scope="module")
def qgis() -> dict[str, str]:
    """Give the environment in which QGIS runs without a screen."""
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(Path.home())}
    probe = [QGIS_PYTHON, "-c", "import qgis.core"]
    there = Path(QGIS_PYTHON).exists()
    if not there or subprocess.run(probe, env=environment, capture_output=True, check=False).returncode:
        pytest.skip("QGIS is not installed for /usr/bin/python3 (Debian: qgis python3-qgis)")
    return environment


def ask_qgis(environment: dict[str, str], path: Path) -> tuple[dict[str, Any], Path]:
    picture = path.with_suffix(".png")
    done = subprocess.run(
        [QGIS_PYTHON, SCRIPT, path, picture], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told, picture


@pytest.mark.parametrize("opened", ["e.gpkg", "e.qlr"])
def test_qgis_draws_the_style_and_knows_the_days(opened: str, qgis: dict[str, str], tmp_path: Path) -> None:
    options = ExportOptions(title="Strikes", colors={"Actor J": "#123456"})
    write_events(make_events(), tmp_path / "e.gpkg", options=options)
    told, picture = ask_qgis(qgis, tmp_path / opened)
    assert told["valid"]
    assert told["crs"] == "EPSG:4326"
    assert told["count"] == len(make_events())
    assert {told["types"][name] for name in ("date_start", "date_end", "published")} == {"Date"}
    assert told["renderer"] == "categorizedSymbol"
    assert told["colours"]["Actor B"] == "#0072b2"
    assert told["colours"]["Actor J"] == "#123456"
    assert list(told["colours"])[-2:] == ["no actor named", "other actors"]
    assert not told["labels"]
    assert told["fields"] == ["date_start", "date_end"]
    assert told["temporal"] == (opened == "e.qlr")
    if opened == "e.qlr":
        assert told["rights"] == [GEONAMES_CREDIT]
        assert told["attribution"] == GEONAMES_CREDIT
        # on its day, at any hour, the one of the 25th; those around it and the undated one before and after too
        always = ["e1", "e2", "e3", "e4"]
        assert told["shown"] == [always, ["e0", *always], ["e0", *always], always]
    assert told["tips"][0] == (
        "<b>&lt;b&gt;Strike &amp; co&lt;/b&gt; on “Erbil”</b><br>2023-12-25 · Erbil"
        "<br><i>“A drone fell &lt;script&gt;alert(1)&lt;/script&gt;.”</i>"
    )
    assert told["tips"][1] == "<b>Event 1</b><br>2023-12-20 to 2023-12-31 · place unknown"
    assert picture.stat().st_size > 5000


def test_qgis_reads_the_days_of_geojson(qgis: dict[str, str], tmp_path: Path) -> None:
    told, _ = ask_qgis(qgis, write_events(make_events(), tmp_path / "e.geojson")[0])
    assert told["count"] == len(make_events())
    assert told["types"]["date_start"] == told["types"]["date_end"] == "Date"
