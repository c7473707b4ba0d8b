"""Text and what is known about it, to a `Document`: blocks, dateline, day of publication and where that comes from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from geomap.dates import pin_publication
from geomap.model import Block, Document
from geomap.reading.dateline import dateline_date, find_dateline
from geomap.reading.layout import find_blocks

__all__ = ["StatedDate", "assemble"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A day of publication that a file states, and what in it does: "the page's metadata"."""

    day: dt.date
    by: str


def assemble(
    text: str,
    *,
    doc_id: str,
    blocks: tuple[Block, ...] | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    given: dt.date | None = None,
    stated: StatedDate | None = None,
) -> Document:
    """Return the document of a text.

    Parameters
    ----------
    text
        The text; every offset of the document is into it.
    doc_id, title, source, url
        What the document is called and where it came from.
    blocks
        Its headings and paragraphs where the format tells them, else they are found in the text.
    given
        The day of publication as the caller gives it; it goes before everything.
    stated
        The day that the file itself states.
    """
    found = find_blocks(text) if blocks is None else blocks
    dateline = find_dateline(text, found)
    published, reason = given, "given by the caller"
    if published is None:
        published, reason = (stated.day, f"stated by {stated.by}") if stated else (None, "")
    if published is None and dateline is not None:
        day = dateline_date(text, dateline)
        published = None if day is None else day.start
        reason = f"the dateline: {day.text}" if day is not None else reason
    if published is None:
        published, reason = pin_publication(text, found)
    return Document(
        doc_id=doc_id,
        text=text,
        blocks=found,
        title=title,
        source=source,
        url=url,
        published=published,
        published_reason=reason,
        dateline=dateline,
    )
