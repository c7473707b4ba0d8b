"""What stands in a figure: marks by precision, the legend with its counts, words that never lie on each other."""

from __future__ import annotations

import itertools
from collections import Counter

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import geomap
from geomap.errors import CoordinateError, InputError, MissingColumnError
from geomap.figures import EventFigure, FigureOptions, figure
from geomap.frame import check_frame


def gids(fig: Figure) -> Counter[str]:
    return Counter(artist.get_gid() or "" for artist in fig.findobj())


def texts(fig: Figure, gid: str) -> list[str]:
    return [t.get_text() for t in fig.findobj(Text) if t.get_gid() == gid]


def boxes(fig: EventFigure, prefix: str) -> list[tuple[str, Bbox]]:
    renderer = fig.canvas.get_renderer()  # type: ignore[attr-defined]
    found = [t for t in fig.findobj(Text) if (t.get_gid() or "").startswith(prefix) and t.get_text()]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in found]


def legend_of(fig: Figure) -> list[str]:
    """Give the words of the legend in reading order, a count behind the words it belongs to."""
    words: list[str] = []
    for text in fig.findobj(Text):
        if text.get_gid() == "legend-more":
            words[-1] += f" {text.get_text()}"
        elif (text.get_gid() or "").startswith("legend"):
            words.append(text.get_text())
    return words


