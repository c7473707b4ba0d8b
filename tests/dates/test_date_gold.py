"""The gold of date expressions: 240 in sentences of their own, every fifth held back from tuning."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from geomap.dates import find_dates

GOLD = Path(__file__).parents[1] / "gold" / "dates.jsonl"
FLOOR = 0.95


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


def is_right(row: dict[str, str]) -> bool:
    start, end = int(row["start"]), int(row["end"])
    found = find_dates(row["text"], dt.date.fromisoformat(row["reference"]))
    hits = [mention for mention in found if mention.start < end and start < mention.end]
    if not hits:
        return False
    interval = hits[0].interval
    got = (interval.start and interval.start.isoformat(), interval.end and interval.end.isoformat(), interval.precision)
    return got == (row["earliest"], row["latest"], row["precision"])


@pytest.mark.parametrize("held_back", [False, True])
def test_accuracy(held_back: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    part = [row for index, row in enumerate(rows()) if (index % 5 == 4) == held_back]
    assert len(part) >= (40 if held_back else 160)
    assert sum(map(is_right, part)) / len(part) >= FLOOR


def test_offsets_of_the_gold() -> None:
    identifiers = [row["id"] for row in rows()]
    assert len(set(identifiers)) == len(identifiers) >= 200
    for row in rows():
        surface = row["text"][int(row["start"]) : int(row["end"])]
        assert surface == surface.strip() != ""
