"""Geoparsing: recognition and resolution in one call.

In: a text or a document. Out: a resolution for every place name in it, literal or not, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geomap.actors import ActorList
from geomap.gazetteer import Gazetteer
from geomap.language import ParsedDocument, parse_all
from geomap.model import Document, Resolution
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions, make_mention, recognise
from geomap.resolution import ResolutionOptions, resolve

__all__ = ["geoparse", "geoparse_all", "geoparse_parsed", "resolve_spans"]


def geoparse(
    text: str | Document,
    *,
    gazetteer: Gazetteer | None = None,
    actors: ActorList | None = None,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> list[Resolution]:
    """Find the place names of a text and the places they stand for.

    Parameters
    ----------
    text
        A text, or a document already read.
    gazetteer
        Where places come from; the shipped one by default.
    actors
        Known actors; the shipped list by default.
    recognition, resolution
        Options of the two stages.

    Returns
    -------
    list[Resolution]
        One a place name, in the order of the text. ``resolution.mention.is_literal`` tells the places themselves from
        names used for something else.
    """
    return next(
        geoparse_all([text], gazetteer=gazetteer, actors=actors, recognition=recognition, resolution=resolution)
    )


def geoparse_all(
    texts: Iterable[str | Document],
    *,
    gazetteer: Gazetteer | None = None,
    actors: ActorList | None = None,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> Iterator[list[Resolution]]:
    """Geoparse many texts, batched through the language model; one list a text, in order."""
    gazetteer = gazetteer or Gazetteer.open()
    actors = actors or ActorList.load()
    documents = (t if isinstance(t, Document) else read_text(t, doc_id=str(n)) for n, t in enumerate(texts))
    for parsed in parse_all(documents, lemmas=False):
        yield geoparse_parsed(
            parsed, gazetteer=gazetteer, actors=actors, recognition=recognition, resolution=resolution
        )


def geoparse_parsed(
    parsed: ParsedDocument,
    *,
    gazetteer: Gazetteer,
    actors: ActorList,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> list[Resolution]:
    """Geoparse a document that is parsed already."""
    mentions = recognise(parsed, gazetteer, actors, options=recognition)
    return resolve(parsed.document, mentions, gazetteer, options=resolution)


def resolve_spans(
    parsed: ParsedDocument,
    spans: Sequence[tuple[int, int]],
    *,
    gazetteer: Gazetteer,
    actors: ActorList,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> list[Resolution]:
    """Resolve spans given from outside, with the place names recognised around them as context.

    Parameters
    ----------
    parsed
        The parsed document.
    spans
        Half-open code points; they may come in any order and overlap.
    gazetteer, actors, recognition, resolution
        As for ``geoparse``.

    Returns
    -------
    list[Resolution]
        One a span, in the order given.

    Raises
    ------
    InputError
        A span lies outside the text or is empty.
    """
    found = recognise(parsed, gazetteer, actors, options=recognition)
    same = {(m.start, m.end): m for m in found}
    given = [same.get(span) or make_mention(parsed, *span, gazetteer, actors) for span in spans]
    around = [m for m in found if not any(m.start < end and start < m.end for start, end in spans)]
    mentions = sorted({(m.start, m.end): m for m in [*around, *given]}.values(), key=lambda m: (m.start, m.end))
    resolved = {
        (r.mention.start, r.mention.end): r for r in resolve(parsed.document, mentions, gazetteer, options=resolution)
    }
    return [resolved[span] for span in spans]
