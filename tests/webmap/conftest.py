"""Events like those of the reference article, and a browser that fails a test on any request or console message."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Route, sync_playwright

from geomap.webmap import event_map

QUOTE = "A drone struck coalition forces at Erbil International Airport on Monday, wounding three."

EVENTS: list[dict[str, Any]] = [
    {
        "event_id": "strikes",
        "title": "US strikes on militia bases in Iraq",
        "event_type": "air strike",
        "event_family": "explosion or strike",
        "actor": "United States",
        "target": "Iran-backed militia",
        "date_start": "2023-12-26",
        "date_end": "2023-12-26",
        "date_precision": "day",
        "place": "Iraq",
        "country": "IQ",
        "latitude": 33.0,
        "longitude": 44.0,
        "place_precision": "country",
        "gazetteer_id": "geonames:99237",
        "killed_min": 1,
        "killed_max": 1,
        "injured_min": 18,
        "injured_max": 18,
        "confidence": 0.9,
    },
    {
        "event_id": "airport",
        "title": "Drone attack on Erbil International Airport",
        "event_type": "drone attack",
        "event_family": "explosion or strike",
        "actor": "Islamic Resistance in Iraq",
        "target": "US-led coalition",
        "date_start": "2023-12-25",
        "date_end": "2023-12-25",
        "date_precision": "day",
        "date_text": "on Monday",
        "place": "Erbil International Airport",
        "country": "IQ",
        "admin1": "Erbil",
        "latitude": 36.2376,
        "longitude": 43.9632,
        "place_precision": "site",
        "gazetteer_id": "ourairports:ORER",
        "place_reason": "an airport of that name, in the country the text is about",
        "runners_up": json.dumps([{"name": "Erbil", "country": "IQ", "admin1": "Erbil", "score": 0.2}]),
        "injured_min": 3,
        "confidence": 0.97,
        "assertion": "claimed",
        "attributed_to": "the Islamic Resistance in Iraq",
        "quote": QUOTE,
        "evidence": json.dumps(
            [
                {
                    "doc_id": "report",
                    "start": 0,
                    "end": len(QUOTE),
                    "quote": QUOTE,
                    "trigger": [8, 14],
                    "place": [QUOTE.index("Erbil"), QUOTE.index(" on Monday")],
                    "source": "A daily",
                    "source_url": "https://news.example/report",
                    "published": "2023-12-26",
                }
            ]
        ),
        "source": "A daily",
        "source_url": "https://news.example/report",
        "published": "2023-12-26",
    },
    {
        "event_id": "syria",
        "title": "Air strike kills a commander in Syria",
        "event_type": "air strike",
        "event_family": "explosion or strike",
        "actor": "Israel",
        "date_start": "2023-12-25",
        "date_end": "2023-12-25",
        "date_precision": "day",
        "place": "Syria",
        "country": "SY",
        "latitude": 35.0,
        "longitude": 38.0,
        "place_precision": "country",
        "confidence": 0.45,
        "runners_up": json.dumps([{"name": "Sayyidah Zaynab", "country": "SY", "admin1": "Damascus"}]),
    },
    {
        "event_id": "baghdad",
        "title": "Killing of a general near Baghdad airport",
        "event_type": "drone strike",
        "event_family": "explosion or strike",
        "actor": "United States",
        "date_start": "2020-01-01",
        "date_end": "2020-01-31",
        "date_precision": "month",
        "place": "Baghdad International Airport",
        "country": "IQ",
        "admin1": "Baghdad",
        "latitude": 33.2625,
        "longitude": 44.2346,
        "place_precision": "site",
        "place_relation": "near",
        "radius_km": 12.0,
        "confidence": 0.8,
    },
    {
        "event_id": "iraq-48",
        "title": "48 attacks on US forces in Iraq",
        "event_type": "attack",
        "event_family": "attack",
        "actor": "Iran-backed militias",
        "date_start": "2023-10-17",
        "date_end": "2023-12-26",
        "date_precision": "range",
        "place": "Iraq",
        "country": "IQ",
        "latitude": 33.0,
        "longitude": 44.0,
        "place_precision": "country",
        "count": 48,
        "confidence": 0.7,
    },
    {
        "event_id": "syria-55",
        "title": "55 attacks on US forces in Syria",
        "event_type": "attack",
        "event_family": "attack",
        "actor": "Iran-backed militias",
        "date_start": "2023-10-17",
        "date_end": "2023-12-26",
        "date_precision": "range",
        "place": "Syria",
        "country": "SY",
        "latitude": 35.0,
        "longitude": 38.0,
        "place_precision": "country",
        "count": 55,
        "confidence": 0.7,
    },
    {
        "event_id": "undated",
        "title": "Arrest of three suspects",
        "event_type": "arrest",
        "event_family": "arrest or detention",
        "actor": "Iraqi security forces",
        "place": "Kirkuk",
        "country": "IQ",
        "admin1": "Kirkuk",
        "latitude": 35.468,
        "longitude": 44.392,
        "place_precision": "city",
        "radius_km": 8.0,
        "confidence": 0.9,
    },
    {
        "event_id": "placeless",
        "title": "Iran vows revenge",
        "event_type": "statement",
        "event_family": "diplomacy or politics",
        "actor": "Iran",
        "date_start": "2023-12-26",
        "date_end": "2023-12-26",
        "date_precision": "day",
        "place_precision": "unknown",
        "confidence": 0.6,
    },
]


def build_events(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Make a frame in the event schema."""
    table = pd.DataFrame(rows)
    for name in ("date_start", "date_end", "published"):
        if name in table:
            table[name] = pd.to_datetime(table[name])
    if "count" in table:
        table["count"] = table["count"].astype("Int64")
    points = [
        None if pd.isna(row.get("latitude")) else shapely.Point(row["longitude"], row["latitude"])
        for row in table.to_dict("records")
    ]
    return gpd.GeoDataFrame(table, geometry=points, crs=4326)


