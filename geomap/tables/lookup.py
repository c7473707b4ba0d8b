"""Names of countries and places looked up in the gazetteer, each distinct one once.

In: the distinct texts of columns. Out: country codes, and for each row without coordinates one place or none, with the
reason in words.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import SIMILAR_SPELLING, GeocodeResult, find_country, geocode_name, report_missing
from geomap.gazetteer.territories import geocode_filed
from geomap.tables.cells import UNKNOWN_WORDS, Cells
from geomap.tables.notes import NoteBook, Severity
from geomap.tables.relations import Relation, find_relation, move
from geomap.wording import say_count

__all__ = ["WORLD_REGIONS", "Located", "PlaceNames", "find_codes", "geocode_rows", "split_containers"]

# what one country must hold of the sure rows before the unsure ones are looked for there
_MAJORITY, _FEWEST, _SURE, _UNSURE = 0.8, 5, 0.85, 0.75
_FALLBACK_TRUST = 0.9
WORLD_REGIONS = frozenset(
    """africa|asia|europe|americas|america|oceania|middle east|north africa|northern africa|east africa|eastern africa|
    west africa|western africa|central africa|middle africa|southern africa|sub-saharan africa|north america|
    northern america|south america|latin america|latin america and the caribbean|caribbean|central america|central asia|
    caucasus and central asia|south asia|southern asia|southeast asia|south-eastern asia|east asia|eastern asia|
    western asia|middle east & north africa|middle east and north africa|mena|balkans|eastern europe|western europe|
    northern europe|southern europe|australia and new zealand|antarctica|afrika|asien|europa|naher osten|afrique|asie|
    moyen-orient""".replace("\n    ", "").split("|")
)
"""What a column called "region" may hold in place of units of a country, in lower case."""

Names = tuple[str | None, str | None, str | None, str | None]
"""What a row names: place, admin2, admin1, and the code of its country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What was found for a row: the gazetteer's result, moved as the row says, and how the place lies to it."""

    result: GeocodeResult
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNames:
    """The columns that name places, from the narrowest to the widest; ``codes`` are the countries of the rows."""

    place: Cells | None
    admin2: Cells | None
    admin1: Cells | None
    codes: NDArray[np.object_]


def find_codes(cells: Cells, gazetteer: Gazetteer, book: NoteBook) -> NDArray[np.object_]:
    """Find the ISO code of the country each row names, None for none."""
    codes = [_find_code(text, gazetteer) for text in cells.distinct]
    unknown = {
        number: "no country of this name or code"
        for number, code in enumerate(codes)
        if code is None and cells.distinct[number].lower() not in UNKNOWN_WORDS
    }
    book.add_distinct(cells, unknown, Severity.REJECTED)
    return cells.spread(codes, dtype=object, missing=None)


def _find_code(text: str, gazetteer: Gazetteer) -> str | None:
    return _own_names().get(text.lower()) or find_country(gazetteer, text)


@cache
def _own_names() -> dict[str, str]:
    data = tomllib.loads((Path(__file__).parent / "data" / "countries.toml").read_text("utf-8"))
    return {name: code for code, names in data.items() for name in names}


