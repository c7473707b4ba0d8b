"""Names on the map: countries, cities, seas and the places of events, none on another, on a mark or cut off.

In: the view, the boxes that are taken. Out: labels with their places on paper; what finds no place is left out, the
least important first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Protocol, TypeVar

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke
from shapely.geometry import Polygon

from geomap.areas import Area, Areas, fold_name, polygons_of
from geomap.figures.basemap import carve
from geomap.figures.extent import View
from geomap.figures.fonts import Style, Typesetter
from geomap.figures.marks import Box, boxes_meet
from geomap.figures.shapes import disc, outline, stamp
from geomap.figures.theme import CITY_LABEL, COUNTRY_LABEL, EVENT_LABEL, SEA_LABEL, Theme

__all__ = ["Label", "LabelKind", "Wish", "draw_labels", "list_wishes", "name_basemap", "name_events"]

COUNTRY_ZOOM = (1.6, 2.6, 3.3, 4.1, 4.9, 6.1)
SEA_ZOOM = (1.4, 2.8, 3.8, 4.6, 5.6, 6.8)
CITY_ZOOM = ((8e6, 3.6), (3e6, 4.1), (1e6, 4.8), (4e5, 5.6), (1.5e5, 6.3), (5e4, 7.0), (0.0, 7.8))
"""The zoom of the web map from which a label may show, by rank or population; a little sooner, as paper is finer."""
DIVISION_ZOOM = 6.2
SMALLEST_SHARE = 0.05
"""A country whose label point is out of view is named where it fills this share of the map."""
SHIFTS = ((0, 10), (0, -10), (14, 0), (-14, 0), (0, 18), (0, -18), (26, 0), (-26, 0))
"""Where the name of a country or sea may stand, from its label point."""
LINE = 1.22
GAP, EDGE = 1.0, 4.0


class LabelKind(StrEnum):
    """What a label names."""

    EVENT = "event"
    COUNTRY = "country"
    CITY = "city"
    SEA = "sea"
    DIVISION = "division"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A placed label; ``dot`` is the spot it belongs to, on paper, where that is marked."""

    kind: LabelKind
    text: str
    x: float
    y: float
    size: float
    box: Box
    dot: tuple[float, float] | None = None
    is_capital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A name that wants a place, with the most important first."""

    kind: LabelKind
    name: str
    x: float
    y: float
    size: float
    order: float
    is_capital: bool = False
    area: Area | None = None


WEIGHTS = {LabelKind.EVENT: "bold", LabelKind.COUNTRY: "bold"}


def name_events(
    names: Iterable[tuple[str, float, float, float]], view: View, type_: Typesetter, taken: list[Box]
) -> list[Label]:
    """Place the names of events' places beside their marks: name, place on paper, radius. ``taken`` grows."""
    placed = []
    for text, x, y, radius in names:
        # a name that fits on no side in one line may in two
        forms = dict.fromkeys([text, "\n".join(type_.wrap(text, EVENT_LABEL, 76.0, weight="bold", most=2))])
        for form in forms:
            width = max(type_.width(line, EVENT_LABEL, "bold") for line in form.split("\n"))
            places = _beside(form, x, y, radius + 3.0, width, EVENT_LABEL)
            label = _first_free(places, LabelKind.EVENT, form, EVENT_LABEL, view, taken)
            if label is not None:
                placed.append(label)
                taken.append(label.box)
                break
    return placed


def name_basemap(
    wishes: Sequence[Wish], view: View, areas: Areas, type_: Typesetter, taken: list[Box], said: Iterable[str] = ()
) -> list[Label]:
    """Place names of the basemap where nothing is, but for those that are ``said`` already. ``taken`` grows."""
    known = {fold_name(name) for name in said}
    placed: list[Label] = []
    cities = view.width * view.height / 5200
    for wish in wishes:
        if fold_name(wish.name) in known or (wish.kind is LabelKind.CITY and cities < 1):
            continue
        label = _place(wish, view, areas, type_, taken)
        if label is not None:
            placed.append(label)
            taken.append(label.box)
            known.add(fold_name(wish.name))
            cities -= wish.kind is LabelKind.CITY
    return placed


def list_wishes(view: View, areas: Areas) -> list[Wish]:
    """List the names that the basemap of a view may show, the most important first; the same for all panels."""
    return sorted(_wishes(view, areas), key=lambda wish: wish.order)


def zoom_of(view: View) -> float:
    """Give the zoom of the web map at which a name takes as much of the land as on this paper."""
    middle = 0.0 if view.projection.is_world else (view.bottom + view.top) / 2
    degrees_per_point = view.kilometres_per_point(middle) / 111.2 / max(math.cos(math.radians(middle)), 0.1)
    return math.log2(1.8 * 360 / 256 / degrees_per_point)


