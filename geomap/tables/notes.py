"""What became of the rows of a table: each one that was repaired, doubted or rejected, with its line and the reason.

In: findings of the readers, by row. Out: row notes in the order of the lines, and reports of them as CSV or JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.errors import ExportError
from geomap.export import write_whole
from geomap.tables.cells import Cells

__all__ = ["NoteBook", "RowNote", "Severity", "dump_report", "summarise", "write_report"]

_HEAD = ("file", "line", "severity", "column", "value", "reason")
_LONGEST_VALUE = 500


class Severity(StrEnum):
    """What a note says of its value."""

    REPAIRED = "repaired"
    """Read, but not as it stands: swapped coordinates, a range turned round."""
    DOUBTFUL = "doubtful"
    """Kept as it stands, though something else in the row speaks against it."""
    REJECTED = "rejected"
    """Not used: the cell is empty in the event or, where the note names no column, the row is no event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """One remark on one row.

    ``line`` is the line in the file where the row begins, or the number of its row, feature or record where the format
    has no lines (`TableEvents.counted_by` says which). ``column`` is the table's own, empty for the row as a whole.
    """

    line: int
    severity: Severity
    column: str
    value: str
    reason: str


class NoteBook:
    """Collects the notes on one table; rows are positions in the table, lines are found by it."""

    def __init__(self, lines: NDArray[np.int64]) -> None:
        self._lines = lines
        self._notes: list[RowNote] = []
        self.remarks: list[str] = []

    def add(self, row: int, severity: Severity, column: str, value: str, reason: str) -> None:
        """Note one row."""
        self._notes.append(
            RowNote(
                line=int(self._lines[row]),
                severity=severity,
                column=column,
                value=value[:_LONGEST_VALUE],
                reason=reason,
            )
        )

    def add_rows(
        self, rows: Iterable[int] | NDArray[np.int64], severity: Severity, cells: Cells | None, reason: str
    ) -> None:
        """Note several rows for one reason, with the value each has in a column."""
        for row in np.asarray(rows).tolist():
            self.add(row, severity, cells.name if cells else "", cells.text(row) if cells else "", reason)

    def add_distinct(self, cells: Cells, reasons: Mapping[int, str], severity: Severity) -> None:
        """Note every row whose distinct value has a reason."""
        if not reasons:
            return
        rows = np.flatnonzero(np.isin(cells.codes, np.fromiter(reasons, np.int64, len(reasons))))
        for row in rows.tolist():
            code = int(cells.codes[row])
            self.add(row, severity, cells.name, cells.distinct[code], reasons[code])

    def extend(self, notes: Iterable[RowNote]) -> None:
        """Take over notes that were made elsewhere."""
        self._notes.extend(notes)

    def finish(self) -> tuple[RowNote, ...]:
        """Give the notes in the order of the lines, those of one line in the order of their columns' names."""
        return tuple(sorted(self._notes, key=lambda note: (note.line, note.column, note.severity)))


def summarise(notes: Sequence[RowNote]) -> tuple[str, ...]:
    """Count the notes by severity, column and reason, the most frequent first, with the first line of each kind."""
    counts = Counter((n.severity, n.column, n.reason) for n in notes)
    first: dict[tuple[Severity, str, str], RowNote] = {}
    for note in notes:
        first.setdefault((note.severity, note.column, note.reason), note)
    lines = []
    for key, count in sorted(counts.items(), key=lambda item: (-item[1], first[item[0]].line)):
        severity, column, reason = key
        note = first[key]
        value = f" {note.value[:60]!r}" if note.value else ""
        where = f"line {note.line}" if count == 1 else f"{count} rows, first line {note.line}"
        lines.append(f"{severity}: {column or 'row'}{value}: {reason} ({where})")
    return tuple(lines)


def dump_report(tables: Sequence[tuple[str, Sequence[RowNote]]], *, suffix: str) -> str:
    """Give the notes on some tables as the text of a report, ``.csv`` or ``.json``; a table comes with its name."""
    rows = [
        (name, note.line, note.severity.value, note.column, note.value, note.reason)
        for name, notes in tables
        for note in notes
    ]
    if suffix == ".json":
        return json.dumps([dict(zip(_HEAD, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n"
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows([_guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue()


def write_report(tables: Sequence[tuple[str, Sequence[RowNote]]], path: str | Path) -> Path:
    """Write the notes on some tables as CSV or JSON, by the suffix of the file.

    Raises
    ------
    ExportError
        The suffix is another, or the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in {".csv", ".json"}:
        raise ExportError(f"{path}: a report is written as .csv or .json; end its name so")
    return write_whole(path, dump_report(tables, suffix=suffix))


def _guard(text: str) -> str:
    """Keep a spreadsheet program from running a value that looks like a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
