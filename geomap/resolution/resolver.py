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
from geomap.resolution.candidates import CandidateLookup, to_vector
from geomap.resolution.choosing import Scorer, choose_rows, settle
from geomap.resolution.features import (
    CONTEXT_FEATURES,
    EARTH_RADIUS_KM,
    FEATURES,
    DocumentRows,
    compute_context,
    prepare_rows,
)
from geomap.resolution.groups import find_groups
from geomap.resolution.links import find_links
from geomap.resolution.ranker import Ranker, score_prior
from geomap.resolution.reasons import TELLING, explain

__all__ = ["ResolutionOptions", "resolve"]

PASSES = 2
RUNNERS_UP = 3
_CONTEXT = len(CONTEXT_FEATURES)
_TELLING = np.array([FEATURES.index(name) for name in TELLING])


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionOptions:
    """How to resolve.

    ``prefer_country`` (ISO 3166-1 alpha-2) and ``near`` (latitude, longitude) lean towards places there; ``bbox``
    (west, south, east, north in degrees) refuses all others. ``threshold`` is the confidence below which no place is
    given. ``ranker`` is one trained on other texts than the shipped one.
    """

    prefer_country: str | None = None
    near: tuple[float, float] | None = None
    bbox: tuple[float, float, float, float] | None = None
    threshold: float = 0.05
    ranker: Ranker | None = None


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
    for group, outcome in zip(groups, _decide(rows, features, scores, options), strict=True):
        for member in group.members:
            found[member] = _resolution(mentions[member], outcome)
    return [r for r in found if r is not None]


def _score(rows: DocumentRows, options: ResolutionOptions) -> tuple[Floats, Floats]:
    """Score all candidates in passes, each knowing what the pass before chose; give the last features and scores."""
    scorer = Scorer.of(rows, options.ranker or Ranker.load())
    bias = _bias(rows, options)
    features = np.zeros((len(rows.owner), len(FEATURES)))
    features[:, :-_CONTEXT] = rows.fixed
    scores = score_prior(features) + bias
    before = None
    for _ in range(PASSES):
        choice = choose_rows(rows, scores)
        # the same choices again would bring the same context
        if before is not None and np.array_equal(before, choice.rows):
            break
        before = choice.rows
        features[:, -_CONTEXT:] = compute_context(rows, choice)
        scores = scorer.score(features) + bias
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


_NO_NAME = _Outcome(place=None, confidence=0.0, reason="no place of that name in the gazetteer", runners_up=())
_NONE_INSIDE = _Outcome(place=None, confidence=0.0, reason="no place of that name inside the given box", runners_up=())


def _decide(rows: DocumentRows, features: Floats, scores: Floats, options: ResolutionOptions) -> list[_Outcome]:
    """Decide for each group which place it is, how sure that is, and why."""
    best, raw = settle(rows, scores)
    ranker = options.ranker or Ranker.load()
    confidences = ranker.calibrate(raw) if ranker else 0.95 * raw
    telling = features[best[:, None], _TELLING].tolist()
    order = np.lexsort((-scores, rows.owner)).tolist()
    finite = np.isfinite(scores).tolist()
    outcomes = [_NO_NAME] * len(rows.groups)
    starts = rows.starts.tolist()
    chosen = zip(rows.filled.tolist(), best.tolist(), confidences.tolist(), telling, strict=True)
    for index, row, confidence, values in chosen:
        if not finite[row]:
            outcomes[index] = _NONE_INSIDE
            continue
        start, end = starts[index], starts[index + 1]
        candidates = rows.groups[index].table.candidates
        ranked = order[start : min(start + RUNNERS_UP + 1, end)]
        outcomes[index] = _conclude(
            candidates[row - start],
            tuple(candidates[i - start] for i in ranked if i != row and finite[i])[:RUNNERS_UP],
            round(confidence, 4),
            explain(candidates, row - start, values),
            options.threshold,
        )
    return outcomes


def _conclude(
    best: Candidate, losers: tuple[Candidate, ...], confidence: float, reason: str, threshold: float
) -> _Outcome:
    if confidence >= threshold:
        return _Outcome(place=best.place, confidence=confidence, reason=reason, runners_up=losers)
    return _Outcome(
        place=None,
        confidence=confidence,
        reason=f"nothing fits well enough; closest was {best.place.name}: {reason}",
        runners_up=(best, *losers)[:RUNNERS_UP],
    )


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
