"""The ranker: from rows of features to how likely each candidate is the right place.

Two forms. The prior weights a handful of features by hand and starts the first pass, when nothing is chosen yet. The
trained ranker, gradient-boosted trees kept as plain arrays, does the rest; ``benchmarks/train_resolution.py`` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from geomap.boosting import BoostedTrees, Floats, load_arrays
from geomap.resolution.features import FEATURES

__all__ = ["Ranker", "score_prior"]

WEIGHTS = Path(__file__).parent / "ranker.npz"

PRIOR_WEIGHTS = {
    "prior": 4.0,
    "log_population": 0.25,
    "is_country": 1.5,
    "is_admin1": 0.7,
    "is_capital": 0.5,
    "is_section": -0.5,
    "class_agrees": 1.5,
    "strong_container": 4.0,
    "weak_container": 2.0,
    "sibling_container": 2.0,
    "country_share": 1.0,
    "country_named": 0.5,
    "admin1_named": 1.2,
    "admin2_named": 0.8,
    "admin1_nearest": 1.0,
    "dateline_country": 0.4,
    "dateline_nearness": 0.4,
    "chosen_country_share": 1.5,
    "chosen_admin1_share": 1.5,
    "nearness_30": 0.8,
    "nearness_150": 0.8,
    "nearness_600": 0.4,
    "same_name_chosen": 0.5,
    "local_country_share": 0.8,
}
"""By hand, on a sample of local news: a comma outweighs any city's size, a country named once outweighs a small one."""

_PRIOR = np.array([PRIOR_WEIGHTS.get(name, 0.0) for name in FEATURES])


def score_prior(rows: Floats) -> Floats:
    """Score rows of ``FEATURES`` with the weights set by hand; the scale is that of log-odds."""
    scores: Floats = rows @ _PRIOR
    return scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranker:
    """The trained trees with their calibration.

    ``calibration`` maps raw probabilities (row 0, ascending) to calibrated ones (row 1).
    """

    trees: BoostedTrees
    calibration: Floats

    @classmethod
    def load(cls) -> Ranker | None:
        """Load the trained weights, or give None where the installation has none.

        Raises
        ------
        GeomapError
            The weights were made for other features than this version computes.
        """
        return _load()

    def score(self, rows: Floats) -> Floats:
        """Score rows of ``FEATURES``; the scale is log-odds of being the right place."""
        return self.trees.score(rows)

    def calibrate(self, probabilities: Floats) -> Floats:
        """Turn raw probabilities into ones that are right as often as they say."""
        calibrated: Floats = np.interp(probabilities, self.calibration[0], self.calibration[1])
        return calibrated


@cache
def _load() -> Ranker | None:
    arrays = load_arrays(WEIGHTS, FEATURES)
    if arrays is None:
        return None
    return Ranker(trees=BoostedTrees.of(arrays), calibration=arrays["calibration"].astype(np.float64))
