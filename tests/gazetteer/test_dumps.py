from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.dumps import DumpOptions, build_from_dump
from geomap.model import MatchKind


def write_places(file: Path, rows: list[tuple[object, ...]]) -> Path:
    """Write rows of (id, name, alternates, latitude, longitude, class, code, country, admin1, admin2, population)."""
    lines = []
    for number, name, alternates, latitude, longitude, letter, code, country, admin1, admin2, population in rows:
        columns = (number, name, name, alternates, latitude, longitude, letter, code, country, "", admin1, admin2)
        lines.append("\t".join(map(str, (*columns, "", "", population, "", "", "Asia/Baghdad", "2024-01-01"))))
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_places(
        tmp_path / "allCountries.txt",
        [
            (99237, "Republic of Iraq", "Iraq,العراق", 33, 44, "A", "PCLI", "IQ", "00", "", 40_000_000),
            (95446, "Erbil", "Arbil,Hewler", 36.19, 44.01, "P", "PPLA", "IQ", "11", "9541", 1_600_000),
            (1, "Qaryat al Bir", "", 36.3, 44.1, "P", "PPL", "IQ", "11", "9541", 0),
            (2, "Aleppo", "Halab", 36.2, 37.16, "P", "PPLA", "SY", "09", "", 1_600_000),
            (3, "Jabal Bir", "", 36.5, 44.2, "T", "MT", "IQ", "11", "", 0),
        ],
    )


def test_a_dump_becomes_a_gazetteer(dump: Path, tmp_path: Path) -> None:
    admin1 = tmp_path / "admin1CodesASCII.txt"
    admin1.write_text("IQ.11\tErbil Governorate\tErbil Governorate\t95445\n", "utf-8")
    info = build_from_dump(DumpOptions(places=dump, admin1=admin1), tmp_path / "out")
    gazetteer = Gazetteer.open(tmp_path / "out")
    assert (info.places, info.countries, info.admin1, info.populated_places) == (6, 1, 1, 3)
    assert gazetteer.candidates("Hewler")[0].place.geonames_id == 95446
    village = gazetteer.candidates("Qaryat al-Bir")[0].place
    assert (village.country_name, village.admin1_name) == ("Republic of Iraq", "Erbil Governorate")
    assert gazetteer.candidates("Erbil province")[0].place.feature_code == "ADM1"
    assert gazetteer.within(village, "IQ")
    assert "GeoNames" in info.attribution[0]


def test_parts_of_a_dump(dump: Path, tmp_path: Path) -> None:
    info = build_from_dump(DumpOptions(places=dump, countries=["iq"], feature_classes={"P"}), tmp_path / "out")
    assert info.places == 2
    with pytest.raises(InputError, match="no place of the countries"):
        build_from_dump(DumpOptions(places=dump, countries=["FR"]), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_alternate_names_come_from_their_own_table(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "alternateNamesV2.txt.gz"
    lines = [
        "10\t95446\tku\tHewlêr\t\t\t\t",
        "11\t95446\ten\tErbil City\t1\t\t\t",
        "12\t95446\tlink\thttps://example.org\t\t\t\t",
        "13\t95446\tiata\tEBL\t\t\t\t",
        "14\t7777777\ten\tNowhere\t\t\t\t",
        "15\t1\tar\tقرية البئر\t\t\t\t",
    ]
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    build_from_dump(DumpOptions(places=dump, alternate_names=file), tmp_path / "out")
    gazetteer = Gazetteer.open(tmp_path / "out")
    assert gazetteer.candidates("Hewler")[0].place.geonames_id == 95446
    assert gazetteer.candidates("قرية البئر")[0].place.geonames_id == 1
    assert gazetteer.candidates("EBL")[0].match is MatchKind.CODE
    assert not gazetteer.has_name("arbil")  # the dump's own column is not read beside the table
    assert gazetteer.candidates("Nowhere", variants=False) == []


def test_the_frame_gives_what_a_dump_of_towns_lacks(dump: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    build_from_dump(
        DumpOptions(places=dump, countries=["IQ", "SY"], feature_classes={"P"}, frame=gazetteer), tmp_path / "out"
    )
    framed = Gazetteer.open(tmp_path / "out")
    village = framed.candidates("Qaryat al Bir")[0].place
    assert (village.country_name, village.admin1_name) == ("Iraq", "Erbil")
    assert framed.demonym("Iraqi") == framed.country("IQ")
    assert framed.candidates("Levant", variants=False) == []  # a region of several countries is in neither


def test_progress_is_told(dump: Path, tmp_path: Path) -> None:
    told: list[str] = []
    build_from_dump(DumpOptions(places=dump), tmp_path / "out", progress=lambda table, _: told.append(table))
    assert told == ["writing"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b,c\n", "columns"),
        ("\t".join(["x"] * 19) + "\n", "line 1"),
        ("", "no place"),
    ],
)
def test_what_is_no_dump_is_refused_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "dump.txt"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        build_from_dump(DumpOptions(places=file), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_and_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        build_from_dump(DumpOptions(places=tmp_path / "nowhere.txt"), tmp_path / "out")
    cut = tmp_path / "cut.txt.gz"
    cut.write_bytes(gzip.compress(b"x" * 1000)[:20])
    with pytest.raises(InputError, match="cut"):
        build_from_dump(DumpOptions(places=cut), tmp_path / "out")
    latin = tmp_path / "latin.txt"
    latin.write_bytes("1\tMünchen".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        build_from_dump(DumpOptions(places=latin), tmp_path / "out")


def test_a_failed_build_leaves_the_old_gazetteer(dump: Path, tmp_path: Path) -> None:
    build_from_dump(DumpOptions(places=dump), tmp_path / "out")
    before = sorted(path.name for path in tmp_path.iterdir())
    broken = tmp_path / "broken.txt"
    broken.write_text(dump.read_text("utf-8") + "half a line\t1\n", "utf-8")
    with pytest.raises(InputError, match="line 6"):
        build_from_dump(DumpOptions(places=broken), tmp_path / "out")
    broken.unlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert Gazetteer.open(tmp_path / "out").candidates("Aleppo")[0].place.geonames_id == 2
