"""Readers of expressions that name days by the calendar: dates, months, years, ranges, seasons, holidays.

Each takes a match of its own pattern and the context, and gives a reading, or None where the words are no date.
"""

from __future__ import annotations

import datetime as dt
import re

from geomap.dates import calendar
from geomap.dates.lexicon import NAMED_DAYS
from geomap.dates.mention import UNKNOWN_DATE, DateKind
from geomap.dates.partial import Context, Partial, Reading, read_partial, resolve
from geomap.model import DateInterval

__all__ = [
    "read_calendar_date",
    "read_decade",
    "read_eponym",
    "read_holiday",
    "read_iso",
    "read_month",
    "read_month_of_year",
    "read_numeric",
    "read_part_of_month",
    "read_part_of_year",
    "read_range",
    "read_season",
    "read_share_of_year",
    "read_split_year",
    "read_year",
]

_EPONYMS = (
    (9, 11, 2001, re.compile(r"(?:\W+\w+)?\W+(?:attack|terror|hijack|commission)", re.IGNORECASE)),
    (10, 7, 2023, re.compile(r"(?:\W+\w+){0,3}?\W+(?:attack|assault|massacre|hamas|raid)", re.IGNORECASE)),
    (7, 7, 2005, re.compile(r"(?:\W+\w+)?\W+bombings?", re.IGNORECASE)),
    (1, 6, 2021, re.compile(r"(?:\W+\w+){0,2}?\W+(?:capitol|insurrection|riot|attack)", re.IGNORECASE)),
)
"""Days that became the name of one event, told without a year for years afterwards."""


