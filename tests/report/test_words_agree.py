"""The words of a report are those of the page: both say the same of the same values."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from geomap.wording import say_assertion, say_date, say_place, say_toll

DAYS = (None, (2023, 12, 1), (2023, 12, 31), (2020, 2, 29))
TOLLS = list(itertools.product((None, 0, 1, 3, 1200), (None, 0, 3, 2500)))
PLACES = [
    {
        "place": place,
        "place_precision": precision,
        "place_relation": relation,
        "admin1": None,
        "radius_km": radius,
        "place_text": text,
    }
    for place, precision, relation, radius, text in itertools.product(
        (None, "Tal Afar"),
        ("site", "city", "admin2", "admin1", "country", "unknown"),
        ("in", "near", "offset", "between"),
        (None, 0.4, 12.5, 1500.0),
        (None, "west of Tal Afar"),
    )
]
SCRIPT = """
import { joinDay, sayAssertion, sayDate, sayPlace, sayToll } from %s;
const given = JSON.parse(process.argv[2]);
const day = (d) => d === null ? NaN : joinDay(d[0], d[1] - 1, d[2]);
console.log(JSON.stringify({
  dates: given.dates.map(([a, b, p]) => sayDate(day(a), day(b), p)),
  tolls: given.tolls.map(([a, b]) => sayToll(a, b, "killed")),
  places: given.places.map((e) => sayPlace({ place: e.place, precision: e.place_precision, relation: e.place_relation,
    admin1: e.admin1, country: "Iraq", radius: e.radius_km, text: e.place_text })),
  assertions: given.assertions.map(([a, b]) => sayAssertion(a, b)),
}));
"""


def as_day(value: tuple[int, int, int] | None) -> dt.date | None:
    return None if value is None else dt.date(*value)


def test_python_and_the_page_say_the_same(root: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine to run the page's scripts with")
    spans = [(a, b) for a, b in itertools.product(DAYS, DAYS) if (a is None) == (b is None) and (a or ()) <= (b or ())]
    given: dict[str, list[Any]] = {
        "dates": [(a, b, p) for a, b in spans for p in ("day", "week", "month", "year", "range", "unknown")],
        "tolls": TOLLS,
        "places": PLACES,
        "assertions": list(itertools.product(("asserted", "claimed", "denied", "contested"), (None, "Hamas"))),
    }
    words = root / "geomap" / "webmap" / "js" / "words.mjs"
    script = tmp_path / "words_test.mjs"
    script.write_text(SCRIPT % json.dumps(words.as_uri()), "utf-8")
    command = [node, str(script), json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    page = json.loads(done.stdout)
    assert page == {
        "dates": [say_date(as_day(a), as_day(b), p) for a, b, p in given["dates"]],
        "tolls": [say_toll(low, high, "killed") for low, high in given["tolls"]],
        "places": [say_place(event, "Iraq") for event in given["places"]],
        "assertions": [say_assertion(a, b) for a, b in given["assertions"]],
    }
