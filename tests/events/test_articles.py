"""Whole articles against their gold, by the shared scorer."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geomap.export import dump_geojson
from geomap.pipeline import extract_events
from geomap.reading import read


@pytest.fixture(scope="module")
def scorer(request: pytest.FixtureRequest) -> ModuleType:
    root: Path = request.getfixturevalue("root")
    path = root.parent / "shared" / "tools" / "score_events.py"
    if not path.exists():
        pytest.skip("the scorer lies beside the checkout in ../shared/tools and is not there")
    spec = importlib.util.spec_from_file_location("score_events", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(scorer: ModuleType, article: Path, gold: Path, published: dt.date | None = None) -> dict[str, Any]:
    documents = read(article, published=published)
    features = json.loads(dump_geojson(extract_events(documents)))["features"]
    events = scorer.load_gold(gold)
    for event in events:
        # the scorer takes a date that is an object; some optional events of the gold give a plain day
        if isinstance(event.get("date"), str):
            event["date"] = {"earliest": event["date"]}
    result: dict[str, Any] = scorer.score(events, features, documents[0].text)
    return result


def test_the_reference_article(scorer: ModuleType, shared_data: Path) -> None:
    folder = shared_data / "reference-article"
    result = score(scorer, folder / "article.txt", folder / "gold.json", dt.date(2023, 12, 26))
    assert result["found"] >= 6
    assert result["field_points"] / result["field_max"] >= 0.9
    assert result["false_points"] <= 1
    assert result["duplicates"] == 0


@pytest.mark.parametrize("name", ["drone-strike.txt", "farm-protest.txt", "flood.html"])
def test_the_samples(scorer: ModuleType, samples: Path, root: Path, name: str) -> None:
    result = score(scorer, samples / name, root / "tests" / "gold" / "samples" / f"{Path(name).stem}.json")
    assert result["found"] / result["core"] >= 0.6
    assert result["field_points"] / result["field_max"] >= 0.75
    assert result["false_points"] <= 1


def test_nothing_that_must_not_be_mapped_is(shared_data: Path) -> None:
    folder = shared_data / "reference-article"
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    events = extract_events(read(folder / "article.txt", published=dt.date(2023, 12, 26)))
    placed = {
        (e["start"] + e["place"][0], e["start"] + e["place"][1])
        for text in events["evidence"]
        for e in json.loads(text)
        if e["place"]
    }
    refused = [(m["start"], m["end"]) for m in gold["must_not_map"]]
    assert len(refused) == 60
    assert [span for span in refused if span in placed] == []
