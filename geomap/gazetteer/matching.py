"""Matching: a name as written goes in, the rows of the places it may mean come out, best first, as light tuples.

`Match` is a row number, how the name was met, a score, and the key it was met under; `geomap.gazetteer.query` makes
candidates of them, and only of those that are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from geomap.gazetteer.folding import fold, is_abbreviation, strip_articles
from geomap.gazetteer.names import spell_out, split_type, strip_type_word
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.spelling import skeletonize
from geomap.gazetteer.storage import CODE_MARK, FEDERATIONS, KIND_WEIGHTS, NONE16, PLACE_MASK, RUN_BIT, NameKind, Store
from geomap.model import MatchKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Match", "NameMatcher", "measure_km"]

# A row, how it was met, its score, and the key it was met under.
Match = tuple[int, MatchKind, float, str]
# Abbreviations such as US or UAE outrank names; airport codes come only where there is no name.
_SURE_ABBREVIATION = 0.65
# How much less prominent a place may be that is written exactly as asked for, and how many are looked at.
_SPELLING_MARGIN = 0.02
_SPELLINGS_COMPARED = 4
_MATCHES_BY_NAME = {
    NameKind.MAIN: MatchKind.FOLDED,
    NameKind.ALTERNATE: MatchKind.FOLDED,
    NameKind.STRIPPED: MatchKind.STRIPPED,
    NameKind.GENERATED: MatchKind.GENERATED,
    NameKind.ABBREVIATION: MatchKind.CODE,
    NameKind.CODE: MatchKind.CODE,
    NameKind.DEMONYM: MatchKind.DEMONYM,
}
# Tuples by the number in the posting: an enumeration looked up for each posting costs a third of a query.
_MATCHES = tuple(_MATCHES_BY_NAME[kind] for kind in NameKind)
_WEIGHTS = tuple(KIND_WEIGHTS[kind] / 256 / 255 for kind in NameKind)
# Units whose seat comes first, and the feature codes of the seats.
_SEATS = {"ADM1": frozenset(("PPLA", "PPLC")), "ADM2": frozenset(("PPLA", "PPLC", "PPLA2"))}
# A populated place of so many people bears names in dozens of languages, most of them unheard of in the news.
_MANY_PEOPLE = 100_000
_DIRECTION = re.compile("^(north|south|east|west) ")
# The distance at which nearness to the point asked for has lost half its weight.
_NEAR_HALF_KM = 150.0


class NameMatcher:
    """Meets names with the keys of an open gazetteer."""

    def __init__(self, store: Store, places: PlaceReader) -> None:
        self._store = store
        self._trie = store.trie
        self._places = places
        self._postings = store.view("name_postings")
        self._runs = store.view("runs")
        self._units = frozenset(number for number, (_, code) in enumerate(places.features) if code in _SEATS)

    def entries(self, number: int, most: int | None = None) -> list[int]:
        """Give the postings of a key by its number: rows in bits 0-26, kinds of names in bits 27-30."""
        posting = self._postings[number]
        if posting < RUN_BIT:
            return [posting]
        start = posting & ~RUN_BIT
        length = self._runs[start] if most is None else min(most, self._runs[start])
        return self._runs[start + 1 : start + 1 + length].tolist()

    def list_keys(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give the numbers of the keys under which some of the rows that are marked stand."""
        import numpy as np  # noqa: PLC0415  a single look-up does without it

        postings, runs = np.frombuffer(self._postings, "I"), np.frombuffer(self._runs, "I")
        is_run = postings >= RUN_BIT
        wanted = np.zeros(len(postings), dtype=bool)
        wanted[~is_run] = rows[postings[~is_run] & PLACE_MASK]
        starts = postings[is_run].astype(np.int64) & ~RUN_BIT
        order = np.argsort(starts)
        lengths = runs[starts[order]].astype(np.int64)
        # the runs lie one after the other, each behind its length
        entries = np.delete(runs, starts[order])
        if len(entries):
            found = np.logical_or.reduceat(rows[entries & PLACE_MASK], np.cumsum(lengths) - lengths)
            wanted[np.flatnonzero(is_run)[order]] = found
        keys: NDArray[np.int64] = np.flatnonzero(wanted)
        return keys

    def _lookup(self, key: str, most: int | None = None) -> list[Match]:
        """Give what stands under a key, best first as the builder sorted it, with scores that never rise."""
        number = self._trie.get(key)
        if number is None:
            return []
        prominence = self._places.prominence
        posting = self._postings[number]
        if posting < RUN_BIT:
            row, kind = posting & PLACE_MASK, posting >> 27
            return [(row, _MATCHES[kind], prominence[row] * _WEIGHTS[kind], key)]
        matches: list[Match] = []
        score = 1.0
        for entry in self.entries(number, most):
            row, kind = entry & PLACE_MASK, entry >> 27
            value = prominence[row] * _WEIGHTS[kind]
            score = value if value < score else score  # noqa: FURB136  min() would take a fifth of the loop
            matches.append((row, _MATCHES[kind], score, key))
        return matches

    def match(self, name: str, most: int | None = None) -> list[Match]:
        """Meet a name with the keys: as a code, as it stands, by its type word, without articles.

        ``most`` limits the places looked at, for names that thousands of places bear.
        """
        key = fold(name)
        if not key or (len(key) <= 2 and name.islower() and name.isascii()):
            return []  # "us" and "as" are words; the villages of Us and As are written with a capital
        found = self._lookup_spelt_out(name, most) or self._lookup(key, most)
        if is_abbreviation(name) or (name.endswith(".") and name[0].isupper()):
            codes = self._lookup(CODE_MARK + key)
            abbreviations = [match for match in codes if match[2] >= _SURE_ABBREVIATION]
            if abbreviations:
                found = _join(abbreviations, found)
            elif not found:
                found = codes
        typed = split_type(key)
        if typed is not None:
            wanted = self._lookup(typed.base) or self._lookup(strip_articles(typed.base))
            of_type = self._of_type(wanted, typed.codes)
            if not of_type and typed.codes[0] == "AIRP" and is_abbreviation(name.split(maxsplit=1)[0]):
                coded = self._of_type(self._lookup(CODE_MARK + typed.base), typed.codes)  # "JFK airport"
                of_type = [(row, MatchKind.CODE, score, met) for row, _, score, met in coded]
            if not of_type and typed.is_loose:
                of_type = [(row, MatchKind.STRIPPED, score * 0.75, met) for row, _, score, met in wanted]
            found = _join(found, of_type)
        return found or self._lookup_stripped(key, most)

    def _lookup_spelt_out(self, name: str, most: int | None) -> list[Match]:
        """Read "S. Korea" and "Czech Rep." as what they are short for."""
        long = spell_out(name)
        if long == name:
            return []
        key = fold(long)
        return self._lookup(key, most) or self._lookup(_DIRECTION.sub(r"\1ern ", key), most)  # "W. Sahara"

    def _lookup_stripped(self, key: str, most: int | None) -> list[Match]:
        bare = strip_articles(key)
        if bare == key:
            return []
        return [(row, MatchKind.STRIPPED, score * 0.9, found) for row, _, score, found in self._lookup(bare, most)]

    def _of_type(self, matches: list[Match], codes: tuple[str, ...]) -> list[Match]:
        """Keep the places of the types asked for, the first type first."""
        features = self._places.features
        kept = []
        for order, wanted in enumerate(codes):
            for row, _, score, key in matches:
                if features[self._places.feature[row]][1].startswith(wanted):
                    kept.append((row, MatchKind.STRIPPED, score * 0.97 - order * 0.05, key))
        return kept

    def match_variants(self, name: str) -> list[Match]:
        """Meet a name with keys like it; nothing for names under five letters."""
        from geomap.gazetteer.variants import find_variants  # noqa: PLC0415  rapidfuzz loads only when a name is not found

        key = fold(name)
        typed = split_type(key)
        if typed is None:
            return find_variants(key, self._store, self._lookup, self._own_name)
        found = find_variants(typed.base, self._store, self._lookup, self._own_name)
        features = self._places.features
        kept = [m for m in found if features[self._places.feature[m[0]]][1].startswith(typed.codes)]
        return kept or (found if typed.is_loose else find_variants(key, self._store, self._lookup, self._own_name))

    def _own_name(self, row: int, key: str) -> str | None:
        """Give the name by which a country, admin1 unit or large city must be alike, where ``key`` is no main name."""
        feature_class, code = self._places.features[self._places.feature[row]]
        large = feature_class == "P" and self._places.population[row] >= _MANY_PEOPLE
        if not (large or code.startswith(("PCL", "TERR", "ADM1"))):
            return None
        main = row | NameKind.MAIN << 27
        return None if main in self.entries(self._trie[key]) else self._places.name(row)

    def restrict(
        self, matches: list[Match], country: str | None, feature_classes: Collection[str] | None
    ) -> list[Match]:
        """Keep the matches in a country and of the feature classes asked for."""
        places = self._places
        if country is not None:
            number = places.country_numbers.get(country.upper(), NONE16 - 1)
            matches = [match for match in matches if self._may_lie_in(match[0], country.upper(), number)]
        if feature_classes is not None:
            matches = [match for match in matches if places.features[places.feature[match[0]]][0] in feature_classes]
        return matches

    def _may_lie_in(self, row: int, country: str, number: int) -> bool:
        """Tell whether a place is in a country; seas and regions of several are, unless their members say no."""
        found = self._places.country[row]
        if found != NONE16 or found == number:
            return found == number
        members = self._places.members.get(row)
        return members is None or any(code.partition(".")[0] == country for code in members)

    def prefer_spelling(self, name: str, matches: list[Match]) -> list[Match]:
        """Put a place first that is written exactly as asked for, where the others are hardly more prominent.

        "St. Louis" is in Missouri, "Saint-Louis" in Senegal, though both fold to the same key.
        """
        best = matches[0]
        if self._places.name(best[0]) == name:
            return matches
        floor = best[2] - _SPELLING_MARGIN
        for index, (row, kind, score, key) in enumerate(matches[1:_SPELLINGS_COMPARED], 1):
            if score < floor:
                break
            if self._places.name(row) == name and self._class_of(row) == self._class_of(best[0]):
                return [(row, kind, best[2], key), *matches[:index], *matches[index + 1 :]]
        return matches

    def prefer_seat(self, name: str, matches: list[Match]) -> list[Match]:
        """Put a unit's seat before the unit where both bear the name and the seat is called as the unit is.

        The news says "in Zaporizhzhia" of the city, which GeoNames calls Zaporizhzhya. The builder sees to names that
        both have as their first; here the seat has it as another one, or only the unit has this spelling of its name.
        Chennai is not called as Tamil Nadu is.
        """
        if not matches or self._places.feature[matches[0][0]] not in self._units:
            return matches
        unit, _, score, key = matches[0]
        seats = _SEATS[self._code_of(unit)]
        if key != fold(name):  # "Aleppo province" is met under "aleppo"
            return matches
        if self._places.countries[self._places.country[unit]] in FEDERATIONS:
            return matches
        own = fold(self._places.name(unit))
        for index, match in enumerate(matches[1:_SPELLINGS_COMPARED], 1):
            row, kind, _, met = match
            if met == key and self._code_of(row) in seats and self._is_called_alike(row, unit, own):
                return [(row, kind, score, met), *matches[:index], *matches[index + 1 :]]
        others = [bare] if (bare := strip_articles(key)) != key else []  # "الخرطوم", where the city has no article
        if " " not in key and _is_spelt_alike(key, own) and all(match[3] == key for match in matches):
            others.append(own)
        for other in others:
            for row, kind, _, _ in self._lookup(other, _SPELLINGS_COMPARED):
                if self._code_of(row) in seats and self._is_called_alike(row, unit, own):
                    return [(row, kind, score, key), *(match for match in matches if match[0] != row)]
        return matches

    def _is_called_alike(self, seat: int, unit: int, name: str) -> bool:
        """Tell whether a seat lies in a unit, or is the capital of its country, and its name is like the unit's."""
        places = self._places
        if places.country[seat] != places.country[unit]:
            return False
        if places.admin1[seat] != places.admin1[unit] and self._code_of(seat) != "PPLC":
            return False
        return _is_spelt_alike(fold(places.name(seat)), strip_type_word(name) or name)

    def _code_of(self, row: int) -> str:
        return self._places.features[self._places.feature[row]][1]

    def _class_of(self, row: int) -> str:
        return self._places.features[self._places.feature[row]][0]

    def sort_by_nearness(self, matches: list[Match], near: tuple[float, float]) -> list[Match]:
        """Weigh the scores with the distance: the score itself at the point, half of it far away; and sort by them."""
        weighed = []
        for row, kind, score, key in matches:
            km = measure_km(near, (self._places.latitude[row] / 1e5, self._places.longitude[row] / 1e5))
            weighed.append((row, kind, score * (0.5 + 0.5 * _NEAR_HALF_KM / (_NEAR_HALF_KM + km)), key))
        return sorted(weighed, key=lambda match: -match[2])


def _is_spelt_alike(one: str, other: str) -> bool:
    """Tell whether two folded names are the same, or the same in another romanisation."""
    return one == other or (one.isascii() and skeletonize(one) == skeletonize(other))


def _join(first: list[Match], second: list[Match]) -> list[Match]:
    """Join two lists of matches: each place once, the order kept, scores never rising."""
    seen: set[int] = set()
    joined: list[Match] = []
    ceiling = 1.0
    for row, kind, score, key in (*first, *second):
        if row not in seen:
            seen.add(row)
            ceiling = min(ceiling, score)
            joined.append((row, kind, ceiling, key))
    return joined


def measure_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the great-circle distance of two (latitude, longitude) points in kilometres, on a sphere of 6371.0088 km."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(min(1.0, half)))
