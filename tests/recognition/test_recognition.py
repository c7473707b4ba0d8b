"""Which names are places, and what each does in its sentence."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.actors import ActorList
from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.language import parse
from geomap.model import Mention, MentionRole
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions, make_mention, recognise
from geomap.recognition.abbreviations import expand_abbreviation

GAZETTEER = Gazetteer.open()
ACTORS = ActorList.load()


def find(text: str) -> list[Mention]:
    return recognise(parse(read_text(text, doc_id="a")), GAZETTEER, ACTORS)


def roles(text: str) -> dict[str, MentionRole]:
    return {m.surface: m.role for m in find(text)}


def literal(text: str) -> set[str]:
    return {m.surface for m in find(text) if m.is_literal}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Washington said it would respond.", "Washington", MentionRole.METONYM),
        ("Kyiv accused Moscow of shelling Kharkiv.", "Kyiv", MentionRole.METONYM),
        ("Kyiv accused Moscow of shelling Kharkiv.", "Moscow", MentionRole.METONYM),
        ("Kyiv accused Moscow of shelling Kharkiv.", "Kharkiv", MentionRole.LITERAL),
        ("Iraq on Tuesday confirmed the death of a soldier.", "Iraq", MentionRole.METONYM),
        ("An airstrike widely attributed to Israel killed him.", "Israel", MentionRole.METONYM),
        ("He was killed by the US outside the base.", "US", MentionRole.METONYM),
        ("The Baghdad-based group closed its office.", "Baghdad", MentionRole.MODIFIER),
        ("Iran-backed militias fired rockets.", "Iran", MentionRole.MODIFIER),
        ("Officials condemned US strikes.", "US", MentionRole.MODIFIER),
        ("Eighteen people were hurt in US strikes.", "US", MentionRole.MODIFIER),
        ("Iran’s most prominent commander was killed.", "Iran", MentionRole.MODIFIER),
        ("The American side targeted Iraqi sites.", "American", MentionRole.DEMONYM),
        ("The Islamic Resistance in Iraq claimed the attack.", "Iraq", MentionRole.NAME_PART),
        ("Researchers at the University of Oxford agreed.", "Oxford", MentionRole.NAME_PART),
        ("ERBIL – A drone hit a base on Monday.", "ERBIL", MentionRole.DATELINE),
        ("Since October the war in the Gaza Strip has spread.", "Gaza Strip", MentionRole.LITERAL),
        ("Iraq's Anbar province was calm.", "Iraq", MentionRole.LITERAL),
        ("Kabul bombing kills 12", "Kabul", MentionRole.LITERAL),
        ("Attacks continued since the militants' attack on Israel.", "Israel", MentionRole.LITERAL),
        ("Baghdad condemned the raid.", "Baghdad", MentionRole.METONYM),
        ("Two North Koreans crossed the line.", "North Koreans", MentionRole.DEMONYM),
        ("The river parts Laos from Thailand.", "Laos", MentionRole.LITERAL),
        ("A plane crashed in the UAE on Monday.", "UAE", MentionRole.LITERAL),
        ("They flew to the DRC on Monday.", "DRC", MentionRole.LITERAL),
        ("A clinic near the border with Liberia closed.", "Liberia", MentionRole.LITERAL),
        ("The US Centers for Disease Control and Prevention sent experts.", "US", MentionRole.MODIFIER),
        ("Explosions were heard in Baghdad.", "Baghdad", MentionRole.LITERAL),
    ],
)
def test_role(text: str, name: str, role: MentionRole) -> None:
    assert roles(text).get(name) is role


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Hilton arrived in Miami on Tuesday.", "Paris"),
        ("Jordan scored 30 points as the Bulls won in Chicago.", "Jordan"),
        ("They ate well. The Turkey was roasted for hours.", "Turkey"),
        ("Of the ten people killed, five were children.", "Of"),
        ("They chose Us and not them.", "Us"),
        ("Qassem Soleimani was killed. Soleimani and an aide were in a car.", "Soleimani"),
        ("A close aide of the IRGC commander was killed.", "IRGC"),
        ("The New York Times reported the blast.", "New York"),
        ("President Jordan met the delegates.", "Jordan"),
        ("Kataib Hezbollah denied it.", "Hezbollah"),
        ("They met in March and on Monday.", "March"),
        ("Guinea's Forest Region was sealed off.", "Region"),
        ("(CNN) -- A bomb went off in Baghdad on Monday.", "CNN"),
    ],
)
def test_is_no_place(text: str, name: str) -> None:
    assert roles(text).get(name) in {None, MentionRole.NAME_PART}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A drone hit the Erbil International Airport.", {"Erbil International Airport"}),
        ("They were killed outside the Baghdad airport.", {"Baghdad airport"}),
        ("Rockets hit Ain al-Asad air base in western Iraq.", {"Ain al-Asad air base", "Iraq"}),
        ("Police in Tikrit, Iraq, found a bomb.", {"Tikrit", "Iraq"}),
        ("Fighters crossed the Jordan River near Jericho.", {"Jordan River", "Jericho"}),
        ("Troops near Deir ez-Zor and Hama were attacked.", {"Deir ez-Zor", "Hama"}),
    ],
)
def test_literal_mentions(text: str, names: set[str]) -> None:
    assert literal(text) == names


def test_units_are_looked_up_with_their_type_word() -> None:
    queries = [m.query for m in find("Clashes broke out in Homs. Villages across the Homs governorate were shelled.")]
    assert queries == ["Homs", "Homs governorate"]


def test_associative_roles_can_be_left_out() -> None:
    parsed = parse(read_text("US strikes hit Iraqi sites in Anbar.", doc_id="a"))
    options = RecognitionOptions(roles=frozenset({MentionRole.LITERAL}))
    assert [m.surface for m in recognise(parsed, GAZETTEER, ACTORS, options=options)] == ["Anbar"]


def test_given_span_outside_the_text_is_refused() -> None:
    parsed = parse(read_text("Basra.", doc_id="a"))
    with pytest.raises(InputError, match=r"span 0\.\.99"):
        make_mention(parsed, 0, 99, GAZETTEER, ACTORS)


@pytest.mark.parametrize(
    ("word", "after_comma", "full"),
    [("Ill.", True, "Illinois"), ("Calif.", False, "California"), ("TX", True, "Texas"), ("IN", False, None)],
)
def test_abbreviations(word: str, after_comma: bool, full: str | None) -> None:  # noqa: FBT001  a table's column
    assert expand_abbreviation(word, after_comma=after_comma) == full


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA .,-–\n'’éبi😀Iraq\u00a0Syria"), min_size=1, max_size=80).filter(str.strip))
def test_offsets_always_give_the_surface(text: str) -> None:
    mentions = find(text)
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_reference_article(shared_data: Path) -> None:
    folder = shared_data / "reference-article"
    text = (folder / "article.txt").read_text("utf-8")
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    mentions = find(text)
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    places = [m for m in mentions if m.is_literal]
    background = ("route", "transfers", "background war")
    wrong = [
        entry["text"]
        for entry in gold["must_not_map"]
        if not any(word in entry["why"] for word in background)
        and any(m.start < entry["end"] and entry["start"] < m.end for m in places)
    ]
    assert wrong == []
    for event in gold["events"]:
        mention = event["place"]["mention"]
        assert any(m.start <= mention["start"] and mention["end"] <= m.end for m in places), event["label"]
