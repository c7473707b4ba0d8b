"""Tables of events: files of any format go in, the event frame comes out, with a note on every row that needed one."""

from geomap.tables.mapping import ColumnMapping, load_mapping, parse_column, save_mapping
from geomap.tables.notes import RowNote, Severity, summarise, write_report
from geomap.tables.reading import TableEvents, TableOptions, holds_articles, read_table

__all__ = [
    "ColumnMapping",
    "RowNote",
    "Severity",
    "TableEvents",
    "TableOptions",
    "holds_articles",
    "load_mapping",
    "parse_column",
    "read_table",
    "save_mapping",
    "summarise",
    "write_report",
]
