"""``geomap convert``: events in any format in, events in any other out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.console import GazetteerPath
from geomap.cli.correcting import CorrectionsPath
from geomap.cli.tableoptions import (
    ColumnChoice,
    DayFirst,
    EncodingName,
    MappingPath,
    ReportPath,
    SaveMappingPath,
    SheetName,
    TableCountry,
    TableMeans,
)

__all__ = ["convert_command"]


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
    column: ColumnChoice = None,
    mapping: MappingPath = None,
    save_mapping: SaveMappingPath = None,
    day_first: DayFirst = None,
    sheet: SheetName = None,
    encoding: EncodingName = None,
    country: TableCountry = None,
    report: ReportPath = None,
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
) -> None:
    """Convert events from any format to any other; several sources become one file."""
    from geomap.cli.sources import Means, finish, gather

    tables = TableMeans(
        column=column,
        mapping=mapping,
        save_mapping=save_mapping,
        day_first=day_first,
        sheet=sheet,
        encoding=encoding,
        country=country,
        report=report,
    )
    from geomap.export import write_geojson

    if output.suffix.lower() not in {".geojson", ".json"}:
        raise typer.BadParameter(f"{str(output)!r} must end in .geojson", param_hint="-o")
    means = Means(gazetteer=gazetteer, ontology=ontology, corrections=corrections, tables=tables)
    found = gather(events, None, means, articles=False)
    write_geojson(found.events, output)
    typer.echo(output)
    finish(found)
