"""A table with its mapping to the frame of events: each field read, titles made, ids made distinct.

In: a `RawTable`, a `ColumnMapping`, the known format if any. Out: a GeoDataFrame with the columns of the event schema,
the table's other columns behind them, and the notes on its rows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geomap.events.ontology import EventType, Ontology
from geomap.events.titles import make_title
from geomap.frame import COLUMNS, check_frame
from geomap.gazetteer import Gazetteer
from geomap.model import DatePrecision, EventFamily, NumberRange
from geomap.tables.cells import UNKNOWN_WORDS, Cells, absent
from geomap.tables.days import DateColumns, Days, read_days
from geomap.tables.formats import TableFormat
from geomap.tables.kinds import Kinds, read_kinds
from geomap.tables.mapping import ColumnMapping
from geomap.tables.notes import NoteBook, Severity
from geomap.tables.numbers import read_count, read_real
from geomap.tables.placing import PlaceColumns, Placed, place_rows
from geomap.tables.positions import PositionColumns
from geomap.tables.raw import RawTable, as_texts

__all__ = ["LINE_COLUMN", "Sources", "build_events"]

LINE_COLUMN = "table_line"
"""The column behind the schema that tells from which line, row, feature or record of the table an event comes."""

# what the schema holds as the table has it; other mapped columns are kept behind the schema, too
_VERBATIM = frozenset(
    """identifier title actor actor1 actor2 target date date_start date_end place admin1 latitude longitude
    coordinates killed
    killed_min killed_max injured injured_min injured_max quote source source_url year month day""".split()
)
_HOSTILE = frozenset(
    {EventFamily.BATTLE, EventFamily.EXPLOSION, EventFamily.ATTACK, EventFamily.CIVILIANS, EventFamily.CRIME}
)
"""Families whose events are done against somebody; "visit against the president" would say the wrong thing."""

_LONG_KIND = 60
"""A cell in the column of types that is longer is a headline, and becomes the title as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the events are made with."""

    gazetteer: Gazetteer
    ontology: Ontology
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actors:
    """Who took part in each row: the main name, all names as a JSON array, and whom it was done to."""

    actor: NDArray[np.object_]
    actors: NDArray[np.object_]
    target: NDArray[np.object_]


def build_events(
    table: RawTable, mapping: ColumnMapping, known: TableFormat | None, sources: Sources, book: NoteBook
) -> gpd.GeoDataFrame:
    """Build the events of a table."""
    reader = _Reader(table, mapping)
    size = len(table.data)
    kinds = read_kinds(
        reader.get("kind"), reader.get("family"), size, known=known, ontology=sources.ontology, book=book
    )
    days = read_days(reader.dates(known), size, book, day_first=mapping.day_first)
    placed = place_rows(reader.places(known), size, sources.gazetteer, book)
    who = _read_actors(reader, known, size)
    data: dict[str, Any] = {
        "event_id": _read_ids(reader, table, book),
        "title": _read_titles(reader, kinds, who, placed, size, sources.ontology),
        "event_type": kinds.kind,
        "event_family": kinds.family,
        "actor": who.actor,
        "actors": who.actors,
        "target": who.target,
        **_when(days),
        **_where(placed),
        "confidence": _read_confidence(reader.get("confidence"), placed, book),
        **_read_tolls(reader, size, book),
        "count": _read_whole(reader.get("count"), size, 1, book),
        "quote": reader.texts("quote"),
        "source": _or_name(reader.texts("source"), sources.name, size),
        "source_url": reader.texts("source_url"),
        "published": _read_published(reader.get("published"), size, mapping),
        "sources": _read_whole(reader.get("sources"), size, 1, None),
    }
    frame = pd.DataFrame({name: _column(values, COLUMNS[name]) for name, values in data.items() if values is not None})
    extras = _keep_others(table, mapping)
    extras[LINE_COLUMN] = table.lines
    return check_frame(pd.concat([frame, extras], axis=1))


def _column(values: Any, dtype: str) -> pd.Series[Any]:  # noqa: ANN401 - an array of any kind
    if dtype.startswith("datetime"):
        return pd.Series(np.asarray(values, "datetime64[s]"))
    return pd.Series(values, dtype=dtype)


class _Reader:
    """Reads the columns of a table by the fields they are mapped to."""

    def __init__(self, table: RawTable, mapping: ColumnMapping) -> None:
        self._table = table
        self._mapping = mapping

    def get(self, field: str) -> Cells | None:
        """Give the column of a field as distinct texts, None where no column holds it."""
        name = self._mapping.get(field)
        return None if name is None else self._table.cells(name, na_is_empty=field != "country")

    def texts(self, field: str) -> NDArray[np.object_] | None:
        """Give the texts of a field, a row each."""
        cells = self.get(field)
        return None if cells is None else cells.texts()

    def dates(self, known: TableFormat | None) -> DateColumns:
        """Gather the columns that tell when."""
        return DateColumns(
            date=self.get("date" if self._mapping.get("date") else "date_start"),
            date_end=self.get("date_end"),
            year=self.get("year"),
            month=self.get("month"),
            day=self.get("day"),
            precision=self.get("date_precision"),
            codes=known.date_precision if known is not None else None,
        )

    def places(self, known: TableFormat | None) -> PlaceColumns:
        """Gather the columns that tell where."""
        geometry = self._table.data["geometry"].to_numpy() if "geometry" in self._table.data else None
        return PlaceColumns(
            positions=PositionColumns(
                latitude=self.get("latitude"),
                longitude=self.get("longitude"),
                pair=self.get("coordinates"),
                geometry=geometry,
            ),
            place=self.get("place"),
            admin2=self.get("admin2"),
            admin1=self.get("admin1"),
            country=self.get("country"),
            precision=self.get("place_precision"),
            radius=self.get("radius_km"),
            codes=known.place_precision if known is not None else None,
            country_code=self._mapping.country,
            finest=known.finest if known is not None else None,
        )


def _read_ids(reader: _Reader, table: RawTable, book: NoteBook) -> NDArray[np.object_]:
    """Give each row its own id: the table's, else a hash of what the row says; repeated ones are numbered."""
    cells = reader.get("identifier")
    size = len(table.data)
    plain = table.data.drop(columns="geometry", errors="ignore")
    if cells is not None and cells.present.all():
        ids = cells.texts()
    else:
        texts = pd.DataFrame({name: as_texts(plain[name]).fillna("") for name in plain.columns})
        hashes = (
            pd.util.hash_pandas_object(texts, index=False) if len(plain.columns) else pd.Series(np.zeros(size, "u8"))
        )
        ids = np.array([f"row-{value:016x}" for value in hashes.tolist()], dtype=object)
        if cells is not None:
            ids = np.where(cells.present, cells.texts(), ids)
    again = pd.Series(ids).groupby(ids, sort=False).cumcount().to_numpy()
    repeated = np.flatnonzero(again)
    taken = set(ids.tolist())
    for row in repeated.tolist():
        number = int(again[row]) + 1
        while f"{ids[row]}-{number}" in taken:
            number += 1
        name = f"{ids[row]}-{number}"
        taken.add(name)
        if cells is not None and cells.present[row]:
            book.add(
                row, Severity.REPAIRED, cells.name, cells.text(row), f"the id was taken already; it is {name!r} now"
            )
        else:
            book.add(row, Severity.DOUBTFUL, "", "", "the row repeats another one; both are kept")
        ids[row] = name
    return ids


