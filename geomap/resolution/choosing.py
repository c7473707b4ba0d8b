"""From scores to choices: which candidate of a group wins, and how sure that is.

In: rows of features and scores. Out: scores with the leanings no corpus teaches, chosen rows, raw confidences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from geomap.boosting import Floats, Ints
from geomap.recognition.words import TYPE_WORDS
from geomap.resolution.candidates import CandidateTable
from geomap.resolution.features import EARTH_RADIUS_KM, FEATURES, Choice, DocumentRows
from geomap.resolution.groups import Group
from geomap.resolution.ranker import Ranker, score_prior

__all__ = ["Scorer", "choose_rows", "prefer_town", "settle"]

Bools: TypeAlias = npt.NDArray[np.bool_]

TOWN_KM = 100.0
SAME_SPOT_KM = 50.0
_SAME_SPOT = math.cos(SAME_SPOT_KM / EARTH_RADIUS_KM)
CAPITAL_PUSH = 3.0
DATELINE_PUSH = 2.0
CONTAINER_PUSH = 2.0
STATE_PUSH = 2.0

_ADMIN1, _ADMIN2, _CITY, _SECTION, _PRIMARY, _SIZE, _SITE, _COUNTRY, _CAPITAL, _CONTAINER, _GOVERNMENT = (
    FEATURES.index(name)
    for name in (
        "is_admin1",
        "is_admin2",
        "is_city",
        "is_section",
        "is_primary_name",
        "log_population",
        "is_site",
        "is_country",
        "is_capital",
        "strong_container",
        "is_government",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scorer:
    """Scores the candidates of one document, leaning where the corpora the ranker learns from have little to say.

    ``push`` is added to what the trees say; ``sites`` marks the rows of names that only sites bear.
    """

    rows: DocumentRows
    ranker: Ranker | None
    push: Floats
    sites: Bools | None

    @classmethod
    def of(cls, rows: DocumentRows, ranker: Ranker | None) -> Scorer:
        """Prepare the leanings of a document.

        The corpora hardly name two airports of one city, so a name that only sites bear goes by the prior. They are
        local news, so "Washington said" gets a push towards the capital, and "London, Ontario" one towards Ontario. A
        state named in full is that state: the Republic of the Congo is not the Democratic one.
        """
        fixed = rows.fixed
        push = CAPITAL_PUSH * fixed[:, _GOVERNMENT] * fixed[:, _CAPITAL]
        if any(group.filed for group in rows.groups):
            # only of the best known places a dateline says no more: "WASHINGTON (Reuters)"
            filed = np.array([group.filed for group in rows.groups])[rows.owner]
            push += DATELINE_PUSH * (filed & (fixed[:, _CAPITAL] > 0))
        named = fixed[:, _COUNTRY] * fixed[:, _PRIMARY]
        if named.any():
            # two states of a name, "Georgia", are for the ranker to tell apart
            larger = np.zeros(len(rows.groups))
            np.maximum.at(larger, rows.owner, fixed[:, _ADMIN1] * fixed[:, _PRIMARY] * fixed[:, _SIZE])
            push += STATE_PUSH * named * (fixed[:, _SIZE] > larger[rows.owner])
        inside = fixed[:, _CONTAINER] > 0
        if inside.any():
            tops = rows.starts[:-1][rows.owner]
            # a state beside a state is a list, but for "Ontario, California"
            paired = np.array([g.paired for g in rows.groups])[rows.owner]
            unit = ((fixed[tops, _COUNTRY] + fixed[tops, _ADMIN1]) > 0) & ~paired
            some = np.bincount(rows.owner, weights=inside, minlength=len(rows.groups))
            push += CONTAINER_PUSH * fixed[:, _CONTAINER] * (some[rows.owner] > 0) * ~unit
        site = fixed[:, _SITE] > 0
        sites = None
        if site.any():
            others = np.bincount(rows.owner, weights=~site, minlength=len(rows.groups))
            sites = others[rows.owner] == 0
        return cls(rows=rows, ranker=ranker, push=push, sites=sites)

    def score(self, features: Floats) -> Floats:
        """Score the rows of the document; the scale is log-odds of being the right place."""
        if self.ranker is None:
            return score_prior(features)
        scores = self.ranker.score(features)
        scores += self.push
        return scores if self.sites is None else np.where(self.sites, score_prior(features) - 3.0, scores)


def choose_rows(rows: DocumentRows, scores: Floats) -> Choice:
    """Choose the best candidate of each group, with its share of the group's odds as weight."""
    chosen = np.full(len(rows.groups), -1, dtype=np.int64)
    weights = np.zeros(len(rows.groups))
    if not len(scores):
        return Choice(rows=chosen, weights=weights)
    starts = rows.starts[rows.filled]
    best, tops = _find_best(rows, scores, starts)
    # outside the box asked for all scores are minus infinity
    finite = np.isfinite(tops)
    odds = np.exp(scores - _spread(rows, np.where(finite, tops, 0.0)))
    kept = rows.filled[finite]
    chosen[kept] = best[finite]
    weights[kept] = 1 / np.add.reduceat(odds, starts)[finite]
    return Choice(rows=chosen, weights=weights)


