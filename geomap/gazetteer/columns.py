"""The places of a gazetteer on their way to disk: records or whole batches go in, typed columns come out.

A place takes some forty bytes and its name, however it came in: full dumps have millions.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.errors import GazetteerError
from geomap.gazetteer.records import PlaceRecord, choose_precision, estimate_prominence, estimate_radius
from geomap.gazetteer.storage import NONE16, NONE32
from geomap.model import PlacePrecision

__all__ = ["COLUMN_NAMES", "PlaceBatch", "PlaceColumns", "gather_texts", "lay_texts"]

_PRECISIONS = list(PlacePrecision)
_COLUMN_TYPES = {
    "latitude": "i", "longitude": "i", "country": "H", "admin1": "H", "admin2": "I", "feature": "H", "population": "I",
    "radius": "H", "prominence": "B", "precision": "B", "prefix": "B",
}  # fmt: skip
# The columns that a gazetteer keeps; which source a place is of, its id tells.
COLUMN_NAMES = tuple(name for name in _COLUMN_TYPES if name != "prefix")
# Names brought into another order at a time: a few tens of megabytes of indices.
_GATHERED = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBatch:
    """Many places of one source as columns of one length; coordinates are degrees, ids are numbers.

    ``features`` are classes and codes such as ``P.PPL``; a country, admin1 or admin2 code that is missing is empty.
    Radius, prominence and precision follow from feature and population.
    """

    prefix: str
    identifiers: NDArray[np.int64]
    names: Sequence[str]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]
    features: Sequence[str]
    countries: Sequence[str]
    admin1s: Sequence[str]
    admin2s: Sequence[str]
    populations: NDArray[np.int64]


class _Table:
    """Texts numbered in the order of their first appearance."""

    def __init__(self, none: int) -> None:
        self.numbers: dict[str, int] = {}
        self._none = none

    def number(self, text: str | None) -> int:
        """Give the number of a text, a new one where it is new."""
        return self._none if not text else self.numbers.setdefault(text, len(self.numbers))

    def number_all(self, texts: Iterable[str], count: int) -> NDArray[np.int64]:
        """Give the numbers of many texts."""
        return np.fromiter(map(self.number, texts), np.int64, count)

    def check(self, what: str) -> None:
        """Refuse more texts than the column has numbers for."""
        if len(self.numbers) >= self._none:
            raise GazetteerError(f"{len(self.numbers):,} {what}, and a gazetteer holds {self._none - 1:,}")


class PlaceColumns:
    """The columns of the places taken in so far, in the order they came."""

    def __init__(self) -> None:
        self._columns = {name: array(kind) for name, kind in _COLUMN_TYPES.items()}
        self._countries, self._admin1, self._features = _Table(NONE16), _Table(NONE16), _Table(NONE16)
        self._admin2 = _Table(NONE32)
        self._prefixes = _Table(255)
        self._numbers = array("q")
        self._texts: list[str] = []
        self._names = bytearray()
        self._name_lengths = array("I")
        self._estimates: dict[int, tuple[int, int, int]] = {}
        self._largest: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def countries(self) -> list[str]:
        """Country codes by their numbers."""
        return list(self._countries.numbers)

    @property
    def admin1s(self) -> list[str]:
        """Codes such as ``IQ.11`` by their numbers."""
        return list(self._admin1.numbers)

    @property
    def admin2s(self) -> list[str]:
        """Codes such as ``US.TX.201`` by their numbers."""
        return list(self._admin2.numbers)

    @property
    def features(self) -> list[str]:
        """Feature classes and codes by their numbers."""
        return list(self._features.numbers)

    def view(self, name: str) -> NDArray[Any]:
        """Give a copy of one column."""
        return np.array(self._columns[name], dtype=_COLUMN_TYPES[name])

    def count_prefix(self, prefix: str) -> int:
        """Give the number of places whose ids begin with a prefix."""
        return self._columns["prefix"].count(self._prefixes.numbers.get(prefix, -1))

    def set_radius(self, place: int, radius_km: float) -> None:
        """Put another radius in place of the estimated one."""
        self._columns["radius"][place] = min(round(radius_km * 10), NONE16)

    def add(self, record: PlaceRecord) -> int:
        """Take in one place and give its number.

        Raises
        ------
        GazetteerError
            The coordinates are outside their ranges.
        """
        if not (-90 <= record.latitude <= 90 and -180 <= record.longitude <= 180):
            raise GazetteerError(
                f"{record.prefix}:{record.identifier} {record.name!r}: latitude {record.latitude}, longitude"
                f" {record.longitude} is no place on Earth; correct or leave out the row"
            )
        admin1 = f"{record.country}.{record.admin1}" if record.country and record.admin1 else None
        values = {
            "latitude": round(record.latitude * 1e5),
            "longitude": round(record.longitude * 1e5),
            "country": self._countries.number(record.country),
            "admin1": self._admin1.number(admin1),
            "admin2": self._admin2.number(f"{admin1}.{record.admin2}" if admin1 and record.admin2 else None),
            "feature": self._features.number(f"{record.feature_class}.{record.feature_code}"),
            "population": min(max(record.population, 0), NONE32),
            "radius": min(round(estimate_radius(record) * 10), NONE16),
            "prominence": round(estimate_prominence(record) * 255),
            "precision": _PRECISIONS.index(choose_precision(record)),
            "prefix": self._prefixes.number(record.prefix),
        }
        for name, value in values.items():
            self._columns[name].append(value)
        name_bytes = record.name.encode()
        self._names += name_bytes
        self._name_lengths.append(len(name_bytes))
        if _is_number(record.identifier):
            self._numbers.append(int(record.identifier))
        else:
            self._texts.append(record.identifier)
            self._numbers.append(-len(self._texts))
        return len(self) - 1

    def add_all(self, batch: PlaceBatch) -> range:
        """Take in many places, whose coordinates have been checked, and give their numbers.

        Raises
        ------
        GazetteerError
            There are more codes of countries, units or features than a gazetteer holds.
        """
        first, count = len(self), len(batch.names)
        populations = np.clip(batch.populations, 0, NONE32)
        features = self._features.number_all(batch.features, count)
        units = [f"{c}.{a}" if c and a else "" for c, a in zip(batch.countries, batch.admin1s, strict=True)]
        parts = [f"{u}.{a}" if u and a else "" for u, a in zip(units, batch.admin2s, strict=True)]
        columns = {
            "latitude": np.rint(batch.latitudes * 1e5),
            "longitude": np.rint(batch.longitudes * 1e5),
            "country": self._countries.number_all(batch.countries, count),
            "admin1": self._admin1.number_all(units, count),
            "admin2": self._admin2.number_all(parts, count),
            "feature": features,
            "population": populations,
            "prefix": np.full(count, self._prefixes.number(batch.prefix)),
            **self._estimate_all(features, populations),
        }
        for table, what in ((self._countries, "country codes"), (self._admin1, "admin1 codes")):
            table.check(what)
        self._features.check("feature codes")
        for name, items in columns.items():
            self._columns[name].frombytes(items.astype(_COLUMN_TYPES[name]).tobytes())
        encoded = [name.encode() for name in batch.names]
        self._names += b"".join(encoded)
        self._name_lengths.extend(map(len, encoded))
        self._numbers.frombytes(batch.identifiers.astype("q").tobytes())
        return range(first, first + count)

    def _estimate_all(self, features: NDArray[np.int64], populations: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Estimate radius, prominence and precision, once for each pair of feature and population."""
        pairs, inverse = np.unique(features << 32 | populations, return_inverse=True)
        codes: list[str] | None = None
        values = np.zeros((len(pairs), 3), dtype=np.int64)
        for row, pair in enumerate(pairs.tolist()):
            if pair not in self._estimates:
                codes = codes or self.features
                self._estimates[pair] = _estimate(codes[pair >> 32], pair & NONE32)
            values[row] = self._estimates[pair]
        return {name: values[inverse, place] for place, name in enumerate(("radius", "prominence", "precision"))}

    def list_units(self) -> frozenset[str]:
        """Give the codes of the countries, admin1 and admin2 units that are among the places."""
        found: set[str] = set()
        features = self.view("feature")
        for start, column, table in (
            ("A.PCL", "country", self.countries),
            ("A.ADM1", "admin1", self.admin1s),
            ("A.ADM2", "admin2", self.admin2s),
        ):
            wanted = [number for number, code in enumerate(self.features) if code.startswith(start)]
            numbers = np.unique(self.view(column)[np.isin(features, wanted)]).tolist()
            found.update(table[number] for number in numbers if number < len(table))
        return frozenset(found)

    def find_largest_town(self, unit: str) -> tuple[float, float] | None:
        """Give the point of the largest populated place of a country or unit, by its code; None without one."""
        column = ("country", "admin1", "admin2")[min(unit.count("."), 2)]
        number = {"country": self._countries, "admin1": self._admin1, "admin2": self._admin2}[column].numbers.get(unit)
        if column not in self._largest:
            self._largest[column] = self._list_largest(column)
        place = self._largest[column][number] if number is not None and number < len(self._largest[column]) else -1
        return (self._columns["latitude"][place] / 1e5, self._columns["longitude"][place] / 1e5) if place >= 0 else None

    def _list_largest(self, column: str) -> list[int]:
        """Give for each unit the number of its largest populated place, of equal ones the first; -1 without one."""
        towns = [number for number, code in enumerate(self.features) if code.startswith("P.")]
        places = np.flatnonzero(np.isin(self.view("feature"), towns))[::-1]
        places = places[np.argsort(self.view("population")[places], kind="stable")]
        units = self.view(column)
        places = places[units[places] < {"admin2": NONE32}.get(column, NONE16)]
        largest = np.full(int(units[places].max(initial=0)) + 1, -1)
        largest[units[places]] = places
        found: list[int] = largest.tolist()
        return found

    def find_order(self) -> NDArray[np.int64]:
        """Give the places in the order of their ids: by number where all ids of a prefix are numbers, else by text."""
        prefixes, numbers = self.view("prefix"), np.array(self._numbers)
        orders = []
        for prefix in range(len(self._prefixes.numbers)):
            places = np.flatnonzero(prefixes == prefix)
            if (numbers[places] < 0).any():
                orders.append(np.array(sorted(places.tolist(), key=self._identifier), dtype=np.int64))
            else:
                orders.append(places[np.argsort(numbers[places], kind="stable")])
        return np.concatenate(orders)

    def _identifier(self, place: int) -> str:
        number = self._numbers[place]
        return str(number) if number >= 0 else self._texts[-number - 1]

    def lay_identifiers(self, order: NDArray[np.int64]) -> tuple[list[dict[str, object]], dict[str, NDArray[Any]]]:
        """Write numeric ids as numbers and others as texts; a numeric span's ids stand at ``id_numbers[place]``."""
        prefixes, found = self.view("prefix")[order], np.array(self._numbers)[order]
        spans: list[dict[str, object]] = []
        numbers = np.zeros(len(order), dtype="I")
        texts: list[str] = []
        for prefix, number in self._prefixes.numbers.items():
            start, stop = np.searchsorted(prefixes, [number, number + 1]).tolist()
            numeric = not (found[start:stop] < 0).any()
            if numeric:
                numbers[start:stop] = found[start:stop]
            else:
                numbers[start:stop] = np.arange(len(texts), len(texts) + stop - start)
                texts.extend(map(self._identifier, order[start:stop].tolist()))
            spans.append({"prefix": prefix, "start": start, "stop": stop, "numeric": numeric})
        return spans, {"id_numbers": numbers, **lay_texts("id_texts", texts)}

    def lay_names(self, order: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Write the names in the order given."""
        lengths = np.array(self._name_lengths, dtype=np.int64)
        blob, offsets = gather_texts(np.frombuffer(self._names, "B"), lengths, order)
        return {"names_bytes": blob, "names_offsets": offsets}


def _estimate(feature: str, population: int) -> tuple[int, int, int]:
    """Give radius, prominence and precision as the columns hold them."""
    record = PlaceRecord(
        prefix="",
        identifier="",
        name="",
        latitude=0,
        longitude=0,
        feature_class=feature[0],
        feature_code=feature[2:],
        population=population,
    )
    radius = min(round(estimate_radius(record) * 10), NONE16)
    return radius, round(estimate_prominence(record) * 255), _PRECISIONS.index(choose_precision(record))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def gather_texts(
    blob: NDArray[np.uint8], lengths: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Bring texts that stand one after the other into another order; gives their bytes and their offsets."""
    starts = np.cumsum(lengths) - lengths
    sizes = lengths[order]
    offsets = np.zeros(len(order) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    gathered = np.empty(offsets[-1], dtype="B")
    for first in range(0, len(order), _GATHERED):
        part = slice(first, min(first + _GATHERED, len(order)))
        shift = np.repeat(starts[order[part]] - offsets[part], sizes[part])
        start, stop = offsets[part.start], offsets[part.stop]
        gathered[start:stop] = blob[shift + np.arange(start, stop)]
    return gathered, offsets.astype("I")


def lay_texts(table: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Write texts as one run of bytes, and the offsets at which each starts."""
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype="I")
    offsets[1:] = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    return {f"{table}_bytes": np.frombuffer(b"".join(encoded), "B"), f"{table}_offsets": offsets}
