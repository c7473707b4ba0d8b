"""The types of event that a table names to geomap's types and families.

In: words ("Airstrike", "Luftangriff"), the words of ACLED, or CAMEO codes. Out: a type of the ontology with its family
where one fits, else the table's own word in the family "other".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.events.ontology import Ontology
from geomap.model import EventFamily
from geomap.tables.cells import UNKNOWN_WORDS, Cells, absent
from geomap.tables.formats import CodedKind, TableFormat, load_cameo, load_formats
from geomap.tables.headings import fold_heading
from geomap.tables.notes import NoteBook
from geomap.wording import say_count

__all__ = ["Kinds", "find_kind", "read_kinds"]

_DATA = Path(__file__).parent / "data"
_GENERAL = CodedKind(name="event", family=EventFamily.OTHER)
_LONGEST_PHRASE = 4
_CAMEO = re.compile(r"^\d{1,4}$")
_PADDED = 20
"""The highest root of CAMEO: a code that begins with more lost its leading zero in a spreadsheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The type and family of each row."""

    kind: NDArray[np.object_]
    family: NDArray[np.object_]


def read_kinds(
    cells: Cells | None,
    families: Cells | None,
    size: int,
    *,
    known: TableFormat | None,
    ontology: Ontology,
    book: NoteBook,
) -> Kinds:
    """Read the type of event of each row; where its column says nothing, the column of families is read."""
    general = known.default if known is not None and known.default is not None else _GENERAL
    kind: NDArray[np.object_] = np.full(size, general.name, dtype=object)
    family: NDArray[np.object_] = np.full(size, general.family.value, dtype=object)
    strange: dict[str, None] = {}
    for column in (families, cells):
        if column is None:
            continue
        found = [_find_in(text, known, ontology) for text in column.distinct]
        names = [
            k.name if k is not None else _own_name(text, general)
            for text, k in zip(column.distinct, found, strict=True)
        ]
        rows = column.present
        kind[rows] = column.spread(names, dtype=object, missing=None)[rows]
        groups = column.spread([k.family.value if k else None for k in found], dtype=object, missing=None)
        told = rows & ~absent(groups)
        family[told] = groups[told]
        if column is cells:
            strange = {text: None for text, k in zip(column.distinct, found, strict=True) if k is None}
    if strange and cells is not None:
        words = ", ".join(repr(word[:40]) for word in list(strange)[:5]) + (", ..." if len(strange) > 5 else "")
        book.remarks.append(
            f"{cells.name}: {say_count(len(strange), 'type')} of event not in the ontology, kept as"
            f" written in the family of the row or “{general.family.value}”: {words}"
        )
    return Kinds(kind=kind, family=family)


def _own_name(text: str, general: CodedKind) -> str:
    # a bare number is a code of a scheme that nobody told
    nameless = text.lower() in UNKNOWN_WORDS or text.isdigit()
    return general.name if nameless else " ".join(text.replace("_", " ").split())[:80]


def _find_in(text: str, known: TableFormat | None, ontology: Ontology) -> CodedKind | None:
    if known is not None:
        coded = known.kinds.get(text) or known.kinds.get(fold_heading(text))
        if coded is not None:
            return coded
        if known.cameo:
            return find_cameo(text, ontology)
    if text.lower() in UNKNOWN_WORDS:
        return _GENERAL if known is None or known.default is None else known.default
    return find_kind(text, ontology)


def find_cameo(text: str, ontology: Ontology) -> CodedKind | None:
    """Find the type of a CAMEO code: the ontology's where one type alone bears the code, else by its beginning."""
    if not _CAMEO.match(text):
        return find_kind(text, ontology)
    code = text.zfill(3) if len(text) < 3 else text
    code = f"0{code}" if int(code[:2]) > _PADDED else code
    bearers = [kind for kind in ontology.types.values() if kind.cameo == code]
    if len(bearers) == 1 and code not in load_cameo():
        return CodedKind(name=bearers[0].name, family=bearers[0].family)
    return next((load_cameo()[code[:n]] for n in (4, 3, 2) if len(code) >= n and code[:n] in load_cameo()), None)


def find_kind(text: str, ontology: Ontology) -> CodedKind | None:
    """Find the type that a word or phrase names: the ontology's words, ACLED's, then those of other languages.

    >>> from geomap.events.ontology import load_ontology
    >>> [find_kind(text, load_ontology()).name for text in ("Airstrikes", "Luftangriff", "Car bomb in market")]
    ['air strike', 'air strike', 'car bombing']
    """
    folded = fold_heading(text)
    if not folded:
        return None
    words = folded.split()
    lemmas = [_lemma(word) for word in words]
    phrases = list(dict.fromkeys((folded, " ".join(lemmas))))
    for phrase in phrases:
        exact = ontology.types.get(phrase) or ontology.nouns.get(phrase) or ontology.means.get(phrase)
        if exact is not None:
            return CodedKind(name=exact.name, family=exact.family)
    coded = _find_family(folded) or _acled().get(folded) or _translated(folded, words)
    return coded or _search(lemmas, ontology)


def _lemma(word: str) -> str:
    """Take the ending of an English plural or gerund off, roughly: the ontology's words are looked up by lemma."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


@cache
def _acled() -> Mapping[str, CodedKind]:
    kinds = next(known.kinds for known in load_formats() if known.key == "acled")
    return {word: kind for word, kind in kinds.items() if kind.family is not EventFamily.OTHER}


@cache
def _translations() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    data = tomllib.loads((_DATA / "kinds.toml").read_text("utf-8"))
    words = [(word, kind) for kind, listed in data.items() for word in listed]
    whole = {fold_heading(word): kind for word, kind in words if not word.endswith("*")}
    stems = [(fold_heading(word[:-1]), kind) for word, kind in words if word.endswith("*")]
    return whole, tuple(sorted(stems, key=lambda item: -len(item[0])))


def _translated(folded: str, words: list[str]) -> CodedKind | None:
    from geomap.events.ontology import load_ontology  # noqa: PLC0415  the translations name shipped types

    whole, stems = _translations()
    name = whole.get(folded) or next((kind for stem, kind in stems if folded.startswith(stem)), None)
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name = name or whole.get(" ".join(words[start : start + length]))
    if name is None:
        return None
    found = load_ontology().types[name]
    return CodedKind(name=found.name, family=found.family)


def _search(lemmas: list[str], ontology: Ontology) -> CodedKind | None:
    """Search a phrase for words of the ontology: the longest noun first, then means, then verbs."""
    for index in (ontology.nouns, ontology.means, ontology.verbs):
        for length in range(min(_LONGEST_PHRASE, len(lemmas)), 0, -1):
            for start in range(len(lemmas) - length + 1):
                found = index.get(" ".join(lemmas[start : start + length]))
                if found is not None:
                    finer = ontology.refine(found, lemmas)
                    return CodedKind(name=finer.name, family=finer.family)
    return None


def _find_family(folded: str) -> CodedKind | None:
    found = next((family for family in EventFamily if fold_heading(family.value) == folded), None)
    return CodedKind(name=found.value, family=found) if found is not None else None