def _wishes(view: View, areas: Areas) -> Iterator[Wish]:
    zoom = zoom_of(view)
    for kind, size, rank_zoom, names in (
        (LabelKind.COUNTRY, COUNTRY_LABEL, COUNTRY_ZOOM, areas.countries),
        (LabelKind.SEA, SEA_LABEL, SEA_ZOOM, areas.seas),
    ):
        ranked = [n for n in names if zoom >= rank_zoom[n.rank]]
        for one, px, py in _on_paper(view, ranked):
            order = one.rank + 0.5 * (kind is LabelKind.SEA)
            area = one if isinstance(one, Area) else None
            wish = Wish(kind=kind, name=one.name, x=px, y=py, size=size, order=order, area=area)
            if _in_view(view, px, py, EDGE):
                yield wish
            elif area is not None and not view.projection.is_world:
                yield from _inner_wish(wish, area, view, areas)
    cities = [c for c in areas.cities if zoom >= _city_zoom(c.population, capital=c.is_capital)]
    for city, px, py in _on_paper(view, cities):
        if not _in_view(view, px, py, EDGE):
            continue
        order = 1.5 + _city_zoom(city.population, capital=False) - 2.5 * city.is_capital - city.population / 1e9
        yield Wish(
            kind=LabelKind.CITY, name=city.name, x=px, y=py, size=CITY_LABEL, order=order, is_capital=city.is_capital
        )
    if zoom >= DIVISION_ZOOM and not view.projection.is_world:
        for division, px, py in _on_paper(view, areas.admin1):
            if _in_view(view, px, py, EDGE):
                yield Wish(kind=LabelKind.DIVISION, name=division.name, x=px, y=py, size=CITY_LABEL, order=9)


class _Spot(Protocol):
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


Named = TypeVar("Named", bound=_Spot)


def _on_paper(view: View, names: Sequence[Named]) -> list[tuple[Named, float, float]]:
    spots = np.array([(n.longitude, n.latitude) for n in names]).reshape(-1, 2)
    x, y = view.to_paper(spots[:, 0], spots[:, 1])
    return list(zip(names, x.tolist(), y.tolist(), strict=True))


def _in_view(view: View, x: float, y: float, margin: float) -> bool:
    return margin < x < view.width - margin and margin < y < view.height - margin


@cache
def country_boxes(areas: Areas) -> dict[str, Box]:
    """Give west, south, east, north of every country, all of its parts together."""
    numbers = np.arange(areas.arc_count())
    points, sizes = areas.lines(numbers, np.ones(len(numbers), dtype=bool))
    starts = np.cumsum(sizes) - sizes
    low, high = np.minimum.reduceat(points, starts) * areas.grid, np.maximum.reduceat(points, starts) * areas.grid
    boxes = {}
    for code, arcs in areas.country_arcs.items():
        (west, south), (east, north) = low[arcs].min(axis=0).tolist(), high[arcs].max(axis=0).tolist()
        boxes[code] = (west, south, east, north)
    return boxes


def _inner_wish(wish: Wish, area: Area, view: View, areas: Areas) -> Iterator[Wish]:
    """Name a country in the part of it that is in view, where that part is large."""
    west, south, east, north = country_boxes(areas)[area.code]
    if south > view.top or north < view.bottom:
        return
    if all(west + turn > view.right or east + turn < view.left for turn in (-360, 0, 360)):
        return
    shape = areas.polygon(area, coarse=True)
    turn = 360.0 * round((view.projection.middle - area.longitude) / 360.0)
    window = shapely.box(view.left - turn, view.bottom, view.right - turn, view.top)
    parts = polygons_of(shape.intersection(window))
    part = max(parts, key=lambda p: p.area, default=Polygon())
    if part.area < SMALLEST_SHARE * (view.right - view.left) * (view.top - view.bottom):
        return
    at = shapely.maximum_inscribed_circle(part, tolerance=(view.right - view.left) / 50).coords[0]
    yield replace(wish, x=(at[0] + turn - view.left) * view.scale, y=(at[1] - view.bottom) * view.rise)


def _city_zoom(population: float, *, capital: bool) -> float:
    zoom = next(zoom for least, zoom in CITY_ZOOM if population >= least)
    return min(zoom, 4.8) if capital else zoom


