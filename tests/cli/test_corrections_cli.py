from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from program import run

TEXT = (
    "BAGHDAD, 4 May 2016 – A car bomb killed three people in Tripoli on Tuesday, police said.\n\n"
    "Gunmen kidnapped a judge in Basra on Monday.\n"
)


def events_of(path: Path) -> list[dict[str, Any]]:
    return [f["properties"] for f in json.loads(path.read_text("utf-8"))["features"]]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_corrections_change_the_events_and_say_what_fitted_nothing(article: Path, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.toml"
    fixes.write_text(
        '[[place]]\nname = "Tripoli"\nto = "geonames:266826"\n[[drop]]\nquote = "a flood in Ohio destroyed"\n', "utf-8"
    )
    target = tmp_path / "events.geojson"
    done = run("extract", article, "-o", target, "--corrections", fixes)
    assert done.returncode == 0, done.stderr
    bomb = next(e for e in events_of(target) if e["place"] == "Tripoli")
    assert (bomb["country"], bomb["status"]) == ("LB", "corrected")
    assert "drop 1 was not used: no event fits" in done.stderr
    assert "1 correction of fixes.toml applied" in done.stderr


def test_a_worksheet_filled_in_corrects_an_edited_article(article: Path, tmp_path: Path) -> None:
    target, sheet = tmp_path / "events.geojson", tmp_path / "sheet.csv"
    assert run("extract", article, "-o", target).returncode == 0
    assert run("corrections", target, "-o", sheet).returncode == 0
    table = pd.read_csv(sheet, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert len(table) == 2
    table.loc[table["quote"].str.contains("Basra"), "action"] = "drop"
    table.to_csv(sheet, index=False)
    article.write_text(TEXT.replace("Gunmen kidnapped a judge", "Gunmen kidnapped a senior judge"), "utf-8")
    done = run("map", article, "-o", tmp_path / "map.html", "--corrections", sheet)
    assert done.returncode == 0, done.stderr
    assert [e["place"] for e in events_of(tmp_path / "map.geojson")] == ["Tripoli"]


def test_a_mistake_in_the_file_is_one_line_and_nothing_is_written(article: Path, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.toml"
    fixes.write_text('[[place]]\nname = "Tripoli"\nto = "Lebanon"\n', "utf-8")
    target = tmp_path / "events.geojson"
    done = run("extract", article, "-o", target, "--corrections", fixes)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"geomap: {fixes}: place 1: the place is 'Lebanon'")
    assert done.stderr.count("\n") == 1
    assert not target.exists()


def test_a_worksheet_must_be_csv(article: Path, tmp_path: Path) -> None:
    assert run("corrections", article, "-o", tmp_path / "sheet.xlsx").returncode == 2
