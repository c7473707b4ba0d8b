from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geomap.actors
from geomap.actors import ActorForm, ActorKind, ActorList
from geomap.errors import InputError


@pytest.fixture(scope="module")
def actors() -> ActorList:
    return ActorList.load()


def names(actors: ActorList, text: str) -> list[str]:
    return [m.actor.name for m in actors.find(text)]


def test_there_are_several_hundred(actors: ActorList) -> None:
    assert len(actors) >= 900


def test_no_name_stands_for_two_actors() -> None:
    seen: dict[str, str] = {}
    data = Path(geomap.actors.__file__).parent / "data"
    for table in tomllib.loads((data / "organisations.toml").read_text("utf-8")).values():
        for name, entry in table.items():
            for alias in (name, *entry.get("also", [])):
                assert seen.setdefault(alias, name) == name, alias
    for entry in tomllib.loads((data / "states.toml").read_text("utf-8")).values():
        for alias in (entry["name"], *entry.get("also", []), *entry.get("forces", [])):
            assert seen.setdefault(alias, entry["name"]) == entry["name"], alias


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kataib Hezbollah said", ["Kataib Hezbollah"]),
        ("Lebanon’s Hezbollah said", ["Lebanon", "Hezbollah"]),
        ("The Islamic Resistance in Iraq claimed it", ["Islamic Resistance in Iraq"]),
        ("US Central Command announced", ["United States"]),
        ("the US National Security Council", ["United States"]),
        ("the UN Security Council", ["United Nations"]),
        ("U.S. troops in Syria", ["United States", "Syria"]),
        ("US-led coalition forces", ["US-led coalition"]),
        ("Al-Shabaab and al-Shabab", ["Al-Shabaab", "Al-Shabaab"]),
        ("the us and them", []),
        ("Nigerien soldiers near Nigerian villages", ["Niger", "Nigeria"]),
        ("TALIBAN FIGHTERS", ["Taliban"]),
        ("the RSF and the Joint Darfur Force in el-Fasher", ["Rapid Support Forces", "Joint Darfur Force"]),
        ("UNIFIL said Israel Defense Forces", ["UNIFIL", "Israel"]),
        ("the Viv Ansanm coalition and Gran Grif", ["Viv Ansanm", "Gran Grif"]),
        ("Arakan Army and Arakan Rohingya Salvation Army", ["Arakan Army", "Arakan Rohingya Salvation Army"]),
        ("al-Qaeda in the Indian Subcontinent and al-Qaeda", ["Al-Qaeda in the Indian Subcontinent", "Al-Qaeda"]),
        ("gunmen with AR-15s who went to a quad bike rally", []),
        ("He will push on; it was bold, and Mark may act.", []),
    ],
)
def test_longest_name_wins(actors: ActorList, text: str, expected: list[str]) -> None:
    assert names(actors, text) == expected


def test_a_nationality_and_a_capital_are_told_apart(actors: ActorList) -> None:
    forms = {m.surface: m.form for m in actors.find("Iraqi officials in Washington met Iran")}
    assert forms == {"Iraqi": ActorForm.NATIONALITY, "Washington": ActorForm.CAPITAL, "Iran": ActorForm.NAME}


@given(st.text(alphabet="abcIranUS-’. \n", max_size=60))
def test_spans_match_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for mention in ActorList.load().find(text):
        assert text[mention.start : mention.end] == mention.surface
        assert mention.start >= end
        end = mention.end


def test_a_user_s_file_adds_and_overrules(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[armed_group]\n"River Front" = {country = "XX", also = ["RF", "Hezbollah"]}\n', "utf-8")
    actors = ActorList.load(path)
    assert names(actors, "RF and Hezbollah and Hamas") == ["River Front", "River Front", "Hamas"]
    found = actors.get("the River Front")
    assert found is not None
    assert found.kind is ActorKind.ARMED_GROUP


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[gang]\n", r"unknown table \[gang\]"),
        ('[party]\n"A" = {colour = "red"}\n', "no keys but country and also"),
        ("[party\n", "not a valid TOML file"),
        ('party = "A"\n', "must be a table of names"),
        ('[party]\n"A" = {also = ["..."]}\n', "with letters or digits"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message) as caught:
        ActorList.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        ActorList.load(tmp_path / "none.toml")
