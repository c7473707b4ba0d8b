"""Which mention says where another lies."""

from __future__ import annotations

import pytest

from geomap.model import Mention, MentionRole
from geomap.resolution.links import Links, find_links


def link(text: str, *names: str) -> Links:
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at)
        role = MentionRole.DEMONYM if name == "Iraqi" else MentionRole.LITERAL
        mentions.append(Mention(start=at, end=at + len(name), surface=name, role=role, query=name))
        at += len(name)
    return find_links(text, mentions)


def test_comma_is_strong() -> None:
    assert link("in Tikrit, Iraq, on", "Tikrit", "Iraq").strong == ((1,), ())


def test_chain_reaches_the_last_container() -> None:
    assert link("in Paris, Lamar County, Texas", "Paris", "Lamar County", "Texas").strong[0] == (1, 2)


def test_list_before_a_container_is_weak() -> None:
    links = link("near Hama and Homs, Syria", "Hama", "Homs", "Syria")
    assert links.strong == ((), (2,), ())
    assert links.weak[0] == (2,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the town of Sinjar in northern Iraq", ("Sinjar", "Iraq")),
        ("Monroe County is a county in the U.S. state of Missouri", ("Monroe County", "Missouri")),
    ],
)
def test_words_between_are_weak(text: str, names: tuple[str, str]) -> None:
    assert link(text, *names).weak == ((1,), ())


@pytest.mark.parametrize(
    ("text", "names"), [("Iraq's Anbar province", ("Iraq", "Anbar")), ("the Iraqi city of Mosul", ("Iraqi", "Mosul"))]
)
def test_possessor_and_nationality_contain_what_follows(text: str, names: tuple[str, str]) -> None:
    assert link(text, *names).weak == ((), (0,))


def test_a_container_of_the_container_counts() -> None:
    links = link("Monroe County is a county in the U.S. state of Missouri", "Monroe County", "U.S.", "Missouri")
    assert links.weak == ((1, 2), (), (1,))


@pytest.mark.parametrize(
    ("text", "names", "paired"),
    [
        ("in Lebanon, Tennessee, on Monday", ("Lebanon", "Tennessee"), {0}),
        ("to Lebanon, Jordan and Syria", ("Lebanon", "Jordan", "Syria"), set()),
        ("in Iraq, Iran, Syria", ("Iraq", "Iran", "Syria"), set()),
    ],
)
def test_a_pair_stands_in_no_list(text: str, names: tuple[str, ...], paired: set[int]) -> None:
    assert link(text, *names).paired == paired


def test_distant_mentions_are_not_linked() -> None:
    links = link("Mosul fell. A year later, and far from there, a truce was signed in Iraq", "Mosul", "Iraq")
    assert links.strong == links.weak == ((), ())
