"""The options that several commands have, each declared once; and those that every maker of events has, together.

In: what the user typed. Out: a `Means`, with which `geomap.cli.sources` makes events of articles and tables.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from geomap.cli.tableoptions import TableMeans

__all__ = [
    "Bom",
    "ColorsPath",
    "GazetteerPath",
    "Means",
    "Published",
    "Simplestyle",
    "Sources",
    "Title",
    "load_colors",
    "takes_means",
]

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Articles (.txt, .md, .html, .json, .jsonl), tables (.csv, .xlsx, .geojson, .gpkg, ...), folders or globs"
        " of both, or - for an article on standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Day of publication (YYYY-MM-DD), from which “Tuesday” and “last week” count; wins over the page's own.",
        show_default=False,
    ),
]
Title = Annotated[
    str | None,
    typer.Option("--title", metavar="TEXT", help="Title; the article's own by default.", show_default=False),
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
GazetteerPath = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="DIR",
        help="Use the gazetteer in this folder in place of the shipped one (also: GEOMAP_GAZETTEER).",
        show_default=False,
    ),
]
_ActorsPath = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="Add the actors of this file to the shipped list: TOML, or a Phoenix dictionary (.txt).",
        show_default=False,
    ),
]
_OntologyPath = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        metavar="FILE",
        help="Lay the event types of this TOML file over the shipped ones.",
        show_default=False,
    ),
]
_CorrectionsPath = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="Correct the events by this TOML or CSV file: places, actors, values, events dropped, added or merged.",
        show_default=False,
    ),
]
_Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Tell on standard error, sentence by sentence, what was found and what was refused and why.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What events are made with, as the options name it."""

    gazetteer: GazetteerPath = None
    actors: _ActorsPath = None
    ontology: _OntologyPath = None
    corrections: _CorrectionsPath = None
    explain: _Explain = False
    tables: TableMeans = field(default_factory=TableMeans)


def takes_means(*, without: Iterable[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of `Means`, ``without`` some, which it takes together as its parameter ``means``."""
    own = [name for name in _names_of(Means) if name != "tables" and name not in without]
    shared = [*_parameters_of(Means, own), *_parameters_of(TableMeans, _names_of(TableMeans))]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        kept = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(command, eval_str=True).parameters.items()
            if name != "means"
        ]

        @functools.wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
            tables = TableMeans(**{name: given.pop(name) for name in _names_of(TableMeans)})
            means = Means(**{name: given.pop(name) for name in own}, tables=tables)
            command(**given, means=means)

        parameters = [*kept, *shared]
        # what typer reads the options from
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # a function's own attribute
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def load_colors(path: Path | None) -> dict[str, str]:
    """Read a file of colours, if one is named; a mistake in it is told before any work is done."""
    if path is None:
        return {}
    from geomap.symbology import read_colors

    return read_colors(path)


def _names_of(options: type[Means | TableMeans]) -> list[str]:
    return [option.name for option in fields(options)]


def _parameters_of(options: type[Means | TableMeans], names: Iterable[str]) -> list[inspect.Parameter]:
    hints = get_type_hints(options, include_extras=True)
    defaults = {option.name: option.default for option in fields(options)}
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name], annotation=hints[name])
        for name in names
    ]
