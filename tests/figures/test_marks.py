"""Marks: none on another, no event lost, areas never pins, thousands of events binned."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.areas import open_areas
from geomap.figures.eventfigure import settled_style
from geomap.figures.eventtable import read_events_table
from geomap.figures.extent import bounds_of_events, fit_view
from geomap.figures.fonts import Typesetter
from geomap.figures.marks import MarkKind, Placement, boxes_meet, place_marks
from geomap.figures.palette import make_palette
from geomap.figures.shapes import share_out
from geomap.figures.theme import LIGHT
from geomap.frame import check_frame

AREAS = open_areas()
SPOT = st.tuples(st.floats(-10, 30), st.floats(0, 30), st.sampled_from(["site", "city", "country", "admin2"]))


def place(frame: pd.DataFrame, width: float = 300.0) -> Placement:
    table = read_events_table(check_frame(frame), AREAS)
    view = fit_view(bounds_of_events(table, AREAS), width, None)
    with settled_style():
        return place_marks(table, view, AREAS, Typesetter.for_texts(["0"]))


@settings(max_examples=25, deadline=None)
@given(st.lists(SPOT, min_size=1, max_size=40))
def test_no_mark_lies_on_another_and_no_event_is_lost(spots: list[tuple[float, float, str]]) -> None:
    counts = [1 + i % 4 for i in range(len(spots))]
    frame = pd.DataFrame(spots, columns=["longitude", "latitude", "place_precision"])
    found = place(frame.assign(count=counts, country=[("ML", "NE", "TD")[i % 3] for i in range(len(spots))]))
    assert sorted(itertools.chain(*(m.rows.tolist() for m in found.marks))) == list(range(len(spots)))
    assert sum(m.weight for m in found.marks) == sum(counts)
    for a, b in itertools.combinations(found.marks, 2):
        if MarkKind.BADGE in {a.kind, b.kind}:
            # a bin of small areas is kept apart by the circle around its badge
            assert not boxes_meet(a.box, b.box, -2.5)
        else:
            assert np.hypot(a.x - b.x, a.y - b.y) >= (a.width + b.width) / 2


def test_thousands_of_events_cover_a_fraction_of_the_map() -> None:
    random = np.random.default_rng(3)
    rows = pd.DataFrame({"longitude": random.uniform(-120, 150, 20_000), "latitude": random.uniform(-40, 60, 20_000)})
    found = place(rows, width=480.0)
    assert 10 < len(found.marks) < 150
    assert sum(m.weight for m in found.marks) == 20_000


def test_many_actors_share_eight_colours_and_a_grey() -> None:
    rows = pd.DataFrame(
        {"latitude": 1.0, "longitude": 2.0, "actor": [f"G{n:02}" for n in range(20) for _ in range(20 - n)]}
    )
    table = read_events_table(check_frame(rows), AREAS)
    entries = make_palette(table, {}, LIGHT).entries
    assert len({e.colour for e in entries}) == 9
    assert entries[-1].name == "12 other actors"
    assert sum(e.count for e in entries) == len(rows)


def test_the_smallest_share_of_a_pie_is_seen() -> None:
    shares = share_out([("#000000", 999), ("#ffffff", 1)], 1 / 20)
    assert shares[1][1] > 0.04
    assert sum(share for _, share in shares) == 1
