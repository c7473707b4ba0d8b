"""Fit gradient-boosted trees and lay them out as geomap reads them. Needs scikit-learn; the program itself does not."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from geomap.boosting import BoostedTrees, Floats, Ints

SEED = 20231226


def fit_trees(
    features: Floats, labels: Ints, weights: Floats, *, trees: int = 150, depth: int = 5, rate: float = 0.08
) -> BoostedTrees:
    """Fit trees of a fixed depth to weighted rows; the same rows give the same trees."""
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_depth=depth,
        max_leaf_nodes=2**depth,
        learning_rate=rate,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )
    model.fit(features, labels, sample_weight=weights)
    return _flatten(model, depth)


def _flatten(model: HistGradientBoostingClassifier, depth: int) -> BoostedTrees:
    """Lay the trees out level by level; a leaf above the last level is repeated down to it."""
    trees = [stage[0].nodes for stage in model._predictors]  # noqa: SLF001  no public way to the trees
    inner = 2**depth - 1
    feature = np.zeros((len(trees), inner), dtype=np.int64)
    threshold = np.full((len(trees), inner), np.inf)
    values = np.zeros((len(trees), inner + 1))
    for tree, nodes in enumerate(trees):
        waiting = [(0, 0)]
        while waiting:
            node, source = waiting.pop()
            entry = nodes[source]
            if node >= inner:
                values[tree, node - inner] = entry["value"]
            elif entry["is_leaf"]:
                waiting += [(2 * node + 1, source), (2 * node + 2, source)]
            else:
                feature[tree, node] = entry["feature_idx"]
                threshold[tree, node] = entry["num_threshold"]
                waiting += [(2 * node + 1, int(entry["left"])), (2 * node + 2, int(entry["right"]))]
    return BoostedTrees(
        feature=feature,
        threshold=threshold,
        values=values,
        base=float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001  the same
    )
