from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from program import run

TEXT = "The mayor of Paris, Texas, spoke in Tokyo. Iraqi soldiers left Mosul."


def geoparse(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run("geoparse", *arguments)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_json_lines_hold_offsets_roles_and_places(article: Path) -> None:
    done = geoparse(article)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["doc_id"] == "a"
    found = {t["name"]: t for t in record["toponyms"]}
    assert all(TEXT[t["start"] : t["end"]] == t["name"] for t in record["toponyms"])
    assert found["Paris"]["country"] == "US"
    assert (found["Iraqi"]["literal"], found["Iraqi"]["role"]) == (False, "demonym")
    assert found["Mosul"]["geonameid"] == 99072


def test_given_spans_are_resolved_in_their_order_and_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    spans = [{"start": TEXT.index(n), "end": TEXT.index(n) + len(n)} for n in ("Mosul", "Texas", "Paris")]
    lines = [
        json.dumps({"doc_id": "one", "text": TEXT, "toponyms": spans}),
        "{not json",
        json.dumps({"doc_id": "two", "text": "Oslo", "toponyms": [{"start": 0, "end": 99}]}),
        json.dumps({"doc_id": "three", "text": "In Oslo.", "toponyms": [{"start": 3, "end": 7}]}),
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    done = geoparse(path, "--gold-spans")
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr
    assert "2 sources could not be read" in done.stderr
    first, last = (json.loads(line) for line in done.stdout.splitlines())
    assert [t["name"] for t in first["toponyms"]] == ["Mosul", "Texas", "Paris"]
    assert (last["doc_id"], last["toponyms"][0]["country"]) == ("three", "NO")


def test_a_malformed_document_is_told_in_words_and_the_rest_is_done(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    texts = ["In Oslo.", None, "   ", "A lone \ud800 half in Rome.", "In Berlin.\u2028In\x00 Paris\x85 it rained."]
    path.write_text("\n".join(json.dumps({"doc_id": str(n), "text": text}) for n, text in enumerate(texts)), "utf-8")
    done = geoparse(path)
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr
    assert "ReadFailure" not in done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    found = [(r["doc_id"], [t["country"] for t in r["toponyms"]]) for r in records]
    assert found == [("0", ["NO"]), ("3", ["IT"]), ("4", ["DE", "FR"])]


def test_given_spans_may_stand_in_texts_with_unusual_line_separators(tmp_path: Path) -> None:
    text = "In Oslo.\u2028In Paris\x85 it rained."
    spans = [{"start": text.index(n), "end": text.index(n) + len(n)} for n in ("Oslo", "Paris")]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc_id": "a", "text": text, "toponyms": spans}, ensure_ascii=False), "utf-8")
    done = geoparse(path, "--gold-spans")
    assert done.returncode == 0, done.stderr
    assert [t["country"] for t in json.loads(done.stdout)["toponyms"]] == ["NO", "FR"]


def test_a_box_refuses_all_else_and_a_table_says_so(article: Path) -> None:
    done = geoparse(article, "--bbox", "38,29,49,38", "--format", "table")
    assert done.returncode == 0, done.stderr
    rows = {line.split()[2]: line for line in done.stdout.splitlines()[1:]}
    assert "not resolved" in rows["Tokyo"]
    assert "IQ" in rows["Mosul"]


def test_geojson_has_longitude_first(article: Path) -> None:
    features = json.loads(geoparse(article, "--format", "geojson").stdout)["features"]
    (mosul,) = [f for f in features if f["properties"]["name"] == "Mosul"]
    assert [round(x) for x in mosul["geometry"]["coordinates"]] == [43, 36]


@pytest.mark.parametrize("wrong", [["--near", "36"], ["--bbox", "1,2,3"], ["--near", "a,b"], ["--format", "xml"]])
def test_wrong_use_is_exit_2(article: Path, wrong: list[str]) -> None:
    assert geoparse(article, *wrong).returncode == 2
