"""``geomap map`` and ``geomap extract``: articles and tables in, a layered map and GIS files out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.console import note, parse_day
from geomap.cli.exporting import parse_formats, require_format, write_sources
from geomap.cli.options import Bom, ColorsPath, Means, Published, Simplestyle, Sources, Title, load_colors, takes_means
from geomap.cli.sources import finish, gather, stem_of, title_of

__all__ = ["extract_command", "map_command"]


@takes_means()
def map_command(
    source: Sources,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE.html",
            help="Where the map goes, with a .geojson of the same name beside it.  [default: outputs/<source>.html]",
            show_default=False,
        ),
    ] = None,
    published: Published = None,
    title: Title = None,
    group_by: Annotated[
        str,
        typer.Option(
            "--group-by",
            metavar="LEVELS",
            help="Levels of the layer tree, one or two of actor, period, type, country: period,actor or type,actor.",
        ),
    ] = "actor,period",
    colors: ColorsPath = None,
    tiles: Annotated[
        str | None,
        typer.Option(
            "--tiles",
            metavar="NAME",
            help="Offer this online map of xyzservices as a switch; it is off until the reader switches it on.",
            show_default=False,
        ),
    ] = None,
    embed: Annotated[
        bool, typer.Option("--embed", help="Print a sandboxed iframe that carries the map, in place of the paths.")
    ] = False,
    embed_file: Annotated[
        bool, typer.Option("--embed-file", help="Print a sandboxed iframe that points to the file instead.")
    ] = False,
    also: Annotated[
        str | None,
        typer.Option(
            "--also",
            metavar="FORMATS",
            help="Further files of the same name beside the map: gpkg, fgb, parquet, kml, kmz, csv, xlsx, jsonl.",
            show_default=False,
        ),
    ] = None,
    simplestyle: Simplestyle = False,
    bom: Bom = False,
    *,
    means: Means,
) -> None:
    """Map the events of articles and tables: one self-contained HTML file, and the same events as GeoJSON."""
    day = parse_day(published)
    target = output or Path("outputs") / f"{stem_of(source)}.html"
    if target.suffix.lower() not in {".html", ".htm"}:
        raise typer.BadParameter(f"{str(target)!r} must end in .html", param_hint="-o")
    if embed and embed_file:
        raise typer.BadParameter("choose one of --embed and --embed-file", param_hint="--embed")

    from geomap.export import ExportOptions, write_events
    from geomap.webmap import embed_html, event_map, read_options, save_map

    # what is wrong with an option is told before the sources are read
    suffixes = dict.fromkeys((".geojson", *parse_formats(also)))
    look = read_options(group_by=group_by, colors=colors, tiles=tiles)
    found = gather(source, day, means)
    title = title or title_of(found)
    style = ExportOptions(title=title, colors=look.colors, simplestyle=simplestyle, bom=bom)
    page = event_map(found.events, options=replace(look, remarks=found.remarks), title=title)
    beside = [p for suffix in suffixes for p in write_events(found.events, target.with_suffix(suffix), options=style)]
    save_map(page, target)
    if embed or embed_file:
        typer.echo(embed_html(page, file=target.name if embed_file else None))
        note(f"wrote {', '.join(map(str, [target, *beside[:-1]]))} and {beside[-1]}")
    else:
        for path in (target, *beside):
            typer.echo(path)
    finish(found)


@takes_means()
def extract_command(
    source: Sources,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the events go; its suffix chooses the format: .geojson, .gpkg, .fgb, .parquet, .kml, .kmz, "
            ".csv, .xlsx or .jsonl.",
            show_default=False,
        ),
    ],
    published: Published = None,
    colors: ColorsPath = None,
    simplestyle: Simplestyle = False,
    bom: Bom = False,
    *,
    means: Means,
) -> None:
    """Extract the events of articles and tables as GeoJSON, GeoPackage or another format, with their evidence."""
    day = parse_day(published)
    require_format(output)

    from geomap.export import ExportOptions

    look = ExportOptions(colors=load_colors(colors), simplestyle=simplestyle, bom=bom)
    write_sources(source, output, means=means, look=look, published=day)
