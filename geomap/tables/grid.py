"""A grid of cells to a table: title rows, the header, blank rows, totals and remarks below told apart.

In: rows of cells with their lines, from a delimited file or a sheet. Out: a frame with named columns and the line of
each row; what is no event is noted, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geomap.tables.cells import clean_text
from geomap.tables.headings import count_usual, fold_heading
from geomap.tables.notes import RowNote, Severity
from geomap.tables.raw import as_text, name_columns, stack_rows
from geomap.wording import say_count

__all__ = ["Grid", "Row", "lay_out"]

Row = tuple[int, Sequence[object]]
"""The line of a row and its cells."""

_LOOKED_AT = 40
_CHUNK = 50_000
_TAIL = 30
_TOTALS = frozenset(
    """total totals sum subtotal summe gesamt insgesamt gesamtsumme totaux somme suma totale somma totaal итого всего
    разом усього toplam razem ogolem jumlah المجموع الإجمالي 合計 合计 总计 總計 합계 סהכ συνολο celkem yhteensa
    ukupno""".split()
)
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^-?\d+[.,]\d{3,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table laid out: named columns, the line of each row, notes on rows that are none, remarks."""

    data: pd.DataFrame
    lines: NDArray[np.int64]
    notes: tuple[RowNote, ...]
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Collector:
    """Gathers rows of one width and what was noted about the others."""

    names: list[str]
    folded: list[str]
    chunks: list[pd.DataFrame] = field(default_factory=list)
    rows: list[Sequence[object]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)
    blank: int = 0

    def take(self, line: int, cells: Sequence[object]) -> None:
        width = len(self.names)
        if not cells or (not cells[0] and _is_blank(cells)):
            self.blank += 1
            return
        if len(cells) != width:
            cells = self._fit(line, cells, width)
        if cells[0] == self.names[0] and self._repeats(cells):
            self.note(line, Severity.REJECTED, cells, "the header once more")
            return
        self.rows.append(cells)
        self.lines.append(line)
        if len(self.rows) >= _CHUNK + _TAIL:
            self.flush(_CHUNK)

    def _repeats(self, cells: Sequence[object]) -> bool:
        return [fold_heading(as_text(cell) or "") for cell in cells] == self.folded

    def _fit(self, line: int, cells: Sequence[object], width: int) -> Sequence[object]:
        """Bring a row to the width of the header; filled cells beyond it are noted."""
        if len(cells) < width:
            if len(cells) > 1:
                reason = f"{width - len(cells)} cells fewer than the header; the last ones are read as empty"
                self.note(line, Severity.REPAIRED, cells[-1:], reason)
            return [*cells, *[None] * (width - len(cells))]
        if beyond := [c for c in cells[width:] if c is not None and str(c).strip()]:
            reason = f"{len(cells) - width} cells more than the header; what stands beyond it is left out"
            self.note(line, Severity.REPAIRED, beyond, reason)
        return cells[:width]

    def note(self, line: int, severity: Severity, cells: Sequence[object], reason: str) -> None:
        text = " | ".join(clean_text(as_text(cell) or "") for cell in cells if cell is not None and cell != "")
        self.notes.append(RowNote(line=line, severity=severity, column="", value=text[:500], reason=reason))

    def flush(self, count: int | None = None) -> None:
        """Turn the first rows into columns, which take a tenth of the memory; the last ones wait for `drop_tail`."""
        if self.rows:
            self.chunks.append(stack_rows(self.rows[:count], self.names))
            self.rows = [] if count is None else self.rows[count:]

    def drop_tail(self) -> None:
        """Take totals and remarks off the end of the table."""
        while len(self.rows) > 1:
            filled = [clean_text(as_text(cell) or "") for cell in self.rows[-1]]
            reason = _tail_reason(filled)
            if reason is None:
                return
            self.note(self.lines[-1], Severity.REJECTED, [cell for cell in filled if cell], reason)
            self.rows.pop()
            self.lines.pop()


