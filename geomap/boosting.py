"""Gradient-boosted trees as plain arrays: rows of features in, log-odds out, with numpy alone.

The trees are trained by the scripts in ``benchmarks/``; recognition and resolution each carry theirs as a small file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from geomap.errors import GeomapError

__all__ = ["BoostedTrees", "Floats", "Ints", "load_arrays"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

BLOCK = 64
"""Rows scored at once: more of them with all trees do not stay in the processor's cache."""


@dataclass(frozen=True, kw_only=True, eq=False)
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
        if len(rows) > BLOCK:
            return np.concatenate([self.score(rows[i : i + BLOCK]) for i in range(0, len(rows), BLOCK)])
        # flat take() is three times as fast as indexing by pairs
        values = rows.ravel()
        row = np.arange(len(rows), dtype=np.int64)[:, None] * rows.shape[1]
        levels = self._levels
        # every row starts at the root, so the first level needs no look-up of nodes
        features, thresholds = levels[0]
        node = (values.take(row + features) > thresholds) + self._roots
        for features, thresholds in levels[1:]:
            place = features.take(node)
            place += row
            right = values.take(place) > thresholds.take(node)
            node += node
            node += right
        scores: Floats = self.base + self.values.ravel().take(node).sum(axis=1)
        return scores

    @cached_property
    def _roots(self) -> Ints:
        """The left child of each root, in the numbering of ``_levels``."""
        return np.arange(len(self.feature), dtype=np.int64) * 2

    @cached_property
    def _levels(self) -> tuple[tuple[Ints, Floats], ...]:
        """Features and thresholds by level, tree after tree: the children of node ``n`` are ``2n`` and ``2n + 1``."""
        depth = (self.feature.shape[1] + 1).bit_length() - 1
        spans = [slice(2**level - 1, 2 ** (level + 1) - 1) for level in range(depth)]
        return tuple((self.feature[:, s].ravel(), self.threshold[:, s].ravel()) for s in spans)

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
