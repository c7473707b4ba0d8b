"""Ranked candidates behave as a list of candidates does, and read only what is looked at."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.model import Candidate, MatchKind, Place


@pytest.fixture
def reads(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Gather the rows of the places that are read."""
    rows: list[int] = []
    read: Callable[[int], Place] = gazetteer._places.place

    def watch(row: int) -> Place:
        rows.append(row)
        return read(row)

    monkeypatch.setattr(gazetteer._places, "place", watch)
    return rows


def test_only_what_is_looked_at_is_read(gazetteer: Gazetteer, reads: list[int]) -> None:
    found = gazetteer.candidates("San Antonio")
    assert found
    assert len(found) == 10
    assert not reads
    assert found[0].place.name == "San Antonio"
    assert len(reads) == 1
    assert len(found[2:5]) == 3
    assert len(reads) == 4
    assert len(list(found)) == 10
    assert len(reads) == 14


def test_they_are_a_sequence(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Homs")
    every = list(found)
    assert found[-1] == every[-1]
    assert found[1:] == every[1:]
    assert found == every
    assert found == tuple(every)
    assert found != every[1:]
    assert found != "Homs"
    assert every[1] in found
    assert found.index(every[1]) == 1
    assert repr(found) == repr(every)
    assert hash(found) == hash(tuple(every))
    with pytest.raises(IndexError):
        found[len(found)]


def test_pickled_they_are_a_list(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Homs")
    assert pickle.loads(pickle.dumps(found)) == list(found)  # noqa: S301  our own bytes


def test_a_name_as_asked_for_is_exact_and_another_spelling_folded(small: Path) -> None:
    gazetteer = Gazetteer.open(small)
    assert [(c.match, c.matched_name) for c in gazetteer.candidates("Ḩabbāriyah")] == [(MatchKind.EXACT, "Ḩabbāriyah")]
    assert [(c.match, c.matched_name) for c in gazetteer.candidates("Habbáriyah")] == [(MatchKind.FOLDED, "habbariyah")]


def test_places_cannot_be_changed(gazetteer: Gazetteer) -> None:
    [candidate, *_] = gazetteer.candidates("Homs")
    assert isinstance(candidate, Candidate)
    with pytest.raises(AttributeError):
        candidate.place.name = "Hama"  # type: ignore[misc]