def assert_nothing_overlaps(fig: EventFigure, prefixes: tuple[str, ...]) -> None:
    found = [box for prefix in prefixes for box in boxes(fig, prefix)]
    for (name, a), (other, b) in itertools.combinations(found, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        # half a point: what the box of a text has around its letters
        assert wide < fig.dpi / 144 or high < fig.dpi / 144, f"{name!r} lies on {other!r}"


def assert_nothing_is_cut_off(fig: EventFigure) -> None:
    page = fig.bbox
    for name, box in boxes(fig, ""):
        inside = box.x0 >= page.x0 and box.x1 <= page.x1 + 1 and box.y0 >= page.y0 and box.y1 <= page.y1 + 1
        assert inside, f"{name!r} is cut off"


def test_a_figure_is_a_matplotlib_figure_and_the_frame_is_left_alone(every_precision: gpd.GeoDataFrame) -> None:
    before = every_precision.copy()
    assert isinstance(geomap.figure(every_precision), Figure)
    pd.testing.assert_frame_equal(pd.DataFrame(every_precision), pd.DataFrame(before))


def test_every_precision_is_drawn_as_what_it_is(every_precision: gpd.GeoDataFrame) -> None:
    fig = figure(every_precision)
    mapped = Counter(a.get_gid() or "" for a in fig.axes[0].findobj())
    assert mapped["event-shape"] == 2
    assert mapped["event-hollow"] == 1
    assert mapped["event-ring-dashed"] == 1
    assert mapped["event-ring"] == 1
    # Iraq, Homs and the circle of the district; Iraq is hatched in the colours of both actors
    assert mapped["event-area"] == mapped["event-badge"] == 3
    assert mapped["event-area-hatch"] == 4
    assert mapped["event-badge-band"] == 4
    numbers = [t.get_text() for t in fig.axes[0].texts if t.get_gid() == "event-number"]
    assert sorted(numbers) == ["1", "1", "49", "?"]


def test_an_area_alone_is_never_a_pin(every_precision: gpd.GeoDataFrame) -> None:
    for precision in ("country", "admin1", "admin2"):
        one = every_precision[every_precision["place_precision"] == precision]
        found = gids(figure(one))
        assert found["event-badge"] >= 1
        assert not {"event-pie", "event-hollow"} & set(found)
        assert len([a for a in figure(one).axes[0].findobj() if a.get_gid() == "event-shape"]) == 0


def test_a_country_too_small_to_hatch_stays_a_badge() -> None:
    rows = {"latitude": [43.77, 64.0], "longitude": [7.4, 26.0], "country": ["MC", "FI"], "actor": ["A", "A"]}
    fig = figure(check_frame(pd.DataFrame(rows | {"place_precision": ["country", "site"]})))
    mapped = Counter(a.get_gid() or "" for a in fig.axes[0].findobj())
    assert mapped["event-badge"] == 1
    assert mapped["event-area"] == 0


def test_the_legend_counts_actors_shapes_and_precision(every_precision: gpd.GeoDataFrame) -> None:
    words = legend_of(figure(every_precision))
    told = dict(itertools.pairwise(words))
    assert told["Alpha"] == "4"
    assert told["Beta"] == "3"
    assert told["Gamma"] == "1"
    assert told["protest or riot"] == "1"
    assert told["disaster"] == "1"
    assert told["site or town"] == "2"
    assert told["district, province or country only"] == "4"


def test_the_note_says_what_is_not_shown(every_precision: gpd.GeoDataFrame) -> None:
    fig = figure(every_precision, timeline=True)
    note = " ".join(texts(fig, "note"))
    assert "1 event has no place and is not on the map." in note
    assert "3 events have no date." in note
    assert "8 events stand for 55" in note
    assert "GeoNames" in note
    assert "Natural Earth" in note
    assert "1 event has no place and is not on the map." in fig.alt_text


def test_a_point_of_unknown_precision_is_not_called_a_site() -> None:
    rows = {"latitude": [33.3], "longitude": [44.4], "place_precision": ["unknown"]}
    fig = figure(check_frame(pd.DataFrame(rows)))
    assert "point of unknown precision" in legend_of(fig)
    assert "a point of unknown precision for 1" in fig.alt_text


def test_events_on_one_spot_are_one_counted_pie() -> None:
    rows = [{"latitude": 33.3, "longitude": 44.4, "actor": a, "place_precision": "city"} for a in "AABBB"]
    fig = figure(check_frame(pd.DataFrame(rows)))
    assert texts(fig, "event-number")[0] == "5"
    on_map = [a for a in fig.axes[0].findobj() if a.get_gid() == "event-pie"]
    assert len(on_map) == 2


@pytest.mark.parametrize(
    ("size", "facet", "full"),
    [
        ("column", None, False),
        ("page", None, True),
        ("wide", None, False),
        ("120x160", None, True),
        ("column", "date", False),
        ("wide", "date", True),
        ("page", "actor", True),
    ],
)
def test_no_words_lie_on_each_other_or_are_cut_off(
    size: str, facet: str | None, *, full: bool, every_precision: gpd.GeoDataFrame, many: gpd.GeoDataFrame
) -> None:
    frame = many if full else every_precision
    fig = figure(frame, size=size, facet=facet, title="Events of two kinds", timeline=facet is None)
    named = 0
    for ax in fig.axes:
        if ax.get_gid() == "map":
            labels = [t for t in ax.texts if (t.get_gid() or "").startswith("label")]
            ends = [(t.get_text(), t.get_window_extent()) for t in labels]
            named += len(ends)
            for (name, a), (other, b) in itertools.combinations(ends, 2):
                assert not a.overlaps(b) or _barely(a, b, fig.dpi), f"{name!r} lies on {other!r}"
    assert named > 2
    assert_nothing_overlaps(fig, ("title", "subtitle", "note", "legend", "scale", "north", "disputed", "panel"))
    assert_nothing_is_cut_off(fig)


def _barely(a: Bbox, b: Bbox, dpi: float) -> bool:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return bool(min(wide, high) < dpi / 72)


def test_labels_lie_on_no_mark(many: gpd.GeoDataFrame) -> None:
    fig = figure(many)
    ax = fig.axes[0]
    halos = [a for a in ax.collections if a.get_gid() in {"event-halo", "event-badge"}]
    marks = [a.get_window_extent(fig.canvas.get_renderer()) for a in halos]  # type: ignore[attr-defined]
    labels = [t.get_window_extent() for t in ax.texts if (t.get_gid() or "").startswith("label")]
    assert len(marks) > 20
    assert len(labels) > 3
    for label, mark in itertools.product(labels, marks):
        assert not label.overlaps(mark) or _barely(label, mark, fig.dpi)


def test_type_is_never_smaller_than_six_points(every_precision: gpd.GeoDataFrame) -> None:
    for size in ("column", "page", "wide"):
        fig = figure(every_precision, size=size, timeline=True)
        assert min(float(t.get_fontsize()) for t in fig.findobj(Text) if t.get_text()) >= 6.0


def test_colours_are_those_of_the_web_map(every_precision: gpd.GeoDataFrame) -> None:
    fig = figure(every_precision, colors={"Gamma": "#123456"})
    actors = [a for a in fig.findobj(PathCollection) if a.get_gid() == "legend-actor"]
    found = [mpl.colors.to_hex(np.asarray(a.get_facecolor())[0]) for a in actors]
    assert found == ["#0072b2", "#c85200", "#123456"]


def test_the_dark_theme_is_dark(every_precision: gpd.GeoDataFrame) -> None:
    fig = figure(every_precision, options=FigureOptions(dark=True))
    assert sum(mpl.colors.to_rgb(fig.get_facecolor())) < 0.6
    title = next(t for t in fig.findobj(Text) if t.get_gid() == "title")
    assert sum(mpl.colors.to_rgb(title.get_color())) > 2.4


def test_the_named_sizes_are_millimetres(every_precision: gpd.GeoDataFrame) -> None:
    sizes = {"column": (85, None), "page": (170, None), "wide": (254, 143), "120x160": (120, 160)}
    for name, (width, height) in sizes.items():
        inches = figure(every_precision, size=name).get_size_inches() * 25.4
        assert inches[0] == pytest.approx(width)
        assert height is None or inches[1] == pytest.approx(height)


def test_an_empty_frame_and_one_without_places_are_figures_too() -> None:
    empty = check_frame(pd.DataFrame({"latitude": [], "longitude": []}))
    fig = figure(empty, timeline=True)
    assert texts(fig, "title") == ["0 events"]
    assert fig.alt_text.startswith("Map and timeline of 0 events")
    nowhere = check_frame(pd.DataFrame({"latitude": [np.nan], "longitude": [np.nan], "actor": ["A"]}))
    assert "1 event has no place" in figure(nowhere).alt_text
    assert texts(figure(empty, facet="date"), "panel-name") == ["no events"]


def test_a_region_takes_longitude_and_latitude_of_the_caller(every_precision: gpd.GeoDataFrame) -> None:
    ax = figure(every_precision).axes[0]
    assert ax.get_xlim()[0] < 44.4 < ax.get_xlim()[1]
    assert ax.get_ylim()[0] < 33.3 < ax.get_ylim()[1]


def test_bad_input_is_told(every_precision: gpd.GeoDataFrame) -> None:
    with pytest.raises(MissingColumnError):
        figure(pd.DataFrame({"actor": ["A"]}))
    with pytest.raises(CoordinateError, match="swapped"):
        figure(pd.DataFrame({"latitude": [144.0], "longitude": [33.0]}))
    with pytest.raises(InputError, match="leaves no room"):
        figure(every_precision, size="60x40")
    with pytest.raises(InputError, match="date, actor"):
        figure(every_precision, facet="country")
    with pytest.raises(InputError, match="neither a map nor a timeline"):
        FigureOptions(show_map=False)
    with pytest.raises(InputError, match="40 to 1200 mm"):
        FigureOptions(size="20x20")
    with pytest.raises(InputError, match="such as 120x90"):
        FigureOptions(size="large")
