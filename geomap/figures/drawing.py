"""Marks as artists: filled and hollow shapes, rings, hatched areas, badges, pies; their gids start with ``event-``."""

from __future__ import annotations

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from shapely.geometry.base import BaseGeometry

from geomap.figures.eventtable import EventTable
from geomap.figures.extent import View
from geomap.figures.fonts import Typesetter
from geomap.figures.marks import AreaGroup, MarkKind, Placement
from geomap.figures.palette import ActorPalette
from geomap.figures.projection import Floats, circle_around
from geomap.figures.shapes import LEAST_BAND, LEAST_SLICE, badge_outline, disc, outline, ring_sector, share_out, stamp
from geomap.figures.theme import NUMBER, Theme
from geomap.symbology import shape_of

__all__ = ["Pen", "draw_badge", "draw_pie", "draw_placement", "draw_shape"]

HALO = 1.1
HATCH_STEP = 3.6
DASHES = (0, (2.4, 1.8))
AREA, RING, MARK = 3.0, 4.0, 6.0
"""Drawing order: hatched areas, rings, marks."""


class Pen:
    """What marks are drawn with on one axes: colours and type of the figure."""

    def __init__(self, ax: Axes, theme: Theme, type_: Typesetter) -> None:
        self.ax, self.theme, self.type = ax, theme, type_

    def number(self, x: float, y: float, text: str, size: float = NUMBER, colour: str | None = None) -> None:
        """Write a number in the middle of a mark."""
        written = self.type.put(
            self.ax,
            x,
            y,
            text,
            size,
            colour or self.theme.ink,
            weight="bold",
            ha="center",
            va="center_baseline",
            zorder=MARK,
            clip_on=True,
        )
        written.set_gid("event-number")


def draw_placement(
    pen: Pen, table: EventTable, placement: Placement, view: View, palette: ActorPalette, families: tuple[str, ...]
) -> None:
    """Draw the marks and areas of a map; ``families`` names the family of every code of the table."""
    for group in placement.areas:
        draw_area(pen, table, group, view, palette)
    for mark in placement.marks:
        x, y = (float(v) for v in view.from_paper(np.float64(mark.x), np.float64(mark.y)))  # type: ignore[arg-type]
        parts = palette.share(table, mark.rows)
        doubtful = bool(table.doubtful[mark.rows].all())
        if mark.kind is MarkKind.BADGE:
            text = f"{mark.weight:,}{'?' if doubtful else ''}"
            draw_badge(pen, x, y, mark.width, mark.height, parts, text)
        elif mark.kind is MarkKind.PIE:
            dashed = mark.vague or bool(table.approximate[mark.rows].any())
            draw_pie(pen, x, y, mark.width / 2, parts, f"{mark.weight:,}", dashed=dashed)
        else:
            row = int(mark.rows[0])
            code = int(table.family[row])
            shape = shape_of(families[code] if code >= 0 else None)
            draw_ring(pen, table, row, view, parts[0][0], mark.width / 2)
            hollow = bool(table.approximate[row])
            draw_shape(pen, x, y, shape, mark.width / 2, parts[0][0], hollow=hollow, doubtful=doubtful)


def draw_shape(
    pen: Pen, x: float, y: float, shape: str, radius: float, colour: str, *, hollow: bool, doubtful: bool = False
) -> None:
    """Draw one event's shape: filled where the place is known, hollow where it is approximate."""
    paper = pen.theme.paper
    stamp(pen.ax, outline(shape, radius + HALO), x, y, "event-halo", facecolors=paper, linewidths=0, zorder=MARK)
    is_open = hollow or shape == "ring"
    stamp(
        pen.ax,
        outline(shape, radius - (0.7 if is_open else 0.25)),
        x,
        y,
        "event-hollow" if hollow else "event-shape",
        facecolors=paper if is_open else colour,
        edgecolors=colour,
        linewidths=1.4 if is_open else 0.5,
        zorder=MARK,
    )
    if doubtful:
        pen.number(x, y, "?", 6.0, pen.theme.ink if is_open else paper)


def draw_ring(pen: Pen, table: EventTable, row: int, view: View, colour: str, radius: float) -> None:
    """Draw the radius of an event's place once it is larger than the mark: thin for an exact place, else dashed."""
    kilometres = float(table.radius_km[row])
    latitude, longitude = float(table.latitude[row]), float(table.longitude[row])
    if not kilometres / view.kilometres_per_point(latitude) > radius + 1.5:
        return
    around, up = circle_around(longitude, latitude, kilometres)
    shift = float(view.unwrap(np.array([longitude]))[0]) - longitude
    ring = np.column_stack(view.projection.project(around + shift, up))
    approximate = bool(table.approximate[row])
    drawn = PolyCollection(
        [ring],
        facecolors="none",
        edgecolors=colour,
        linewidths=0.8 if approximate else 0.5,
        linestyles=[DASHES] if approximate else "solid",
        zorder=RING,
    )
    drawn.set_gid("event-ring-dashed" if approximate else "event-ring")
    pen.ax.add_collection(drawn, autolim=False)


