"""Find the date expressions of a text and resolve them against a reference date."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator
from dataclasses import replace

from geomap.dates import calendar
from geomap.dates.grammar import PRODUCTIONS, SCANNER
from geomap.dates.lexicon import PART_OF_DAY
from geomap.dates.mention import UNKNOWN_DATE, DateKind, DateMention
from geomap.dates.partial import Context, Reading
from geomap.model import DateInterval, DatePrecision

__all__ = ["find_dates"]

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n\s*\n|(?<=[.!?:”\"])\n")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Gov|Sen)\.\s*$"
)
_LOWER = {ord(letter): ord(letter.lower()) for letter in string.ascii_uppercase}
"""Lower case for ASCII alone: ``str.lower`` may change the length of a text, and with it every offset."""
_WORD = re.compile(r"\w+")
_PREFIX = re.compile(
    r"\b(?:(?P<since>(?:ever\s+)?since)|(?P<bound>until|till|through|before|by|after|prior\s+to|following|no\s+later\s+than))\s+$",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:first|worst|deadliest|bloodiest|biggest|largest|highest|lowest|strongest|heaviest|most|last|unseen|not)\b[^.;]*$",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"\b(?:1[3-9]|2\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:19|20)?\d\d\b")
_MONTH_FIRST = re.compile(r"\b(?:0?[1-9]|1[0-2])[/-](?:1[3-9]|2\d|3[01])[/-](?:19|20)?\d\d\b")
_DAYTIME_FIRST = re.compile(rf"(?:the\s+)?(?:early\b|late\b|{PART_OF_DAY})", re.IGNORECASE)
_SENTENCE_REACH = 250
"""Characters of a sentence read on each side of an expression; a "sentence" without end must not cost its square."""
_PREFIX_REACH = 24
"""Characters before an expression in which "since" or "no later than" may stand."""


def find_dates(text: str, reference: dt.date | None, *, offset: int = 0) -> list[DateMention]:
    """Return the date expressions of a text, in order and never overlapping.

    Parameters
    ----------
    text
        Any text; paragraphs end at empty lines or, in unwrapped text, at line ends.
    reference
        The day the text was published, from which "Tuesday" and "last week" are counted. With None such expressions
        are found and their interval is unknown; the clock is never asked.
    offset
        Added to every offset, for a text that is part of a longer one.

    Returns
    -------
    list of DateMention
        Offsets in code points into ``text``, plus ``offset``.

    Examples
    --------
    >>> import datetime as dt
    >>> [m] = find_dates("The bridge was hit at dawn on Tuesday.", dt.date(2023, 12, 27))
    >>> m.surface, m.interval.start.isoformat()
    ('dawn on Tuesday', '2023-12-26')
    """
    mentions = []
    for start, end, reading in _scan(text, reference):
        surface = text[start:end]
        interval = replace(reading.interval, text=surface)
        mentions.append(
            DateMention(start=start + offset, end=end + offset, surface=surface, interval=interval, kind=reading.kind)
        )
    return mentions


def _scan(text: str, reference: dt.date | None) -> Iterator[tuple[int, int, Reading]]:
    sentences = _Sentences(text)
    context = Context(reference=reference, day_first=_day_first(text))
    position, floor, paragraph = 0, 0, 0
    lowered = text.translate(_LOWER)
    while (found := SCANNER.search(lowered, position)) is not None:
        first, last = sentences.around(found.start())
        if first > paragraph and _paragraph_breaks(text, floor, found.start()):
            context = replace(context, year=None)
        paragraph = first
        production = int((found.lastgroup or "p0")[1:])
        hit = _read(text, found.start(), production, context, (first, last))
        if hit is None:
            word = _WORD.match(text, found.start())
            position = word.end() if word else found.start() + 1
            continue
        start, end, reading = hit
        start, reading = _with_prefix(text, floor, start, end, reading, reference)
        yield start, end, reading
        context = _advance(context, reading)
        position = floor = end


def _read(
    text: str, start: int, production: int, context: Context, sentence: tuple[int, int]
) -> tuple[int, int, Reading] | None:
    """Try the production that was found, then those after it, at one place of the text."""
    for candidate in PRODUCTIONS[production:]:
        match = candidate.pattern.match(text, start)
        if match is None:
            continue
        span = match.span("span") if "span" in candidate.pattern.groupindex else match.span()
        before = text[max(sentence[0], span[0] - _SENTENCE_REACH) : span[0]]
        after = text[span[1] : max(span[1], min(sentence[1], span[1] + _SENTENCE_REACH))]
        around = replace(context, sentence_before=before, sentence_after=after)
        reading = candidate.read(match, around)
        if reading is not None:
            return span[0], span[1], reading
    return None


def _with_prefix(
    text: str, floor: int, start: int, end: int, reading: Reading, reference: dt.date | None
) -> tuple[int, Reading]:
    """Take "since" or "until" before an expression into it.

    "Since October 17" runs from that day; "since the October 7 attack" only names it, so the article keeps the prefix
    away. "The deadliest attack since 2017" compares, and dates nothing.
    """
    lead = max(floor, start - _PREFIX_REACH)
    prefix = _PREFIX.search(text, lead, start)
    if prefix is None or text[end : end + 2] in {"'s", "’s"} or reading.kind not in _PREFIXED:
        return start, reading
    if prefix["since"] is None:
        if _DAYTIME_FIRST.match(text, start) or (
            prefix["bound"].casefold() in {"after", "following"} and end < len(text) and text[end] == "-"
        ):
            return start, reading
        return prefix.start(), Reading(interval=reading.interval, kind=DateKind.BOUND, year=reading.year)
    if _SUPERLATIVE.search(text, max(0, prefix.start() - 80), prefix.start()):
        return prefix.start(), Reading(interval=reading.interval, kind=DateKind.BOUND, year=reading.year)
    return prefix.start(), _since(reading, reference)


_PREFIXED = frozenset({DateKind.POINT, DateKind.RELATIVE, DateKind.FUTURE})


def _since(reading: Reading, reference: dt.date | None) -> Reading:
    start = reading.interval.start
    if start is None or reference is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.DURATION_SINCE, year=reading.year)
    if start > reference and reading.year is None:
        start = calendar.add_months(start, -12)
    if start > reference:
        return Reading(interval=reading.interval, kind=DateKind.BOUND, year=reading.year)
    interval = DateInterval(start=start, end=reference, precision=DatePrecision.RANGE)
    return Reading(interval=interval, kind=DateKind.DURATION_SINCE, year=reading.year)


def _advance(context: Context, reading: Reading) -> Context:
    # "formed in 1984" is background: only a year written with its month goes on to the dates after it
    dated = reading.year is not None and reading.interval.precision in {DatePrecision.DAY, DatePrecision.MONTH}
    year = reading.year if dated else context.year
    known = reading.interval.precision is DatePrecision.DAY and reading.kind is not DateKind.BOUND
    return replace(context, year=year, anchor=reading.interval.start if known else context.anchor)


def _day_first(text: str) -> bool | None:
    """Tell how the text's numeric dates run, from those that can be read one way only."""
    days, months = _DAY_FIRST.search(text) is not None, _MONTH_FIRST.search(text) is not None
    return days if days != months else None


def _paragraph_breaks(text: str, start: int, end: int) -> bool:
    return "\n\n" in text[start:end] or _LINE_PARAGRAPH.search(text, start, end) is not None


_LINE_PARAGRAPH = re.compile(r"[.!?”\"]\n")


class _Sentences:
    """The sentence around a place of the text, found by going forward only."""

    __slots__ = ("_end", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._start, self._end = 0, -1

    def around(self, position: int) -> tuple[int, int]:
        """Return the offsets of the sentence that holds a position; positions never go back."""
        while self._end <= position:
            if self._end >= 0:
                self._start = self._end
            self._end = self._next_end(max(self._end, 0))
        return self._start, self._end

    def _next_end(self, start: int) -> int:
        for stop in _SENTENCE_END.finditer(self._text, start):
            if _ABBREVIATED.search(self._text, max(start, stop.start() - 6), stop.start() + 1) is None:
                return stop.end()
        return len(self._text) + 1
