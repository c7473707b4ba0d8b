from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )


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


def test_a_dump_is_built(tmp_path: Path) -> None:
    row = ["1", "Testville", "Testville", "", "33.1", "44.1", "P", "PPL", "IQ", *[""] * 5, "900", "", "", "", ""]
    dump = tmp_path / "IQ.txt"
    dump.write_text("\t".join(row) + "\n", "utf-8")
    done = run("gazetteer", "build", "--geonames", dump, "--countries", "IQ", "-o", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert "Testville" in run("geocode", "Testville", "--gazetteer", tmp_path / "mine").stdout


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
