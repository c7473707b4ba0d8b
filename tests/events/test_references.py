"""Several sentences, one event: words without a name, deaths and deeds told on, and places that nobody knows."""

from __future__ import annotations

import datetime as dt
from functools import partial

import geopandas as gpd
import pandas as pd
import pytest
import telling

DAY = dt.date(2023, 12, 26)  # a Tuesday


extract = partial(telling.extract, published=DAY)


def told(events: gpd.GeoDataFrame, kind: str) -> dict[str, object]:
    rows = events[events["event_type"] == kind]
    assert len(rows) == 1, events["title"].tolist()
    row: dict[str, object] = rows.iloc[0].to_dict()
    return row


@pytest.mark.parametrize(
    ("text", "kind", "column", "name"),
    [
        (
            "Anwar Khalil oversaw a prison in Damascus, judges found. He was arrested in Berlin in February 2019.",
            "arrest",
            "target",
            "Anwar Khalil",
        ),
        (
            "Al-Shabaab fighters shelled Kismayo on Sunday. The group attacked a base in Janaale on Monday.",
            "attack",
            "actor",
            "Al-Shabaab",
        ),
        (
            "Boko Haram raided Bama on Sunday. On Monday, the group said, it shelled a base in Monguno.",
            "shelling",
            "actor",
            "Boko Haram",
        ),
        (
            "The men, members of Islamic Jihad, attacked a patrol near Jenin on Monday.",
            "attack",
            "actor",
            "Islamic Jihad",
        ),
        (
            "A man of 34 was brought before a magistrate in Leeds on Monday.",
            "court appearance",
            "actor",
            "magistrate",
        ),
        (
            "The workers were seized on Monday on the road between Diffa and Zinder by gunmen.",
            "abduction",
            "actor",
            "gunmen",
        ),
        ("Among those arrested in Quito on Monday was Carlos Mejia.", "arrest", "target", "Carlos Mejia"),
    ],
)
def test_who_is_meant(text: str, kind: str, column: str, name: str) -> None:
    assert name in str(told(extract(text), kind)[column])


def test_one_armed_group_of_two_is_not_guessed() -> None:
    events = extract(
        "Al-Shabaab fought Boko Haram near Kismayo on Sunday. The group attacked a base in Janaale on Monday."
    )
    assert told(events, "attack")["actor"] == "group"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        (
            "Fighting broke out in El Fasher on Friday. Shells hit the city's main hospital on Sunday.",
            "shelling",
            "El Fasher",
        ),
        (
            "A fire swept through a market in Mosul on Sunday. Police arrested four men there on Monday.",
            "arrest",
            "Mosul",
        ),
        (
            "A judge was shot in Basra on Sunday; a suspect was detained at the scene on Monday.",
            "arrest",
            "Basra",
        ),
        (
            "Hungarian rail workers met in Győr. Nurses across the country went on strike on Monday.",
            "labour strike",
            "H",
        ),
    ],
)
def test_where_words_without_a_name_point(text: str, kind: str, place: str) -> None:
    row = told(extract(text), kind)
    assert str(row["place"]).startswith(place)
    assert "stands for" in str(row["place_reason"])


def test_deaths_told_after_an_event_are_its_own() -> None:
    events = extract(
        "An explosive device went off near a convoy in Kismayo on Sunday. "
        "One soldier was killed and three were wounded."
    )
    assert len(events) == 1
    assert (events["killed_min"].iloc[0], events["injured_min"].iloc[0]) == (1, 3)


def test_deeds_told_on_are_one_event() -> None:
    events = extract("Insurgents stormed Macomia on Friday, looted warehouses and burned the hospital.")
    assert len(events) == 1
    assert events["actor"].tolist() == ["Insurgents"]


def test_deeds_at_another_place_or_day_are_another_event() -> None:
    events = extract("Police arrested a man in Leeds on Sunday and shot another in York on Monday.")
    assert sorted(events["place"]) == ["Leeds", "York"]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A petrol station exploded in Porto Alegre on Sunday; two volunteers died.", 2, None),
        ("A blast in a mine near Soma on Sunday claimed 30 lives.", 30, None),
        ("Nine miners lost their lives in a blast in Soma on Sunday.", 9, None),
        ("A man was beaten to death in Machala on Sunday.", 1, None),
        ("A bus crashed near Huarmey on Sunday, killing six people and injuring 23.", 6, 23),
        ("A landslide in Roca Sales on Sunday killed a family of five.", 5, None),
        ("A fire broke out in a hotel in Creswick on Sunday and a volunteer was taken to hospital.", None, 1),
        ("At least 24 people, among them three children, died when a bus crashed near Huarmey on Sunday.", 24, None),
        ("Seven men were shot dead in Celaya on Sunday.", 7, None),
    ],
)
def test_casualties_in_passing(text: str, killed: int | None, injured: int | None) -> None:
    events = extract(text)
    assert len(events) == 1, events["title"].tolist()
    row = events.iloc[0]
    assert (None if pd.isna(row["killed_min"]) else row["killed_min"]) == killed
    assert (None if pd.isna(row["injured_min"]) else row["injured_min"]) == injured


