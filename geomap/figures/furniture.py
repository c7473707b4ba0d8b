"""Scale bar, north mark and locator map: how large, which way up, and where in the world.

In: a view and a place on the paper. Out: artists, whose gids start with ``scale-``, ``north-`` and ``locator-``.
"""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.path import Path

from geomap.areas import Areas
from geomap.figures.basemap import add_lines, draw_basemap, land_share, prepare_basemap
from geomap.figures.drawing import Pen
from geomap.figures.extent import Bounds, View, fit_view
from geomap.figures.marks import Box, boxes_meet
from geomap.figures.projection import EqualEarth
from geomap.figures.shapes import stamp
from geomap.figures.theme import SMALL, Theme

__all__ = ["STRIP", "draw_locator", "draw_strip", "find_corner", "locator_view", "scale_length"]

STRIP = 13.0
"""Height of the strip beneath the map that holds scale and north."""
LOCATOR_LEAST_DEGREES = 34.0
LOCATOR_TIMES = 4.5
LOCATOR_MOST_DEGREES = 150.0
LEAST_LAND = 0.1
FRAME = "#c0392b"
"""The frame of the map on the locator; no actor has this red."""


def scale_length(view: View, room: float) -> tuple[int, float]:
    """Give the length of the scale bar in kilometres, a round number, and in points; it is no longer than ``room``."""
    each = view.kilometres_per_point(scale_latitude(view))
    longest = each * room
    power = 10 ** math.floor(math.log10(longest))
    kilometres = max(step * power for step in (1, 2, 5) if step * power <= longest)
    return max(1, round(kilometres)), kilometres / each


def scale_latitude(view: View) -> float:
    """Give the latitude at which the scale holds: the equator of a world map, else the middle of the map."""
    return 0.0 if view.projection.is_world else (view.bottom + view.top) / 2


def say_scale(view: View, kilometres: int) -> str:
    """Say the length of the scale bar, and where it holds if it does not hold all over the map."""
    words = f"{kilometres:,} km"
    if view.projection.is_world:
        return f"{words} at the equator"
    widths = [math.cos(math.radians(latitude)) for latitude in (view.bottom, view.top)]
    middle = scale_latitude(view)
    if max(widths) < 1.08 * min(widths):
        return words
    return f"{words} at {abs(round(middle))}° {'N' if middle >= 0 else 'S'}"


def draw_strip(pen: Pen, left: float, right: float, top: float, view: View, *, disputed: bool) -> None:
    """Draw scale, north and the line of disputed borders beneath the map."""
    theme, type_ = pen.theme, pen.type
    middle = top - STRIP / 2
    kilometres, length = scale_length(view, min(90.0, (right - left) * 0.3))
    ends = [[(left, middle + 2.2), (left, middle - 1.2), (left + length, middle - 1.2), (left + length, middle + 2.2)]]
    bar = LineCollection(ends, colors=theme.quiet, linewidths=0.9, capstyle="butt", joinstyle="miter")
    bar.set_gid("scale-bar")
    pen.ax.add_collection(bar, autolim=False)
    words = say_scale(view, kilometres)
    x = left + length + 4
    text = type_.put(pen.ax, x, middle, words, SMALL, theme.quiet, ha="left", va="center_baseline")
    text.set_gid("scale-text")
    x += type_.width(words, SMALL) + 12
    if not view.projection.is_world:
        _draw_north(pen, x + 3, middle)
        x += 6 + type_.width("N", SMALL) + 14
    if disputed:
        line = LineCollection(
            [[(x, middle), (x + 16, middle)]], colors=theme.border, linewidths=0.9, linestyles=[(0, (3, 2))]
        )
        line.set_gid("disputed-line")
        pen.ax.add_collection(line, autolim=False)
        note = type_.put(pen.ax, x + 20, middle, "disputed border", SMALL, theme.quiet, va="center_baseline")
        note.set_gid("disputed-text")


def _draw_north(pen: Pen, x: float, y: float) -> None:
    """Draw an arrow that points north: straight up, as on every map of a region here."""
    arrow = Path([(0, 4.4), (2.6, -3.4), (0, -1.6), (-2.6, -3.4), (0, 4.4)], closed=True)
    stamp(pen.ax, arrow, x, y, "north-arrow", facecolors=pen.theme.quiet, linewidths=0)
    text = pen.type.put(pen.ax, x + 5, y, "N", SMALL, pen.theme.quiet, weight="bold", va="center_baseline")
    text.set_gid("north-text")


def locator_view(view: View, areas: Areas, width: float, height: float) -> View | None:
    """Give the view of the locator map, several times as wide as the map; None for a map that needs none."""
    if view.projection.is_world:
        return None
    middle = (view.left + view.right) / 2
    parallel = float(np.clip((view.bottom + view.top) / 2, -70, 70))
    span = max(LOCATOR_LEAST_DEGREES, LOCATOR_TIMES * (view.right - view.left))
    while span <= LOCATOR_MOST_DEGREES:
        up = span / 2 * 0.62
        box = Bounds(
            west=middle - span / 2,
            east=middle + span / 2,
            south=max(-85.0, parallel - up),
            north=min(85.0, parallel + up),
        )
        found = fit_view(box, width, height)
        # on the open ocean a reader needs the next coast to know where it is
        if land_share(found, areas) >= LEAST_LAND:
            return found
        span *= 1.6
    world = EqualEarth(middle=round(middle / 30) * 30.0)
    return fit_view(None, width, height, projection=world)


def find_corner(view: View, width: float, height: float, taken: list[Box]) -> tuple[float, float] | None:
    """Find a corner of the map where a box covers nothing; the lower left corner of the box, or None."""
    edge = 2.5
    right, top = view.width - width - edge, view.height - height - edge
    for x, y in ((right, top), (edge, top), (right, edge), (edge, edge)):
        if not any(boxes_meet((x, y, x + width, y + height), box, 3.0) for box in taken):
            return x, y
    return None


def draw_locator(ax: Axes, inner: View, view: View, areas: Areas, theme: Theme) -> None:
    """Draw the locator map on axes of its own: land, borders and the frame of the map."""
    ax.set_xlim(inner.left, inner.right)
    ax.set_ylim(inner.bottom, inner.top)
    draw_basemap(ax, prepare_basemap(inner, areas, coarse=True), theme, weight=0.5)
    corners = np.array(
        [(view.left, view.bottom), (view.right, view.bottom), (view.right, view.top), (view.left, view.top)]
    )
    x, y = inner.to_plane(corners[:, 0], corners[:, 1])
    frame = np.column_stack([np.append(x, x[0]), np.append(y, y[0])])
    add_lines(ax, [frame], FRAME, 1.0, "locator-frame", zorder=5)
