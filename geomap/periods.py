"""Periods of the calendar: days sorted into weeks, months, years, and what a period is called.

In: days since 1970-01-01. Out: the edges of periods, the period of each day, names. Nothing asks the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geomap.wording import MONTHS, date_of, say_day

__all__ = ["Days", "Period", "Scale", "choose_scale", "make_scale", "name_period"]

Days = npt.NDArray[np.int64]


class Period(StrEnum):
    """The length of a bin or panel."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FIVE_YEARS = "5 years"
    TEN_YEARS = "10 years"
    CENTURY = "century"


MONTHS_OF = {
    Period.MONTH: 1,
    Period.QUARTER: 3,
    Period.YEAR: 12,
    Period.FIVE_YEARS: 60,
    Period.TEN_YEARS: 120,
    Period.CENTURY: 1200,
}
# 1970-01-01 was a Thursday; weeks start on Monday
_MONDAY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Periods without gaps: ``edges[i]`` to ``edges[i + 1] - 1`` are the days of period ``i``."""

    period: Period
    edges: Days

    @property
    def size(self) -> int:
        """The number of periods."""
        return len(self.edges) - 1

    def locate(self, days: Days) -> Days:
        """Give the period of each day; a day outside gets the first or the last one."""
        found = np.searchsorted(self.edges, days, side="right") - 1
        clipped: Days = np.clip(found, 0, self.size - 1).astype(np.int64)
        return clipped

    def name(self, number: int) -> str:
        """Say which period it is."""
        return name_period(self.period, int(self.edges[number]))


def make_scale(period: Period, first: int, last: int) -> Scale:
    """Make the periods that cover two days and all between."""
    if period in {Period.DAY, Period.WEEK}:
        step = 1 if period is Period.DAY else 7
        start = first if step == 1 else first - (first + _MONDAY) % 7
        edges = np.arange(start, last + step + 1, step, dtype=np.int64)
        return Scale(period=period, edges=edges[: int(np.searchsorted(edges, last, side="right")) + 1])
    months = MONTHS_OF[period]
    low, high = (_month_number(day) // months for day in (first, last))
    starts = np.arange(low, high + 2, dtype=np.int64) * months - 1970 * 12
    return Scale(period=period, edges=starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))


def choose_scale(first: int, last: int, most: int) -> Scale:
    """Make the shortest periods of which at most so many cover two days and all between."""
    days = {Period.DAY: 1.0, Period.WEEK: 7.0} | {p: 30.44 * m for p, m in MONTHS_OF.items()}
    for period, length in days.items():
        # a scale that is far too long is not worth making
        if (last - first + 1) / length <= most + 1:
            scale = make_scale(period, first, last)
            if scale.size <= most:
                return scale
    return make_scale(Period.CENTURY, first, last)


def name_period(period: Period, start: int) -> str:
    """Say which period starts on a day.

    >>> name_period(Period.QUARTER, 19631)
    'October–December 2023'
    """
    day = date_of(start)
    if period is Period.DAY:
        return say_day(start)
    if period is Period.WEEK:
        return f"week of {say_day(start)}"
    if period is Period.MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if period is Period.QUARTER:
        return f"{MONTHS[day.month - 1]}–{MONTHS[day.month + 1]} {day.year}"
    years = MONTHS_OF[period] // 12
    return str(day.year) if years == 1 else f"{day.year}–{day.year + years - 1}"


def _month_number(days: int) -> int:
    day = date_of(days)
    return day.year * 12 + day.month - 1