def _place(wish: Wish, view: View, areas: Areas, type_: Typesetter, taken: list[Box]) -> Label | None:
    name = type_.spell(wish.name)
    if wish.kind is LabelKind.CITY:
        dot = (wish.x, wish.y)
        spot = (wish.x - 1.4, wish.y - 1.4, wish.x + 1.4, wish.y + 1.4)
        if any(boxes_meet(spot, box, 0.4) for box in taken):
            return None
        places = _beside(name, wish.x, wish.y, 2.2, type_.width(name, wish.size), wish.size)
        label = _first_free(places, wish.kind, name, wish.size, view, taken, dot=dot, is_capital=wish.is_capital)
        if label is not None:
            taken.append(spot)
        return label
    text = "\n".join(type_.wrap(name, wish.size, 62)) if len(name) > 14 else name
    lines = text.split("\n")
    style: Style = "italic" if wish.kind is LabelKind.SEA else "normal"
    width = max(type_.width(line, wish.size, WEIGHTS.get(wish.kind, "normal"), style) for line in lines)
    height = wish.size * LINE * len(lines)
    places = ((x, y, width, height) for x, y in _shifted(wish, width, view, areas))
    return _first_free(places, wish.kind, text, wish.size, view, taken)


def _shifted(wish: Wish, width: float, view: View, areas: Areas) -> Iterator[tuple[float, float]]:
    """Give the label point, then places around it; most of a country's name stays in its country."""
    yield wish.x, wish.y
    if wish.kind is LabelKind.DIVISION:
        return
    inside = None
    if wish.area is not None:
        polygon = areas.polygon(wish.area, coarse=True)
        inside = shapely.union_all(carve(np.array([polygon], dtype=object), view)[0])
    for dx, dy in SHIFTS:
        x, y = view.from_paper(wish.x + dx + np.array([-0.3, 0.0, 0.3]) * width, np.full(3, wish.y + dy))
        if inside is None or shapely.contains_xy(inside, x, y).all():
            yield wish.x + dx, wish.y + dy


def _beside(
    text: str, x: float, y: float, away: float, width: float, size: float
) -> Iterator[tuple[float, float, float, float]]:
    """Give the middles of boxes around a spot: right, left, above, below, then the corners."""
    height = size * LINE * (text.count("\n") + 1)
    side, up = away + width / 2, away + height / 2
    for dx, dy in (
        (side, 0), (-side, 0), (0, up), (0, -up),
        (side * 0.95, up * 0.75), (side * 0.95, -up * 0.75), (-side * 0.95, up * 0.75), (-side * 0.95, -up * 0.75),
    ):  # fmt: skip
        yield x + dx, y + dy, width, height


def _first_free(
    places: Iterable[tuple[float, float, float, float]],
    kind: LabelKind,
    text: str,
    size: float,
    view: View,
    taken: list[Box],
    *,
    dot: tuple[float, float] | None = None,
    is_capital: bool = False,
) -> Label | None:
    for x, y, width, height in places:
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        inside = box[0] > 2 and box[1] > 2 and box[2] < view.width - 2 and box[3] < view.height - 2
        if inside and not any(boxes_meet(box, other, GAP) for other in taken):
            return Label(kind=kind, text=text, x=x, y=y, size=size, box=box, dot=dot, is_capital=is_capital)
    return None


def draw_labels(ax: Axes, labels: Iterable[Label], view: View, type_: Typesetter, theme: Theme) -> None:
    """Draw labels; a halo in the colour of the land keeps them readable over lines."""
    colours = {LabelKind.EVENT: theme.ink, LabelKind.SEA: theme.sea_label}
    for label in labels:
        x, y = view.from_paper(np.array([label.x]), np.array([label.y]))
        colour = colours.get(label.kind, theme.label)
        written = type_.put(
            ax,
            float(x[0]),
            float(y[0]),
            label.text,
            label.size,
            colour,
            weight=WEIGHTS.get(label.kind, "normal"),
            style="italic" if label.kind is LabelKind.SEA else "normal",
            ha="center",
            va="center",
            linespacing=1.05,
            zorder=8 if label.kind is LabelKind.EVENT else 5,
        )
        halo = theme.water if label.kind is LabelKind.SEA else theme.land
        written.set_path_effects([Stroke(linewidth=1.4, foreground=halo, alpha=0.85), Normal()])
        written.set_gid(f"label-{label.kind.value}")
        if label.dot is not None:
            dx, dy = view.from_paper(np.array([label.dot[0]]), np.array([label.dot[1]]))
            path = outline("square", 1.25) if label.is_capital else disc(0.9)
            stamp(ax, path, float(dx[0]), float(dy[0]), "label-dot", facecolors=colour, linewidths=0, zorder=5)
