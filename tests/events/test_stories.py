"""Stories and lists: events that share a verb, a day or a sentence and are still each their own."""

from __future__ import annotations

import pandas as pd
import pytest
from telling import extract


def days(text: str) -> dict[str, str]:
    """Give the first day of each event by its place."""
    events = extract(text)
    starts = ["" if pd.isna(start) else str(start)[:10] for start in events["date_start"]]
    return dict(zip(events["place"], starts, strict=True))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Demonstrations also took place in Mombasa, Kisumu and Eldoret.", {"Mombasa", "Kisumu", "Eldoret"}),
        ("Marches were reported from Cusco, Puno and Arequipa as well.", {"Cusco", "Puno", "Arequipa"}),
        ("Explosions were also heard in Kharkiv, Odesa and Dnipro.", {"Kharkiv", "Odesa", "Dnipro"}),
        ("Sousse, Sfax and Bizerte also saw demonstrations.", {"Sousse", "Sfax", "Bizerte"}),
        (
            "Rallies were held in Kano and Enugu on Monday, and smaller ones were reported in Jos.",
            {"Kano", "Enugu", "Jos"},
        ),
    ],
)
def test_a_plural_told_at_several_places_is_an_event_at_each(text: str, places: set[str]) -> None:
    events = extract(text)
    assert set(events["place"]) == places
    assert len(events) == len(places)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gunmen killed two teachers in Kano and a priest in Jos on Sunday.", {"Kano": 2, "Jos": 1}),
        ("Lightning killed three boys in Gulu and two herders in Lira on Sunday.", {"Gulu": 3, "Lira": 2}),
        ("Militants shot dead a judge in Quetta and two drivers in Peshawar on Friday.", {"Quetta": 1, "Peshawar": 2}),
    ],
)
def test_objects_with_places_of_their_own_are_events_of_their_own(text: str, places: dict[str, int]) -> None:
    events = extract(text)
    assert dict(zip(events["place"], events["killed_min"], strict=True)) == places


def test_a_toll_told_of_several_places_together_is_the_most_at_each() -> None:
    events = extract("Air strikes on Idlib and Raqqa killed ten civilians on Monday.")
    assert set(events["place"]) == {"Idlib", "Raqqa"}
    assert events["killed_max"].tolist() == [10, 10]
    assert events["killed_min"].isna().all()


def test_numbers_with_places_of_their_own_are_too() -> None:
    events = extract("Police arrested 19 people in Milan, five in Turin and three in Genoa on Monday.")
    assert list(events["place"]) == ["Milan", "Turin", "Genoa"]
    assert set(events["event_type"]) == {"arrest"}


def test_a_headline_of_two_events_keeps_each_at_its_place() -> None:
    events = extract("Bomb kills six in Quetta, gunmen abduct doctor in Peshawar")
    assert dict(zip(events["event_type"], events["place"], strict=True)) == {
        "bombing": "Quetta",
        "abduction": "Peshawar",
    }
    assert pd.isna(events.set_index("place").loc["Peshawar", "killed_min"])


def test_a_step_of_the_story_takes_its_day() -> None:
    text = "On Tuesday a mob stormed a clinic in Gulu. Two vehicles were set on fire in Lira."
    assert days(text) == {"Gulu": "2024-03-12", "Lira": "2024-03-12"}


def test_a_day_is_carried_over_three_paragraphs_but_not_farther() -> None:
    filler = "The governor spoke of a plot.\n\n"
    start = "On Tuesday a mob stormed a clinic in Gulu.\n\n"
    end = "A trader was beaten in Lira by a mob."
    assert days(start + filler * 2 + end)["Lira"] == "2024-03-12"
    assert days(start + filler * 3 + end)["Lira"] == ""


@pytest.mark.parametrize(
    "later",
    [
        "A week later, a trader was beaten in Lira.",
        "On the eve of the vote a trader was beaten in Lira.",
        "A trader had been beaten in Lira.",
        "Traders have been beaten in Lira.",
        "A trader was beaten in Lira in 2019.",
    ],
)
def test_what_looks_back_or_tells_its_own_time_takes_no_day_of_the_story(later: str) -> None:
    assert days(f"On Tuesday a mob stormed a clinic in Gulu. {later}").get("Lira") != "2024-03-12"


def test_each_item_of_a_list_is_dated_by_itself() -> None:
    text = "- Troops shelled Homs on Tuesday.\n\n- A trader was beaten in Idlib by a mob."
    assert days(text)["Idlib"] == ""


@pytest.mark.parametrize("label", ["Saturday 9 March – ", "9 March: ", "On March 9: ", "Saturday: "])
def test_a_day_before_a_paragraph_dates_what_it_tells(label: str) -> None:
    text = f"{label}Aircraft bombed a depot north of Mosul. In Syria, jets hit a bridge near Raqqa."
    assert set(days(text).values()) == {"2024-03-09"}


def test_a_place_before_a_sentence_places_what_it_tells() -> None:
    events = extract("The region was quiet.\n\nNikopol: two people were killed by artillery fire on Monday.")
    assert list(events["place"]) == ["Nikopol"]


def test_a_date_without_a_comma_leaves_the_subject_its_own() -> None:
    events = extract(
        "On Tuesday rebels attacked a base at Bunia. The following morning soldiers arrested a man in Beni."
    )
    assert list(events["actor"]) == ["rebels", "soldiers"]


def test_the_day_of_the_next_clause_is_not_the_event_s() -> None:
    assert days("Two men were shot in Leeds; both were said to be stable on Wednesday.") == {"Leeds": ""}


def test_a_deed_told_of_in_a_clause_of_its_day_is_one_event() -> None:
    text = "He recalled the attack on Kaduna in November 2020, in which 43 farmers were slaughtered."
    assert list(extract(text)["killed_min"]) == [43]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            "A judge in Kano on Monday sentenced a man to death for the murder of two farmers in Jos in 2021.",
            "2021-01-01",
        ),
        ("A man was jailed on Monday for the murder of two farmers in Jos in 2021.", "2021-01-01"),
    ],
)
def test_the_day_in_court_is_not_that_of_the_crime(text: str, start: str) -> None:
    crime = extract(text).set_index("event_type").loc["killing"]
    assert str(crime["date_start"])[:10] == start
    assert crime["place"] == "Jos"
    assert crime["actor"] == "man"
