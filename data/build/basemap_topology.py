"""Turn a coverage of polygons into arcs that neighbours share, with a fine and a coarse line for each.

In: polygons that meet exactly, in degrees. Out: arcs (open or closed lines between junctions), each used by at most two
polygons, and for every polygon its rings as signed arc numbers. The coarse line of an arc is a subset of its fine
vertices and keeps both ends, so that a map may draw any mixture of fine and coarse arcs without gaps.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

QUANTUM = 1e-5
"""Degrees to which vertices are compared; Natural Earth writes five decimals."""

Vertex = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Topology:
    """Arcs in quantised degrees, the one or two polygons beside each, and the rings of every polygon."""

    arcs: list[np.ndarray] = field(default_factory=list)
    sides: list[list[int]] = field(default_factory=list)
    rings: list[list[list[int]]] = field(default_factory=list)


def quantised_rings(polygon: BaseGeometry) -> list[list[Vertex]]:
    """Give the rings of a polygon or multipolygon as vertex lists without the closing repetition."""
    rings = []
    for part in shapely.get_parts(polygon):
        for ring in (part.exterior, *part.interiors):
            vertices = [tuple(v) for v in np.round(np.asarray(ring.coords) / QUANTUM).astype(np.int64).tolist()]
            distinct = [v for i, v in enumerate(vertices[:-1]) if v != vertices[i - 1 if i else -2]]
            if len(distinct) >= 3:
                rings.append(distinct)
    return rings


def find_junctions(rings: list[list[Vertex]]) -> set[Vertex]:
    """Find the vertices where other than two edges meet, and those on the 180° line."""
    neighbours: dict[Vertex, set[Vertex]] = defaultdict(set)
    for ring in rings:
        for i, vertex in enumerate(ring):
            neighbours[vertex].add(ring[i - 1])
            neighbours[ring[i - 1]].add(vertex)
    edge = round(180 / QUANTUM)
    return {v for v, others in neighbours.items() if len(others) != 2 or abs(v[0]) == edge}


def split_ring(ring: list[Vertex], junctions: set[Vertex]) -> list[list[Vertex]]:
    """Cut a ring at its junctions; a ring without any starts and ends at its smallest vertex."""
    starts = [i for i, v in enumerate(ring) if v in junctions] or [ring.index(min(ring))]
    turned = ring[starts[0] :] + ring[: starts[0]]
    cuts = [i - starts[0] for i in starts] + [len(ring)]
    closed = [*turned, turned[0]]
    return [closed[a : b + 1] for a, b in pairwise(cuts)]


def build_topology(polygons: list[BaseGeometry]) -> Topology:
    """Build the shared arcs of the polygons."""
    all_rings = [quantised_rings(polygon) for polygon in polygons]
    junctions = find_junctions([ring for rings in all_rings for ring in rings])
    topology = Topology()
    known: dict[tuple[Vertex, ...], int] = {}
    for number, rings in enumerate(all_rings):
        signed_rings = []
        for ring in rings:
            signed = []
            for piece in split_ring(ring, junctions):
                forward, backward = tuple(piece), tuple(reversed(piece))
                if backward in known:
                    arc = known[backward]
                    signed.append(~arc)
                elif forward in known:
                    arc = known[forward]
                    signed.append(arc)
                else:
                    arc = known[forward] = len(topology.arcs)
                    topology.arcs.append(np.array(piece, dtype=np.int64))
                    topology.sides.append([])
                    signed.append(arc)
                topology.sides[arc].append(number)
            signed_rings.append(signed)
        topology.rings.append(signed_rings)
    return topology


def simplify_arc(arc: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplify a line of quantised degrees by Douglas-Peucker, keeping its ends; tolerance in degrees."""
    line = shapely.linestrings(arc * QUANTUM)
    return np.round(shapely.get_coordinates(shapely.simplify(line, tolerance)) / QUANTUM).astype(np.int64)


def coarse_mask(fine: np.ndarray, tolerance: float) -> np.ndarray:
    """Mark the vertices of a fine arc that its coarse line keeps."""
    kept = simplify_arc(fine, tolerance)
    mask = np.zeros(len(fine), dtype=bool)
    position = 0
    for vertex in kept:
        while not (fine[position] == vertex).all():
            position += 1
        mask[position] = True
        position += 1
    mask[0] = mask[-1] = True
    return mask


def ring_area(arcs: list[np.ndarray], ring: list[int]) -> float:
    """Compute the area of a ring in square degrees."""
    points = np.concatenate([(arcs[a] if a >= 0 else arcs[~a][::-1])[:-1] for a in ring]) * QUANTUM
    x, y = points[:, 0], points[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)
