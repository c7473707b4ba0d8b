"""Write events as CSV and as Excel, with no cell that a spreadsheet program would run.

In: a prepared frame and a path to grow a file at. Out: CSV in UTF-8 with every text in quotes, so that an empty text
and a missing one differ; or a workbook with real dates and numbers, its header fixed and filtered.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import geopandas as gpd
import pyarrow as pa
import pyarrow.csv as pacsv
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from geomap.errors import ExportError
from geomap.export.columns import build_table
from geomap.export.decoding import CONTINUED
from geomap.export.escapes import escape_controls, escape_formula
from geomap.export.options import ExportOptions
from geomap.export.whole import still_member

__all__ = ["write_csv", "write_sheet", "write_xlsx"]

# Excel's specifications and limits
_MOST_ROWS = 1_048_576
_LONGEST_TEXT = 32_767
# of a text that is too long for a cell so many characters go into each; one beyond the basic plane counts twice
_PART = 16_000
_EXACT = 2**53
# Excel's calendar has a 29 February 1900
_FIRST_EXCEL_DAY = dt.date(1900, 3, 1)
_WIDE = {"title", "quote", "evidence", "place_reason", "runners_up", "source_url", "reason"}


def write_csv(events: gpd.GeoDataFrame, path: Path, options: ExportOptions) -> None:
    """Write CSV: commas, UTF-8, a header, a line feed after each row."""
    table = _map_texts(build_table(events), escape_formula)
    table = table.rename_columns([escape_formula(name) for name in table.column_names])
    with path.open("wb") as file:
        if options.bom:
            file.write(b"\xef\xbb\xbf")
        pacsv.write_csv(table, file)


def write_xlsx(events: gpd.GeoDataFrame, path: Path, options: ExportOptions) -> None:
    """Write events as a workbook with one sheet.

    Raises
    ------
    ExportError
        If a sheet cannot hold so many rows.
    """
    write_sheet(build_table(events), path, name="events", title=options.title)


def write_sheet(table: pa.Table, path: Path, *, name: str, title: str) -> None:
    """Write a table as a workbook with one sheet, each column as wide as what it holds asks for.

    Raises
    ------
    ExportError
        If a sheet cannot hold so many rows.
    """
    if len(table) >= _MOST_ROWS:
        raise ExportError(f"{path.name}: a sheet holds {_MOST_ROWS - 1:,} rows, not {len(table):,}; write .csv")
    table = _map_texts(table, lambda text: escape_formula(escape_controls(text)))
    table = _continue_long_texts(table)
    workbook = Workbook(write_only=True)
    still = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a moment of no zone, the first that a zip file can hold
    workbook.properties.created = still
    workbook.properties.creator, workbook.properties.title = "geomap", escape_controls(title)
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "B2"
    for i, column in enumerate(table.column_names):
        sheet.column_dimensions[get_column_letter(i + 1)].width = 40 if column in _WIDE else 16
    sheet.auto_filter.ref = f"A1:{get_column_letter(table.num_columns)}{len(table) + 1}"
    names = [escape_formula(escape_controls(column)) for column in table.column_names]
    sheet.append([_text_cell(sheet, heading, Font(bold=True)) for heading in names])
    for row in _rows(table):
        sheet.append([_to_cell(sheet, value) for value in row])
    with _StillArchive(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()


def _map_texts(table: pa.Table, escape: Any) -> pa.Table:  # noqa: ANN401 - from text to text
    """Escape the texts of a table, each distinct one once."""
    columns = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            distinct = column.dictionary_encode()
            texts = pa.array([escape(text) for text in distinct.dictionary.to_pylist()], type=pa.string())
            column = pa.DictionaryArray.from_arrays(distinct.indices, texts).dictionary_decode()
        columns[name] = column
    return pa.table(columns)


def _continue_long_texts(table: pa.Table) -> pa.Table:
    """Spread texts that are too long for a cell over further columns."""
    columns = {}
    for name in table.column_names:
        columns[name] = table[name]
        if not pa.types.is_string(table[name].type):
            continue
        cells = table[name].to_pylist()
        long = {text for text in cells if text and len(text) > _PART and _excel_length(text) > _LONGEST_TEXT}
        if not long:
            continue
        parts = [
            [text[i : i + _PART] for i in range(0, len(text), _PART)] if text in long else [text] for text in cells
        ]
        for i in range(max(map(len, parts))):
            # a part that opens like a formula is guarded as the whole is
            texts = [row[i] if i == 0 else escape_formula(row[i]) if i < len(row) else None for row in parts]
            columns[name if i == 0 else f"{name}{CONTINUED}{i + 1})"] = pa.chunked_array([texts], type=pa.string())
    return pa.table(columns)


def _excel_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _to_cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - openpyxl's sheet and cells are of many kinds
    if isinstance(value, str):
        # a plain text would be taken for a formula or an error by its looks; an empty cell needs nothing
        return _text_cell(sheet, value, None) if value.startswith(("#", "'")) else value or None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT else str(value)
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    return _to_moment(value)


def _to_moment(value: dt.date) -> object:
    """Give a day or a moment that Excel has, else its text; Excel knows no zones and no days before March 1900."""
    day = value.date() if isinstance(value, dt.datetime) else value
    zoned = isinstance(value, dt.datetime) and value.tzinfo is not None
    return value if day >= _FIRST_EXCEL_DAY and not zoned else value.isoformat()


def _text_cell(sheet: Any, text: str, font: Font | None) -> WriteOnlyCell:  # noqa: ANN401 - openpyxl's write-only sheet
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


class _StillArchive(ZipFile):
    """A zip file whose members all bear its first possible day, so that equal workbooks are equal files."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as ZipFile's
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        if name == "docProps/core.xml":
            text = data.decode() if isinstance(data, bytes) else data
            data = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>1980-01-01T00:00:00Z", text)
        super().writestr(still_member(str(name)), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as ZipFile's
        target: IO[bytes]
        info = still_member(str(arcname or filename))
        # by its size the archive chooses how to write it: beyond 2 GiB in the newer way, which not all readers know
        info.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(info, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)
