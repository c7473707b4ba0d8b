"""Reading sources for the commands: articles and tables alike, told apart, read, joined, and reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from geomap.cli.console import follow, note, tell
from geomap.cli.correcting import correct, load_corrections
from geomap.cli.options import Means
from geomap.cli.tableoptions import TableMeans, make_options
from geomap.errors import InputError
from geomap.wording import say_count

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.gazetteer import Gazetteer
    from geomap.model import Document
    from geomap.pipeline import Extracted
    from geomap.tables import TableEvents, TableOptions
    from geomap.tables.raw import RawTable

__all__ = ["Gathered", "finish", "gather", "note_foreign", "stem_of", "title_of"]

_SHOWN_NOTES = 12
_SHOWN_FOREIGN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The events of all sources as one frame, what they came from, and what a reader should know about that."""

    events: gpd.GeoDataFrame
    documents: Sequence[Document]
    tables: Sequence[str]
    failed: int
    remarks: tuple[str, ...]


def gather(sources: Sequence[str], published: dt.date | None, means: Means, *, articles: bool = True) -> Gathered:
    """Read all sources; what cannot be read is named on standard error and the rest goes on.

    ``articles`` is False for a command that takes events only: an article is then no source for it.
    """
    from geomap.gazetteer import Gazetteer
    from geomap.tables.raw import RawTable
    from geomap.tables.sources import join_frames, sort_sources

    options = make_options(means.tables, means.ontology)
    corrections = load_corrections(means.corrections)
    gazetteer = Gazetteer.open(means.gazetteer)
    files: list[str] = []
    documents: list[Document] = []
    frames: list[tuple[str, gpd.GeoDataFrame]] = []
    read: list[TableEvents] = []
    failed = 0
    for found in sort_sources(sources, options=options.source, published=published):
        if isinstance(found, RawTable):
            table = _read_table(found, options, gazetteer)
            failed += table is None
            if table is not None:
                frames.append((found.path.name.split(".")[0], table.frame))
                # the frame is held once; the rest is small
                read.append(table)
        else:
            failed += _sort(found, files, documents)
    if not articles and (files or documents):
        _refuse_article(files, documents)
    if files:
        failed += _read_articles(files, published, documents)
    if not documents and not frames:
        raise typer.Exit(1)
    if documents:
        frames.insert(0, ("", _extract(documents, means, gazetteer)))
    _report(read, means.tables)
    events = correct(join_frames(frames), corrections, gazetteer)
    return Gathered(
        events=events,
        documents=documents,
        tables=[str(table.path) for table in read],
        failed=failed,
        remarks=note_foreign(documents),
    )


def _sort(found: object, files: list[str], documents: list[Document]) -> int:
    """Put what is no table where it belongs; give 1 for a failure."""
    from geomap.tables.sources import ArticleFile, SkippedTable, SourceFailure

    if isinstance(found, SourceFailure):
        note(str(found.error))
        return 1
    if isinstance(found, SkippedTable):
        note(f"{found.path}: a table that says neither when nor what happened; passed over. Name it itself to map it")
        return 0
    if isinstance(found, ArticleFile):
        files.append(found.path)
    else:
        documents.append(found)  # type: ignore[arg-type]  # all that is left of the union
    return 0


def _refuse_article(files: Sequence[str], documents: Sequence[Document]) -> NoReturn:
    """Say that an article is no table, or what is wrong with a file that is neither."""
    from geomap.reading import ReadFailure, read_documents

    broken = next((r for r in read_documents(*files[:1]) if isinstance(r, ReadFailure)), None)
    if broken is not None:
        raise broken.error
    raise InputError(f"{(files or [documents[0].doc_id])[0]}: is an article; find its events with geomap extract")


def _read_table(raw: RawTable, options: TableOptions, gazetteer: Gazetteer) -> TableEvents | None:
    from geomap.tables.reading import events_of

    try:
        table = events_of(raw, options=options, gazetteer=gazetteer)
    except InputError as error:
        note(str(error))
        return None
    count = len(table.frame)
    known = {"table": "a table", "geomap": "an export of geomap's"}.get(table.format, f"known format: {table.format}")
    note(f"{table.path}: {say_count(count, 'event')} ({known})")
    lines = table.summary()
    for line in lines[:_SHOWN_NOTES]:
        note(f"  {line}")
    if len(lines) > _SHOWN_NOTES:
        note(f"  and {len(lines) - _SHOWN_NOTES} more; --report FILE lists every row")
    return table


