"""The headings of columns, folded so that spellings meet, and which field of an event each may name.

In: headings as tables have them. Out: folded ones, and the shipped lists of usual headings (``data/columns.toml``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["FIELDS", "Usual", "fold_heading", "is_usual", "load_usual"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[^\w]+|_+")
_SHORTHAND = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*$")
_DATA = Path(__file__).parent / "data"

FIELDS = (
    "identifier", "title", "kind", "family", "actor", "actor1", "actor2", "associated1", "associated2", "target",
    "date", "date_start", "date_end", "year", "month", "day", "date_precision", "place", "admin2", "admin1",
    "country", "latitude", "longitude", "coordinates", "place_precision", "radius_km", "killed", "killed_min",
    "killed_max", "injured", "injured_min", "injured_max", "missing", "missing_min", "missing_max", "displaced",
    "displaced_min", "displaced_max", "count", "quote", "source", "source_url", "published", "sources", "confidence",
)  # fmt: skip
"""What a column of a table may hold of an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The usual headings of one field: whole ones in order of preference, words that hint at it, words that deny it."""

    names: tuple[str, ...]
    words: frozenset[str]
    never: frozenset[str]


def fold_heading(heading: str) -> str:
    """Fold a heading to lower-case words without marks.

    >>> fold_heading("EventDate"), fold_heading("Año_"), fold_heading("killed (min.)")
    ('event date', 'ano', 'killed min')
    """
    words = _NO_WORD.sub(" ", _CAMEL.sub(" ", heading))
    marks = unicodedata.normalize("NFKD", words.casefold())
    # the marks of Latin, Greek and Cyrillic letters go; those of other scripts are letters of their own
    plain = "".join(c for c in marks if not "\u0300" <= c <= "\u036f")
    return " ".join(unicodedata.normalize("NFC", plain).replace("ı", "i").split())


def forms_of(heading: str) -> tuple[str, ...]:
    """Give the foldings of a heading to look up: whole, and without what stands in brackets behind it."""
    whole = fold_heading(heading)
    bare = fold_heading(_SHORTHAND.sub("", heading))
    return (whole, bare) if bare and bare != whole else (whole,)


@cache
def load_usual() -> dict[str, Usual]:
    """Load the usual headings of every field."""
    data = tomllib.loads((_DATA / "columns.toml").read_text("utf-8"))
    return {
        field: Usual(
            names=tuple(dict.fromkeys(fold_heading(name) for name in data[field]["names"])),
            words=frozenset(map(fold_heading, data[field].get("words", ()))),
            never=frozenset(map(fold_heading, data[field].get("never", ()))),
        )
        for field in FIELDS
    }


@cache
def _known() -> frozenset[str]:
    return frozenset(name for usual in load_usual().values() for name in usual.names)


def is_usual(heading: str) -> bool:
    """Tell whether a heading is one of the usual ones."""
    return any(form in _known() for form in forms_of(heading))


def count_usual(cells: Sequence[str]) -> int:
    """Count the different usual headings in a row."""
    return len({fold_heading(cell) for cell in cells if cell and len(cell) < 60 and is_usual(cell)})
