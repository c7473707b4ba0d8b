from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.actors import ActorForm, ActorKind, ActorList
from geomap.actors.phoenix import parse_phoenix
from geomap.errors import InputError

DICTIONARY = Path(__file__).parent / "dictionary.txt"


@pytest.fixture(scope="module")
def actors() -> ActorList:
    return ActorList.load(DICTIONARY)


@pytest.mark.parametrize(
    ("text", "name", "kind", "form"),
    [
        ("Black Michaels Men", "Black Michaels Men", ActorKind.ARMED_GROUP, ActorForm.NAME),
        ("BMM", "Black Michaels Men", ActorKind.ARMED_GROUP, ActorForm.NAME),
        ("the al-Mikhail Brigades", "Black Michaels Men", ActorKind.ARMED_GROUP, ActorForm.NAME),
        ("Zenda Party", "Zenda Party", ActorKind.PARTY, ActorForm.NAME),
        ("Guardians of the Moat", "Guardians of the Moat", ActorKind.BODY, ActorForm.NAME),
        ("Royal Guard of Ruritania", "Albania", ActorKind.STATE, ActorForm.FORCE),
        ("Albania Felix", "Albania", ActorKind.STATE, ActorForm.NAME),
        ("Strelsau", "Albania", ActorKind.STATE, ActorForm.CAPITAL),
        ("Harakat al-Muqawamah", "Hamas", ActorKind.ARMED_GROUP, ActorForm.NAME),
    ],
)
def test_names_codes_and_roles(actors: ActorList, text: str, name: str, kind: ActorKind, form: ActorForm) -> None:
    (found,) = actors.find(text)
    assert (found.actor.name, found.actor.kind, found.form) == (name, kind, form)


def test_what_the_shipped_list_knows_stays(actors: ActorList) -> None:
    shipped = ActorList.load()
    for text in ("National Liberation Army", "Hamas", "Albania", "Tirana"):
        assert actors.find(text) == shipped.find(text)
    found = actors.get("Zenda Party")
    assert found is not None
    assert found.country == "AL"


@pytest.mark.parametrize("text", ["Rudolf Rassendyll", "Flavia of Strelsa", "Ignored Group"])
def test_ended_and_null_entries_are_left_out(actors: ActorList, text: str) -> None:
    assert actors.find(text) == []


def test_the_code_that_still_holds_is_taken() -> None:
    (entry,) = parse_phoenix("A_B_ [COLGOV 20000101-20100101] [COLREB]\n\t[COLMIL >20100101]\n", "x")
    assert entry.code == "COLMIL"
    (entry,) = parse_phoenix("A_B_ [COLGOV <20100101] [COLREB]\n", "x")
    assert entry.code == "COLREB"


def test_strange_lines_are_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "geomap"):
        parse_phoenix(DICTIONARY.read_text("utf-8"), "mine.txt")
    (record,) = caplog.records
    assert "mine.txt: 2 lines" in record.getMessage()
    assert "line 28: 'this line" in record.getMessage()


def test_latin_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("FRENTE_DEL_RÍO_ [COLREB]\n".encode("latin-1"))
    found = ActorList.load(path).get("Frente del Río")
    assert found is not None
    assert found.country == "CO"


@pytest.mark.parametrize("content", ["", "An article about a river.\n", "# only a comment\n", "+SYNONYM_ [COLREB]\n"])
def test_what_is_no_dictionary_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match="no entry in the Phoenix form") as caught:
        ActorList.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_dictionary_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        ActorList.load(tmp_path / "none.txt")


@given(st.text(alphabet="AB_+[]()<>-#; \n\t019RE", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    entries = parse_phoenix("RIVER_FRONT_ [COLREB]\n" + text, "x")
    assert entries[0].names[0] == "RIVER_FRONT_"
