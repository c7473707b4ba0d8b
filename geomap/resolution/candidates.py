"""The candidates of a name as arrays, looked up once a process and kept.

In: a name. Out: a table with a row a candidate, best prior first. Joint resolution compares each candidate of a
document with each other one; arrays make that a matter of microseconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geomap.boosting import Floats, Ints
from geomap.gazetteer import Gazetteer
from geomap.model import Candidate, MatchKind, Place
from geomap.resolution.shortening import shorten

__all__ = ["MATCH_RANK", "STATIC_FEATURES", "CandidateLookup", "CandidateTable", "to_vector"]

LIMIT = 60
"""Candidates a name at most. "Springfield" has about 50 places, "San Antonio" more."""

KEPT = 50_000
"""Names whose candidates stay in memory; about 1 kB each."""

MATCH_RANK = {kind: rank for rank, kind in enumerate(MatchKind)}

STATIC_FEATURES = (
    "prior",
    "log_population",
    "inverse_rank",
    "is_country",
    "is_admin1",
    "is_admin2",
    "is_capital",
    "is_seat",
    "is_city",
    "is_section",
    "is_physical",
    "is_site",
    "match_rank",
    "is_primary_name",
    "log_candidates",
    "prior_gap",
    "population_gap",
    "is_shortened",
)
"""What is known of a candidate before the document is seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateTable:
    """The candidates of one name, a row each.

    ``vectors`` are unit vectors on the sphere; ``country``, ``admin1`` and ``admin2`` are numbers that are equal where
    the units are, -1 where there is none; ``static`` holds the columns ``STATIC_FEATURES``. Kept beside are the units
    the name may name: ``state`` is the country it means first, if it means one, ``units`` the provinces and counties.
    """

    candidates: tuple[Candidate, ...]
    vectors: Floats
    country: Ints
    admin1: Ints
    admin2: Ints
    static: Floats
    state: int | None
    units: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.candidates)


class CandidateLookup:
    """Looks names up in a gazetteer and keeps the tables."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._tables: dict[str, CandidateTable] = {}
        self._units: dict[tuple[str | None, ...], int] = {}

    def table(self, name: str) -> CandidateTable:
        """Give the candidates of a name, an empty table where the gazetteer has none."""
        table = self._tables.get(name)
        if table is None:
            if len(self._tables) >= KEPT:
                self._tables.clear()
            table = self._tables[name] = self._build(name)
        return table

    def country(self, place: Place) -> int:
        """Give the number of a place's country, -1 where it has none."""
        return self._unit(place.country) if place.country else -1

    def admin1(self, place: Place) -> int:
        """Give the number of a place's first-level unit, -1 where it has none."""
        return self._unit(place.country, place.admin1) if place.country and place.admin1 else -1

    def admin2(self, place: Place) -> int:
        """Give the number of a place's second-level unit, -1 where it has none."""
        if not (place.country and place.admin1 and place.admin2):
            return -1
        return self._unit(place.country, place.admin1, place.admin2)

    def _unit_named(self, place: Place) -> int:
        """Give the number of the unit that a place is, -1 where it is none."""
        if place.feature_code == "ADM1":
            return self.admin1(place)
        return self.admin2(place) if place.feature_code == "ADM2" else -1

    def _unit(self, *key: str | None) -> int:
        return self._units.setdefault(key, len(self._units))

    def _build(self, name: str) -> CandidateTable:
        found, shortened = self._find(name)
        places = [c.place for c in found]
        countries = [self.country(p) for p in places]
        return CandidateTable(
            candidates=found,
            vectors=np.array([to_vector(p.latitude, p.longitude) for p in places]).reshape(-1, 3),
            country=np.array(countries, dtype=np.int64),
            admin1=np.array([self.admin1(p) for p in places], dtype=np.int64),
            admin2=np.array([self.admin2(p) for p in places], dtype=np.int64),
            static=_static(found, name, shortened=shortened),
            state=countries[0] if places and places[0].feature_code.startswith("PCL") else None,
            units=tuple(u for u in (self._unit_named(p) for p in places) if u >= 0),
        )

    def _find(self, name: str) -> tuple[tuple[Candidate, ...], bool]:
        """Find the candidates of a name, else those of the name without its outer words, else similar spellings."""
        found = self.gazetteer.candidates(name, limit=LIMIT, variants=False)
        if found:
            return _drop_namesakes(tuple(found)), False
        for shorter in shorten(name):
            found = self.gazetteer.candidates(shorter, limit=LIMIT, variants=False)
            if found:
                return _drop_namesakes(tuple(found)), True
        return tuple(self.gazetteer.candidates(name, limit=LIMIT)), False


def _drop_namesakes(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Drop a country met by an alias that one of its own places bears: "Gaza Strip" and "Paris" are no countries."""
    inside = {c.place.country for c in found if not c.place.feature_code.startswith("PCL")}
    return tuple(
        c
        for c in found
        if not (
            c.place.feature_code.startswith("PCL")
            and c.match in {MatchKind.EXACT, MatchKind.FOLDED}
            and c.place.country in inside
            and c.place.name.casefold() != c.matched_name.casefold()
        )
    )


def to_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Turn degrees into a unit vector, whose dot products are the cosines of great-circle angles."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    return (math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi))


def _static(found: tuple[Candidate, ...], name: str, *, shortened: bool) -> Floats:
    if not found:
        return np.zeros((0, len(STATIC_FEATURES)))
    rows = []
    largest = max(math.log10(c.place.population + 1) for c in found)
    for rank, candidate in enumerate(found):
        place = candidate.place
        code, size = place.feature_code, math.log10(place.population + 1)
        rows.append(
            (
                candidate.score,
                size,
                1 / (1 + rank),
                code.startswith("PCL"),
                code == "ADM1",
                code == "ADM2",
                code == "PPLC",
                code.startswith("PPLA"),
                place.feature_class == "P",
                code == "PPLX",
                place.feature_class in "HTLVU",
                place.feature_class in "SR",
                MATCH_RANK[candidate.match],
                place.name.casefold() == name.casefold(),
                math.log1p(len(found)),
                candidate.score - found[0].score,
                size - largest,
                shortened,
            )
        )
    return np.array(rows, dtype=np.float64)
