from __future__ import annotations

import re
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.events.ontology import load_ontology
from geomap.model import EventFamily
from geomap.pipeline import extract_events


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_user_s_file_adds_types_and_words(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '[types."road blockade"]\nfamily = "protest or riot"\nverbs = ["block+road|street"]\nnouns = ["attack"]\n'
        '[types."drone attack"]\nnouns = ["one way attack by a buzzing thing"]\n[grammar]\nunreal = ["mull"]\n',
    )
    ontology = load_ontology(path)
    assert ontology.verbs["block+road"].name == "road blockade"
    assert ontology.nouns["attack"].name == "road blockade"
    found = ontology.find_noun("one way attack by a buzzing thing".split())
    assert found is not None
    assert (found.name, found.family) == ("drone attack", EventFamily.EXPLOSION)
    assert ontology.nouns["drone strike"].name == "drone attack"
    assert "mull" in ontology.grammar["unreal"]
    assert "threaten" in ontology.grammar["unreal"]
    assert load_ontology().verbs["block+road"].name == "protest"


def test_a_type_is_replaced_where_the_file_says_so(tmp_path: Path) -> None:
    ontology = load_ontology(write(tmp_path, '[types."shelling"]\nreplace = true\nverbs = ["pound"]\n'))
    assert ontology.verbs["pound"].name == "shelling"
    assert "shell" not in ontology.verbs
    assert "shelling" not in ontology.nouns
    assert ontology.verbs["bomb"].name == "bombing"


def test_all_types_are_replaced_where_the_file_says_so(tmp_path: Path) -> None:
    text = 'replace = true\n[types."match"]\nfamily = "other"\nverbs = ["beat"]\nnouns = ["match"]\n'
    path = write(tmp_path, text)
    ontology = load_ontology(path)
    assert (set(ontology.verbs), set(ontology.nouns), set(ontology.means)) == ({"beat"}, {"match"}, set())
    events = extract_events("Leeds beat Derby in a match in York on 3 May 2016. Gunmen killed two.", ontology=path)
    assert set(events["event_type"]) <= {"match"}
    claim = "The River Front claimed responsibility for the attack in York on 3 May 2016."
    assert set(extract_events(claim, ontology=path)["event_type"]) <= {"attack"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[types", "not a valid TOML file"),
        ('[type."x"]\nfamily = "crime"\n', 'unknown table or key "type"'),
        ('[types."x"]\nverbs = ["run"]\n', "needs a family"),
        ('[types."x"]\nfamily = "crime"\nverb = ["run"]\n', '"x" has "verb"'),
        ('[types."x"]\nfamily = "crime"\nverbs = ["Run"]\n', "lower-case lemmas"),
        ('[types."x"]\nfamily = "crime"\nverbs = "run"\n', "lower-case lemmas"),
        ('[types."x"]\nfamily = "crime"\ntitle = "{who}"\n', "no braces but {target}"),
        ('[grammar]\nunrael = ["x"]\n', '"unrael"'),
    ],
)
def test_a_bad_file_of_a_user_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        load_ontology(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_ontology(tmp_path / "none.toml")
