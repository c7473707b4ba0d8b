"""``geomap gazetteer``: what the gazetteer is made of; own ones built, added to and checked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli.console import note
from geomap.cli.options import GazetteerPath
from geomap.cli.tableoptions import Encoding, Sheet

if TYPE_CHECKING:
    from geomap.gazetteer import GazetteerInfo

__all__ = ["app"]

app = typer.Typer(help="Look at the gazetteer in use, or make your own.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _root() -> None:
    """Look at the gazetteer in use, or make your own."""


_Output = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="DIR", help="The folder to write; replaced only by a whole new gazetteer."),
]


def _table(option: str, file: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        option, metavar="FILE", help=f"GeoNames' {file}; may be compressed (.zip, .gz, .bz2, .xz).", show_default=False
    )
    return found


@app.command("info")
def info_command(gazetteer: GazetteerPath = None) -> None:
    """Print the gazetteer's sources, versions, licences and counts."""
    from geomap.gazetteer import Gazetteer

    typer.echo(_describe(Gazetteer.open(gazetteer).info))


@app.command("check")
def check_command(gazetteer: GazetteerPath = None) -> None:
    """Compare the gazetteer's files with the hashes they were written with."""
    from geomap.gazetteer import Gazetteer

    opened = Gazetteer.open(gazetteer)
    opened.check()
    typer.echo(f"{opened.info.path}: whole, {opened.info.places:,} places")


@app.command("build")
def build_command(
    geonames: Annotated[
        list[Path], _table("--geonames", "allCountries.txt, a country's table or cities500.txt; repeat for more")
    ],
    output: _Output,
    alternate_names: Annotated[Path | None, _table("--alternate-names", "alternateNamesV2.txt")] = None,
    admin1: Annotated[Path | None, _table("--admin1", "admin1CodesASCII.txt")] = None,
    admin2: Annotated[Path | None, _table("--admin2", "admin2Codes.txt")] = None,
    country_info: Annotated[Path | None, _table("--country-info", "countryInfo.txt")] = None,
    countries: Annotated[
        str,
        typer.Option(metavar="CODES", help="Only these countries (ISO alpha-2, parted by commas).", show_default=False),
    ] = "",
) -> None:
    """Build a gazetteer from a GeoNames dump; the shipped one gives the countries and units that the dump lacks."""
    from geomap.datafiles import find_data
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.dumps import DumpOptions, build_from_dump

    frame = Gazetteer.open(find_data("gazetteer"))
    codes = [code.strip().upper() for code in countries.split(",") if code.strip()]
    unknown = [code for code in codes if frame.country(code) is None]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: no ISO alpha-2 country code", param_hint="--countries")
    options = DumpOptions(
        places=geonames,
        alternate_names=alternate_names,
        admin1=admin1,
        admin2=admin2,
        country_info=country_info,
        countries=codes,
        frame=frame,
    )
    with _shown_progress() as progress:
        info = build_from_dump(options, output, progress=progress)
    typer.echo(f"{output}: {info.places:,} places, {info.names:,} names")


@app.command("add")
def add_command(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A table of places: CSV, Excel, Parquet, GeoJSON, GeoPackage ...")
    ],
    output: _Output,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN",
            help="Which column holds a field, such as name=Ort; repeat for more. Fields: name, latitude, longitude,"
            " country, admin1, alternate_names, kind, population, identifier, geonames_id.",
            show_default=False,
        ),
    ] = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    gazetteer: GazetteerPath = None,
) -> None:
    """Lay a table of places over a gazetteer and write both as a new one; bad rows are left out and named."""
    from dataclasses import fields

    from geomap.gazetteer import Gazetteer
    from geomap.tables.overlay import TableColumns, add_table
    from geomap.tables.raw import SourceOptions

    known = {field.name for field in fields(TableColumns)}
    chosen: dict[str, str] = {}
    for text in column or []:
        field, mark, name = text.partition("=")
        if not mark or not name or field not in known:
            raise typer.BadParameter(f"{text!r}: write FIELD=COLUMN, such as name=Ort", param_hint="--column")
        chosen[field] = name
    with _shown_progress() as progress:
        report = add_table(
            table,
            output,
            base=Gazetteer.open(gazetteer),
            columns=TableColumns(**chosen),
            options=SourceOptions(sheet=sheet, encoding=encoding),
            progress=progress,
        )
    for remark in report.remarks:
        note(f"{table}: {remark}")
    for error in report.errors:
        note(f"{table}: {report.counted_by} {error.line}: {error.message}")
    typer.echo(f"{output}: {report.added} added, {report.replaced} laid over, {len(report.errors)} left out")


@contextmanager
def _shown_progress() -> Iterator[Callable[[str, int], None] | None]:
    """Give what shows progress on a terminal, None elsewhere; its line is cleared in the end."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _show_lines
    finally:
        typer.echo("\r\033[K", err=True, nl=False)


def _show_lines(table: str, lines: int) -> None:
    typer.echo(f"\r{table}: {lines:,}\033[K", err=True, nl=False)


def _describe(info: GazetteerInfo) -> str:
    """Lay the facts of a gazetteer out as lines fit to read and to search."""
    counts = {
        "populated places": info.populated_places,
        "countries": info.countries,
        "admin1": info.admin1,
        "admin2": info.admin2,
        "airports": info.airports,
        "supplement": info.supplement,
        "places in all": info.places,
        "names": info.names,
    }
    width = max(map(len, counts))
    lines = [info.title, f"folder: {info.path}", f"format: {info.format_version}, {info.size_bytes / 1e6:.1f} MB", ""]
    lines += [f"{name.ljust(width)}  {count:>9,}" for name, count in counts.items()]
    lines += ["", "sources:"]
    lines += [f"  {s.name} {s.version} · {s.licence}" + (f" · {s.url}" if s.url else "") for s in info.sources]
    lines += ["", *info.attribution]
    return "\n".join(lines)
