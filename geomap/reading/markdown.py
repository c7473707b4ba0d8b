"""A Markdown file to a document: headings by their marks, title and date from the front matter where there is one."""

from __future__ import annotations

import datetime as dt
import re

from geomap.errors import InputError
from geomap.model import BlockKind, Document
from geomap.reading.assembly import StatedDate, assemble
from geomap.reading.layout import find_blocks
from geomap.reading.records import read_published

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)---[ \t]*(?:\n|$)")
_FIELD = re.compile(
    r"^(?P<key>title|date|published|url|source):[ \t]*(?P<value>[^\n]+?)[ \t]*$", re.IGNORECASE | re.MULTILINE
)


def read_markdown(text: str, *, doc_id: str, name: str, source: str, given: dt.date | None = None) -> Document:
    """Return the document of a Markdown text; its front matter stays in the text and out of the blocks.

    Raises
    ------
    InputError
        There is front matter and nothing after it, or its date is none.
    """
    front = _FRONT_MATTER.match(text)
    fields: dict[str, str] = {}
    if front is not None:
        fields = {field["key"].lower(): field["value"].strip("\"'") for field in _FIELD.finditer(front["fields"])}
    blocks = find_blocks(text, start=front.end() if front else 0)
    if not blocks:
        raise InputError(f"{name}: the file holds no text after its front matter")
    date = fields.get("published") or fields.get("date")
    title = fields.get("title")
    if title is None and blocks[0].kind is BlockKind.HEADING:
        title = text[blocks[0].start : blocks[0].end]
    return assemble(
        text,
        doc_id=doc_id,
        blocks=blocks,
        title=title,
        source=fields.get("source") or source,
        url=fields.get("url"),
        given=given,
        stated=StatedDate(day=read_published(date, f"{name}, front matter"), by="the front matter") if date else None,
    )
