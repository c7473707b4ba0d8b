"""Date expressions: what is found, what it stands for, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.dates import DateKind, DateMention, find_dates
from geomap.model import DatePrecision

TUESDAY = dt.date(2023, 12, 26)

WORDS = (
    "on", "in", "the", "since", "until", "between", "and", "from", "to", "of", "last", "next", "this", "early", "late",
    "Tuesday", "Friday", "May", "March", "Dec.", "october", "AUG", "3", "31", "26th", "2020", "88", "1990s", "dawn",
    "today", "overnight", "two", "days", "ago", "weeks", "earlier", "later", "week", "year", "spring", "will", "was",
    "killed", "said",
    "2019-20", "3/1/2020", "2020-02-30", "9/11", ",", ".", "(", ")", "–", "\n", "\n\n", "’s", "İ", "😀",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80)
references = st.none() | st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


def only(text: str, reference: dt.date | None = TUESDAY) -> DateMention:
    [mention] = find_dates(text, reference)
    return mention


def days(mention: DateMention) -> tuple[str | None, str | None]:
    start, end = mention.interval.start, mention.interval.end
    return (start.isoformat() if start else None, end.isoformat() if end else None)


@given(texts, references, st.integers(min_value=0, max_value=10_000))
def test_offsets_always_match_the_text(text: str, reference: dt.date | None, offset: int) -> None:
    floor = offset
    for mention in find_dates(text, reference, offset=offset):
        assert text[mention.start - offset : mention.end - offset] == mention.surface == mention.interval.text
        assert floor <= mention.start < mention.end
        floor = mention.end


@given(texts, references)
def test_intervals_are_whole_or_unknown(text: str, reference: dt.date | None) -> None:
    for mention in find_dates(text, reference):
        start, end = mention.interval.start, mention.interval.end
        if mention.interval.precision is DatePrecision.UNKNOWN:
            assert start is None
            assert end is None
        else:
            assert start is not None
            assert end is not None
            assert start <= end
            assert (mention.interval.precision is DatePrecision.DAY) <= (start == end)


@given(texts, references)
def test_the_same_text_gives_the_same_dates(text: str, reference: dt.date | None) -> None:
    assert find_dates(text, reference) == find_dates(text, reference)


@pytest.mark.parametrize(
    "text",
    [
        "on Tuesday",
        "dawn today",
        "last week",
        "two days earlier",
        "since October 17",
        "on December 26",
        "in May",
        "9 days ago",
    ],
)
def test_nothing_is_guessed_without_a_reference(text: str) -> None:
    mention = only(text, None)
    assert mention.interval.precision is DatePrecision.UNKNOWN
    assert mention.interval.text == mention.surface


def test_written_years_need_no_reference() -> None:
    assert days(only("on January 3, 2020", None)) == ("2020-01-03", "2020-01-03")
    assert days(only("between 3 and 5 May 2021", None)) == ("2021-05-03", "2021-05-05")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on Tuesday", "2023-12-26", "2023-12-26"),
        ("on Wednesday", "2023-12-20", "2023-12-20"),
        ("on January 4", "2024-01-04", "2024-01-04"),
        ("Saturday, December 23", "2023-12-23", "2023-12-23"),
        ("from 28 December to 3 January", "2023-12-28", "2024-01-03"),
        ("from December 20 to 24", "2023-12-20", "2023-12-24"),
        ("25 AUG 88", "1988-08-25", "1988-08-25"),
        ("in late March", "2023-03-21", "2023-03-31"),
        ("2019/20", "2019-01-01", "2020-12-31"),
        ("on Easter Sunday 2019", "2019-04-21", "2019-04-21"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("on 29 February 2020", "2020-02-29", "2020-02-29"),
        ("20 December\nand", "2023-12-20", "2023-12-20"),
    ],
)
def test_calendar_dates(text: str, start: str, end: str) -> None:
    assert days(only(text)) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain; they march on.",
        "The army fired 2020 rounds at 3.5 km.",
        "Black Friday sales rose.",
        "the April 6 Movement",
        "a 2001 Ford",
        "Between 10 and 20 people died.",
        "version 2.10.3",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, TUESDAY) == []


def test_may_before_a_count_is_the_month_alone() -> None:
    mention = only("In May 20 people died.")
    assert (mention.surface, days(mention)) == ("May", ("2023-05-01", "2023-05-31"))


def test_an_ambiguous_numeric_date_is_known_to_the_year_alone() -> None:
    assert days(only("on 3/4/2020")) == ("2020-01-01", "2020-12-31")
    assert days(only("on 13/4/2020")) == ("2020-04-13", "2020-04-13")
    first, second = find_dates("on 13/4/2020 and 3/4/2020", TUESDAY)
    assert days(second) == ("2020-04-03", "2020-04-03")
    assert days(first) == ("2020-04-13", "2020-04-13")
    assert days(only("on 3.4.2020")) == ("2020-04-03", "2020-04-03")
    assert days(only("on 12/11/2023", dt.date(2023, 12, 20))) == ("2023-12-11", "2023-12-11")


def test_earlier_and_later_count_from_the_day_named_last() -> None:
    first, second = find_dates("He fled on 3 May 2020. Two days later he was shot.", TUESDAY)
    assert days(second) == ("2020-05-05", "2020-05-05")
    assert days(first) == ("2020-05-03", "2020-05-03")


def test_later_is_never_counted_from_the_report() -> None:
    assert only("The next day soldiers came.").interval.precision is DatePrecision.UNKNOWN
    assert only("Two days later soldiers came.").interval.precision is DatePrecision.UNKNOWN
    assert days(only("Two days earlier soldiers came.")) == ("2023-12-24", "2023-12-24")
    *_, later = find_dates("It began on Tuesday. Three days later it was over.", TUESDAY)
    assert later.interval.precision is DatePrecision.UNKNOWN


def test_the_past_tense_keeps_dates_out_of_the_future() -> None:
    june = dt.date(2023, 6, 15)
    assert days(only("On New Year's Eve a bomb destroyed a hotel.", june)) == ("2022-12-31", "2022-12-31")
    assert days(only("He was shot on July 4 in a clash.", june)) == ("2022-07-04", "2022-07-04")
    assert days(only("They will march on July 4.", june)) == ("2023-07-04", "2023-07-04")
    assert days(only("They will give an account of what took place on Thursday.", june)) == ("2023-06-15", "2023-06-15")


def test_a_weekday_may_turn_the_year() -> None:
    assert days(only("on Thursday, Dec. 15", dt.date(2017, 6, 1))) == ("2016-12-15", "2016-12-15")
    assert days(only("on Thursday, Dec. 15", dt.date(2017, 6, 20))) == ("2016-12-15", "2016-12-15")


def test_a_year_alone_does_not_go_on() -> None:
    *_, day = find_dates("The party was formed in 1979. On 16 November its leader was shot.", dt.date(1990, 1, 10))
    assert days(day) == ("1989-11-16", "1989-11-16")


def test_a_written_year_goes_on_within_its_paragraph() -> None:
    first, second = find_dates("It began on March 3, 2019. On April 8 they fled.", TUESDAY)
    assert days(second) == ("2019-04-08", "2019-04-08")
    assert first.kind is DateKind.POINT
    *_, apart = find_dates("It began on March 3, 2019.\n\nOn December 8 they fled.", TUESDAY)
    assert days(apart) == ("2023-12-08", "2023-12-08")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They will vote on Sunday.", DateKind.FUTURE),
        ("On Sunday they will vote.", DateKind.FUTURE),
        ("He said on Sunday they will vote.", DateKind.POINT),
        ("until Friday", DateKind.BOUND),
        ("closed through March 3", DateKind.BOUND),
        ("two weeks from now", DateKind.FUTURE),
        ("after October 17", DateKind.BOUND),
        ("since October 17", DateKind.DURATION_SINCE),
        ("the worst raid since October 17", DateKind.BOUND),
        ("since the October 17 raid", DateKind.POINT),
        ("four years after", DateKind.ANNIVERSARY),
        ("the tenth anniversary", DateKind.ANNIVERSARY),
        ("every Friday", DateKind.RECURRING),
        ("on Fridays", DateKind.RECURRING),
        ("next week", DateKind.FUTURE),
        ("last week", DateKind.RELATIVE),
        ("shortly before dawn on Monday", DateKind.POINT),
    ],
)
def test_kinds(text: str, kind: DateKind) -> None:
    mention = only(text)
    assert mention.kind is kind
    dating = {DateKind.POINT, DateKind.RELATIVE, DateKind.RANGE, DateKind.DURATION_SINCE}
    assert mention.kind.dates_events == (kind in dating)


def test_a_day_that_became_a_name_keeps_its_year() -> None:
    assert days(only("the October 7 attack", dt.date(2025, 5, 1))) == ("2023-10-07", "2023-10-07")
    assert days(only("the Sept. 11 attacks", dt.date(2011, 6, 1))) == ("2001-09-11", "2001-09-11")
    assert days(only("a fire on October 7", dt.date(2022, 11, 1))) == ("2022-10-07", "2022-10-07")


def test_the_reference_article(shared_data: object) -> None:
    from pathlib import Path

    text = (Path(str(shared_data)) / "reference-article" / "article.txt").read_text("utf-8")
    found = {(m.start, m.surface): days(m) for m in find_dates(text, TUESDAY)}
    assert found[16, "Tuesday"] == ("2023-12-26", "2023-12-26")
    assert found[256, "dawn today"] == ("2023-12-26", "2023-12-26")
    assert found[606, "Monday"] == ("2023-12-25", "2023-12-25")
    assert found[1359, "January 2020"] == ("2020-01-01", "2020-01-31")
    assert found[2068, "early morning Tuesday"] == ("2023-12-26", "2023-12-26")
    assert found[2874, "October 7"] == ("2023-10-07", "2023-10-07")
    assert found[2912, "Since October 17"] == ("2023-10-17", "2023-12-26")
    assert len(found) == 11
