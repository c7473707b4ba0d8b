"""Headings and paragraphs of a plain or Markdown text.

Text goes in, `Block` records come out: in order, never overlapping, without white space at their ends. A paragraph that
was wrapped at a fixed width is one block; in a text whose lines are paragraphs each line is one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.model import Block, BlockKind

__all__ = ["find_blocks"]

_WIDEST_WRAP = 100
"""Columns up to which lines count as wrapped; newswire files are wrapped at 70 to 80."""
_NEARLY_FULL = 0.75
"""Share of the width from which an unfinished line counts as wrapped, however ragged the wrapping."""
_LONGEST_HEADING = 120
_MOST_HEADING_WORDS = 18
_HEADINGS_IN_A_ROW = 3
"""A headline, its standfirst and a byline may follow one another; a longer run of bare lines is a list."""

_MARKDOWN_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:={3,}|-{3,})[ \t]*$")
_BULLET = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+(?=\D))")
_RULE = re.compile(r"[ \t]*(?:[-*_=#~][ \t]*){3,}$")
_CLOSED = re.compile(r"[.!?:;,…–—-][\"'”’)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    heading: bool = False
    breaks_before: bool = False


def find_blocks(text: str, *, start: int = 0) -> tuple[Block, ...]:
    r"""Return the headings and paragraphs of a text from an offset on.

    Examples
    --------
    >>> text = "Bridge reopens\n\nThe bridge was opened\nagain on Monday.\n"
    >>> [(block.kind.value, text[block.start : block.end][:10]) for block in find_blocks(text)]
    [('heading', 'Bridge reo'), ('paragraph', 'The bridge')]
    """
    lines = list(_lines(text, start))
    width = _wrap_width(text, lines)
    groups = _grouped(text, lines, width)
    candidates = [_is_heading(text, group) for group in groups]
    return tuple(
        Block(
            kind=BlockKind.HEADING if _heads_something(groups, candidates, index) else BlockKind.PARAGRAPH,
            start=group[0].start,
            end=group[-1].end,
        )
        for index, group in enumerate(groups)
    )


def _lines(text: str, start: int) -> Iterator[_Line]:
    """Yield the lines that hold text, without their markup and surrounding white space."""
    breaks = True
    position = start
    previous: _Line | None = None
    for raw in text[start:].splitlines(keepends=True):
        line = raw.rstrip()
        begin, position = position, position + len(raw)
        if not line.strip() or _RULE.match(line):
            if previous is not None and _UNDERLINE.match(line) and not breaks:
                previous = _Line(start=previous.start, end=previous.end, heading=True, breaks_before=True)
            breaks = True
            if previous is not None:
                yield previous
                previous = None
            continue
        if previous is not None:
            yield previous
        previous = _line(line, begin, breaks=breaks)
        breaks = previous.heading
    if previous is not None:
        yield previous


def _line(line: str, begin: int, *, breaks: bool) -> _Line:
    heading = _MARKDOWN_HEADING.match(line)
    if heading and heading["text"].strip():
        start, end = heading.span("text")
        return _Line(start=begin + start, end=begin + end, heading=True, breaks_before=True)
    bullet = _BULLET.match(line)
    indent = len(line) - len(line.lstrip())
    if bullet and line[bullet.end() :].strip():
        return _Line(start=begin + bullet.end(), end=begin + len(line), breaks_before=True)
    return _Line(start=begin + indent, end=begin + len(line), breaks_before=breaks or indent >= 2)


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Return the width a text was wrapped at, or None where its lines are its paragraphs."""
    inner = [line for line, following in itertools.pairwise(lines) if not following.breaks_before]
    if not inner:
        return None
    width = max(line.end - line.start for line in inner)
    unfinished = sum(_SENTENCE_END.search(text[line.start : line.end]) is None for line in inner)
    full = sum(line.end - line.start > width * 0.7 for line in inner)
    if width <= _WIDEST_WRAP and unfinished * 2 >= len(inner) and full * 2 >= len(inner):
        return width
    return None


def _grouped(text: str, lines: list[_Line], width: int | None) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not line.breaks_before and width and _runs_on(text, groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _runs_on(text: str, group: list[_Line], line: _Line, width: int) -> bool:
    """Whether a line goes on with the paragraph before it: its first word would not have fitted there."""
    last = group[-1]
    if last.heading or line.heading:
        return False
    first_word = text[line.start : line.end].split(maxsplit=1)[0]
    length = last.end - last.start
    fitted = length + 1 + len(first_word) <= width - 4
    unfinished = _SENTENCE_END.search(text[last.start : last.end]) is None
    return not fitted or (unfinished and length > width * _NEARLY_FULL) or text[line.start].islower()


def _is_heading(text: str, group: list[_Line]) -> bool:
    if group[0].heading:
        return True
    line = text[group[0].start : group[-1].end]
    if len(group) > 1 or len(line) > _LONGEST_HEADING or len(line.split()) > _MOST_HEADING_WORDS:
        return False
    if _CLOSED.search(line) or not any(letter.isalpha() for letter in line):
        return False
    return not line[0].islower()


def _heads_something(groups: list[list[_Line]], candidates: list[bool], index: int) -> bool:
    if groups[index][0].heading:
        return True
    if not candidates[index]:
        return False
    run_start = index
    while run_start > 0 and candidates[run_start - 1]:
        run_start -= 1
    run_end = index
    while run_end + 1 < len(candidates) and candidates[run_end + 1]:
        run_end += 1
    return run_end + 1 < len(candidates) and run_end - run_start < _HEADINGS_IN_A_ROW
