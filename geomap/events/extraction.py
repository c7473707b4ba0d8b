"""Extract the events of a document.

In: a parsed document, its resolved toponyms, the known actors. Out: events in the order of the text, each once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.actors import ActorList
from geomap.events.aggregates import split_totals
from geomap.events.assembly import assemble
from geomap.events.findings import Finding, Reference
from geomap.events.merging import group_findings
from geomap.events.ontology import Ontology, load_ontology
from geomap.events.places import place_of
from geomap.events.sentences import Reading, read_findings
from geomap.language import ParsedDocument
from geomap.model import Event, EventPlace, MentionRole, Resolution

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
    readings = tuple(
        read_findings(
            parsed,
            resolutions,
            actors=actors or ActorList.load(),
            ontology=ontology,
            reference=reference or document.published,
        )
    )
    findings, totals = split_totals([f for reading in readings for f in reading.findings])
    dateline = _find_dateline(resolutions)
    events: list[Event] = []
    for group in group_findings(findings):
        scene = _find_scene(group[0], findings)
        events += assemble(_with_totals(group, totals), document, scene=scene, dateline=dateline)
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


def _find_dateline(resolutions: Sequence[Resolution]) -> EventPlace | None:
    for resolution in resolutions:
        if resolution.mention.role is MentionRole.DATELINE and resolution.place is not None:
            return place_of(resolution)
    return None