def _read_actors(reader: _Reader, known: TableFormat | None, size: int) -> _Actors:
    """Read who did it to whom; where the table's sides have no direction, both are actors and nobody is the target."""
    none: NDArray[np.object_] = np.full(size, None, dtype=object)
    actor, target = reader.texts("actor"), reader.texts("target")
    named = [reader.texts(name) for name in ("actor1", "actor2", "associated1", "associated2")]
    sides = [none if t is None else t for t in named]
    if actor is None and target is None:
        columns, target = sides, none
    else:
        directed = _directed(reader, known, size)
        target = none if target is None else target
        second, target = target.copy(), target.copy()
        second[directed], target[~directed] = None, None
        columns = [none if actor is None else actor, second, *sides]
    keys: dict[tuple[str | None, ...], int] = {}
    codes = np.fromiter(
        (keys.setdefault(k, len(keys)) for k in zip(*(c.tolist() for c in columns), strict=True)), np.int64, size
    )
    names = [list(dict.fromkeys(n for part in key if part is not None for n in _split_names(part))) for key in keys]
    firsts = np.array([n[0] if n else None for n in names] or [None], dtype=object)
    dumps = np.array([json.dumps(n, ensure_ascii=False) for n in names] or ["[]"], dtype=object)
    return _Actors(actor=firsts[codes], actors=dumps[codes], target=np.asarray(target, dtype=object))


def _split_names(text: str) -> Sequence[str]:
    """Split several names in one cell at semicolons; commas belong to names."""
    return [name.strip() for name in text.split(";") if name.strip()]


