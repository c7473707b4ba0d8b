"""The basemap on paper: land, water, lakes, borders, as fine as the scale asks for.

In: the shipped areas and a view. Out: artists on the map's axes; their gids start with ``basemap-``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Polygon as PolygonPatch

from geomap.areas import Areas, LineKind
from geomap.figures.eventtable import Flags
from geomap.figures.extent import View
from geomap.figures.projection import Floats
from geomap.figures.theme import Theme

__all__ = ["Basemap", "Shapes", "add_lines", "carve", "draw_basemap", "is_coarse", "land_share", "prepare_basemap"]

Shapes = npt.NDArray[np.object_]
"""An array of shapely geometries."""
COARSE_DEGREES = 60.0
"""Extents wider than this are drawn from the coarse lines."""
ADMIN1_DEGREES = 22.0
"""Extents narrower than this show first-level divisions."""
TOLERANCE_POINTS = 0.12
"""Lines are simplified by what no printer shows."""
SMALLEST_LAKE_POINTS = 2.5


def is_coarse(view: View) -> bool:
    """Whether the coarse lines are fine enough."""
    return view.projection.is_world or view.right - view.left > COARSE_DEGREES


def shows_admin1(view: View) -> bool:
    """Whether first-level divisions are shown."""
    return not view.projection.is_world and (view.right - view.left) < ADMIN1_DEGREES * view.width / 480


@cache
def land_rings(areas: Areas, coarse: bool) -> tuple[Shapes, Flags]:  # noqa: FBT001 - a key of the cache
    """Give the rings of all land, the largest first, and which of them are land; the others are seas within land."""
    rings = []
    for ring in areas.land:
        points = np.concatenate([areas.arc(a if a >= 0 else ~a, coarse=coarse)[:: 1 if a >= 0 else -1] for a in ring])
        if len(points) >= 4:
            rings.append(points * areas.grid)
    sizes = np.array([_signed_area(ring) for ring in rings])
    order = np.argsort(-np.abs(sizes), kind="stable")
    shapes = np.array([shapely.Polygon(rings[i]) for i in order], dtype=object)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.buffer(shapes[broken], 0)
    return shapes, sizes[order] > 0


@cache
def lines_of(areas: Areas, kind: LineKind, coarse: bool) -> Shapes:  # noqa: FBT001 - a key of the cache
    """Give all lines of a kind."""
    numbers = np.flatnonzero(areas.line_kinds == kind)
    points, sizes = areas.lines(numbers, np.full(len(numbers), not coarse))
    rows = np.repeat(np.arange(len(sizes)), sizes)
    kept = np.isin(rows, np.flatnonzero(sizes > 1))
    numbering = np.unique(rows[kept], return_inverse=True)[1]
    return np.asarray(shapely.linestrings(points[kept] * areas.grid, indices=numbering), dtype=object)


def carve(shapes: Shapes, view: View) -> tuple[Shapes, np.ndarray]:
    """Cut shapes in degrees to the view, in its plane and simplified; the second array says which shape each was.

    A shape on the far side of the 180° line is brought over, and cut opposite the middle of the map.
    """
    pieces, origins = [], []
    world = view.projection.is_world
    window = (view.left, view.bottom, view.right, view.top)
    if world:
        window = (view.projection.middle - 180, -90.0, view.projection.middle + 180, 90.0)
    box = shapely.bounds(shapes)
    for shift in (-360.0, 0.0, 360.0):
        near = (box[:, 0] + shift <= window[2]) & (box[:, 2] + shift >= window[0])
        near &= (box[:, 1] <= window[3]) & (box[:, 3] >= window[1])
        chosen = shapes[near]
        if not len(chosen):
            continue
        moved = _turn(chosen, shift) if shift else chosen
        parts, of = shapely.get_parts(shapely.clip_by_rect(moved, *window), return_index=True)
        # a line that only touches the window leaves a point
        sound = shapely.length(parts) > 0
        parts, of = parts[sound], of[sound]
        pieces.append(_flatten(parts, view) if world else parts)
        origins.append(np.flatnonzero(near)[of])
    if not pieces:
        return np.array([], dtype=object), np.array([], dtype=np.int64)
    cut, origin = np.concatenate(pieces), np.concatenate(origins)
    simple = shapely.simplify(cut, TOLERANCE_POINTS / view.scale, preserve_topology=False)
    full = ~shapely.is_empty(simple)
    return simple[full], origin[full]


def _turn(shapes: Shapes, degrees: float) -> Shapes:
    """Move shapes round the earth."""
    turned: Shapes = shapely.transform(shapes, lambda points: points + np.array([degrees, 0.0]))
    return turned


def _flatten(shapes: Shapes, view: View) -> Shapes:
    """Project shapes in degrees, with corners enough that straight lines bend, and cut them to the view."""

    def project(points: Floats) -> Floats:
        return np.column_stack(view.projection.project(points[:, 0], points[:, 1]))

    bent = shapely.transform(shapely.segmentize(shapes, 2.0), project)
    cut: Shapes = shapely.clip_by_rect(bent, view.left, view.bottom, view.right, view.top)
    return cut


def _signed_area(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """The basemap of one view, cut once and drawn on every panel: rings and lines in the plane of the map."""

    view: View
    land: tuple[list[Floats], list[bool]]
    lakes: list[Floats]
    lines: dict[LineKind, list[Floats]]
    rim: Floats | None
    graticule: list[Floats]

    @property
    def has_disputed(self) -> bool:
        """Whether a disputed line is in view."""
        return bool(self.lines[LineKind.DISPUTED])


def prepare_basemap(view: View, areas: Areas, *, coarse: bool | None = None) -> Basemap:
    """Cut the basemap to a view; ``coarse`` chooses the lines where the scale is not to."""
    coarse = is_coarse(view) if coarse is None else coarse
    kinds = [LineKind.COAST, LineKind.BORDER, LineKind.DISPUTED] + [LineKind.ADMIN1] * shows_admin1(view)
    lines = {}
    for kind in kinds:
        cut, _ = carve(lines_of(areas, kind, coarse and kind is not LineKind.ADMIN1), view)
        lines[kind] = [shapely.get_coordinates(part) for part in cut]
    rim, graticule = _globe(view) if view.projection.is_world else (None, [])
    return Basemap(
        view=view,
        land=_cut_land(view, areas, coarse=coarse),
        lakes=_cut_lakes(view, areas, coarse=coarse),
        lines=lines,
        rim=rim,
        graticule=graticule,
    )


def _globe(view: View) -> tuple[Floats, list[Floats]]:
    """Give the rim of the globe and a net of meridians and parallels, 30° apart."""
    middle = view.projection.middle
    side, around = np.linspace(-90, 90, 91), np.linspace(middle - 180, middle + 180, 91)
    lines = [(np.full(91, middle + m), side) for m in range(-150, 180, 30)]
    lines += [(around, np.full(91, p)) for p in range(-60, 90, 30)]
    rim = (np.repeat([middle - 180, middle + 180], 91), np.concatenate([side, side[::-1]]))
    first, *others = (np.column_stack(view.projection.project(*line)) for line in (rim, *lines))
    return first, others


def _cut_land(view: View, areas: Areas, *, coarse: bool) -> tuple[list[Floats], list[bool]]:
    shapes, is_land = land_rings(areas, coarse)
    cut, origin = carve(shapes, view)
    order = np.argsort(origin, kind="stable")
    rings, kinds = [], []
    for shape, number in zip(cut[order], origin[order], strict=True):
        for ring in _outlines(shape):
            rings.append(ring)
            kinds.append(bool(is_land[number]))
    return rings, kinds


def land_share(view: View, areas: Areas) -> float:
    """Give which share of a view is land."""
    shapes, is_land = land_rings(areas, True)
    cut, origin = carve(shapes, view)
    sizes = np.where(is_land[origin], 1.0, -1.0) * shapely.area(cut)
    return float(sizes.sum()) / ((view.right - view.left) * (view.top - view.bottom))


def _cut_lakes(view: View, areas: Areas, *, coarse: bool) -> list[Floats]:
    lines = lines_of(areas, LineKind.LAKE, coarse)
    closed = lines[shapely.get_num_coordinates(lines) >= 4]
    rings = shapely.linearrings(shapely.get_coordinates(closed), indices=_rows(closed))
    cut, _ = carve(np.asarray(shapely.polygons(rings), dtype=object), view)
    box = shapely.bounds(cut) if len(cut) else np.empty((0, 4))
    seen = cut[np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) * view.scale > SMALLEST_LAKE_POINTS]
    return [ring for shape in seen for ring in _outlines(shape)]


def draw_basemap(ax: Axes, basemap: Basemap, theme: Theme, weight: float = 1.0) -> None:
    """Draw a basemap; ``weight`` is how heavy its lines are."""
    # all of a region is water until land is drawn; a map of the world ends with the globe
    ax.set_facecolor(theme.water if basemap.rim is None else theme.paper)
    if basemap.rim is not None:
        globe = PolygonPatch(
            basemap.rim, closed=True, facecolor=theme.water, edgecolor=theme.coast, linewidth=0.5, zorder=0
        )
        globe.set_gid("basemap-globe")
        ax.add_patch(globe)
        add_lines(ax, basemap.graticule, theme.coast, 0.25, "basemap-graticule", zorder=0.5)
    rings, is_land = basemap.land
    colours = [theme.land if land else theme.water for land in is_land]
    # an edge of its own colour closes the seam along the 180° line
    land = PolyCollection(rings, facecolors=colours, edgecolors=colours, linewidths=0.3, zorder=1)
    lakes = PolyCollection(
        basemap.lakes, facecolors=theme.water, edgecolors=theme.coast, linewidths=0.35 * weight, zorder=1.5
    )
    for shapes, gid in ((land, "basemap-land"), (lakes, "basemap-lakes")):
        shapes.set_gid(gid)
        ax.add_collection(shapes, autolim=False)
    looks = {
        LineKind.ADMIN1: (theme.admin1, 0.45, None),
        LineKind.COAST: (theme.coast, 0.45, None),
        LineKind.BORDER: (theme.border, 0.55, None),
        LineKind.DISPUTED: (theme.border, 0.7, (0.0, (3.0, 2.0))),
    }
    for kind, (colour, width, dashes) in looks.items():
        if basemap.lines.get(kind):
            name = f"basemap-{kind.name.lower()}"
            add_lines(ax, basemap.lines[kind], colour, width * weight, name, dashes=dashes)


def add_lines(
    ax: Axes,
    lines: list[Floats],
    colour: str,
    width: float,
    gid: str,
    *,
    dashes: tuple[float, tuple[float, ...]] | None = None,
    zorder: float = 2,
) -> None:
    """Draw lines of one kind."""
    drawn = LineCollection(
        lines, colors=colour, linewidths=width, linestyles=[dashes] if dashes else "solid", zorder=zorder
    )
    drawn.set_gid(gid)
    ax.add_collection(drawn, autolim=False)


def _rows(shapes: Shapes) -> np.ndarray:
    return np.repeat(np.arange(len(shapes)), shapely.get_num_coordinates(shapes))


def _outlines(shape: shapely.Geometry) -> list[Floats]:
    """Give the outer rings of a polygon, or of the polygons of a collection."""
    parts = shapely.get_parts(shape)
    return [shapely.get_coordinates(part.exterior) for part in parts if part.geom_type == "Polygon"]
