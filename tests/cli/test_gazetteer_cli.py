from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from program import run

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.writing import GazetteerWriter


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "places.csv"
    file.write_text("Ort,lat,lon\nNewhamlet,35.2,36.8\nBad,x,1\n", "utf-8")
    return file


def test_a_table_is_added_and_a_bad_row_named(table: Path, tmp_path: Path) -> None:
    done = run("gazetteer", "add", table, "--column", "name=Ort", "-o", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert "line 3: lat 'x' is not a number" in done.stderr
    assert run("gazetteer", "check", "--gazetteer", tmp_path / "mine").returncode == 0
    assert "SY" in run("geocode", "Newhamlet", "--gazetteer", tmp_path / "mine").stdout


def test_a_table_is_geocoded_and_unmatched_names_counted(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("place\nBaghdad\nXqzvw\nXqzvw\n", "utf-8")
    done = run("geocode", "--input", table, "--column", "place", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "3 rows: 1 matched" in done.stderr
    assert "unmatched: Xqzvw (2)" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["gazetteer", "add", "none.csv", "-o", "x"], 1),
        (["gazetteer", "add", "none.csv", "--column", "Ort", "-o", "x"], 2),
        (["gazetteer", "build", "--geonames", "none.txt", "-o", "x"], 1),
        (["gazetteer", "build", "--geonames", "none.txt", "--countries", "QQ", "-o", "x"], 2),
        (["geocode", "--input", "none.csv", "--column", "place"], 2),
        (["geocode", "Baghdad", "--column", "place"], 2),
    ],
)
def test_mistakes_have_their_exit_codes(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a gazetteer of one country and one town, which is faster to copy than the shipped one."""
    writer = GazetteerWriter(title="base")
    for number, name, code in ((163843, "Syria", "A.PCLI"), (170063, "Homs", "P.PPLA")):
        writer.add(
            PlaceRecord(
                prefix="geonames",
                identifier=str(number),
                name=name,
                latitude=35.1,
                longitude=36.7,
                feature_class=code[0],
                feature_code=code[2:],
                country="SY",
            )
        )
    directory = tmp_path_factory.mktemp("base") / "gazetteer"
    writer.write(directory)
    return directory


@pytest.mark.parametrize("suffix", [".xlsx", ".geojson", ".gpkg", ".tsv", ".csv.gz", ".shp", ".parquet"])
def test_places_of_every_kind_of_file_are_added(base: Path, tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame(
        {"ort": ["Newhamlet", "Oldhamlet"], "lat": [35.2, 35.3], "lon": [36.8, 36.9], "type": ["village", "airport"]},
        geometry=gpd.points_from_xy([36.8, 36.9], [35.2, 35.3]),
        crs="EPSG:4326",
    )
    file = tmp_path / f"places{suffix}"
    plain = frame.drop(columns="geometry")
    if suffix in {".tsv", ".csv.gz"}:
        plain.to_csv(file, sep="\t" if suffix == ".tsv" else ",", index=False)
    elif suffix == ".parquet":
        plain.to_parquet(file)
    elif suffix == ".xlsx":
        pyogrio.write_dataframe(plain, file)
    else:  # the points count, in whatever system they are
        frame[["ort", "type", "geometry"]].to_crs(3857 if suffix == ".gpkg" else 4326).to_file(file)
    done = run("gazetteer", "add", file, "--column", "name=ort", "--gazetteer", base, "-o", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert "2 added, 0 laid over, 0 left out" in done.stdout
    own = Gazetteer.open(tmp_path / "mine")
    hamlet = own.candidates("Newhamlet")[0].place
    assert (round(hamlet.latitude, 4), round(hamlet.longitude, 4), hamlet.country) == (35.2, 36.8, "SY")
    assert own.candidates("Oldhamlet")[0].place.feature_code == "AIRP"


def test_a_dump_of_all_its_tables_is_built(tmp_path: Path) -> None:
    row = ["1", "Testville", "Testville", "", "33.1", "44.1", "P", "PPL", "IQ", "", "07", *[""] * 3, "900", *[""] * 4]
    files = {
        "IQ.zip": "\t".join(row) + "\n",
        "SY.txt": "\t".join(["2", "Otherville", *row[2:8], "SY", *row[9:]]) + "\n",
        "alternateNamesV2.zip": "5\t1\tar\tتستفيل\t\t\t\t\t\t\n",
        "admin1CodesASCII.txt": "IQ.07\tBaghdad\tBaghdad\t98180\n",
        "admin2Codes.txt": "IQ.07.1\tRusafa\tRusafa\t77\n",
        "countryInfo.txt": "# ISO\n"
        + "\t".join(["IQ", "IRQ", *["x"] * 2, "Iraq", *["1"] * 11, "99237", "", ""])
        + "\n",
    }
    for name, content in files.items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(tmp_path / name, "w") as archive:
                archive.writestr(name.replace(".zip", ".txt"), content)
        else:
            (tmp_path / name).write_text(content, "utf-8")
    done = run(
        "gazetteer", "build", "--geonames", tmp_path / "IQ.zip", "--geonames", tmp_path / "SY.txt",
        "--alternate-names", tmp_path / "alternateNamesV2.zip", "--admin1", tmp_path / "admin1CodesASCII.txt",
        "--admin2", tmp_path / "admin2Codes.txt", "--country-info", tmp_path / "countryInfo.txt",
        "-o", tmp_path / "mine",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    own = Gazetteer.open(tmp_path / "mine")
    testville = own.candidates("تستفيل")[0].place
    assert (testville.name, testville.admin1_name, testville.country_name) == ("Testville", "Baghdad", "Iraq")
    assert own.candidates("Otherville")[0].place.country == "SY"
