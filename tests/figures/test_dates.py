"""Periods, small multiples and the timeline: every event once, at no more precise a date than it has."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from geomap.areas import open_areas
from geomap.errors import InputError
from geomap.figures import FigureOptions, Period, figure
from geomap.figures.eventtable import EventTable, read_events_table
from geomap.figures.facets import divide
from geomap.figures.options import Facet
from geomap.figures.palette import ActorPalette, make_palette
from geomap.figures.theme import LIGHT
from geomap.figures.timeline import count_timeline, date_ticks
from geomap.frame import check_frame
from geomap.periods import choose_scale, make_scale
from geomap.wording import say_span

DAY = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31)).map(lambda d: (d - dt.date(1970, 1, 1)).days)


def read(rows: list[dict[str, Any]]) -> tuple[EventTable, ActorPalette]:
    frame = check_frame(pd.DataFrame(rows).assign(latitude=1.0, longitude=2.0))
    table = read_events_table(frame, open_areas())
    return table, make_palette(table, {}, LIGHT)


@settings(deadline=None)
@given(st.sampled_from(Period), DAY, DAY)
def test_periods_cover_their_days_without_gaps(period: Period, a: int, b: int) -> None:
    first, last = min(a, b), max(a, b)
    scale = make_scale(period, first, last)
    assert scale.edges[0] <= first < scale.edges[1]
    assert scale.edges[-2] <= last < scale.edges[-1]
    assert (np.diff(scale.edges) > 0).all()
    assert scale.locate(np.array([first, last])).tolist() == [0, scale.size - 1]


@settings(deadline=None)
@given(DAY, DAY, st.integers(4, 160))
def test_the_shortest_period_that_fits_is_chosen(a: int, b: int, most: int) -> None:
    first, last = min(a, b), max(a, b)
    scale = choose_scale(first, last, most)
    assert scale.size <= most
    shorter = list(Period)[: list(Period).index(scale.period)]
    assert all(make_scale(period, first, last).size > most for period in shorter)


@settings(deadline=None)
@given(DAY, DAY, st.floats(60, 800))
def test_dates_on_the_axis_are_in_order_and_few_enough_to_be_read(a: int, b: int, width: float) -> None:
    scale = choose_scale(min(a, b), max(a, b), int(width / 4.5))
    ticks = date_ticks(scale, width)
    positions = [position for position, _ in ticks]
    assert positions == sorted(positions)
    assert all(scale.edges[0] <= p <= scale.edges[-1] for p in positions)
    assert len(ticks) <= width / 25 + 2


def test_spans_are_said_shortly() -> None:
    day = (dt.date(2023, 12, 26) - dt.date(1970, 1, 1)).days
    assert say_span(day, day) == "26 December 2023"
    assert say_span(day - 1, day) == "25–26 December 2023"
    assert say_span(day - 30, day) == "26 November – 26 December 2023"
    assert say_span(day - 365, day) == "26 December 2022 – 26 December 2023"


def test_every_event_is_in_one_panel() -> None:
    table, palette = read(
        [
            {"date_start": "2023-01-05", "date_end": "2023-01-05"},
            {"date_start": "2023-02-01", "date_end": "2023-02-28", "date_precision": "month"},
            {"date_start": "2023-01-20", "date_end": "2023-02-03", "date_precision": "range"},
            {"date_start": None, "date_end": None},
        ]
    )
    panels = divide(table, palette, Facet.DATE, Period.MONTH)
    assert {panel.name: panel.rows.tolist() for panel in panels} == {
        "January 2023": [0],
        "February 2023": [1],
        "over several months": [2],
        "no date": [3],
    }


def test_narrow_panels_have_short_names_that_are_whole() -> None:
    days = pd.date_range("2023-01-15", "2023-12-15", freq="30D")
    frame = check_frame(pd.DataFrame({"date_start": days}).assign(latitude=1.0, longitude=2.0))
    fig = figure(frame, facet="date", size="column", options=FigureOptions(period=Period.MONTH))
    names = [t.get_text() for t in fig.findobj(Text) if t.get_gid() == "panel-name"]
    assert "Sep 2023" in names
    assert not any("…" in name for name in names)


def test_a_period_without_events_keeps_its_panel() -> None:
    table, palette = read([{"date_start": "2020-05-01"}, {"date_start": "2022-05-01"}])
    counts = {p.name: len(p.rows) for p in divide(table, palette, Facet.DATE, Period.YEAR)}
    assert counts == {"2020": 1, "2021": 0, "2022": 1}


def test_too_many_panels_and_bars_are_refused() -> None:
    table, palette = read([{"date_start": "1950-05-01"}, {"date_start": "2022-05-01"}])
    with pytest.raises(InputError, match="865 panels, from May 1950 to May 2022"):
        divide(table, palette, Facet.DATE, Period.MONTH)
    with pytest.raises(InputError, match="choose a longer period"):
        count_timeline(table, palette, Period.DAY, 400)
    with pytest.raises(InputError, match="the period is 'fortnight'"):
        FigureOptions(period="fortnight")  # type: ignore[arg-type]


def test_panels_say_their_counts_and_share_one_scale(many: gpd.GeoDataFrame) -> None:
    fig = figure(many, facet="date", size="page")
    maps = [ax for ax in fig.axes if ax.get_gid() == "map"]
    names = [t.get_text() for t in fig.findobj(Text) if t.get_gid() == "panel-name"]
    counts = [t.get_text() for t in fig.findobj(Text) if t.get_gid() == "panel-count"]
    assert names == [str(year) for year in range(2012, 2022)]
    assert sum(map(int, counts)) == len(many)
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in maps}) == 1


def test_panels_by_actor_end_with_the_others(many: gpd.GeoDataFrame) -> None:
    fig = figure(many, facet="actor", size="page")
    names = [t.get_text() for t in fig.findobj(Text) if t.get_gid() == "panel-name"]
    assert len(names) == 9
    assert names[-1].endswith("other actors")
    assert "Small maps by actor of 400 events" in fig.alt_text


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(DAY, st.integers(0, 400), st.sampled_from("ABC")), min_size=1, max_size=20))
def test_the_timeline_loses_no_event(events: list[tuple[int, int, str]]) -> None:
    base = dt.date(1970, 1, 1)
    rows: list[dict[str, Any]] = [
        {"actor": a, "date_start": base + dt.timedelta(days=d), "date_end": base + dt.timedelta(days=d + n)}
        for d, n, a in events
    ]
    rows.append({"actor": "D", "date_start": None, "date_end": None})
    table, palette = read(rows)
    timeline = count_timeline(table, palette, None, 400)
    assert timeline.sharp.sum() + timeline.spread.sum() == pytest.approx(len(events))
    assert timeline.undated.sum() == 1


def test_an_unknown_day_is_spread_and_no_date_stands_apart() -> None:
    rows: list[dict[str, Any]] = [
        {"actor": "A", "date_start": "2023-01-05", "date_end": "2023-01-05"},
        {"actor": "A", "date_start": "2023-02-01", "date_end": "2023-02-28", "date_precision": "month"},
        {"actor": "B", "date_start": None, "date_end": None},
    ]
    table, palette = read(rows)
    timeline = count_timeline(table, palette, Period.DAY, 400)
    assert timeline.sharp.sum() == 1
    assert np.count_nonzero(timeline.spread) == 28
    frame = check_frame(pd.DataFrame(rows).assign(latitude=1.0, longitude=2.0))
    fig = figure(frame, options=FigureOptions(timeline=True, show_map=False, size="column", period=Period.DAY))
    names = [a.get_gid() for a in fig.findobj()]
    assert {"timeline-bars", "timeline-spread", "timeline-undated"} <= set(names)
    assert "map" not in names
    assert fig.alt_text.startswith("Timeline of 3 events")
    words = [t.get_text() for t in fig.findobj(Text)]
    assert "no\ndate" in words
    assert any("day not known" in w for w in words)
