"""Headings and paragraphs as offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import BlockKind
from geomap.reading.layout import find_blocks

LINES = (
    "", "  ", "The dam broke on Monday.", "Rescue under way", "# Heading", "## Two words ##", "- an item of a list",
    "1. first", "===", "---", "a line that was wrapped at some fixed width by a machine and goes", "on here.", "\t",
    "“Quoted,” he said.", "🌊 flood", "By a reporter",
)  # fmt: skip
texts = st.lists(st.sampled_from(LINES), max_size=15).map("\n".join) | st.text(max_size=120)


def told(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in find_blocks(text)]


@given(texts)
def test_blocks_are_in_order_and_trimmed(text: str) -> None:
    end = 0
    for block in find_blocks(text):
        assert end <= block.start < block.end <= len(text)
        inside = text[block.start : block.end]
        assert inside == inside.strip()
        end = block.end


@given(st.lists(st.sampled_from(LINES[2:4] + LINES[10:12]), max_size=12).map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    kept = " ".join(text[block.start : block.end] for block in find_blocks(text))
    assert kept.split() == text.split()


def test_every_line_a_paragraph() -> None:
    first = (
        "The first paragraph is a line of its own and it runs on well past the hundred columns that a wrapped line has."
    )
    assert told(f"{first}\nRescue under way\n{first}") == [
        ("paragraph", first),
        ("heading", "Rescue under way"),
        ("paragraph", first),
    ]


def test_wrapped_newswire_is_joined() -> None:
    text = (
        "   GUATEMALA CITY, 4 FEB 90 (WIRE) -- [TEXT] THE ARMY DENIED TODAY\n"
        "THAT REBELS ATTACKED THE FARM, WHERE THE PRESIDENT HAS BEEN\n"
        "STAYING.\n\n"
        "   A REPORT SAYS THAT A COLUMN ATTACKED THE FARM TWO DAYS AGO AND\n"
        "BURNED THE BARN.\n"
    )
    first, second = told(text)
    assert first[0] == second[0] == "paragraph"
    assert first[1].startswith("GUATEMALA CITY")
    assert first[1].endswith("STAYING.")
    assert second[1].endswith("THE BARN.")


def test_wrapped_text_below_a_headline() -> None:
    wrapped = "The bridge over the river was opened to all traffic again on\nMonday, the mayor said.\n"
    text = "Bridge reopens after the flood\n" + wrapped
    assert [kind for kind, _ in told(text)] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# Title\n\nText.", [("heading", "Title"), ("paragraph", "Text.")]),
        ("## Title ##\nText.", [("heading", "Title"), ("paragraph", "Text.")]),
        ("Title\n=====\n\nText.", [("heading", "Title"), ("paragraph", "Text.")]),
        ("- one thing.\n- two things.", [("paragraph", "one thing."), ("paragraph", "two things.")]),
        ("No closing mark", [("paragraph", "No closing mark")]),
        ("#hashtag storm in town.", [("paragraph", "#hashtag storm in town.")]),
        ("Headline\r\n\r\nText.\r\n", [("heading", "Headline"), ("paragraph", "Text.")]),
        ("", []),
    ],
)
def test_forms(text: str, blocks: list[tuple[str, str]]) -> None:
    assert told(text) == blocks


def test_a_list_of_bare_lines_holds_no_heading() -> None:
    text = "Alpha\nBeta\nGamma\nDelta\nEpsilon\nA sentence ends the list."
    assert {block.kind for block in find_blocks(text)} == {BlockKind.PARAGRAPH}
