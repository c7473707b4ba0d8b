"""The event ontology: which words tell of which type of event, as data.

In: ``data/ontology.toml``, and a user's file laid over it. Out: look-ups by verb, by noun phrase and by means
("drone"), and the grammar words that carry, deny or frame an event.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.model import EventFamily

__all__ = ["EventType", "Ontology", "load_ontology", "parse_ontology"]

_WORDS = ("verbs", "nouns", "means")
_KEYS = frozenset(
    """replace family title specific refinable subject of needs_place_target needs_person_target acled plover
    cameo""".split()
).union(_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of event.

    ``subject_is_target``: the subject of its verbs undergoes it ("the bus crashed"). ``of_is_target``: so does whoever
    stands after "of" or before "'s" with its nouns ("the killing of X"). ``specific`` is False for words that can
    speak of any event of the kind ("attack", "strike"); ``refinable`` ones take on the means named beside them.
    ``title`` is printed with ``{target}`` filled in.
    """

    name: str
    family: EventFamily
    title: str
    specific: bool = True
    refinable: bool = False
    subject_is_target: bool = False
    of_is_target: bool = False
    of_is_actor: bool = False
    needs_place_target: bool = False
    needs_person_target: bool = False
    acled: str = ""
    plover: str = ""
    cameo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Types by their words, and the grammar's word lists; every key is a lower-case lemma.

    Examples
    --------
    >>> ontology = load_ontology()
    >>> ontology.nouns["airstrike"].name, ontology.verbs["shell"].name, ontology.means["drone"].name
    ('air strike', 'shelling', 'drone attack')
    """

    types: Mapping[str, EventType]
    verbs: Mapping[str, EventType]
    nouns: Mapping[str, EventType]
    means: Mapping[str, EventType]
    grammar: Mapping[str, frozenset[str]]
    casualties: Mapping[str, frozenset[str]]
    longest: int = field(default=4)

    def find_noun(self, words: list[str]) -> EventType | None:
        """Find the type of a noun phrase, given as lemmas with the head last: the longest ending that is known."""
        for length in range(min(len(words), self.longest), 0, -1):
            found = self.nouns.get(" ".join(words[-length:]))
            if found is not None:
                return found
        return None

    def refine(self, general: EventType, words: Iterable[str]) -> EventType:
        """Make a general type ("attack") finer by the means named beside it ("drone")."""
        if not general.refinable:
            return general
        lemmas = list(words)
        for first in range(len(lemmas)):
            for length in (2, 1):
                found = self.means.get(" ".join(lemmas[first : first + length]))
                if found is not None:
                    return found
        return general


def load_ontology(path: str | Path | None = None) -> Ontology:
    """Load the ontology that ships with geomap, with a user's file laid over it.

    Parameters
    ----------
    path
        A TOML file in the form of the shipped one (docs/ontology.md): it adds types, or words to types that are there,
        and its words win. ``replace = true`` at its top drops the words of all shipped types, ``replace = true`` within
        a type those of that one.

    Raises
    ------
    InputError
        If the file cannot be read or is not in that form.
    """
    if path is None:
        return _load_shipped()
    try:
        text = Path(path).read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path}: the ontology cannot be read ({error.strerror}); give the path of a file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not in UTF-8 ({error}); save it as UTF-8 and run again") from error
    return _lay_over(_check(_parse_toml(text, str(path)), str(path)), _read_shipped(), str(path))


@cache
def _load_shipped() -> Ontology:
    return _build(_read_shipped(), "the shipped ontology")


def _read_shipped() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "ontology.toml").read_text("utf-8"))


def parse_ontology(text: str, name: str) -> Ontology:
    """Parse the text of a whole ontology, with its grammar; ``name`` is what error messages call it.

    Raises
    ------
    InputError
        If the text is not TOML, or a type lacks its family or names an unknown one.
    """
    return _build(_parse_toml(text, name), name)


def _parse_toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not a valid TOML file ({error}); correct it and run again") from error


def _build(data: dict[str, Any], name: str, *, first: dict[str, Any] | None = None) -> Ontology:
    """Build an ontology; the words of the types in ``first`` win over the others."""
    types = {key: _make_type(key, entry, name) for key, entry in data["types"].items()}
    verbs, nouns, means = (_overlay(_index(types, data["types"], k), _index(types, first or {}, k)) for k in _WORDS)
    return Ontology(
        types=types,
        verbs=verbs,
        nouns=nouns,
        means=means,
        grammar={key: frozenset(words) for key, words in data["grammar"].items()},
        casualties={key: frozenset(words) for key, words in data["casualties"].items()},
        longest=max((word.count(" ") + 1 for word in nouns), default=1),
    )


def _overlay(shipped: dict[str, EventType], own: dict[str, EventType]) -> dict[str, EventType]:
    """Lay words over words; a verb that is given bare wins over what the shipped one says of its objects, too."""
    kept = {word: found for word, found in shipped.items() if word in own or re.split(r"[+<]", word)[0] not in own}
    return kept | own


def _lay_over(user: dict[str, Any], shipped: dict[str, Any], name: str) -> Ontology:
    """Lay a user's tables over the shipped ones.

    Shipped types stay known by name even where their words are dropped: rules of the grammar speak of "attack",
    "arrest", "killing" and "outbreak".
    """
    types = {key: dict(entry) for key, entry in shipped["types"].items()}
    if user.get("replace", False):
        for entry in types.values():
            entry.update({key: [] for key in _WORDS})
    for key, entry in user.get("types", {}).items():
        base = types.setdefault(key, {})
        dropped = entry.get("replace", False)
        for field_name, value in entry.items():
            base[field_name] = (
                [*value, *([] if dropped else base.get(field_name, []))] if field_name in _WORDS else value
            )
        if dropped:
            base.update({key: [] for key in _WORDS if key not in entry})
    data: dict[str, Any] = {"types": types}
    for table in ("grammar", "casualties"):
        data[table] = {key: [*words, *user.get(table, {}).get(key, [])] for key, words in shipped[table].items()}
    return _build(data, name, first=user.get("types", {}))


def _check(user: dict[str, Any], name: str) -> dict[str, Any]:
    """Refuse a user's file with keys that would be passed over in silence."""
    unknown = user.keys() - {"replace", "types", "grammar", "casualties"}
    if unknown:
        raise InputError(f"{name}: unknown table or key {_quote(unknown)}; use replace, types, grammar, casualties")
    for key, entry in user.get("types", {}).items():
        if not isinstance(entry, dict) or entry.keys() - _KEYS:
            strange = entry.keys() - _KEYS if isinstance(entry, dict) else [str(entry)]
            raise InputError(
                f'{name}: the type "{key}" has {_quote(strange)}; known keys are {", ".join(sorted(_KEYS))}'
            )
        title = entry.get("title", "")
        if not isinstance(title, str) or "{" in title.replace("{target}", ""):
            raise InputError(f'{name}: the title of "{key}" may hold no braces but {{target}}, not {title!r}')
        for words in (entry[k] for k in _WORDS if k in entry):
            if not isinstance(words, list) or not all(isinstance(w, str) and w == w.lower() and w for w in words):
                raise InputError(f'{name}: the words of "{key}" must be a list of lower-case lemmas, not {words!r}')
    shipped = _read_shipped()
    for table in ("grammar", "casualties"):
        strange = user.get(table, {}).keys() - shipped[table].keys()
        if strange:
            raise InputError(f"{name}: [{table}] has {_quote(strange)}; known keys are {', '.join(shipped[table])}")
    return user


