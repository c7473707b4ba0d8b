"""Calendar arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.dates import calendar
from geomap.model import DatePrecision

any_day = st.dates()


@given(any_day, st.integers(0, 6))
def test_the_recent_weekday_is_within_the_week(reference: dt.date, weekday: int) -> None:
    found = calendar.recent_weekday(reference, weekday)
    if reference > dt.date(1, 1, 7):
        assert found.weekday() == weekday
        assert 0 <= (reference - found).days <= 6


@given(any_day, any_day)
def test_the_nearest_year_is_within_half_a_year(reference: dt.date, other: dt.date) -> None:
    found = calendar.nearest_year(reference, other.month, other.day)
    if (other.month, other.day) != (2, 29) and 2 < reference.year < 9998:
        assert found is not None
        assert (found.month, found.day) == (other.month, other.day)
        assert abs((found - reference).days) <= 183


@given(any_day)
def test_a_week_holds_its_day(day: dt.date) -> None:
    week = calendar.week_interval(day)
    assert week.start is not None
    assert week.end is not None
    assert week.start <= day <= week.end
    assert week.precision is DatePrecision.WEEK


@given(any_day, st.integers(-30_000, 30_000))
def test_months_keep_the_day_or_shorten_it(day: dt.date, months: int) -> None:
    moved = calendar.add_months(day, months)
    assert moved.day <= day.day
    if 1 < moved.year < 9999:
        assert (moved.year - day.year) * 12 + moved.month - day.month == months


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2038, "2038-04-25")]
)
def test_easter(year: int, day: str) -> None:
    assert calendar.easter(year).isoformat() == day


def test_short_years() -> None:
    assert calendar.expand_year(88, None) == 1988
    assert calendar.expand_year(20, None) == 2020
    assert calendar.expand_year(20, dt.date(1925, 1, 1)) == 1920
    assert calendar.expand_year(88, dt.date(2023, 1, 1)) == 1988


def test_seasons_and_parts() -> None:
    winter = calendar.season_interval(2019, "winter")
    assert (winter.start, winter.end) == (dt.date(2019, 12, 1), dt.date(2020, 2, 29))
    late = calendar.part_of_month(2024, 2, "late")
    assert (late.start, late.end) == (dt.date(2024, 2, 21), dt.date(2024, 2, 29))
