"""The columns of dates to the days of each event: one column or two, or year, month and day apart.

In: the date columns of a table as distinct texts. Out: arrays of first and last days with precisions. Whether days come
before months is found over the whole column, and said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.model import DatePrecision
from geomap.tables.cells import UNKNOWN_WORDS, Cells, absent
from geomap.tables.daytexts import DayReading, is_month_first, numeric_mark, read_day
from geomap.tables.notes import NoteBook, Severity
from geomap.tables.numbers import read_real
from geomap.wording import say_count

__all__ = ["DateColumns", "Days", "read_days"]

_NAT = np.datetime64("NaT", "D")
_ORDER = tuple(DatePrecision)
_CODE = {precision: number for number, precision in enumerate(_ORDER)}
_UNKNOWN = _CODE[DatePrecision.UNKNOWN]
# so many texts that are no dates say that the column holds none: the rest is not asked about one by one
_PATIENCE = 60
_WORDS = {
    "day": "day", "exact": "day", "d": "day", "tag": "day", "jour": "day", "día": "day", "день": "day", "week": "week",
    "w": "week", "woche": "week", "semaine": "week", "semana": "week", "неделя": "week", "month": "month", "m": "month",
    "monat": "month", "mois": "month", "mes": "month", "месяц": "month", "year": "year", "y": "year", "jahr": "year",
    "année": "year", "año": "year", "год": "year", "range": "range", "approximate": "range", "unknown": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumns:
    """The columns that tell when; ``codes`` are the precision codes of a known format."""

    date: Cells | None = None
    date_end: Cells | None = None
    year: Cells | None = None
    month: Cells | None = None
    day: Cells | None = None
    precision: Cells | None = None
    codes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When each event was: first and last day (NaT for unknown), precision, and the text it was read from."""

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.object_]
    text: NDArray[np.object_]


@dataclass(slots=True)
class _Span:
    """First and last days as they come together; ``precision`` is a number in the order of `DatePrecision`."""

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.int64]


def read_days(columns: DateColumns, size: int, book: NoteBook, *, day_first: bool | None = None) -> Days:
    """Read when each event was.

    Parameters
    ----------
    columns
        The columns of the table that tell.
    size
        The number of rows.
    book
        Takes what was repaired and rejected.
    day_first
        Whether 3/5/2016 is the third of May; found over the column where it is None.
    """
    whole = [cells for cells in (columns.date, columns.date_end) if cells is not None]
    order = _find_order(whole, book, given=day_first)
    span = _Span(start=np.full(size, _NAT), end=np.full(size, _NAT), precision=np.full(size, _UNKNOWN, dtype=np.int64))
    text: NDArray[np.object_] = np.full(size, None, dtype=object)
    if columns.date is not None:
        span, text = _read_column(columns.date, book, day_first=order), columns.date.texts()
    if columns.year is not None:
        _fill_from_parts(span, text, columns, book)
    if columns.date_end is not None:
        _join_end(span, _read_column(columns.date_end, book, day_first=order), columns, text, book)
    if columns.precision is not None:
        _apply_precision(span, columns.precision, columns.codes or {})
    text[np.isnat(span.start) & absent(text)] = None
    names = np.array([p.value for p in _ORDER], dtype=object)
    return Days(start=span.start, end=span.end, precision=names[span.precision], text=text)


def _find_order(columns: Sequence[Cells], book: NoteBook, *, given: bool | None) -> bool:
    """Find whether days come before months, over all the columns of dates, and say how."""
    texts = [(cells, code, text) for cells in columns for code, text in enumerate(cells.distinct)]
    unclear = [item for item in texts if numeric_mark(item[2]) is not None]
    if given is not None or not unclear:
        return True if given is None else given
    evidence = {told: [t for _, _, t in texts if is_month_first(t) is told] for told in (True, False)}
    name, example = unclear[0][0].name, unclear[0][2]
    if evidence[True] or evidence[False]:
        month_first = len(evidence[True]) > len(evidence[False])
        proof = (evidence[True] if month_first else evidence[False])[0]
        book.remarks.append(
            f"{name}: {example!r} is read {_say(day_first=not month_first)}, as {proof!r} in the same column has to be"
        )
        return not month_first
    if all(numeric_mark(text) == "." for _, _, text in unclear):
        # nobody writes the month first before a point
        return True
    sorted_as = _find_sorted(columns)
    if sorted_as is not None:
        book.remarks.append(
            f"{name}: {example!r} is read {_say(day_first=sorted_as)}: so the rows are in the order of their dates"
        )
        return sorted_as
    book.remarks.append(
        f"{name}: {example!r} may be day first or month first, and nothing in the column tells"
        "; it is read day first. Decide it with --day-first or --month-first"
    )
    return True


