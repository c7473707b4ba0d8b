"""One sentence in, one event out: roles, type, date, place, numbers, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pandas as pd
import pytest
import telling

from geomap.gazetteer import fold
from geomap.pipeline import extract_events

DAY = dt.date(2023, 12, 26)  # a Tuesday


extract = partial(telling.extract, published=DAY)
only = partial(telling.only, published=DAY)


@pytest.mark.parametrize(
    ("text", "kind", "actor", "target"),
    [
        ("Rebels shelled Homs on Monday.", "shelling", "Rebels", "Homs"),
        ("Homs was shelled by rebels on Monday.", "shelling", "rebels", "Homs"),
        ("Israeli warplanes bombed a depot near Damascus on Monday.", "air strike", "Israel", None),
        ("A US drone strike killed a commander in Idlib on Monday.", "drone attack", "United States", None),
        ("Al-Shabaab fighters attacked an army base in Mogadishu on Monday.", "attack", "Al-Shabaab", None),
        ("Police arrested four men in Marseille on Monday.", "arrest", "Police", "men"),
        ("Turkey carried out air strikes on PKK positions in Dohuk on Monday.", "air strike", "Turkey", "Kurdistan"),
        ("An air strike in Aleppo on Monday was blamed on Russia.", "air strike", "Russia", None),
        ("Gunmen ambushed a convoy of Nigerien soldiers near Tillabéri on Monday.", "ambush", "Gunmen", None),
        ("The Taliban claimed the suicide bombing in Kabul on Monday.", "suicide bombing", None, None),
        ("Thousands of people protested in Tbilisi on Monday.", "protest", "people", None),
        ("A bus crashed in Lima on Monday.", "crash", None, "bus"),
        ("A cholera outbreak was reported in Goma on Monday.", "outbreak", None, None),
        ("An earthquake struck Herat on Monday.", "earthquake", None, None),
        ("Reza Ahmadi was assassinated in Tehran on Monday.", "assassination", None, "Reza Ahmadi"),
    ],
)
def test_who_did_what_to_whom(text: str, kind: str, actor: str | None, target: str | None) -> None:
    row = only(text)
    assert row["event_type"] == kind
    if actor is not None:
        assert row["actor"] == actor
    if target is not None:
        assert target in str(row["target"])


@pytest.mark.parametrize(
    "text",
    [
        "Iran threatened to attack Israel on Monday.",
        "Russia denied that it had shelled Kharkiv.",
        "The army did not attack Khartoum on Monday.",
        "Rebels could attack Goma next week.",
        "If Turkey bombs Kobani, thousands will flee.",
        "France condemned the violence from its seat in Paris.",
        "Germany warned of attacks in Berlin.",
        "Police foiled a plan to bomb a market in Lahore on Monday.",
        "The minister called for an end to attacks in Darfur.",
        "Attacks on ships in the Red Sea have intensified.",
        "Officials in Geneva want to prevent shelling in Donetsk.",
    ],
)
def test_what_has_not_happened_is_no_event(text: str) -> None:
    events = extract(text)
    assert events["title"].tolist() == [] or set(events["assertion"]) == {"denied"}


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bomb killed three people and wounded 12 in Mosul on Monday.", (3, 3), (12, 12)),
        ("At least 20 people were killed in an air strike on Idlib on Monday.", (20, None), (None, None)),
        ("An explosion in Beirut on Monday left dozens dead.", (24, 99), (None, None)),
        ("Between four and six people died in a bombing in Quetta on Monday.", (4, 6), (None, None)),
        ("Two soldiers, Ali Hassan and Omar Said, were killed in an ambush near Gao on Monday.", (2, 2), (None, None)),
        ("Nobody was hurt when a rocket hit Haifa on Monday.", (None, None), (None, None)),
    ],
)
def test_casualties_as_told(text: str, killed: tuple[int | None, ...], injured: tuple[int | None, ...]) -> None:
    row = only(text)
    told = [None if pd.isna(row[k]) else row[k] for k in ("killed_min", "killed_max", "injured_min", "injured_max")]  # type: ignore[call-overload]
    assert (tuple(told[:2]), tuple(told[2:])) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "place", "precision", "relation"),
    [
        ("A car bomb exploded in Mosul on Monday.", "Mosul", "city", "in"),
        ("US strikes in Iraq killed two people on Monday.", "Iraq", "country", "in"),
        ("A drone hit Erbil airport on Monday.", "Erbil International Airport", "site", "in"),
        ("A convoy was attacked near Tikrit on Monday.", "Tikrit", "city", "near"),
        ("Rebels attacked a patrol 20 km north of Mosul on Monday.", "Mosul", "city", "offset"),
        ("A bomb went off in Tripoli, Lebanon, on Monday.", "Tripoli", "city", "in"),
        ("A spokesman in Geneva said rebels had shelled Taiz on Monday.", "Ta", "city", "in"),
    ],
)
def test_where_it_happened(text: str, place: str, precision: str, relation: str) -> None:
    row = only(text)
    assert fold(str(row["place"])).startswith(fold(place))
    assert (row["place_precision"], row["place_relation"]) == (precision, relation)
    if "Lebanon" in text:
        assert row["country"] == "LB"


def test_an_offset_moves_the_point_north() -> None:
    row = only("Rebels attacked a patrol 20 km north of Mosul on Monday.")
    assert row["latitude"] == pytest.approx(36.335 + 0.18, abs=0.03)
    assert row["radius_km"] >= 4  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("A bomb killed two people in Kirkuk on Monday.", "2023-12-25", "2023-12-25", "day"),
        ("A bomb killed two people in Kirkuk in January 2020.", "2020-01-01", "2020-01-31", "month"),
        ("Since 17 October, rebels have attacked Kirkuk 48 times.", "2023-10-17", "2023-12-26", "range"),
        (
            "Police said on Tuesday that a bomb had killed two people in Kirkuk on Sunday.",
            "2023-12-24",
            "2023-12-24",
            "day",
        ),
    ],
)
def test_when_it_happened(text: str, start: str, end: str, precision: str) -> None:
    row = only(text)
    assert (str(row["date_start"])[:10], str(row["date_end"])[:10]) == (start, end)
    assert row["date_precision"] == precision


def test_without_a_day_of_publication_a_weekday_stays_open() -> None:
    events = extract_events("A bomb killed two people in Kirkuk on Monday.")
    assert events["date_start"].isna().all()
    assert events["date_precision"].tolist() == ["unknown"]


def test_counts_are_split_by_place() -> None:
    events = extract("US forces had been attacked 48 times in Iraq and 55 in Syria since 17 October.")
    assert dict(zip(events["place"], events["count"], strict=True)) == {"Iraq": 48, "Syria": 55}


def test_a_total_is_taken_apart_by_the_counts_after_it() -> None:
    events = extract(
        "Since October 17, armed groups have carried out 103 attacks on US forces in Iraq and Syria. "
        "An official said US forces had been attacked 48 times in Iraq and 55 in Syria."
    )
    assert sorted(events["count"]) == [48, 55]
    assert set(events["actor"]) == {"armed groups"}
    assert set(events["date_precision"]) == {"range"}


def test_a_claim_names_the_actor_of_the_attack_before_it() -> None:
    row = only(
        "A suicide drone hit Erbil airport on Monday.\n\n"
        "The Islamic Resistance in Iraq claimed responsibility for the attack."
    )
    assert row["actor"] == "Islamic Resistance in Iraq"
    assert row["place"] == "Erbil International Airport"
    assert len(json.loads(str(row["evidence"]))) == 2


def test_several_sentences_on_one_event_are_one() -> None:
    row = only(
        "A car bomb killed three people in Mosul on Monday.\n\nThe explosion damaged a school. Ten people were injured."
    )
    assert (row["killed_min"], row["injured_min"]) == (3, 10)


def test_a_place_that_is_the_target_stands_once_in_the_title() -> None:
    row = only("A drone struck Erbil International Airport on Monday, after warnings that Erbil airport was a target.")
    assert row["title"] == "Drone attack on Erbil International Airport"
    row = only("A drone struck Erbil airport on Monday.\n\nThe drone hit Erbil International Airport before dawn.")
    assert str(row["title"]).lower().count("erbil") == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Five people drowned off Lesbos on Monday.", "Lesbos"),
        ("Two fishermen died off Cape Town on Monday.", "Cape Town"),
        ("A ferry capsized off Zanzibar on Monday, killing nine.", "Zanzibar"),
    ],
)
def test_what_befell_somebody_off_a_coast_was_there(text: str, place: str) -> None:
    row = only(text)
    assert (row["place"], row["place_relation"]) == (place, "near")


def test_two_events_on_two_days_stay_two() -> None:
    events = extract(
        "A bomb killed three people in Mosul on Monday. Another bomb killed two people in Mosul on Sunday."
    )
    assert sorted(str(d)[:10] for d in events["date_start"]) == ["2023-12-24", "2023-12-25"]


def test_evidence_is_the_text_itself() -> None:
    text = "Calm returned.\n\nA bomb killed two people in Kirkuk on Monday. Shops stayed shut."
    row = only(text)
    for evidence in json.loads(str(row["evidence"])):
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        start, end = evidence["place"]
        assert evidence["quote"][start:end] == "Kirkuk"


def test_the_same_text_gives_the_same_ids() -> None:
    text = "A bomb killed two people in Kirkuk on Monday. Gunmen shot a judge in Basra on Sunday."
    first, second = extract(text), extract(text)
    assert first["event_id"].tolist() == second["event_id"].tolist()
    assert first["event_id"].is_unique


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A bomb killed two people in Kirkuk on Monday, police said.", "police"),
        ("According to the United Nations, shelling killed two people in Taiz on Monday.", "United Nations"),
        ("A bomb killed two people in Kirkuk on Monday.", None),
    ],
)
def test_who_says_so_is_kept(text: str, speaker: str | None) -> None:
    told = only(text)["attributed_to"]
    assert (None if pd.isna(told) else told) == speaker  # type: ignore[call-overload]
