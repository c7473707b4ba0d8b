"""Reading places out of an open gazetteer: a row number goes in, a ``Place`` comes out."""

from __future__ import annotations

from functools import cached_property

from geomap.gazetteer.storage import NONE16, NONE32, Store
from geomap.model import Place, PlacePrecision

__all__ = ["PlaceReader"]

_PRECISIONS = list(PlacePrecision)
# Places are made once and kept up to this number, so that a process which only geocodes stays small.
_KEPT = 50_000


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
        self._country_names: dict[int, str | None] = {NONE16: None}
        self._admin1_parts: dict[int, tuple[str | None, str | None]] = {NONE16: (None, None)}
        self._admin2_parts: dict[int, tuple[str | None, str | None]] = {NONE32: (None, None)}
        self._kept: dict[int, Place] = {}

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

    def place(self, row: int) -> Place:
        """Give the place of a row."""
        kept = self._kept.get(row)
        if kept is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[row] = self._make(row)
        return kept

    def _make(self, row: int) -> Place:
        country, admin1, admin2 = self.country[row], self.admin1[row], self.admin2[row]
        if country not in self._country_names:
            found = self.country_row(country)
            self._country_names[country] = None if found is None else self.name(found)
        if admin1 not in self._admin1_parts:
            found = self.admin1_row(admin1)
            code = self.admin1_codes[admin1].partition(".")[2]
            self._admin1_parts[admin1] = (code, None if found is None else self.name(found))
        admin1_code, admin1_name = self._admin1_parts[admin1]
        admin2_code, admin2_name = self._admin2_parts.get(admin2) or self._read_admin2(admin2)
        feature_class, feature_code = self.features[self.feature[row]]
        return Place(
            place_id=self.identifier(row),
            name=self.name(row),
            latitude=self.latitude[row] / 1e5,
            longitude=self.longitude[row] / 1e5,
            feature_class=feature_class,
            feature_code=feature_code,
            precision=_PRECISIONS[self._precision[row]],
            radius_km=self._radius[row] / 10,
            country=None if country == NONE16 else self.countries[country],
            country_name=self._country_names[country],
            admin1=admin1_code,
            admin1_name=admin1_name,
            admin2=admin2_code,
            admin2_name=admin2_name,
            population=self.population[row],
        )

    def _read_admin2(self, number: int) -> tuple[str | None, str | None]:
        """Read the code within its admin1 unit and the name of an admin2 unit, which many places share."""
        if len(self._admin2_parts) >= _KEPT:
            self._admin2_parts = {NONE32: (None, None)}
        found = self.admin2_row(number)
        parts = self.admin2_code(number).rpartition(".")[2], None if found is None else self.name(found)
        self._admin2_parts[number] = parts
        return parts


def _known(row: int) -> int | None:
    return None if row == NONE32 else row


def _read_text(blob: memoryview, offsets: memoryview, number: int) -> str:
    return str(blob[offsets[number] : offsets[number + 1]], "utf-8")
