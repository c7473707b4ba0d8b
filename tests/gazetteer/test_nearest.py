from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.gazetteer.matching import measure_km
from geomap.gazetteer.nearest import NearestIndex

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@example([(90.0, 0.0)], (90.0, 6.0), 1.0)
@example([(-90.0, 170.0)], (-89.99, -10.0), 2.0)
@given(st.lists(POINTS, min_size=1, max_size=30), POINTS, st.floats(1, 3000))
def test_the_index_finds_what_measuring_every_point_finds(
    points: list[tuple[float, float]], centre: tuple[float, float], reach: float
) -> None:
    index = NearestIndex([latitude for latitude, _ in points], [longitude for _, longitude in points])
    rows, km = index.find(*centre, reach_km=reach)
    expected = {row for row, point in enumerate(points) if measure_km(centre, point) <= reach - 0.001}
    possible = {row for row, point in enumerate(points) if measure_km(centre, point) <= reach + 0.001}
    assert expected <= set(rows.tolist()) <= possible
    assert np.all(np.diff(km) >= 0)


def test_the_180_degree_line_is_no_border() -> None:
    rows, km = NearestIndex([-17.0], [179.9]).find(-17.0, -179.9, reach_km=50)
    assert rows.tolist() == [0]
    assert km[0] == pytest.approx(21.3, abs=0.2)
