"""Tables on the command line: mixed with articles, converted, reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import run

TABLE = "date,place,country,type,killed\n2016-05-03,Mosul,Iraq,car bombing,3\n2016-05-32,Xyzzyville,,flood,\n"
ARTICLE = "BAGHDAD, 4 May 2016 – A car bomb killed three people in Mosul on Tuesday, police said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "sources"
    source.mkdir()
    (source / "report.txt").write_text(ARTICLE, "utf-8")
    (source / "events.csv").write_text(TABLE, "utf-8")
    (source / "places.csv").write_text("name,country\nMosul,Iraq\n", "utf-8")
    (source / "articles.json").write_text(json.dumps([{"text": ARTICLE, "doc_id": "j"}]), "utf-8")
    (source / "articles.csv").write_text(f'doc_id,text\nc,"{ARTICLE.strip()}"\n', "utf-8")
    (source / "rows.json").write_text(
        json.dumps([{"date": "2016-05-04", "place": "Tikrit", "country": "Iraq"}]), "utf-8"
    )
    return source


def properties(path: Path) -> list[dict[str, object]]:
    return [feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"]]


def test_a_folder_of_articles_and_tables_becomes_one_set_of_events(folder: Path, tmp_path: Path) -> None:
    target, report = tmp_path / "all.geojson", tmp_path / "report.csv"
    done = run("extract", folder, "-o", target, "--report", report)
    assert done.returncode == 0, done.stderr
    found = properties(target)
    assert sorted(str(p["source"]) for p in found) == [
        "articles.csv", "articles.json", "events.csv", "events.csv", "report.txt", "rows.json"
    ]  # fmt: skip
    assert len({p["event_id"] for p in found}) == len(found)
    assert "places.csv: a table that says neither when nor what happened" in done.stderr
    lines = report.read_text("utf-8").splitlines()
    assert [line.split(",")[1:4] for line in lines[1:]] == [["3", "rejected", "date"], ["3", "rejected", "place"]]


def test_map_takes_a_table_alone(folder: Path, tmp_path: Path) -> None:
    done = run("map", folder / "events.csv", "-o", tmp_path / "m.html")
    assert done.returncode == 0, done.stderr
    assert "<title>Events in events.csv</title>" in (tmp_path / "m.html").read_text("utf-8")
    assert "2 events from events.csv, 1 without a place" in done.stderr


def test_convert_joins_tables_and_keeps_ids_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("id,date,place,country\n1,2016-05-03,Mosul,Iraq\n", "utf-8")
    done = run("convert", tmp_path / "a.csv", tmp_path / "b.csv", "-o", tmp_path / "both.geojson")
    assert done.returncode == 0, done.stderr
    assert [p["event_id"] for p in properties(tmp_path / "both.geojson")] == ["1", "b-1"]
    again = run("convert", tmp_path / "both.geojson", "-o", tmp_path / "again.geojson")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "both.geojson").read_bytes() == (tmp_path / "again.geojson").read_bytes()


@pytest.mark.parametrize(
    ("command", "name", "content", "words"),
    [
        ("convert", "a.json", "", "the file is empty; check that it was saved or fetched whole"),
        ("convert", "c.txt", " \n", "the file is empty; check that it was saved or fetched whole"),
        ("map", "f.json", "[ ]", "the file holds nothing but [ ]; check that it was saved or fetched whole"),
        ("convert", "k.json", '{"text', "not valid JSON at column 2"),
    ],
)
def test_a_file_with_nothing_in_it_is_no_article(
    tmp_path: Path, command: str, name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    output = tmp_path / ("x.html" if command == "map" else "x.geojson")
    done = run(command, tmp_path / name, "-o", output)
    assert done.returncode == 1
    assert done.stderr.startswith(f"geomap: {tmp_path / name}: {words}")
    assert not output.exists()


def test_a_table_without_rows_says_so_and_asks_for_no_columns(tmp_path: Path) -> None:
    (tmp_path / "none.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    done = run("convert", tmp_path / "none.geojson", "-o", tmp_path / "x.geojson")
    assert done.returncode == 0, done.stderr
    assert "the table holds no rows" in done.stderr
    assert "--column" not in done.stderr


def test_convert_of_an_article_says_what_to_use(folder: Path, tmp_path: Path) -> None:
    done = run("convert", folder / "report.txt", "-o", tmp_path / "x.geojson")
    assert done.returncode == 1
    assert "is an article; find its events with geomap extract" in done.stderr
    assert not (tmp_path / "x.geojson").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--column", "plaice=Ort"], 2, "is no field of an event"),
        (["--report", "r.txt"], 2, "must end in .csv or .json"),
        (["--column", "place=Ort"], 1, "no column 'Ort' for place"),
        (["--country", "Atlantis"], 1, "'Atlantis' is no country"),
        (["--encoding", "klingon"], 1, "'klingon' is no encoding"),
        (["--mapping", "missing.toml"], 1, "the mapping cannot be read"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(
    arguments: list[str], code: int, message: str, folder: Path, tmp_path: Path
) -> None:
    done = run("convert", folder / "events.csv", "-o", tmp_path / "x.geojson", *arguments)
    assert done.returncode == code, done.stderr
    # rich breaks the lines of a wrong use to the width of the terminal
    assert message.rsplit(maxsplit=1)[-1] in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.geojson").exists()


def test_a_table_that_cannot_be_read_lets_the_others_through(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    done = run("extract", folder, "-o", tmp_path / "x.geojson")
    assert done.returncode == 1
    assert "broken.xlsx: cannot be read as an Excel workbook" in done.stderr
    assert len(properties(tmp_path / "x.geojson")) == 6
