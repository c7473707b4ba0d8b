"""Which place each name stands for: the hard cases of news, and the promises of the resolver."""

from __future__ import annotations

import pytest

from geomap.actors import ActorList
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse, resolve_spans
from geomap.language import parse
from geomap.model import Resolution
from geomap.reading import read_text
from geomap.resolution import ResolutionOptions
from geomap.resolution.shortening import shorten

GAZETTEER = Gazetteer.open()


def resolve(text: str, options: ResolutionOptions | None = None) -> list[Resolution]:
    return geoparse(text, gazetteer=GAZETTEER, resolution=options)


def place_of(text: str, surface: str, occurrence: int = 0, options: ResolutionOptions | None = None) -> str:
    """Give country, admin1 and feature code of the place a name was resolved to."""
    found = [r for r in resolve(text, options) if r.mention.surface == surface]
    place = found[occurrence].place
    assert place is not None
    return f"{place.country} {place.admin1 or '-'} {place.feature_code}"


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("A shooting in Oxford, Mississippi, left two people dead.", "Oxford", "US MS PPLA2"),
        ("A shooting in Oxford, Mississippi, left two people dead.", "Mississippi", "US MS ADM1"),
        ("Police in Prague, Oklahoma, arrested three men.", "Prague", "US OK PPL"),
        ("Police in Prague, Oklahoma, arrested three men.", "Oklahoma", "US OK ADM1"),
        ("Protesters gathered in Tbilisi, Georgia. Georgia is in the Caucasus.", "Georgia", "GE - PCLI"),
        ("A tornado struck Macon, Georgia. Residents of Atlanta were warned.", "Georgia", "US GA ADM1"),
        ("A train crash near London, Ontario, hurt four people.", "London", "CA 08 PPL"),
        ("Clashes in Tripoli, Lebanon, killed two.", "Tripoli", "LB 09 PPLA"),
        ("Militias fought in Tripoli, the Libyan capital.", "Tripoli", "LY 77 PPLC"),
        ("Clashes broke out in Homs on Friday.", "Homs", "SY 11 PPLA"),
        ("قصف على أربيل", "أربيل", "IQ 11 PPLA"),
        ("MOGADISHU, SOMALIA, WAS QUIET.", "MOGADISHU", "SO 02 PPLC"),
        ("The Homs governorate was shelled on Friday.", "Homs", "SY 11 ADM1"),
        ("Rebels attacked a convoy in Chad.", "Chad", "TD - PCLI"),
        ("Boko Haram attacked a village in Niger, near Nigeria.", "Niger", "NE - PCLI"),
        ("Boko Haram attacked a village in Niger, near Nigeria.", "Nigeria", "NG - PCLI"),
        ("Delegates from Guinea met in Conakry.", "Guinea", "GN - PCLI"),
        ("Delegates from Guinea-Bissau met.", "Guinea-Bissau", "GW - PCLI"),
        ("Delegates from Equatorial Guinea met.", "Equatorial Guinea", "GQ - PCLI"),
        ("An earthquake struck Papua New Guinea.", "Papua New Guinea", "PG - PCLI"),
        ("Fighting in the Democratic Republic of the Congo went on.", "Democratic Republic of the Congo", "CD - PCLI"),
        ("Fighting in the Republic of the Congo went on.", "Republic of the Congo", "CG - PCLI"),
        ("Judges in The Hague opened the case.", "Hague", "NL 11 PPLG"),
        ("Aid entered the Gaza Strip.", "Gaza Strip", "PS GZ ADM1"),
        ("Aid trucks entered Gaza on Friday.", "Gaza", "PS GZ PPLA"),
        ("Fighting resumed in Mali on Friday.", "Mali", "ML - PCLI"),
        ("Rockets hit Iraqi Kurdistan on Friday.", "Iraqi Kurdistan", "IQ - ADM1H"),
        ("The army fought in the Kurdistan Region.", "Kurdistan Region", "IQ - ADM1H"),
        ("Drones hit Iraqi Kurdistan's Erbil on Sunday.", "Erbil", "IQ 11 PPLA"),
        ("A drone hit Erbil International Airport.", "Erbil International Airport", "IQ 11 AIRP"),
        ("They were killed outside the Baghdad airport in Iraq.", "Baghdad airport", "IQ 07 AIRP"),
    ],
)
def test_hard_case(text: str, surface: str, expected: str) -> None:
    assert place_of(text, surface) == expected


