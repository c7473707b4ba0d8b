from __future__ import annotations

import pytest

from geomap.errors import InputError
from geomap.events.ontology import load_ontology, parse_ontology
from geomap.model import EventFamily


def test_every_family_but_other_has_a_type() -> None:
    families = {t.family for t in load_ontology().types.values()}
    assert families == set(EventFamily) - {EventFamily.OTHER}


def test_the_longest_noun_wins() -> None:
    ontology = load_ontology()
    for words, name in [
        (["car", "bomb", "attack"], "car bombing"),
        (["bomb", "attack"], "bombing"),
        (["attack"], "attack"),
        (["hunger", "strike"], "labour strike"),
        (["strike"], "strike"),
    ]:
        found = ontology.find_noun(words)
        assert found is not None
        assert found.name == name
    assert ontology.find_noun(["museum"]) is None


def test_means_make_a_general_word_specific_and_leave_others_alone() -> None:
    ontology = load_ontology()
    assert ontology.refine(ontology.types["attack"], ["suicide", "drone"]).name == "drone attack"
    assert ontology.refine(ontology.types["shelling"], ["drone"]).name == "shelling"
    assert ontology.refine(ontology.types["attack"], ["army"]).name == "attack"


def test_a_verb_may_need_its_object() -> None:
    verbs = load_ontology().verbs
    assert verbs["block+road"].name == "protest"
    assert "block" not in verbs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[types", "not a valid TOML file"),
        ('[types."x"]\nverbs = []\n[grammar]\n[casualties]\n', "needs a family"),
        ('[types."x"]\nfamily = "sport"\n[grammar]\n[casualties]\n', "needs a family"),
    ],
)
def test_a_bad_ontology_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_ontology(text, "mine.toml")
    assert "mine.toml" in str(caught.value)
