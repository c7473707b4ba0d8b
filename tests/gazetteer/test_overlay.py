from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.errors import InputError, MissingColumnError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.writing import GazetteerWriter
from geomap.tables.overlay import TableColumns, add_table

CSV = """id,name,lat,lon,country,alternate_names,type
v1,New Hamlet,1.02,2.02,XA,Hamletto|ara:قرية,village
v2,Lost,95,2,XA,,village
v3,,1,2,XA,,village
v4,Abroad,1,2,Atlantis,,village
v1,Twice,1,2,XA,,village
v5,Stray,x,2,XA,,village
v6,Airstrip,1.3,2.3,Arcadia,,airport
"""


def test_a_table_is_laid_over_a_gazetteer(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text(CSV, "utf-8")
    report = add_table(table, tmp_path / "both", base=Gazetteer.open(small), prefix="mine")
    gazetteer = Gazetteer.open(tmp_path / "both")
    gazetteer.check()
    assert (report.added, report.replaced) == (2, 0)
    assert [(error.line, error.message.split()[0]) for error in report.errors] == [
        (3, "latitude"),
        (4, "the"),
        (5, "the"),
        (6, "the"),
        (7, "lat"),
    ]
    hamlet = gazetteer.candidates("Hamletto")[0].place
    assert (hamlet.place_id, hamlet.name, hamlet.country, hamlet.admin1) == ("mine:v1", "New Hamlet", "XA", "01")
    assert gazetteer.candidates("قرية")[0].place == hamlet
    assert gazetteer.candidates("Airstrip")[0].place.feature_code == "AIRP"
    assert gazetteer.candidates("Twin")[0].place.place_id == "own:5"
    assert any(source.name == "places.csv" for source in gazetteer.info.sources)


def test_a_gazetteer_can_be_laid_over_itself(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "more.tsv"
    table.write_text('place\tlatitude\tlongitude\nThe "Old" Mill\t1.0\t2.0\n', "utf-8")
    add_table(table, small, base=Gazetteer.open(small))
    assert Gazetteer.open(small).candidates("Old Mill")[0].place.name == 'The "Old" Mill'


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    """Write a gazetteer whose places have GeoNames ids, with a region of one country."""
    writer = GazetteerWriter(title="numbered")
    for identifier, name, code, names in (
        ("99237", "Iraq", "A.PCLI", ()),
        ("95446", "Erbil", "P.PPLA", ("Arbil", "Hewler")),
        ("89824", "Zahko", "P.PPL", ()),
    ):
        feature_class, _, feature_code = code.partition(".")
        writer.add(
            PlaceRecord(
                prefix="geonames",
                identifier=identifier,
                name=name,
                latitude=36.0,
                longitude=44.5,
                feature_class=feature_class,
                feature_code=feature_code,
                country="IQ",
                population=1000,
                names=names,
                demonyms=("Iraqi",) if feature_code == "PCLI" else (),
            )
        )
    writer.add(
        PlaceRecord(
            prefix="supplement",
            identifier="mesopotamia",
            name="Mesopotamia",
            latitude=34.0,
            longitude=43.0,
            feature_class="L",
            feature_code="RGN",
            members=("IQ",),
        )
    )
    writer.write(tmp_path / "numbered")
    return tmp_path / "numbered"


def test_a_row_with_a_geonames_id_is_laid_over_its_entry(numbered: Path, tmp_path: Path) -> None:
    base = Gazetteer.open(numbered)
    table = tmp_path / "erbil.csv"
    table.write_text("gn_id;name;latitude;longitude;names\n95446;Hewlêr;36,2;44,0;Erbil Castle Town\n", "utf-8")
    report = add_table(table, tmp_path / "both", base=base)
    both = Gazetteer.open(tmp_path / "both")
    place = both.place("geonames:95446")
    assert (report.added, report.replaced) == (0, 1)
    assert (place.name, place.latitude, place.longitude, place.feature_code) == ("Hewlêr", 36.2, 44.0, "PPLA")
    for name in ("Erbil", "Arbil", "Erbil Castle Town", "Hewler"):
        assert both.candidates(name)[0].place == place
    assert len(both) == len(base)
    assert both.demonym("Iraqi") == both.country("IQ")
    assert both.within(place, both.candidates("Mesopotamia")[0].place)
    assert both.candidates("Zahko") == base.candidates("Zahko")


def test_geojson_gives_its_points(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "places.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Lookout", "kind": "mountain"},
        "geometry": {"type": "Point", "coordinates": [2.5, 1.5]},
    }
    table.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    add_table(table, tmp_path / "both", base=Gazetteer.open(small))
    place = Gazetteer.open(tmp_path / "both").candidates("Lookout")[0].place
    assert (place.latitude, place.longitude, place.feature_code) == (1.5, 2.5, "MT")


def test_a_table_is_read_as_every_other_one(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "lieux.csv"
    table.write_bytes("Lieux de la région;;\nname;lat;lon\nÉtang;1,02;2,02\nPré;1,03;2,03\nTotal;;\n".encode("latin-1"))
    report = add_table(table, tmp_path / "both", base=Gazetteer.open(small))
    assert (report.added, report.errors) == (2, ())
    assert any("a row of totals" in remark for remark in report.remarks)
    assert Gazetteer.open(tmp_path / "both").candidates("Étang")[0].place.latitude == 1.02


def test_progress_is_told(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text(CSV, "utf-8")
    told: list[str] = []
    add_table(table, tmp_path / "both", base=Gazetteer.open(small), progress=lambda what, _: told.append(what))
    assert told == ["places copied"]


def test_columns_may_be_named(small: Path, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("ort,breite,laenge\nDorf,1,2\n", "utf-8")
    with pytest.raises(MissingColumnError, match="name, latitude, longitude"):
        add_table(table, tmp_path / "both", base=Gazetteer.open(small))
    with pytest.raises(MissingColumnError, match="'name'"):
        add_table(table, tmp_path / "both", base=Gazetteer.open(small), columns=TableColumns(name="name"))
    columns = TableColumns(name="ort", latitude="breite", longitude="laenge")
    assert add_table(table, tmp_path / "both", base=Gazetteer.open(small), columns=columns).added == 1


@pytest.mark.parametrize(
    ("name", "content"), [("empty.csv", ""), ("bad.csv", "name,lat,lon\na,b,c\n"), ("no.geojson", "{")]
)
def test_a_table_without_a_single_good_row_is_refused(small: Path, tmp_path: Path, name: str, content: str) -> None:
    table = tmp_path / name
    table.write_text(content, "utf-8")
    with pytest.raises(InputError, match=name):
        add_table(table, tmp_path / "both", base=Gazetteer.open(small))
    assert not (tmp_path / "both").exists()


def test_a_missing_table_is_named(small: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        add_table(tmp_path / "nowhere.csv", tmp_path / "both", base=Gazetteer.open(small))
