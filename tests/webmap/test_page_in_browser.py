from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from playwright.sync_api import Page

from geomap.areas import open_areas
from geomap.webmap import MapOptions, event_map, save_map

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CountPixels = Callable[[Page, str], Counter[str]]
PlaceOnScreen = Callable[[Page, float, float], tuple[float, float]]


def rgb(color: str) -> str:
    return ",".join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))


def shown(page: Page) -> str:
    return page.locator(".gm-count strong").inner_text()


def test_land_water_and_marks_are_drawn(open_page: OpenPage, count_pixels: CountPixels, article_map: Path) -> None:
    page = open_page(article_map)
    base = count_pixels(page, "base")
    assert base[rgb("#f4f2ec")] > 100_000
    assert base[rgb("#dfe7ec")] > 10_000
    marks = count_pixels(page, "events")
    assert sum(marks.values()) > 2_000
    assert page.title() == "Attacks on US forces"
    assert shown(page) == "8 events"


def test_remarks_stand_above_the_filters(open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    remark = "notiz.txt seems to be in <b>German</b>."
    page = open_page(save_map(event_map(events.iloc[:0], options=MapOptions(remarks=(remark,))), tmp_path / "r.html"))
    assert page.locator(".gm-side .gm-remark").all_inner_texts() == [remark]


def test_dark_page_is_dark_and_changes_at_once(
    open_page: OpenPage, count_pixels: CountPixels, article_map: Path
) -> None:
    page = open_page(article_map, color_scheme="dark")
    assert count_pixels(page, "base")[rgb("#23262b")] > 100_000
    page.emulate_media(color_scheme="light")
    assert count_pixels(page, "base")[rgb("#f4f2ec")] > 100_000


def test_layer_switches_its_events_off_and_on(
    open_page: OpenPage, count_pixels: CountPixels, article_map: Path
) -> None:
    page = open_page(article_map)
    before = count_pixels(page, "events")
    box = page.get_by_role("checkbox", name="Iran-backed militias")
    box.uncheck()
    assert shown(page) == "6 of 8 events shown"
    assert count_pixels(page, "events") != before
    box.check()
    assert shown(page) == "8 events"
    assert count_pixels(page, "events") == before


def test_half_switched_group_is_neither_on_nor_off(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("button", name="Show what is in United States").click()
    page.get_by_role("checkbox", name="2020", exact=True).uncheck()
    assert shown(page) == "7 of 8 events shown"
    group = page.get_by_role("checkbox", name="United States")
    assert group.evaluate("box => box.indeterminate")
    group.click()
    assert shown(page) == "8 events"


def test_only_shows_one_layer_and_then_all(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    only = page.get_by_role("button", name="Show only Israel", exact=True)
    only.focus()
    page.keyboard.press("Enter")
    assert shown(page) == "1 of 8 events shown"
    page.keyboard.press("Enter")
    assert shown(page) == "8 events"
    page.get_by_role("button", name="none", exact=True).click()
    assert shown(page) == "0 of 8 events shown"
    page.get_by_role("button", name="Show all events").click()
    assert shown(page) == "8 events"


def test_timeline_handle_filters_by_keyboard(open_page: OpenPage, count_pixels: CountPixels, article_map: Path) -> None:
    page = open_page(article_map)
    before = count_pixels(page, "events")
    page.get_by_role("slider", name="First day shown").focus()
    page.keyboard.press("PageUp")
    assert shown(page) == "6 of 8 events shown"
    assert count_pixels(page, "events") != before
    page.keyboard.press("Home")
    assert shown(page) == "8 events"


def test_timeline_brush_filters_by_pointer(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    plot = page.locator(".gm-plot").bounding_box()
    assert plot is not None
    page.mouse.move(plot["x"] + 40, plot["y"] + 20)
    page.mouse.down()
    page.mouse.move(plot["x"] + 14, plot["y"] + 20, steps=4)
    page.mouse.up()
    assert shown(page) == "1 of 8 events shown"
    page.get_by_role("button", name="all dates").click()
    assert shown(page) == "8 events"


def test_play_moves_through_time_and_stops(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("button", name="Play through time").click()
    first = page.locator(".gm-range").inner_text()
    page.wait_for_function("first => document.querySelector('.gm-range').textContent !== first", arg=first)
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator(".gm-range").inner_text()
    page.wait_for_timeout(900)
    assert page.locator(".gm-range").inner_text() == stopped
    page.get_by_role("button", name="One step ahead").click()
    assert page.locator(".gm-range").inner_text() != stopped


def test_events_without_date_and_place_can_be_found(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("button", name="1 has no date").click()
    assert shown(page) == "1 of 8 events shown"
    page.get_by_role("button", name="no date: 1").click()
    page.get_by_role("button", name="1 has no place").click()
    first = page.locator(".gm-list-rows li").first
    assert "Iran vows revenge" in first.inner_text()
    assert "without a place" in first.inner_text()


def test_filters_of_type_precision_and_text_combine(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("button", name="Show only country").focus()
    page.keyboard.press("Enter")
    assert shown(page) == "4 of 8 events shown"
    page.get_by_role("checkbox", name="attack", exact=True).uncheck()
    assert shown(page) == "2 of 8 events shown"
    page.get_by_label("Search in the text of the events").fill("COMMANDER")
    page.wait_for_function("() => document.querySelector('.gm-count strong').textContent.startsWith('1 of')")


def test_detail_tells_who_what_when_where_and_shows_the_evidence(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#event=airport")
    detail = page.get_by_role("region", name="Event")
    text = detail.inner_text()
    for words in (
        "Drone attack on Erbil International Airport",
        "Islamic Resistance in Iraq",
        "US-led coalition",
        "25 December 2023",
        "at Erbil International Airport",
        "at least 3 injured",
        "claimed by the Islamic Resistance in Iraq",
        "97 % confidence",
        "an airport of that name",
        "26 December 2023",
    ):
        assert words in text, words
    assert detail.locator("mark.gm-trigger").inner_text() == "struck"
    assert detail.locator("mark.gm-place").inner_text() == "Erbil International Airport"
    link = detail.get_by_role("link", name="A daily")
    assert link.get_attribute("href") == "https://news.example/report"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_country_event_says_that_no_town_is_named(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#event=syria")
    text = page.get_by_role("region", name="Event").inner_text()
    assert "somewhere in Syria; the text names no town" in text
    assert "35.0" not in text
    assert "Uncertain: could also be Sayyidah Zaynab, Damascus, Syria" in text


def test_no_pin_stands_for_a_country(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#v=34,41,5.5")
    page.get_by_role("button", name="Show only country").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    page.mouse.move(5, 5)
    # a click into the hatching away from the badge opens nothing, a click on the badge lists both events
    box = page.locator(".gm-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".gm-detail").is_hidden()


def test_click_on_a_shape_opens_its_event(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map)
    page.mouse.click(*place_on_screen(page, 36.2376, 43.9632))
    assert page.locator(".gm-detail h2").inner_text() == "Drone attack on Erbil International Airport"
    assert "event=airport" in page.evaluate("() => new Promise((done) => setTimeout(() => done(location.hash), 400))")


def test_click_on_a_badge_lists_what_it_stands_for(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map)
    syria = open_areas().country("SY")
    assert syria is not None
    page.mouse.click(*place_on_screen(page, syria.latitude, syria.longitude))
    assert page.locator(".gm-detail h2").inner_text() == "2 events: Syria"
    page.get_by_role("button", name="55 attacks on US forces in Syria").click()
    assert "55 times" in page.locator(".gm-kicker").inner_text()


def test_badge_stays_in_view_while_its_area_does(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map, fragment="#v=36.2,43.6,9")
    box = page.locator(".gm-map").bounding_box()
    assert box is not None
    iraq = open_areas().country("IQ")
    assert iraq is not None
    x, y = place_on_screen(page, iraq.latitude, iraq.longitude)
    assert y > box["y"] + box["height"], "the label point itself is out of view"
    page.mouse.click(max(x, box["x"] + 48), box["y"] + box["height"] - 48)
    assert page.locator(".gm-detail h2").inner_text() == "2 events: Iraq"


def test_pointing_at_a_mark_lights_its_row_and_its_days(
    open_page: OpenPage, place_on_screen: PlaceOnScreen, article_map: Path
) -> None:
    page = open_page(article_map, fragment="#tab=list")
    page.mouse.move(*place_on_screen(page, 36.2376, 43.9632))
    lit = page.locator(".gm-lit")
    lit.wait_for()
    assert "Drone attack" in lit.inner_text()
    assert page.locator(".gm-now").is_visible()


def test_keyboard_reaches_the_source_of_an_event(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("tab", name="Layers and filters").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="List of events").get_attribute("aria-selected") == "true"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.classList.contains('gm-item')"):
            break
    while "Erbil" not in page.evaluate("() => document.activeElement.textContent"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_role("region", name="Event").is_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.href === 'https://news.example/report'"):
            break
    assert page.evaluate("() => document.activeElement.href") == "https://news.example/report"
    page.keyboard.press("Escape")
    assert page.get_by_role("region", name="Event").is_hidden()
    assert "Erbil" in page.evaluate("() => document.activeElement.textContent")


def test_arrows_walk_the_events_in_the_order_of_time(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#event=baghdad")
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(page.locator(".gm-detail h2").inner_text())
    assert seen[:2] == ["48 attacks on US forces in Iraq", "55 attacks on US forces in Syria"]
    assert len(set(seen)) == 3


def test_link_reproduces_the_view(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map)
    page.get_by_role("checkbox", name="Israel").uncheck()
    page.get_by_role("checkbox", name="country").uncheck()
    page.wait_for_timeout(400)
    fragment = page.evaluate("() => location.hash")
    again = open_page(article_map, fragment=fragment)
    assert shown(again) == shown(page) == "4 of 8 events shown"
    assert not again.get_by_role("checkbox", name="Israel").is_checked()


def test_phone_shows_map_and_timeline_and_opens_the_sheet(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    map_box = page.locator(".gm-map").bounding_box()
    assert map_box is not None
    assert map_box["height"] > 450
    page.get_by_role("button", name="Filters and list").tap()
    page.get_by_role("tab", name="List of events").tap()
    page.get_by_role("button", name="US strikes on militia bases").tap()
    detail = page.get_by_role("region", name="Event")
    assert "26 December 2023" in detail.inner_text()
    detail.get_by_role("button", name="Close").tap()
    assert detail.is_hidden()


def test_map_without_events_still_shows_the_world(
    open_page: OpenPage, count_pixels: CountPixels, events: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    page = open_page(save_map(event_map(events.iloc[:0]), tmp_path / "empty.html"))
    assert shown(page) == "0 events"
    assert page.get_by_text("There are no events on this map.").is_visible()
    assert not page.get_by_role("heading", name="Actors").count()
    assert count_pixels(page, "base")[rgb("#f4f2ec")] > 50_000


def test_frame_of_points_alone_makes_a_map(open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    bare = gpd.GeoDataFrame(geometry=events.geometry, crs=4326)
    page = open_page(save_map(event_map(bare), tmp_path / "bare.html"))
    assert shown(page) == "8 events"
    assert page.locator(".gm-time").count() == 0


@pytest.mark.parametrize("levels", [["period", "actor"], ["type", "actor"], ["country"]])
def test_other_groupings_make_other_trees(
    open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path, levels: list[str]
) -> None:
    page = open_page(save_map(event_map(events, group_by=levels), tmp_path / "map.html"))
    names = page.locator(".gm-tree").first.locator(".gm-name").all_inner_texts()
    expected = {
        "period": ["2023", "2020", "no date"],
        "type": ["explosion or strike", "attack", "arrest or detention", "diplomacy or politics"],
        "country": ["Iraq", "Syria", "no country"],
    }
    assert names == expected[levels[0]]
