"""Batches: columns of a table go in, arrays of places come out; each distinct row is resolved once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.gazetteer.geocoding import GeocodeResult, find_country, report_missing
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.territories import geocode_filed

__all__ = ["ResolvedRows", "resolve_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedRows:
    """The rows of a table resolved, as arrays of one length; NaN and empty texts where a name was not found.

    ``unmatched`` counts the names that were not found; ``ambiguous`` is the number of rows with a confidence below .7.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    confidence: NDArray[np.float64]
    results: NDArray[np.object_]
    matched: int
    ambiguous: int
    unmatched: dict[str, int]


def resolve_rows(
    gazetteer: Gazetteer,
    names: Sequence[str] | NDArray[np.object_],
    *,
    countries: Sequence[str | None] | NDArray[np.object_] | None = None,
    admin1s: Sequence[str | None] | NDArray[np.object_] | None = None,
    fallback: Callable[[GeocodeResult, str | None], GeocodeResult] | None = None,
    progress: Callable[[Collection[tuple[object, ...]]], Iterable[tuple[object, ...]]] | None = None,
) -> ResolvedRows:
    """Resolve the rows of a table; each distinct row is resolved once.

    Parameters
    ----------
    gazetteer
        The open gazetteer.
    names
        A place name for each row; anything but a text counts as empty.
    countries
        A country for each row, as an ISO code or a name; an unknown country leaves its row unmatched.
    admin1s
        An admin1 unit's name or GeoNames code for each row, preferred where it is known.
    fallback
        What is done with a result that has no place, given the country's code too; see
        `geomap.gazetteer.fallback.OnlineFallback`.
    progress
        Goes through the distinct rows and shows how far it is.

    Raises
    ------
    InputError
        The columns differ in length.
    """
    columns = [column for column in (names, countries, admin1s) if column is not None]
    if len({len(column) for column in columns}) > 1:
        raise InputError("names, countries and admin1s differ in length; give one of each for every row")
    none = [None] * len(names)
    inputs = (names, none if countries is None else countries, none if admin1s is None else admin1s)
    numbers: dict[tuple[object, ...], int] = {}
    rows = np.fromiter(
        (numbers.setdefault(key, len(numbers)) for key in zip(*inputs, strict=True)), dtype=np.int64, count=len(names)
    )
    codes: dict[str, str | None] = {}
    distinct = numbers if progress is None else progress(numbers)
    return _spread([_resolve_row(gazetteer, key, codes, fallback) for key in distinct], rows)


def _resolve_row(
    gazetteer: Gazetteer,
    key: tuple[object, ...],
    codes: dict[str, str | None],
    fallback: Callable[[GeocodeResult, str | None], GeocodeResult] | None,
) -> GeocodeResult:
    name, country, admin1 = (value.strip() if isinstance(value, str) else None for value in key)
    if not name:
        return report_missing("", "the name is empty")
    code = None
    if country:
        if country not in codes:
            codes[country] = find_country(gazetteer, country)
        code = codes[country]
        if code is None:
            return report_missing(name, f"the country {country!r} is not known to the gazetteer")
    result = geocode_filed(name, gazetteer, country=code, admin1=admin1 or None)
    return result if fallback is None or result.latitude is not None else fallback(result, code)


def _spread(distinct: list[GeocodeResult], rows: NDArray[np.int64]) -> ResolvedRows:
    """Lay the results of the distinct rows out over all rows."""
    results: NDArray[np.object_] = np.empty(len(distinct), dtype=object)
    results[:] = distinct
    latitude = np.array(
        [np.nan if result.latitude is None else result.latitude for result in distinct], dtype=np.float64
    )
    longitude = np.array(
        [np.nan if result.longitude is None else result.longitude for result in distinct], dtype=np.float64
    )
    confidence = np.array([result.confidence for result in distinct], dtype=np.float64)
    counts = np.bincount(rows, minlength=len(distinct))
    unmatched: dict[str, int] = {}
    for number in np.flatnonzero(np.isnan(latitude)).tolist():
        name = distinct[number].name
        unmatched[name] = unmatched.get(name, 0) + int(counts[number])
    return ResolvedRows(
        latitude=latitude[rows],
        longitude=longitude[rows],
        confidence=confidence[rows],
        results=results[rows],
        matched=int(counts[~np.isnan(latitude)].sum()),
        ambiguous=int(counts[(confidence > 0) & (confidence < 0.7)].sum()),
        unmatched=dict(sorted(unmatched.items(), key=lambda item: (-item[1], item[0]))),
    )
