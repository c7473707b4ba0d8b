"""``geomap report``: articles and tables in, a report that can be sent as it is out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.console import parse_day
from geomap.cli.options import ColorsPath, Means, Published, Sources, Title, load_colors, takes_means
from geomap.cli.sources import finish, gather, title_of

__all__ = ["report_command"]

SUFFIXES = (".html", ".htm", ".md", ".docx")


@takes_means(without=("explain",))
def report_command(
    source: Sources,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where the report goes: .html, .md or .docx.", show_default=False
        ),
    ],
    title: Title = None,
    illustration: Annotated[
        str | None,
        typer.Option(
            "--illustration",
            metavar="KIND",
            help="What stands at its head: map, figure or none; by default the map in HTML, the figure elsewhere.",
            show_default=False,
        ),
    ] = None,
    most_events: Annotated[
        int,
        typer.Option("--most-events", metavar="N", help="How many events are told one by one; the tables count all."),
    ] = 500,
    colors: ColorsPath = None,
    published: Published = None,
    *,
    means: Means,
) -> None:
    """Write a report of events: a map or figure, counts, every event with its quotes, and a note on method."""
    if output.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"{str(output)!r} must end in .html, .md or .docx", param_hint="-o")
    day = parse_day(published)

    from geomap.gazetteer import Gazetteer
    from geomap.report import Illustration, ReportOptions, write_report

    if illustration is not None and illustration not in set(Illustration):
        raise typer.BadParameter(
            f"{illustration!r}: choose one of {', '.join(Illustration)}", param_hint="--illustration"
        )
    wanted = Illustration(illustration) if illustration is not None else None
    # what is wrong with an option is told before the sources are read
    options = ReportOptions(title=title, illustration=wanted, colors=load_colors(colors), most_events=most_events)
    options.check_target(output)
    found = gather(source, day, means)
    told = options.with_title(title or title_of(found), remarks=found.remarks)
    for path in write_report(found.events, output, options=told, gazetteer=Gazetteer.open(means.gazetteer)):
        typer.echo(path)
    finish(found)
