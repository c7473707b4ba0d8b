"""Which marks stand on a map: shapes for single events, counted pies for events in one place, badges for areas.

In: the events and a view. Out: marks with their places on paper, in points from the lower left corner of the map, none
on another. A mark never stands for a place that is known less precisely than the mark says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.areas import Areas
from geomap.figures.basemap import carve, is_coarse
from geomap.figures.eventtable import Codes, EventTable, Flags
from geomap.figures.extent import View
from geomap.figures.fonts import Typesetter
from geomap.figures.projection import Floats, circle_around
from geomap.figures.theme import NUMBER

__all__ = ["AreaGroup", "Box", "Mark", "MarkKind", "Placement", "boxes_meet", "place_marks"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

SHAPE_RADIUS = 3.5
BADGE_HEIGHT = 12.5
SMALL_AREA = 26.0
"""Below so many points, wide and high, an area is too small for hatching and a badge."""
CELLS = (0.0, 6.0, 10.0, 16.0, 24.0, 34.0)
"""Points are sorted into cells of one of these sizes before marks that overlap are merged."""
MOST_SINGLE = 500
"""Events beyond so many places are always sorted into cells first."""
MOST_COVERED = 0.12
"""The share of the map that marks may cover; larger cells make fewer marks."""
GAP = 1.2


class MarkKind(StrEnum):
    """How a mark looks."""

    SHAPE = "shape"
    PIE = "pie"
    BADGE = "badge"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGroup:
    """The events of one area: its outline in the plane of the map and the place of its label on paper."""

    rows: Codes
    outline: BaseGeometry
    x: float
    y: float
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; ``vague`` where it stands for areas, alone or among exact places."""

    kind: MarkKind
    x: float
    y: float
    width: float
    height: float
    rows: Codes
    weight: int
    vague: bool

    @property
    def box(self) -> Box:
        """The box around the mark on paper."""
        return (
            self.x - self.width / 2,
            self.y - self.height / 2,
            self.x + self.width / 2,
            self.y + self.height / 2,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The marks and hatched areas of one map."""

    marks: list[Mark]
    areas: list[AreaGroup]


@dataclass(slots=True)
class _Bin:
    x: float
    y: float
    weight: int
    rows: Codes
    exact: int
    radius: float = 0.0

    @property
    def is_badge(self) -> bool:
        """Whether nothing in the bin is known to a spot; nothing that stands for areas alone looks like a pin."""
        return self.exact == 0


def boxes_meet(a: Box, b: Box, gap: float = 0.0) -> bool:
    """Whether two boxes overlap or are closer than a gap."""
    return a[0] < b[2] + gap and a[2] > b[0] - gap and a[1] < b[3] + gap and a[3] > b[1] - gap


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """How large marks are: area by weight, and never smaller than their number."""

    type: Typesetter
    largest: float
    most: int

    def radius(self, weight: int, *, single: bool) -> float:
        if single and weight == 1:
            return SHAPE_RADIUS
        # digits are of one width, so that a few texts stand for all
        number = self.type.width("8" * len(f"{weight:,}"), NUMBER, "bold")
        least = math.hypot(number / 2, NUMBER * 0.36) / 0.76 + 1.0
        return max(least, 6.4, self.largest * math.sqrt(weight / self.most))

    def badge(self, weight: int) -> float:
        return max(15.0, self.type.width(f"{weight:,}", NUMBER, "bold") + 8.0)


def place_marks(table: EventTable, view: View, areas: Areas, type_: Typesetter, most: int = 0) -> Placement:
    """Place the marks of some events; ``most`` is the weight that gets the largest mark, where maps are compared."""
    groups = _group_areas(table, view, areas)
    sizes = _Sizes(
        type=type_,
        largest=float(np.clip(view.width * 0.032, 9.0, 16.0)),
        most=max(10, most, *(int(table.weight[g.rows].sum()) for g in groups), 10),
    )
    exact = np.flatnonzero(table.placed & ~table.vague)
    joined = {n for n, group in enumerate(groups) if group.small}
    while True:
        bins = _bin_rows(table, view, exact, [groups[n] for n in sorted(joined)], sizes)
        marks = [_mark_of(b, sizes) for b in bins]
        homeless = None
        for number, group in enumerate(groups):
            if number in joined:
                continue
            badge = _place_badge(table, group, view, marks, sizes)
            if badge is None:
                homeless = number
                break
            marks.append(badge)
        if homeless is None:
            return Placement(marks=marks, areas=[g for g in groups if not g.small])
        # no room for a badge: the area's events join the marks in the way, and the rest is placed anew
        joined.add(homeless)


def _group_areas(table: EventTable, view: View, areas: Areas) -> list[AreaGroup]:
    """Group the events that stand for areas by outline, or by circle where no outline is known."""
    rows = np.flatnonzero(table.vague)
    keys: dict[tuple[float, ...], list[int]] = {}
    for row in rows.tolist():
        area = int(table.area[row])
        circle = (table.longitude[row], table.latitude[row], table.radius_km[row])
        keys.setdefault((area,) if area >= 0 else circle, []).append(row)
    return [_make_group(table, view, areas, key, np.array(members)) for key, members in keys.items()]


def _make_group(table: EventTable, view: View, areas: Areas, key: tuple[float, ...], rows: Codes) -> AreaGroup:
    if len(key) == 1:
        area = table.areas[int(key[0])]
        polygon = areas.polygon(area, coarse=is_coarse(view))
        longitude, latitude = area.longitude, area.latitude
        pieces, _ = carve(np.array([polygon], dtype=object), view)
        shape = shapely.union_all([p if p.is_valid else p.buffer(0) for p in pieces.tolist()])
    else:
        longitude, latitude, radius = key
        around = circle_around(longitude, latitude, radius)
        x, y = view.projection.project(around[0] + (view.unwrap(np.array([longitude]))[0] - longitude), around[1])
        shape = shapely.Polygon(np.column_stack([x, y])).intersection(
            shapely.box(view.left, view.bottom, view.right, view.top)
        )
    px, py = (float(v[0]) for v in view.to_paper(np.array([longitude]), np.array([latitude])))
    inside = SMALL_AREA / 3 < px < view.width - SMALL_AREA / 3 and SMALL_AREA / 3 < py < view.height - SMALL_AREA / 3
    if not inside and not shape.is_empty:
        at = shape.representative_point()
        px, py = (at.x - view.left) * view.scale, (at.y - view.bottom) * view.rise
    parts = shapely.get_parts(shape)
    box = parts[int(np.argmax(shapely.area(parts)))].bounds if len(parts) else (0.0, 0.0, 0.0, 0.0)
    small = (box[2] - box[0]) * view.scale < SMALL_AREA and (box[3] - box[1]) * view.rise < SMALL_AREA
    return AreaGroup(rows=rows, outline=shape, x=px, y=py, small=small)


def _bin_rows(table: EventTable, view: View, exact: Codes, joined: list[AreaGroup], sizes: _Sizes) -> list[_Bin]:
    """Bin exact events and the areas that are drawn among them, with cells as small as the map can bear."""
    x, y = view.to_paper(table.longitude[exact], table.latitude[exact])
    x = np.concatenate([x, *(np.full(len(g.rows), g.x) for g in joined)])
    y = np.concatenate([y, *(np.full(len(g.rows), g.y) for g in joined)])
    rows = np.concatenate([exact, *(g.rows for g in joined)])
    vague = np.arange(len(rows)) >= len(exact)
    # a point that lies just outside the view, as on the rim of a circle, is not drawn in the margin
    x, y = np.clip(x, 4, view.width - 4), np.clip(y, 4, view.height - 4)
    room = view.width * view.height * MOST_COVERED
    merged: list[_Bin] = []
    for cell in CELLS:
        bins = _sort_into_cells(table, x, y, rows, vague, cell)
        if len(bins) > MOST_SINGLE * 4 and cell != CELLS[-1]:
            continue
        merged = _merge(bins, sizes)
        if sum(math.pi * b.radius**2 for b in merged) <= room:
            break
    return merged


def _sort_into_cells(table: EventTable, x: Floats, y: Floats, rows: Codes, vague: Flags, cell: float) -> list[_Bin]:
    """Sort points into cells; with no cell size, points on exactly one spot are together."""
    spot = np.column_stack([np.floor(x / cell), np.floor(y / cell)] if cell else [x, y])
    _, number = np.unique(spot, axis=0, return_inverse=True)
    number = number.ravel()
    count = int(number.max()) + 1 if len(number) else 0
    order = np.argsort(number, kind="stable")
    size = np.bincount(number, minlength=count)
    weight = np.bincount(number, weights=table.weight[rows].astype(float), minlength=count)
    mean_x, mean_y = (np.bincount(number, weights=v, minlength=count) / size for v in (x, y))
    exact = np.bincount(number, weights=(~vague).astype(float), minlength=count)
    members = np.split(rows[order], np.cumsum(size)[:-1]) if count else []
    return [_Bin(float(mean_x[i]), float(mean_y[i]), int(weight[i]), members[i], int(exact[i])) for i in range(count)]


def _merge(bins: list[_Bin], sizes: _Sizes) -> list[_Bin]:
    """Merge bins that would overlap, heavier ones taking in lighter ones, until none does."""
    while True:
        sizes = replace(sizes, most=max([sizes.most, *(b.weight for b in bins)]))
        for b in bins:
            b.radius = sizes.radius(b.weight, single=len(b.rows) == 1)
            if b.is_badge:
                b.radius = math.hypot(sizes.badge(b.weight), BADGE_HEIGHT) / 2 * 0.94
        kept = _merge_once(bins)
        if len(kept) == len(bins):
            return kept
        bins = kept


def _merge_once(bins: list[_Bin]) -> list[_Bin]:
    ordered = sorted(bins, key=lambda b: (-b.weight, b.x, b.y))
    step = 2 * max((b.radius for b in bins), default=1.0) + GAP
    squares: dict[tuple[int, int], list[_Bin]] = {}
    kept = []
    for b in ordered:
        column, line = int(b.x // step), int(b.y // step)
        near = (o for c in (-1, 0, 1) for r in (-1, 0, 1) for o in squares.get((column + c, line + r), ()))
        other = next((o for o in near if math.hypot(o.x - b.x, o.y - b.y) < o.radius + b.radius + GAP), None)
        if other is None:
            kept.append(b)
            squares.setdefault((column, line), []).append(b)
            continue
        total = len(other.rows) + len(b.rows)
        # the place of the larger bin in the squares stays; the next round sorts anew
        other.x += (b.x - other.x) * len(b.rows) / total
        other.y += (b.y - other.y) * len(b.rows) / total
        other.weight += b.weight
        other.rows = np.concatenate([other.rows, b.rows])
        other.exact += b.exact
    return kept


def _mark_of(b: _Bin, sizes: _Sizes) -> Mark:
    kind = MarkKind.PIE
    if b.is_badge:
        kind = MarkKind.BADGE
    elif len(b.rows) == 1 and b.weight == 1:
        kind = MarkKind.SHAPE
    return Mark(
        kind=kind,
        x=b.x,
        y=b.y,
        width=sizes.badge(b.weight) if b.is_badge else 2 * b.radius,
        height=BADGE_HEIGHT if b.is_badge else 2 * b.radius,
        rows=b.rows,
        weight=b.weight,
        vague=b.exact < len(b.rows),
    )


def _place_badge(table: EventTable, group: AreaGroup, view: View, marks: list[Mark], sizes: _Sizes) -> Mark | None:
    """Place the badge of an area at its label point, else somewhere else inside it, where it covers no mark."""
    weight = int(table.weight[group.rows].sum())
    width = sizes.badge(weight)
    for x, y in _badge_places(group, view):
        badge = Mark(
            kind=MarkKind.BADGE,
            x=x,
            y=y,
            width=width,
            height=BADGE_HEIGHT,
            rows=group.rows,
            weight=weight,
            vague=True,
        )
        left, bottom, right, top = badge.box
        inside = left > 1 and bottom > 1 and right < view.width - 1 and top < view.height - 1
        if inside and not any(boxes_meet(badge.box, mark.box, 1.5) for mark in marks):
            return badge
    return None


def _badge_places(group: AreaGroup, view: View) -> list[tuple[float, float]]:
    """List places for a badge: the label point, then points inside the area, the nearest first."""
    if group.outline.is_empty:
        return [(group.x, group.y)]
    left, bottom, right, top = group.outline.bounds
    columns, lines = (np.linspace(a, b, 15)[1:-1] for a, b in ((left, right), (bottom, top)))
    grid = np.array([(x, y) for x in columns for y in lines])
    inside = grid[shapely.contains_xy(group.outline, grid[:, 0], grid[:, 1])]
    places = np.column_stack([(inside[:, 0] - view.left) * view.scale, (inside[:, 1] - view.bottom) * view.rise])
    order = np.argsort(np.hypot(places[:, 0] - group.x, places[:, 1] - group.y), kind="stable")
    return [(group.x, group.y), *map(tuple, places[order].tolist())]
