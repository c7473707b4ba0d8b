"""Excel workbooks to tables: the sheet with the table found, merged headings filled, formulas by their stored result.

In: the path of an ``.xlsx`` or ``.xlsm`` file. Out: a `RawTable` with cells as the workbook types them, and the row of
the sheet for each.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.tables.grid import Grid, Row, lay_out
from geomap.tables.headings import count_usual
from geomap.tables.notes import RowNote, Severity
from geomap.tables.raw import RawTable, SourceOptions, as_text
from geomap.wording import say_count

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_workbook"]

# merged cells are known only where the whole sheet is held in memory, fifty times its size on disk
_SMALL = 8_000_000
_LOOKED_AT = 40
_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    name: str
    hidden: bool
    score: tuple[int, int]


def read_workbook(data: bytes, path: Path, *, options: SourceOptions) -> RawTable:
    """Read the sheet of a workbook that holds the table.

    Raises
    ------
    InputError
        The file is no workbook, has no such sheet, or holds no table.
    """
    whole = len(data) < _SMALL
    book = _open(data, path, whole=whole, results=True)
    sheets = _weigh(book)
    chosen = _choose(sheets, options.sheet, path)
    sheet = book[chosen.name]
    grid = lay_out(_rows(sheet, whole=whole))
    if grid is None or grid.data.empty:
        raise InputError(f"{path}: the sheet {chosen.name!r} holds no table; name another with --sheet")
    notes = list(grid.notes)
    if whole and b"<f" in _sheet_texts(data):
        notes += _note_formulas(_open(data, path, whole=True, results=False)[chosen.name], sheet, grid)
    return RawTable(
        path=path,
        suffix=".xlsx",
        data=grid.data,
        lines=grid.lines,
        counted_by="row",
        notes=tuple(notes),
        remarks=(*_tell_sheets(sheets, chosen), *_tell_hidden(sheet, whole=whole), *grid.remarks),
    )


def _open(data: bytes, path: Path, *, whole: bool, results: bool) -> Any:  # noqa: ANN401 - openpyxl's stubs are partial
    import openpyxl  # noqa: PLC0415  only workbooks need it

    try:
        with warnings.catch_warnings():
            # styles and extensions that it does not know are none of ours
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), read_only=not whole, data_only=results)
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: cannot be read as an Excel workbook ({error}); save it again as .xlsx") from error


def _weigh(book: Any) -> list[_Sheet]:  # noqa: ANN401 - as above
    """Weigh each sheet: how many usual headings it opens with, and how many rows it has."""
    sheets = []
    for sheet in book.worksheets:
        opening = [row for _, row in zip(range(_LOOKED_AT), sheet.iter_rows(values_only=True), strict=False)]
        headings = max((count_usual([as_text(c) or "" for c in row]) for row in opening), default=0)
        filled = any(cell is not None for row in opening for cell in row)
        rows = (sheet.max_row or len(opening)) if filled else 0
        sheets.append(_Sheet(name=sheet.title, hidden=sheet.sheet_state != "visible", score=(headings, rows)))
    return sheets


def _choose(sheets: Sequence[_Sheet], wanted: str | None, path: Path) -> _Sheet:
    names = ", ".join(repr(sheet.name) for sheet in sheets)
    if wanted is not None:
        found = next((s for s in sheets if s.name.casefold() == wanted.casefold()), None)
        if found is None:
            raise InputError(f"{path}: no sheet {wanted!r}; there are {names}")
        return found
    shown = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
    if not shown or not any(sheet.score[1] for sheet in shown):
        raise InputError(f"{path}: the workbook is empty")
    return max(shown, key=lambda sheet: sheet.score)


def _rows(sheet: Worksheet, *, whole: bool) -> Iterator[Row]:
    """Yield the rows of a sheet; the cells of a merged heading all get its text."""
    filled: dict[tuple[int, int], object] = {}
    if whole:
        for area in sheet.merged_cells.ranges:
            if area.min_row > _LOOKED_AT:
                continue
            value = sheet.cell(area.min_row, area.min_col).value
            # a title over the whole table is no heading of its columns
            if area.max_col - area.min_col + 1 < max(2, sheet.max_column):
                spread = range(area.min_col, area.max_col + 1)
                filled |= {(area.min_row, column): value for column in spread}
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells: list[object] = list(row)
        if number <= _LOOKED_AT and filled:
            cells = [filled.get((number, place), cell) for place, cell in enumerate(cells, start=1)]
        yield number, [None if isinstance(cell, str) and cell in _ERRORS else cell for cell in cells]


def _sheet_texts(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


def _note_formulas(formulas: Worksheet, results: Worksheet, grid: Grid) -> list[RowNote]:
    """Note formulas without a stored result: nothing can be read of them."""
    kept = set(grid.lines.tolist())
    names = list(map(str, grid.data.columns))
    return [
        RowNote(
            line=cell.row,
            severity=Severity.REJECTED,
            column=names[cell.column - 1] if cell.column <= len(names) else "",
            value=str(cell.value),
            reason="a formula without a stored result; open and save the file in a spreadsheet program",
        )
        for row in formulas.iter_rows()
        for cell in row
        if cell.row in kept and cell.data_type == "f" and results.cell(cell.row, cell.column).value is None
    ]


def _tell_sheets(sheets: Sequence[_Sheet], chosen: _Sheet) -> list[str]:
    if len(sheets) == 1:
        return []
    others = ", ".join(repr(s.name) + (" (hidden)" if s.hidden else "") for s in sheets if s is not chosen)
    return [f"the table is taken from the sheet {chosen.name!r}, not from {others}"]


def _tell_hidden(sheet: Worksheet, *, whole: bool) -> list[str]:
    """Say that hidden rows and columns are read like the others."""
    if not whole:
        return []
    rows = sum(1 for d in sheet.row_dimensions.values() if d.hidden)
    columns = sum(1 for d in sheet.column_dimensions.values() if d.hidden)
    told = [say_count(n, f"hidden {what}") for n, what in ((rows, "row"), (columns, "column")) if n]
    return [f"{' and '.join(told)} read like the others"] if told else []
