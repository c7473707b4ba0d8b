"""From scores to choices: which candidate of a group wins, and how sure that is.

In: rows of features and scores. Out: scores with the leanings no corpus teaches, chosen rows, raw confidences.
"""

from __future__ import annotations

import math

import numpy as np

from geomap.boosting import Floats
from geomap.recognition.words import TYPE_WORDS
from geomap.resolution.candidates import CandidateTable
from geomap.resolution.features import EARTH_RADIUS_KM, FEATURES, Choice, DocumentRows
from geomap.resolution.groups import Group
from geomap.resolution.ranker import Ranker, score_prior

__all__ = ["choose_rows", "prefer_town", "rank", "raw_confidence"]

TOWN_KM = 100.0
SAME_SPOT_KM = 50.0
CAPITAL_PUSH = 3.0
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


def rank(features: Floats, rows: DocumentRows, ranker: Ranker | None) -> Floats:
    """Score candidates with the trained ranker, leaning where the corpora it learns from have little to say.

    They hardly name two airports of one city, so a name that only sites bear goes by the prior. They are local news, so
    "Washington said" gets a push towards the capital, and "London, Ontario" one towards Ontario. A state named in full
    is that state: the Republic of the Congo is not the Democratic one.
    """
    prior = score_prior(features)
    if ranker is None:
        return prior
    scores = ranker.score(features)
    scores += CAPITAL_PUSH * features[:, _GOVERNMENT] * features[:, _CAPITAL]
    tops = rows.starts[:-1][rows.owner]
    unit = (features[tops, _COUNTRY] + features[tops, _ADMIN1]) > 0
    inside = np.bincount(rows.owner, weights=features[:, _CONTAINER] > 0, minlength=len(rows.groups))
    scores += CONTAINER_PUSH * features[:, _CONTAINER] * (inside[rows.owner] > 0) * ~unit
    scores += STATE_PUSH * features[:, _COUNTRY] * features[:, _PRIMARY]
    towns = np.bincount(rows.owner, weights=rows.fixed[:, _SITE] == 0, minlength=len(rows.groups))
    return np.where(towns[rows.owner] == 0, prior - 3.0, scores)


def choose_rows(rows: DocumentRows, scores: Floats) -> Choice:
    """Choose the best candidate of each group, with its share of the group's odds as weight."""
    chosen = np.full(len(rows.groups), -1, dtype=np.int64)
    weights = np.zeros(len(rows.groups))
    for index in range(len(rows.groups)):
        start, end = int(rows.starts[index]), int(rows.starts[index + 1])
        if start < end:
            part = scores[start:end]
            best = int(part.argmax())
            if not np.isfinite(part[best]):
                continue
            chosen[index] = start + best
            weights[index] = 1 / np.exp(part - part[best]).sum()
    return Choice(rows=chosen, weights=weights)


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
    if group.contains:
        return best
    if any(word in TYPE_WORDS for word in group.query.lower().split()):
        return best
    near = (table.vectors @ table.vectors[best] > math.cos(TOWN_KM / EARTH_RADIUS_KM)) & (static[:, _CITY] > 0)
    # the province met by its own name asks the same of the town: "Oklahoma" is no Oklahoma City
    near &= (static[:, _PRIMARY] >= static[best, _PRIMARY]) & (static[:, _SECTION] == 0)
    # a hamlet does not stand for the county of its name, a county town does
    near &= static[:, _SIZE] > static[best, _SIZE] - 2
    towns = np.flatnonzero(near)
    return int(towns[static[towns, _SIZE].argmax()]) if len(towns) else best


def _prefer_namesake(table: CandidateTable, best: int) -> int:
    """Take London rather than the City of London where both lie at one spot and only one bears just this name."""
    static = table.static
    if static[best, _PRIMARY] or not static[best, _CITY]:
        return best
    near = table.vectors @ table.vectors[best] > math.cos(SAME_SPOT_KM / EARTH_RADIUS_KM)
    near &= (static[:, _PRIMARY] > 0) & (static[:, _CITY] > 0) & (static[:, _SIZE] > static[best, _SIZE])
    namesakes = np.flatnonzero(near)
    return int(namesakes[static[namesakes, _SIZE].argmax()]) if len(namesakes) else best


def raw_confidence(table: CandidateTable, scores: Floats, best: int) -> float:
    """Give the confidence in one of a group before calibration: how good it is, and how far ahead of the others.

    Candidates at the same spot (a town and its district) count as one.
    """
    odds = np.exp(scores - scores.max())
    same = table.vectors @ table.vectors[best] > math.cos(SAME_SPOT_KM / EARTH_RADIUS_KM)
    top = scores[same].max()
    return float(np.sqrt(odds[same].sum() / odds.sum() / (1 + np.exp(-top))))
