"""Extract the events of a document.

In: a parsed document, its resolved toponyms, the known actors. Out: events in the order of the text, each once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.actors import ActorList
from geomap.events.aggregates import split_totals
from geomap.events.assembly import Surroundings, assemble
from geomap.events.carrying import find_day
from geomap.events.continuing import join_details
from geomap.events.findings import Finding, Reference
from geomap.events.merging import group_findings
from geomap.events.ontology import Ontology, load_ontology
from geomap.events.plausibility import drop_implausible
from geomap.events.positions import place_of
from geomap.events.sentences import Reading, read_findings
from geomap.events.settling import settle_strikes
from geomap.language import ParsedDocument
from geomap.model import Event, EventPlace, MentionRole, PlacePrecision, Resolution

__all__ = ["Extraction", "extract"]

# a place tied to its own event this firmly sets the scene for the rest of the paragraph
_FIRM = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The events of a document, and the reading of every sentence they come from, for whoever asks why."""

    events: tuple[Event, ...]
    readings: tuple[Reading, ...]


def extract(
    parsed: ParsedDocument,
    resolutions: Sequence[Resolution],
    *,
    actors: ActorList | None = None,
    ontology: Ontology | None = None,
    reference: dt.date | None = None,
) -> Extraction:
    """Extract events.

    Parameters
    ----------
    parsed
        The document with the parse of its blocks.
    resolutions
        One for each mention of the document.
    actors, ontology
        The shipped ones by default.
    reference
        The day that relative dates count from; the document's publication by default, else unknown.
    """
    document = parsed.document
    ontology = ontology or load_ontology()
    resolutions = drop_implausible(resolutions)
    readings = tuple(
        read_findings(
            parsed,
            resolutions,
            actors=actors or ActorList.load(),
            ontology=ontology,
            reference=reference or document.published,
        )
    )
    told_of = settle_strikes([f for reading in readings for f in reading.findings], ontology)
    findings, totals = split_totals(told_of)
    dateline = _find_dateline(resolutions)
    events: list[Event] = []
    groups = group_findings(join_details(findings))
    told = any(not f.is_heading for f in findings)
    for group in groups:
        if told and all(f.is_heading for f in group):
            # a headline announces what the text tells
            continue
        around = Surroundings(
            scene=_find_scene(group[0], findings),
            wider=_find_wider(group[0], resolutions),
            dateline=dateline,
            country=_find_country(group[0], resolutions),
            day=find_day(group, findings, document.text),
        )
        events += assemble(_with_totals(group, totals), document, around)
    return Extraction(events=tuple(events), readings=readings)


def _with_totals(group: Sequence[Finding], totals: dict[int, Finding]) -> list[Finding]:
    """Add the totals that parts of a group came from, as evidence and nothing more."""
    parents = {t.order: t for f in group if (t := totals.get(f.order)) is not None}
    shadows = [
        replace(t, count=None, places=(), actors=(), targets=(), reference=Reference.TOLL) for t in parents.values()
    ]
    return [*group, *shadows]


def _find_scene(first: Finding, findings: Sequence[Finding]) -> EventPlace | None:
    """Find what place the paragraph was speaking of: the nearest one before the finding, else the next after it."""
    block = [f for f in findings if f.block == first.block and f.place is not None and f.place.strength >= _FIRM]
    before = [f for f in block if f.order < first.order]
    after = [f for f in block if f.order > first.order and f.start == first.start]
    chosen = before[-1] if before else after[0] if after else None
    return chosen.place.place if chosen is not None and chosen.place is not None else None


def _find_wider(first: Finding, resolutions: Sequence[Resolution]) -> EventPlace | None:
    """Find the province or district the text was speaking of, for an event at a place that no gazetteer knows.

    The one named last before it counts, then the one named next, in the country that most places lie in.
    """
    literal = [r for r in resolutions if r.place is not None and r.mention.role in _SPEAKING]
    units = [r for r in literal if r.place is not None and r.place.precision in _UNITS and r.place.feature_class == "A"]
    countries = Counter(r.place.country for r in literal if r.place is not None and r.place.country)
    main = countries.most_common(1)[0][0] if countries else None
    units = [r for r in units if r.place is not None and r.place.country == main]
    before = [r for r in units if r.mention.start < first.end]
    chosen = before[-1:] or units[:1]
    return place_of(chosen[0]) if chosen else None


def _find_country(first: Finding, resolutions: Sequence[Resolution]) -> EventPlace | None:
    """Find the country that a sentence speaks of: "Ghanaians voted on Monday"."""
    named = [r for r in resolutions if r.place is not None and first.start <= r.mention.start < first.end]
    countries = [r for r in named if r.place is not None and r.place.precision is PlacePrecision.COUNTRY]
    # "the council of Kumasi in Ghana voted" is no vote of a country
    return place_of(countries[0]) if countries and len(countries) == len(named) else None


_UNITS = frozenset({PlacePrecision.ADMIN1, PlacePrecision.ADMIN2})
_SPEAKING = frozenset({MentionRole.LITERAL, MentionRole.DATELINE, MentionRole.METONYM})


def _find_dateline(resolutions: Sequence[Resolution]) -> EventPlace | None:
    for resolution in resolutions:
        if resolution.mention.role is MentionRole.DATELINE and resolution.place is not None:
            return place_of(resolution)
    return None
