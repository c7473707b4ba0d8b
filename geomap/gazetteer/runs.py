"""The order of places that share a name: postings of one key go in, the same best first come out.

The order is worked out once, when a gazetteer is built; it is what a name means in the news without any context.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from geomap.gazetteer.storage import KIND_WEIGHTS, PLACE_MASK, RUN_BIT, NameKind

__all__ = ["RunSorter"]

_SEATS = {
    "A.ADM1": frozenset(("P.PPLA", "P.PPLC")),
    "A.ADM2": frozenset(("P.PPLA", "P.PPLC", "P.PPLA2", "P.PPLA3", "P.PPL")),
}
_FEDERATIONS = ("US", "CA", "AU")
# Alternate names of towns of some ten thousand people and more.
_VARIANT_PROMINENCE = 0.62 * 255


class RunSorter:
    """Orders the places that share a name, best first, and drops the names that only mislead."""

    def __init__(self, columns: dict[str, NDArray[Any]], codes: list[str], countries: list[str]) -> None:
        self._prominence: list[int] = columns["prominence"].tolist()
        self._population: list[int] = columns["population"].tolist()
        self._feature: list[int] = columns["feature"].tolist()
        self._country: list[int] = columns["country"].tolist()
        self._admin1: list[int] = columns["admin1"].tolist()
        self._admin2: list[int] = columns["admin2"].tolist()
        self._codes: list[str] = codes
        self._federations = frozenset(number for number, code in enumerate(countries) if code in _FEDERATIONS)

    def _code(self, entry: int) -> str:
        return self._codes[self._feature[entry & PLACE_MASK]]

    def sort(self, entries: list[int]) -> list[int]:
        """Sort by prominence times the worth of the name's kind.

        Alternate names of towns that are a country's name are dropped: GeoNames has Iraq for Arak in Iran. The seat of
        a unit comes before the unit of its name, for "in Homs" is in the city; not so where the name is the unit's
        first (Chennai is Tamil Nadu in some languages), nor for the units of the three federations that are the
        better known ("Oklahoma", "Quebec").
        """
        codes = {entry: self._code(entry) for entry in entries}
        if any(code.startswith("A.PCL") and (entry >> 27) <= NameKind.ALTERNATE for entry, code in codes.items()):
            entries = [e for e in entries if not (codes[e].startswith(("P.", "S.")) and (e >> 27) != NameKind.MAIN)]
        scores = {e: self._prominence[e & PLACE_MASK] * KIND_WEIGHTS[NameKind(e >> 27)] for e in entries}
        for entry in entries:
            seats = _SEATS.get(codes[entry], ())
            if codes[entry] == "A.ADM1" and self._country[entry & PLACE_MASK] in self._federations:
                continue
            for seat in entries:
                if codes[seat] in seats and seat >> 27 <= entry >> 27 and self._shares_unit(seat, entry):
                    scores[seat] = max(scores[seat], scores[entry] + 1)
        return sorted(entries, key=lambda e: (-scores[e], -self._population[e & PLACE_MASK], e))

    def deserves_variants(self, posting: int, runs: Sequence[int]) -> bool:
        """Tell whether a name's misspellings are worth finding: main names, and others of places of some prominence."""
        entry = runs[(posting & ~RUN_BIT) + 1] if posting & RUN_BIT else posting
        kind = entry >> 27
        if kind in {NameKind.MAIN, NameKind.STRIPPED}:
            return True
        return kind != NameKind.GENERATED and self._prominence[entry & PLACE_MASK] >= _VARIANT_PROMINENCE

    def rank(self, posting: int, runs: Sequence[int]) -> int:
        """Give a number that sorts the most prominent name first, for lists that are read up to a limit."""
        entry = runs[(posting & ~RUN_BIT) + 1] if posting & RUN_BIT else posting
        return -self._prominence[entry & PLACE_MASK]

    def _shares_unit(self, one: int, other: int) -> bool:
        one, other = one & PLACE_MASK, other & PLACE_MASK
        if self._country[one] != self._country[other] or self._admin1[one] != self._admin1[other]:
            return False
        return self._codes[self._feature[other]] != "A.ADM2" or self._admin2[one] == self._admin2[other]
