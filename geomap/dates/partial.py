"""Calendar dates as written, with parts missing, and how the reference date and the sentence fill them in.

A match of the expression ``calendar_date(suffix)`` comes in; a `Partial` and then an interval with its kind go out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from geomap.dates import calendar
from geomap.dates.lexicon import (
    DAY,
    FUTURE_CUE,
    GAP,
    MONTH,
    PART_OF_DAY,
    PAST_CUE,
    WEEKDAY,
    YEAR,
    month_number,
    weekday_number,
)
from geomap.dates.mention import UNKNOWN_DATE, DateKind
from geomap.model import DateInterval

__all__ = [
    "SHORT_YEAR",
    "Context",
    "Partial",
    "Reading",
    "calendar_date",
    "endpoint",
    "looks_ahead",
    "read_partial",
    "resolve",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the text before an expression knows.

    ``anchor`` is the last day named, which "two days earlier" counts from; ``year`` the last year written out with
    a month in the same paragraph; ``day_first`` how the text's own unambiguous numeric dates run, None where it has
    none.
    """

    reference: dt.date | None
    sentence_before: str = ""
    sentence_after: str = ""
    anchor: dt.date | None = None
    year: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an expression stands for; ``year`` is the year it wrote out, if it did."""

    interval: DateInterval
    kind: DateKind
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """The parts of a date that were written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days_from_reference: int | None = None

    def filled_from(self, other: Partial) -> Partial:
        """Return this with year, and month where only a day was written, taken from the other end of a range."""
        if self.weekday is not None and self.month is None and self.day is None:
            return self
        month = self.month if self.month is not None or self.day is None else other.month
        return replace(self, month=month, year=self.year if self.year is not None else other.year)


SHORT_YEAR = r"(?:['’]\d\d\b|(?-i:(?<=[^A-Z][A-Z]{3}[ .])\d\d\b)|\d\d\b(?=\s*(?:[\]);:—–]|--|-\s|\(|$)))"
_REFERENCE_DAYS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}


def calendar_date(suffix: str = "") -> str:
    """Return the expression of a date with a month: "Tuesday, 26 December 2023", "Dec. 26", "25 AUG 88".

    The groups are named with the suffix, so that one expression can hold two dates.
    """
    year = rf"(?:,?{GAP}(?:of{GAP})?(?P<year_X_{suffix}>{YEAR}|{SHORT_YEAR}))?"
    weekday = (
        rf"(?:(?P<weekday{suffix}>{WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?),?{GAP}\(?(?:the{GAP})?)?"
    )
    part = rf"(?:(?:the{GAP})?(?:{PART_OF_DAY}{GAP}(?:of|on){GAP}|(?:early|late){GAP}(?:on{GAP})?))?"
    day_month = rf"(?P<day_a{suffix}>{DAY}){GAP}?(?:of{GAP})?(?P<month_a{suffix}>{MONTH})" + year.replace("_X_", "_a")
    month_day = rf"(?P<month_b{suffix}>{MONTH}){GAP}(?:the{GAP})?(?P<day_b{suffix}>{DAY})" + year.replace("_X_", "_b")
    return rf"{part}{weekday}(?:{day_month}|{month_day})"


def endpoint(suffix: str) -> str:
    """Return the expression of one end of a range: any date, a month, a year, a weekday or a bare day number."""
    month = rf"(?P<month_c{suffix}>{MONTH})(?:,?{GAP}(?:of{GAP})?(?P<year_c{suffix}>{YEAR}))?"
    weekday = rf"(?:early{GAP}|late{GAP})?(?P<weekday_only{suffix}>{WEEKDAY})(?:{GAP}{PART_OF_DAY})?"
    day = rf"(?:the{GAP})?(?P<day_only{suffix}>{DAY})"
    words = rf"(?P<words{suffix}>today|yesterday|now|tomorrow)\b"
    return rf"(?:{calendar_date(suffix)}|{month}|(?P<year_only{suffix}>{YEAR})|{weekday}|{day}|{words})"


def read_partial(hit: re.Match[str], context: Context, suffix: str = "") -> Partial:
    """Return the parts that a match of ``calendar_date(suffix)`` or ``endpoint(suffix)`` found."""
    groups = hit.groupdict()

    def part(*names: str) -> str | None:
        return next((value for name in names if (value := groups.get(name + suffix))), None)

    month = part("month_a", "month_b", "month_c")
    day = part("day_a", "day_b", "day_only")
    year = part("year_a", "year_b", "year_c", "year_only")
    weekday = part("weekday", "weekday_only")
    words = part("words")
    return Partial(
        year=None if year is None else _year(year, context.reference),
        month=None if month is None else month_number(month),
        day=None if day is None else int(day.rstrip("sthndrSTHNDR")),
        weekday=None if weekday is None else weekday_number(weekday),
        days_from_reference=None if words is None else _REFERENCE_DAYS[words.casefold()],
    )


