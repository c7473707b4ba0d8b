"""``geomap geocode``: place names in, coordinates out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geomap.cli.console import follow, note
from geomap.cli.options import GazetteerPath
from geomap.cli.tableoptions import Encoding, Sheet

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.gazetteer.geocoding import GeocodeResult
    from geomap.tables.geocoding import NameColumns
    from geomap.tables.raw import SourceOptions

__all__ = ["Format", "geocode_command"]


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    GEOJSON = "geojson"


def geocode_command(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help="Place names; quote those of several words.", show_default=False),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the results.")] = Format.TABLE,
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="CODE", help="Only places of this country (ISO alpha-2).", show_default=False
        ),
    ] = None,
    gazetteer: GazetteerPath = None,
    source: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE", help="Geocode a table in place of names.", show_default=False),
    ] = None,
    column: Annotated[
        str | None, typer.Option("--column", help="The table's column of place names.", show_default=False)
    ] = None,
    country_column: Annotated[
        str | None, typer.Option("--country-column", help="Its column of countries.", show_default=False)
    ] = None,
    admin1_column: Annotated[
        str | None, typer.Option("--admin1-column", help="Its column of admin1 units.", show_default=False)
    ] = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where the table goes.", show_default=False),
    ] = None,
    online: Annotated[
        str | None,
        typer.Option(
            metavar="SERVICE",
            help="Ask this service of geopy's (nominatim, photon ...) for names that are not found; off unless given.",
            show_default=False,
        ),
    ] = None,
    online_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Your own server of the service.", show_default=False)
    ] = None,
    online_agent: Annotated[
        str, typer.Option(metavar="TEXT", help="Who asks, as the services want to be told.")
    ] = "geomap",
    online_cache: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where answers are kept; default your cache folder.", show_default=False),
    ] = None,
) -> None:
    """Look place names, or a table's column of them, up in the gazetteer; what is not found keeps its row, empty."""
    from geomap.gazetteer import Gazetteer

    if source is not None:
        if name or country or column is None or output is None:
            raise typer.BadParameter("needs --column and -o, and neither names nor --country", param_hint="--input")
    elif not name:
        raise typer.BadParameter("give names, or a table with --input", param_hint="NAME")
    elif column or country_column or admin1_column or sheet or encoding or output:
        raise typer.BadParameter(
            "--column, --country-column, --admin1-column, --sheet, --encoding and -o belong to it", param_hint="--input"
        )
    if online is None and (online_url or online_cache):
        raise typer.BadParameter("--online-url and --online-cache belong to it", param_hint="--online")
    opened = Gazetteer.open(gazetteer)
    fallback = None if online is None else _open_service(online, online_url, online_agent, online_cache, opened)
    if source is not None and output is not None and column is not None:
        from geomap.tables.geocoding import NameColumns
        from geomap.tables.raw import SourceOptions

        columns = NameColumns(name=column, country=country_column, admin1=admin1_column)
        _geocode_table(source, output, columns, SourceOptions(sheet=sheet, encoding=encoding), opened, fallback)
    else:
        _geocode_names(name or [], form, country, opened, fallback)
    if fallback is not None:
        _report_service(fallback)


def _open_service(
    service: str, url: str | None, agent: str, cache: Path | None, gazetteer: Gazetteer
) -> OnlineFallback:
    """Make what is asked for the names that are not found."""
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.gazetteer.online import OnlineGeocoder, find_cache

    online = OnlineGeocoder(service, cache=cache or find_cache(), user_agent=agent, url=url)
    return OnlineFallback(online, gazetteer, progress=_show_asked if sys.stderr.isatty() else None)


def _show_asked(asked: int) -> None:
    typer.echo(f"\rnames asked for online: {asked}\033[K\r", err=True, nl=False)


def _report_service(fallback: OnlineFallback) -> None:
    """Say what the service did; one that failed makes the command fail, after what is known has been given."""
    if fallback.asked:
        note(f"asked online for {fallback.asked} names, {fallback.found} of them found")
    if fallback.error is not None:
        note(str(fallback.error))
        raise typer.Exit(1)


def _geocode_names(
    names: list[str], form: Format, country: str | None, gazetteer: Gazetteer, fallback: OnlineFallback | None
) -> None:
    from geomap.gazetteer.geocoding import find_country, geocode

    results = geocode(names, gazetteer, country=country)
    if fallback is not None:
        code = None if country is None else find_country(gazetteer, country)
        results = [fallback(result, code) for result in results]
    if form is Format.JSON:
        typer.echo(json.dumps([_as_record(r) for r in results], ensure_ascii=False, indent=1))
    elif form is Format.GEOJSON:
        typer.echo(json.dumps(_as_collection(results), ensure_ascii=False, indent=1))
    else:
        typer.echo(_as_table(results))
    missing = [r.name for r in results if r.latitude is None]
    if missing:
        note(f"not found: {', '.join(missing)}")


def _geocode_table(
    source: Path,
    output: Path,
    columns: NameColumns,
    options: SourceOptions,
    gazetteer: Gazetteer,
    fallback: OnlineFallback | None,
) -> None:
    from geomap.tables.geocoding import geocode_table

    report = geocode_table(
        source,
        output,
        gazetteer=gazetteer,
        columns=columns,
        options=options,
        fallback=fallback,
        progress=lambda rows: follow(rows, total=len(rows), label="Looking names up"),
    )
    for remark in report.remarks:
        note(f"{source}: {remark}")
    note(
        f"{report.rows} rows: {report.matched} matched, {report.ambiguous} of them ambiguous,"
        f" {report.unmatched} unmatched"
    )
    for name, count in report.unmatched_names:
        note(f"unmatched: {name} ({count})")
    typer.echo(output)


def _as_record(result: GeocodeResult) -> dict[str, Any]:
    return asdict(result)


def _as_collection(results: list[GeocodeResult]) -> dict[str, Any]:
    """Give the results as an RFC 7946 FeatureCollection, longitude before latitude."""
    features = []
    for result in results:
        found = result.latitude is not None
        geometry = {"type": "Point", "coordinates": [result.longitude, result.latitude]} if found else None
        features.append({"type": "Feature", "geometry": geometry, "properties": _as_record(result)})
    return {"type": "FeatureCollection", "features": features}


def _as_table(results: list[GeocodeResult]) -> str:
    head = ("name", "place", "country", "type", "precision", "latitude", "longitude", "confidence", "gazetteer id")
    rows = [
        (
            r.name,
            r.place or "not found",
            r.country or "",
            r.feature_code or "",
            r.place_precision or "",
            f"{r.latitude:.4f}" if r.latitude is not None else "",
            f"{r.longitude:.4f}" if r.longitude is not None else "",
            f"{r.confidence:.2f}" if r.latitude is not None else "",
            r.gazetteer_id or "",
        )
        for r in results
    ]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    cells = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (head, *rows)]
    return "\n".join("  ".join(row).rstrip() for row in cells)
