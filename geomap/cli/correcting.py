"""``--corrections FILE`` of the commands that make events, and ``geomap corrections``, which writes a worksheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli.console import note
from geomap.wording import say_count

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.corrections import Corrections
    from geomap.gazetteer import Gazetteer

__all__ = ["correct", "corrections_command", "load_corrections"]


def load_corrections(path: Path | None) -> Corrections | None:
    """Read a file of corrections, if one is named; a mistake in it is told before any work is done."""
    if path is None:
        return None
    from geomap.corrections import read_corrections

    return read_corrections(path)


def correct(events: gpd.GeoDataFrame, corrections: Corrections | None, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Apply corrections, if there are any; those that fitted nothing are named on standard error."""
    if corrections is None:
        return events
    from geomap.corrections import apply_corrections

    done = apply_corrections(events, corrections, gazetteer=gazetteer)
    for unused in done.unused:
        note(f"{corrections.source}: {unused.where} was not used: {unused.reason}")
    note(f"{say_count(done.used, 'correction')} of {corrections.source} applied")
    return done.frame


def corrections_command(
    events: Annotated[
        Path, typer.Argument(metavar="EVENTS", help="Events as geomap writes them, in any of its formats.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE.csv",
            help="Where the worksheet goes: a row an event, to be filled in where there is something to correct.",
            show_default=False,
        ),
    ],
) -> None:
    """Write a worksheet of corrections: every event with its key, and empty cells to say what is wrong with it."""
    if output.suffix.lower() != ".csv":
        raise typer.BadParameter(f"{str(output)!r} must end in .csv", param_hint="-o")

    from geomap.corrections import write_worksheet
    from geomap.tables import read_table

    typer.echo(write_worksheet(read_table(events).frame, output))
    note("fill in the column “action”, then give the file back with --corrections; see docs/corrections.md")
