from __future__ import annotations

import base64

import geopandas as gpd
import pytest

from geomap.webmap import EventMap, event_map


@pytest.fixture
def shown(events: gpd.GeoDataFrame) -> EventMap:
    return event_map(events, title="Strikes & drones", colors={"United States": "#123456"})


def test_a_notebook_gets_page_picture_and_words(shown: EventMap) -> None:
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/html"] == shown._repr_html_()
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert bundle["text/plain"].startswith("Strikes & drones. Map of")


@pytest.mark.parametrize("kind", ["text/html", "image/png", "text/plain"])
def test_only_what_is_asked_for_is_made(shown: EventMap, kind: str) -> None:
    others = {"text/html", "image/png", "text/plain"} - {kind}
    assert set(shown._repr_mimebundle_(include={kind})) == {kind}
    assert set(shown._repr_mimebundle_(exclude=others)) == {kind}


def test_a_map_without_events_shows_too(events: gpd.GeoDataFrame) -> None:
    assert set(event_map(events.iloc[:0])._repr_mimebundle_()) == {"text/html", "image/png", "text/plain"}
