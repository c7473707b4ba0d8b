"""Delimited text (CSV and its kin) to a table: any delimiter, any encoding, quotes and line ends within cells.

In: the bytes of a file. Out: a `RawTable` of texts with the line in the file where each row begins.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.encodings import decode_table
from geomap.tables.grid import Row, lay_out
from geomap.tables.headings import count_usual
from geomap.tables.raw import RawTable, SourceOptions

__all__ = ["read_delimited"]

_DELIMITERS = ",;\t|"
_OTHERS = "^~¦\x1f\x01"
_LOOKED_AT = 100
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_GDELT = frozenset({57, 58, 61})
# a cell that swallowed this many rows was opened by a quotation mark that nobody closed
_SWALLOWED = 3


def read_delimited(data: bytes, path: Path, *, options: SourceOptions) -> RawTable:
    """Read a delimited file.

    Raises
    ------
    InputError
        The file is empty, binary, or holds no table.
    """
    text, encoding = decode_table(data, str(path), encoding=options.encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    remarks = [] if encoding == "utf-8" else [f"read as {encoding}"]
    stated, skipped = _stated_delimiter(text)
    delimiter = options.delimiter or stated or _find_delimiter(text)
    if delimiter not in {",", "\t"}:
        remarks.append(f"cells are parted by {_NAMES.get(delimiter, repr(delimiter))}")
    quoted = not _is_broken(text, delimiter)
    if not quoted:
        remarks.append("quotation marks do not come in pairs: they are read as letters")
    rows = _rows(text, delimiter, quoted=quoted, skipped=skipped)
    grid = lay_out(rows, find_names=_gdelt_names)
    if grid is None or grid.data.shape[1] == 0:
        raise InputError(f"{path}: the file holds no table")
    return RawTable(
        path=path,
        suffix=".csv",
        data=grid.data,
        lines=grid.lines,
        counted_by="line",
        notes=grid.notes,
        remarks=(*remarks, *grid.remarks),
    )


def _stated_delimiter(text: str) -> tuple[str | None, int]:
    """Read the line ``sep=;`` that some spreadsheet programs write first."""
    first = text[:20].split("\n", 1)[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) in {4, 5}:
        return (first[4:] or "\t"), 1
    return None, 0


def _find_delimiter(text: str) -> str:
    """Find what parts the cells: what cuts the first lines into the same number of cells, most of them."""
    head = "\n".join(text[:200_000].split("\n")[:_LOOKED_AT])
    # a quotation mark left open at the cut must not swallow the line
    scores = [(_consistency(head, mark), -order, mark) for order, mark in enumerate(_DELIMITERS)]
    if max(scores)[0] <= 0:
        scores = [(_consistency(head, mark), -order, mark) for order, mark in enumerate(_OTHERS)]
    best = max(scores)
    return best[2] if best[0] > 0 else ","


def _consistency(head: str, delimiter: str) -> float:
    try:
        rows = [row for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0.0
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return 0.0
    usual, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    headings = max(count_usual(row) for row in rows[:20])
    # decimal commas cut a table by semicolons into equal rows, too; but they do not cut its header
    return often / len(rows) + min(usual, 30) / 100 + headings


def _is_broken(text: str, delimiter: str) -> bool:
    """Tell whether a quotation mark that is not closed swallows rows."""
    if '"' not in text:
        return False
    # where the marks do not come in pairs, even a row of full width may have swallowed others
    odd = text.count('"') % 2
    with _any_length():
        previous = 0
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        width = 0
        try:
            for row in reader:
                width = max(width, len(row)) if previous < _LOOKED_AT else width
                if reader.line_num - previous > _SWALLOWED and len(row) < width + odd:
                    inner = [line for line in row[-1].split("\n")[1:] if line.count(delimiter) >= width - 1 > 0]
                    if len(inner) >= _SWALLOWED:
                        return True
                previous = reader.line_num
        except csv.Error:
            return True
    return False


def _rows(text: str, delimiter: str, *, quoted: bool, skipped: int) -> Iterator[Row]:
    """Yield the rows with the line where each begins."""
    with _any_length():
        lines = io.StringIO(text)
        for _ in range(skipped):
            next(lines)
        spaced = delimiter != "\t"
        if quoted:
            reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced)
        else:
            reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, skipinitialspace=spaced)
        before = 0
        for cells in reader:
            yield before + 1 + skipped, cells if quoted else [_unquote(cell) for cell in cells]
            before = reader.line_num


def _unquote(cell: str) -> str:
    stripped = cell.strip()
    return stripped[1:-1] if len(stripped) > 1 and stripped[0] == stripped[-1] == '"' else cell


def _gdelt_names(opening: Sequence[Row]) -> Sequence[str] | None:
    """Name the columns of GDELT's event files, which are served without a header."""
    from geomap.tables.formats import gdelt_columns  # noqa: PLC0415  formats are read only where they are asked for

    if not opening:
        return None
    first = [str(cell) for cell in opening[0][1]]
    if len(first) in _GDELT and first[0].isdigit() and len(first[1]) == 8 and first[1].isdigit():
        return gdelt_columns(len(first))
    return None


class _any_length:  # noqa: N801 - reads as a function where it is used
    """Lift the limit that the csv module sets to the length of a cell, and set it again."""

    def __enter__(self) -> None:
        self._before = csv.field_size_limit(sys.maxsize)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._before)
