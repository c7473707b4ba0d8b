from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from geomap.areas import Area, Areas, LineKind, open_areas
from geomap.webmap.basemap import build_basemap, choose_focus


@pytest.fixture(scope="module")
def areas() -> Areas:
    return open_areas()


def unpack(lines: dict[str, Any]) -> list[np.ndarray]:
    """Turn packed lines back into degrees."""
    steps = np.array(lines["steps"]).reshape(-1, 2)
    result, at = [], 0
    for size, fine in zip(lines["sizes"], lines["fine"], strict=True):
        scale = lines["grid"] * (1 if fine else lines["step"])
        result.append(np.cumsum(steps[at : at + size], axis=0) * scale)
        at += size
    assert at == len(steps)
    return result


def find(areas: Areas, code: str) -> Area:
    area = areas.country(code)
    assert area is not None
    return area


def test_lines_lie_where_the_areas_have_them(areas: Areas) -> None:
    built = build_basemap(areas, {"IQ": 3}, [find(areas, "IQ")], 300_000)
    lines = unpack(built["lines"])
    ring = np.concatenate([lines[a if a >= 0 else ~a] for a in built["areas"][0]["rings"][0]])
    west, south, east, north = areas.polygon(find(areas, "IQ")).bounds
    assert ring.min(axis=0) == pytest.approx([west, south], abs=1e-3)
    assert ring.max(axis=0) == pytest.approx([east, north], abs=1e-3)


def test_coarse_lines_meet_fine_ones_within_their_rounding(areas: Areas) -> None:
    built = build_basemap(areas, {"IQ": 3}, [], 300_000)
    lines = unpack(built["lines"])
    longest = max(built["land"], key=len)
    pieces = [lines[a] if a >= 0 else lines[~a][::-1] for a in longest]
    for piece, following in zip(pieces, pieces[1:] + pieces[:1], strict=True):
        assert np.abs(piece[-1] - following[0]).max() <= 0.0011


def test_country_with_the_most_events_is_fine_first(areas: Areas) -> None:
    sizes = areas.arc_sizes()
    cost = {code: 2 * int(sizes[areas.country_arcs[code]].sum()) for code in ("IQ", "JO")}
    weights = {"JO": 1, "IQ": 9, "??": 5}
    assert choose_focus(areas, weights, cost["IQ"]) == ["IQ"]
    assert choose_focus(areas, weights, cost["IQ"] + cost["JO"]) == ["IQ", "JO"]
    # a country too large for the budget does not keep the next one out
    assert choose_focus(areas, weights, cost["JO"]) == ["JO"]


def test_unknown_country_and_no_budget_still_give_the_world(areas: Areas) -> None:
    built = build_basemap(areas, {"??": 4}, [], 0)
    assert not any(built["lines"]["fine"])
    assert len(built["land"]) > 200
    kinds = set(built["lines"]["kinds"])
    assert {LineKind.COAST, LineKind.BORDER, LineKind.DISPUTED, LineKind.LAKE, LineKind.RIVER} <= kinds
    assert LineKind.ADMIN1 not in kinds


def test_division_outside_the_focus_has_its_whole_outline(areas: Areas) -> None:
    idlib = areas.find_admin1("SY", "Idlib")
    assert idlib is not None
    built = build_basemap(areas, {}, [idlib], 0)
    lines = unpack(built["lines"])
    for ring in built["areas"][0]["rings"]:
        pieces = [lines[a] if a >= 0 else lines[~a][::-1] for a in ring]
        assert all(len(piece) for piece in pieces)
        assert np.abs(pieces[0][0] - pieces[-1][-1]).max() <= 0.0011


def test_labels_name_a_place_once(areas: Areas) -> None:
    labels = build_basemap(areas, {"IQ": 1}, [], 300_000)["labels"]
    cities = [name for name, *_ in labels["cities"]]
    assert {"Baghdad", "Mosul", "Basrah"} & set(cities) >= {"Baghdad", "Mosul"}
    assert not {name for name, *_ in labels["divisions"]} & {"Baghdad"}


@pytest.mark.parametrize(("latitude", "longitude"), [(26.0, 32.8), (33.3, 44.4), (48.2, 16.4), (-3.1, -59.9)])
def test_rivers_run_where_they_are_known_to_run(areas: Areas, latitude: float, longitude: float) -> None:
    built = build_basemap(areas, {}, [], 0)
    lines = built["lines"]
    rivers = [line for line, kind in zip(unpack(lines), lines["kinds"], strict=True) if kind == LineKind.RIVER]
    # the Nile at Luxor, the Tigris at Baghdad, the Danube at Vienna, the Amazon at Manaus
    nearest = min(float(shapely.LineString(line).distance(shapely.Point(longitude, latitude))) for line in rivers)
    assert nearest < 0.35
