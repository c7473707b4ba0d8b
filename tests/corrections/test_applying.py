from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geomap.corrections import Corrected, apply_corrections, read_corrections
from geomap.errors import InputError
from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer

MOSUL, TRIPOLI_LEBANON = "geonames:99072", "geonames:266826"
TRIPOLI_LIBYA = "geonames:2210247"

BOMB = {
    "event_id": "bomb",
    "title": "Car bombing, Tripoli",
    "event_type": "car bombing",
    "actor": "IS",
    "actors": '["IS", "gunmen"]',
    "target": "police; IS",
    "date_start": "2016-05-03",
    "date_end": "2016-05-03",
    "date_precision": "day",
    "place": "Tripoli",
    "place_text": "Tripoli",
    "place_relation": "in",
    "country": "LY",
    "latitude": 32.88743,
    "longitude": 13.18733,
    "place_precision": "city",
    "radius_km": 15.0,
    "gazetteer_id": TRIPOLI_LIBYA,
    "runners_up": '[{"name": "Tripoli"}]',
    "killed_min": 3,
    "killed_max": 3,
    "confidence": 0.4,
    "quote": "A car bomb killed three policemen in Tripoli on Tuesday, the interior ministry said.",
    "source": "news/may.txt",
}
RAID = {
    "event_id": "raid",
    "title": "Raid by IS",
    "event_type": "raid",
    "actor": "IS",
    "place_precision": "unknown",
    "latitude": None,
    "longitude": None,
    "killed_min": 5,
    "quote": "Fighters raided a post in Kafr Nowhere and killed at least five soldiers.",
    "source": "news/june.txt",
}


@pytest.fixture
def events() -> gpd.GeoDataFrame:
    return check_frame(pd.DataFrame([BOMB, RAID]))


@pytest.fixture
def correct(events: gpd.GeoDataFrame, tmp_path: Path) -> Any:
    gazetteer = Gazetteer.open()

    def run(text: str, frame: gpd.GeoDataFrame = events) -> Corrected:
        path = tmp_path / "fix.toml"
        path.write_text(text, "utf-8")
        return apply_corrections(frame, read_corrections(path), gazetteer=gazetteer)

    return run


def row(done: Corrected, event_id: str = "bomb") -> pd.Series[Any]:
    found = done.frame[done.frame["event_id"] == event_id]
    assert len(found) == 1
    event: pd.Series[Any] = found.iloc[0]
    return event


def test_a_name_means_another_place_everywhere(correct: Any) -> None:
    done = correct(f'[[place]]\nname = "tripoli"\nto = "{TRIPOLI_LEBANON}"')
    event = row(done)
    assert (event["country"], event["gazetteer_id"], event["place_precision"]) == ("LB", TRIPOLI_LEBANON, "city")
    assert event.geometry.y == pytest.approx(34.43, abs=0.05)
    assert (event["status"], event["runners_up"], event["place_reason"]) == (
        "corrected",
        "[]",
        "corrected by hand (fix.toml)",
    )
    assert event["confidence"] == 0.4, "nobody looked at this very event"
    assert (done.used, done.unused) == (1, ())
    assert row(done, "raid")["status"] == "found"


def test_a_name_rule_can_be_held_to_one_source(correct: Any) -> None:
    done = correct(f'[[place]]\nname = "Tripoli"\nto = "{TRIPOLI_LEBANON}"\nsource = "june.txt"')
    assert row(done)["country"] == "LY"
    assert [u.where for u in done.unused] == ["place 1"]


def test_a_name_that_no_gazetteer_knows_gets_its_place(correct: Any) -> None:
    done = correct(
        '[[place]]\nname = "Kafr Nowhere"\n'
        'to = { latitude = 35.5, longitude = 36.5, precision = "city", country = "SY" }'
    )
    event = row(done, "raid")
    assert (event["latitude"], event["longitude"], event["place_precision"], event["country"]) == (
        35.5,
        36.5,
        "city",
        "SY",
    )
    assert event.geometry.x == 36.5


def test_the_callers_frame_is_left_as_it_was(correct: Any, events: gpd.GeoDataFrame) -> None:
    before = events.copy()
    correct('[[drop]]\nevent = "bomb"\n[[edit]]\nevent = "raid"\nset = { title = "Other" }')
    pd.testing.assert_frame_equal(pd.DataFrame(events), pd.DataFrame(before))


def test_a_mention_moves_one_event_and_is_sure(correct: Any) -> None:
    done = correct('[[mention]]\nname = "Tripoli"\nquote = "killed three policemen"\nto = [34.5, 36.0]')
    event = row(done)
    assert (event["latitude"], event["longitude"], event["confidence"]) == (34.5, 36.0, 1.0)
    assert pd.isna(event["gazetteer_id"])


def test_near_stays_near_and_an_offset_keeps_its_distance(correct: Any, events: gpd.GeoDataFrame) -> None:
    near = events.copy()
    near.loc[0, ["place_relation", "radius_km"]] = ["near", 40.0]
    event = row(correct(f'[[mention]]\nevent = "bomb"\nto = "{TRIPOLI_LEBANON}"', near))
    assert (event["place_relation"], event["radius_km"]) == ("near", 40.0)
    offset = events.copy()
    offset.loc[0, ["place_relation", "latitude"]] = ["offset", 32.88743 + 0.5]
    event = row(correct(f'[[mention]]\nevent = "bomb"\nto = "{TRIPOLI_LEBANON}"', offset))
    assert event["latitude"] == pytest.approx(34.43 + 0.5, abs=0.05)


