"""Which part of the earth a map shows, and where a point of it lies on paper.

In: the events, the room on paper. Out: a `View`: a projection, the part of its plane that is shown, and its size in
points. The extent holds all events with room around them; one event is not zoomed to a street, and events on both
sides of the 180° line stay together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geomap.areas import Area, Areas
from geomap.figures.eventtable import EventTable
from geomap.figures.projection import EqualEarth, Equirectangular, Floats, Projection

__all__ = ["Bounds", "View", "bounds_of_events", "choose_projection", "fit_view", "largest_part"]

LEAST_SPAN_KM = 260.0
"""The least width and height of a map: a town shows with the towns around it."""
ROOM = 0.08
"""Share of the extent that is added on each side."""
REGION_MOST_DEGREES = 75.0
"""Wider extents are drawn in Equal Earth: an equirectangular map of half the earth is badly out of shape."""
CENTRED_DEGREES = 200.0
"""Wider extents have Greenwich in the middle, as maps of the world do, unless that cuts them in two."""
WHOLE_WORLD_DEGREES = 290.0
"""Wider extents show the whole globe."""
WORLD_SOUTH, WORLD_NORTH = -57.0, 80.0
"""A map of the world leaves out Antarctica and the northernmost ice unless there are events."""
DEGREE_KM = 111.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A rectangle in degrees; ``east`` is beyond 180 where it crosses the 180° line, and never below ``west``."""

    west: float
    east: float
    south: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of a projection's plane on paper; ``width`` and ``height`` are points."""

    projection: Projection
    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Points per unit of the plane, to the right."""
        return self.width / (self.right - self.left)

    @property
    def rise(self) -> float:
        """Points per unit of the plane, upwards."""
        return self.height / (self.top - self.bottom)

    def unwrap(self, longitude: Floats) -> Floats:
        """Bring longitudes within 180° of the middle."""
        turned: Floats = longitude - 360.0 * np.round((longitude - self.projection.middle) / 360.0)
        return turned

    def to_plane(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Give the plane coordinates of points, the data coordinates of the map's axes."""
        return self.projection.project(self.unwrap(longitude), latitude)

    def to_paper(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Give points on paper, from the lower left corner of the map."""
        x, y = self.to_plane(longitude, latitude)
        return (x - self.left) * self.scale, (y - self.bottom) * self.rise

    def from_paper(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give the plane coordinates of points on paper."""
        return x / self.scale + self.left, y / self.rise + self.bottom

    def kilometres_per_point(self, latitude: float) -> float:
        """Give how many kilometres a point to the right is at a latitude."""
        return self.projection.kilometres(latitude) / self.scale


def largest_part(areas: Areas, area: Area) -> tuple[float, float, float, float]:
    """Give west, south, east, north of an area's largest part: a country's far islands do not make the map wide."""
    shape = areas.polygon(area, coarse=True)
    parts = shapely.get_parts(shape if not shape.is_empty else areas.polygon(area))
    west, south, east, north = parts[int(np.argmax(shapely.area(parts)))].bounds
    return west, south, east, north


def bounds_of_events(table: EventTable, areas: Areas) -> Bounds | None:
    """Give the least rectangle around all events, with their radius or outline; None where none has a place."""
    rows = table.placed
    if not rows.any():
        return None
    drawn_as_area = table.vague & (table.area >= 0)
    # an exact place needs no room for its radius; a wide or approximate one does
    wide = rows & ~drawn_as_area & (table.vague | table.approximate)
    reach = np.where(wide & ~np.isnan(table.radius_km), table.radius_km, 0.0) / DEGREE_KM
    keep = rows & ~drawn_as_area
    latitude, longitude, reach = table.latitude[keep], table.longitude[keep], reach[keep]
    across = np.minimum(reach / np.maximum(np.cos(np.radians(latitude)), 0.05), 180.0)
    boxes = np.column_stack([longitude - across, latitude - reach, longitude + across, latitude + reach])
    outlines = [largest_part(areas, table.areas[n]) for n in np.unique(table.area[drawn_as_area]).tolist()]
    if outlines:
        boxes = np.vstack([boxes, np.array(outlines)])
    west, east = cover_longitudes(boxes[:, 0], boxes[:, 2])
    return Bounds(
        west=west,
        east=east,
        south=max(-90.0, float(boxes[:, 1].min())),
        north=min(90.0, float(boxes[:, 3].max())),
    )


def cover_longitudes(west: Floats, east: Floats) -> tuple[float, float]:
    """Give the shortest stretch of longitudes that covers all intervals, over the 180° line where that is shorter."""
    step = 0.5
    cells = int(360 / step)
    taken = np.zeros(cells, dtype=bool)
    first = np.floor((west + 180) / step).astype(np.int64)
    last = np.maximum(first, np.ceil((east + 180) / step).astype(np.int64) - 1)
    for low, high in {(int(a), int(b)) for a, b in zip(first, last, strict=True)}:
        taken[np.arange(low, min(high, low + cells - 1) + 1) % cells] = True
    end = _end_of_longest_gap(taken)
    if end is None:
        return -180.0, 180.0
    start = end * step - 180
    # half a cell of tolerance: an interval may begin a little before the cell it is sorted into
    relative = (west - start + step / 2) % 360 - step / 2
    least, most = start + float(relative.min()), start + float((relative + east - west).max())
    turn = 360 * round((least + most) / 2 / 360)
    return least - turn, most - turn


def _end_of_longest_gap(taken: npt.NDArray[np.bool_]) -> int | None:
    """Give the first taken cell after the longest run of free ones, round the circle; None where no cell is free."""
    free = np.flatnonzero(~taken)
    if not len(free):
        return None
    used = np.flatnonzero(taken)
    gaps = (used - np.roll(used, 1) - 1) % len(taken)
    if len(used) == 1:
        return int(used[0])
    return int(used[int(np.argmax(gaps))])


def choose_projection(bounds: Bounds | None) -> Projection:
    """Choose the projection of an extent: equirectangular for a region, Equal Earth for more."""
    if bounds is None:
        return EqualEarth(middle=0.0)
    span = bounds.east - bounds.west
    middle = (bounds.west + bounds.east) / 2
    if span <= REGION_MOST_DEGREES and bounds.north - bounds.south <= REGION_MOST_DEGREES:
        parallel = float(np.clip((bounds.south + bounds.north) / 2, -80.0, 80.0))
        return Equirectangular(middle=middle, parallel=parallel)
    uncut = bounds.west >= -180 and bounds.east <= 180
    return EqualEarth(middle=0.0 if span > CENTRED_DEGREES and uncut else middle)


def fit_view(
    bounds: Bounds | None,
    width: float,
    height: float | None,
    *,
    least: float = 0.5,
    most: float = 1.05,
    projection: Projection | None = None,
) -> View:
    """Fit an extent into the room; without a height, the map is ``least`` to ``most`` times as high as wide."""
    projection = projection or choose_projection(bounds)
    if bounds is None or projection.is_world:
        left, right, bottom, top = _box_of_world(bounds, projection)
    else:
        left, right, bottom, top = _box_of_region(bounds)
    ratio = (top - bottom) * projection.stretch / (right - left)
    if height is None:
        least = min(least, 0.4) if projection.is_world else least
        height = width * float(np.clip(ratio, least, most))
    wanted = height / width
    if ratio < wanted:
        more = (right - left) * wanted / projection.stretch - (top - bottom)
        bottom, top = bottom - more / 2, top + more / 2
    else:
        more = (top - bottom) * projection.stretch / wanted - (right - left)
        left, right = left - more / 2, right + more / 2
    bottom, top = _keep_on_earth(projection, bottom, top)
    return View(projection=projection, left=left, right=right, bottom=bottom, top=top, width=width, height=height)


def _box_of_region(bounds: Bounds) -> tuple[float, float, float, float]:
    """Give the box of an extent in degrees, with room around it and no smaller than a town with its surroundings."""
    across, up = bounds.east - bounds.west, bounds.north - bounds.south
    least_up = LEAST_SPAN_KM / DEGREE_KM
    least_across = least_up / max(math.cos(math.radians((bounds.south + bounds.north) / 2)), 0.1)
    more_x = max(across * ROOM, (least_across - across) / 2)
    more_y = max(up * ROOM, (least_up - up) / 2)
    return bounds.west - more_x, bounds.east + more_x, bounds.south - more_y, bounds.north + more_y


def _box_of_world(bounds: Bounds | None, projection: Projection) -> tuple[float, float, float, float]:
    """Give the box of an extent in the plane of a map of the world: all of the globe, or as much as the events need."""
    whole = bounds is None or bounds.east - bounds.west > WHOLE_WORLD_DEGREES
    west, east = projection.middle - 180, projection.middle + 180
    south, north = WORLD_SOUTH, WORLD_NORTH
    if bounds is not None:
        south, north = (min(south, bounds.south), max(north, bounds.north)) if whole else (bounds.south, bounds.north)
        west, east = (west, east) if whole else (max(west, bounds.west), min(east, bounds.east))
    side = np.linspace(south, north, 60)
    x, _ = projection.project(np.repeat([west, east], 60), np.tile(side, 2))
    _, y = projection.project(np.full(2, projection.middle), side[[0, -1]])
    room_x = (x.max() - x.min()) * (0.01 if whole else ROOM)
    room_y = (y[1] - y[0]) * (0.01 if whole else ROOM)
    return float(x.min() - room_x), float(x.max() + room_x), float(y[0] - room_y), float(y[1] + room_y)


def _keep_on_earth(projection: Projection, bottom: float, top: float) -> tuple[float, float]:
    """Shift a box that reaches beyond a pole; one that is higher than the earth stays centred on it."""
    _, (low, high) = projection.project(np.full(2, projection.middle), np.array([-90.0, 90.0]))
    if top - bottom >= high - low:
        more = (top - bottom - (high - low)) / 2
        return float(low - more), float(high + more)
    shift = min(0.0, high - top) + max(0.0, low - bottom)
    return bottom + shift, top + shift