def _quote(keys: Iterable[str]) -> str:
    return ", ".join(f'"{key}"' for key in sorted(keys))


def _make_type(key: str, entry: dict[str, Any], name: str) -> EventType:
    try:
        family = EventFamily(entry["family"])
    except (KeyError, ValueError) as error:
        known = ", ".join(EventFamily)
        raise InputError(f'{name}: the type "{key}" needs a family out of: {known}') from error
    return EventType(
        name=key,
        family=family,
        title=entry.get("title", key.capitalize()),
        specific=entry.get("specific", True),
        refinable=entry.get("refinable", not entry.get("specific", True)),
        subject_is_target=entry.get("subject") == "target",
        of_is_target=entry.get("of") == "target",
        of_is_actor=entry.get("of") == "actor",
        needs_place_target=entry.get("needs_place_target", False),
        needs_person_target=entry.get("needs_person_target", False),
        acled=entry.get("acled", ""),
        plover=entry.get("plover", ""),
        cameo=entry.get("cameo", ""),
    )


def _index(types: dict[str, EventType], entries: dict[str, Any], key: str) -> dict[str, EventType]:
    """Map words to types; the type that comes first in the file keeps a word that two claim."""
    index: dict[str, EventType] = {}
    for name, entry in entries.items():
        for word in entry.get(key, []):
            mark = "+" if "+" in word else "<"
            verb, _, partners = word.partition(mark)
            # "demonstrate+" stays as it is: the key of a verb without an object
            for full in [f"{verb}{mark}{p}" for p in partners.split("|")] if partners else [word]:
                index.setdefault(full, types[name])
    return index