def test_the_dead_of_another_crime_are_not_those_of_a_court() -> None:
    row = told(extract("A court in Koblenz sentenced a man on Monday for the murder of two girls."), "court case")
    assert pd.isna(row["killed_min"])  # type: ignore[call-overload]
    assert "girls" not in str(row["target"])


def test_halfway_between_two_places() -> None:
    row = told(extract("A soldier was shot on the road from Kano to Kaduna on Monday."), "shooting")
    assert row["place_relation"] == "between"
    assert row["latitude"] == pytest.approx((12.0 + 10.52) / 2, abs=0.1)
    assert row["radius_km"] > 50  # type: ignore[operator]


def test_an_unknown_place_is_put_into_its_province_and_says_so() -> None:
    events = extract(
        "Troops are fighting insurgents in Borno State, Nigeria.\n\nOn Sunday, gunmen shot a farmer in Qazzubwhe."
    )
    row = told(events, "shooting")
    assert (row["place"], row["place_precision"]) == ("Borno State", "admin1")
    assert "not known" in str(row["place_reason"])


def test_a_doubtful_name_far_away_is_not_mapped() -> None:
    events = extract(
        "Police in Sweden, where gangs fight in Stockholm and Uppsala, spoke of Fullerö.\n\n"
        "A teacher was shot in Fullerö on Monday."
    )
    assert set(events["country"].dropna()) <= {"SE"}


@pytest.mark.parametrize(
    "text",
    [
        "No cases of cholera were reported in Tanzania on Monday.",
        "The minister flies to Ankara on Wednesday.",
        "Organisers expect 5,000 people at a rally in Tallinn on Saturday.",
        "The vaccination drive begins in Bauchi on Monday.",
        "The flood is bigger than that of 1941 in New Orleans.",
        "The northern city of Piura has been hardest hit.",
        "Firefighters from Ballarat fought the flames until dawn on Monday.",
        "Dr Usman served in Monrovia during the Ebola epidemic of 2014.",
        "The turnout compares with 41 per cent in Bulgaria's local elections of last month.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert extract(text)["title"].tolist() == []


def test_the_day_of_a_clause_is_its_own() -> None:
    events = extract(
        "The road has been shut since 12 October, when 16 travellers were killed in an ambush near Tikrit."
    )
    assert [str(d)[:10] for d in events["date_end"]] == ["2023-10-12"]


def test_a_headline_is_no_event_of_its_own() -> None:
    events = extract("Rockets hit Golan road\n\nHezbollah fired rockets at a base near Safed on Monday, the army said.")
    assert len(events) == 1


def test_a_list_of_strikes_takes_its_total_apart() -> None:
    events = extract(
        "On 18 December, Coalition forces conducted 20 strikes against ISIL in Syria.\n\n"
        "- Near Raqqa, 12 strikes engaged six ISIL units; destroyed a vehicle and damaged a supply route.\n"
        "- Near Ayn Isa, one strike destroyed a vehicle.\n"
        "- Near Hasakah, seven strikes destroyed two weapons caches.\n"
    )
    assert sorted(events["count"]) == [1, 7, 12]
    assert {str(d)[:10] for d in events["date_start"]} == {"2023-12-18"}
    assert set(events["actor"]) == {"Coalition forces"}
    assert events["place"].nunique() == 3


def test_what_comes_of_a_deed_is_no_deed_of_its_own() -> None:
    events = extract("A ferry sank off Masbate on Sunday; the coast guard rescued 16 people.")
    assert events["event_type"].tolist() == ["crash"]


def test_a_deed_that_no_word_names_needs_a_day_and_a_place() -> None:
    named = extract("Engineers raised an old bell in Masbate on Sunday.")
    assert (named["event_type"].tolist(), named["place"].tolist()) == (["other"], ["Masbate"])
    assert extract("Engineers raised an old bell.").empty
    assert extract("Reyes was born in Masbate on Sunday.").empty


def test_where_somebody_is_from_is_not_where_he_died() -> None:
    events = extract("Peter Hassan, of Basra, was killed in Mosul on Sunday.")
    assert events["place"].tolist() == ["Mosul"]
