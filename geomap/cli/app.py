"""The program ``geomap`` and its commands."""

from __future__ import annotations

import sys

import typer

from geomap.cli import converting, correcting, figuring, gazetteer, geocoding, geoparsing, mapping, reporting
from geomap.errors import GeomapError

__all__ = ["app", "main"]

app = typer.Typer(
    name="geomap",
    help="Map the events in news articles: offline, with evidence, no more precise than the text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("map")(mapping.map_command)
app.command("extract")(mapping.extract_command)
app.command("convert")(converting.convert_command)
app.command("figure")(figuring.figure_command)
app.command("report")(reporting.report_command)
app.command("corrections")(correcting.corrections_command)
app.command("geoparse")(geoparsing.geoparse_command)
app.command("geocode")(geocoding.geocode_command)
app.add_typer(gazetteer.app, name="gazetteer")


def _print_version(wanted: bool) -> None:
    if wanted:
        from geomap import __version__

        typer.echo(f"geomap {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Map the events in news articles: offline, with evidence, no more precise than the text."""


def main() -> None:
    """Run the command line; a user's mistake is one line on standard error, never a traceback."""
    try:
        app()
    except GeomapError as error:
        typer.echo(f"geomap: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output has gone (geomap ... | head)
        sys.stderr.close()
        sys.exit(1)
