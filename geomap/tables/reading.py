"""Read a table of events: the file, its mapping, its rows, and everything that was noted on the way.

In: the path of a table in any format, and options. Out: `TableEvents`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd

from geomap.errors import InputError, MissingColumnError
from geomap.events.ontology import Ontology, load_ontology
from geomap.export import decode_events, is_event_table
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import find_country
from geomap.tables.assembly import Sources, build_events
from geomap.tables.coordinates import parse_pair
from geomap.tables.files import read_raw
from geomap.tables.formats import find_format
from geomap.tables.headings import fold_heading
from geomap.tables.mapping import ColumnMapping, find_mapping
from geomap.tables.notes import NoteBook, RowNote, summarise
from geomap.tables.raw import RawTable, SourceOptions

__all__ = ["OWN_FORMAT", "TableEvents", "TableOptions", "events_of", "holds_articles", "read_table"]

OWN_FORMAT = "geomap"
"""The format of geomap's own exports, which are read back as they were written."""

_WHERE = ("place", "admin2", "admin1", "country", "latitude", "coordinates")
_WHEN = ("date", "date_start", "year")
_WHAT = ("kind", "family", "actor", "actor1", "target", "killed", "injured")
# what a table of articles may say of their place and day: when and where they were written
_OF_ARTICLES = frozenset({"date", "published", "datetime", "timestamp", "time", "country", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How tables are to be read.

    ``mapping`` is laid over what is found, and may come from a file (`geomap.tables.load_mapping`). ``ontology`` is an
    ontology, or the path of a file laid over the shipped one.
    """

    mapping: ColumnMapping = field(default_factory=ColumnMapping)
    ontology: Ontology | str | Path | None = None

    @property
    def source(self) -> SourceOptions:
        """How the file is to be read."""
        given = self.mapping
        return SourceOptions(encoding=given.encoding, delimiter=given.delimiter, sheet=given.sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEvents:
    """The events of a table.

    ``frame`` has the columns of the event schema, the table's other ones behind them, and ``table_line``. ``format`` is
    the name of a known format, "geomap" for geomap's own exports, else "table". ``notes`` are on single rows,
    ``remarks`` on the table. ``counted_by`` is what the numbers of the notes count: line, row, feature or record.
    """

    path: Path
    frame: gpd.GeoDataFrame
    format: str
    notes: tuple[RowNote, ...]
    remarks: tuple[str, ...]
    mapping: ColumnMapping
    counted_by: str

    def summary(self) -> tuple[str, ...]:
        """Give what there is to say of the table as lines: its remarks, then the notes counted by their reasons."""
        return (*self.remarks, *summarise(self.notes))


def read_table(
    path: str | Path, *, options: TableOptions | None = None, gazetteer: Gazetteer | None = None
) -> TableEvents:
    r"""Read a table of events: CSV, Excel, JSON, GeoJSON, GeoPackage, FlatGeobuf, Parquet, KML, compressed or not.

    Columns are found by the known formats (ACLED, UCDP GED, GDELT, ...) and by usual headings in a dozen languages, or
    named by ``options.mapping``. Rows with coordinates keep them, checked; the others are looked up in the gazetteer.
    No row is dropped in silence: what was repaired, doubted or rejected is in ``notes``.

    Parameters
    ----------
    path
        The file.
    options
        How to read it, where it does not say so itself.
    gazetteer
        The shipped gazetteer by default.

    Raises
    ------
    InputError
        The file cannot be read as a table.
    MissingColumnError
        A column that was named is not there, or nothing in the table tells of events.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "incidents.csv")
    ...     _ = file.write_text("Datum,Ort,Land\n3.5.2016,Mossul,Irak\n", encoding="utf-8")
    ...     event = read_table(file).frame.iloc[0]
    >>> event["place"], event["country"], event["date_start"].date().isoformat()
    ('Mosul', 'IQ', '2016-05-03')
    """
    options = options or TableOptions()
    return events_of(read_raw(Path(path), options=options.source), options=options, gazetteer=gazetteer)


def events_of(table: RawTable, *, options: TableOptions, gazetteer: Gazetteer | None = None) -> TableEvents:
    """Make events of a table that is already loaded."""
    if is_event_table(table.columns) and not options.mapping.columns:
        # what another program wrote again is decoded from the table: with semicolons, in other folders
        frame = table.events if table.events is not None else decode_events(table.data, suffix=table.suffix)
        return TableEvents(
            path=table.path,
            frame=frame,
            format=OWN_FORMAT,
            notes=table.notes,
            remarks=(),
            mapping=ColumnMapping(format=OWN_FORMAT),
            counted_by=table.counted_by,
        )
    gazetteer = gazetteer or Gazetteer.open()
    known = find_format(table.columns)
    mapping = find_mapping(
        table.columns, options.mapping, known, where=str(table.path), is_unique=lambda name: table.data[name].is_unique
    )
    mapping = _settle(table, mapping, options.mapping, gazetteer)
    book = NoteBook(table.lines)
    book.extend(table.notes)
    book.remarks.extend([*table.remarks, *tell_missing(table, mapping)])
    ontology = options.ontology if isinstance(options.ontology, Ontology) else load_ontology(options.ontology)
    sources = Sources(gazetteer=gazetteer, ontology=ontology, name=table.path.name)
    frame = build_events(table, mapping, known, sources, book)
    return TableEvents(
        path=table.path,
        frame=frame,
        format=mapping.format,
        notes=book.finish(),
        remarks=tuple(book.remarks),
        mapping=mapping,
        counted_by=table.counted_by,
    )


def holds_articles(columns: Sequence[str]) -> bool:
    """Tell whether a table holds articles: a column called "text", and none that tells when or where; or JSON-LD.

    >>> holds_articles(["title", "text", "published"]), holds_articles(["date", "place", "text"])
    (True, False)
    >>> holds_articles(["@type", "headline", "articleBody", "datePublished"])
    True
    """
    if {"@type", "articleBody"} <= set(columns):
        return True
    folded = {fold_heading(name) for name in columns}
    if "text" not in folded:
        return False
    guessed = find_mapping(columns, ColumnMapping(), find_format(columns), where="", is_unique=lambda _: False)
    found = {guessed.get(name) for name in (*_WHERE, *_WHEN)} - {None}
    return not {fold_heading(str(name)) for name in found} - _OF_ARTICLES


def tells_of_events(columns: Sequence[str]) -> bool:
    """Tell whether a table says when or what happened; a list of places says neither.

    >>> tells_of_events(["Ort", "Land"]), tells_of_events(["Ort", "Datum"])
    (False, True)
    """
    guessed = find_mapping(columns, ColumnMapping(), find_format(columns), where="", is_unique=lambda _: False)
    return is_event_table(columns) or bool({*_WHEN, "date_end", *_WHAT} & guessed.columns.keys())


def _settle(table: RawTable, mapping: ColumnMapping, given: ColumnMapping, gazetteer: Gazetteer) -> ColumnMapping:
    """Look into the columns where their headings do not settle what they hold, and refuse a table without events."""
    columns = dict(mapping.columns)
    place = columns.get("place")
    if place is not None and "place" not in given.columns and not {"latitude", "coordinates"} & columns.keys():
        cells = table.cells(place)
        if cells.distinct and sum(parse_pair(text) is not None for text in cells.distinct) * 2 >= len(cells.distinct):
            columns["coordinates"] = columns.pop("place")
    if ("latitude" in columns) != ("longitude" in columns):
        only = columns.pop("latitude", None) or columns.pop("longitude", None)
        if given.columns.get("latitude") == only or given.columns.get("longitude") == only:
            raise MissingColumnError(f"{table.path}: {only!r} is one coordinate; name the column of the other, too")
    country = mapping.country
    if country is not None:
        code = find_country(gazetteer, country)
        if code is None:
            raise InputError(f"{table.path}: {country!r} is no country; give an ISO code such as IQ, or its name")
        country = code
    settled = replace(mapping, columns=columns, country=country)
    _refuse(table, settled)
    return settled


def _refuse(table: RawTable, mapping: ColumnMapping) -> None:
    if "geometry" in table.data or {*_WHERE, *_WHEN, "date_end"} & mapping.columns.keys():
        return
    names = ", ".join(map(repr, table.columns[:30]))
    raise MissingColumnError(
        f"{table.path}: no column tells when or where something happened; there are {names}."
        " Name them, for example --column place=COLUMN --column date=COLUMN"
    )


def tell_missing(table: RawTable, mapping: ColumnMapping) -> list[str]:
    """Say what an event lives from that no column tells: where, when, what; or that there are no rows at all."""
    if not len(table.data):
        return ["the table holds no rows"]
    told = []
    if "geometry" not in table.data and not set(_WHERE) & mapping.columns.keys():
        told.append("no column tells where: the events have no place; name one with --column place=COLUMN")
    if not {*_WHEN, "date_end"} & mapping.columns.keys():
        told.append("no column tells when: the events have no date; name one with --column date=COLUMN")
    if not {"kind", "family", "title"} & mapping.columns.keys():
        told.append('no column tells what happened: every event is an "event"; name one with --column kind=COLUMN')
    return told
