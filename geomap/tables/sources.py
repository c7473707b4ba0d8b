"""Sources of both kinds told apart: what is an article and what a table, in files, folders and globs.

In: what the user named. Out: article files and documents for the text side, raw tables for `geomap.tables`, and
a failure
for each source that cannot be read. The ending of a name tells most; a ``.json``, ``.jsonl`` or ``.csv`` file may be
either, and its content tells: objects or rows with a "text" and nothing that says when or where are articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geomap.errors import InputError
from geomap.frame import check_frame
from geomap.model import Document
from geomap.reading.records import read_record
from geomap.reading.sources import expand_source
from geomap.tables.files import JSON_SUFFIXES, TABLE_SUFFIXES, read_raw, suffix_of
from geomap.tables.raw import NothingInsideError, RawTable, SourceOptions, as_text
from geomap.tables.reading import holds_articles, tells_of_events

__all__ = ["ArticleFile", "SkippedTable", "SourceFailure", "join_frames", "sort_sources"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """A file that `geomap.reading` reads; ``-`` is standard input."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFailure:
    """A source that cannot be read, with the error that says why."""

    source: str
    error: InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedTable:
    """A table in a folder of sources that tells of no events, such as a list of places."""

    path: Path


Source = ArticleFile | Document | RawTable | SkippedTable | SourceFailure


def sort_sources(
    sources: Sequence[str | Path], *, options: SourceOptions | None = None, published: dt.date | None = None
) -> Iterator[Source]:
    """Yield what the sources hold, one after another; a file given twice comes once.

    Parameters
    ----------
    sources
        Files, folders, globs, or ``-`` for standard input.
    options
        How tables are to be read.
    published
        The day of publication of articles that come as the rows of a table.
    """
    seen: set[Path] = set()
    for source in sources:
        try:
            for file in expand_source(source, also=is_table):
                key = (file.path or Path("-")).absolute()
                if key not in seen:
                    seen.add(key)
                    named = file.path is None or file.path == Path(source).expanduser()
                    for found in _sort_file(file.path, options or SourceOptions(), published):
                        # what the user names is read; what only lies beside the events must tell of some
                        odd = isinstance(found, RawTable) and not named and not tells_of_events(found.columns)
                        yield SkippedTable(path=found.path) if odd and isinstance(found, RawTable) else found
        except InputError as error:
            yield SourceFailure(source=str(source), error=error)


def is_table(path: Path) -> bool:
    """Tell whether a file is a table by its name.

    >>> is_table(Path("events.csv.gz")), is_table(Path("article.html"))
    (True, False)
    """
    return suffix_of(path) in TABLE_SUFFIXES


def _sort_file(path: Path | None, options: SourceOptions, published: dt.date | None) -> Iterator[Source]:
    if path is None:
        yield ArticleFile(path="-")
        return
    either = suffix_of(path) in JSON_SUFFIXES
    if not either and not is_table(path):
        yield ArticleFile(path=str(path))
        return
    try:
        table = read_raw(path, options=options)
    except NothingInsideError as error:
        yield SourceFailure(source=str(path), error=error)
        return
    except InputError as error:
        # what is no table may still be an article, and the reader of articles says what is wrong with it
        yield ArticleFile(path=str(path)) if either else SourceFailure(source=str(path), error=error)
        return
    if not holds_articles(table.columns):
        yield table
    elif either:
        yield ArticleFile(path=str(path))
    else:
        yield from _read_articles(table, published)


def _read_articles(table: RawTable, published: dt.date | None) -> Iterator[Source]:
    """Make documents of the rows of a table with a column of texts."""
    stem = table.path.name.split(".")[0]
    names = {name: name.strip().lower() for name in table.columns}
    for row, line in zip(table.data.to_dict("records"), table.lines.tolist(), strict=True):
        value = {names[str(name)]: as_text(cell) for name, cell in row.items() if str(name) in names}
        where = f"{table.path}, {table.counted_by} {line}"
        try:
            yield read_record(value, doc_id=f"{stem}:{line}", where=where, name=table.path.name, given=published)
        except InputError as error:
            yield SourceFailure(source=where, error=error)


def join_frames(frames: Sequence[tuple[str, gpd.GeoDataFrame]]) -> gpd.GeoDataFrame:
    """Join event frames of several sources; an id that two of them use is told apart by the name of its source."""
    if len(frames) == 1:
        return frames[0][1]
    taken: set[str] = set()
    parts = []
    for name, frame in frames:
        ids = frame["event_id"].tolist()
        if taken & set(ids):
            frame = frame.assign(event_id=_free_ids(ids, name, taken))  # noqa: PLW2901 - the caller's stays as it was
        taken |= set(frame["event_id"].tolist())
        parts.append(pd.DataFrame(frame.drop(columns="geometry")))
    return check_frame(pd.concat(parts, ignore_index=True))


def _free_ids(ids: Sequence[str], name: str, taken: set[str]) -> list[str]:
    free = []
    for identifier in ids:
        candidate, number = identifier, 1
        while candidate in taken:
            candidate = f"{name}-{identifier}" if number == 1 else f"{name}-{number}-{identifier}"
            number += 1
        free.append(candidate)
    return free
