"""The tables of a GeoNames dump as they are served: a file goes in, compressed or not; rows with lines come out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice
from pathlib import Path
from typing import BinaryIO, cast

from geomap.errors import InputError

__all__ = ["RowBlock", "open_text", "read_blocks"]

_BLOCK = 50_000
# What stands beside the table in GeoNames' archives.
_NO_TABLES = frozenset(("readme", "iso-languagecodes"))
_OPENERS: dict[str, Callable[..., object]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def open_text(file: Path) -> Iterator[str]:
    """Read the lines of a text file, compressed (.gz, .bz2, .xz, .zip) or not, without their ends.

    Raises
    ------
    InputError
        The file cannot be read or is not UTF-8, or an archive does not hold one table.
    """
    number = 0
    try:
        with _open(file) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as stream:
            for number, line in enumerate(stream, 1):  # noqa: B007  the number is told when reading fails
                yield line.rstrip("\r\n")
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise InputError(f"{file}: cannot be read after line {number} ({error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: line {number + 1} is not UTF-8; GeoNames' tables are") from error


def _open(file: Path) -> BinaryIO:
    suffix = file.suffix.lower()
    if suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            # the member keeps the archive's file open until it is closed itself
            return cast("BinaryIO", archive.open(_choose_member(file, archive)))
    if suffix in _OPENERS:
        return cast("BinaryIO", _OPENERS[suffix](file, "rb"))
    return file.open("rb")


def _choose_member(file: Path, archive: zipfile.ZipFile) -> str:
    """Choose the table of an archive: the one named as the archive is, else the only one that is no description."""
    names = [name for name in archive.namelist() if name.lower().endswith((".txt", ".csv", ".tsv"))]
    tables = [name for name in names if Path(name).stem.lower() not in _NO_TABLES]
    named = [name for name in tables if Path(name).stem == file.stem]
    if len(named) == 1 or len(tables) == 1:
        return (named or tables)[0]
    held = ", ".join(tables) or "none"
    raise InputError(
        f"{file}: an archive of one table is needed, and the tables here are: {held}; unpack it and name one"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBlock:
    """Some consecutive rows of a table, cut at its tabs; empty lines and comments are left out of ``rows``."""

    file: Path
    first: int
    lines: list[str]
    rows: list[list[str]]

    def line_of(self, row: int) -> int:
        """Give the number in the file of a row's line, counted from 1."""
        kept = (number for number, line in enumerate(self.lines, self.first) if _is_row(line))
        return next(islice(kept, row, None))

    def keep(self, wanted: Sequence[bool]) -> RowBlock:
        """Give the block with some of its rows."""
        choices = iter(wanted)
        lines = [line if _is_row(line) and next(choices) else "" for line in self.lines]
        return replace(self, lines=lines, rows=list(compress(self.rows, wanted)))

    def find_wrong(self, is_wrong: Callable[[list[str]], bool]) -> tuple[int, list[str]] | None:
        """Give the line number and the cells of the first row of which something holds, or None."""
        return next(((self.line_of(n), row) for n, row in enumerate(self.rows) if is_wrong(row)), None)


def _is_row(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def read_blocks(file: Path, progress: Callable[[str, int], None]) -> Iterator[RowBlock]:
    """Read a table, cut at its tabs, fifty thousand lines at a time; ``progress`` is told after each full block."""
    lines = open_text(file)
    first = 1
    while block := list(islice(lines, _BLOCK)):
        rows = [line.split("\t") for line in block if _is_row(line)]
        yield RowBlock(file=file, first=first, lines=block, rows=rows)
        first += len(block)
        if len(block) == _BLOCK:
            progress(file.name, first - 1)
