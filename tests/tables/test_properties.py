"""What holds for any cell: readers never raise, and what was written is read again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.ontology import load_ontology
from geomap.tables.cells import clean_text
from geomap.tables.coordinates import parse_angle, parse_pair
from geomap.tables.daytexts import read_day
from geomap.tables.delimited import read_delimited
from geomap.tables.encodings import decode_table
from geomap.tables.grid import lay_out
from geomap.tables.kinds import find_cameo, find_kind
from geomap.tables.monthnames import month_of
from geomap.tables.numbers import read_count, read_real
from geomap.tables.raw import SourceOptions

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31))
latitudes = st.floats(min_value=-90, max_value=90, allow_nan=False)
longitudes = st.floats(min_value=-180, max_value=180, allow_nan=False)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
FORMS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%a, %d %b %Y 10:00",
    "%Y-%m-%dT12:30:00Z", "%Y年%m月%d日",
)  # fmt: skip


@given(days, st.sampled_from(FORMS))
@settings(deadline=None)  # as above
def test_a_day_is_read_in_every_form(day: dt.date, form: str) -> None:
    interval = read_day(day.strftime(form)).interval
    assert interval is not None
    assert (interval.start, interval.end) == (day, day)


@given(days)
def test_a_day_is_read_month_first_where_it_is(day: dt.date) -> None:
    interval = read_day(day.strftime("%m/%d/%Y"), day_first=False).interval
    assert interval is not None
    assert interval.start == day


@given(days, days)
def test_a_range_is_read_whichever_way_round(one: dt.date, other: dt.date) -> None:
    for mark in (" - ", " – ", " to ", "/"):
        interval = read_day(f"{one}{mark}{other}").interval
        assert interval is not None
        assert (interval.start, interval.end) == (min(one, other), max(one, other))


@given(words)
@settings(max_examples=200, deadline=None)  # the first example loads the word lists
def test_no_text_breaks_the_readers(text: str) -> None:
    reading = read_day(text, freely=False)
    if reading.interval is not None:
        assert reading.interval.start is not None
        assert reading.interval.end is not None
        assert reading.interval.start <= reading.interval.end
    else:
        assert reading.reason
    count = read_count(text)
    assert count.value is not None or count.reason
    read_real(text)
    parse_angle(text)
    parse_pair(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@given(latitudes, longitudes)
def test_coordinates_are_read_in_every_form(latitude: float, longitude: float) -> None:
    for text, found in (
        (f"{latitude:.5f}", parse_angle(f"{latitude:.5f}")),
        ("decimal comma", parse_angle(f"{latitude:.5f}".replace(".", ","))),
        ("degrees", parse_angle(degrees(latitude, "NS"))),
    ):
        assert found is not None, text
        assert found.degrees == pytest.approx(latitude, abs=2e-5)
    for pair in (
        f"{latitude:.5f}, {longitude:.5f}",
        f"({latitude:.5f} {longitude:.5f})",
        f"POINT ({longitude:.5f} {latitude:.5f})",
        f"{degrees(longitude, 'EW')} {degrees(latitude, 'NS')}",
    ):
        both = parse_pair(pair)
        assert both is not None, pair
        assert both[0].degrees == pytest.approx(latitude, abs=2e-5)
        assert both[1].degrees == pytest.approx(longitude, abs=2e-5)


def degrees(value: float, letters: str) -> str:
    seconds = round(abs(value) * 3600, 2)
    whole, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{whole:.0f}°{minutes:.0f}'{min(rest, 59.99):.2f}\"{letters[value < 0]}"


@given(st.integers(min_value=0, max_value=9_999_999))
def test_numbers_are_read_with_any_mark(number: int) -> None:
    for mark in ("", ",", ".", " ", "\u202f", "'"):
        found = read_count(f"{number:,}".replace(",", mark)).value
        assert found is not None
        assert (found.low, found.high) == (number, number)


@given(
    st.lists(st.lists(words, min_size=3, max_size=3).filter(lambda row: any(clean_text(c) for c in row)), max_size=8),
    st.sampled_from(",;\t|"),
)
@settings(max_examples=100, deadline=None)
def test_cells_come_out_of_a_delimited_file_as_they_went_in(rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["date", "place", "country"], *rows, ["2014-06-10", "Mosul", "Iraq"]])
    table = read_delimited(buffer.getvalue().encode(), Path("t.csv"), options=SourceOptions(delimiter=delimiter))
    noted = {note.line for note in table.notes}
    kept = [row for line, row in enumerate(rows, start=2) if line not in noted and any(c.strip() for c in row)]
    assert table.data.to_numpy().tolist()[:-1] == kept
    assert table.lines[-1] == len(rows) + 2


@pytest.mark.parametrize(
    ("word", "month"),
    [("Dezember", 12), ("août", 8), ("мая", 5), ("Ağustos", 8), ("stycznia", 1), ("شباط", 2), ("mei", 5)],
)
def test_months_have_names_in_many_languages(word: str, month: int) -> None:
    assert month_of(word) == month


@pytest.mark.parametrize("word", ["Tuesday", "Montag", "yesterday", "Mosul", "Uhr", "x"])
def test_what_is_no_month_is_none(word: str) -> None:
    assert month_of(word) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("042", "visit"),
        ("42", "visit"),
        ("190", "use of military force"),
        ("1951", "air strike"),
        ("0231", "appeal"),
        ("231", "appeal"),
    ],
)
def test_cameo_codes_are_types(code: str, kind: str) -> None:
    found = find_cameo(code, load_ontology())
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Air/drone strike", "air or drone strike"),
        ("Suicide bomber attacks market", "suicide bombing"),
        ("Überschwemmung", "flood"),
        ("غارة جوية", "air strike"),
        ("обстрелы", "shelling"),
        ("protest or riot", "protest or riot"),
    ],
)
def test_types_are_found_in_words(text: str, kind: str) -> None:
    found = find_kind(text, load_ontology())
    assert found is not None
    assert found.name == kind


def test_an_encoding_that_is_named_wins() -> None:
    assert decode_table("дата".encode("koi8-r"), "t", encoding="koi8-r") == ("дата", "koi8-r")


def test_a_grid_without_cells_is_no_table() -> None:
    assert lay_out([(1, []), (2, [None, ""])]) is None
