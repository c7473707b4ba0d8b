from __future__ import annotations

from geomap.events.explanation import explain
from geomap.pipeline import extract_documents
from geomap.reading import read_text

TEXT = (
    "BAGHDAD, 4 May 2016 – A car bomb killed three people in Mosul on Tuesday, police said. "
    "The army denied that rebels attacked Erbil. Hamas plans to strike Haifa.\n\nThe sun shone."
)


def lines(text: str) -> list[str]:
    document = read_text(text, doc_id="x")
    (found,) = extract_documents([document])
    return list(explain(document, found.extraction))


def test_what_is_found_is_told_with_its_strength() -> None:
    told = "\n".join(lines(TEXT))
    assert "found     car bombing, told by “killed”" in told
    assert "date    2016-05-03, “Tuesday”, strength 3 of 3" in told
    assert "place   Mosul, Iraq (city), “Mosul”, strength 4 of 4" in told
    assert "toll    3 killed" in told
    assert "event   Car bombing, Mosul" in told
    assert "; denied" in told
    assert "actor   rebels" in told


def test_what_is_refused_is_told_with_the_reason() -> None:
    assert "   refused   “strike”: only under “plans”" in lines(TEXT)


def test_silent_sentences_are_counted() -> None:
    told = lines(TEXT)
    assert "1 sentence with nothing found and nothing refused" in told
    assert not any("sun shone" in line for line in told)


def test_no_line_is_longer_than_a_terminal_for_long_sentences_and_none_carries_controls() -> None:
    told = lines("Gunmen kidnapped two \x07 engineers" + " from the very old plant" * 20 + " in Kirkuk.")
    assert "\x07" not in "".join(told)
    sentence = [line for line in told if "very old" in line]
    assert len(sentence) > 2
    assert max(len(line) for line in sentence) <= 100


def test_deeds_told_on_and_unknown_places_are_said_so() -> None:
    told = "\n".join(lines("Insurgents stormed a mosque in Qazzubwhe on 3 May 2016."))
    assert "its own words name one that is not known" in told
    told = "\n".join(lines("Insurgents stormed Macomia on 3 May 2016, looted warehouses and burned the hospital."))
    assert "goes on telling a deed of this sentence" in told


def test_a_day_taken_from_the_story_is_said_to_be() -> None:
    told = "\n".join(lines("A mob stormed a clinic in Gulu on 3 May 2016. Two vehicles were set on fire in Lira."))
    assert "none in this sentence is tied to it; the event has 2016-05-03, “3 May 2016”, of another sentence" in told
    assert "“fire”: part of a phrase" in told
