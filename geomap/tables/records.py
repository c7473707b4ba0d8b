"""JSON and JSON lines to tables: lists of objects, objects of columns, lists wrapped as web services wrap them.

In: the bytes of a file. Out: a `RawTable`; nested objects become columns such as ``location.lat``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.reading.decoding import EMPTY_FILE
from geomap.reading.jsonld import find_articles
from geomap.tables.encodings import decode_table
from geomap.tables.notes import RowNote, Severity
from geomap.tables.raw import NothingInsideError, RawTable, SourceOptions

__all__ = ["RecordFile", "load_records", "read_records"]

_WRAPPERS = (
    "data",
    "events",
    "results",
    "records",
    "items",
    "rows",
    "value",
    "Result",
    "features",
    "incidents",
    "response",
)
_DEEPEST = 4
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """The objects of a JSON file with their line (JSON lines) or number, and what could not be read as one."""

    records: list[dict[str, Any]]
    numbers: list[int]
    counted_by: str
    notes: tuple[RowNote, ...] = ()


def load_records(data: bytes, path: Path, *, options: SourceOptions) -> RecordFile:
    """Load the objects of a JSON or JSON-lines file; its content tells which it is.

    Raises
    ------
    InputError
        The file is neither, or holds no objects.
    NothingInsideError
        The file is empty, or what is in it is.
    """
    text, _ = decode_table(data, str(path), encoding=options.encoding)
    if not text.strip():
        raise NothingInsideError(f"{path}: {EMPTY_FILE}")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data" and not _has_lines(text):
            raise InputError(
                f"{path}: not valid JSON at line {error.lineno}, column {error.colno} ({error.msg}); correct it"
            ) from error
        return _load_lines(text, path)
    except RecursionError as error:
        raise InputError(f"{path}: the JSON is nested too deeply to be a table") from error
    found = [] if value is None else [dict(node) for node in find_articles(value)] or _find_rows(value)
    if found is not None and not any(found):
        shown = " ".join(text.split())
        shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} ..."
        raise NothingInsideError(
            f"{path}: the file holds nothing but {shown}; check that it was saved or fetched whole"
        )
    if found is None:
        raise InputError(f"{path}: no list of objects in this JSON; a table is one, such as [{{...}}, {{...}}]")
    return _sort(enumerate(found, start=1), "record", path)


def _has_lines(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0].strip()
    return first.startswith("{") and first.endswith("}")


def _load_lines(text: str, path: Path) -> RecordFile:
    values: list[tuple[int, object]] = []
    notes = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append((number, json.loads(line)))
        except json.JSONDecodeError as error:
            reason = f"not valid JSON at column {error.colno} ({error.msg})"
            notes.append(RowNote(line=number, severity=Severity.REJECTED, column="", value=line[:200], reason=reason))
    found = _sort(values, "line", path)
    return RecordFile(records=found.records, numbers=found.numbers, counted_by="line", notes=(*notes, *found.notes))


def _sort(values: Iterable[tuple[int, object]], counted_by: str, path: Path) -> RecordFile:
    records, numbers, notes = [], [], []
    for number, value in values:
        if isinstance(value, dict):
            records.append(value)
            numbers.append(number)
        else:
            text = json.dumps(value, ensure_ascii=False)[:200]
            reason = "no JSON object"
            notes.append(RowNote(line=number, severity=Severity.REJECTED, column="", value=text, reason=reason))
    if not records:
        raise InputError(f"{path}: the file holds no JSON objects; a table is a list of them")
    return RecordFile(records=records, numbers=numbers, counted_by=counted_by, notes=tuple(notes))


def _find_rows(value: object) -> list[Any] | None:
    """Find the list of rows: the value itself, what a service wraps it in, columns of one length, or a lone object."""
    if isinstance(value, list):
        if len(value) > 1 and all(isinstance(row, list) for row in value) and all(isinstance(c, str) for c in value[0]):
            return [dict(zip(value[0], row, strict=False)) for row in value[1:]]
        return value
    if not isinstance(value, dict):
        return None
    for key in (*_WRAPPERS, *value):
        inner = value.get(key)
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            return inner
        if inner == [] and key in _WRAPPERS:
            return []
        if key in _WRAPPERS and isinstance(inner, dict):
            found = _find_rows(inner)
            if found:
                return found
    return _turn_columns(value) or [value]


def _turn_columns(value: dict[str, Any]) -> list[Any] | None:
    """Turn an object of columns, as pandas writes it, into rows."""
    columns = [list(c.values()) if isinstance(c, dict) else c for c in value.values()]
    if len(columns) < 2 or not all(isinstance(c, list) for c in columns) or len({len(c) for c in columns}) != 1:
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def read_records(found: RecordFile, path: Path, *, suffix: str) -> RawTable:
    """Lay the objects of a JSON file out as a table."""
    rows = [_flatten(record) for record in found.records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    data = pd.DataFrame({name: _column([row.get(name) for row in rows]) for name in names}, columns=pd.Index(names))
    return RawTable(
        path=path,
        suffix=suffix,
        data=data,
        lines=np.array(found.numbers, np.int64),
        counted_by=found.counted_by,
        notes=found.notes,
    )


def _flatten(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{prefix}{key}" or "column"
        if isinstance(value, dict) and value and depth < _DEEPEST and "coordinates" not in value:
            flat |= _flatten(value, f"{name}.", depth + 1)
        elif isinstance(value, dict) and "coordinates" in value:
            flat[name] = json.dumps(value, ensure_ascii=False)
        else:
            flat[name] = value
    return flat


def _column(cells: Sequence[Any]) -> pd.Series[Any]:
    plain = set(map(type, cells)) <= {str, type(None)}
    return pd.Series(cells, dtype="str" if plain else object)
