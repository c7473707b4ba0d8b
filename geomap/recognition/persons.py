"""The people a document names, so that their names do not become places.

In: the parsed parts. Out: the words of persons' names. The small model calls "Soleimani" a place in one sentence and
"Qassem Soleimani" a person in another; the full name settles it for the whole document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.recognition.words import TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["PersonNames", "collect_persons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames:
    """Words of persons' names: surnames of people named in full, and all words of their names."""

    surnames: frozenset[str]
    words: frozenset[str]


def collect_persons(docs: Iterable[Doc]) -> PersonNames:
    """Collect the names of people from every part of a document."""
    surnames: set[str] = set()
    words: set[str] = set()
    for doc in docs:
        for entity in doc.ents:
            if entity.label_ != "PERSON":
                continue
            names = [t.text for t in entity if t.text[0].isupper() and t.text.lower() not in TITLES and len(t) > 1]
            if len(names) >= 2 or (names and _titled(entity)):
                surnames.add(names[-1])
                words.update(names)
        surnames.update(_titled_words(doc))
    return PersonNames(surnames=frozenset(surnames), words=frozenset(words | surnames))


def _titled(entity: Span) -> bool:
    return entity.start > 0 and entity.doc[entity.start - 1].text.lower() in TITLES


def _titled_words(doc: Doc) -> Iterable[str]:
    """Find surnames after an abbreviated title, which the model misses in headings: "Sgt. Oxford"."""
    for token in doc[:-1]:
        follower = doc[token.i + 1]
        if token.text.endswith(".") and token.text.lower() in TITLES and follower.text[0].isupper():
            last = follower
            while last.i + 1 < len(doc) and doc[last.i + 1].text[0].isupper() and doc[last.i + 1].pos_ == "PROPN":
                last = doc[last.i + 1]
            yield last.text
