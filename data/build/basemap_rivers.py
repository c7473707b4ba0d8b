"""Rivers of the basemap, out of a TopoJSON file of Natural Earth 1:50m.

In: the file. Out: arcs in quantised degrees, one for each unbranched reach, the longest first. Nothing ranks them: the
map shows a river once it is long enough on the screen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from basemap_topology import QUANTUM, simplify_arc

RIVER_DEGREES = 0.04
"""Tolerance of the rivers: about 4 km, the width of the steps in which the file counts longitudes."""
SHORTEST = 1.5
"""Reaches shorter than this many degrees are left out."""


def river_arcs(path: Path) -> list[np.ndarray]:
    """Read the rivers as simplified lines of quantised degrees."""
    topology = json.loads(path.read_bytes())
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(steps, axis=0) * scale + origin for steps in topology["arcs"]]
    reaches: list[Any] = []
    for geometry in topology["objects"]["rivers"]["geometries"]:
        numbers = list(flatten(geometry["arcs"]))
        pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        whole = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(p) for p in pieces if len(p) > 1]))
        reaches += [part for part in shapely.get_parts(whole).tolist() if part.length >= SHORTEST]
    reaches.sort(key=lambda line: (-line.length, line.wkb))
    quantised = [np.round(shapely.get_coordinates(line) / QUANTUM).astype(np.int64) for line in reaches]
    return [simplify_arc(arc, RIVER_DEGREES) for arc in quantised]


def flatten(numbers: list[Any]) -> Iterator[int]:
    """Give the arc numbers of a geometry, however deep they are nested."""
    for entry in numbers:
        if isinstance(entry, list):
            yield from flatten(entry)
        else:
            yield entry
