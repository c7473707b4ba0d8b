"""A saved web page to a document: trafilatura finds the article, its title, date and address.

The document's text is the article as trafilatura extracts it, one block a line. The date comes from the page's
metadata alone, never from dates in its prose, and the upper bound of the search is fixed: htmldate's own is today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from geomap.errors import InputError
from geomap.model import Block, BlockKind, Document
from geomap.reading.assembly import StatedDate, assemble

__all__ = ["read_webpage"]

_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1990-01-01",
    "max_date": "2099-12-31",
    "outputformat": "%Y-%m-%d",
}
_SENTENCE_ENDS = (".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"')
_BLOCKS = {
    "head": BlockKind.HEADING,
    "p": BlockKind.PARAGRAPH,
    "item": BlockKind.PARAGRAPH,
    "quote": BlockKind.PARAGRAPH,
}


def read_webpage(html: str, *, doc_id: str, name: str, given: dt.date | None = None) -> Document:
    """Return the article of a saved web page.

    Raises
    ------
    InputError
        The page holds no article text.
    """
    # the import takes half a second, and plain text needs none of it
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document as Page  # noqa: PLC0415

    page = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATE_SEARCH,
    )
    parts = list(_parts(page.body)) if isinstance(page, Page) and page.body is not None else []
    if not isinstance(page, Page) or not parts:
        raise InputError(f"{name}: no article text found in the page; save its text as .txt")
    blocks = []
    position = 0
    for kind, part in parts:
        blocks.append(Block(kind=kind, start=position, end=position + len(part)))
        position += len(part) + 1
    return assemble(
        "\n".join(part for _, part in parts),
        doc_id=doc_id,
        blocks=tuple(blocks),
        title=page.title,
        source=page.sitename or page.hostname or name,
        url=page.url,
        given=given,
        stated=StatedDate(day=dt.date.fromisoformat(page.date), by="the page's metadata") if page.date else None,
    )


def _parts(body: Any) -> Iterator[tuple[BlockKind, str]]:  # noqa: ANN401 - lxml publishes no types
    """Yield the headings and paragraphs of an extracted body, white space folded."""
    for element in body.iter(*_BLOCKS):
        if any(ancestor.tag in _BLOCKS for ancestor in element.iterancestors()):
            continue
        for line in _lines(element):
            yield _BLOCKS[element.tag], line


def _lines(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml publishes no types
    """Yield the text of an element, parted at the line breaks that follow a whole sentence."""
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    kept = ""
    for line in "".join(element.itertext()).split("\n"):
        kept = " ".join(f"{kept} {line}".split())
        if kept.endswith(_SENTENCE_ENDS):
            yield kept
            kept = ""
    if kept:
        yield kept