def resolve(partial: Partial, context: Context) -> Reading | None:
    """Return the days of a date with parts missing, or None where the calendar has no such date.

    Without a reference date only what is written in full is known. Weekdays are the most recent one; a day and month
    without a year fall in the year written before them in the paragraph, else in the nearest year; the sentence's
    "will" and "was" turn either round.
    """
    if partial.month is None and partial.day is None and partial.year is not None:
        return Reading(interval=calendar.year_interval(partial.year), kind=DateKind.POINT, year=partial.year)
    if partial.month is not None and partial.day is not None:
        return _day_of_month(partial, context)
    if partial.month is not None:
        return _whole_month(partial, context)
    if context.reference is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.POINT)
    if partial.days_from_reference is not None:
        day = calendar.shift(context.reference, partial.days_from_reference)
        kind = DateKind.FUTURE if partial.days_from_reference > 0 else DateKind.RELATIVE
        return Reading(interval=calendar.day_interval(day), kind=kind)
    if partial.weekday is not None:
        return _weekday(partial.weekday, context, context.reference)
    return None


def looks_ahead(context: Context) -> bool:
    """Whether the sentence speaks of what is to come at this place.

    "Voters will go to the polls on Sunday", "On Sunday voters will ..."; but in "the army said on Tuesday it will
    withdraw" the "will" comes after the day, and in "the truce that will begin soon was agreed on Monday" a past form
    stands between.
    """
    before = list(_FUTURE.finditer(context.sentence_before))
    if before:
        return _PAST_BETWEEN.search(context.sentence_before, before[-1].end()) is None
    if len(context.sentence_before.split()) > 1:
        return False
    ahead = _FUTURE.search(context.sentence_after)
    return ahead is not None and _PAST.search(context.sentence_after[: ahead.start()]) is None


_FUTURE = re.compile(FUTURE_CUE, re.IGNORECASE)
_PAST = re.compile(PAST_CUE + r"|\b(?:said|says|told|that)\b", re.IGNORECASE)
_PAST_BETWEEN = re.compile(
    r"\b(?:was|were|had|said|told|after|since|following|took|began|came|broke|left|went|fell|struck|occurred|happened|died"
    r"|erupted|exploded|ended|started)\b",
    re.IGNORECASE,
)


def _weekday(weekday: int, context: Context, reference: dt.date) -> Reading:
    if looks_ahead(context):
        day = calendar.shift(reference, (weekday - reference.weekday()) % 7)
        return Reading(interval=calendar.day_interval(day), kind=DateKind.FUTURE)
    day = calendar.recent_weekday(reference, weekday)
    return Reading(interval=calendar.day_interval(day), kind=DateKind.POINT)


def _day_of_month(partial: Partial, context: Context) -> Reading | None:
    month, day = partial.month or 0, partial.day or 0
    if partial.year is not None:
        found = calendar.make_date(partial.year, month, day)
    elif context.reference is not None:
        found = _without_year(month, day, partial.weekday, context, context.reference)
    elif context.year is not None:
        found = calendar.make_date(context.year, month, day)
    else:
        return None if day > _LONGEST[month] else Reading(interval=UNKNOWN_DATE, kind=DateKind.POINT)
    if found is None:
        return None
    return Reading(interval=calendar.day_interval(found), kind=_kind(found, context), year=partial.year)


_LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _without_year(month: int, day: int, weekday: int | None, context: Context, reference: dt.date) -> dt.date | None:
    """Fill in the year of a day and month: the paragraph's, else the nearest, held to the past by a past verb.

    A weekday written with them ("Thursday, Dec. 15") may turn the nearest year to the one beside it.
    """
    nearest = calendar.nearest_year(reference, month, day)
    if weekday is not None and nearest is not None and nearest.weekday() != weekday:
        beside = (calendar.make_date(nearest.year + step, month, day) for step in (-1, 1))
        fitting = [found for found in beside if found is not None and found.weekday() == weekday]
        if fitting:
            return fitting[0]
    if context.year is not None and context.year < reference.year:
        told = calendar.make_date(context.year, month, day)
        # "On January 3, 2020, ... On January 8, Iran fired": the written year goes on, unless the date is fresh news
        if told is not None and (nearest is None or nearest > reference or reference - nearest > _FRESH):
            return told
    if nearest is None or nearest <= reference + _SOON or looks_ahead(context):
        return nearest
    if _PAST.search(context.sentence_before) or _PAST.search(context.sentence_after):
        return calendar.make_date(nearest.year - 1, month, day)
    return nearest


_FRESH = dt.timedelta(days=90)
_SOON = dt.timedelta(days=1)  # "on Wednesday, May 4" in a report filed on the evening of the 3rd, west of the event


def _whole_month(partial: Partial, context: Context) -> Reading:
    month = partial.month or 0
    year = partial.year
    if year is None and context.reference is None:
        year = context.year
    elif year is None and context.reference is not None:
        year = _year_of_month(month, context, context.reference)
    if year is None:
        return Reading(interval=UNKNOWN_DATE, kind=DateKind.POINT)
    interval = calendar.month_interval(year, month)
    return Reading(interval=interval, kind=_kind(dt.date(year, month, 1), context), year=partial.year)


def _year_of_month(month: int, context: Context, reference: dt.date) -> int:
    """Fill in the year of a month: the next one where the sentence looks ahead, the paragraph's, or the latest."""
    if looks_ahead(context):
        return reference.year if month >= reference.month else reference.year + 1
    latest = reference.year if month <= reference.month else reference.year - 1
    if context.year is not None and context.year < latest:
        return context.year
    return latest


def _kind(start: dt.date, context: Context) -> DateKind:
    if context.reference is None or start <= context.reference:
        return DateKind.POINT
    soon = start <= context.reference + _SOON and not looks_ahead(context)
    return DateKind.POINT if soon else DateKind.FUTURE


def _year(text: str, reference: dt.date | None) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else calendar.expand_year(int(digits), reference)
