"""From degrees to the plane of the map: equirectangular for regions, Equal Earth for the world.

In: longitudes and latitudes in degrees, EPSG:4326. Out: plane coordinates. On an equirectangular map the plane is in
degrees too, so that a caller may draw longitudes and latitudes of its own on the axes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["EARTH_RADIUS_KM", "EqualEarth", "Equirectangular", "Floats", "Projection", "circle_around"]

Floats = npt.NDArray[np.float64]
EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""


class Projection(Protocol):
    """A way to draw the earth on a plane."""

    @property
    def middle(self) -> float:
        """The longitude in the middle; a point more than 180° from it is drawn from the other side."""

    @property
    def stretch(self) -> float:
        """How much longer a unit upwards is on paper than a unit to the right."""

    @property
    def is_world(self) -> bool:
        """Whether meridians are curved, so that north is not straight up."""

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Give the plane coordinates of points; longitudes are taken as they are, beyond 180 too."""

    def kilometres(self, latitude: float) -> float:
        """Give how long a plane unit to the right is at the middle meridian and a latitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equirectangular:
    """Degrees as they are; true to scale along the standard parallel and along every meridian."""

    middle: float
    parallel: float
    is_world: bool = False

    @property
    def stretch(self) -> float:
        """A degree of latitude against a degree of longitude at the standard parallel."""
        return 1 / math.cos(math.radians(self.parallel))

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Give the degrees themselves."""
        return longitude, latitude

    def kilometres(self, latitude: float) -> float:
        """Give the length of a degree of longitude at a latitude."""
        return math.radians(1) * EARTH_RADIUS_KM * math.cos(math.radians(latitude))


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualEarth:
    """The Equal Earth projection of the sphere, in radii of the earth: areas keep their proportion.

    B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", IJGIS 33(3), 2019, equations 6 and 7.
    """

    middle: float
    is_world: bool = True
    stretch: float = 1.0

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """Give x and y in radii of the earth."""
        a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
        theta = np.arcsin(math.sqrt(3) / 2 * np.sin(np.radians(latitude)))
        square = theta * theta
        sixth = square**3
        slope = 9 * a4 * sixth * square + 7 * a3 * sixth + 3 * a2 * square + a1
        x = 2 * math.sqrt(3) * np.radians(longitude - self.middle) * np.cos(theta) / (3 * slope)
        y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square))
        return x, y

    def kilometres(self, latitude: float) -> float:
        """Give the length on earth of a unit to the right at a latitude."""
        x, _ = self.project(np.array([self.middle + 1.0]), np.array([latitude]))
        return math.radians(1) * EARTH_RADIUS_KM * math.cos(math.radians(latitude)) / float(x[0])


def circle_around(longitude: float, latitude: float, radius_km: float, corners: int = 72) -> tuple[Floats, Floats]:
    """Give longitudes and latitudes of a circle on the sphere; longitudes go on beyond 180 where it crosses there."""
    bearing = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    arc, phi = radius_km / EARTH_RADIUS_KM, math.radians(latitude)
    sine = np.clip(math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * np.cos(bearing), -1, 1)
    across = np.arctan2(np.sin(bearing) * math.sin(arc) * math.cos(phi), math.cos(arc) - math.sin(phi) * sine)
    return longitude + np.degrees(across), np.degrees(np.arcsin(sine))
