"""Every filter alone and combined drives map, tree, timeline, list and headline; links bring all of it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Locator, Page

from geomap.webmap import event_map, save_map

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CountPixels = Callable[[Page, str], Counter[str]]
MakeEvents = Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]

ACTORS = ["Army", "Militia", "Police"]
BARS = "() => document.querySelector('.gm-bars').toDataURL()"
VIEW = """() => {
  const map = window[document.getElementById('geomap').dataset.map];
  return [map.getZoom(), map.getCenter().lat.toFixed(3)];
}"""


def make_rows() -> list[dict[str, Any]]:
    """Twelve events: three actors, four months, and every kind of assertion and status."""
    return [
        {
            "event_id": f"event {number}",
            "title": f"Incident {number}" + (" in the market" if number == 3 else ""),
            "actor": ACTORS[number % 3],
            "event_family": ["attack", "protest or riot"][number % 2],
            "event_type": "incident",
            "date_start": f"2023-{1 + number % 4:02}-10",
            "date_end": f"2023-{1 + number % 4:02}-10",
            "date_precision": "day",
            "place": f"Town {number}",
            "country": "IQ",
            "latitude": 31.0 + number * 0.45,
            "longitude": 42.0 + (number % 4) * 1.1,
            "place_precision": ["site", "city", "city"][number % 3],
            "assertion": ["asserted", "claimed", "denied", "contested"][number // 3],
            "status": ["found", "corrected", "confirmed"][number // 4],
            "confidence": 0.3 + 0.05 * number,
            "killed_min": (number * 5) % 12,
            "count": 1 + (number == 7),
        }
        for number in range(12)
    ]


@pytest.fixture(scope="module")
def town_map(make_events: MakeEvents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(event_map(make_events(make_rows()), title="Towns"), tmp_path_factory.mktemp("map") / "towns.html")


def headline(page: Page) -> str:
    return page.locator(".gm-count strong").inner_text()


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def count_beside(page: Page, region: str, name: str) -> int:
    row = section(page, region).locator(".gm-row").filter(has=page.get_by_role("checkbox", name=name, exact=True))
    return int(row.locator(".gm-number").inner_text())


def listed(page: Page) -> list[str]:
    page.get_by_role("tab", name="List of events").click()
    titles = page.locator(".gm-item-title").all_inner_texts()
    page.get_by_role("tab", name="Layers and filters").click()
    return titles


@pytest.mark.parametrize(
    ("region", "choice", "gone"),
    [
        ("Layers", "Army", {0, 3, 6, 9}),
        ("Types", "attack", {0, 2, 4, 6, 8, 10}),
        ("Place is known to", "exact site", {0, 3, 6, 9}),
        ("The text says it is", "claimed", {3, 4, 5}),
        ("The text says it is", "denied", {6, 7, 8}),
        ("The text says it is", "contested", {9, 10, 11}),
        ("Checked", "not checked", {0, 1, 2, 3}),
        ("Checked", "corrected by a person", {4, 5, 6, 7}),
        ("Checked", "confirmed by a person", {8, 9, 10, 11}),
    ],
)
def test_filter_drives_everything_together(
    open_page: OpenPage, count_pixels: CountPixels, town_map: Path, *, region: str, choice: str, gone: set[int]
) -> None:
    page = open_page(town_map)
    before = count_pixels(page, "events"), page.evaluate(BARS)
    box = section(page, region).get_by_role("checkbox", name=choice, exact=True)
    own = count_beside(page, region, choice)
    assert own == len(gone)
    box.uncheck()
    assert headline(page) == f"{12 - len(gone)} of 12 events shown"
    assert len(listed(page)) == 12 - len(gone)
    assert {int(title.split()[1]) for title in listed(page)} == set(range(12)) - gone
    # the section itself still counts what a click would bring back, the others what is left
    assert count_beside(page, region, choice) == own
    other, every = ("Layers", ACTORS) if region != "Layers" else ("Types", ["attack", "protest or riot"])
    assert sum(count_beside(page, other, name) for name in every) == 12 - len(gone)
    after = count_pixels(page, "events"), page.evaluate(BARS)
    assert after[0] != before[0]
    assert after[1] != before[1]
    box.check()
    assert headline(page) == "12 events"
    assert (count_pixels(page, "events"), page.evaluate(BARS)) == before


def test_only_in_a_filter_leaves_one_choice(open_page: OpenPage, town_map: Path) -> None:
    page = open_page(town_map)
    only = page.get_by_role("button", name="Show only denied")
    only.focus()
    page.keyboard.press("Enter")
    assert headline(page) == "3 of 12 events shown"
    page.keyboard.press("Enter")
    assert headline(page) == "12 events"


def test_confidence_filter_hides_what_is_less_sure(open_page: OpenPage, town_map: Path) -> None:
    page = open_page(town_map)
    page.get_by_role("slider", name="Least confidence in per cent").fill("50")
    assert headline(page) == "8 of 12 events shown"
    assert "50 %" in section(page, "Confidence").inner_text()
    page.get_by_role("slider", name="Least confidence in per cent").fill("0")
    assert headline(page) == "12 events"


def test_filters_combine(open_page: OpenPage, town_map: Path) -> None:
    page = open_page(town_map)
    section(page, "The text says it is").get_by_role("checkbox", name="claimed").uncheck()
    section(page, "Checked").get_by_role("checkbox", name="confirmed by a person").uncheck()
    page.get_by_role("slider", name="Least confidence in per cent").fill("40")
    assert [title.split()[1] for title in listed(page)] == ["2", "6", "7"]
    page.get_by_role("checkbox", name="Police").uncheck()
    assert headline(page) == "2 of 12 events shown"
    page.get_by_role("button", name="2 of 12 events shown").click()
    assert headline(page) == "12 events"


def test_link_brings_back_everything(open_page: OpenPage, town_map: Path) -> None:
    page = open_page(town_map)
    page.get_by_role("button", name="Show what is in Police").click()
    section(page, "Layers").locator("ul ul").get_by_role("checkbox", name="March 2023").uncheck()
    section(page, "Types").get_by_role("checkbox", name="attack").uncheck()
    section(page, "Place is known to").get_by_role("checkbox", name="exact site").uncheck()
    section(page, "The text says it is").get_by_role("checkbox", name="contested").uncheck()
    section(page, "Checked").get_by_role("checkbox", name="not checked").uncheck()
    page.get_by_role("slider", name="Least confidence in per cent").fill("35")
    page.get_by_role("slider", name="First day shown").press("ArrowRight")
    page.get_by_role("searchbox", name="Search in the text").fill("incident")
    page.wait_for_timeout(250)
    page.get_by_role("tab", name="List of events").click()
    page.get_by_role("combobox", name="Order of the list").select_option("late")
    page.locator(".gm-item").first.click()
    page.get_by_role("button", name="Zoom to it").click()
    page.get_by_role("button", name="Hide filters").click()
    page.wait_for_timeout(450)
    fragment = page.evaluate("() => location.hash")
    names = {part.split("=")[0] for part in fragment.lstrip("#").split("&")}
    assert names == set("v off type place said checked sure q date event tab sort side".split())
    again = open_page(town_map, fragment=fragment)
    look = "() => [...document.querySelectorAll('.gm-side input')].map((box) => [box.checked, box.value])"
    assert headline(again) == headline(page)
    assert again.locator(".gm-detail h2").inner_text() == page.locator(".gm-detail h2").inner_text()
    assert again.locator(".gm-range").inner_text() == page.locator(".gm-range").inner_text()
    assert again.locator(".gm-side").is_hidden()
    for one in (page, again):
        one.get_by_role("button", name="Filters and list").click()
    assert again.locator(".gm-item-title").all_inner_texts() == page.locator(".gm-item-title").all_inner_texts()
    page.get_by_role("tab", name="Layers and filters").click()
    again.get_by_role("tab", name="Layers and filters").click()
    again.get_by_role("button", name="Show what is in Police").click()
    assert again.evaluate(look) == page.evaluate(look)
    assert again.evaluate(VIEW) == page.evaluate(VIEW)


@pytest.mark.parametrize(
    ("order", "first"),
    [("late", "11"), ("place", "0"), ("actor", "0"), ("type", "0"), ("doubt", "0"), ("killed", "7"), ("count", "7")],
)
def test_list_sorts(open_page: OpenPage, town_map: Path, order: str, first: str) -> None:
    page = open_page(town_map, fragment=f"#tab=list&sort={order}")
    titles = page.locator(".gm-item-title").all_inner_texts()
    assert titles[0].split()[1] == first
    assert page.get_by_role("combobox", name="Order of the list").input_value() == order


@pytest.mark.parametrize(
    "fragment", ["#sort=constructor&tab=list", "#off=zz-&type=~&v=1,2&event=%E0&q=%", "#panel=0&side=&tab="]
)
def test_damaged_link_still_opens_the_map(open_page: OpenPage, town_map: Path, fragment: str) -> None:
    page = open_page(town_map, fragment=fragment)
    assert page.locator(".gm-map").is_visible()
    assert page.locator(".gm-failure").count() == 0


def test_long_tree_is_searched_and_shown_in_full(open_page: OpenPage, make_events: MakeEvents, tmp_path: Path) -> None:
    rows = [{"actor": f"Group {number}", "latitude": 33.0, "longitude": 44.0 + number / 50} for number in range(45)]
    page = open_page(save_map(event_map(make_events(rows)), tmp_path / "map.html"))
    tree = section(page, "Layers")
    assert tree.get_by_role("checkbox").count() == 30
    tree.get_by_role("searchbox", name="Find a layer").fill("group 4")
    assert tree.get_by_role("checkbox").count() == 6
    tree.get_by_role("searchbox", name="Find a layer").fill("")
    tree.get_by_role("button", name="Show 15 more").click()
    assert tree.get_by_role("checkbox").count() == 45
