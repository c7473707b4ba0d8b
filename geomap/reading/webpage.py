"""A saved web page to a document: trafilatura finds the article, its title, date and address.

The document's text is the article as trafilatura extracts it, one block a line; where a page made by scripts shows only
the beginning of it, the whole is taken from the JSON-LD that such pages carry for search engines. The date comes from
the page's metadata alone, never from dates in its prose, and the upper bound of the search is fixed: htmldate's own is
today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from geomap.errors import InputError
from geomap.model import Block, BlockKind, Document
from geomap.reading.assembly import StatedDate, assemble
from geomap.reading.jsonld import LinkedArticle, find_in_page
from geomap.reading.records import read_published

__all__ = ["read_webpage"]

_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1990-01-01",
    "max_date": "2099-12-31",
    "outputformat": "%Y-%m-%d",
}
_PHRASE = 3
_SHOWN_SHARE = 0.6
"""Share of the phrases of an article's body in JSON-LD below which the page shows only its beginning, or a notice."""
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
    page = page if isinstance(page, Page) else Page()
    parts = list(_parts(page.body)) if page.body is not None else []
    linked = find_in_page(html)
    if linked is not None and _is_only_linked(linked, [part for _, part in parts]):
        return _assemble_linked(linked, page, doc_id=doc_id, name=name, given=given)
    if not parts:
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
        stated=_stated(page),
    )


def _stated(page: Any) -> StatedDate | None:  # noqa: ANN401 - trafilatura publishes no types
    return StatedDate(day=dt.date.fromisoformat(page.date), by="the page's metadata") if page.date else None


def _is_only_linked(linked: LinkedArticle, parts: Sequence[str]) -> bool:
    """Whether the article stands in a script alone: the page shows a teaser or a notice in place of it."""
    shown, body = " ".join(parts).split(), linked.body.split()
    if len(parts) == 1 and shown == body:
        # trafilatura found it there itself, and ran its paragraphs together
        return True
    told = _phrases(body)
    return len(shown) < len(body) and len(told & _phrases(shown)) < _SHOWN_SHARE * len(told)


def _phrases(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _PHRASE]) for i in range(max(len(words) - _PHRASE, 0) + 1)}


def _assemble_linked(
    linked: LinkedArticle,
    page: Any,  # noqa: ANN401 - trafilatura publishes no types
    *,
    doc_id: str,
    name: str,
    given: dt.date | None,
) -> Document:
    stated = _stated(page)
    if stated is None and linked.published is not None:
        day = read_published(linked.published, f'{name}, "datePublished"')
        stated = StatedDate(day=day, by="the page's metadata")
    return assemble(
        linked.body,
        doc_id=doc_id,
        title=linked.headline or page.title,
        source=page.sitename or linked.publisher or page.hostname or name,
        url=page.url or linked.url,
        given=given,
        stated=stated,
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
