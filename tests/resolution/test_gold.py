"""A floor under the accuracy on texts nobody on the project wrote; the full figures are the benchmark's."""

from __future__ import annotations

import json
from itertools import islice
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from geomap.actors import ActorList
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import resolve_spans
from geomap.language import parse_all
from geomap.model import Place
from geomap.reading import read_text

DOCUMENTS = 40
NEAR_KM = 161  # a hundred miles, the field's usual bound


def kilometres(point: tuple[float, float], place: Place) -> float:
    lat1, lon1, lat2, lon2 = map(radians, (*point, place.latitude, place.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


@pytest.mark.parametrize(("corpus", "floor"), [("lgl", 0.78), ("tud-loc-2013", 0.80), ("idrisi-en", 0.75)])
def test_accuracy_given_gold_spans(corpus: str, floor: float, shared_data: Path) -> None:
    gazetteer, actors = Gazetteer.open(), ActorList.load()
    with (shared_data / "geoparsing" / corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 0, None, 15 if corpus == "lgl" else 4)][:DOCUMENTS]
    parsed = parse_all((read_text(row["text"], doc_id=str(row["doc_id"])) for row in rows), lemmas=False)
    right = total = 0
    for row, one in zip(rows, parsed, strict=True):
        gold = [t for t in row["toponyms"] if t.get("lat") is not None]
        spans = [(t["start"], t["end"]) for t in gold]
        for t, found in zip(gold, resolve_spans(one, spans, gazetteer=gazetteer, actors=actors), strict=True):
            total += 1
            right += found.place is not None and kilometres((t["lat"], t["lon"]), found.place) <= NEAR_KM
    assert total > 40
    assert right / total >= floor
