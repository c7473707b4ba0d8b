"""Reading places out of an open gazetteer: a row number goes in, a ``Place`` comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from geomap.gazetteer.storage import NONE16, NONE32, Store
from geomap.model import Place, PlacePrecision

__all__ = ["PlaceReader"]

_PRECISIONS = list(PlacePrecision)
# Units are read once and kept up to this number, so that a process which only geocodes stays small.
_KEPT = 50_000
# Code and name of country, admin1 and admin2 unit.
_Units = tuple[str | None, str | None, str | None, str | None, str | None, str | None]


class PlaceReader:
    """The columns of a gazetteer, and the places made of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.latitude = store.view("latitude")
        self.longitude = store.view("longitude")
        self.country = store.view("country")
        self.admin1 = store.view("admin1")
        self.admin2 = store.view("admin2")
        self.feature = store.view("feature")
        self.population = store.view("population")
        self.prominence = store.view("prominence")
        self._radius = store.view("radius")
        self._precision = store.view("precision")
        self._country_places = store.view("country_places")
        self._admin1_places = store.view("admin1_places")
        self._admin2_places = store.view("admin2_places")
        self._numbers = store.view("id_numbers")
        self._name_bytes, self._name_offsets = store.texts("names")
        self._id_texts = store.texts("id_texts")
        self._admin2_texts = store.texts("admin2")
        self._units: dict[tuple[int, int, int], _Units] = {}

    def __len__(self) -> int:
        return len(self.latitude)

    @cached_property
    def countries(self) -> list[str]:
        """ISO codes by country number."""
        return self._store.lines("countries")

    @cached_property
    def country_numbers(self) -> dict[str, int]:
        """Country numbers by ISO code."""
        return {code: number for number, code in enumerate(self.countries)}

    @cached_property
    def admin1_codes(self) -> list[str]:
        """Codes such as ``IQ.11`` by admin1 number."""
        return self._store.lines("admin1")

    @cached_property
    def admin1_numbers(self) -> dict[str, int]:
        """Admin1 numbers by code, such as ``IQ.11``."""
        return {code: number for number, code in enumerate(self.admin1_codes)}

    @cached_property
    def features(self) -> list[tuple[str, str]]:
        """Feature class and code by feature number."""
        return [(text[0], text[2:]) for text in self._store.lines("features")]

    @cached_property
    def members(self) -> dict[int, frozenset[str]]:
        """Codes of countries (``SY``) and admin1 units (``IQ.11``) by the row of the region they make up."""
        return {int(row): frozenset(codes) for row, codes in self._store.manifest.get("members", {}).items()}

    def name(self, row: int) -> str:
        """Give the name of a place."""
        return _read_text(self._name_bytes, self._name_offsets, row)

    def country_row(self, number: int) -> int | None:
        """Give the row of a country by its number."""
        return _known(self._country_places[number]) if number < len(self._country_places) else None

    def admin1_row(self, number: int) -> int | None:
        """Give the row of an admin1 unit by its number."""
        return _known(self._admin1_places[number]) if number < len(self._admin1_places) else None

    def admin2_row(self, number: int) -> int | None:
        """Give the row of an admin2 unit by its number."""
        return _known(self._admin2_places[number]) if number < len(self._admin2_places) else None

    def admin2_code(self, number: int) -> str:
        """Give a code such as ``US.TX.201`` by its number."""
        return _read_text(*self._admin2_texts, number)

    def identifier(self, row: int) -> str:
        """Give the id of a place, such as ``geonames:98182``."""
        for span in self._store.spans:
            if span.start <= row < span.stop:
                number = self._numbers[row]
                text = str(number) if span.numeric else _read_text(*self._id_texts, number)
                return f"{span.prefix}:{text}"
        raise IndexError(row)

    def find(self, place_id: str) -> int | None:
        """Give the row of a place by its id, or None."""
        prefix, _, text = place_id.partition(":")
        for span in self._store.spans:
            if span.prefix == prefix:
                return self._bisect(
                    span.start, span.stop, int(text) if text.isdigit() else -1, text, numeric=span.numeric
                )
        return None

    def _bisect(self, start: int, stop: int, number: int, text: str, *, numeric: bool) -> int | None:
        low, high = start, stop
        table = None if numeric else self._id_texts
        while low < high:
            middle = (low + high) // 2
            if table is None:
                found, wanted = (self._numbers[middle], number)
                below, equal = found < wanted, found == wanted
            else:
                other = _read_text(*table, self._numbers[middle])
                below, equal = other < text, other == text
            if equal:
                return middle
            low, high = (middle + 1, high) if below else (low, middle)
        return None

    @cached_property
    def place(self) -> Callable[[int], Place]:
        """What reads the place of a row. With the columns as names of its own it takes two thirds of the time."""
        latitude, longitude, population = self.latitude, self.longitude, self.population
        country, admin1, admin2, feature = self.country, self.admin1, self.admin2, self.feature
        radius, precision, numbers = self._radius, self._precision, self._numbers
        names, offsets = self._name_bytes, self._name_offsets
        units, read_units, features, identify = self._units, self._read_units, self.features, self.identifier
        geonames = next((s for s in self._store.spans if s.prefix == "geonames" and s.numeric and s.start == 0), None)
        end = 0 if geonames is None else geonames.stop
        new = tuple.__new__

        def read(row: int) -> Place:
            unit = country[row], admin1[row], admin2[row]
            code, country_name, code1, name1, code2, name2 = units.get(unit) or read_units(unit)
            feature_class, feature_code = features[feature[row]]
            # in the order of the fields, as a named tuple's own constructor does it
            values = (
                f"geonames:{numbers[row]}" if row < end else identify(row),
                names[offsets[row] : offsets[row + 1]].tobytes().decode(),
                latitude[row] / 1e5,
                longitude[row] / 1e5,
                feature_class,
                feature_code,
                _PRECISIONS[precision[row]],
                radius[row] / 10,
                code,
                country_name,
                code1,
                name1,
                code2,
                name2,
                population[row],
            )
            return new(Place, values)

        return read

    def _read_units(self, numbers: tuple[int, int, int]) -> _Units:
        """Read codes and names of country, admin1 and admin2 unit, which many places share."""
        if len(self._units) >= _KEPT:
            self._units.clear()
        country, admin1, admin2 = numbers
        names = (self.country_row(country), self.admin1_row(admin1), self.admin2_row(admin2))
        country_name, admin1_name, admin2_name = (None if found is None else self.name(found) for found in names)
        units = self._units[numbers] = (
            None if country == NONE16 else self.countries[country],
            country_name,
            None if admin1 == NONE16 else self.admin1_codes[admin1].partition(".")[2],
            admin1_name,
            None if admin2 == NONE32 else self.admin2_code(admin2).rpartition(".")[2],
            admin2_name,
        )
        return units


def _known(row: int) -> int | None:
    return None if row == NONE32 else row


def _read_text(blob: memoryview, offsets: memoryview, number: int) -> str:
    return blob[offsets[number] : offsets[number + 1]].tobytes().decode()
