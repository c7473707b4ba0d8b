"""Pictures of the shapes of event families, white on nothing, for viewers that tint them.

In: the name of a shape of `geomap.symbology`. Out: a PNG, drawn without a graphics library. The outlines are those of
``webmap/js/shapes.mjs``.
"""

from __future__ import annotations

import math
import struct
import zlib

import numpy as np
import shapely

__all__ = ["draw_icon"]

SIZE = 64
_SAMPLES = 4
"""Points looked at along each side of a pixel, for smooth edges."""
_RADIUS = 0.78
_POLYGONS = {
    # how large beside the circle, corners, turn in radians, moved down
    "diamond": (1.2, 4, 0.0, 0.0),
    "triangle": (1.25, 3, 0.0, 0.18),
    "chevron": (1.25, 3, math.pi, -0.18),
    "pentagon": (1.1, 5, 0.0, 0.0),
}


def draw_icon(shape: str) -> bytes:
    """Draw a shape as a PNG of 64 by 64 pixels.

    >>> draw_icon("square")[1:4]
    b'PNG'
    """
    places = (np.arange(SIZE * _SAMPLES) + 0.5) / (SIZE * _SAMPLES) * 2 - 1
    x, y = np.meshgrid(places, places)
    inside = shapely.contains_xy(_outline(shape), x, y)
    alpha = inside.reshape(SIZE, _SAMPLES, SIZE, _SAMPLES).mean(axis=(1, 3))
    pixels = np.full((SIZE, SIZE, 2), 255, dtype=np.uint8)
    pixels[..., 1] = np.round(alpha * 255)
    return _encode(pixels)


def _outline(shape: str) -> shapely.Geometry:
    """Give the outline on a square from -1 to 1, y pointing down."""
    centre = shapely.Point(0, 0)
    if shape == "ring":
        return centre.buffer(_RADIUS).difference(centre.buffer(_RADIUS * 0.62))
    if shape == "square":
        return shapely.box(*(-0.88 * _RADIUS,) * 2, *(0.88 * _RADIUS,) * 2)
    if shape in _POLYGONS:
        size, corners, turn, down = _POLYGONS[shape]
        angles = turn - math.pi / 2 + np.arange(corners) * 2 * math.pi / corners
        reach = size * _RADIUS
        return shapely.Polygon(np.column_stack([np.cos(angles), np.sin(angles)]) * reach + [0, down * _RADIUS])
    if shape in {"plus", "cross"}:
        arm, width = _RADIUS * 1.1, _RADIUS * 0.4
        arms = shapely.union(shapely.box(-arm, -width, arm, width), shapely.box(-width, -arm, width, arm))
        turn = math.pi / 4 if shape == "cross" else 0.0
        return shapely.transform(
            arms, lambda c: c @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        )
    return centre.buffer(_RADIUS)


def _encode(pixels: np.ndarray) -> bytes:
    """Encode grey and alpha as PNG (RFC 2083)."""
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + width * 2), dtype=np.uint8)
    lines[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 4, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