def _read_articles(files: Sequence[str], published: dt.date | None, documents: list[Document]) -> int:
    from geomap.model import Document
    from geomap.reading import read_documents

    failed = 0
    for result in read_documents(*files, published=published):
        if isinstance(result, Document):
            documents.append(result)
        else:
            failed += 1
            note(str(result.error))
    return failed


def note_foreign(documents: Sequence[Document]) -> tuple[str, ...]:
    """Say which articles seem not to be English and what still works for them; give the same for the output."""
    from geomap.language import find_foreign, say_foreign

    told = [(document.source or document.doc_id, find_foreign(document)) for document in documents]
    said = [f"{name} {say_foreign(foreign)}" for name, foreign in told if foreign is not None]
    if len(said) > _SHOWN_FOREIGN:
        said = [f"{len(said):,} of {say_count(len(documents), 'article')} seem not to be in English: {said[0]}, ..."]
    for article in said:
        note(
            f"{article}; geomap reads articles in English alone. Give it a translation; "
            "tables of events and geomap geocode take names in any language"
        )
    return tuple(f"{article}; geomap reads articles in English alone." for article in said)


def _extract(documents: Sequence[Document], means: Means, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    from geomap.frame import build_frame
    from geomap.pipeline import extract_documents

    found = extract_documents(documents, gazetteer=gazetteer, actors=means.actors, ontology=means.ontology)
    # the explanation scrolls by itself; a progress bar would be torn by it
    shown = _explained(found) if means.explain else follow(found, total=len(documents), label="Reading articles")
    return build_frame(event for one in shown for event in one.extraction.events)


def _explained(found: Iterable[Extracted]) -> Iterator[Extracted]:
    from geomap.events.explanation import explain

    for one in found:
        for line in explain(one.document, one.extraction):
            tell(line)
        yield one


def _report(tables: Sequence[TableEvents], means: TableMeans) -> None:
    """Write the report on the rows of tables and the mapping, where they were asked for."""
    from geomap.tables import save_mapping, write_report

    if means.report is not None:
        write_report([(str(table.path), table.notes) for table in tables], means.report)
        note(f"wrote {means.report}: {sum(len(table.notes) for table in tables):,} notes on rows")
    if means.save_mapping is not None:
        if not tables:
            raise InputError("--save-mapping: no table among the sources; name one")
        save_mapping(tables[0].mapping, means.save_mapping)
        note(f"wrote {means.save_mapping}: the mapping of {tables[0].path}")


def finish(gathered: Gathered) -> None:
    """Say on standard error what the output does not show, and set the exit code."""
    for document in gathered.documents:
        if document.published is None:
            name = document.source or document.doc_id
            why = document.published_reason.removeprefix("unknown: ")
            note(
                f"{name}: publication date unknown ({why}); relative dates stay open. "
                "Give it with --published YYYY-MM-DD"
            )
    events, where = gathered.events, _describe(gathered)
    if len(events) == 0:
        note(f"{where}: no events found; the output holds none")
    else:
        unplaced = int(events.geometry.isna().sum())
        told = f"{say_count(len(events), 'event')} from {where}"
        note(told + (f", {unplaced:,} without a place" if unplaced else ""))
    if gathered.failed:
        note(f"{say_count(gathered.failed, 'source')} could not be read")
        raise typer.Exit(1)


def _describe(gathered: Gathered) -> str:
    documents, tables = gathered.documents, gathered.tables
    parts = []
    if documents:
        single = documents[0].source or documents[0].doc_id
        parts.append(single if len(documents) == 1 else f"{len(documents)} articles")
    if tables:
        parts.append(Path(tables[0]).name if len(tables) == 1 else f"{len(tables)} tables")
    return " and ".join(parts)


def title_of(gathered: Gathered) -> str:
    """Give the title of a map of these events: the lone article's own, else where the events are from."""
    if len(gathered.documents) == 1 and not gathered.tables and gathered.documents[0].title:
        return gathered.documents[0].title
    return f"Events in {_describe(gathered)}"


def stem_of(sources: Sequence[str]) -> str:
    """Give the name of an output by the sources: the lone one's, else "events"."""
    first = Path(sources[0])
    if sources[0] == "-" or any(c in sources[0] for c in "*?["):
        return "events"
    if len(sources) > 1 or first.is_dir():
        return first.name if first.is_dir() and len(sources) == 1 and first.name else "events"
    if not first.stem:
        raise InputError(f"{sources[0]}: not the name of a file; name an article, a table, a folder or a glob")
    return Path(first.stem).stem if first.suffix.lower() in {".gz", ".xz", ".bz2", ".zip"} else first.stem