def _say(*, day_first: bool) -> str:
    return "day first" if day_first else "month first"


def _find_sorted(columns: Sequence[Cells]) -> bool | None:
    """Tell in which order of day and month the rows of a column follow each other in time, if in one only."""
    cells = columns[0]
    if len(cells.distinct) < 5:
        return None
    sorted_by = []
    for day_first in (True, False):
        days = np.array(
            [_first_day(read_day(text, day_first=day_first, freely=False)) for text in cells.distinct], "datetime64[D]"
        )
        steps = np.diff(days[cells.codes[cells.present]])
        steps = steps[~np.isnat(steps)].astype(np.int64)
        sorted_by.append(bool(len(steps)) and bool((steps >= 0).all() or (steps <= 0).all()))
    return sorted_by[0] if sorted_by[0] != sorted_by[1] else None


def _first_day(reading: DayReading) -> np.datetime64:
    start = reading.interval.start if reading.interval else None
    return _NAT if start is None else np.datetime64(start, "D")


def _read_column(cells: Cells, book: NoteBook, *, day_first: bool) -> _Span:
    """Read the distinct texts of a column and lay them out over its rows."""
    readings: list[DayReading] = []
    failed = 0
    for text in cells.distinct:
        freely = failed < _PATIENCE or failed * 2 < len(readings)
        readings.append(_read_text(text, day_first=day_first, freely=freely))
        failed += readings[-1].interval is None
    book.add_distinct(cells, {n: r.reason for n, r in enumerate(readings) if r.interval is None}, Severity.REJECTED)
    book.add_distinct(cells, {n: r.repair for n, r in enumerate(readings) if r.repair}, Severity.REPAIRED)
    short = [n for n, r in enumerate(readings) if r.short_year]
    if short:
        rows = int(np.isin(cells.codes, short).sum())
        example, reading = cells.distinct[short[0]], readings[short[0]]
        year = reading.interval.start.year if reading.interval and reading.interval.start else ""
        book.remarks.append(
            f"{cells.name}: {say_count(rows, 'year')} of two digits, read as 1969 to 2068 ({example!r}: {year})"
        )
    ends = [r.interval.end if r.interval else None for r in readings]
    return _Span(
        start=cells.spread([_first_day(r) for r in readings], dtype="datetime64[D]", missing=_NAT),
        end=cells.spread([_NAT if e is None else e for e in ends], dtype="datetime64[D]", missing=_NAT),
        precision=cells.spread(
            [_CODE[r.interval.precision] if r.interval else _UNKNOWN for r in readings],
            dtype=np.int64,
            missing=_UNKNOWN,
        ),
    )


def _read_text(text: str, *, day_first: bool, freely: bool) -> DayReading:
    if text.lower() in UNKNOWN_WORDS:
        return DayReading(interval=None, reason="says that the date is not known")
    return read_day(text, day_first=day_first, freely=freely)


def _fill_from_parts(span: _Span, text: NDArray[np.object_], columns: DateColumns, book: NoteBook) -> None:
    """Fill rows without a date from columns of year, month and day; 0 and nothing stand for unknown."""
    rows = np.flatnonzero(np.isnat(span.start))
    if not len(rows) or columns.year is None:
        return
    parts = [_read_part(cells, book, rows) for cells in (columns.year, columns.month, columns.day)]
    table = np.stack(parts, axis=1)
    distinct, inverse = np.unique(table, axis=0, return_inverse=True)
    readings = [_read_parts(*row) for row in distinct.tolist()]
    inverse = inverse.reshape(-1)
    starts = np.array([_first_day(r) for r in readings], "datetime64[D]")
    ends = np.array([r.interval.end if r.interval and r.interval.end else _NAT for r in readings], "datetime64[D]")
    codes = np.array([_CODE[r.interval.precision] if r.interval else _UNKNOWN for r in readings], np.int64)
    span.start[rows], span.end[rows], span.precision[rows] = starts[inverse], ends[inverse], codes[inverse]
    told = np.array(["-".join(str(p) for p in row if p) or None for row in distinct.tolist()], dtype=object)
    fresh = absent(text[rows])
    text[rows[fresh]] = told[inverse[fresh]]
    for number, reading in enumerate(readings):
        if reading.reason and distinct[number].any():
            value = "-".join(map(str, distinct[number].tolist()))
            for row in rows[inverse == number].tolist():
                book.add(row, Severity.REJECTED, columns.year.name, value, reading.reason)


