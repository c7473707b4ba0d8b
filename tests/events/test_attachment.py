"""Which name is the place of a given verb, by the trained weights."""

from __future__ import annotations

import pytest

from geomap.actors import ActorList
from geomap.events.attaching import ATTACHED, attach
from geomap.events.attachment import TIES, WEIGHTS, weigh
from geomap.events.ontology import load_ontology
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse_parsed
from geomap.language import parse
from geomap.reading import read_text


def attached(text: str, verb: str) -> list[str]:
    parsed = parse(read_text(text, doc_id="1"))
    start = text.index(verb)
    spans = [(part, part.span(start, start + len(verb))) for part in parsed.parts]
    [(part, span)] = [(part, span) for part, span in spans if span is not None]
    resolutions = geoparse_parsed(parsed, gazetteer=Gazetteer.open(), actors=ActorList.load())
    weighed = attach(part, span.root, resolutions, load_ontology())
    return [text[a.start : a.end] for a in weighed if a.probability >= ATTACHED]


@pytest.mark.parametrize(
    ("text", "verb", "places"),
    [
        ("Rebels shelled a market in Taiz on Monday, a spokesman in Geneva said.", "shelled", ["Taiz"]),
        ("Gunmen killed two traders in the village of Boshehra on Monday.", "killed", ["Boshehra"]),
        ("Thousands marched through Tbilisi on Monday.", "marched", ["Tbilisi"]),
        ("The French striker shot wide twice.", "shot", []),
        ("The Iranian-backed militia killed two men.", "killed", []),
    ],
)
def test_places_of_a_verb(text: str, verb: str, places: list[str]) -> None:
    assert attached(text, verb) == places


def test_the_weights_fit_the_descriptions() -> None:
    assert WEIGHTS.is_file()
    assert len(set(TIES)) == len(TIES)
    assert all(0 < p < 1 for p in weigh([[0.0] * len(TIES)]))
