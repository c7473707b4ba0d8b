"""``geomap map`` and ``geomap extract``: articles in, a layered map and GeoJSON out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli.console import GazetteerPath, follow, note, parse_day, tell
from geomap.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.model import Document
    from geomap.pipeline import Extracted

__all__ = ["extract_command", "map_command"]

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Articles: .txt, .md, .html, .json or .jsonl files, folders, globs, or - for standard input.",
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
ActorsPath = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="Add the actors of this file to the shipped list: TOML, or a Phoenix dictionary (.txt).",
        show_default=False,
    ),
]
OntologyPath = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        metavar="FILE",
        help="Lay the event types of this TOML file over the shipped ones.",
        show_default=False,
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Tell on standard error, sentence by sentence, what was found and what was refused and why.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What the events are extracted with, as the options name it."""

    gazetteer: Path | None
    actors: Path | None
    ontology: Path | None
    explain: bool


def map_command(
    source: Sources,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE.html",
            help="Where the map goes, with a .geojson of the same name beside it.  [default: outputs/<source>.html]",
            show_default=False,
        ),
    ] = None,
    published: Published = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title", metavar="TEXT", help="Title of the map; the article's own by default.", show_default=False
        ),
    ] = None,
    group_by: Annotated[
        str,
        typer.Option(
            "--group-by",
            metavar="LEVELS",
            help="Levels of the layer tree, one or two of actor, period, type, country: period,actor or type,actor.",
        ),
    ] = "actor,period",
    colors: Annotated[
        Path | None,
        typer.Option(
            "--colors",
            metavar="FILE",
            help='Fixed colours of actors, from a TOML file of lines such as "Iran" = "#0072b2".',
            show_default=False,
        ),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(
            "--tiles",
            metavar="NAME",
            help="Offer this online map of xyzservices as a switch; it is off until the reader switches it on.",
            show_default=False,
        ),
    ] = None,
    embed: Annotated[
        bool, typer.Option("--embed", help="Print a sandboxed iframe that carries the map, in place of the paths.")
    ] = False,
    embed_file: Annotated[
        bool, typer.Option("--embed-file", help="Print a sandboxed iframe that points to the file instead.")
    ] = False,
    gazetteer: GazetteerPath = None,
    actors: ActorsPath = None,
    ontology: OntologyPath = None,
    explain: Explain = False,
) -> None:
    """Map the events of articles: one self-contained HTML file, and the same events as GeoJSON."""
    day = parse_day(published)
    target = output or Path("outputs") / f"{_stem(source)}.html"
    if target.suffix.lower() not in {".html", ".htm"}:
        raise typer.BadParameter(f"{str(target)!r} must end in .html", param_hint="-o")
    if embed and embed_file:
        raise typer.BadParameter("choose one of --embed and --embed-file", param_hint="--embed")

    from geomap.export import write_geojson
    from geomap.webmap import embed_html, event_map, read_options, save_map

    # what is wrong with an option is told before the articles are read
    look = read_options(group_by=group_by, colors=colors, tiles=tiles)
    documents, failed = _read(source, day)
    means = _Means(gazetteer=gazetteer, actors=actors, ontology=ontology, explain=explain)
    events = _extract(documents, means)
    geojson = target.with_suffix(".geojson")
    page = event_map(events, options=look, title=title or _title(documents))
    write_geojson(events, geojson)
    save_map(page, target)
    if embed or embed_file:
        typer.echo(embed_html(page, file=target.name if embed_file else None))
        note(f"wrote {target} and {geojson}")
    else:
        typer.echo(target)
        typer.echo(geojson)
    _finish(events, documents, failed)


def extract_command(
    source: Sources,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE.geojson", help="Where the events go.", show_default=False),
    ],
    published: Published = None,
    gazetteer: GazetteerPath = None,
    actors: ActorsPath = None,
    ontology: OntologyPath = None,
    explain: Explain = False,
) -> None:
    """Extract the events of articles as GeoJSON, with the evidence for each."""
    day = parse_day(published)
    if output.suffix.lower() not in {".geojson", ".json"}:
        raise typer.BadParameter(f"{str(output)!r} must end in .geojson", param_hint="-o")
    documents, failed = _read(source, day)
    means = _Means(gazetteer=gazetteer, actors=actors, ontology=ontology, explain=explain)
    events = _extract(documents, means)

    from geomap.export import write_geojson

    write_geojson(events, output)
    typer.echo(output)
    _finish(events, documents, failed)


def _read(sources: list[str], published: object) -> tuple[list[Document], int]:
    """Read all sources; what cannot be read is named on standard error and the rest goes on."""
    from geomap.model import Document
    from geomap.reading import read_documents

    documents: list[Document] = []
    failed = 0
    for result in read_documents(*sources, published=published):  # type: ignore[arg-type]
        if isinstance(result, Document):
            documents.append(result)
        else:
            failed += 1
            note(str(result))
    if not documents:
        raise typer.Exit(1)
    return documents, failed


def _extract(documents: list[Document], means: _Means) -> gpd.GeoDataFrame:
    from geomap.frame import build_frame
    from geomap.gazetteer import Gazetteer
    from geomap.pipeline import extract_documents

    found = extract_documents(
        documents, gazetteer=Gazetteer.open(means.gazetteer), actors=means.actors, ontology=means.ontology
    )
    # the explanation scrolls by itself; a progress bar would be torn by it
    shown = _explained(found) if means.explain else follow(found, total=len(documents), label="Reading articles")
    return build_frame(event for one in shown for event in one.extraction.events)


def _explained(found: Iterable[Extracted]) -> Iterator[Extracted]:
    from geomap.events.explanation import explain

    for one in found:
        for line in explain(one.document, one.extraction):
            tell(line)
        yield one


def _finish(events: gpd.GeoDataFrame, documents: list[Document], failed: int) -> None:
    """Say on standard error what the output does not show, and set the exit code."""
    for document in documents:
        if document.published is None:
            name, why = document.source or document.doc_id, document.published_reason
            note(
                f"{name}: publication date unknown ({why}); relative dates stay open. "
                "Give it with --published YYYY-MM-DD"
            )
    where = documents[0].source or documents[0].doc_id if len(documents) == 1 else f"{len(documents)} articles"
    if len(events) == 0:
        note(f"{where}: no events found; the output holds none")
    else:
        unplaced = int(events.geometry.isna().sum())
        told = f"{len(events)} event{'s' if len(events) != 1 else ''} from {where}"
        note(told + (f", {unplaced} without a place" if unplaced else ""))
    if failed:
        note(f"{failed} source{'s' if failed != 1 else ''} could not be read")
        raise typer.Exit(1)


def _title(documents: list[Document]) -> str:
    if len(documents) == 1:
        return documents[0].title or f"Events in {documents[0].source or documents[0].doc_id}"
    return f"Events in {len(documents)} articles"


def _stem(sources: list[str]) -> str:
    first = Path(sources[0])
    if sources[0] == "-" or any(c in sources[0] for c in "*?["):
        return "events"
    if len(sources) > 1 or first.is_dir():
        return first.name if first.is_dir() and len(sources) == 1 and first.name else "events"
    if not first.stem:
        raise InputError(f"{sources[0]}: not the name of a file; name an article, a folder or a glob")
    return first.stem
