"""What the commands that write events share: the choice of the format, and the way from sources to files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geomap.cli.options import Means
from geomap.cli.sources import finish, gather, title_of

if TYPE_CHECKING:
    from geomap.export import ExportOptions

__all__ = ["parse_formats", "require_format", "write_sources"]


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


def write_sources(
    sources: Sequence[str],
    output: Path,
    *,
    means: Means,
    look: ExportOptions,
    published: dt.date | None = None,
    articles: bool = True,
) -> None:
    """Write the events of sources as the suffix of ``output`` says, under a title of theirs, and print the paths."""
    from geomap.export import write_events

    found = gather(sources, published, means, articles=articles)
    for path in write_events(found.events, output, options=replace(look, title=title_of(found))):
        typer.echo(path)
    finish(found)
