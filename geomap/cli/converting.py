"""``geomap convert``: events in any format in, events in any other out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.exporting import require_format, write_sources
from geomap.cli.options import Bom, ColorsPath, Means, Simplestyle, load_colors, takes_means

__all__ = ["convert_command"]


@takes_means(without=("actors", "explain"))
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
    *,
    means: Means,
) -> None:
    """Convert events from any format to any other; several sources become one file."""
    require_format(output)

    from geomap.export import ExportOptions

    look = ExportOptions(colors=load_colors(colors), simplestyle=simplestyle, bom=bom)
    write_sources(events, output, means=means, look=look, articles=False)