def draw_pie(
    pen: Pen, x: float, y: float, radius: float, parts: list[tuple[str, int]], text: str, *, dashed: bool
) -> None:
    """Draw a counted pie by actor; a dashed rim says that not all of its events are known to a spot."""
    theme = pen.theme
    stamp(pen.ax, disc(radius + HALO), x, y, "event-halo", facecolors=theme.paper, linewidths=0, zorder=MARK)
    at, inner = 0.0, radius - max(1.7, radius * 0.2)
    for colour, share in share_out(parts, LEAST_SLICE):
        path = ring_sector(inner, radius, at, at + share)
        stamp(pen.ax, path, x, y, "event-pie", facecolors=colour, linewidths=0, zorder=MARK)
        at += share
    stamp(pen.ax, disc(inner), x, y, "event-pie-hub", facecolors=theme.paper, linewidths=0, zorder=MARK)
    if dashed:
        stamp(
            pen.ax,
            disc(radius + 1.0),
            x,
            y,
            "event-pie-dashed",
            facecolors="none",
            edgecolors=theme.quiet,
            linewidths=0.7,
            linestyles=[(0, (1.8, 1.6))],
            zorder=MARK,
        )
    if text:
        pen.number(x, y, text)


def draw_badge(
    pen: Pen, x: float, y: float, width: float, height: float, parts: list[tuple[str, int]], text: str
) -> None:
    """Draw the badge of an area: a rounded box with the number and a band of the actors' colours."""
    theme = pen.theme
    edge = badge_outline(width, height)
    stamp(
        pen.ax,
        edge,
        x,
        y,
        "event-badge",
        facecolors=theme.paper,
        edgecolors=parts[0][0],
        linewidths=0.9,
        zorder=MARK,
    )
    inside = shapely.Polygon(np.asarray(badge_outline(width - 1, height - 1, 2.5).vertices))
    at = -width / 2
    for colour, share in share_out(parts, LEAST_BAND):
        band = inside.intersection(shapely.box(at, -height / 2, at + share * width, -height / 2 + 2.6))
        at += share * width
        path = type(edge)(shapely.get_coordinates(band), closed=True)
        stamp(pen.ax, path, x, y, "event-badge-band", facecolors=colour, linewidths=0, zorder=MARK)
    if not text:
        return
    lifted = pen.ax.transData.inverted().transform(
        pen.ax.transData.transform((x, y)) + np.array([0, 1.1]) * pen.ax.figure.dpi / 72
    )
    pen.number(x, float(lifted[1]), text)


def draw_area(pen: Pen, table: EventTable, group: AreaGroup, view: View, palette: ActorPalette) -> None:
    """Draw an area: outlined and lightly hatched in its actors' colours."""
    parts = palette.share(table, group.rows)
    colour = parts[0][0]
    rings = [shapely.get_coordinates(p.exterior) for p in shapely.get_parts(group.outline) if p.geom_type == "Polygon"]
    ground = PolyCollection(rings, facecolors=colour, edgecolors="none", alpha=0.09, zorder=AREA)
    edge = PolyCollection(rings, facecolors="none", edgecolors=colour, linewidths=0.8, zorder=AREA)
    ground.set_gid("event-area")
    edge.set_gid("event-area-edge")
    pen.ax.add_collection(ground, autolim=False)
    lines = hatch_lines(group.outline, view, falling=bool(palette.slots[int(table.actor[group.rows[0]])] % 2))
    shown = [part for part, _ in parts[:3]]
    for number, tint in enumerate(shown):
        chosen = [line for index, piece in enumerate(lines) if index % len(shown) == number for line in piece]
        hatch = LineCollection(chosen, colors=tint, linewidths=0.4, alpha=0.6, zorder=AREA)
        hatch.set_gid("event-area-hatch")
        pen.ax.add_collection(hatch, autolim=False)
    pen.ax.add_collection(edge, autolim=False)


def hatch_lines(shape: BaseGeometry, view: View, *, falling: bool) -> list[list[Floats]]:
    """Give parallel diagonals within a shape, line by line; their distance is one on paper."""
    if shape.is_empty:
        return []
    box = np.array(shape.bounds)
    left, right = (box[[0, 2]] - view.left) * view.scale
    bottom, top = (box[[1, 3]] - view.bottom) * view.rise
    high, step = top - bottom, HATCH_STEP * np.sqrt(2)
    # lines start on a grid of the paper, so that the hatchings of neighbours meet
    starts = np.arange(np.floor((left - bottom - high) / step), np.ceil((right - bottom) / step) + 1) * step + bottom
    if falling:
        starts = np.arange(np.floor((left + bottom) / step), np.ceil((right + top) / step) + 1) * step - bottom
    ends = starts + (-high if falling else high)
    lines = []
    for start, end in zip(starts, ends, strict=True):
        x, y = view.from_paper(np.array([start, end]), np.array([bottom, top]))
        cut = shapely.intersection(shapely.LineString(np.column_stack([x, y])), shape)
        pieces = [shapely.get_coordinates(p) for p in shapely.get_parts(cut) if p.geom_type == "LineString"]
        lines.append(pieces)
    return lines
