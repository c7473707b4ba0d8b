"""Gradient-boosted trees as plain arrays: rows of features in, log-odds out, with numpy alone.

The trees are trained by the scripts in ``benchmarks/``; recognition and resolution each carry theirs as a small file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from geomap.errors import GeomapError

__all__ = ["BoostedTrees", "Floats", "Ints", "load_arrays"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoostedTrees:
    """Trees of equal depth, level by level.

    Node ``n`` of a tree has the children ``2n + 1`` and ``2n + 2``; a row goes right where its feature exceeds the
    threshold. ``values`` are the log-odds the leaves add to ``base``.

    Examples
    --------
    >>> stump = BoostedTrees(
    ...     feature=np.array([[0]]), threshold=np.array([[0.5]]), values=np.array([[-1.0, 2.0]]), base=0.0
    ... )
    >>> stump.score(np.array([[0.2], [0.9]])).tolist()
    [-1.0, 2.0]
    """

    feature: Ints
    threshold: Floats
    values: Floats
    base: float

    def score(self, rows: Floats) -> Floats:
        """Score rows; the scale is log-odds."""
        count, inner = self.feature.shape
        depth = (inner + 1).bit_length() - 1
        # flat take() is three times as fast as indexing by pairs
        values, thresholds, features = rows.ravel(), self.threshold.ravel(), self.feature.ravel()
        first = np.arange(count, dtype=np.int64) * inner
        row = np.arange(len(rows), dtype=np.int64)[:, None] * rows.shape[1]
        # every row starts at the root, so the first level needs no look-up of nodes
        node = (values.take(row + self.feature[:, 0]) > self.threshold[:, 0]) + np.int64(1)
        for _ in range(depth - 1):
            place = node + first
            right = values.take(row + features.take(place)) > thresholds.take(place)
            node += node
            node += right
            node += 1
        node += np.arange(count, dtype=np.int64) * (inner + 1) - inner
        leaves = self.values.ravel().take(node)
        scores: Floats = self.base + leaves.sum(axis=1)
        return scores

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Give the arrays to be saved."""
        return {
            "feature": self.feature.astype(np.uint8),
            "threshold": self.threshold.astype(np.float32),
            "values": self.values.astype(np.float32),
            "base": np.array(self.base),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> BoostedTrees:
        """Make trees of saved arrays."""
        return cls(
            feature=arrays["feature"].astype(np.int64),
            threshold=arrays["threshold"].astype(np.float64),
            values=arrays["values"].astype(np.float64),
            base=float(arrays["base"].astype(np.float64)),
        )


def load_arrays(path: Path, names: Sequence[str]) -> dict[str, npt.NDArray[np.generic]] | None:
    """Load saved arrays, or give None where there is no such file.

    Parameters
    ----------
    path
        A ``.npz`` file with an array ``names``.
    names
        The features this version computes.

    Raises
    ------
    GeomapError
        The file was made for other features.
    """
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as data:
        arrays = {key: data[key] for key in data.files}
    if tuple(arrays["names"].tolist()) != tuple(names):
        raise GeomapError(
            f"{path}: made for other features than this version computes; reinstall geomap or train again"
        )
    return arrays
