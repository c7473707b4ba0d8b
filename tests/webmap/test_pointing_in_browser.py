"""Pointing, tapping and focusing: what belongs together lights up together, and the tip names it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Page

from geomap.webmap import event_map, save_map

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CountPixels = Callable[[Page, str], Counter[str]]
PlaceOnScreen = Callable[[Page, float, float], tuple[float, float]]
MakeEvents = Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]

LANE = """() => {
  const canvas = document.querySelector('.gm-bars');
  const ratio = canvas.width / canvas.clientWidth;
  const copy = new OffscreenCanvas(canvas.width, 1).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, -Math.round(5 * ratio));
  const { data } = copy.getImageData(0, 0, canvas.width, 1);
  const columns = [];
  for (let x = 0; x < canvas.width; x += 1) if (data[4 * x + 3] > 200) columns.push(x / ratio);
  return [Math.min(...columns), Math.max(...columns)];
}"""


def test_range_is_a_bracket_from_its_first_day_to_its_last(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    plot = page.locator(".gm-plot").bounding_box()
    assert plot is not None
    left, right = page.evaluate(LANE)
    # 17 October to 26 December 2023, of 48 months from January 2020
    month = (plot["width"] - 20) / 48
    assert left - 10 == pytest.approx((45 + 16 / 31) * month, abs=3)
    assert right - 10 == pytest.approx((47 + 26 / 31) * month, abs=3)
    page.get_by_role("checkbox", name="Iran-backed militias").uncheck()
    # without brackets the bars have the room: those of December 2023 alone reach it
    assert page.evaluate(LANE)[0] > left + month


def test_tip_tells_what_a_click_would_open(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map)
    assert page.locator(".gm-tip").is_hidden()
    x, y = place_on_screen(page, 36.2376, 43.9632)
    page.mouse.move(x, y)
    assert page.locator(".gm-tip").inner_text().split("\n") == [
        "Drone attack on Erbil International Airport",
        "25 Dec 2023 · Erbil International Airport",
    ]
    page.mouse.move(x + 300, y + 250)
    page.locator(".gm-tip").wait_for(state="hidden")


def test_tip_of_a_pie_holds_text_and_no_markup(
    open_page: OpenPage, make_events: MakeEvents, place_on_screen: PlaceOnScreen, tmp_path: Path
) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    rows = [
        {"actor": actor, "title": hostile, "place": hostile, "latitude": 33.0, "longitude": 44.0, "count": count}
        for actor, count in ((hostile, 3), ("Army", 1), ("Army", 1))
    ]
    made = save_map(event_map(make_events(rows)), tmp_path / "map.html")
    page = open_page(made, fragment="#v=33,44,4")
    page.mouse.move(*place_on_screen(page, 33.0, 44.0))
    assert page.locator(".gm-tip").inner_text().split("\n") == ["3 entries for 5 events", hostile, "3", "Army", "2"]
    assert page.locator(".gm-tip img").count() == 0


def test_pointing_at_a_bar_lifts_its_events_in_list_and_map(
    open_page: OpenPage, count_pixels: CountPixels, article_map: Path
) -> None:
    page = open_page(article_map, fragment="#tab=list")
    plot = page.locator(".gm-plot").bounding_box()
    assert plot is not None
    page.mouse.move(plot["x"] + 14, plot["y"] + 30)
    lit = page.locator(".gm-lit .gm-item-title")
    assert lit.all_inner_texts() == ["Killing of a general near Baghdad airport"]
    assert sum(count_pixels(page, "light").values()) > 100
    page.mouse.move(plot["x"] + plot["width"] - 14, plot["y"] + 30)
    assert lit.count() == 6
    page.mouse.move(plot["x"] + 50, plot["y"] - 100)
    assert lit.count() == 0


def test_focus_in_the_list_lifts_the_mark(open_page: OpenPage, count_pixels: CountPixels, article_map: Path) -> None:
    page = open_page(article_map, fragment="#tab=list")
    assert page.locator(".leaflet-geomap-light-pane canvas").is_hidden()
    page.get_by_role("button", name="Drone attack on Erbil").focus()
    assert sum(count_pixels(page, "light").values()) > 100
    assert page.locator(".gm-now").is_visible()


def test_events_on_one_spot_fan_out_and_each_can_be_opened(
    open_page: OpenPage, make_events: MakeEvents, place_on_screen: PlaceOnScreen, tmp_path: Path
) -> None:
    spot = {"latitude": 33.0, "longitude": 44.0, "place_precision": "site"}
    rows = [{"title": f"Event {n}", "actor": f"Group {n}"} | spot for n in range(3)]
    page = open_page(save_map(event_map(make_events(rows)), tmp_path / "map.html"), fragment="#v=33,44,8")
    x, y = place_on_screen(page, 33.0, 44.0)
    opened = set()
    for dx, dy in ((0, -10), (9, 5), (-9, 5)):
        page.mouse.click(x + dx, y + dy)
        opened.add(page.locator(".gm-detail h2").inner_text())
        page.keyboard.press("Escape")
        # the map takes the room of the panel again
        page.wait_for_timeout(200)
        x, y = place_on_screen(page, 33.0, 44.0)
    assert opened == {"Event 0", "Event 1", "Event 2"}


def test_tap_opens_an_event_and_the_sheet_leaves_it_in_sight(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map, width=390, height=844, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.touchscreen.tap(*place_on_screen(page, 33.2625, 44.2346))
    detail = page.get_by_role("region", name="Event")
    assert "Killing of a general" in detail.inner_text()
    page.wait_for_timeout(200)
    box = detail.bounding_box()
    assert box is not None
    _, y = place_on_screen(page, 33.2625, 44.2346)
    assert y < box["y"]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_by_itself_with_reduced_motion(open_page: OpenPage, article_map: Path, motion: str) -> None:
    page = open_page(article_map, fragment="#event=airport", reduced_motion=motion)
    moving = page.evaluate(
        """async () => {
          const map = window[document.getElementById('geomap').dataset.map];
          const before = map.getZoom();
          document.querySelector('.leaflet-control-zoom-in').click();
          const zoomed = map.getZoom() !== before;
          for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
          return { zoomed, durations: document.getAnimations().map((a) => a.effect.getComputedTiming().duration) };
        }"""
    )
    if motion == "reduce":
        assert moving == {"zoomed": True, "durations": []}
    else:
        assert moving["durations"]
        assert max(moving["durations"]) < 200


def test_event_is_copied_as_text_and_as_geojson(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#event=airport", permissions=["clipboard-read", "clipboard-write"])
    copied = {}
    for name in ("Copy link", "Copy text", "Copy GeoJSON"):
        page.get_by_role("button", name=name).click()
        page.get_by_role("button", name="Copied").wait_for()
        copied[name] = page.evaluate("() => navigator.clipboard.readText()")
        page.get_by_role("button", name=name).wait_for()
    assert copied["Copy link"].startswith(article_map.as_uri())
    assert "event=airport" in copied["Copy link"]
    assert "Says who: claimed by the Islamic Resistance in Iraq" in copied["Copy text"].splitlines()
    feature = json.loads(copied["Copy GeoJSON"])
    assert feature["geometry"] == {"type": "Point", "coordinates": [43.9632, 36.2376]}
    assert feature["properties"]["evidence"][0]["source_url"] == "https://news.example/report"
    assert feature["properties"]["date_start"] == "2023-12-25"


def test_confidence_below_a_half_shows_a_question_mark(
    open_page: OpenPage, make_events: MakeEvents, count_pixels: CountPixels, tmp_path: Path
) -> None:
    drawn = []
    for confidence in (0.4, 0.6):
        rows = [{"title": "a", "latitude": 33.0, "longitude": 44.0, "confidence": confidence}]
        path = save_map(event_map(make_events(rows)), tmp_path / "map.html")
        page = open_page(path, fragment="#v=33,44,6")
        drawn.append(count_pixels(page, "events"))
        page.get_by_role("tab", name="List of events").click()
        assert ("uncertain" in page.locator(".gm-item-line").inner_text()) is (confidence < 0.5)
    assert drawn[0] != drawn[1]