def _find_best(rows: DocumentRows, scores: Floats, starts: Ints) -> tuple[Ints, Floats]:
    """Find the first best row of each group that has candidates, and its score."""
    tops = np.maximum.reduceat(scores, starts)
    hits = (scores == _spread(rows, tops)).nonzero()[0]
    return hits[hits.searchsorted(starts)], tops


def _spread(rows: DocumentRows, values: Floats) -> Floats:
    """Give each row the value of its group; there is one value a group that has candidates."""
    by_group = np.zeros(len(rows.groups))
    by_group[rows.filled] = values
    return by_group[rows.owner]


def settle(rows: DocumentRows, scores: Floats) -> tuple[Ints, Floats]:
    """Settle on a row for each group that has candidates, with the raw confidence in it.

    Parameters
    ----------
    rows
        The candidates of the document.
    scores
        Their last scores.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    starts = rows.starts[rows.filled]
    best, tops = _find_best(rows, scores, starts)
    # a town taken for the province of its name is as sure as the province was
    raw = _raw_confidences(rows, scores, best, tops)
    fixed = rows.fixed[best]
    unsure = (fixed[:, _ADMIN1] + fixed[:, _ADMIN2] > 0) | ((fixed[:, _PRIMARY] == 0) & (fixed[:, _CITY] > 0))
    for index in unsure.nonzero()[0].tolist():
        start = int(starts[index])
        best[index] = start + prefer_town(rows.groups[rows.filled[index]], int(best[index]) - start)
    return best, raw


def prefer_town(group: Group, best: int) -> int:
    """Take the town rather than the province around it where a bare name fits both: "in Homs on Friday".

    Parameters
    ----------
    group
        The group with its candidates.
    best
        The row of the candidate that scored best.
    """
    static, table = group.table.static, group.table
    best = _prefer_namesake(group.table, best)
    if not (static[best, _ADMIN1] or static[best, _ADMIN2]) or group.kinds & {"admin1", "admin2"}:
        return best
    if static[best, _ADMIN1] and not group.holds:
        # a city better known than its state is what the bare name means, wherever the middle of the state: "New York"
        better = np.flatnonzero((table.admin1[:best] == table.admin1[best]) & (static[:best, _CITY] > 0))
        if len(better):
            return int(better[0])
    if group.contains:
        return best
    if any(word in TYPE_WORDS for word in group.query.lower().split()):
        return best
    city = (static[:, _CITY] > 0) & (static[:, _SECTION] == 0)
    near = (table.vectors @ table.vectors[best] > math.cos(TOWN_KM / EARTH_RADIUS_KM)) & city
    # the province met by its own name asks the same of the town: "Oklahoma" is no Oklahoma City
    near &= static[:, _PRIMARY] >= static[best, _PRIMARY]
    # a hamlet does not stand for the county of its name, a county town does
    near &= static[:, _SIZE] > static[best, _SIZE] - 2
    towns = np.flatnonzero(near)
    return int(towns[static[towns, _SIZE].argmax()]) if len(towns) else best


def _prefer_namesake(table: CandidateTable, best: int) -> int:
    """Take London rather than the City of London where both lie at one spot and only one bears just this name."""
    static = table.static
    if static[best, _PRIMARY] or not static[best, _CITY]:
        return best
    near = table.vectors @ table.vectors[best] > _SAME_SPOT
    near &= (static[:, _PRIMARY] > 0) & (static[:, _CITY] > 0) & (static[:, _SIZE] > static[best, _SIZE])
    namesakes = np.flatnonzero(near)
    return int(namesakes[static[namesakes, _SIZE].argmax()]) if len(namesakes) else best


def _raw_confidences(rows: DocumentRows, scores: Floats, best: Ints, tops: Floats) -> Floats:
    """Give the confidence in the settled rows before calibration: how good each is, and how far ahead of the others.

    Candidates at the same spot (a town and its district) count as one.
    """
    starts = rows.starts[rows.filled]
    odds = np.exp(scores - _spread(rows, np.where(np.isfinite(tops), tops, 0.0)))
    settled = np.zeros(len(rows.groups), dtype=np.int64)
    settled[rows.filled] = best
    cosines = np.einsum("ij,ij->i", rows.vectors, rows.vectors[settled[rows.owner]])
    same = cosines > _SAME_SPOT
    good = np.maximum.reduceat(np.where(same, scores, -np.inf), starts)
    share = np.add.reduceat(odds * same, starts) / np.maximum(np.add.reduceat(odds, starts), 1e-300)
    # minus infinity is no confidence at all, and no number to overflow
    raw: Floats = np.sqrt(share / (1 + np.exp(-np.maximum(good, -500.0))))
    return raw
