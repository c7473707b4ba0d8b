from __future__ import annotations

import gzip
import zipfile
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


def test_tables_are_read_as_geonames_serves_them(dump: Path, tmp_path: Path) -> None:
    archive = tmp_path / "IQ.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr("readme.txt", "no table")
        stream.writestr("IQ.txt", dump.read_text("utf-8"))
    assert build_from_dump(DumpOptions(places=archive), tmp_path / "out").places == 5
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as stream:
        stream.writestr("IQ.txt", "")
        stream.writestr("SY.txt", "")
    with pytest.raises(InputError, match=r"IQ\.txt, SY\.txt; unpack"):
        build_from_dump(DumpOptions(places=tmp_path / "two.zip"), tmp_path / "none")
    (tmp_path / "no.zip").write_text("no archive", "utf-8")
    with pytest.raises(InputError, match=r"no\.zip: cannot be read"):
        build_from_dump(DumpOptions(places=tmp_path / "no.zip"), tmp_path / "none")


def test_a_place_in_several_tables_counts_once(dump: Path, tmp_path: Path) -> None:
    more = write_places(
        tmp_path / "SY.txt",
        [
            (2, "Aleppo", "", 36.2, 37.16, "P", "PPLA", "SY", "09", "", 1_600_000),
            (7, "Hama", "", 35.13, 36.75, "P", "PPLA", "SY", "10", "", 460_000),
        ],
    )
    build_from_dump(DumpOptions(places=[dump, more]), tmp_path / "out")
    gazetteer = Gazetteer.open(tmp_path / "out")
    assert len(gazetteer) == 6
    assert [c.place.geonames_id for c in gazetteer.candidates("Aleppo")] == [2]
    assert "allCountries.txt, SY.txt" in gazetteer.info.title


COUNTRY_INFO = (
    "#ISO\tISO3\n"
    "IQ\tIRQ\t368\tIZ\tIraq\tBaghdad\t437072\t38433600\tAS\t.iq\tIQD\tDinar\t964\t#####\t\tar-IQ,ku\t99237\tSY\t\n"
    "SY\tSYR\t760\tSY\tSyria\tDamascus\t185180\t16906283\tAS\t.sy\tSYP\tPound\t963\t\t\tar-SY\t163843\tIQ\t\n"
    "FR\tFRA\t250\tFR\tFrance\tParis\t547030\t66987244\tEU\t.fr\tEUR\tEuro\t33\t#####\t\tfr-FR\t3017382\t\t\n"
)


def test_countries_get_their_names_codes_and_areas(dump: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    file = tmp_path / "countryInfo.txt"
    file.write_text(COUNTRY_INFO, "utf-8")
    info = build_from_dump(DumpOptions(places=dump, country_info=file), tmp_path / "out")
    own = Gazetteer.open(tmp_path / "out")
    assert info.countries == 2  # France has no town here
    iraq, syria = own.candidates("Iraq")[0].place, own.candidates("SYR")[0].place
    assert (iraq.geonames_id, iraq.name, round(iraq.radius_km)) == (99237, "Republic of Iraq", 373)
    assert (syria.name, syria.latitude, syria.feature_code) == ("Syria", 36.2, "PCLI")
    assert own.candidates("Aleppo")[0].place.country_name == "Syria"
    build_from_dump(DumpOptions(places=dump, country_info=file, frame=gazetteer), tmp_path / "out")
    framed = Gazetteer.open(tmp_path / "out").candidates("Syria")[0].place
    assert framed.latitude == gazetteer.candidates("Syria")[0].place.latitude
    file.write_text(COUNTRY_INFO.replace("\t99237\t", "\t\t"), "utf-8")
    with pytest.raises(InputError, match=r"line 2 is not a line of GeoNames' countryInfo"):
        build_from_dump(DumpOptions(places=dump, country_info=file), tmp_path / "none")


def test_units_that_the_dump_has_get_their_short_names(tmp_path: Path) -> None:
    dump = write_places(
        tmp_path / "IQ.txt",
        [
            (95445, "Muhafazat Arbil", "", 36.1, 44.1, "A", "ADM1", "IQ", "11", "", 2_000_000),
            (95446, "Arbil", "", 36.19, 44.01, "P", "PPLA", "IQ", "11", "9541", 1_600_000),
        ],
    )
    admin1, admin2 = tmp_path / "admin1CodesASCII.txt", tmp_path / "admin2Codes.txt"
    admin1.write_text("IQ.11\tErbîl\tErbil\t95445\nIQ.12\tNowhere\tNowhere\t12\n", "utf-8")
    admin2.write_text("IQ.11.9541\tMakhmur\tMakhmur\t9541\n", "utf-8")
    info = build_from_dump(DumpOptions(places=dump, admin1=admin1, admin2=admin2), tmp_path / "out")
    gazetteer = Gazetteer.open(tmp_path / "out")
    assert (info.admin1, info.admin2) == (1, 1)
    assert gazetteer.candidates("Erbil")[0].place.geonames_id == 95445
    assert gazetteer.candidates("Arbil")[0].place.admin2_name == "Makhmur"
    with pytest.raises(InputError, match=r"line 1 .* admin2Codes\.txt"):
        build_from_dump(DumpOptions(places=dump, admin2=tmp_path / "IQ.txt"), tmp_path / "none")


def test_the_frame_names_what_the_dump_has_too(dump: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    build_from_dump(DumpOptions(places=dump, countries=["IQ"], frame=gazetteer), tmp_path / "out")
    framed = Gazetteer.open(tmp_path / "out")
    iraq = framed.country("IQ")
    assert iraq is not None
    assert (iraq.name, iraq.latitude) == ("Republic of Iraq", 33)  # the dump's own name and point
    assert framed.demonym("Iraqi") == iraq
    assert framed.candidates("Irak")[0].place == iraq
    assert framed.candidates("Erbil airport")[0].place.place_id == "ourairports:ORER"


def test_codes_among_alternate_names_are_no_names(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "alternateNamesV2.txt"
    lines = ["1\t95446\t\tUSA", "2\t1\ten\tUAE", "3\t2\tabbr\tALP"]
    file.write_text("\n".join(line + "\t\t\t\t" for line in lines) + "\n", "utf-8")
    build_from_dump(DumpOptions(places=dump, alternate_names=file), tmp_path / "out")
    gazetteer = Gazetteer.open(tmp_path / "out")
    assert not gazetteer.has_name("usa")
    assert not gazetteer.has_name("uae")
    assert gazetteer.candidates("ALP")[0].match is MatchKind.CODE


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (0, "x1", "'x1' in column 1 is not a whole number"),
        (14, "many", "'many' in column 15"),
        (4, "95", "latitude '95'"),
        (5, "east", "longitude 'east'"),
        (4, "nan", "latitude 'nan'"),
    ],
)
def test_a_bad_cell_is_named_with_its_line(dump: Path, tmp_path: Path, column: int, value: str, message: str) -> None:
    lines = dump.read_text("utf-8").splitlines()
    cells = lines[2].split("\t")
    cells[column] = value
    lines[2] = "\t".join(cells)
    dump.write_text("\n".join(["# a comment", "", *lines]) + "\n", "utf-8")
    with pytest.raises(InputError, match=f"line 5: .*{message}"):
        build_from_dump(DumpOptions(places=dump), tmp_path / "out")
    assert not (tmp_path / "out").exists()
