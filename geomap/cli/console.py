"""What the commands share: notes on standard error, dates from options, progress on a terminal."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer

__all__ = ["follow", "note", "parse_day", "tell"]

T = TypeVar("T")


def note(message: str) -> None:
    """Say something on standard error."""
    typer.echo(f"geomap: {message}", err=True)


def tell(line: str) -> None:
    """Print a line of an explanation on standard error, where it mixes with no data."""
    typer.echo(line, err=True)


def parse_day(value: str | None, option: str = "--published") -> dt.date | None:
    """Read the value of an option that is a day; a wrong one is wrong use (exit code 2)."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(
            f"{value!r} is not a day; write it as YYYY-MM-DD, for example 2023-12-26", param_hint=option
        ) from error


def follow(items: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """Show a progress bar on standard error, only on a terminal and only for more than one item."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)
