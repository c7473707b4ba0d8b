"""One text of a date column to the days it stands for, with the precision it tells.

In: a text, and whether days come before months in its column. Out: a `DayReading`, or the reason why there is none.
Nothing here asks the clock: a date without a year is none.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from geomap.dates import find_dates
from geomap.dates.calendar import (
    day_interval,
    make_date,
    month_interval,
    range_interval,
    week_interval,
    year_interval,
)
from geomap.model import DateInterval
from geomap.tables.monthnames import month_of, parse_freely

__all__ = ["DayReading", "is_month_first", "read_day"]

_FIRST, _LAST = 1000, 2199
_CENTURY = 69
"""Two-digit years from here on are of the twentieth century, those below of the twenty-first (POSIX, strptime)."""

_YMD = re.compile(r"^(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?$")
_DMY = re.compile(r"^(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2}|'\d{2})$")
_MY = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_TIME = re.compile(
    r"(?:T|[,\s]+(?:(?:at|um|à|a las|às|в|"
    r"kl\.?)\s*)?)\d{1,2}(?:[:h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?|uhr|h)?|\s*(?:[ap]\.?m\.?|uhr))"
    r"\s*(?:z|utc|gmt|[+-]\d{2}(?::?\d{2})?|\[?[a-z]+/[a-z_]+\]?)?$",
    re.IGNORECASE,
)
_CJK = re.compile(r"^(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日号일]?)?)?$")
_QUARTER = re.compile(
    r"^(?:q|quarter |quartal |t)\s?([1-4])[\s/,-]*(\d{4})$|^(\d{4})[\s/,-]*q\s?([1-4])$|^([1-4])\.? quart(?:al|"
    r"er) (\d{4})$",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"^(\d{4})-?\s?w(\d{2})(?:-?[1-7])?$|^(?:kw|week|semaine|semana)\s*(\d{1,2})[\s/,]+(\d{4})$", re.IGNORECASE
)
_ABOUT = re.compile(r"^(?:c|ca|circa|approx|about|around|env|vers|um|etwa|около|~|≈)\.?\s*(?=\d|\w{3})", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s+-+\s+|\s*(?:–|—|\.\.+|…|~|→)\s*|\s+(?:to|until|till|through|bis|au|jusqu'au|a|al|hasta|até|ate|do|по|до|"
    r"tot|sampai|s/d|إلى|حتى)\s+|"
    r"(?<=\d)/(?=\d{4}-\d)|(?<=\d{4})-(?=\d{4}$)|\s*至\s*|\s*から\s*",
    re.IGNORECASE,
)
_TIGHT = re.compile(r"^(?P<left>\d{1,2})\.?\s*[-–/&+]\s*(?P<right>\d{1,2}(?:\.\s*|\s+|/).+)$")
_TIGHT_MONTHS = re.compile(
    r"^(?P<left>\d{1,2}\.\d{1,2}\.?|[^\W\d]+)\s*[-–/]\s*(?P<right>(?:\d{1,2}\.\d{1,2}\.|[^\W\d]+\s+)\s*\d{4})$"
)
_PART_OF = re.compile(
    r"\b(?:early|late|mid|beginning|end|start|first half|second half|spring|summer|autumn|fall|winter)\b", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:between|from|von|du|del?|entre|с|від|od|dari|من)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W\d_]|[^\W\d_]")
_NUMBER = re.compile(r"\d+")
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_SERIALS = (5_000, 80_000)
"""The serial numbers of days that are believed: 1913 to 2119 as spreadsheet programs count."""
_LONGEST = 60
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReading:
    """What a text was read as: an interval, or a reason why it is none; ``repair`` where it was not read as it stands.

    ``short_year`` tells that the year was given by two digits.
    """

    interval: DateInterval | None
    reason: str = ""
    repair: str = ""
    short_year: bool = False


def read_day(text: str, *, day_first: bool = True, freely: bool = True) -> DayReading:
    """Read the text of one cell; ``freely`` asks the library, too, where no rule fits, which takes its time.

    >>> read_day("3.5.2016").interval.start.isoformat(), read_day("5/3/16", day_first=False).interval.start.isoformat()
    ('2016-05-03', '2016-05-03')
    >>> str(read_day("May 2016").interval.precision), str(read_day("2016").interval.precision)
    ('month', 'year')
    """
    plain = _ABOUT.sub("", _plain(text))
    found = (
        _read_number(plain)
        or _read_numeric(plain, day_first=day_first)
        or _read_period(plain)
        or _read_named(plain)
        or _read_range(plain, day_first=day_first)
    )
    if found is not None:
        return _checked(found)
    bare = _TIME.sub("", plain)
    if bare != plain and bare:
        return read_day(bare, day_first=day_first, freely=freely)
    return _read_freely(text, day_first=day_first) if freely else DayReading(interval=None, reason="not a date")


def is_month_first(text: str) -> bool | None:
    """Tell which of the two first numbers of a date such as 26/12/2023 must be the month; None where both may be."""
    found = _DMY.match(_TIME.sub("", _plain(text)))
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return False
    return True if second > 12 >= first else None


def numeric_mark(text: str) -> str | None:
    """Give what parts the numbers of a date whose day and month both may be either, else None."""
    found = _DMY.match(_TIME.sub("", _plain(text)))
    return (
        found[2] if found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3] else None
    )


def _plain(text: str) -> str:
    if not text.isascii():
        text = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in text)
    return " ".join(text.strip(" \t'\"()[]").split())


def _checked(found: DayReading) -> DayReading:
    interval = found.interval
    if interval is None or interval.start is None or interval.end is None:
        return found
    if not _FIRST <= interval.start.year <= _LAST or not _FIRST <= interval.end.year <= _LAST:
        return DayReading(interval=None, reason=f"a year outside {_FIRST} to {_LAST}")
    return found


def _day(year: int, month: int, day: int, *, short: bool = False, repair: str = "") -> DayReading:
    """Give the reading of a day, a month where the day is 0, a year where the month is 0."""
    if not 1 <= year <= 9999:
        return DayReading(interval=None, reason="no such year")
    if month == 0 and day == 0:
        return DayReading(interval=year_interval(year), short_year=short)
    if day == 0 and 1 <= month <= 12:
        return DayReading(interval=month_interval(year, month), short_year=short)
    found = make_date(year, month, day)
    if found is None:
        return DayReading(interval=None, reason="the calendar has no such day")
    return DayReading(interval=day_interval(found), short_year=short, repair=repair)


def _year(text: str) -> tuple[int, bool]:
    """Read a year of four or two digits, and whether it is short."""
    digits = text.lstrip("'’")
    if len(digits) > 2:
        return int(digits), False
    return int(digits) + (1900 if int(digits) >= _CENTURY else 2000), True


def _read_number(text: str) -> DayReading | None:
    """Read a bare number: a year, yyyymm, yyyymmdd with or without a time, a spreadsheet's serial, Unix time."""
    found = re.match(r"^(\d+)(?:\.(\d+))?$", text)
    if found is None:
        return None
    digits, number = found[1], int(found[1])
    if found[2] and len(digits) != 5 and found[2].strip("0") and len(digits) < 9:
        return None
    if len(digits) == 4:
        return (
            DayReading(interval=year_interval(number)) if number else DayReading(interval=None, reason="no such year")
        )
    if len(digits) == 5 and _SERIALS[0] <= number <= _SERIALS[1]:
        return DayReading(interval=day_interval(_EXCEL_DAY_ZERO + dt.timedelta(days=number)))
    if len(digits) in {8, 12, 14} and 1000 <= int(digits[:4]) <= _LAST and int(digits[4:6]) <= 12:
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    if len(digits) == 6 and 1000 <= int(digits[:4]) <= _LAST and 1 <= int(digits[4:]) <= 12:
        return _day(int(digits[:4]), int(digits[4:]), 0)
    for length, scale in ((10, 1), (9, 1), (13, 1_000), (12, 1_000), (16, 1_000_000), (19, 1_000_000_000)):
        if len(digits) == length:
            return DayReading(interval=day_interval(_EPOCH + dt.timedelta(seconds=number // scale)))
    return DayReading(interval=None, reason="a number that is no date")


def _read_numeric(text: str, *, day_first: bool) -> DayReading | None:
    """Read dates of numbers alone, the year first or last."""
    bare = _TIME.sub("", text)
    found = _YMD.match(bare) or _CJK.match(bare)
    if found is not None:
        year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if month > 12 >= day >= 1:
            return _day(year, day, month, repair="read as year, day, month: there is no such month")
        return _day(year, month, day)
    found = _DMY.match(bare)
    if found is not None:
        year, short = _year(found[4])
        first, second = int(found[1]), int(found[3])
        day, month = (first, second) if day_first else (second, first)
        if month > 12 >= day:
            day, month = month, day
            order = "month first" if day_first else "day first"
            return _day(year, month, day, short=short, repair=f"read {order}, unlike the rest of the column")
        return _day(year, month, day, short=short)
    found = _MY.match(bare)
    return _day(int(found[2]), int(found[1]), 0) if found is not None else None


def _read_period(text: str) -> DayReading | None:
    """Read quarters and weeks."""
    found = _QUARTER.match(text)
    if found is not None:
        quarter = int(found[1] or found[4] or found[5])
        year = int(found[2] or found[3] or found[6])
        first, last = month_interval(year, quarter * 3 - 2), month_interval(year, quarter * 3)
        if first.start is not None and last.end is not None:
            return DayReading(interval=range_interval(first.start, last.end))
    found = _WEEK.match(text)
    if found is not None:
        year, week = int(found[1] or found[4]), int(found[2] or found[3])
        try:
            return DayReading(interval=week_interval(dt.date.fromisocalendar(year, week, 1)))
        except ValueError:
            return DayReading(interval=None, reason="no such week")
    return None


def _read_named(text: str) -> DayReading | None:
    """Read dates with the name of one month, in any language, in any order of day, month and year."""
    bare = _TIME.sub("", text)
    if not re.search(r"\d", bare) or len(bare) > _LONGEST or _PART_OF.search(bare):
        return None
    months = [(hit.start(), month) for hit in _WORD.finditer(_join_months(bare)) if (month := month_of(hit[0]))]
    if len({month for _, month in months}) != 1:
        return None
    numbers = _NUMBER.findall(bare)
    month = months[0][1]
    if len(numbers) == 1:
        if len(numbers[0]) == 4:
            return _day(int(numbers[0]), month, 0)
        if re.match(r"^[^\W\d]+\.?-'?\d{2}$", bare):
            year, short = _year(numbers[0])
            return _day(year, month, 0, short=short)
        return DayReading(interval=None, reason="a day without a year")
    if len(numbers) == 2:
        year_text = next((n for n in numbers if len(n) == 4), numbers[1])
        day_text = numbers[0] if year_text is numbers[1] else numbers[1]
        if len(day_text) > 2:
            return None
        year, short = _year(year_text)
        return _day(year, month, int(day_text), short=short)
    return None


def _join_months(text: str) -> str:
    """Join the names of months that are two words."""
    return re.sub(r"(كانون|تشرين)\s+(?=\S)", r"\1-", text)


def _read_range(text: str, *, day_first: bool) -> DayReading | None:
    """Read two dates with something between them; what the first one lacks is taken from the second."""
    for left, right in _cuts(_OPENING.sub("", text)):
        last = read_day(right, day_first=day_first, freely=False)
        if last.interval is None or last.interval.start is None or last.interval.end is None:
            continue
        for completed in _complete(left, last.interval.start):
            first = completed(day_first)
            if first.interval is not None and first.interval.start is not None:
                start, end = first.interval.start, last.interval.end
                if start > end:
                    return DayReading(interval=range_interval(end, start), repair="the ends are turned round")
                interval = first.interval if first.interval == last.interval else range_interval(start, end)
                return replace(last, interval=interval)
    return None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    tight = _TIGHT.match(text) or _TIGHT_MONTHS.match(text)
    if tight is not None:
        yield tight["left"], tight["right"]
    for hit in _SEPARATOR.finditer(text):
        yield text[: hit.start()].strip(), text[hit.end() :].strip()
    if re.search(r"\band\b|\bund\b|\bet\b|\by\b|\bи\b|\bта\b", text):
        first, _, last = re.sub(r"\b(?:and|und|et|y|и|та)\b", "\x00", text, count=1).partition("\x00")
        yield first.strip(), last.strip()


def _complete(left: str, last: dt.date) -> Iterator[Callable[[bool], DayReading]]:
    """Give the ways to read the first of two dates: as a day of the other's month, of its year, or whole."""
    bare = left.rstrip(".")
    if re.fullmatch(r"\d{1,2}", bare):
        yield lambda _: _day(last.year, last.month, int(bare))
        return
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}", bare):
        mark = re.sub(r"\d", "", bare)
        yield lambda day_first: read_day(f"{bare}{mark}{last.year}", day_first=day_first, freely=False)
        return
    if not re.search(r"\d{4}", left):
        yield lambda day_first: read_day(f"{left} {last.year}", day_first=day_first, freely=False)
    if left:
        yield lambda day_first: read_day(left, day_first=day_first, freely=False)


def _read_freely(text: str, *, day_first: bool) -> DayReading:
    """Read what no rule above fits: periods of English prose, then whatever the library makes of it."""
    mentions = [m for m in find_dates(text, None) if m.interval.start is not None]
    if len(mentions) == 1 and (mentions[0].end - mentions[0].start) * 5 >= len(text.strip()) * 3:
        return _checked(DayReading(interval=mentions[0].interval))
    parsed = parse_freely(text, day_first=day_first)
    if parsed is None:
        return DayReading(interval=None, reason="not a date")
    year, month, day = parsed
    return _checked(_day(year, month, day))