def lay_out(
    rows: Iterable[Row], *, find_names: Callable[[Sequence[Row]], Sequence[str] | None] = lambda _: None
) -> Grid | None:
    """Lay a grid out as a table; None where it has no cells.

    Parameters
    ----------
    rows
        The rows with their lines.
    find_names
        Asked first, with the opening rows: gives the names of the columns where the format has no header.
    """
    rest = iter(rows)
    opening = list(islice(rest, _LOOKED_AT))
    named = find_names(opening)
    remarks: list[str] = []
    if named is not None:
        names, start = list(named), 0
        remarks.append("the file has no header; its columns are known by their number and content")
    else:
        found = _find_header(opening)
        if found is None:
            return None
        header, start = found
        names, remarks = name_columns(_trim(header, opening[start:]))
        remarks += _tell_above(opening, start)
    collector = _Collector(names=names, folded=[fold_heading(name) for name in names])
    for line, cells in chain(opening[start:], rest):
        collector.take(line, cells)
    collector.drop_tail()
    collector.flush()
    if collector.blank:
        remarks.append(f"{say_count(collector.blank, 'blank row')} passed over")
    data = pd.concat(collector.chunks, ignore_index=True) if collector.chunks else stack_rows([], names)
    return Grid(
        data=data, lines=np.array(collector.lines, np.int64), notes=tuple(collector.notes), remarks=tuple(remarks)
    )


def _is_blank(cells: Sequence[object]) -> bool:
    return not any(cell is not None and cell != "" and str(cell).strip() for cell in cells)


def _trim(header: Sequence[str], rows: Sequence[Row]) -> Sequence[str]:
    """Cut empty headings off the end, but for columns that most rows fill."""
    width = max((place for place, cell in enumerate(header, start=1) if cell), default=0)
    for place in range(len(header), width, -1):
        filled = sum(1 for _, cells in rows if len(cells) >= place and cells[place - 1] not in {None, ""})
        if filled * 2 > len(rows):
            return header[:place]
    return header[:width] if width else header


def _tell_above(opening: Sequence[Row], start: int) -> list[str]:
    above = [
        clean_text(as_text(cell) or "")
        for _, cells in opening[: max(start - 1, 0)]
        for cell in cells
        if cell is not None
    ]
    text = " | ".join(cell for cell in above if cell)
    return [f"above the header: {text[:200]}"] if text else []


def _find_header(opening: Sequence[Row]) -> tuple[list[str], int] | None:
    """Find the header: the row, or pair of rows, with most usual headings, else the first full row of words."""
    texts = [[clean_text(as_text(cell) or "") for cell in cells] for _, cells in opening]
    filled = [sum(1 for cell in cells if cell) for cells in texts]
    if not any(filled):
        return None
    width = max(filled)
    best, best_score, start = -1, 0, 0
    header: list[str] = []
    for number, candidate, after in _candidates(texts):
        score = count_usual(candidate)
        # numbers and dates are data: a row of them is no header, whatever words stand beside
        if score > best_score and not any(_DATED.search(cell) for cell in candidate):
            best, best_score, header, start = number, score, candidate, after
    if best >= 0 and (best_score >= 2 or filled[best] >= width / 2 or best_score == filled[best]):
        return header, start
    first = next(n for n, count in enumerate(filled) if count >= max(1, width * 0.6))
    if any(_DIGIT.match(cell.lstrip("-+")) for cell in texts[first] if cell):
        # data from the first row on: columns are called by their number
        return [""] * width, first
    return texts[first], first + 1


def _candidates(texts: Sequence[list[str]]) -> Iterator[tuple[int, list[str], int]]:
    """Give each row as a header, then each with the one below it, as merged headings have it."""
    for number, cells in enumerate(texts):
        yield number, cells, number + 1
    for number in range(len(texts) - 1):
        upper, lower = texts[number], texts[number + 1]
        if sum(1 for cell in upper if cell) >= 2 and any(lower) and not any(_DIGIT.search(cell) for cell in lower):
            yield number, _join(upper, lower), number + 2


def _join(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Join two rows of headings: the lower one counts, the upper one where it is empty or says the same twice."""
    joined = []
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        twice = below and sum(1 for cell in lower if cell == below) > 1
        joined.append(f"{above} {below}".strip() if twice and above != below else below or above)
    return joined


def _tail_reason(filled: Sequence[str]) -> str | None:
    """Tell why a last row is no event: a row of totals, a remark below the table."""
    words = [cell for cell in filled if cell]
    if not words:
        return "an empty row"
    first = fold_heading(words[0])
    if first.split(" ")[0] in _TOTALS and not any(_DATED.search(cell) for cell in words):
        return "a row of totals"
    if len(words) == 1 and len(filled) >= 3 and words[0] == filled[0] and not _DIGIT.fullmatch(words[0][:1]):
        return "a remark below the table"
    return None
