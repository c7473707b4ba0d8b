"""The order of places that share a name: the entries of all keys go in, the same best first within each key come out.

The order is worked out once, when a gazetteer is built; it is what a name means in the news without any context.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.storage import FEDERATIONS, KIND_WEIGHTS, NONE32, PLACE_MASK, NameKind

__all__ = ["RunSorter"]

_SEATS = {
    "A.ADM1": frozenset(("P.PPLA", "P.PPLC")),
    "A.ADM2": frozenset(("P.PPLA", "P.PPLC", "P.PPLA2", "P.PPLA3", "P.PPL")),
}
_WEIGHTS = np.array([KIND_WEIGHTS[kind] for kind in NameKind], dtype=np.int64)
# Alternate names of towns of some ten thousand people and more.
_VARIANT_PROMINENCE = 0.62 * 255
# Scores lie below this: prominence up to 255, weights up to 256, and one on top for a seat.
_HIGHEST = (1 << 17) - 1
# Groups with a country or a unit are looked at one by one, in portions of about so many entries.
_PORTION = 500_000


class RunSorter:
    """Orders the places that share a name, best first, and drops the names that only mislead.

    ``columns`` are a gazetteer's by row; an entry is a row in bits 0-26 and a `NameKind` in bits 27-30.
    """

    def __init__(self, columns: dict[str, NDArray[Any]], codes: list[str], countries: list[str]) -> None:
        self._columns = columns
        self._codes = codes
        self._federations = frozenset(number for number, code in enumerate(countries) if code in FEDERATIONS)
        self._is_unit = np.array([code.startswith(("A.PCL", "A.ADM1", "A.ADM2")) for code in codes])

    def sort(
        self, numbers: NDArray[np.uint32], entries: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Sort the entries of each key by prominence times the worth of the name's kind; keys come sorted.

        Alternate names of towns that are a country's name are dropped: GeoNames has Iraq for Arak in Iran. The seat of
        a unit comes before the unit of its name, for "in Homs" is in the city; not so where the name is the unit's
        first (Chennai is Tamil Nadu in some languages), nor for the units of the three federations that are the
        better known ("Oklahoma", "Quebec").
        """
        starts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
        counts = np.diff(np.append(starts, len(numbers)))
        shared = np.flatnonzero(np.repeat(counts > 1, counts))
        scores = self._columns["prominence"][entries[shared] & PLACE_MASK] * _WEIGHTS[entries[shared] >> 27]
        dropped = self._settle_units(numbers[shared], entries[shared], scores)
        keep = np.ones(len(entries), dtype=bool)
        keep[shared[dropped]] = False
        shared, scores = shared[~dropped], scores[~dropped]
        populations = self._columns["population"][entries[shared] & PLACE_MASK].astype(np.uint64)
        # two numbers stand for four: key and falling score, falling population and entry
        first = numbers[shared].astype(np.uint64) << 17 | (_HIGHEST - scores).astype(np.uint64)
        second = (np.uint64(NONE32) - populations) << 31 | entries[shared]
        entries[shared] = entries[shared][np.lexsort((second, first))]
        return numbers[keep], entries[keep]

    def _settle_units(
        self, numbers: NDArray[np.uint32], entries: NDArray[np.uint32], scores: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Raise the scores of seats above their units', and tell which entries a country's name drops."""
        dropped = np.zeros(len(entries), dtype=bool)
        features = self._columns["feature"][entries & PLACE_MASK]
        with_unit = np.unique(numbers[self._is_unit[features]])
        where = np.flatnonzero(np.isin(numbers, with_unit))
        starts = np.flatnonzero(np.concatenate([[True], np.diff(numbers[where]) != 0])) if len(where) else where
        stops = np.append(starts[1:], len(where))
        first = 0
        while first < len(starts):
            last = int(np.searchsorted(stops, starts[first] + _PORTION, side="right"))
            last = max(last, first + 1)
            part = where[starts[first] : stops[last - 1]]
            facts = _Facts(self._columns, self._codes, entries[part], scores[part])
            for start, stop in zip(starts[first:last].tolist(), stops[first:last].tolist(), strict=True):
                group = range(start - int(starts[first]), stop - int(starts[first]))
                self._settle_group(facts, group)
            scores[part], dropped[part] = facts.scores, facts.dropped
            first = last
        return dropped

    def _settle_group(self, facts: _Facts, group: range) -> None:
        """Apply the two rules to the places of one name."""
        names_country = any(
            facts.codes[place].startswith("A.PCL") and facts.kinds[place] <= NameKind.ALTERNATE for place in group
        )
        units: dict[tuple[int, ...], list[int]] = {}
        for place in group:
            code = facts.codes[place]
            if names_country and code.startswith(("P.", "S.")) and facts.kinds[place] != NameKind.MAIN:
                facts.dropped[place] = True
            elif code == "A.ADM2" or (code == "A.ADM1" and facts.country[place] not in self._federations):
                units.setdefault(facts.unit(place, code), []).append(place)
        for seat in group if units else ():
            if facts.dropped[seat]:
                continue
            for level, seats in _SEATS.items():
                if facts.codes[seat] not in seats:
                    continue
                for unit in units.get(facts.unit(seat, level), ()):
                    if facts.kinds[seat] <= facts.kinds[unit]:
                        facts.scores[seat] = max(facts.scores[seat], facts.scores[unit] + 1)

    def deserve_variants(self, firsts: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Tell whose misspellings are worth finding: main names, and others of places of some prominence.

        ``firsts`` are the best entries of names.
        """
        kinds = firsts >> 27
        prominent = self._columns["prominence"][firsts & PLACE_MASK] >= _VARIANT_PROMINENCE
        usual = (kinds == NameKind.MAIN) | (kinds == NameKind.STRIPPED)
        wanted: NDArray[np.bool_] = usual | ((kinds != NameKind.GENERATED) & prominent)
        return wanted

    def rank(self, firsts: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Give numbers that sort the most prominent name first, for lists that are read up to a limit."""
        ranks: NDArray[np.int64] = -self._columns["prominence"][firsts & PLACE_MASK].astype(np.int64)
        return ranks


class _Facts:
    """What the rules ask of some entries, as lists: single items of arrays are slow to read."""

    def __init__(
        self, columns: dict[str, NDArray[Any]], codes: list[str], entries: NDArray[np.uint32], scores: NDArray[np.int64]
    ) -> None:
        rows = entries & PLACE_MASK
        self.codes: list[str] = [codes[number] for number in columns["feature"][rows].tolist()]
        self.kinds: list[int] = (entries >> 27).tolist()
        self.scores: list[int] = scores.tolist()
        self.dropped = [False] * len(entries)
        self.country: list[int] = columns["country"][rows].tolist()
        self._admin1: list[int] = columns["admin1"][rows].tolist()
        self._admin2: list[int] = columns["admin2"][rows].tolist()

    def unit(self, place: int, level: str) -> tuple[int, ...]:
        """Give what places of one unit share."""
        if level == "A.ADM1":
            return 1, self.country[place], self._admin1[place]
        return 2, self.country[place], self._admin1[place], self._admin2[place]
