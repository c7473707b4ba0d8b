"""A user's own places: a table goes in, laid over a gazetteer; a new gazetteer that holds both comes out.

The table is read as every other one (`geomap.tables.files`). A row that names a GeoNames id takes the place of that
entry and keeps its names; every other row is a new place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from geomap.errors import InputError, MissingColumnError
from geomap.gazetteer.copying import copy_places
from geomap.gazetteer.folding import fold
from geomap.gazetteer.geocoding import find_country
from geomap.gazetteer.nearest import index_towns
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.storage import GazetteerSource
from geomap.gazetteer.writing import GazetteerWriter
from geomap.tables.files import read_raw
from geomap.tables.notes import summarise
from geomap.tables.raw import RawTable, SourceOptions, as_texts

__all__ = ["OverlayReport", "RowError", "TableColumns", "add_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """The columns of a user's table; one that is None is looked for under its usual names.

    ``name``, ``latitude`` and ``longitude`` (degrees) are needed, the last two not where the file has geometry.
    ``alternate_names`` holds several names parted by ``|`` or ``;``; a language before a colon (``ara:``) is dropped.
    ``country`` is an ISO 3166-1 alpha-2 code or a name; ``kind`` a GeoNames feature code or a word such as "village".
    """

    name: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    country: str | None = None
    admin1: str | None = None
    alternate_names: str | None = None
    kind: str | None = None
    population: str | None = None
    identifier: str | None = None
    geonames_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """A row that was left out, by its line in the file or the number of its row or feature, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayReport:
    """What became of a table: rows added as new places, rows laid over places of the gazetteer, rows left out.

    ``remarks`` say how the file was read; ``counted_by`` is what the errors count: line, row, feature or record.
    """

    added: int
    replaced: int
    errors: tuple[RowError, ...]
    remarks: tuple[str, ...]
    counted_by: str


_USUAL = {
    "name": ("name", "place", "placename", "place_name", "title", "asciiname"),
    "latitude": ("latitude", "lat", "y", "latitude_deg"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "longitude_deg"),
    "country": ("country", "country_code", "countrycode", "iso", "iso2", "iso_country"),
    "admin1": ("admin1", "adm1", "adm_1", "admin1_code", "province", "governorate", "state"),
    "alternate_names": ("alternate_names", "alternatenames", "names", "aliases", "alt_names"),
    "kind": ("feature_code", "fcode", "placetype", "kind", "type", "category"),
    "population": ("population", "pop"),
    "identifier": ("id", "wof_id", "identifier", "osm_id", "pcode"),
    "geonames_id": ("geonames_id", "geonameid", "geonamesid", "gn_id"),
}
# What the words in a column of types mean, as GeoNames' class and code.
_KINDS = {
    "city": "P.PPL", "town": "P.PPL", "village": "P.PPL", "hamlet": "P.PPL", "locality": "P.PPL",
    "localadmin": "A.ADM3",
    "settlement": "P.PPL", "neighbourhood": "P.PPLX", "neighborhood": "P.PPLX", "suburb": "P.PPLX", "borough": "P.PPLX",
    "macrohood": "P.PPLX", "microhood": "P.PPLX", "district": "A.ADM2", "county": "A.ADM2", "region": "A.ADM1",
    "province": "A.ADM1", "governorate": "A.ADM1", "country": "A.PCLI", "airport": "S.AIRP", "airbase": "S.AIRB",
    "campus": "S.AIRP", "camp": "S.CMPRF", "base": "S.INSM", "checkpoint": "S.PSTB", "river": "H.STM",
    "mountain": "T.MT",
    "island": "T.ISL",
}  # fmt: skip
_CLASSES = {"PPL": "P", "ADM": "A", "PCL": "A", "AIR": "S", "STM": "H", "LK": "H", "MT": "T", "ISL": "T", "RGN": "L"}
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z]+)?:")
# What the coordinates of a file's own points are called beside its columns.
_DRAWN = {"latitude": "latitude of the geometry", "longitude": "longitude of the geometry"}
# A place without an admin1 unit takes the one of the nearest populated place of its country.
_REACH_KM = 60.0