def split_containers(
    text: str, gazetteer: Gazetteer, codes: dict[str, str | None]
) -> tuple[str, str | None, str | None]:
    """Cut "Toronto, Ontario, Canada" into the place, the unit and the country's code, where it ends in a country."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or not parts[-1] or not parts[0]:
        return text, None, None
    if parts[-1] not in codes:
        codes[parts[-1]] = find_country(gazetteer, parts[-1]) if len(parts[-1]) > 2 else None
    code = codes[parts[-1]]
    if code is None:
        return text, None, None
    return parts[0], parts[-2] if len(parts) > 2 else None, code


def geocode_rows(
    names: PlaceNames, rows: NDArray[np.int64], gazetteer: Gazetteer, book: NoteBook
) -> NDArray[np.object_]:
    """Find a place for each of some rows: the narrowest unit that the gazetteer knows.

    The results are `Located`; a place that is not known gives way to the unit around it, and the row says so.
    """
    empty = np.full(len(rows), -1, np.int64)
    columns = [None if c is None else c.keep(rows) for c in (names.place, names.admin2, names.admin1)]
    codes, countries = _number(names.codes[rows])
    keys = np.stack([*(empty if c is None else c.codes for c in columns), codes], axis=1)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    described: list[Names] = [
        (
            _text(columns[0], key[0]),
            _text(columns[1], key[1]),
            _text(columns[2], key[2]),
            countries[key[3]] if key[3] >= 0 else None,
        )
        for key in distinct.tolist()
    ]
    found = [_find_place(texts, gazetteer) for texts in described]
    _prefer_majority(found, described, inverse, gazetteer, book)
    _note_missing(found, described, inverse, rows, names, book)
    results: NDArray[np.object_] = np.empty(len(found), dtype=object)
    results[:] = found
    return results[inverse]


def _number(values: NDArray[np.object_]) -> tuple[NDArray[np.int64], list[str]]:
    numbers: dict[str, int] = {}
    codes = [-1 if v is None else numbers.setdefault(v, len(numbers)) for v in values.tolist()]
    return np.array(codes, np.int64), list(numbers)


def _text(column: Cells | None, number: int) -> str | None:
    if column is None or number < 0:
        return None
    text = column.distinct[number]
    return None if text.lower() in UNKNOWN_WORDS or text.lower() in WORLD_REGIONS else text


def _find_place(names: Names, gazetteer: Gazetteer) -> Located:
    place, _, admin1, country = names
    if place is not None:
        found = geocode_filed(place, gazetteer, country=country, admin1=admin1)
        relation = Relation(name=place)
        told = find_relation(place)
        if told.name != place and (found.latitude is None or found.confidence < _SURE):
            found, relation = geocode_filed(told.name, gazetteer, country=country, admin1=admin1), told
        if found.latitude is not None and found.longitude is not None:
            latitude, longitude = move(found.latitude, found.longitude, relation)
            reason = found.reason if relation.name == place else f"{found.reason}; the row says {place!r}"
            moved = replace(found, name=place, latitude=latitude, longitude=longitude, reason=reason)
            return Located(result=moved, relation=relation)
    return Located(result=_find_unit(names, gazetteer), relation=Relation(name=place or ""))


def _find_unit(names: Names, gazetteer: Gazetteer) -> GeocodeResult:
    """Find the narrowest unit around a place that is not known, or the country."""
    place, admin2, admin1, country = names
    for unit, inside in ((admin2, admin1), (admin1, None)):
        if unit is None:
            continue
        found = geocode_filed(unit, gazetteer, country=country, admin1=inside, feature_classes={"A"})
        if found.latitude is None:
            found = geocode_filed(unit, gazetteer, country=country)
        # a part of the world without a country says nothing of this row
        if found.latitude is not None and found.country is not None:
            return _fall_back(found, place, unit)
    nation = gazetteer.country(country) if country is not None else None
    if nation is None:
        return report_missing(
            place or "", "no place of this name in the gazetteer" if place else "the row names no place"
        )
    found = geocode_name(nation.name, gazetteer, country=country, feature_classes={"A"})
    return _fall_back(found, place, nation.name) if found.latitude is not None else report_missing(place or "", "")


def _fall_back(found: GeocodeResult, place: str | None, unit: str) -> GeocodeResult:
    """Say that a place is only known by the unit around it."""
    if place is None:
        return replace(found, name=unit, reason=f"the row names no narrower place than {unit}")
    return replace(
        found,
        name=place,
        confidence=round(found.confidence * _FALLBACK_TRUST, 3),
        reason=f"{place!r} is not in the gazetteer; placed in {unit}",
    )


def _prefer_majority(
    found: list[Located],
    described: Sequence[Names],
    inverse: NDArray[np.int64],
    gazetteer: Gazetteer,
    book: NoteBook,
) -> None:
    """Look unsure places without a country up in the country where nearly all the sure ones of the table lie."""
    weights = np.bincount(inverse, minlength=len(found)).tolist()
    sure: Counter[str] = Counter()
    for one, texts, weight in zip(found, described, weights, strict=True):
        result = one.result
        if result.country and texts[3] is None and result.confidence >= _SURE:
            sure[result.country] += weight
    if sum(sure.values()) < _FEWEST:
        return
    country, rows = sure.most_common(1)[0]
    if rows < _MAJORITY * sum(sure.values()):
        return
    moved = 0
    for number, (one, texts) in enumerate(zip(found, described, strict=True)):
        result = one.result
        if texts[3] is None and texts[0] is not None and result.confidence < _UNSURE and result.country != country:
            other = _find_place((*texts[:3], country), gazetteer)
            if other.result.latitude is not None and "not in the gazetteer" not in other.result.reason:
                reason = f"{other.result.reason}; in {country} like most places of the table"
                found[number] = replace(other, result=replace(other.result, reason=reason))
                moved += weights[number]
    if moved:
        book.remarks.append(
            f"{say_count(moved, 'row')} with names of several places: taken in {country}, where most places"
            " of the table lie; name another country with --country"
        )


def _note_missing(
    found: Sequence[Located],
    described: Sequence[Names],
    inverse: NDArray[np.int64],
    rows: NDArray[np.int64],
    names: PlaceNames,
    book: NoteBook,
) -> None:
    """Note the rows whose place was not found, or only by a similar name or the unit around it."""
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(found) + 1))
    for number, (one, texts) in enumerate(zip(found, described, strict=True)):
        result, place = one.result, texts[0]
        if place is None or names.place is None:
            continue
        if result.latitude is None:
            severity, reason = Severity.REJECTED, result.reason or "no place of this name in the gazetteer"
        elif "is not in the gazetteer" in result.reason:
            severity, reason = Severity.REPAIRED, f"not in the gazetteer; placed in {result.place}"
        elif result.reason.startswith(SIMILAR_SPELLING):
            found_as = ", ".join(part for part in (result.place, result.admin1, result.country) if part)
            severity, reason = Severity.DOUBTFUL, f"not in the gazetteer as written; taken for {found_as}"
        else:
            continue
        for row in rows[order[starts[number] : starts[number + 1]]].tolist():
            book.add(row, severity, names.place.name, place, reason)
