"""The basemap of one page: the world in coarse lines, the countries around the events in fine ones, labels.

In: the shipped `geomap.areas.Areas`, the countries of the events with their number of events, the areas that events are
drawn on. Out: a JSON-ready mapping. Lines travel as grid steps: the first point of a line absolute, the others as
differences; coarse lines on a grid four times as wide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geomap.areas import Area, Areas, LineKind, fold_name

__all__ = ["build_basemap"]

COARSE_STEP = 4
"""Coarse points are rounded to this many grid steps: 0.002°, a fifth of a pixel at zoom 7."""
WORLD_CITIES = 260
"""Cities labelled anywhere; they are the largest of the world and the capitals."""
FOCUS_CITIES = 60
"""Cities labelled in each country around the events, at most."""
WORLD_LINES = (LineKind.COAST, LineKind.BORDER, LineKind.DISPUTED, LineKind.HIDDEN, LineKind.LAKE, LineKind.RIVER)


def choose_focus(areas: Areas, weights: Mapping[str, int], budget: int) -> list[str]:
    """Choose the countries drawn in fine lines, most events first, until their lines fill ``budget`` bytes."""
    sizes = areas.arc_sizes()
    focus, spent = [], 0
    for country in sorted(weights, key=lambda c: (-weights[c], c)):
        arcs = areas.country_arcs.get(country)
        if arcs is None:
            continue
        # two bytes a point is what the packed lines take in the page
        cost = 2 * int(sizes[arcs].sum())
        if spent + cost <= budget:
            focus.append(country)
            spent += cost
    return focus


def fine_arcs(areas: Areas, focus: Sequence[str]) -> set[int]:
    """Collect the arcs drawn in fine lines: those of the focus countries and the lakes in their reach."""
    fine = {arc for country in focus for arc in areas.country_arcs[country]}
    boxes = [bounding_box(areas, areas.country_arcs[country]) for country in focus]
    for arc in np.flatnonzero(areas.line_kinds == LineKind.LAKE).tolist():
        (west, south), (east, north) = areas.arc(arc).min(axis=0), areas.arc(arc).max(axis=0)
        if any(west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1] for box in boxes):
            fine.add(arc)
    return fine


def bounding_box(areas: Areas, arcs: Sequence[int]) -> tuple[int, int, int, int]:
    """Give west, south, east, north of some arcs in grid steps."""
    points = np.concatenate([areas.arc(arc) for arc in arcs])
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return west, south, east, north


def pack_lines(areas: Areas, chosen: Sequence[int], fine: set[int]) -> dict[str, Any]:
    """Pack lines as sizes, kinds, a fine flag and one run of steps."""
    numbers = np.array(chosen, dtype=np.int64)
    flags = np.array([number in fine for number in chosen], dtype=np.bool_)
    points, sizes = areas.lines(numbers, flags)
    is_coarse = np.repeat(~flags, sizes)
    points[is_coarse] = np.round(points[is_coarse] / COARSE_STEP).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64))
    first = (np.cumsum(sizes) - sizes)[sizes > 0]
    steps[first] = points[first]
    return {
        "grid": areas.grid,
        "step": COARSE_STEP,
        "sizes": sizes.tolist(),
        "kinds": areas.line_kinds[numbers].tolist(),
        "fine": flags.astype(int).tolist(),
        "steps": steps.ravel().tolist(),
    }


def build_basemap(areas: Areas, weights: Mapping[str, int], drawn: Sequence[Area], budget: int) -> dict[str, Any]:
    """Build the page's basemap.

    ``weights`` counts events by country code; ``drawn`` are the areas that events are drawn on; ``budget`` is how many
    bytes the fine lines may take.
    """
    focus = choose_focus(areas, weights, budget)
    fine = fine_arcs(areas, focus)
    rings = [areas.rings(area.units) for area in drawn]
    used = {arc if arc >= 0 else ~arc for area in rings for ring in area for arc in ring}
    # an admin1 area outside the focus needs its inner lines, which exist only in fine form
    fine |= {arc for arc in used if areas.line_kinds[arc] == LineKind.ADMIN1}
    world = np.isin(areas.line_kinds, WORLD_LINES)
    wanted = world & (areas.arc_sizes(coarse=True) > 1)
    wanted[list(fine | used)] = True
    chosen = np.flatnonzero(wanted).tolist()
    renumbered = {old: new for new, old in enumerate(chosen)}
    return {
        "lines": pack_lines(areas, chosen, fine),
        "land": renumber_rings(areas.land, renumbered),
        "areas": [describe_area(area, renumber_rings(r, renumbered)) for area, r in zip(drawn, rings, strict=True)],
        "labels": pick_labels(areas, focus),
    }


def renumber_rings(rings: Sequence[Sequence[int]], numbers: Mapping[int, int]) -> list[list[int]]:
    """Rewrite rings in the page's line numbers; a ring none of whose lines travel is left out."""
    rewritten = []
    for ring in rings:
        kept = [numbers[a] if a >= 0 else ~numbers[~a] for a in ring if (a if a >= 0 else ~a) in numbers]
        if kept:
            rewritten.append(kept)
    return rewritten


def describe_area(area: Area, rings: list[list[int]]) -> dict[str, Any]:
    """Describe an area that events are drawn on: code, name, label point, rings."""
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind.value,
        "latitude": area.latitude,
        "longitude": area.longitude,
        "rings": rings,
    }


def pick_labels(areas: Areas, focus: Sequence[str]) -> dict[str, Any]:
    """Pick the labels of the page: all countries and seas, the world's chief cities, more cities in the focus."""
    ranked = sorted(areas.cities, key=lambda c: (not c.is_capital, -c.population))
    capitals = [c for c in ranked if c.is_capital and c.population >= 400_000]
    largest = sorted(areas.cities, key=lambda c: -c.population)[:WORLD_CITIES]
    near = [c for country in focus for c in [c for c in ranked if c.country == country][:FOCUS_CITIES]]
    cities = dict.fromkeys([*capitals, *largest, *near])
    # a division that shares its city's name would stand beside it twice
    named = {(c.country, fold_name(c.name)) for c in cities}
    divisions = [a for a in areas.admin1 if a.country in focus and (a.country, fold_name(a.name)) not in named]
    return {
        "countries": [[c.name, c.latitude, c.longitude, c.rank] for c in areas.countries],
        "seas": [[s.name, s.latitude, s.longitude, s.rank] for s in areas.seas],
        "cities": [
            [c.name, c.latitude, c.longitude, c.population, int(c.is_capital), int(c.country in focus)] for c in cities
        ],
        "divisions": [[a.name, a.latitude, a.longitude] for a in divisions],
    }
