"""The places near a point: two columns of coordinates go in, row numbers by distance come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from geomap.gazetteer.query import Gazetteer

__all__ = ["NearestIndex", "index_towns"]

_EARTH_KM = 6371.0088
_KM_PER_DEGREE = _EARTH_KM * np.pi / 180
# Cells of half a degree: some fifty kilometres, so that a search for a town's surroundings looks at nine cells.
_CELLS_PER_DEGREE = 2
_COLUMNS = 360 * _CELLS_PER_DEGREE


class NearestIndex:
    """Points sorted into cells of half a degree; latitudes and longitudes are degrees.

    Examples
    --------
    >>> index = NearestIndex([36.19, 33.34], [44.01, 44.40])
    >>> rows, km = index.find(36.2, 44.0, reach_km=20)
    >>> rows.tolist(), round(float(km[0]), 1)
    ([0], 1.4)
    """

    def __init__(self, latitudes: ArrayLike, longitudes: ArrayLike) -> None:
        self._latitudes = np.asarray(latitudes, dtype=np.float64)
        self._longitudes = np.asarray(longitudes, dtype=np.float64)
        cells = self._cells(self._latitudes, self._longitudes)
        self._order = np.argsort(cells, kind="stable")
        self._sorted = cells[self._order]

    @staticmethod
    def _cells(latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]) -> NDArray[np.int64]:
        row = np.floor((latitudes + 90) * _CELLS_PER_DEGREE).astype(np.int64)
        column = np.floor((longitudes + 180) * _CELLS_PER_DEGREE).astype(np.int64) % _COLUMNS
        return row * _COLUMNS + column

    def find(
        self, latitude: float, longitude: float, *, reach_km: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the rows within reach of a point and their distances in kilometres, nearest first; 180° is no border."""
        rows = self._gather(latitude, longitude, reach_km)
        km = self._measure(latitude, longitude, rows)
        within = km <= reach_km
        rows, km = rows[within], km[within]
        order = np.argsort(km, kind="stable")
        return rows[order], km[order]

    def _gather(self, latitude: float, longitude: float, reach_km: float) -> NDArray[np.int64]:
        """Collect the rows of every cell that the circle touches."""
        half_height = reach_km / _KM_PER_DEGREE
        half_width = 180.0  # a circle with a pole in it touches every meridian
        if (widest := abs(latitude) + half_height) < 90:
            half_width = min(180.0, half_height / np.cos(np.radians(widest)))
        south = int(np.floor((max(-90.0, latitude - half_height) + 90) * _CELLS_PER_DEGREE))
        north = int(np.floor((min(90.0, latitude + half_height) + 90) * _CELLS_PER_DEGREE))
        west = int(np.floor((longitude - half_width + 180) * _CELLS_PER_DEGREE))
        east = int(np.floor((longitude + half_width + 180) * _CELLS_PER_DEGREE))
        columns = np.unique(np.arange(west, min(east, west + _COLUMNS - 1) + 1) % _COLUMNS)
        cells = (np.arange(south, north + 1)[:, None] * _COLUMNS + columns[None, :]).ravel()
        starts = np.searchsorted(self._sorted, cells, side="left")
        stops = np.searchsorted(self._sorted, cells, side="right")
        found = [self._order[start:stop] for start, stop in zip(starts, stops, strict=True) if stop > start]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _measure(self, latitude: float, longitude: float, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        lat1, lat2 = np.radians(latitude), np.radians(self._latitudes[rows])
        turn = np.radians(self._longitudes[rows] - longitude)
        half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(turn / 2) ** 2
        distance: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        return distance


def index_towns(gazetteer: Gazetteer) -> tuple[NDArray[np.int64], NearestIndex]:
    """Index the populated places of a gazetteer: their rows, and an index whose rows are places in that array."""
    rows, latitudes, longitudes = gazetteer.list_points("P")
    return rows, NearestIndex(latitudes, longitudes)
