"""``geomap gazetteer``: what the gazetteer is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geomap.gazetteer import GazetteerInfo

__all__ = ["app"]

app = typer.Typer(help="Look at the gazetteer in use.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _root() -> None:
    """Look at the gazetteer in use."""


@app.command("info")
def info_command(
    gazetteer: Annotated[
        Path | None,
        typer.Option(
            "--gazetteer",
            metavar="DIR",
            help="The gazetteer in this folder in place of the shipped one (also: GEOMAP_GAZETTEER).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the gazetteer's sources, versions, licences and counts."""
    from geomap.gazetteer import Gazetteer

    typer.echo(_describe(Gazetteer.open(gazetteer).info))


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
