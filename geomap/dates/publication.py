"""The day of publication, where the text itself pins it.

A report that says "today" and "December 26" in one sentence and opens with "on Tuesday" was published on a Tuesday, 26
December; the years it names as past say from when on. Where these do not come together the day stays unknown: a wrong
reference date would shift every other date of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.dates import calendar
from geomap.dates.lexicon import FUTURE_CUE, PART_OF_DAY, WEEKDAY, YEAR, weekday_name, weekday_number
from geomap.dates.partial import Context, Partial, calendar_date, read_partial
from geomap.dates.scanner import find_dates
from geomap.model import Block, BlockKind, DatePrecision

__all__ = ["pin_publication"]

_OPENING_PARAGRAPHS = 3
_FURTHEST_YEAR = 3
"""Years after the latest one named in which weekday and day may meet. They meet again after five or six, so that a text
whose latest year lies further back would be dated wrongly: without the limit 10 of 32 local news texts were."""

_CALENDAR = re.compile(rf"(?<!\w)(?:{calendar_date()})", re.IGNORECASE)
_BARE_WEEKDAY = re.compile(rf"(?<!\w)(?P<weekday>{WEEKDAY})(?!s|['’]s)", re.IGNORECASE)
_TODAY = re.compile(rf"\b(?:today|(?:earlier\s+)?this\s+(?:{PART_OF_DAY}))\b", re.IGNORECASE)
_FRESH = re.compile(rf"\b(?:today|yesterday|overnight|last\s+night|{WEEKDAY})", re.IGNORECASE)
_LIMITING = re.compile(r"\b(?:since|until|till|before|after|by|the|following|from|between|and|to)\s+$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘A-Z])")
_LIMIT_AHEAD = re.compile(r"(?:by|until|till|no\s+later)\b", re.IGNORECASE)
_WRITTEN_YEAR = re.compile(rf"\b{YEAR}")
_FUTURE = re.compile(FUTURE_CUE, re.IGNORECASE)
_SENTENCE_REACH = 250
"""Characters on each side of a date in which its sentence is looked for."""
_LABEL = re.compile(
    r"(?:(?:first|last)\s+)?(?:published|posted|issued|released|date)\b(?:\s+on)?\s*:?\s*", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(
    r"[\s,|–-]*(?:at\s+)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*"
)
_STATED_WITHIN = 6
"""Blocks from the start in which a line with the date of publication may stand; it may also stand last."""
_LONGEST_STATED = 120
_DATELINE_REACH = 80
"""Characters from the start of a paragraph in which a dateline's own date stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A date as written, its place in the text, and whether it is told as news rather than as a limit or a name."""

    partial: Partial
    start: int
    end: int
    told: bool

    @property
    def month_day(self) -> tuple[int, int]:
        return self.partial.month or 0, self.partial.day or 0


def pin_publication(text: str, blocks: Sequence[Block] = ()) -> tuple[dt.date | None, str]:
    """Return the day of publication that the text pins, or None, and the reason in words.

    Parameters
    ----------
    text
        The article.
    blocks
        Its headings and paragraphs, where they are known; without them the text counts as one paragraph.

    Examples
    --------
    >>> pin_publication(
    ...     "The army on Tuesday confirmed the strikes. It said today's raid of December 26 was the first "
    ...     "since January 2020."
    ... )[0]
    datetime.date(2023, 12, 26)
    >>> pin_publication("The army confirmed the strikes on Tuesday.")
    (None, 'unknown: the text names a weekday but no day of the month')
    """
    paragraphs = [(b.start, b.end) for b in blocks if b.kind is BlockKind.PARAGRAPH] or [(0, len(text))]
    opening = paragraphs[:_OPENING_PARAGRAPHS]
    days = list(_days(text))
    pinned = _stated(text, blocks) or _full_date(text, opening, days)
    if pinned is not None:
        return pinned
    report = _report_day(text, opening, days)
    weekday = _lead_weekday(text, opening, days)
    if report is not None and report.day.partial.weekday is not None:
        weekday = report.day.partial.weekday
    if report is None or weekday is None:
        return None, _why_not(weekday, days)
    floor = _latest_year(text)
    if floor is None:
        return None, "unknown: the text names a weekday and a day of the month, but no year to count from"
    for year in range(floor, floor + report.reach + 1):
        day = calendar.make_date(year, *report.day.month_day)
        if day is not None and day.weekday() == weekday:
            meeting = f"from {floor} on, the latest year named, first in {year}"
            reason = f"pinned by the text: {report.basis}, a {weekday_name(weekday)}; {meeting}"
            return day, reason
    return None, f"unknown: the weekday and day of the month do not meet soon after {floor}, the latest year named"


def _stated(text: str, blocks: Sequence[Block]) -> tuple[dt.date, str] | None:
    """Return the date of a line that holds nothing else, or of one that says "Published" before it."""
    for block in (*blocks[:_STATED_WITHIN], *blocks[-1:]):
        line = text[block.start : min(block.end, block.start + _LONGEST_STATED)]
        for mention in find_dates(line, None)[:1]:
            day, alone = mention.interval.start, _TIME_OF_DAY.fullmatch(line, mention.end) is not None
            if day is None or mention.interval.precision is not DatePrecision.DAY:
                continue
            labelled = _LABEL.fullmatch(line, 0, mention.start) is not None
            if labelled or (mention.start == 0 and alone):
                return day, f"stated by the text: {line[: mention.end]}"
    return None


