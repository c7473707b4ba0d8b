"""What the commands that write events share: the options of the formats, and the choice of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Bom", "ColorsPath", "Simplestyle", "parse_formats", "require_format"]

Simplestyle = Annotated[
    bool,
    typer.Option(
        "--simplestyle",
        help="GeoJSON: add marker-color, marker-size and description for viewers that know simplestyle.",
    ),
]
Bom = Annotated[
    bool, typer.Option("--bom", help="CSV: open with a byte order mark, without which Excel garbles what is not ASCII.")
]
ColorsPath = Annotated[
    Path | None,
    typer.Option(
        "--colors",
        metavar="FILE",
        help='Fixed colours of actors, from a TOML file of lines such as "Iran" = "#0072b2".',
        show_default=False,
    ),
]


def require_format(path: Path) -> Path:
    """Give the path of an output when some format goes by its suffix; another one is wrong use (exit code 2)."""
    from geomap.errors import ExportError
    from geomap.export import check_suffix

    try:
        check_suffix(path)
    except ExportError as error:
        raise typer.BadParameter(str(error), param_hint="-o") from error
    return path


def parse_formats(value: str | None) -> tuple[str, ...]:
    """Read the value of ``--also``: suffixes with a comma between; an unknown one is wrong use (exit code 2)."""
    from geomap.export import SUFFIXES

    suffixes = tuple(f".{name.strip().lower().lstrip('.')}" for name in (value or "").split(",") if name.strip())
    for suffix in suffixes:
        if suffix not in SUFFIXES:
            known = ", ".join(name.lstrip(".") for name in SUFFIXES)
            raise typer.BadParameter(f"{suffix.lstrip('.')!r} is no format; choose among {known}", param_hint="--also")
    return tuple(dict.fromkeys(suffixes))
