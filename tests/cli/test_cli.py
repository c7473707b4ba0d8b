from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import run

ARTICLE = (
    "BAGHDAD, 4 May 2016 – A car bomb killed three people in Mosul on Tuesday, police said.\n\n"
    "The United Nations in Geneva condemned the attack.\n"
)


def one_line(text: str) -> bool:
    return text.startswith("geomap: ") and text.count("\n") == 1


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def features(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["features"]
    return found


def test_map_writes_html_and_geojson_and_prints_their_paths(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "map.html"
    done = run("map", article, "-o", target, "--title", "Mosul <b>")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(target), str(target.with_suffix(".geojson"))]
    page = target.read_text("utf-8")
    assert "<title>Mosul &lt;b&gt;</title>" in page
    (feature,) = features(target.with_suffix(".geojson"))
    properties = feature["properties"]
    assert isinstance(properties, dict)
    assert properties["place"] == "Mosul"
    assert (properties["date_start"], properties["killed_min"]) == ("2016-05-03", 3)
    assert sorted(p.name for p in target.parent.iterdir()) == ["map.geojson", "map.html"]


def test_the_default_place_is_outputs(article: Path, tmp_path: Path) -> None:
    done = run("map", article, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "outputs" / "article.html").exists()


def test_the_same_input_gives_the_same_bytes(article: Path, tmp_path: Path) -> None:
    for name in ("1", "2"):
        assert run("map", article, "-o", tmp_path / name / "m.html", "--title", "T").returncode == 0
    for name in ("m.html", "m.geojson"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_standard_input_and_several_sources(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "two.geojson"
    done = run("extract", "-", article, "-o", target, stdin="A bomb killed two people in Kirkuk on 3 May 2016.\n")
    assert done.returncode == 0, done.stderr
    assert {f["properties"]["place"] for f in features(target)} == {"Kirkuk", "Mosul"}  # type: ignore[index]


def test_no_events_is_said_and_is_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "calm.txt"
    path.write_text("The museum keeps old maps. It is open from Monday to Friday, in May 2016 too.\n", "utf-8")
    done = run("map", path, "-o", tmp_path / "calm.html", "--published", "2016-05-04")
    assert done.returncode == 0, done.stderr
    assert "no events found" in done.stderr
    assert one_line(done.stderr)
    assert features(tmp_path / "calm.geojson") == []


def test_an_article_in_another_language_is_said_on_standard_error_and_in_the_output(tmp_path: Path) -> None:
    path = tmp_path / "bericht.txt"
    path.write_text(
        "Bei einem Anschlag mit einer Autobombe sind am Dienstag in der Stadt Mossul drei Menschen getötet worden. "
        "Das teilte die Polizei am Abend mit. Zu der Tat bekannte sich zunächst niemand.\n",
        "utf-8",
    )
    told = "bericht.txt seems to be in German; geomap reads articles in English alone."
    done = run("report", path, "-o", tmp_path / "r.md", "--published", "2016-05-04")
    assert done.returncode == 0, done.stderr
    assert f"geomap: {told} Give it a translation" in done.stderr
    assert "geomap geocode" in done.stderr
    assert f"- {told}" in (tmp_path / "r.md").read_text("utf-8")
    assert told.partition(";")[0] in run("geoparse", path).stderr


def test_an_unknown_date_is_said_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("A bomb killed two people in Kirkuk on Tuesday.\n", "utf-8")
    done = run("extract", path, "-o", tmp_path / "u.geojson")
    assert done.returncode == 0, done.stderr
    assert "publication date unknown (the text names" in done.stderr
    assert "--published YYYY-MM-DD" in done.stderr
    (feature,) = features(tmp_path / "u.geojson")
    assert feature["properties"]["date_start"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not text|binary"),
        ("bad.jsonl", b'{"text": "a"\n', "line 1|row 1"),
        ("image.png", b"x", "cannot read"),
    ],
)
def test_a_bad_file_is_one_line_and_exit_1(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    target = tmp_path / "out.html"
    target.write_text("old")
    done = run("map", path, "-o", target)
    assert done.returncode == 1
    assert one_line(done.stderr), done.stderr
    assert str(path) in done.stderr
    assert any(word in done.stderr for word in words.split("|")), done.stderr
    assert done.stdout == ""
    assert target.read_text() == "old"


def test_a_missing_file_is_one_line_and_exit_1(tmp_path: Path) -> None:
    done = run("map", tmp_path / "none.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert one_line(done.stderr)


def test_one_bad_file_does_not_cost_the_rest(article: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    target = tmp_path / "out.geojson"
    done = run("extract", bad, article, "-o", target)
    assert done.returncode == 1
    assert "1 source could not be read" in done.stderr
    assert len(features(target)) == 1


def test_an_unwritable_output_is_one_line_and_exit_1(article: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("extract", article, "-o", tmp_path / "file" / "out.geojson")
    assert done.returncode == 1
    assert one_line(done.stderr), done.stderr
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["map"],
        ["map", "a.txt", "--published", "26/12/2023"],
        ["map", "a.txt", "-o", "a.pdf"],
        ["extract", "a.txt"],
        ["extract", "a.txt", "-o", "a.html"],
        ["geocode"],
        ["geocode", "Baghdad", "--format", "yaml"],
        ["nothing"],
    ],
)
def test_wrong_use_is_exit_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_geocode_as_json_keeps_a_row_for_a_name_not_found() -> None:
    done = run("geocode", "Erbil airport", "Xqzvw Qrtpl", "--format", "json")
    assert done.returncode == 0
    assert "not found: Xqzvw Qrtpl" in done.stderr
    found, missing = json.loads(done.stdout)
    keys = {"name", "latitude", "longitude", "place", "country", "feature_code", "place_precision", "confidence"}
    assert keys | {"gazetteer_id"} <= set(found)
    assert (found["place"], found["country"], found["place_precision"]) == ("Erbil International Airport", "IQ", "site")
    assert missing["name"] == "Xqzvw Qrtpl"
    assert missing["latitude"] is None
    assert missing["gazetteer_id"] is None


def test_geocode_as_geojson_and_table() -> None:
    collection = json.loads(run("geocode", "Baghdad", "--format", "geojson").stdout)
    x, y = collection["features"][0]["geometry"]["coordinates"]
    assert (round(x, 1), round(y, 1)) == (44.4, 33.3)
    table = run("geocode", "Tripoli", "--country", "LB").stdout
    assert "LB" in table.splitlines()[1]


def test_gazetteer_info_names_sources_and_counts() -> None:
    done = run("gazetteer", "info")
    assert done.returncode == 0
    for word in ("GeoNames", "OurAirports", "CC BY 4.0", "populated places"):
        assert word in done.stdout


def test_a_gazetteer_that_is_none_is_one_line_and_exit_1(tmp_path: Path) -> None:
    done = run("geocode", "Baghdad", "--gazetteer", tmp_path / "none")
    assert done.returncode == 1
    assert one_line(done.stderr)
    (tmp_path / "columns.bin").write_bytes(b"x")
    done = run("geocode", "Baghdad", "--gazetteer", tmp_path)
    assert done.returncode == 1
    assert one_line(done.stderr)


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("geomap 0.")
    for command in (["map"], ["extract"], ["geocode"], ["gazetteer"], ["gazetteer", "info"]):
        assert run(*command, "--help").returncode == 0


def test_explain_tells_why_on_standard_error_alone(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "e.geojson"
    done = run("extract", article, "-o", target, "--explain")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(target)]
    assert "found     car bombing, told by “killed”" in done.stderr
    plain = run("extract", article, "-o", tmp_path / "p.geojson")
    assert "told by" not in plain.stderr
    assert (tmp_path / "p.geojson").read_bytes() == target.read_bytes()


def test_actors_and_ontology_of_the_user_count(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("RFX barricaded a road in Mosul on 3 May 2016, police said.\n", "utf-8")
    names = tmp_path / "names.txt"
    names.write_text("RIVER_FRONT_(RFX)_ [IRQREB]\n", "utf-8")
    types = tmp_path / "types.toml"
    types.write_text('[types."blockade"]\nfamily = "protest or riot"\nverbs = ["barricade"]\n', "utf-8")
    target = tmp_path / "m.html"
    done = run("map", path, "-o", target, "--actors", names, "--ontology", types)
    assert done.returncode == 0, done.stderr
    (feature,) = features(target.with_suffix(".geojson"))
    properties = feature["properties"]
    assert isinstance(properties, dict)
    assert (properties["event_type"], properties["actor"]) == ("blockade", "River Front")


@pytest.mark.parametrize("option", ["--actors", "--ontology"])
def test_a_bad_list_is_one_line_and_no_output(article: Path, tmp_path: Path, option: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[nothing\n", "utf-8")
    done = run("extract", article, "-o", tmp_path / "e.geojson", option, path)
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert str(path) in done.stderr
    assert not (tmp_path / "e.geojson").exists()
