"""Hostile text in every field shows as text, runs nothing, blanks nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Page

from geomap.webmap import event_map, save_map

OpenPage = Callable[..., Page]
MakeEvents = Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]

pytestmark = pytest.mark.browser

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "${alert(1)} `${alert(1)}`",
    "\\u0041 \\x41 \\ \\\\ %s {{ 7 * 7 }} {% raw %}",
    "line\u2028separator\u2029paragraph",
    "\u202egnp.exe\u202c \u2066isolate\u2069",
    "'\"&amp;&lt;&#x41;",
    "javascript:alert(1)",
    "constructor",
    "__proto__",
    "\x00\x01\x1b[31m",
    "أربيل בגדאד Эрбиль 巴格达 💥",
    "x" * 100_000,
]
TEXT_FIELDS = (
    "title event_type event_family actor actors target date_precision date_text place country admin1 place_precision"
    " place_relation place_text gazetteer_id place_reason runners_up assertion attributed_to quote evidence source"
    " source_url status"
).split()


def hostile_event(number: int, text: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(TEXT_FIELDS, text)
    return row | {
        "event_id": f"{number} {text[:80]}",
        "date_start": "2023-12-26",
        "date_end": "2023-12-26",
        "latitude": 33.0 + number / 4,
        "longitude": 44.0,
        "confidence": 0.3,
        "evidence": json.dumps(
            [{"quote": text, "trigger": [0, 3], "source": text, "source_url": text, "published": text}]
        ),
        "runners_up": json.dumps([{"name": text, "admin1": text, "country": text}]),
    }


def test_hostile_text_in_every_field_shows_and_runs_nothing(
    open_page: OpenPage, make_events: MakeEvents, tmp_path: Path
) -> None:
    rows = [hostile_event(number, text) for number, text in enumerate(HOSTILE)]
    title = "</title><script>alert(1)</script>${1}\u2028"
    made = event_map(make_events(rows), title=title, colors={HOSTILE[0]: "#0072b2"})
    page = open_page(save_map(made, tmp_path / "hostile.html"))
    assert page.locator("h1").evaluate("node => node.textContent") == title
    assert page.locator(".gm-count strong").inner_text() == f"{len(HOSTILE)} events"
    page.get_by_role("tab", name="List of events").click()
    titles = page.locator(".gm-item-title").evaluate_all("nodes => nodes.map((node) => node.textContent)")
    assert titles == HOSTILE
    for number in range(len(HOSTILE)):
        page.locator(f'.gm-list-rows [data-row="{number}"] button').evaluate("node => node.click()")
        assert page.locator(".gm-detail h2").evaluate("node => node.textContent") == HOSTILE[number]
        assert page.locator(".gm-detail img, .gm-detail script").count() == 0
        assert page.locator('.gm-detail a[href^="javascript"]').count() == 0
        page.locator(".gm-close").click()
    page.wait_for_timeout(300)


def test_evidence_that_is_not_json_falls_back_to_the_quote(
    open_page: OpenPage, make_events: MakeEvents, tmp_path: Path
) -> None:
    rows = [
        {"title": "a", "evidence": "{[", "runners_up": "null", "actors": "7", "quote": "The quote.", "event_id": "a"}
    ]
    page = open_page(save_map(event_map(make_events(rows)), tmp_path / "map.html"), fragment="#event=a")
    assert "The quote." in page.locator(".gm-detail blockquote").inner_text()