def _directed(reader: _Reader, known: TableFormat | None, size: int) -> NDArray[np.bool_]:
    cells = reader.get("kind")
    if known is None or known.directed is None:
        return np.full(size, True)
    if cells is None or not known.directed:
        return np.full(size, False)
    return cells.spread([known.is_directed(text) for text in cells.distinct], dtype=bool, missing=False)


def _read_titles(
    reader: _Reader, kinds: Kinds, who: _Actors, placed: Placed, size: int, ontology: Ontology
) -> NDArray[np.object_]:
    """Take the table's titles; where it has none, make one of the type, the actors and the place, as for articles."""
    titles = reader.texts("title")
    cells = reader.get("kind")
    if titles is None and cells is not None:
        titles = cells.spread([t if len(t) > _LONG_KIND else None for t in cells.distinct], dtype=object, missing=None)
    titles = np.full(size, None, dtype=object) if titles is None else titles
    missing = np.flatnonzero(absent(titles))
    columns = (kinds.kind, kinds.family, who.actors, who.target, placed.place)
    made: dict[tuple[Any, ...], str] = {}
    for row, key in zip(missing.tolist(), zip(*(c[missing].tolist() for c in columns), strict=True), strict=True):
        if key not in made:
            made[key] = _make_title(ontology, *key)
        titles[row] = made[key]
    return titles


def _make_title(ontology: Ontology, kind: str, family: str, actors: str, target: str | None, place: str | None) -> str:
    names = json.loads(actors)
    described = ontology.types.get(kind)
    if described is None or described.family.value != family:
        hostile = EventFamily(family) in _HOSTILE
        title = (
            f"{kind[:1].upper()}{kind[1:]} against {{target}}"
            if hostile
            else f"{kind[:1].upper()}{kind[1:]}: {{target}}"
        )
        described = EventType(name=kind, family=EventFamily(family), title=title)
    if target is not None or len(names) < 2:
        text = make_title(described, actors=names, targets=[target] if target else [], where=None, count=1)
    else:
        # the names of sides without a direction: "by" would claim that they did it together
        text = f"{kind[:1].upper()}{kind[1:]}: {', '.join(names[:2])}" + (" and others" if len(names) > 2 else "")
    return text if place is None or place in text else f"{text}, {place}"


def _when(days: Days) -> dict[str, Any]:
    return {
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": days.precision,
        "date_text": days.text,
    }


def _where(placed: Placed) -> dict[str, Any]:
    return {
        "place": placed.place,
        "country": placed.country,
        "admin1": placed.admin1,
        "latitude": placed.latitude,
        "longitude": placed.longitude,
        "place_precision": placed.precision,
        "place_relation": placed.relation,
        "place_text": placed.text,
        "radius_km": placed.radius_km,
        "gazetteer_id": placed.gazetteer_id,
        "place_reason": placed.reason,
    }


def _read_confidence(cells: Cells | None, placed: Placed, book: NoteBook) -> NDArray[np.float64]:
    """Take the table's own confidence, 0 to 1 or in per cent, where the place is not less sure."""
    if cells is None:
        return placed.confidence
    numbers = [read_real(text) for text in cells.distinct]
    scaled = [None if n is None else n / 100 if 1 < n <= 100 else n for n in numbers]
    bad = {n: "no confidence from 0 to 1" for n, v in enumerate(scaled) if v is None or not 0 <= v <= 1}
    book.add_distinct(cells, bad, Severity.REJECTED)
    told = cells.spread([np.nan if n in bad else v for n, v in enumerate(scaled)], dtype=np.float64, missing=np.nan)
    return np.where(np.isnan(told), placed.confidence, np.minimum(told, placed.confidence))


def _read_tolls(reader: _Reader, size: int, book: NoteBook) -> dict[str, Any]:
    """Read killed and injured as ranges; columns of their own for the bounds win over the number."""
    tolls: dict[str, Any] = {}
    for name in ("killed", "injured"):
        low, high = _read_range(reader.get(name), size, book)
        for bound, column in (("min", low), ("max", high)):
            cells = reader.get(f"{name}_{bound}")
            if cells is not None:
                told = _read_range(cells, size, book)[0 if bound == "min" else 1]
                column[~np.isnan(told)] = told[~np.isnan(told)]
        with np.errstate(invalid="ignore"):
            turned = low > high
        low[turned], high[turned] = high[turned].copy(), low[turned].copy()
        if turned.any():
            cells = reader.get(name if reader.get(f"{name}_min") is None else f"{name}_min")
            book.add_rows(
                np.flatnonzero(turned), Severity.REPAIRED, cells, "the lower bound is above the upper one: turned round"
            )
        tolls |= {f"{name}_min": _whole(low), f"{name}_max": _whole(high)}
    return tolls


