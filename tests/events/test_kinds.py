"""What kind of event words tell of: votes, floods, aircraft with the names of storms, strikes, and bodies that vote."""

from __future__ import annotations

import pytest
from telling import extract, only


@pytest.mark.parametrize(
    "text",
    [
        "A dyke failed near Ravenna on Monday and three people drowned.",
        "A levee was breached at Beira on Tuesday.",
        "The dam above Derna burst on Monday, sweeping away whole districts.",
        "The embankment at Sukkur collapsed on Friday, inundating 30 villages.",
        "A flood wall gave way and a dyke gave way in Sukkur on Friday.",
    ],
)
def test_water_that_breaks_through_is_a_flood(text: str) -> None:
    assert set(extract(text)["event_type"]) == {"flood"}
    assert extract(text)["actor"].isna().all()


def test_a_tailings_dam_is_an_industrial_accident_and_a_swimmer_none() -> None:
    assert only("A tailings dam collapsed near Brumadinho on Friday.")["event_type"] == "fire or industrial accident"
    assert only("Two boys drowned in a lake near Kisumu on Sunday.")["event_type"] == "drowning"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Ghanaians voted on Monday for a new president.", "election", "Ghana"),
        ("Polling stations opened late in Harare on Wednesday.", "election", "Harare"),
        ("The commission declared Hakainde Hichilema the winner in Lusaka on Monday.", "election result", "Lusaka"),
        ("A polling station was closed in Balti on Sunday.", "disruption of voting", "Balti"),
        (
            "Observers were turned away from a counting centre in Mombasa on Saturday.",
            "disruption of voting",
            "Mombasa",
        ),
        ("Ballot boxes were burnt in Orhei on Sunday.", "arson", "Orhei"),
        ("President Macky Sall cast his ballot in Fatick on Sunday.", "casting of a vote", "Fatick"),
    ],
)
def test_what_happens_on_the_day_of_a_vote(text: str, kind: str, place: str) -> None:
    row = only(text)
    assert (row["event_type"], row["place"]) == (kind, place)
    assert extract(text)["injured_min"].isna().all()


@pytest.mark.parametrize(
    "text",
    [
        "Russia voted against the resolution in New York on Monday.",
        "Norway voted in favour of the text on Monday.",
        "Kenya voted to condemn the report on Monday.",
    ],
)
def test_states_that_vote_in_a_body_hold_no_election(text: str) -> None:
    assert "election" not in set(extract(text)["event_type"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tornados bombed a tunnel north of Fallujah on Tuesday.", "air strike"),
        ("Typhoons attacked a mortar team near Ramadi on Monday.", "air strike"),
        ("A Typhoon FGR4 engaged a checkpoint outside Raqqa on Monday.", "air strike"),
        ("Typhoon Doksuri struck Fujian on Friday.", "storm"),
        ("Tornadoes hit Oklahoma on Sunday, killing four people.", "storm"),
    ],
)
def test_aircraft_are_no_storms(text: str, kind: str) -> None:
    assert only(text)["event_type"] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Detectives executed search warrants in Cork on Tuesday.", "police or military raid"),
        ("Troops cleared militant hideouts around Gwoza on Sunday.", "offensive"),
        ("The army's liberation of Tikrit on Monday ended a siege.", "capture of territory"),
        ("Teachers walked out across Peru on Monday.", "labour strike"),
        ("The plane used a guided bomb to destroy a bunker near Hit on Monday.", "destruction of property"),
    ],
)
def test_words_with_more_than_one_meaning(text: str, kind: str) -> None:
    assert kind in set(extract(text)["event_type"])


def test_a_strike_is_one_of_workers_where_workers_strike() -> None:
    events = extract("Teachers walked out across Peru on Monday. Strikes were also reported from Cusco and Puno.")
    assert set(events["event_type"]) == {"labour strike"}


def test_what_burns_is_not_injured() -> None:
    assert extract("A mob burned a police station in Beni on Tuesday.")["injured_min"].isna().all()
    assert only("A blast burned three miners in Kitwe on Tuesday.")["injured_min"] == 3


def test_who_falls_ill_does_not_act_nor_does_who_reports_it() -> None:
    events = extract("The ministry declared a measles outbreak in Rumbek on Monday, where 63 children have fallen ill.")
    assert events["actor"].isna().all()
    assert list(events["target"]) == ["children"]


@pytest.mark.parametrize(
    "text",
    [
        "The latest strikes are listed below.",
        "Did rebels attack Goma on Monday?",
        "Talks on the siege of Aleppo will go on.",
    ],
)
def test_what_is_listed_asked_or_talked_of_is_no_event(text: str) -> None:
    assert extract(text).empty


def test_a_topic_is_not_a_place() -> None:
    assert (
        only("The ministers joined partners in Paris on Monday for talks on the siege of Aleppo.")["place"] == "Paris"
    )


def test_lists_drop_the_were() -> None:
    row = only("Two aid workers killed in an ambush on the road from Torit to Kapoeta on 9 March.")
    assert (row["event_type"], row["target"], row["killed_min"]) == ("ambush", "aid workers", 2)


def test_a_name_beside_an_office_is_whom_it_means() -> None:
    row = only("The foreign minister, Hakan Fidan, met his Iraqi counterpart, Fuad Hussein, in Baghdad on Monday.")
    assert (row["actor"], row["target"]) == ("Hakan Fidan", "Fuad Hussein")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("On Wednesday the army was sent into Eldoret.", "army"),
        ("A vigil in Leeds on Monday drew 300 students.", "students"),
        ("The Russian ambassador was summoned to the foreign ministry in Oslo on Monday.", "foreign ministry"),
        ("Observers confirmed reports that ISIL had killed 70 villagers in Anbar on Monday.", "Islamic State"),
        ("Typhoons supported troops near Kirkuk on Monday, destroying a rocket position.", "Typhoons"),
    ],
)
def test_who_acts_beside_the_grammar_of_agents(text: str, actor: str) -> None:
    assert actor in set(extract(text)["actor"])


def test_who_is_only_charged_is_said_to_have_done_it() -> None:
    events = extract("A man was arraigned on Tuesday in the fatal shooting of a clerk in Toledo.").set_index(
        "event_type"
    )
    assert (events.loc["shooting", "actor"], events.loc["shooting", "assertion"]) == ("man", "claimed")


def test_a_meeting_on_the_margins_of_another_is_one() -> None:
    row = only("The minister met his counterpart on the margins of the UN meeting in Cairo on Monday.")
    assert (row["place"], row["target"]) == ("Cairo", "counterpart")


def test_a_clause_of_a_place_is_there_though_a_date_stands_between() -> None:
    row = only("The envoy travelled to Baghdad on 11 March where she met Prime Minister Haider al-Abadi.")
    assert (row["place"], row["target"]) == ("Baghdad", "Haider al-Abadi")
