"""The gold of events is in the form its readme tells: what benchmarks count must be readable and consistent."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "events"
GOLD = sorted(FOLDER.glob("*/*.json"))
KINDS = {
    "background", "biography", "comparison", "dateline", "future_hypothetical", "logistics", "metonym", "modifier",
    "name_inside_name", "nationality", "origin", "person", "speaker_seat",
}  # fmt: skip
PRECISIONS = {"site", "city", "admin2", "admin1", "country"}


def list_mentions(gold: dict[str, Any]) -> list[dict[str, Any]]:
    """List the mentions of places: those that must not be mapped and those of the events."""
    places = [e["place"]["mention"] for e in gold["events"] + gold["optional"] if e["place"].get("mention")]
    return [*gold["must_not_map"], *places]


def list_intervals(date: dict[str, Any]) -> list[tuple[str, str]]:
    """List the intervals that are right for a date: its own and those accepted."""
    return [(d["earliest"], d["latest"]) for d in (date, *date.get("accept", [])) if d["earliest"]]


@pytest.mark.parametrize("path", GOLD, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_spans_follow_each_other_and_hold_their_mentions(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    end = 0
    for sentence in gold["sentences"]:
        assert end <= sentence["start"] < sentence["end"]
        end = sentence["end"]
    spans = {s["id"]: (s["start"], s["end"]) for s in gold["sentences"]}
    for mention in list_mentions(gold):
        start, end = spans[mention["sentence"]]
        assert start <= mention["start"] < mention["end"] <= end


@pytest.mark.parametrize("path", GOLD, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_spans_are_those_of_the_text_or_hold_none_of_it(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    parts = [*gold["sentences"], *list_mentions(gold)]
    if "source" in gold:
        assert not any("text" in part for part in parts), "its licence lets the document be read, not copied"
        assert max(part["end"] for part in parts) <= gold["source"]["characters"]
    else:
        text = path.with_suffix(".txt").read_text("utf-8")
        assert all(text[part["start"] : part["end"]] == part["text"] for part in parts)


@pytest.mark.parametrize("path", GOLD, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_event_can_be_scored(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    published = dt.date.fromisoformat(gold["article"]["published"])
    sentences = {s["id"] for s in gold["sentences"]}
    events = gold["events"] + gold["optional"]
    assert len({e["id"] for e in events}) == len(events)
    for event in events:
        assert event["sentences"]
        assert {*event["sentences"], event["primary_sentence"]} <= sentences
        for earliest, latest in list_intervals(event["date"]):
            assert dt.date.fromisoformat(earliest) <= dt.date.fromisoformat(latest)
            assert dt.date.fromisoformat(earliest) <= published
        for place in (event["place"], event["place"].get("fallback")):
            if place and place["name"]:
                assert place["precision"] in PRECISIONS
                assert -90 <= place["lat"] <= 90
                assert -180 <= place["lon"] <= 180
                assert place["max_km"] > 0
        assert not event.get("aggregate") or event["count"] > 0


@pytest.mark.parametrize("path", GOLD, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_mention_is_either_refused_or_the_place_of_an_event(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    refused = [(m["start"], m["end"]) for m in gold["must_not_map"]]
    assert {m["kind"] for m in gold["must_not_map"]} <= KINDS
    for event in gold["events"] + gold["optional"]:
        mention = event["place"].get("mention")
        if mention:
            assert not any(a < mention["end"] and mention["start"] < b for a, b in refused), event["label"]
