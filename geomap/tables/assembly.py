"""A table with its mapping to the frame of events: each field read, titles made, ids made distinct.

In: a `RawTable`, a `ColumnMapping`, the known format if any. Out: a GeoDataFrame with the columns of the event schema,
the table's other columns behind them, and the notes on its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geomap.events.ontology import Ontology
from geomap.frame import COLUMNS, check_frame
from geomap.gazetteer import Gazetteer
from geomap.model import DatePrecision, NumberRange
from geomap.tables.cells import UNKNOWN_WORDS, Cells, absent
from geomap.tables.days import DateColumns, Days, read_days
from geomap.tables.fields import FieldReader
from geomap.tables.formats import TableFormat
from geomap.tables.kinds import read_kinds
from geomap.tables.mapping import ColumnMapping
from geomap.tables.notes import NoteBook, Severity
from geomap.tables.numbers import Count, read_count, read_real
from geomap.tables.participants import make_titles, read_participants
from geomap.tables.placing import Placed, place_rows
from geomap.tables.raw import RawTable, as_texts

__all__ = ["LINE_COLUMN", "Sources", "build_events"]

LINE_COLUMN = "table_line"
"""The column behind the schema that tells from which line, row, feature or record of the table an event comes."""

# what the schema holds as the table has it; other mapped columns are kept behind the schema, too
_VERBATIM = frozenset(
    """identifier title actor actor1 actor2 target date date_start date_end place admin1 latitude longitude
    coordinates killed
    killed_min killed_max injured injured_min injured_max missing missing_min missing_max displaced displaced_min
    displaced_max quote source source_url year month day""".split()
)


# how data sets say that they do not know, and Python, which writes None for a missing number
_UNKNOWN_CODES = frozenset({"-9", "-99", "-1", "None"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the events are made with."""

    gazetteer: Gazetteer
    ontology: Ontology
    name: str


def build_events(
    table: RawTable, mapping: ColumnMapping, known: TableFormat | None, sources: Sources, book: NoteBook
) -> gpd.GeoDataFrame:
    """Build the events of a table."""
    reader = FieldReader(table, mapping)
    size = len(table.data)
    kinds = read_kinds(
        reader.get("kind"), reader.get("family"), size, known=known, ontology=sources.ontology, book=book
    )
    days = read_days(reader.dates(known), size, book, day_first=mapping.day_first)
    placed = place_rows(reader.places(known), size, sources.gazetteer, book)
    who = read_participants(reader, known, size)
    data: dict[str, Any] = {
        "event_id": _read_ids(reader, table, book),
        "title": make_titles(reader, kinds, who, placed, size, sources.ontology),
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


def _read_ids(reader: FieldReader, table: RawTable, book: NoteBook) -> NDArray[np.object_]:
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


def _read_tolls(reader: FieldReader, size: int, book: NoteBook) -> dict[str, Any]:
    """Read people harmed as ranges, each kind by itself; columns of their own for the bounds win over the number."""
    tolls: dict[str, Any] = {}
    for name in ("killed", "injured", "missing", "displaced"):
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
    counts = [Count(value=None) if text in _UNKNOWN_CODES else read_count(text) for text in cells.distinct]
    bad = {
        n: c.reason
        for n, c in enumerate(counts)
        if c.value is None
        and cells.distinct[n] not in _UNKNOWN_CODES
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
