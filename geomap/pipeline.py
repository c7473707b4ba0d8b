"""From sources to events and maps: composition of the parts, and nothing else.

In: paths, texts or documents. Out: a GeoDataFrame of events; documents go through one by one, so that memory holds one
at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path

import geopandas as gpd

from geomap.actors import ActorList
from geomap.events import Extraction, extract
from geomap.events.ontology import Ontology, load_ontology
from geomap.frame import build_frame
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse_parsed
from geomap.language import find_foreign, parse_all, say_foreign
from geomap.model import Document, Resolution
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions

__all__ = ["Extracted", "extract_documents", "extract_events"]

_logger = getLogger("geomap")

_LENIENT = RecognitionOptions(threshold=0.2)
"""A doubtful name costs little here: only one that the grammar ties to an event is ever mapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One document with what was found in it."""

    document: Document
    resolutions: tuple[Resolution, ...]
    extraction: Extraction


def extract_documents(
    documents: Iterable[Document],
    *,
    gazetteer: Gazetteer | None = None,
    actors: ActorList | str | Path | None = None,
    ontology: Ontology | str | Path | None = None,
) -> Iterator[Extracted]:
    """Extract the events of documents one after another, parsed in batches.

    Parameters
    ----------
    documents
        Documents from ``geomap.read``.
    gazetteer
        The shipped gazetteer by default.
    actors
        A list of actors, or the path of a file that adds to the shipped one (see docs/actors.md).
    ontology
        An ontology, or the path of a file laid over the shipped one (see docs/ontology.md).

    Raises
    ------
    InputError
        If a file of actors or of an ontology cannot be read or is not in its form.
    """
    gazetteer = gazetteer or Gazetteer.open()
    actors = actors if isinstance(actors, ActorList) else ActorList.load(actors)
    ontology = ontology if isinstance(ontology, Ontology) else load_ontology(ontology)
    for parsed in parse_all(documents):
        resolutions = geoparse_parsed(parsed, gazetteer=gazetteer, actors=actors, recognition=_LENIENT)
        yield Extracted(
            document=parsed.document,
            resolutions=tuple(resolutions),
            extraction=extract(parsed, resolutions, actors=actors, ontology=ontology),
        )


def extract_events(
    documents: Document | str | Iterable[Document | str],
    *,
    published: dt.date | None = None,
    gazetteer: Gazetteer | None = None,
    actors: ActorList | str | Path | None = None,
    ontology: Ontology | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Extract the events of one or more documents as a GeoDataFrame.

    Parameters
    ----------
    documents
        Documents from ``geomap.read``, or plain texts.
    published
        The day of publication of plain texts; a document brings its own.
    gazetteer
        The shipped gazetteer by default.
    actors, ontology
        As for ``extract_documents``: an object, or the path of the user's file.

    Returns
    -------
    geopandas.GeoDataFrame
        One row an event, EPSG:4326, with the columns of ``geomap.frame.COLUMNS``; the geometry is a point, or None for
        an event without a place.

    Examples
    --------
    >>> event = extract_events("A car bomb killed three people in Mosul on 4 May 2016.").iloc[0]
    >>> event["event_type"], event["place"], int(event["killed_min"])
    ('car bombing', 'Mosul', 3)
    """
    several = [documents] if isinstance(documents, Document | str) else documents
    read = (
        d if isinstance(d, Document) else read_text(d, doc_id=f"text-{i}", published=published)
        for i, d in enumerate(several, start=1)
    )
    found = extract_documents(map(_warn_of_foreign, read), gazetteer=gazetteer, actors=actors, ontology=ontology)
    return build_frame(event for one in found for event in one.extraction.events)


def _warn_of_foreign(document: Document) -> Document:
    foreign = find_foreign(document)
    if foreign is not None:
        _logger.warning("%s: %s; geomap reads articles in English alone", document.doc_id, say_foreign(foreign))
    return document
