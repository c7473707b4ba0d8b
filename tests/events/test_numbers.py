from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events.numbers import read_number
from geomap.events.tolls import add_ranges, sum_ranges
from geomap.model import NumberRange


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("18", 18),
        ("1,200", 1200),
        ("three", 3),
        ("twenty-three", 23),
        ("two hundred and five", 205),
        ("three thousand", 3000),
        ("two dozen", 24),
        ("1,2", None),
        ("many", None),
        ("", None),
    ],
)
def test_words_and_digits(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.integers(0, 10**9))
def test_digits_read_as_they_are_written(number: int) -> None:
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


RANGES = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: NumberRange(low=min(p), high=max(p))),
    st.integers(0, 99).map(lambda n: NumberRange(low=n, high=None)),
)


@given(RANGES, RANGES)
def test_two_tellings_span_both_whatever_their_order(one: NumberRange | None, two: NumberRange | None) -> None:
    joined = add_ranges(one, two)
    assert joined == add_ranges(two, one)
    for told in (one, two):
        if told is not None and joined is not None and told.low is not None:
            assert joined.low is not None
            assert joined.low <= told.low


def test_a_sum_without_an_upper_bound_has_none() -> None:
    exact, open_ended = NumberRange(low=2, high=2), NumberRange(low=3, high=None)
    assert sum_ranges([exact, exact]) == NumberRange(low=4, high=4)
    assert sum_ranges([exact, open_ended]) == NumberRange(low=5, high=None)
    assert sum_ranges([]) is None
