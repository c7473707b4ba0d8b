"""The options that say how tables of events are to be read, shared by the commands that take tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geomap.tables import TableOptions

__all__ = ["Encoding", "Sheet", "TableMeans", "make_options"]

_Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="Which column of a table holds a field, such as place=Ort; repeat for more."
        " docs/tables.md lists the fields.",
        show_default=False,
    ),
]
_Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Read tables by this saved mapping (TOML).", show_default=False),
]
_SaveMapping = Annotated[
    Path | None,
    typer.Option(
        "--save-mapping",
        metavar="FILE",
        help="Save which column of the table was read as what, for --mapping.",
        show_default=False,
    ),
]
_DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="Read 3/5/2016 in tables as the third of May, or as the fifth of March; found over the column by default.",
        show_default=False,
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="The sheet of a workbook, or the layer of a GIS file, that holds the table.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="The encoding of delimited files, such as cp1251.", show_default=False
    ),
]
_Country = Annotated[
    str | None,
    typer.Option(
        "--country",
        metavar="NAME",
        help="The country of table rows that name none: a code or a name.",
        show_default=False,
    ),
]
_Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write every repaired, doubtful and rejected table row with its line, value and reason: .csv or .json.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMeans:
    """How tables are to be read and reported, as the options name it."""

    column: _Column = None
    mapping: _Mapping = None
    save_mapping: _SaveMapping = None
    day_first: _DayFirst = None
    sheet: Sheet = None
    encoding: Encoding = None
    country: _Country = None
    report: _Report = None


def make_options(means: TableMeans, ontology: Path | None) -> TableOptions:
    """Make the options for tables; what is wrong with one of them is told before anything is read."""
    from geomap.errors import InputError
    from geomap.tables import ColumnMapping, TableOptions, load_mapping, parse_column

    if means.report is not None and means.report.suffix.lower() not in {".csv", ".json"}:
        raise typer.BadParameter(f"{str(means.report)!r} must end in .csv or .json", param_hint="--report")
    try:
        columns = dict(parse_column(text) for text in means.column or [])
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--column") from error
    given = ColumnMapping(
        columns=columns,
        day_first=means.day_first,
        sheet=means.sheet,
        encoding=means.encoding,
        country=means.country,
    )
    base = load_mapping(means.mapping) if means.mapping is not None else ColumnMapping()
    return TableOptions(mapping=given.lay_over(base), ontology=ontology)
