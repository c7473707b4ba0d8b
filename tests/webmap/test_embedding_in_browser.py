from __future__ import annotations

import base64
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Page, Route

from geomap.webmap import MapOptions, embed_html, event_map, save_map

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CountPixels = Callable[[Page, str], Counter[str]]
LIGHT_LAND, DARK_LAND = "244,242,236", "35,38,43"


def test_panels_can_be_left_out_for_an_embed(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#panel=0", width=480, height=320)
    assert page.locator(".gm-side").is_hidden()
    assert page.locator(".gm-head").is_hidden()
    assert page.locator(".gm-map").is_visible()


@pytest.mark.parametrize("panels", [True, False])
def test_page_works_in_a_sandboxed_frame(
    open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path, *, panels: bool
) -> None:
    snippet = embed_html(event_map(events, title="<Framed>"), height_pixels=600, panels=panels)
    # the outer page has the marks that open_page waits for
    outer = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="geomap" data-ready></div>'
    (tmp_path / "frame.html").write_text(outer + snippet, encoding="utf-8")
    page = open_page(tmp_path / "frame.html")
    assert page.locator("iframe").get_attribute("title") == "<Framed>"
    inner = page.frame_locator("iframe")
    inner.locator("#geomap[data-ready]").wait_for(state="attached", timeout=20_000)
    if panels:
        inner.get_by_role("checkbox", name="Israel").uncheck()
        assert inner.locator(".gm-count strong").inner_text() == "7 of 8 events shown"
    else:
        assert inner.locator(".gm-side").is_hidden()
        inner.get_by_role("slider", name="First day shown").press("PageUp")
    page.wait_for_timeout(400)


def test_folium_layers_of_the_user_stay_in_the_file(
    open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    made = event_map(events)
    line = {"type": "LineString", "coordinates": [[42.0, 35.0], [45.0, 36.0]]}
    folium.GeoJson(line, name="front line", style_function=lambda _: {"color": "#ff0000"}).add_to(made)
    folium.Marker([36.2, 44.0], popup=folium.Popup("A <b>user's</b> popup")).add_to(made)
    folium.LayerControl().add_to(made)
    page = open_page(save_map(made, tmp_path / "layers.html"))
    assert page.locator(".leaflet-overlay-pane path").count() == 1
    assert page.locator(".leaflet-marker-icon").evaluate("image => image.complete && image.naturalWidth > 0")
    page.locator(".leaflet-marker-icon").click()
    assert page.locator(".leaflet-popup b").inner_text() == "user's"


def test_view_that_the_user_fits_is_kept(open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    made = event_map(events)
    made.fit_bounds([[36.0, 43.5], [36.5, 44.5]])
    page = open_page(save_map(made, tmp_path / "map.html"))
    assert page.evaluate("() => window[document.getElementById('geomap').dataset.map].getZoom()") > 8


def test_saved_map_works_in_a_sandboxed_frame_of_a_page(
    open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    made = event_map(events)
    save_map(made, tmp_path / "map.html")
    outer = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="geomap" data-ready></div>'
    (tmp_path / "page.html").write_text(outer + embed_html(made, file="map.html", height_pixels=600), "utf-8")
    inner = open_page(tmp_path / "page.html").frame_locator("iframe")
    inner.locator("#geomap[data-ready]").wait_for(state="attached", timeout=20_000)
    inner.get_by_role("checkbox", name="Israel").uncheck()
    assert inner.locator(".gm-count strong").inner_text() == "7 of 8 events shown"


def test_print_is_light_and_holds_map_list_and_credits(
    open_page: OpenPage, count_pixels: CountPixels, article_map: Path
) -> None:
    page = open_page(article_map, color_scheme="dark")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    items = page.locator(".gm-pages ol li").all_inner_texts()
    assert len(items) == 8
    assert any("struck coalition forces" in item and "https://news.example/report" in item for item in items)
    assert "Iran-backed militias 2" in page.locator(".gm-legend").inner_text()
    assert page.locator(".gm-credits").is_visible()
    assert page.locator(".gm-side").is_hidden()
    assert count_pixels(page, "events")[LIGHT_LAND] > 50_000
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".gm-pages").count() == 0
    assert count_pixels(page, "base")[DARK_LAND] > 100_000
    assert len(page.pdf(format="A4")) > 30_000


def test_online_map_asks_for_nothing_until_it_is_switched_on(
    open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    made = event_map(events, options=MapOptions(tiles="OpenStreetMap.Mapnik"))
    page = open_page(save_map(made, tmp_path / "tiles.html"))
    asked: list[str] = []
    # one transparent pixel in place of every tile; open_page refuses and reports all else
    pixel = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=pixel, content_type="image/gif")

    page.route("https://tile.openstreetmap.org/**", answer)
    page.wait_for_timeout(300)
    assert asked == []
    box = page.get_by_role("checkbox", name="OpenStreetMap.Mapnik")
    with page.expect_request("https://tile.openstreetmap.org/**"):
        box.check()
    assert page.get_by_text("OpenStreetMap contributors").is_visible()
    box.uncheck()
    assert page.locator(".leaflet-tile").count() == 0
    page.wait_for_timeout(300)


def test_small_embed_has_a_button_that_opens_the_rest(open_page: OpenPage, article_map: Path) -> None:
    page = open_page(article_map, fragment="#panel=0", width=480, height=320)
    page.get_by_role("button", name="Filters and list").click()
    page.get_by_role("checkbox", name="Israel").uncheck()
    page.get_by_role("button", name="Hide filters").click()
    assert page.locator(".gm-side").is_hidden()
    page.wait_for_timeout(350)
    assert "panel=0" in page.evaluate("() => location.hash")


def test_text_of_the_printed_pages(open_page: OpenPage, article_map: Path, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext on this machine to read the pages with: install Debian's package poppler-utils")
    page = open_page(article_map, color_scheme="dark")
    page.get_by_role("checkbox", name="Israel").uncheck()
    page.pdf(path=tmp_path / "map.pdf", format="A4")
    done = subprocess.run([reader, "-layout", "map.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    text = " ".join(done.stdout.decode("utf-8").split())
    for words in (
        "Attacks on US forces",
        "7 of 8 events shown",
        "Iran-backed militias 2",
        "No more is known than the country",
        "Baghdad International Airport",
        "48 attacks on US forces in Iraq — between 17 October 2023 and 26 December 2023",
        "At least 3 injured; claimed by the Islamic Resistance in Iraq",
        "A drone struck coalition forces at Erbil International Airport on Monday, wounding three.",
        "A daily, 26 December 2023, https://news.example/report",
        "(https://www.geonames.org)",
        "Made with Natural Earth.",
    ):
        assert words in text, words
    for words in ("Air strike kills a commander", "Search events", "Hide filters", "Zoom to it"):
        assert words not in text, words


def test_choropleth_is_drawn_without_the_network(open_page: OpenPage, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    def make_square(name: str, west: int) -> dict[str, object]:
        ring = [[west, 35], [west + 1, 35], [west + 1, 36], [west, 36], [west, 35]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "id": name, "properties": {}, "geometry": geometry}

    squares = {"type": "FeatureCollection", "features": [make_square("a", 43), make_square("b", 44)]}
    made = event_map(events)
    folium.Choropleth(
        squares,
        data=pd.DataFrame({"id": ["a", "b"], "attacks": [1, 5]}),
        columns=["id", "attacks"],
        key_on="feature.id",
        legend_name="Attacks <b>a month</b>",
    ).add_to(made)
    first = save_map(made, tmp_path / "a.html").read_bytes()
    assert save_map(made, tmp_path / "b.html").read_bytes() == first
    page = open_page(tmp_path / "a.html")
    assert page.locator(".leaflet-overlay-pane path").count() == 2
    scale = page.locator(".gm-scale")
    assert scale.locator("span").inner_text() == "Attacks <b>a month</b>"
    labels = scale.locator("text").all_text_contents()
    assert (labels[0], labels[-1]) == ("1", "5")
    fills = scale.locator("rect").evaluate_all("nodes => nodes.map((node) => node.getAttribute('fill'))")
    assert len(set(fills)) == 6