def _read_range(cells: Cells | None, size: int, book: NoteBook) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if cells is None:
        return np.full(size, np.nan), np.full(size, np.nan)
    counts = cells.parse(read_count)
    # -9, -99 and -1 are how data sets say that they do not know
    bad = {
        n: c.reason
        for n, c in enumerate(counts)
        if c.value is None
        and cells.distinct[n] not in {"-9", "-99", "-1"}
        and cells.distinct[n].lower() not in UNKNOWN_WORDS
    }
    book.add_distinct(cells, bad, Severity.REJECTED)
    book.add_distinct(cells, {n: c.reason for n, c in enumerate(counts) if c.value and c.reason}, Severity.REPAIRED)
    ranges = [c.value or NumberRange(low=None, high=None) for c in counts]
    low = cells.spread([np.nan if r.low is None else r.low for r in ranges], dtype=np.float64, missing=np.nan)
    high = cells.spread([np.nan if r.high is None else r.high for r in ranges], dtype=np.float64, missing=np.nan)
    return low, high


def _whole(values: NDArray[np.float64]) -> pd.Series[Any]:
    return pd.Series(values).astype("Int64")


def _read_whole(cells: Cells | None, size: int, default: int, book: NoteBook | None) -> pd.Series[Any]:
    """Read a column of plain numbers, such as how many events a row stands for."""
    if cells is None:
        return pd.Series(np.full(size, default), dtype="Int64")
    counts = [read_count(text).value for text in cells.distinct]
    if book is not None:
        book.add_distinct(cells, {n: "not a number" for n, c in enumerate(counts) if c is None}, Severity.REJECTED)
    numbers = [default if c is None or not c.low else c.low for c in counts]
    return pd.Series(cells.spread(numbers, dtype=np.int64, missing=default), dtype="Int64")


def _read_published(cells: Cells | None, size: int, mapping: ColumnMapping) -> NDArray[np.datetime64] | None:
    """Read the day of publication: the first of several, and nothing where it is none."""
    if cells is None:
        return None
    first = Cells(name=cells.name, distinct=[text.split(";")[0].strip() for text in cells.distinct], codes=cells.codes)
    scratch = NoteBook(np.zeros(size, np.int64))
    days = read_days(DateColumns(date=first), size, scratch, day_first=mapping.day_first)
    single = np.equal(days.precision, DatePrecision.DAY.value)
    published: NDArray[np.datetime64] = np.where(single, days.start, np.datetime64("NaT", "D"))
    return published


def _or_name(texts: NDArray[np.object_] | None, name: str, size: int) -> NDArray[np.object_]:
    if texts is None:
        return np.full(size, name, dtype=object)
    return np.where(absent(texts), name, texts)


def _keep_others(table: RawTable, mapping: ColumnMapping) -> pd.DataFrame:
    """Keep the columns that no field holds as it stands, with ``table_`` before a name that the schema has."""
    taken = {column for field, column in mapping.columns.items() if field in _VERBATIM}
    kept = {}
    for name in table.columns:
        if name not in taken:
            free = name
            while free in COLUMNS or free in kept or free == LINE_COLUMN:
                free = f"table_{free}"
            kept[free] = _plain_type(table.data[name])
    return pd.DataFrame(kept, index=table.data.index)


def _plain_type(column: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column the simplest type that loses nothing: whole or real numbers, else texts."""
    if not (column.dtype == object or isinstance(column.dtype, pd.StringDtype)):
        return column
    texts = as_texts(column)
    _, distinct = pd.factorize(texts)
    present = [text for text in distinct.tolist() if text != ""]
    if present and all(_is_whole(text) for text in present):
        return pd.to_numeric(texts.replace("", None)).astype("Int64")
    if present and all(_is_real(text) for text in present):
        return pd.to_numeric(texts.replace("", None)).astype("float64")
    return texts.replace("", None)


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 18 and (digits == "0" or digits[0] != "0")


def _is_real(text: str) -> bool:
    whole, _, tail = text.partition(".")
    return (_is_whole(whole) or whole == "-0") and (not tail or (tail.isascii() and tail.isdigit())) and len(text) < 17
