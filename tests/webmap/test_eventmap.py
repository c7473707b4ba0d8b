from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zlib
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pytest
from folium.plugins import MarkerCluster

from geomap.errors import ExportError, InputError
from geomap.webmap import EventMap, GroupBy, MapOptions, embed_html, event_map, read_options, save_map
from geomap.webmap.columns import decode_column


def read_payload(page: str) -> dict[str, Any]:
    match = re.search(r'id="geomap-data">([^<]*)<', page)
    assert match is not None
    payload: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(match[1])))
    return payload


def test_map_is_a_folium_map_and_leaves_the_frame_alone(events: gpd.GeoDataFrame) -> None:
    before = events.copy(deep=True)
    made = event_map(events)
    assert isinstance(made, folium.Map)
    assert isinstance(made, EventMap)
    assert made.heading == "8 events"
    assert events.equals(before)


def test_two_runs_give_the_same_bytes(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        made = event_map(events, title="Twice")
        folium.GeoJson({"type": "Point", "coordinates": [44.0, 36.0]}).add_to(made)
        pages.append(save_map(made, tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_saving_twice_gives_the_same_bytes(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    made = event_map(events)
    made.save(tmp_path / "a.html")
    made.save(str(tmp_path / "b.html"))
    stream = io.BytesIO()
    made.save(stream, close_file=False)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes() == stream.getvalue()


def test_page_names_no_address_to_load_from(article_map: Path) -> None:
    page = article_map.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=(?!\"data:)", page)
    assert "sourceMappingURL" not in page
    assert "url(images/" not in page


def test_policy_lists_the_hash_of_every_script(article_map: Path) -> None:
    page = article_map.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>", page)
    assert policy[1].count("sha256-") == len(scripts)
    assert "default-src &#x27;none&#x27;" in policy[1]
    script_source = policy[1].split("script-src")[1].split(";")[0]
    assert "unsafe" not in script_source


def test_countries_and_divisions_are_drawn_as_areas(events: gpd.GeoDataFrame) -> None:
    made = event_map(events)
    payload = read_payload(made.get_root().render())
    numbers = decode_column(payload["columns"]["area"], payload["size"])
    names = [payload["basemap"]["areas"][n]["name"] if n >= 0 else None for n in numbers]
    assert names == ["Iraq", None, "Syria", None, "Iraq", "Syria", None, None]


def test_credits_are_on_the_map(events: gpd.GeoDataFrame) -> None:
    payload = read_payload(event_map(events).get_root().render())
    assert payload["credits"] == [
        "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, filtered and merged.",
        "Made with Natural Earth.",
        "Airports: OurAirports.",
    ]


def test_map_without_events_is_small(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = save_map(event_map(events.iloc[:0]), tmp_path / "empty.html")
    assert path.stat().st_size < 700_000


def test_detail_stays_within_its_budget(events: gpd.GeoDataFrame) -> None:
    sizes = []
    for budget in (0, 300):
        page = event_map(events, options=MapOptions(detail_kilobytes=budget)).get_root().render()
        sizes.append(len(zlib.compress(json.dumps(read_payload(page)["basemap"]).encode())))
    assert sizes[0] < sizes[1] < sizes[0] + 300_000


def test_shorthands_override_options(events: gpd.GeoDataFrame) -> None:
    options = MapOptions(title="Old", group_by=(GroupBy.ACTOR,))
    made = event_map(events, options=options, title="New", group_by=["period", "actor"], colors={"Iran": "#123456"})
    payload = read_payload(made.get_root().render())
    assert (payload["title"], payload["groupBy"]) == ("New", ["period", "actor"])
    assert ["Iran", "#123456", "#123456", 8] in payload["actors"]


@pytest.mark.parametrize("levels", [[], ["actor", "actor"], ["actor", "period", "type"]])
def test_impossible_groupings_are_refused(events: gpd.GeoDataFrame, levels: list[str]) -> None:
    with pytest.raises(InputError, match="one or two different"):
        event_map(events, group_by=levels)


def test_unknown_grouping_is_refused_by_name(events: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match="colour"):
        event_map(events, group_by=["colour"])


def test_title_is_escaped(events: gpd.GeoDataFrame) -> None:
    page = event_map(events, title='</title><script>alert(1)</script>"').get_root().render()
    assert "<script>alert(1)" not in page
    assert "&lt;/title&gt;&lt;script&gt;alert(1)" in page


def test_layer_that_needs_the_network_is_refused_with_its_address(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    made = event_map(events)
    MarkerCluster([[36.0, 44.0]]).add_to(made)  # type: ignore[no-untyped-call]
    with pytest.raises(ExportError, match=r"https://\S+markercluster\S+.*allow_network"):
        made.save(tmp_path / "map.html")
    assert not list(tmp_path.iterdir())


def test_tiles_are_refused_with_their_address(events: gpd.GeoDataFrame) -> None:
    made = event_map(events)
    folium.TileLayer("OpenStreetMap").add_to(made)
    with pytest.raises(ExportError, match=r"tile\.openstreetmap\.org"):
        made.get_root().render()


def test_icons_of_a_font_are_refused_with_their_address(events: gpd.GeoDataFrame) -> None:
    made = event_map(events)
    folium.Marker([36.0, 44.0], icon=folium.Icon(icon="plane")).add_to(made)
    with pytest.raises(ExportError, match="awesome-markers"):
        made.get_root().render()


def test_pictures_from_the_network_are_refused_with_their_address(events: gpd.GeoDataFrame) -> None:
    bounds = [[33.0, 43.0], [34.0, 44.0]]
    for layer in (
        folium.raster_layers.ImageOverlay("https://pictures.example/a.png", bounds),
        folium.Marker([36.0, 44.0], popup=folium.Popup('<img src="https://pictures.example/b.png">')),
        folium.Marker([36.0, 44.0], icon=folium.CustomIcon("https://pictures.example/c.png")),
    ):
        made = event_map(events)
        layer.add_to(made)
        with pytest.raises(ExportError, match=r"https://pictures\.example/[abc]\.png"):
            made.get_root().render()


def test_map_in_another_figure_is_refused(events: gpd.GeoDataFrame) -> None:
    figure = folium.Figure()
    figure.add_child(event_map(events))
    with pytest.raises(ExportError, match="embed_html"):
        figure.render()


def test_network_is_reached_when_allowed_and_only_those_hosts(events: gpd.GeoDataFrame) -> None:
    made = event_map(events, options=MapOptions(allow_network=True))
    folium.TileLayer("OpenStreetMap").add_to(made)
    page = made.get_root().render()
    policy = page.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert "img-src data: blob: https://tile.openstreetmap.org" in policy


def test_failed_save_keeps_the_old_file(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("old", encoding="utf-8")
    made = event_map(events)
    MarkerCluster([[36.0, 44.0]]).add_to(made)  # type: ignore[no-untyped-call]
    with pytest.raises(ExportError):
        made.save(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_folder_in_the_way_is_told_and_nothing_is_left(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "map.html"
    folder.mkdir()
    with pytest.raises(ExportError, match=r"map\.html: is a folder; give the name of a file"):
        event_map(events).save(folder)
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_missing_folder_is_made_and_a_file_in_its_place_is_told(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    event_map(events).save(tmp_path / "new" / "map.html")
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["map.html"]
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=r"map\.html: cannot be written .*; choose another place"):
        event_map(events).save(tmp_path / "file" / "map.html")


def test_notebook_shows_the_page_in_a_frame(events: gpd.GeoDataFrame) -> None:
    shown = event_map(events)._repr_html_()
    assert "<iframe srcdoc=" in shown
    assert "geomap-data" in shown


def test_offered_tiles_open_the_policy_for_pictures_of_that_host_alone(events: gpd.GeoDataFrame) -> None:
    policy = {}
    for name in (None, "OpenStreetMap.Mapnik"):
        page = event_map(events, options=MapOptions(tiles=name)).get_root().render()
        found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert found is not None
        policy[name] = dict(part.split(" ", 1) for part in html.unescape(found[1]).split("; "))
    assert policy["OpenStreetMap.Mapnik"] == policy[None] | {
        "img-src": policy[None]["img-src"] + " https://tile.openstreetmap.org"
    }


@pytest.mark.parametrize(("name", "words"), [("OpenStreetMap.Mapnic", "did you mean"), ("CartoDB.Positron", "a key")])
def test_tiles_that_cannot_be_offered_are_refused(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_options(group_by="actor", tiles=name)


@pytest.mark.parametrize(
    ("text", "words"),
    [("a = 1", "'a' is 1"), ('a = "red"', "'red'"), ("a b", "not a TOML"), ("", "no actor"), (None, "cannot be read")],
)
def test_unusable_file_of_colours_is_refused_by_name(text: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "colors.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_options(group_by="actor", colors=path)
    assert str(path) in str(caught.value)


def test_snippet_is_one_line_that_markdown_leaves_alone(events: gpd.GeoDataFrame) -> None:
    for file in (None, "map.html"):
        snippet = embed_html(event_map(events, title="Two\n\nlines"), file=file)
        assert snippet.startswith("<div><iframe title=")
        assert snippet.endswith("</iframe></div>")
        assert not set(snippet) & set("\n\r")
    source = re.search(r' srcdoc="([^"]*)"', embed_html(event_map(events)))
    assert source is not None
    assert html.unescape(source[1]) == event_map(events).get_root().render()


def test_snippet_of_a_file_points_to_it(events: gpd.GeoDataFrame) -> None:
    snippet = embed_html(event_map(events), file="maps/my map.html", panels=False)
    assert ' src="maps/my%20map.html#panel=0"' in snippet
    assert "allow-same-origin" not in snippet
