"""Which resolved places an event may be put at.

A doubtful name costs nothing where it only stands in the text, but an event at the wrong end of the world costs trust.
In: the resolutions of a document. Out: the same, where a doubtful one in a country that nothing else in the document
speaks of has lost its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.gazetteer import fold
from geomap.model import MentionRole, Place, PlacePrecision, Resolution
from geomap.recognition.words import TYPE_WORDS

__all__ = ["drop_implausible"]

_SURE = 0.5
# below this nearly every answer of the articles that were looked at was wrong
_DOUBTFUL = 0.35
_LEAST, _LEAST_BY_ANOTHER_NAME = 0.4, 0.6
_COMMON = TYPE_WORDS | frozenset(
    """river street court area capital city town village road bridge airport port base camp hospital school university
    park square market station avenue hill valley lake bay island beach mountain north south east west central man
    church mosque prison zone sector""".split()
)


def drop_implausible(resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Take the place from names that are hardly the place meant: a common noun, or a doubtful match far away."""
    countries = {
        r.place.country
        for r in resolutions
        if r.place is not None and r.confidence >= _SURE and (_names_country(r.place) or r.mention.role in _TELLING)
    }
    return [
        replace(r, place=None, reason=f"not taken for an event: {r.reason}")
        if r.place is not None and not _may_be_meant(r, r.place, countries)
        else r
        for r in resolutions
    ]


_TELLING = frozenset({MentionRole.DATELINE, MentionRole.DEMONYM, MentionRole.METONYM})


def _names_country(place: Place) -> bool:
    return place.precision in {PlacePrecision.COUNTRY, PlacePrecision.ADMIN1}


def _may_be_meant(resolution: Resolution, place: Place, countries: set[str | None]) -> bool:
    name = fold(resolution.mention.surface)
    if name in _COMMON:
        return False
    if resolution.confidence < _DOUBTFUL and not _names_country(place):
        return False
    if not countries or place.country is None or place.country in countries or place.feature_code.startswith("PPLC"):
        return True
    sure = resolution.confidence * resolution.mention.confidence
    return sure >= (_LEAST if fold(place.name) == name else _LEAST_BY_ANOTHER_NAME)