def add_table(
    table: Path,
    output: Path,
    *,
    base: Gazetteer,
    columns: TableColumns | None = None,
    options: SourceOptions | None = None,
    prefix: str = "own",
    progress: Callable[[str, int], None] | None = None,
) -> OverlayReport:
    """Lay a table of places over a gazetteer and write the two as a new one.

    Parameters
    ----------
    table
        A table of any kind that geomap reads, compressed or not; an area or a line gives a point on it.
    output
        The directory to write; one that is there is replaced when the new one is whole. It may be the base's own.
    base
        The open gazetteer that the table is laid over.
    columns
        The table's columns; None looks for the usual names.
    options
        Encoding, delimiter and sheet, where the file does not tell them.
    prefix
        What the ids of the new places begin with, before the colon.
    progress
        Called with what is done and how far it is, in places or names.

    Raises
    ------
    InputError
        The table cannot be read, or not one of its rows can be used.
    MissingColumnError
        A column that was named, or one that is needed, is not there.
    GazetteerError
        The directory cannot be written.
    """
    raw = read_raw(table, options=options or SourceOptions())
    records, errors = _Reader(base, prefix).read(raw, _find_columns(raw, columns or TableColumns()))
    if not records:
        first = f"; the first: {raw.counted_by} {errors[0].line}, {errors[0].message}" if errors else ""
        raise InputError(f"{table}: no row could be used{first}")
    info = base.info
    writer = GazetteerWriter(
        title=f"{info.title}, with {table.name}",
        sources=[*info.sources, GazetteerSource(name=table.name, version="own table", licence="the user's", url="")],
        attribution=info.attribution,
    )
    replaced = {f"{record.prefix}:{record.identifier}": record for record in records if record.prefix == "geonames"}
    copy_places(base, writer, replaced=replaced, progress=progress)
    for record in records:
        if record.prefix != "geonames":
            writer.add(record)
    writer.write(output, progress=progress)
    return OverlayReport(
        added=len(records) - len(replaced),
        replaced=len(replaced),
        errors=tuple(errors),
        remarks=(*raw.remarks, *summarise([note for note in raw.notes if note.column != "geometry"])),
        counted_by=raw.counted_by,
    )


class _Reader:
    """Makes records of a table's rows, with what the base gazetteer knows of their surroundings."""

    def __init__(self, base: Gazetteer, prefix: str) -> None:
        self._base = base
        self._prefix = prefix
        self._countries: dict[str, str | None] = {}
        self._towns, self._index = index_towns(base)
        self._seen: set[str] = set()

    def read(self, table: RawTable, columns: TableColumns) -> tuple[list[PlaceRecord], list[RowError]]:
        records: list[PlaceRecord] = []
        errors: list[RowError] = []
        for line, row in _list_rows(table):
            try:
                records.append(self._make(line, row, columns))
            except InputError as error:
                errors.append(RowError(line=line, message=str(error)))
        return records, errors

    def _make(self, line: int, row: Mapping[str, str], columns: TableColumns) -> PlaceRecord:
        name = _cell(row, columns.name)
        if not fold(name):
            raise InputError("the name is empty")
        latitude, longitude = (_number(row, column) for column in (columns.latitude, columns.longitude))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise InputError(f"latitude {latitude}, longitude {longitude} is no place on Earth; are they swapped?")
        country = self._find_country(_cell(row, columns.country))
        prefix, identifier = self._identify(line, row, columns)
        feature_class, _, feature_code = _find_kind(_cell(row, columns.kind)).partition(".")
        near_country, admin1, admin2 = self._find_units(latitude, longitude, country)
        population = _cell(row, columns.population)
        names = [_LANGUAGE.sub("", part.strip()) for part in re.split(r"[|;]", _cell(row, columns.alternate_names))]
        return PlaceRecord(
            prefix=prefix,
            identifier=identifier,
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=feature_code,
            country=country or near_country,
            admin1=self._find_admin1(_cell(row, columns.admin1), country or near_country) or admin1,
            admin2=admin2,
            population=int(float(population)) if re.fullmatch(r"\d+(?:\.\d+)?", population) else 0,
            names=tuple(dict.fromkeys(part for part in names if part)),
        )

    def _identify(self, line: int, row: Mapping[str, str], columns: TableColumns) -> tuple[str, str]:
        """Give a row its id: the GeoNames id that the base has too, its own, or its line."""
        geonames = _cell(row, columns.geonames_id).removesuffix(".0")
        if (
            geonames.isdigit()
            and f"geonames:{geonames}" not in self._seen
            and self._base.has_place(f"geonames:{geonames}")
        ):
            self._seen.add(f"geonames:{geonames}")
            return "geonames", geonames
        identifier = _cell(row, columns.identifier) or f"line-{line}"
        if identifier in self._seen:
            raise InputError(f"the id {identifier!r} stands in an earlier row too")
        self._seen.add(identifier)
        return self._prefix, identifier

    def _find_country(self, text: str) -> str | None:
        if text not in self._countries:
            self._countries[text] = find_country(self._base, text) if text else None
        if text and self._countries[text] is None:
            raise InputError(f"the country {text!r} is not known")
        return self._countries[text]

    def _find_admin1(self, text: str, country: str | None) -> str | None:
        if not text or country is None:
            return None
        if self._base.admin1(country, text) is not None:
            return text
        units = self._base.candidates(text, country=country, feature_classes={"A"}, limit=3, variants=False)
        return next((c.place.admin1 for c in units if c.place.feature_code == "ADM1"), None)

    def _find_units(
        self, latitude: float, longitude: float, country: str | None
    ) -> tuple[str | None, str | None, str | None]:
        rows, _ = self._index.find(latitude, longitude, reach_km=_REACH_KM)
        for row in self._towns[rows[:20]].tolist():
            place = self._base.place_at(row)
            if country is None or place.country == country:
                return place.country, place.admin1, place.admin2
        return None, None, None


