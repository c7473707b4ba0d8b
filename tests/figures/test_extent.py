"""Which part of the earth is shown: all events with room, over the 180° line, and where points lie on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Proj

from geomap.areas import open_areas
from geomap.figures import figure
from geomap.figures.basemap import prepare_basemap
from geomap.figures.eventtable import read_events_table
from geomap.figures.extent import View, bounds_of_events, cover_longitudes, fit_view
from geomap.figures.furniture import say_scale, scale_length
from geomap.figures.projection import EqualEarth, Equirectangular, circle_around
from geomap.frame import check_frame

WORLD = [(-118.0, 20.0), (-40.0, -10.0), (30.0, 5.0), (100.0, 15.0), (140.0, -30.0)]
SPOT = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def view_of(spots: list[tuple[float, float]], width: float = 480.0, height: float | None = None) -> View:
    rows = pd.DataFrame({"longitude": [s[0] for s in spots], "latitude": [s[1] for s in spots]})
    areas = open_areas()
    return fit_view(bounds_of_events(read_events_table(check_frame(rows), areas), areas), width, height)


@settings(deadline=None, max_examples=50)
@given(st.lists(SPOT, min_size=1, max_size=8), st.sampled_from([None, 200.0, 700.0]))
def test_every_event_is_in_view_with_room(spots: list[tuple[float, float]], height: float | None) -> None:
    view = view_of(spots, height=height)
    x, y = view.to_paper(np.array([s[0] for s in spots]), np.array([s[1] for s in spots]))
    assert (x > 0).all()
    assert (x < view.width).all()
    assert (y > 0).all()
    assert (y < view.height).all()


@settings(deadline=None)
@given(st.lists(st.floats(-180, 180), min_size=1, max_size=12))
def test_longitudes_are_covered_by_the_shortest_stretch(longitudes: list[float]) -> None:
    given_ = np.array(longitudes)
    west, east = cover_longitudes(given_, given_)
    inside = (given_ - west) % 360
    assert ((inside <= east - west + 1e-6) | (inside > 360 - 1e-6)).all()
    ordered = np.sort(given_ % 360)
    gap = np.diff(np.append(ordered, ordered[0] + 360)).max()
    # gaps are found to half a degree
    assert east - west <= 360 - gap + 1.01


def test_events_on_both_sides_of_the_180_line_stay_together() -> None:
    view = view_of([(178.0, -17.7), (-179.9, -16.8), (-175.2, -21.1)])
    assert view.right - view.left < 12
    x, _ = view.to_paper(np.array([178.0, -179.9, -175.2]), np.array([-17.7, -16.8, -21.1]))
    assert (np.diff(x) > 0).all()
    land, kinds = prepare_basemap(view, open_areas()).land
    assert any(kinds)
    assert all(view.left - 1e-6 <= ring[:, 0].min() and ring[:, 0].max() <= view.right + 1e-6 for ring in land)


def test_one_event_is_not_zoomed_to_a_street() -> None:
    for latitude in (0.0, 36.0, 70.0):
        view = view_of([(44.0, latitude)])
        across = (view.right - view.left) * view.projection.kilometres(latitude)
        up = (view.top - view.bottom) * 111.2
        assert 250 < min(across, up) < 320


def test_a_region_is_equirectangular_and_the_world_equal_earth() -> None:
    assert isinstance(view_of([(40, 30), (50, 40)]).projection, Equirectangular)
    world = view_of(WORLD).projection
    assert isinstance(world, EqualEarth)
    assert world.middle == 0
    pacific = view_of([(120, 10), (-80, -30)]).projection
    assert isinstance(pacific, EqualEarth)
    assert abs(pacific.middle) == pytest.approx(160, abs=1)


def test_equal_earth_is_proj_s() -> None:
    longitude, latitude = (a.ravel() for a in np.meshgrid(np.linspace(-179, 179, 25), np.linspace(-90, 90, 19)))
    theirs = Proj("+proj=eqearth +R=1")(longitude, latitude)
    ours = EqualEarth(middle=0.0).project(longitude, latitude)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_circles_are_round_on_the_sphere_and_shapes_true_at_the_standard_parallel() -> None:
    longitude, latitude = circle_around(44.0, 36.0, 100.0)
    a, b = np.radians(latitude), np.radians(36.0)
    haversine = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(longitude - 44) / 2) ** 2
    np.testing.assert_allclose(2 * 6371.0088 * np.arcsin(np.sqrt(haversine)), 100, rtol=1e-9)
    view = view_of([(43, 35), (45, 37)])
    x, y = view.to_paper(longitude, latitude)
    assert np.ptp(x) / np.ptp(y) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("spots", [[(44, 33)], [(30, 20), (60, 45)], WORLD])
def test_the_scale_bar_is_as_long_as_it_says(spots: list[tuple[float, float]]) -> None:
    view = view_of(spots)
    kilometres, points = scale_length(view, 90)
    latitude = 0.0 if view.projection.is_world else (view.bottom + view.top) / 2
    degrees = kilometres / 111.195 / np.cos(np.radians(latitude))
    middle = (view.left + view.right) / 2 if not view.projection.is_world else view.projection.middle
    x, _ = view.to_paper(np.array([middle, middle + degrees]), np.full(2, latitude))
    assert float(np.diff(x)[0]) == pytest.approx(points, rel=0.01)
    assert points <= 90
    wide = view.projection.is_world or view.top - view.bottom > 20
    assert ("at" in say_scale(view, kilometres)) == wide


def test_a_map_of_the_world_has_no_north_mark_and_no_locator() -> None:
    rows = {"longitude": [spot[0] for spot in WORLD], "latitude": [spot[1] for spot in WORLD]}
    world = figure(check_frame(pd.DataFrame(rows)))
    names = {a.get_gid() for a in world.findobj()}
    assert "scale-bar" in names
    assert not {"north-arrow", "locator"} & names
    region = figure(check_frame(pd.DataFrame({"latitude": [33.0], "longitude": [44.0]})))
    assert {"north-arrow", "locator", "locator-frame"} <= {a.get_gid() for a in region.findobj()}
