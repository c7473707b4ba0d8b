from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import shapely


@pytest.fixture(scope="module")
def topology(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("basemap_topology", root / "data" / "build" / "basemap_topology.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def area_of(topology: ModuleType, built: object, number: int) -> float:
    """Add outer rings and subtract holes, as the even-odd rule does for a ring in a ring."""
    areas = sorted((topology.ring_area(built.arcs, ring) for ring in built.rings[number]), reverse=True)  # type: ignore[attr-defined]
    return float(areas[0] - sum(areas[1:]))


def test_neighbours_share_one_line_and_keep_their_areas(topology: ModuleType) -> None:
    west, east = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    built = topology.build_topology([west, east])
    shared = [sides for sides in built.sides if len(sides) == 2]
    assert shared == [[0, 1]]
    assert len(built.arcs) == 3
    assert [area_of(topology, built, n) for n in (0, 1)] == pytest.approx([1, 1])


def test_enclave_is_one_line_of_two_areas(topology: ModuleType) -> None:
    inner = shapely.box(1, 1, 2, 2)
    outer = shapely.box(0, 0, 3, 3).difference(inner)
    built = topology.build_topology([outer, inner])
    assert sorted(built.sides) == [[0], [0, 1]]
    assert area_of(topology, built, 0) == pytest.approx(8)
    assert area_of(topology, built, 1) == pytest.approx(1)


def test_island_that_starts_elsewhere_in_another_ring_is_still_the_same_line(topology: ModuleType) -> None:
    inner = shapely.Polygon([(2, 2), (2, 1), (1, 1), (1, 2)])
    outer = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    built = topology.build_topology([outer, inner])
    assert len(built.arcs) == 2


def test_coarse_line_is_a_part_of_the_fine_one(topology: ModuleType) -> None:
    angles = np.linspace(0, np.pi, 200)
    arc = np.round(np.column_stack([np.cos(angles), np.sin(angles)]) / topology.QUANTUM).astype(np.int64)
    fine = topology.simplify_arc(arc, 0.001)
    mask = topology.coarse_mask(fine, 0.05)
    assert mask[0]
    assert mask[-1]
    assert 2 < mask.sum() < len(fine) < len(arc)
    line = shapely.LineString(fine[mask])
    assert shapely.LineString(arc).hausdorff_distance(line) * topology.QUANTUM < 0.06
