"""The trees as arrays against the same trees walked node by node."""

from __future__ import annotations

import numpy as np
import pytest

from geomap.boosting import BLOCK, BoostedTrees, Floats


def walk(trees: BoostedTrees, row: Floats) -> float:
    total = trees.base
    inner = trees.feature.shape[1]
    for feature, threshold, values in zip(trees.feature, trees.threshold, trees.values, strict=True):
        node = 0
        while node < inner:
            node = 2 * node + 1 + int(row[feature[node]] > threshold[node])
        total += values[node - inner]
    return float(total)


@pytest.mark.parametrize("depth", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_scores_are_those_of_a_walk_through_each_tree(depth: int, count: int) -> None:
    rng = np.random.default_rng(depth)
    inner = 2**depth - 1
    trees = BoostedTrees(
        feature=rng.integers(0, 6, (9, inner)),
        threshold=rng.normal(size=(9, inner)),
        values=rng.normal(size=(9, inner + 1)),
        base=-0.5,
    )
    rows = rng.normal(size=(count, 6))
    assert trees.score(rows) == pytest.approx([walk(trees, row) for row in rows])
