"""Outlines of marks, around 0, 0 with y upwards, and how they are stamped on axes in points.

A stamp keeps its size in points whatever the scale of the axes, so that a reader may zoom or resize the figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from geomap.figures.projection import Floats

__all__ = ["badge_outline", "disc", "outline", "ring_sector", "share_out", "stamp"]

LEAST_SLICE, LEAST_BAND = 1 / 20, 1 / 5
"""The least share of a pie and of a badge, whose round corner hides half of what stands at its end; what is seen."""


def outline(shape: str, radius: float) -> Path:
    """Give the outline of a family of events: the web map's shapes."""
    if shape == "square":
        return _closed(np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * radius * 0.88)
    if shape == "diamond":
        return _polygon(4, radius * 1.2)
    if shape == "triangle":
        return _polygon(3, radius * 1.25, down=0.18 * radius)
    if shape == "chevron":
        return _polygon(3, radius * 1.25, down=-0.18 * radius, turn=math.pi)
    if shape == "pentagon":
        return _polygon(5, radius * 1.1)
    if shape == "plus":
        return _arms(radius * 1.1, 0)
    if shape == "cross":
        return _arms(radius * 1.15, math.pi / 4)
    return disc(radius)


def disc(radius: float) -> Path:
    """Give a circle."""
    unit = Path.unit_circle()
    return Path(np.asarray(unit.vertices) * radius, unit.codes)


def _closed(points: Floats) -> Path:
    return Path(np.vstack([points, points[:1]]), closed=True)


def _polygon(corners: int, radius: float, *, down: float = 0.0, turn: float = 0.0) -> Path:
    angles = turn + math.pi / 2 + np.arange(corners) * 2 * math.pi / corners
    return _closed(np.column_stack([np.cos(angles), np.sin(angles)]) * radius - (0, down))


def _arms(reach: float, turn: float) -> Path:
    a, r = reach * 0.36, reach
    corners = np.array(
        [[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a]]
    )
    turned = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    return _closed(corners @ turned)


def ring_sector(inner: float, outer: float, start: float, end: float) -> Path:
    """Give a slice of a ring between two shares of the whole, clockwise from the top."""
    steps = max(3, math.ceil((end - start) * 72))
    angles = math.pi / 2 - np.linspace(start, end, steps + 1) * 2 * math.pi
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    return _closed(np.vstack([around * outer, around[::-1] * inner]))


def badge_outline(width: float, height: float, corner: float = 3.0) -> Path:
    """Give a box with round corners."""
    points = []
    for quarter, (sx, sy) in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        angles = (quarter + np.linspace(0, 1, 7)) * math.pi / 2
        middle = np.array([sx * (width / 2 - corner), sy * (height / 2 - corner)])
        points.append(middle + corner * np.column_stack([np.cos(angles), np.sin(angles)]))
    return _closed(np.vstack(points))


def share_out(parts: Sequence[tuple[str, int]], least: float) -> list[tuple[str, float]]:
    """Share a whole among colours so that the smallest is still seen: one event of 56 is an event too.

    >>> share_out([("#000000", 3), ("#ffffff", 1)], 0.1)
    [('#000000', 0.75), ('#ffffff', 0.25)]
    """
    total = sum(count for _, count in parts)
    floor = min(least, 1 / len(parts))
    raised = [max(count / total, floor) for _, count in parts]
    return [(colour, share / sum(raised)) for (colour, _), share in zip(parts, raised, strict=True)]


def stamp(ax: Axes, path: Path, x: float, y: float, gid: str, **style: object) -> PathCollection:
    """Stamp an outline, in points, at a place of the axes."""
    # a size of 1 leaves the path's own units, which are points; only the place goes through the axes' data
    stamped = PathCollection(
        [path],
        sizes=[1.0],
        offsets=[(x, y)],
        offset_transform=ax.transData,
        transform=IdentityTransform(),
        **style,
    )
    stamped.set_gid(gid)
    ax.add_collection(stamped, autolim=False)
    return stamped