def read_calendar_date(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "Tuesday, 26 December 2023", "Dec. 26", "25 AUG 88", "the October 7 attack"."""
    partial = read_partial(hit, context)
    if partial.year is None and context.reference is not None:
        after = context.sentence_after
        for month, day, year, cue in _EPONYMS:
            named = calendar.make_date(year, month, day)
            if (
                (partial.month, partial.day) == (month, day)
                and named
                and named <= context.reference
                and cue.match(after)
            ):
                return Reading(interval=calendar.day_interval(named), kind=DateKind.POINT)
    return resolve(partial, context)


def read_eponym(hit: re.Match[str], context: Context) -> Reading | None:  # noqa: ARG001 - one signature for all readers
    """Read "9/11", the day of 2001."""
    return Reading(interval=calendar.day_interval(dt.date(2001, 9, 11)), kind=DateKind.POINT)


def read_iso(hit: re.Match[str], context: Context) -> Reading | None:
    """Read ISO 8601 days ("2020-01-03", "2020/01/03") and months ("2020-01")."""
    year, month, day = int(hit["year"]), int(hit["month"]), hit["day"]
    if not 1 <= month <= 12:
        return None
    return resolve(Partial(year=year, month=month, day=None if day is None else int(day)), context)


def read_numeric(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "3/1/2020", "03.01.2020", "03-01-20".

    Dots run day first (the German, Russian and Turkish way). Otherwise a number over 12 decides, then the text's other
    dates, then nearness to the reference date; a date still open is known to the year alone.
    """
    first, second = int(hit["first"]), int(hit["second"])
    digits = hit["year"]
    year = int(digits) if len(digits) == 4 else calendar.expand_year(int(digits), context.reference)
    day_first = calendar.make_date(year, second, first)
    month_first = calendar.make_date(year, first, second)
    chosen = day_first or month_first
    if chosen is None:
        return None
    if day_first and month_first and day_first != month_first and hit["separator"] != ".":
        settled = _settle(day_first, month_first, context)
        if settled is None:
            return Reading(interval=calendar.year_interval(year), kind=DateKind.POINT, year=year)
        chosen = settled
    return Reading(interval=calendar.day_interval(chosen), kind=_tense(chosen, context), year=year)


_NEWS_DAYS = 14
"""Days back to which a numeric date reads as the news of the report."""


def _settle(day_first: dt.date, month_first: dt.date, context: Context) -> dt.date | None:
    if context.day_first is not None:
        return day_first if context.day_first else month_first
    if context.reference is None:
        return None
    fresh = [day for day in (day_first, month_first) if 0 <= (context.reference - day).days <= _NEWS_DAYS]
    return fresh[0] if len(fresh) == 1 else None


def read_month(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "January 2020", "in January", "last March"."""
    partial = read_partial(hit, context)
    which = (hit.groupdict().get("which") or "").casefold()
    if not which:
        return resolve(partial, context)
    if context.reference is None or partial.month is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.RELATIVE)
    year, month = context.reference.year, context.reference.month
    if which == "last":
        year -= partial.month >= month
    elif which == "next":
        year += partial.month <= month
    interval = calendar.month_interval(year, partial.month)
    return Reading(interval=interval, kind=DateKind.FUTURE if which == "next" else DateKind.RELATIVE)


def read_month_of_year(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "March last year", "January of this year"."""
    month = read_partial(hit, context).month
    if context.reference is None or month is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.RELATIVE)
    year = context.reference.year + {"last": -1, "this": 0, "next": 1}[hit["which"].casefold()]
    interval = calendar.month_interval(year, month)
    future = interval.start is not None and interval.start > context.reference
    return Reading(interval=interval, kind=DateKind.FUTURE if future else DateKind.RELATIVE)


def read_year(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "in 2019", "the 2019 attack", "(2019)"."""
    return _dated(calendar.year_interval(int(hit["year"])), context, year=int(hit["year"]))


def read_decade(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "the 1990s", "the early 1990s", "the '80s"."""
    digits = hit["decade"].lstrip("'’")
    year = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) >= 30 else 2000 + int(digits)
    part = _part(hit)
    if part is None:
        return _dated(calendar.decade_interval(year), context, year=None)
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
    interval = calendar.range_interval(dt.date(year + first, 1, 1), dt.date(year + last, 12, 31))
    return _dated(interval, context, year=None)


def read_part_of_month(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "late March", "mid-May 2021", "the end of January"."""
    month = resolve(read_partial(hit, context), context)
    part = _part(hit)
    if month is None or month.interval.start is None or part is None:
        return month
    start = month.interval.start
    return Reading(interval=calendar.part_of_month(start.year, start.month, part), kind=month.kind, year=month.year)


def read_part_of_year(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "early 2021", "the end of 2019"."""
    year = int(hit["year"])
    return _dated(calendar.part_of_year(year, _part(hit) or "mid"), context, year=year)


def read_share_of_year(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "the first half of 2020", "the third quarter of 2022"."""
    year, share = int(hit["year"]), hit["share"].casefold()
    months = {"half": 6, "quarter": 3}[share]
    index = 12 // months if hit["nth"].casefold() == "last" else _ORDINALS[hit["nth"].casefold()]
    if index * months > 12:
        return None
    first = dt.date(year, (index - 1) * months + 1, 1)
    last = calendar.month_interval(year, index * months).end or first
    return _dated(calendar.range_interval(first, last), context, year=year)


def read_split_year(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "2019-20" and "1989/96", from the first year to the last."""
    year = int(hit["year"])
    last = year - year % 100 + int(hit["short"])
    last += 100 if last < year and year % 100 == 99 else 0
    if last <= year:
        return None
    return _dated(calendar.range_interval(dt.date(year, 1, 1), dt.date(last, 12, 31)), context, year=year)


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def read_season(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "spring 2021", "last summer", "this winter" by the northern half of the year."""
    season = hit["season"].casefold()
    if not hit["year"] and not hit["which"]:
        return None
    if hit["year"]:
        return _dated(calendar.season_interval(int(hit["year"]), season), context, year=int(hit["year"]))
    if context.reference is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.RELATIVE)
    which = hit["which"].casefold()
    year = context.reference.year
    around = [calendar.season_interval(year + step, season) for step in (-2, -1, 0, 1)]
    if which == "last":
        return Reading(interval=[s for s in around if s.end and s.end < context.reference][-1], kind=DateKind.RELATIVE)
    if which == "next":
        ahead = [s for s in around if s.start and s.start > context.reference]
        return Reading(interval=ahead[0], kind=DateKind.FUTURE) if ahead else None
    current = [s for s in around if s.start and s.start <= context.reference][-1]
    if current.end and current.end < context.reference and current.end.year < year:
        current = calendar.season_interval(year, season)
    return Reading(interval=current, kind=_tense(current.start or context.reference, context))


def read_holiday(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "Christmas Day", "New Year's Eve 2022", "Good Friday"."""
    name = hit["holiday"].casefold().replace("’", "'")
    written = hit["year"]
    if written is None and context.reference is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.POINT)
    if written is None and name in NAMED_DAYS:
        month, day_of_month = NAMED_DAYS[name]
        return resolve(Partial(month=month, day=day_of_month), context)
    reference = context.reference or dt.date(int(written or 1), 7, 1)
    years = [int(written)] if written else [reference.year - 1, reference.year, reference.year + 1]
    days = [_holiday(name, year) for year in years]
    day = min(days, key=lambda found: abs(found - reference))
    return Reading(
        interval=calendar.day_interval(day), kind=_tense(day, context), year=int(written) if written else None
    )


def _holiday(name: str, year: int) -> dt.date:
    moves = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
    if name in moves:
        return calendar.shift(calendar.easter(year), moves[name])
    month, day = NAMED_DAYS[name]
    return dt.date(year, month, day)


def read_range(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "between 3 and 5 May", "from Monday to Wednesday", "May 3-5, 2020", "2014–2017"."""
    first, last = read_partial(hit, context, "1"), read_partial(hit, context, "2")
    if not _are_ends(first, last):
        return None
    ending = resolve(_later_end(first, last), context)
    if ending is None:
        return None
    end = ending.interval.end
    starting = None if end is None else resolve(_earlier_end(first, last, end), context)
    begin = None if starting is None else starting.interval.start
    if end is None or starting is None or begin is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.RANGE) if end is None else None
    if begin > end:
        begin = calendar.shift(begin, -7) if first.weekday is not None else begin
    if begin > end:
        return None
    future = ending.kind is DateKind.FUTURE and (context.reference is None or begin > context.reference)
    kind = DateKind.FUTURE if future else DateKind.RANGE
    return Reading(interval=calendar.range_interval(begin, end), kind=kind, year=last.year)


def _are_ends(first: Partial, last: Partial) -> bool:
    """Whether two parts make a range of dates: "between 10 and 20" (people) and "from January to 5" do not."""
    if first.month is None and last.month is None:
        return first.day is None and last.day is None
    if first.month is None and first.day is not None:
        return last.day is not None
    if last.month is None and last.day is not None:
        return first.day is not None
    return True


def _later_end(first: Partial, last: Partial) -> Partial:
    if last.month is None or last.year is not None or first.year is None or first.month is None:
        return last.filled_from(first)
    turned = (last.month, last.day or 31) < (first.month, first.day or 1)
    return Partial(year=first.year + turned, month=last.month, day=last.day)


def _earlier_end(first: Partial, last: Partial, end: dt.date) -> Partial:
    filled = first.filled_from(last)
    if first.year is None and filled.month is not None:
        turned = (filled.month, filled.day or 1) > (end.month, end.day)
        return Partial(year=end.year - turned, month=filled.month, day=filled.day)
    return filled


def _part(hit: re.Match[str]) -> str | None:
    groups = hit.groupdict()
    words = (groups.get("part") or groups.get("part_of") or "").casefold()
    for part, cues in _PARTS.items():
        if words.startswith(cues):
            return part
    return None


_PARTS = {
    "early": ("early", "beginning", "the beginning", "start", "the start"),
    "mid": ("mid", "the middle", "middle"),
    "late": ("late", "end", "the end"),
}


def _dated(interval: DateInterval, context: Context, *, year: int | None) -> Reading:
    start = interval.start or dt.date.min
    return Reading(interval=interval, kind=_tense(start, context), year=year)


def _tense(start: dt.date, context: Context) -> DateKind:
    if context.reference is not None and start > context.reference:
        return DateKind.FUTURE
    return DateKind.POINT
