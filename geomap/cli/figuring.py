"""``geomap figure``: events in, a figure for print out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli.console import note, parse_day, tell
from geomap.cli.options import ColorsPath, Means, Published, load_colors, takes_means
from geomap.cli.sources import finish, gather

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["figure_command"]

SUFFIXES = (".png", ".svg", ".pdf")


@takes_means(without=("explain",))
def figure_command(
    events: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENTS...",
            help="Events as geomap map and geomap extract write them, tables of events, or articles; files, folders,"
            " globs.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where the figure goes: .png, .svg or .pdf.", show_default=False
        ),
    ],
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Title; the number of events by default.", show_default=False),
    ] = None,
    facet: Annotated[
        str | None,
        typer.Option(
            "--facet", metavar="BY", help="Small multiples by date or actor, on one scale.", show_default=False
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="day, week, month, quarter, year, '5 years', '10 years' or century, for --facet date and the "
            "timeline; by default it follows from the span of the events.",
            show_default=False,
        ),
    ] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Draw the events by date, stacked by actor, beneath the map.")
    ] = False,
    no_map: Annotated[bool, typer.Option("--no-map", help="Leave the map out: only the timeline.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only events of this day or later.", show_default=False),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Only events of this day or earlier.", show_default=False),
    ] = None,
    size: Annotated[
        str,
        typer.Option(
            "--size", metavar="SIZE", help="column (85 mm), page (170 mm), wide (254x143 mm), or millimetres: 120x90."
        ),
    ] = "page",
    dpi: Annotated[int, typer.Option("--dpi", metavar="N", help="Dots per inch of a PNG.")] = 300,
    dark: Annotated[bool, typer.Option("--dark", help="Light on a dark ground, for screens.")] = False,
    colors: ColorsPath = None,
    sources: Annotated[
        str | None,
        typer.Option(
            "--sources", metavar="TEXT", help="The line of sources; the events' own by default.", show_default=False
        ),
    ] = None,
    published: Published = None,
    *,
    means: Means,
) -> None:
    """Draw events for print: a map with legend, scale, sources and a description inside the file."""
    if output.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"{str(output)!r} must end in {', '.join(SUFFIXES)}", param_hint="-o")
    first, last, day = parse_day(since, "--since"), parse_day(until, "--until"), parse_day(published)

    # what is wrong with an option is told before the sources are read
    from geomap.figures import Facet, FigureOptions, Period, choose_word, figure

    look = FigureOptions(
        title=title,
        facet=choose_word(Facet, facet, "facet"),
        period=choose_word(Period, period, "period"),
        timeline=timeline or no_map,
        show_map=not no_map,
        size=size,
        dark=dark,
        dpi=dpi,
        colors=load_colors(colors),
        sources=sources,
    )
    found = gather(events, day, means)
    drawn = figure(_between(found.events, first, last), options=look)
    drawn.savefig(output)
    typer.echo(output)
    tell(drawn.alt_text)
    finish(found)


def _between(frame: gpd.GeoDataFrame, first: dt.date | None, last: dt.date | None) -> gpd.GeoDataFrame:
    """Keep the events that may have been between two days, and say how many are left out."""
    import pandas as pd

    if first is None and last is None:
        return frame
    start = frame["date_start"]
    end = frame["date_end"].fillna(start)
    kept = start.notna()
    if first is not None:
        kept &= end >= pd.Timestamp(first)
    if last is not None:
        kept &= start <= pd.Timestamp(last)
    left_out = len(frame) - int(kept.sum())
    if left_out:
        undated = int(start.isna().sum())
        verb = "event is" if left_out == 1 else "events are"
        note(
            f"{left_out:,} {verb} left out by --since and --until"
            + (f", {undated:,} of them without a date" if undated else "")
        )
    return frame[kept]