def test_two_places_of_one_name_in_one_text() -> None:
    text = "She moved from London, Ontario, to London, England, in 2010."
    assert place_of(text, "London", 0) == "CA 08 PPL"
    assert place_of(text, "London", 1) == "GB ENG PPLC"


def test_london_ontario_beside_london() -> None:
    text = "A crash near London, Ontario, hurt four. The mayor of London, England, spoke."
    places = [r.place for r in geoparse(text) if r.mention.surface == "London"]
    assert [p.country for p in places if p is not None] == ["CA", "GB"]


def test_one_sense_holds_for_later_mentions() -> None:
    text = "Gunmen clashed in Tripoli, Lebanon, on Sunday. The army deployed in Tripoli."
    assert place_of(text, "Tripoli", 1) == "LB 09 PPLA"


def test_a_name_nobody_has_is_left_open_with_a_reason() -> None:
    parsed = parse(read_text("They met in Qzxvwkj.", doc_id="a"))
    (found,) = resolve_spans(parsed, [(12, 19)], gazetteer=GAZETTEER, actors=ActorList.load())
    assert found.place is None
    assert found.reason
    assert found.confidence <= 0.5


def test_one_resolution_a_mention_in_order() -> None:
    found = resolve("Paris, Texas, is not Paris, France. Paris, Tennessee, is a third. In Texas it rained.")
    starts = [r.mention.start for r in found]
    assert starts == sorted(set(starts))
    assert all(0 <= r.confidence <= 1 and r.reason for r in found)
    assert all(r.place not in [c.place for c in r.runners_up] for r in found)


def test_given_spans_come_back_in_the_order_asked() -> None:
    text = "From Mosul they drove to Erbil."
    parsed = parse(read_text(text, doc_id="a"))
    found = resolve_spans(parsed, [(25, 30), (5, 10)], gazetteer=GAZETTEER, actors=ActorList.load())
    assert [r.place.name for r in found if r.place] == ["Erbil", "Mosul"]


def test_preferences_lean() -> None:
    text = "A man was arrested in Springfield on Friday."
    assert place_of(text, "Springfield", options=ResolutionOptions(near=(44.05, -123.02))).startswith("US OR")
    assert place_of("A flood hit Victoria.", "Victoria", options=ResolutionOptions(prefer_country="SC")).startswith(
        "SC"
    )


def test_box_refuses_all_else() -> None:
    options = ResolutionOptions(bbox=(38.0, 29.0, 49.0, 38.0))
    found = {r.mention.surface: r.place for r in resolve("He flew from Baghdad to Paris.", options)}
    assert found["Baghdad"] is not None
    assert found["Paris"] is None


def test_same_text_same_answer() -> None:
    text = "Shells fell near Homs, Hama and Idlib, Syria, and in Tripoli, Lebanon."
    assert resolve(text) == resolve(text)


def test_a_long_text_worked_through_in_blocks_gives_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Troops left Homs, Syria, for Tripoli, Lebanon. In Paris, Texas, and in London, Ontario, it rained."
    whole = resolve(text)
    monkeypatch.setattr("geomap.resolution.units.BLOCK", 1)
    assert resolve(text) == whole


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("South Los Angeles", "Los Angeles"),
        ("Mosul General Hospital", "Mosul"),
        ("University of Oxford", "Oxford"),
        ("Las Vegas Valley", "Las Vegas"),
        ("E. Peoria", "East Peoria"),
    ],
)
def test_shortening(name: str, shorter: str) -> None:
    assert shorter in list(shorten(name))