def _find_columns(table: RawTable, columns: TableColumns) -> TableColumns:
    """Settle which column is which, by the caller's names or the usual ones; geometry tells where by itself."""
    lower = {column.strip().lower(): column for column in table.columns}
    drawn = _DRAWN if "geometry" in table.data else {}
    there = ", ".join(table.columns)
    chosen: dict[str, str | None] = {}
    for field in fields(TableColumns):
        asked = getattr(columns, field.name)
        if asked is not None and asked not in table.columns:
            raise MissingColumnError(f"{table.path}: no column {asked!r}; there are {there}")
        usual = next((lower[usual] for usual in _USUAL[field.name] if usual in lower), None)
        chosen[field.name] = asked or drawn.get(field.name) or usual
    missing = [needed for needed in ("name", "latitude", "longitude") if chosen[needed] is None]
    if missing:
        raise MissingColumnError(
            f"{table.path}: no column for {', '.join(missing)}; say which it is, there are {there}"
        )
    return TableColumns(**chosen)


def _cell(row: Mapping[str, str], column: str | None) -> str:
    return (row.get(column) or "").strip() if column is not None else ""


def _number(row: Mapping[str, str], column: str | None) -> float:
    text = _cell(row, column)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InputError(f"{column} {text!r} is not a number") from None


def _find_kind(text: str) -> str:
    """Give the feature class and code of a code or word; a populated place where it says nothing."""
    if text.lower() in _KINDS:
        return _KINDS[text.lower()]
    code = text.upper()
    for start, feature_class in _CLASSES.items():
        if code.startswith(start) and text == code:
            return f"{feature_class}.{code}"
    return "P.PPL"


def _list_rows(table: RawTable) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows with their lines, every cell as a text."""
    texts = {name: as_texts(table.data[name]).fillna("").tolist() for name in table.columns}
    if "geometry" in table.data:
        points = table.data["geometry"].tolist()
        texts[_DRAWN["latitude"]] = ["" if point is None else repr(point.y) for point in points]
        texts[_DRAWN["longitude"]] = ["" if point is None else repr(point.x) for point in points]
    for line, *cells in zip(table.lines.tolist(), *texts.values(), strict=True):
        yield line, dict(zip(texts, cells, strict=True))
