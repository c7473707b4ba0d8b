"""Read articles: every kind of source to documents, each failure on its own."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import InputError
from geomap.model import BlockKind, Document
from geomap.reading.assembly import assemble
from geomap.reading.decoding import decode
from geomap.reading.layout import find_blocks
from geomap.reading.markdown import read_markdown
from geomap.reading.records import read_record, split_records
from geomap.reading.sources import FileFormat, SourceFile, expand_source
from geomap.reading.webpage import read_webpage

__all__ = ["ReadFailure", "read", "read_documents", "read_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFailure:
    """A document that could not be read: where it stands, and the error that ``read`` would raise."""

    source: str
    error: InputError
    line: int | None = None

    @property
    def message(self) -> str:
        """The error in one line: file, line, what is wrong, what to do."""
        return str(self.error)


def read(*sources: str | Path, published: dt.date | None = None) -> list[Document]:
    """Return the documents of files, folders, globs and standard input.

    Parameters
    ----------
    sources
        Paths of ``.txt``, ``.md``, ``.html``, ``.json``, ``.jsonld`` and ``.jsonl`` files, folders of such files,
        globs, or ``-`` for standard input. A JSON file holds one object or a list of them, a JSON-lines file one a
        line: ``{"text": ..., "title"?: ..., "published"?: ..., "url"?: ..., "doc_id"?: ..., "source"?: ...}``, or
        articles of schema.org's (JSON-LD) with an ``articleBody``.
    published
        The day of publication of every document read; it goes before what pages and texts say.

    Returns
    -------
    list of Document
        In the order of the sources, files of a folder by name. ``doc_id`` is the file's stem, with the line number for
        JSON lines.

    Raises
    ------
    InputError
        The first thing that cannot be read, with its file, line and remedy. `read_documents` goes on instead.
    """
    documents = []
    for outcome in read_documents(*sources, published=published):
        if isinstance(outcome, ReadFailure):
            raise outcome.error
        documents.append(outcome)
    return documents


def read_documents(*sources: str | Path, published: dt.date | None = None) -> Iterator[Document | ReadFailure]:
    """Yield the documents of sources one by one, and a `ReadFailure` for each that cannot be read.

    Parameters are those of `read`. A file given twice is read once.
    """
    taken: set[str] = set()
    seen: set[Path] = set()
    for source in sources:
        try:
            for file in expand_source(source):
                key = (file.path or Path("-")).absolute()
                if key not in seen:
                    seen.add(key)
                    yield from _read_file(file, published, taken)
        except InputError as error:
            yield ReadFailure(source=str(source), error=error)


def read_text(
    text: str,
    *,
    doc_id: str = "text",
    published: dt.date | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
) -> Document:
    """Return the document of a text that is already at hand; offsets are into it as given.

    Raises
    ------
    InputError
        The text is empty.

    Examples
    --------
    >>> document = read_text("KYIV, 4 May 2023 – The siren sounded twice.")
    >>> document.published.isoformat(), document.published_reason
    ('2023-05-04', 'the dateline: 4 May 2023')
    """
    if not text.strip():
        raise InputError(f"{source or doc_id}: the text is empty")
    return assemble(text, doc_id=doc_id, title=title, source=source, url=url, given=published)


def _read_file(file: SourceFile, published: dt.date | None, taken: set[str]) -> Iterator[Document | ReadFailure]:
    try:
        data = _bytes(file)
        kind = file.format
        content = decode(data, file.name, html=kind is FileFormat.HTML or (kind is None and data.lstrip()[:1] == b"<"))
        kind = kind or _sniff(content)
        stem = file.path.stem if file.path else "stdin"
        if kind in {FileFormat.JSON, FileFormat.JSON_LINES}:
            yield from _read_records(content, file.name, stem, kind, published, taken)
        else:
            yield _read_article(content, file, _unique(stem, file, taken), kind, published)
    except InputError as error:
        yield ReadFailure(source=file.name, error=error)


def _bytes(file: SourceFile) -> bytes:
    if file.path is None:
        return sys.stdin.buffer.read()
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise InputError(f"{file.name}: cannot be read ({error.strerror})") from error


def _sniff(content: str) -> FileFormat:
    """Tell what standard input holds."""
    opening = content.lstrip()[:500]
    if re.match(r"<(?:!doctype\s+html|html|\?xml)", opening, re.IGNORECASE):
        return FileFormat.HTML
    if re.match(r'\{\s*"|\[\s*\{\s*"', opening):
        first_line = content.lstrip().split("\n", 1)
        lines = opening[0] == "{" and first_line[0].rstrip().endswith("}")
        return FileFormat.JSON_LINES if lines else FileFormat.JSON
    return FileFormat.TEXT


def _read_article(content: str, file: SourceFile, doc_id: str, kind: FileFormat, published: dt.date | None) -> Document:
    if kind is FileFormat.HTML:
        return read_webpage(content, doc_id=doc_id, name=file.name, given=published)
    shown = file.path.name if file.path else file.name
    if kind is FileFormat.MARKDOWN:
        return read_markdown(content, doc_id=doc_id, name=file.name, source=shown, given=published)
    blocks = find_blocks(content)
    headline = blocks[0] if len(blocks) > 1 and blocks[0].kind is BlockKind.HEADING else None
    title = content[headline.start : headline.end] if headline else None
    return assemble(content, doc_id=doc_id, blocks=blocks, title=title, source=shown, given=published)


def _read_records(
    content: str, name: str, stem: str, kind: FileFormat, published: dt.date | None, taken: set[str]
) -> Iterator[Document | ReadFailure]:
    lines = kind is FileFormat.JSON_LINES
    count = 0
    for number, key, value in split_records(content, name, lines=lines):
        count += 1
        where = f"{name}, line {number}" if lines else f"{name}, object {number}"
        try:
            document = read_record(value, doc_id=f"{stem}:{key}", where=where, name=Path(name).name, given=published)
            _take(document.doc_id, where, taken)
        except InputError as error:
            yield ReadFailure(source=name, error=error, line=number if lines else None)
        else:
            yield document
    if not count:
        raise InputError(f"{name}: the file holds no document; check that it was saved or fetched whole")


def _take(doc_id: str, where: str, taken: set[str]) -> None:
    if doc_id in taken:
        raise InputError(f'{where}: the doc_id "{doc_id}" is already taken; give each document its own')
    taken.add(doc_id)


def _unique(stem: str, file: SourceFile, taken: set[str]) -> str:
    """Return the stem, or with more of its path where another file has the same."""
    parts = (file.path or Path(stem)).absolute().parts
    doc_id = stem
    for depth in range(2, len(parts) + 1):
        if doc_id not in taken:
            break
        doc_id = "/".join(parts[-depth:])
    taken.add(doc_id)
    return doc_id
