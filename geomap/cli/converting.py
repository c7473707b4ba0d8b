"""``geomap convert``: events in any format in, events in any other out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.console import GazetteerPath
from geomap.cli.correcting import CorrectionsPath
from geomap.cli.exporting import Bom, ColorsPath, Simplestyle, require_format
from geomap.cli.tableoptions import TableMeans, takes_tables

__all__ = ["convert_command"]


@takes_tables
def convert_command(
    events: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENTS...",
            help="Tables of events: CSV, Excel, JSON, GeoJSON, GeoPackage, FlatGeobuf, Parquet, KML;"
            " files, folders, globs.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the events go; the ending says the format.",
            show_default=False,
        ),
    ],
    colors: ColorsPath = None,
    simplestyle: Simplestyle = False,
    bom: Bom = False,
    ontology: Annotated[
        Path | None,
        typer.Option(
            "--ontology",
            metavar="FILE",
            help="Lay the event types of this TOML file over the shipped ones.",
            show_default=False,
        ),
    ] = None,
    corrections: CorrectionsPath = None,
    gazetteer: GazetteerPath = None,
    tables: TableMeans = TableMeans(),
) -> None:
    """Convert events from any format to any other; several sources become one file."""
    from geomap.cli.sources import Means, finish, gather, title_of
    from geomap.export import ExportOptions, write_events
    from geomap.symbology import read_colors

    require_format(output)
    fixed = read_colors(colors) if colors else {}
    means = Means(gazetteer=gazetteer, ontology=ontology, corrections=corrections, tables=tables)
    found = gather(events, None, means, articles=False)
    style = ExportOptions(title=title_of(found), colors=fixed, simplestyle=simplestyle, bom=bom)
    for path in write_events(found.events, output, options=style):
        typer.echo(path)
    finish(found)
