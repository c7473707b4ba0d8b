"""Resolution put together: a document's mentions in, one resolution each out, in the same order.

Mentions of one name are resolved as one (``groups``). Each candidate is scored by itself, by the places named around it
and, pass after pass, by the places chosen for the other names (``features``, ``ranker``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from geomap.boosting import Floats
from geomap.gazetteer import Gazetteer
from geomap.model import Candidate, Document, Mention, MentionRole, Place, Resolution
from geomap.resolution.candidates import CandidateLookup, CandidateTable, to_vector
from geomap.resolution.choosing import choose_rows, prefer_town, rank, raw_confidence
from geomap.resolution.features import (
    CONTEXT_FEATURES,
    EARTH_RADIUS_KM,
    FEATURES,
    DocumentRows,
    compute_context,
    prepare_rows,
)
from geomap.resolution.groups import Group, find_groups
from geomap.resolution.links import find_links
from geomap.resolution.ranker import Ranker, score_prior
from geomap.resolution.reasons import explain

__all__ = ["ResolutionOptions", "resolve"]

PASSES = 2
RUNNERS_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionOptions:
    """How to resolve.

    ``prefer_country`` (ISO 3166-1 alpha-2) and ``near`` (latitude, longitude) lean towards places there; ``bbox``
    (west, south, east, north in degrees) refuses all others. ``threshold`` is the confidence below which no place is
    given.
    """

    prefer_country: str | None = None
    near: tuple[float, float] | None = None
    bbox: tuple[float, float, float, float] | None = None
    threshold: float = 0.05


_LOOKUPS: WeakKeyDictionary[Gazetteer, CandidateLookup] = WeakKeyDictionary()


def resolve(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, options: ResolutionOptions | None = None
) -> list[Resolution]:
    """Resolve the mentions of a document jointly.

    Parameters
    ----------
    document
        The document the mentions are from.
    mentions
        Mentions in the order of the text.
    gazetteer
        Where places come from.
    options
        Preferences and the point of abstention.

    Returns
    -------
    list[Resolution]
        One a mention, in the same order; ``place`` is None, with the reason, where nothing fits.
    """
    options = options or ResolutionOptions()
    lookup = _LOOKUPS.get(gazetteer)
    if lookup is None:
        lookup = _LOOKUPS[gazetteer] = CandidateLookup(gazetteer)
    groups = find_groups(document.text, mentions, find_links(document.text, mentions), lookup)
    rows = prepare_rows(groups, mentions, lookup, len(document.text))
    features, scores = _score(rows, options)
    found: list[Resolution | None] = [None] * len(mentions)
    for index, group in enumerate(groups):
        span = slice(int(rows.starts[index]), int(rows.starts[index + 1]))
        outcome = _decide(group, scores[span], features[span], options)
        for member in group.members:
            found[member] = _resolution(mentions[member], outcome)
    return [r for r in found if r is not None]


def _score(rows: DocumentRows, options: ResolutionOptions) -> tuple[Floats, Floats]:
    """Score all candidates in passes, each knowing what the pass before chose; give the last features and scores."""
    ranker = Ranker.load()
    bias = _bias(rows, options)
    features = np.hstack([rows.fixed, np.zeros((len(rows.owner), len(CONTEXT_FEATURES)))])
    scores = score_prior(features) + bias
    before = None
    for _ in range(PASSES):
        choice = choose_rows(rows, scores)
        # the same choices again would bring the same context
        if before is not None and np.array_equal(before, choice.rows):
            break
        before = choice.rows
        features = np.hstack([rows.fixed, compute_context(rows, choice)])
        scores = rank(features, rows, ranker) + bias
    return features, scores


def _bias(rows: DocumentRows, options: ResolutionOptions) -> Floats:
    """Lean towards what the caller prefers; outside the box nothing is right."""
    bias = np.zeros(len(rows.owner))
    if options.prefer_country is None and options.near is None and options.bbox is None:
        return bias
    places = [c.place for g in rows.groups for c in g.table.candidates]
    if options.prefer_country is not None:
        bias += 5.0 * np.array([p.country == options.prefer_country.upper() for p in places])
    if options.near is not None:
        cosines = rows.vectors @ np.array(to_vector(*options.near))
        bias += 5.0 * np.exp(-EARTH_RADIUS_KM * np.arccos(np.clip(cosines, -1, 1)) / 500)
    if options.bbox is not None:
        bias += np.array([0.0 if _inside(p, options.bbox) else -np.inf for p in places])
    return bias


def _inside(place: Place, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    # a box over the 180° line has its west edge east of its east edge
    within = west <= place.longitude <= east if west <= east else place.longitude >= west or place.longitude <= east
    return within and south <= place.latitude <= north


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    place: Place | None
    confidence: float
    reason: str
    runners_up: tuple[Candidate, ...]


def _decide(group: Group, scores: Floats, features: Floats, options: ResolutionOptions) -> _Outcome:
    candidates = group.table.candidates
    if not candidates:
        return _Outcome(place=None, confidence=0.0, reason="no place of that name in the gazetteer", runners_up=())
    best = prefer_town(group, int(scores.argmax()))
    order = [best, *(int(i) for i in np.argsort(-scores, kind="stable") if i != best)]
    if not np.isfinite(scores[best]):
        return _Outcome(place=None, confidence=0.0, reason="no place of that name inside the given box", runners_up=())
    confidence = _confidence(group.table, scores, best)
    losers = tuple(candidates[i] for i in order[1 : RUNNERS_UP + 1] if np.isfinite(scores[i]))
    reason = explain(candidates, best, features[best], FEATURES)
    if confidence < options.threshold:
        return _Outcome(
            place=None,
            confidence=confidence,
            reason=f"nothing fits well enough; closest was {candidates[best].place.name}: {reason}",
            runners_up=(candidates[best], *losers)[:RUNNERS_UP],
        )
    return _Outcome(place=candidates[best].place, confidence=confidence, reason=reason, runners_up=losers)


def _confidence(table: CandidateTable, scores: Floats, best: int) -> float:
    ranker = Ranker.load()
    raw = raw_confidence(table, scores, best)
    return round(ranker.calibrate(raw) if ranker else 0.95 * raw, 4)


def _resolution(mention: Mention, outcome: _Outcome) -> Resolution:
    confidence = outcome.confidence
    # a name inside another name is resolved for what it is worth, and never drawn
    if mention.role is MentionRole.NAME_PART:
        confidence *= 0.9
    return Resolution(
        mention=mention,
        place=outcome.place,
        confidence=confidence,
        reason=outcome.reason,
        runners_up=outcome.runners_up,
    )