def _read_part(cells: Cells | None, book: NoteBook, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if cells is None:
        return np.zeros(len(rows), np.int64)
    numbers = [_part_number(text) for text in cells.distinct]
    book.add_distinct(
        cells, {n: "no year, month or day" for n, v in enumerate(numbers) if v is None}, Severity.REJECTED
    )
    return cells.keep(rows).spread([v or 0 for v in numbers], dtype=np.int64, missing=0)


def _part_number(text: str) -> int | None:
    value = read_real(text)
    if value is not None:
        # -9 and 99 are how data sets say that they do not know
        return (
            int(value)
            if value.is_integer() and 0 <= value <= 2200 and value != 99
            else (0 if value < 0 or value == 99 else None)
        )
    if text.lower() in UNKNOWN_WORDS:
        return 0
    from geomap.tables.monthnames import month_of  # noqa: PLC0415  names of months are rare here

    return month_of(text)


def _read_parts(year: int, month: int, day: int) -> DayReading:
    if not year:
        return DayReading(interval=None, reason="no year")
    return read_day(f"{year:04d}-{month:02d}-{day if month else 0:02d}", freely=False)


def _join_end(span: _Span, last: _Span, columns: DateColumns, text: NDArray[np.object_], book: NoteBook) -> None:
    """Join the column of last days; an end before its start changes places with it."""
    both = ~np.isnat(span.start) & ~np.isnat(last.end)
    turned = both & (last.end < span.start)
    if columns.date_end is not None:
        book.add_rows(
            np.flatnonzero(turned), Severity.REPAIRED, columns.date_end, "ends before it begins: turned round"
        )
        only = np.isnat(span.start) & ~np.isnat(last.end)
        text[only] = columns.date_end.texts()[only]
        span.start[only], span.end[only], span.precision[only] = last.start[only], last.end[only], last.precision[only]
    low = np.where(turned, last.start, span.start)
    high = np.where(turned, span.end, last.end)
    longer = both & ((low != span.start) | (high != span.end))
    span.start[longer], span.end[longer] = low[longer], np.maximum(high[longer], low[longer])
    span.precision[longer] = _shape(span.start[longer], span.end[longer])


def _shape(start: NDArray[np.datetime64], end: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Give the precision that intervals have: a day, a calendar month or year, seven days from a Monday, or a range."""
    day = start.astype(np.int64)
    month, year = start.astype("datetime64[M]"), start.astype("datetime64[Y]")
    whole_month = (start == month.astype("datetime64[D]")) & (end == (month + 1).astype("datetime64[D]") - 1)
    whole_year = (start == year.astype("datetime64[D]")) & (end == (year + 1).astype("datetime64[D]") - 1)
    whole_week = ((day + 3) % 7 == 0) & (end.astype(np.int64) - day == 6)
    conditions = [start == end, whole_week, whole_month, whole_year]
    codes = [_CODE[p] for p in (DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR)]
    shaped: NDArray[np.int64] = np.select(conditions, codes, default=_CODE[DatePrecision.RANGE]).astype(np.int64)
    return shaped


def _apply_precision(span: _Span, cells: Cells, codes: Mapping[str, str]) -> None:
    """Widen single days that the table says are only known to the week, month or year."""
    told = [codes.get(text, codes.get(text.lower(), _WORDS.get(text.lower(), ""))) for text in cells.distinct]
    stated = cells.spread([_CODE[DatePrecision(t)] if t else -1 for t in told], dtype=np.int64, missing=-1)
    single = (span.start == span.end) & ~np.isnat(span.start)
    for precision, unit in ((DatePrecision.MONTH, "datetime64[M]"), (DatePrecision.YEAR, "datetime64[Y]")):
        rows = single & (stated == _CODE[precision])
        first = span.start[rows].astype(unit)
        span.start[rows] = first.astype("datetime64[D]")
        span.end[rows] = (first + 1).astype("datetime64[D]") - 1
        span.precision[rows] = _CODE[precision]
    rows = single & (stated == _CODE[DatePrecision.WEEK])
    monday = span.start[rows] - ((span.start[rows].astype(np.int64) + 3) % 7).astype("timedelta64[D]")
    span.start[rows], span.end[rows] = monday, monday + np.timedelta64(6, "D")
    span.precision[rows] = _CODE[DatePrecision.WEEK]
    # up to seven days that the table calls a week are one, from whatever day they run
    length = (span.end - span.start).astype(np.int64)
    short = ~np.isnat(span.start) & (stated == _CODE[DatePrecision.WEEK]) & (length > 0) & (length < 7)
    span.precision[short] = _CODE[DatePrecision.WEEK]