def test_a_quote_finds_its_event_after_small_edits_of_the_text(correct: Any) -> None:
    done = correct(
        '[[confirm]]\nevent = "an id from before"\n'
        'quote = "A car bomb killed 3 policemen in Tripoli Tuesday, the ministry of interior said"'
    )
    assert row(done)["status"] == "confirmed"
    assert row(done)["confidence"] == 1.0


def test_another_sentence_is_not_taken_for_the_quote(correct: Any) -> None:
    done = correct(
        '[[drop]]\nquote = "A car crash injured seven students near Benghazi on Sunday, hospital staff said."'
    )
    assert len(done.frame) == 2
    assert "no event fits" in done.unused[0].reason


def test_a_key_that_fits_two_events_changes_neither(correct: Any, events: gpd.GeoDataFrame) -> None:
    twice = check_frame(pd.concat([events, events.assign(event_id=["bomb2", "raid2"])], ignore_index=True))
    done = correct('[[drop]]\nquote = "A car bomb killed three policemen in Tripoli"', twice)
    assert len(done.frame) == 4
    assert "fits 2 events (bomb, bomb2)" in done.unused[0].reason


def test_an_edit_sets_values_and_marks_the_event(correct: Any) -> None:
    done = correct(
        '[[edit]]\nevent = "bomb"\nset = { killed = "3-5", injured = "at least 7", date = "2016-05",'
        ' actors = ["A", "B"],'
        ' target = "", assertion = "claimed" }'
    )
    event = row(done)
    assert (event["killed_min"], event["killed_max"], event["injured_min"]) == (3, 5, 7)
    assert pd.isna(event["injured_max"])
    assert pd.isna(event["target"])
    assert (event["date_start"].date(), event["date_end"].date()) == (dt.date(2016, 5, 1), dt.date(2016, 5, 31))
    assert (event["date_precision"], event["actor"], json.loads(event["actors"])) == ("month", "A", ["A", "B"])
    assert (event["assertion"], event["status"]) == ("claimed", "corrected")


def test_an_unknown_place_takes_the_point_away(correct: Any) -> None:
    event = row(correct('[[edit]]\nevent = "bomb"\nset = { place_precision = "unknown" }'))
    assert event.geometry is None
    assert pd.isna(event["latitude"])
    assert pd.isna(event["gazetteer_id"])


def test_an_actor_is_renamed_wherever_it_stands_and_only_as_a_whole_name(correct: Any) -> None:
    done = correct('[[actor]]\nname = "IS"\nto = "Islamic State"')
    bomb, raid = row(done), row(done, "raid")
    assert (bomb["actor"], json.loads(bomb["actors"])) == ("Islamic State", ["Islamic State", "gunmen"])
    assert bomb["target"] == "police; Islamic State"
    assert (raid["title"], raid["actor"]) == ("Raid by Islamic State", "Islamic State")
    assert bomb["quote"].startswith("A car bomb"), "the quote is the source's own"


def test_a_merge_keeps_the_best_of_both(correct: Any) -> None:
    done = correct('[[merge]]\nevents = ["raid", { quote = "killed three policemen in Tripoli" }]')
    event = row(done, "raid")
    assert len(done.frame) == 1
    assert (event["place"], event["date_precision"], event["title"]) == ("Tripoli", "day", "Raid by IS")
    assert (event["killed_min"], event["sources"]) == (3, 2)
    assert pd.isna(event["killed_max"]), "at least five has no most"
    assert json.loads(event["actors"]) == ["IS", "gunmen"]


def test_an_added_event_stands_at_its_place_with_a_stable_id(correct: Any) -> None:
    fields = 'title = "Protest", event_type = "protest", event_family = "protest or riot", date = "2020"'
    text = f'[[add]]\nset = {{ {fields} }}\nto = "{MOSUL}"'
    first, again = correct(text), correct(text)
    event = first.frame.iloc[-1]
    assert (event["title"], event["country"], event["status"], event["source"]) == (
        "Protest",
        "IQ",
        "corrected",
        "fix.toml",
    )
    assert event["event_id"] == again.frame["event_id"].iloc[-1]
    assert event.geometry.y == pytest.approx(36.34, abs=0.1)


def test_corrections_are_the_same_applied_twice(correct: Any) -> None:
    text = f'[[place]]\nname = "Tripoli"\nto = "{TRIPOLI_LEBANON}"\n[[edit]]\nevent = "raid"\nset = {{ killed = 9 }}'
    once = correct(text)
    twice = correct(text, once.frame)
    pd.testing.assert_frame_equal(pd.DataFrame(twice.frame), pd.DataFrame(once.frame))


def test_a_confirmed_event_that_was_corrected_stays_corrected(correct: Any) -> None:
    done = correct('[[edit]]\nevent = "bomb"\nset = { count = 2 }\n[[confirm]]\nevent = "bomb"')
    assert row(done)["status"] == "corrected"


def test_a_wrong_place_id_changes_nothing_and_names_the_entry(correct: Any) -> None:
    with pytest.raises(InputError, match=r"fix\.toml: mention 1: the gazetteer has no place 'geonames:1'"):
        correct('[[mention]]\nevent = "bomb"\nto = "geonames:1"')


def test_an_empty_frame_takes_additions(correct: Any, events: gpd.GeoDataFrame) -> None:
    done = correct('[[add]]\nset = { title = "Found by hand" }', events.iloc[:0])
    assert done.frame["title"].tolist() == ["Found by hand"]
    assert done.frame.geometry.iloc[0] is None