def _days(text: str) -> Iterator[_Day]:
    context = Context(reference=None)
    for hit in _CALENDAR.finditer(text):
        limited = _LIMITING.search(text, max(0, hit.start() - 12), hit.start())
        ahead = _FUTURE.search(text, _sentence(text, hit.start())[0], hit.start())
        told = limited is None and ahead is None
        yield _Day(partial=read_partial(hit, context), start=hit.start(), end=hit.end(), told=told)


def _full_date(text: str, opening: Sequence[tuple[int, int]], days: Sequence[_Day]) -> tuple[dt.date, str] | None:
    """Return the latest date of the text where its opening tells it in full, weekday and all, as fresh news."""
    dated = [
        (found, day)
        for day in days
        if day.partial.year is not None and (found := calendar.make_date(day.partial.year, *day.month_day))
    ]
    if not dated:
        return None
    latest, written = max(dated, key=lambda pair: pair[0])
    year = _latest_year(text)
    stale = year is not None and year > latest.year
    in_opening = any(start <= written.start < end for start, end in opening)
    fresh = any(not _is_within(days, hit.start()) for hit in _FRESH.finditer(text))
    if latest.weekday() != written.partial.weekday or not written.told or stale or not in_opening or not fresh:
        return None
    return latest, f"pinned by the text: {text[written.start : written.end]}, its latest date, in the opening"


def _is_within(days: Sequence[_Day], position: int) -> bool:
    """Whether a place of the text lies within one of its dates, which are in order."""
    index = bisect_right(days, position, key=lambda day: day.start)
    return index > 0 and position < days[index - 1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReportDay:
    """The day and month told as the report's own; ``reach`` is how many years after the latest named it may lie."""

    day: _Day
    basis: str
    reach: int


def _report_day(text: str, opening: Sequence[tuple[int, int]], days: Sequence[_Day]) -> _ReportDay | None:
    undated = [day for day in days if day.partial.year is None]
    for day in undated:
        if any(0 <= day.start - start <= _DATELINE_REACH and _is_dateline(text, start, day) for start, _ in opening):
            return _ReportDay(day=day, basis=f"the dateline's {text[day.start : day.end]}", reach=_FURTHEST_YEAR)
    in_opening = [day for day in undated if day.told and any(start <= day.start < end for start, end in opening)]
    for day in in_opening:
        if _TODAY.search(text, *_sentence(text, day.start)):
            basis = f"“today” and {text[day.start : day.end]} in one sentence"
            return _ReportDay(day=day, basis=basis, reach=_FURTHEST_YEAR)
    for day in in_opening:
        if day.partial.weekday is not None:
            return _ReportDay(day=day, basis=text[day.start : day.end], reach=0)
    return None


def _is_dateline(text: str, start: int, day: _Day) -> bool:
    """Whether a date stands between the start of a paragraph and a dateline's dash, with capitals before it."""
    lead = text[start : day.start]
    closing = re.match(r"\)?(?:\s?\([^()\n]{2,60}\))?\s?(?:--|[–—]|-\s)", text[day.end : day.end + 70])
    return bool(closing) and bool(
        re.fullmatch(r"\(?(?:[^\W\d_a-z][\w.'’-]*[ ,/(]*|(?:of|the|de|del|la|el|al)\s)+", lead)
    )


def _sentence(text: str, position: int) -> tuple[int, int]:
    first, last = max(0, position - _SENTENCE_REACH), min(len(text), position + _SENTENCE_REACH)
    start, line_end = max(first, text.rfind("\n", first, position) + 1), text.find("\n", position, last)
    end = last if line_end < 0 else line_end
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.end() > position:
            return start, stop.start() + 1
        start = stop.end()
    return start, end


def _lead_weekday(text: str, opening: Sequence[tuple[int, int]], days: Sequence[_Day]) -> int | None:
    """Return the first weekday of the opening that stands alone: the day on which the news is told."""
    for start, end in opening:
        for hit in _BARE_WEEKDAY.finditer(text, start, end):
            if not _is_within(days, hit.start()):
                return weekday_number(hit["weekday"])
    return None


def _latest_year(text: str) -> int | None:
    """Return the latest year the text names as past or present."""
    years = [
        int(year)
        for mention in find_dates(text, None)
        for year in _WRITTEN_YEAR.findall(mention.surface)
        if not _LIMIT_AHEAD.match(mention.surface)
        and not _FUTURE.search(text, max(0, mention.start - 60), mention.start)
    ]
    return max(years, default=None)


def _why_not(weekday: int | None, days: Sequence[_Day]) -> str:
    if weekday is None and not days:
        return "unknown: the text names no day"
    if weekday is None:
        return "unknown: the text names days but no weekday that fixes the year"
    if days:
        return "unknown: no day of the month in the text is told as the day of the report"
    return "unknown: the text names a weekday but no day of the month"
