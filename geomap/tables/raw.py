"""A table as it was read from its file, before anything in it is understood.

In: a file of any kind. Out: a `RawTable`: columns under their own names, cells as texts or as the file types them, and
for each row where it stands in the file.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.tables.cells import NULL_WORDS, Cells, read_cells
from geomap.tables.notes import RowNote

__all__ = ["NothingInsideError", "RawTable", "SourceOptions", "as_text", "name_columns"]


class NothingInsideError(InputError):
    """A file holds nothing at all: neither a table nor an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How a file is to be read where it does not say so itself; None leaves it to be found out.

    ``encoding`` and ``delimiter`` are for delimited text, ``sheet`` is a sheet of a workbook or a layer of a GIS file.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as read.

    ``data`` has the columns of the file, and ``geometry`` where the file has points. ``lines`` tells for each row the
    line in the file where it begins, or the number of its row, feature or record: ``counted_by`` says which. ``notes``
    are on rows that never got into ``data``; ``remarks`` say how the file was read. ``suffix`` is the kind of file,
    ``.csv`` for all delimited text. ``events`` is the frame of one of geomap's own exports, as it was written.
    ``reach_km`` tells for each row how far the line or area it was drawn as reaches from its point, 0 for a point.
    """

    path: Path
    suffix: str
    data: pd.DataFrame
    lines: NDArray[np.int64]
    counted_by: str
    notes: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    events: gpd.GeoDataFrame | None = None
    reach_km: NDArray[np.float64] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, without the geometry."""
        return tuple(name for name in self.data.columns if name != "geometry")

    def cells(self, name: str, *, na_is_empty: bool = True, none_is_empty: bool = True) -> Cells:
        """Read a column as texts; NA is Namibia in one of countries, and "none" is zero in one of casualties."""
        meant = (() if na_is_empty else ("na",)) + (() if none_is_empty else ("none", "nil"))
        return read_cells(as_texts(self.data[name]), name=name, empty=NULL_WORDS.difference(meant))


def as_texts(column: pd.Series[Any]) -> pd.Series[Any]:
    """Turn the cells of a column into texts: dates as ISO 8601 has them, whole numbers without a point."""
    if isinstance(column.dtype, pd.StringDtype):
        return column
    codes, distinct = pd.factorize(column.map(_hashable) if column.dtype == object else column)
    texts = np.empty(len(distinct) + 1, dtype=object)
    texts[:-1] = [as_text(value) for value in distinct.tolist()]
    texts[-1] = None
    return pd.Series(texts[codes], index=column.index, name=column.name, dtype="str")


def _hashable(value: object) -> object:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    # True and 1 would be one value
    return str(value).lower() if isinstance(value, bool) else value


def as_text(value: object) -> str | None:
    """Turn one cell into text, None for an empty one.

    >>> as_text(3.0), as_text(2.5), as_text(dt.datetime(2023, 12, 26)), as_text(float("nan"))
    ('3', '2.5', '2023-12-26', None)
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return None
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() and value.tzinfo is None else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def name_columns(header: Sequence[object]) -> tuple[list[str], list[str]]:
    """Make the cells of a header distinct names, and say which were changed."""
    names: list[str] = []
    remarks: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(header, start=1):
        name = " ".join((as_text(cell) or "").split()) or f"column {number}"
        plain, count = name, 1
        while name in taken or name == "geometry":
            count += 1
            name = f"{plain} ({count})"
        if count > 1 and plain != "geometry":
            remarks.append(f"two columns are called {plain!r}: the later one is read as {name!r}")
        taken.add(name)
        names.append(name)
    return names, remarks


def stack_rows(rows: Iterable[Sequence[object]], names: Sequence[str]) -> pd.DataFrame:
    """Lay rows of one length out as columns; a column of texts alone gets pandas' compact type."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: _series(cells) for name, cells in zip(names, columns, strict=True)}, columns=pd.Index(names)
    )


def _series(cells: Sequence[object]) -> pd.Series[Any]:
    plain = set(map(type, cells)) <= {str, type(None)}
    return pd.Series(cells, dtype="str" if plain else object)
