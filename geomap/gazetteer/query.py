"""The gazetteer to its callers: names, ids and containers go in; places and ranked candidates come out."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from geomap.datafiles import find_data
from geomap.errors import CoordinateError, InputError
from geomap.gazetteer.folding import fold
from geomap.gazetteer.matching import NameMatcher
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.ranking import RankedCandidates
from geomap.gazetteer.storage import (
    DEMONYM_MARK,
    PLACE_MASK,
    GazetteerInfo,
    Store,
)
from geomap.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geomap.gazetteer.geocoding import GeocodeResult
    from geomap.gazetteer.rows import ResolvedRows

__all__ = ["ENVIRONMENT_VARIABLE", "Gazetteer"]

ENVIRONMENT_VARIABLE = "GEOMAP_GAZETTEER"

# Without a filter no more places of a name are looked at than are asked for, and a few that a spelling may put first.
_SPARE = 4


class Gazetteer:
    """A read-only, memory-mapped gazetteer. Safe to share among processes; pickled, it opens the same files again.

    Examples
    --------
    >>> gazetteer = Gazetteer.open()
    >>> gazetteer.candidates("Hewler")[0].place.name
    'Erbil'
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trie = store.trie
        self._places = PlaceReader(store)
        self._matcher = NameMatcher(store, self._places)

    @classmethod
    def open(cls, path: str | Path | None = None) -> Self:
        """Open the gazetteer at ``path``, else the one ``GEOMAP_GAZETTEER`` names, else the one that ships with geomap.

        Raises
        ------
        GazetteerNotFoundError
            There is no such directory.
        GazetteerFormatError
            The directory is half-built, truncated, foreign or of a newer format.
        """
        chosen = path or os.environ.get(ENVIRONMENT_VARIABLE) or find_data("gazetteer")
        return cls(Store(Path(chosen)))

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (Gazetteer.open, (self._store.path,))

    def __len__(self) -> int:
        return len(self._places)

    @cached_property
    def info(self) -> GazetteerInfo:
        """What the gazetteer is made of: sources, versions, licences, counts."""
        return self._store.info()

    def check(self) -> None:
        """Compare the files with the hashes in the manifest.

        Raises
        ------
        GazetteerFormatError
            A file has changed since it was written.
        """
        self._store.check()

    def place(self, place_id: str) -> Place:
        """Give the place with an id such as ``geonames:98182``.

        Raises
        ------
        InputError
            The gazetteer has no such place.
        """
        row = self._places.find(place_id)
        if row is None:
            raise InputError(f"{place_id!r}: no place of this id in the gazetteer at {self._store.path}")
        return self._places.place(row)

    def has_place(self, place_id: str) -> bool:
        """Tell whether there is a place of this id."""
        return self._places.find(place_id) is not None

    def list_points(
        self, feature_classes: Collection[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Give the rows of some feature classes, with their latitudes and longitudes in degrees."""
        import numpy as np  # noqa: PLC0415  a single look-up does without it

        wanted = [number for number, (letter, _) in enumerate(self._places.features) if letter in feature_classes]
        rows = np.flatnonzero(np.isin(np.frombuffer(self._places.feature, "H"), wanted)).astype(np.int64)
        latitudes = np.frombuffer(self._places.latitude, "i")[rows] / 1e5
        return rows, latitudes, np.frombuffer(self._places.longitude, "i")[rows] / 1e5

    def place_at(self, row: int) -> Place:
        """Give the place of a row; rows run from 0 to the number of places, in no order that means anything."""
        return self._places.place(row)

    def prominence_at(self, row: int) -> float:
        """Give the prominence of a row's place, 0 to 1: how likely its name means it without any context."""
        return float(self._places.prominence[row] / 255)

    def list_names(self, rows: NDArray[np.bool_] | None = None) -> Iterator[tuple[str, list[int]]]:
        """Go through all folded names with what stands under them: rows in bits 0-26, kinds of names in bits 27-30.

        ``rows`` tells of each place whether its names are wanted; a name is left out where all its places are not.
        """
        numbers = range(len(self._trie)) if rows is None else self._matcher.list_keys(rows).tolist()
        for number in numbers:
            yield self._trie.restore_key(number), self._matcher.entries(number)

    def country(self, alpha2: str) -> Place | None:
        """Give the country with an ISO 3166-1 alpha-2 code, or None."""
        number = self._places.country_numbers.get(alpha2.upper())
        row = None if number is None else self._places.country_row(number)
        return None if row is None else self._places.place(row)

    def admin1(self, country: str, code: str) -> Place | None:
        """Give the admin1 unit with a GeoNames code within a country (``"IQ", "11"``), or None."""
        number = self._places.admin1_numbers.get(f"{country.upper()}.{code}")
        row = None if number is None else self._places.admin1_row(number)
        return None if row is None else self._places.place(row)

    def has_name(self, folded: str) -> bool:
        """Tell whether a folded name is in the gazetteer, as it stands."""
        return folded in self._trie

    def has_prefix(self, folded: str) -> bool:
        """Tell whether a folded name is in the gazetteer or begins a longer one, word by word."""
        return folded in self._trie or next(self._trie.iterkeys(folded + " "), None) is not None

    def demonym(self, word: str) -> Place | None:
        """Give the country of a demonym or adjective (``Iraqi``, ``Syrians``), or None."""
        key = DEMONYM_MARK + fold(word)
        for form in (key, key.removesuffix("s")):
            number = self._trie.get(form)
            if number is not None:
                return self._places.place(self._matcher.entries(number)[0] & PLACE_MASK)
        return None

    def within(self, place: Place, container: Place | str) -> bool:
        """Tell whether a place lies in a country, admin1 or admin2 unit, or a region of the supplement.

        ``container`` is a place or an ISO 3166-1 alpha-2 code. A place contains itself. Containment goes by codes, so a
        region without member countries contains only itself.

        Raises
        ------
        InputError
            ``container`` is a text but no country code that the gazetteer knows.
        """
        if isinstance(container, str):
            if container.upper() not in self._places.country_numbers:
                raise InputError(f"{container!r}: not an ISO 3166-1 alpha-2 country code that the gazetteer knows")
            return place.country == container.upper()
        if place.place_id == container.place_id:
            return True
        if container.feature_code.startswith("PCL") or container.feature_code == "TERR":
            return place.country is not None and place.country == container.country
        if container.feature_code == "ADM1":
            return _unit(place, 1) is not None and _unit(place, 1) == _unit(container, 1)
        if container.feature_code == "ADM2":
            return _unit(place, 2) is not None and _unit(place, 2) == _unit(container, 2)
        members = self._members(container)
        return place.country in members or f"{place.country}.{place.admin1}" in members

    def members(self, region: Place) -> tuple[str, ...]:
        """Give the codes a region of the supplement is made of: ``SY`` for a country, ``IQ.11`` for an admin1 unit."""
        return tuple(sorted(self._members(region)))

    def _members(self, region: Place) -> frozenset[str]:
        row = self._places.find(region.place_id)
        return frozenset() if row is None else self._places.members.get(row, frozenset())

    def candidates(
        self,
        name: str,
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
        feature_classes: Collection[str] | None = None,
        limit: int = 10,
        variants: bool = True,
    ) -> RankedCandidates:
        """Give the places a name may mean, best first; each is read when it is looked at.

        Parameters
        ----------
        name
            The name as written, in any script.
        country
            ISO 3166-1 alpha-2 code; only places of this country are given.
        near
            ``(latitude, longitude)`` in degrees; nearer places come first among comparable ones.
        feature_classes
            GeoNames feature classes to keep, such as ``{"P", "A"}``.
        limit
            The most candidates to give.
        variants
            Whether to try similar spellings where no name meets the one given; never for names under five letters.

        Raises
        ------
        CoordinateError
            ``near`` is not a latitude and a longitude.
        """
        if near is not None:
            _check_point(near)
        matcher = self._matcher
        plain = country is None and near is None and feature_classes is None
        found = matcher.match(name, limit + _SPARE if plain else None)
        if variants and not found:
            found = matcher.match_variants(name)
        if len(found) > 1:
            found = matcher.prefer_spelling(name, found)
        if plain:
            found = matcher.prefer_seat(name, found)
            return RankedCandidates(name, found[:limit], self._places)
        kept = matcher.restrict(found, country, feature_classes)
        if variants and not kept and found:
            kept = matcher.restrict(matcher.match_variants(name), country, feature_classes)
        kept = matcher.restrict(matcher.prefer_seat(name, kept), country, feature_classes)
        if near is not None:
            kept = matcher.sort_by_nearness(kept, near)
        return RankedCandidates(name, kept[:limit], self._places)

    def resolve_rows(
        self,
        names: Sequence[str] | NDArray[np.object_],
        *,
        countries: Sequence[str | None] | NDArray[np.object_] | None = None,
        admin1s: Sequence[str | None] | NDArray[np.object_] | None = None,
        fallback: Callable[[GeocodeResult, str | None], GeocodeResult] | None = None,
    ) -> ResolvedRows:
        """Resolve the rows of a table, each distinct one once; see `geomap.gazetteer.rows.resolve_rows`.

        Raises
        ------
        InputError
            The columns differ in length.
        """
        from geomap.gazetteer.rows import resolve_rows  # noqa: PLC0415  numpy loads only for tables

        return resolve_rows(self, names, countries=countries, admin1s=admin1s, fallback=fallback)


def _unit(place: Place, level: int) -> tuple[str | None, ...] | None:
    parts = (place.country, place.admin1, place.admin2)[: level + 1]
    return None if None in parts else parts


def _check_point(near: tuple[float, float]) -> None:
    latitude, longitude = near
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise CoordinateError(f"near={near!r}: latitude must lie in -90..90, longitude in -180..180, in this order")
