"""Ranked candidates: the matches of a name, best first, go in; each becomes a candidate when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from geomap.gazetteer.matching import Match
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.storage import CODE_MARK
from geomap.model import Candidate, MatchKind

__all__ = ["RankedCandidates"]

# Looked up for each candidate, an enumeration's members cost a tenth of a query.
_EXACT, _FOLDED = MatchKind.EXACT, MatchKind.FOLDED


class RankedCandidates(Sequence[Candidate]):
    """The places a name may mean, best first, in the order and number they were ranked.

    A place is read off the disk when its candidate is looked at: whoever asks whether a name is known, or for the best
    place of thousands that bear it, does not pay for the others. Compares equal to any sequence of the same candidates.
    """

    __slots__ = ("_matches", "_name", "_places")

    def __init__(self, name: str, matches: Sequence[Match], places: PlaceReader) -> None:
        self._name = name
        self._matches = matches
        self._places = places

    def __len__(self) -> int:
        return len(self._matches)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...

    @overload
    def __getitem__(self, index: slice) -> list[Candidate]: ...

    def __getitem__(self, index: int | slice) -> Candidate | list[Candidate]:
        if isinstance(index, slice):
            return self._read(self._matches[index])
        return self._read((self._matches[index],))[0]

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._read(self._matches))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[type[list[Candidate]], tuple[list[Candidate]]]:
        return (list, (list(self),))

    def _read(self, matches: Sequence[Match]) -> list[Candidate]:
        name, read, new = self._name, self._places.place, tuple.__new__
        lower = name.lower()
        candidates = []
        for row, kind, score, key in matches:
            place = read(row)
            if kind is _FOLDED and (lower == key or place.name == name):
                values = place, place.name, _EXACT, score
            else:
                values = place, key if key[0] != CODE_MARK else key[1:], kind, score
            candidates.append(new(Candidate, values))
        return candidates