@pytest.fixture(scope="session")
def make_events() -> Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]:
    return build_events


@pytest.fixture(scope="session")
def events() -> gpd.GeoDataFrame:
    return build_events(EVENTS)


@pytest.fixture(scope="session")
def article_map(events: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "article.html"
    event_map(events, title="Attacks on US forces").save(path)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        reason = "no Chromium on this machine: install Debian's package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


OpenPage = Callable[..., Page]

PIXELS = """(pane) => {
  const canvas = document.querySelector(`.leaflet-geomap-${pane}-pane canvas`);
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 250) continue;
    const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
    counts[key] = (counts[key] || 0) + 1;
  }
  return counts;
}"""


@pytest.fixture(scope="session")
def count_pixels() -> Callable[[Page, str], Counter[str]]:
    """Count the colours of one of the map's canvases, as "red,green,blue"."""

    def count(page: Page, pane: str) -> Counter[str]:
        page.wait_for_timeout(150)
        return Counter(page.evaluate(PIXELS, pane))

    return count


@pytest.fixture(scope="session")
def place_on_screen() -> Callable[[Page, float, float], tuple[float, float]]:
    """Give where on the screen a latitude and longitude is."""

    def place(page: Page, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = page.evaluate(
            """([latitude, longitude]) => {
              const map = window[document.getElementById('geomap').dataset.map];
              const box = map.getContainer().getBoundingClientRect();
              const point = map.latLngToContainerPoint([latitude, longitude]);
              return [box.left + point.x, box.top + point.y];
            }""",
            [latitude, longitude],
        )
        return x, y

    return place


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open saved maps; at the end of the test no request has left and the console is silent."""
    contexts = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.append(f"console {message.type}: {message.text}")

    def dismiss(dialog: Dialog) -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def refuse(route: Route, request: Request) -> None:
        if request.url.startswith("file:"):
            route.continue_()
        else:
            complaints.append(f"request: {request.url[:200]}")
            route.abort()

    def open_(path: Path, *, fragment: str = "", width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", dismiss)
        page.route("**/*", refuse)
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("#geomap[data-ready]", state="attached", timeout=20_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
