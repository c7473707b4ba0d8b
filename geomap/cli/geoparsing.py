"""``geomap geoparse``: every place name of a text, what it does there, and the place it stands for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geomap.cli.console import follow, note
from geomap.cli.options import GazetteerPath
from geomap.cli.sources import note_foreign
from geomap.wording import say_count

if TYPE_CHECKING:
    from geomap.model import Document, Resolution
    from geomap.resolution import ResolutionOptions

__all__ = ["geoparse_command"]


class Format(StrEnum):
    """How results are printed."""

    JSONL = "jsonl"
    TABLE = "table"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A document, and the spans to resolve where they are given."""

    document: Document
    spans: tuple[tuple[int, int], ...] | None = None


def geoparse_command(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Articles as for geomap map, or JSON lines with doc_id and text.",
            show_default=False,
        ),
    ],
    form: Annotated[Format, typer.Option("--format", help="How to print the results.")] = Format.JSONL,
    gold_spans: Annotated[
        bool,
        typer.Option("--gold-spans", help="Resolve the spans given in each JSON line's “toponyms”, and no others."),
    ] = False,
    prefer_country: Annotated[
        str | None,
        typer.Option("--prefer-country", metavar="CODE", help="Lean towards this country.", show_default=False),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option("--near", metavar="LAT,LON", help="Lean towards places near this point.", show_default=False),
    ] = None,
    bbox: Annotated[
        str | None,
        typer.Option("--bbox", metavar="W,S,E,N", help="Only places in this box, in degrees.", show_default=False),
    ] = None,
    gazetteer: GazetteerPath = None,
) -> None:
    """Find the place names of texts: role, place, confidence, reason and runners-up for each."""
    options = _make_options(prefer_country, near, bbox)
    failures: list[str] = []
    tasks = list(_read_spans(source, failures) if gold_spans else _read_articles(source, failures))
    for message in failures:
        note(message)
    if not tasks:
        raise typer.Exit(1)
    note_foreign([task.document for task in tasks])
    results = _resolve_all(tasks, gazetteer, options)
    _print(follow(results, total=len(tasks), label="Reading texts"), form)
    if failures:
        note(f"{say_count(len(failures), 'source')} could not be read")
        raise typer.Exit(1)


def _make_options(prefer_country: str | None, near: str | None, bbox: str | None) -> ResolutionOptions:
    from geomap.resolution import ResolutionOptions

    point = _numbers(near, 2, "--near", "36.19,44.01")
    box = _numbers(bbox, 4, "--bbox", "38.8,29.1,48.6,37.4")
    return ResolutionOptions(
        prefer_country=prefer_country,
        near=(point[0], point[1]) if point else None,
        bbox=(box[0], box[1], box[2], box[3]) if box else None,
    )


def _numbers(value: str | None, count: int, option: str, example: str) -> list[float] | None:
    if value is None:
        return None
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        message = f"{value!r} is not {count} numbers with commas between them, such as {example}"
        raise typer.BadParameter(message, param_hint=option)
    return numbers


def _read_articles(sources: list[str], failures: list[str]) -> Iterator[_Task]:
    from geomap.model import Document
    from geomap.reading import read_documents

    for result in read_documents(*sources):
        if isinstance(result, Document):
            yield _Task(document=result)
        else:
            failures.append(result.message)


def _read_spans(sources: list[str], failures: list[str]) -> Iterator[_Task]:
    """Read JSON lines with given spans; a malformed line is reported and the rest goes on."""
    from geomap.errors import InputError
    from geomap.reading import read_text

    for source in sources:
        try:
            # not splitlines(): a text may hold other line separators, JSON lines know the line feed alone
            lines = Path(source).read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            failures.append(f"{source}: cannot be read ({error}); --gold-spans needs a JSON lines file")
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                document = read_text(record["text"], doc_id=str(record.get("doc_id", f"{Path(source).stem}:{number}")))
                spans = tuple((int(t["start"]), int(t["end"])) for t in record["toponyms"])
                _check_spans(spans, document)
            except (ValueError, TypeError, KeyError, AttributeError, InputError) as error:
                failures.append(f"{source}: line {number} is no document with text and toponyms ({error!s:.120})")
                continue
            yield _Task(document=document, spans=spans)


def _check_spans(spans: tuple[tuple[int, int], ...], document: Document) -> None:
    for start, end in spans:
        if not 0 <= start < end <= len(document.text):
            raise ValueError(f"the span {start} to {end} is not in the text of {len(document.text)} characters")


def _resolve_all(
    tasks: list[_Task], gazetteer: Path | None, options: ResolutionOptions
) -> Iterator[tuple[Document, list[Resolution]]]:
    from geomap.actors import ActorList
    from geomap.gazetteer import Gazetteer
    from geomap.geoparsing import geoparse_parsed, resolve_spans
    from geomap.language import parse_all

    places, actors = Gazetteer.open(gazetteer), ActorList.load()
    parsed_all = parse_all((t.document for t in tasks), lemmas=False)
    for task, parsed in zip(tasks, parsed_all, strict=True):
        if task.spans is None:
            found = geoparse_parsed(parsed, gazetteer=places, actors=actors, resolution=options)
        else:
            found = resolve_spans(parsed, task.spans, gazetteer=places, actors=actors, resolution=options)
        yield task.document, found


def _print(results: Iterator[tuple[Document, list[Resolution]]], form: Format) -> None:
    if form is Format.JSONL:
        for document, found in results:
            record = {"doc_id": document.doc_id, "toponyms": [_as_record(r) for r in found]}
            typer.echo(json.dumps(record, ensure_ascii=False))
    elif form is Format.GEOJSON:
        features = [_as_feature(document, r) for document, found in results for r in found]
        typer.echo(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1))
    else:
        rows: list[tuple[str, ...]] = [
            ("document", "start", "name", "role", "place", "country", "precision", "confidence", "reason")
        ]
        rows += [_as_row(document, r) for document, found in results for r in found]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _as_record(resolution: Resolution) -> dict[str, Any]:
    mention, place = resolution.mention, resolution.place
    return {
        "start": mention.start,
        "end": mention.end,
        "name": mention.surface,
        "role": mention.role.value,
        "literal": mention.is_literal,
        "lat": round(place.latitude, 5) if place else None,
        "lon": round(place.longitude, 5) if place else None,
        "geonameid": place.geonames_id if place else None,
        "gazetteer_id": place.place_id if place else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1_name if place else None,
        "place_precision": place.precision.value if place else None,
        "confidence": round(resolution.confidence, 4),
        "reason": resolution.reason,
        "runners_up": [
            {"place": c.place.name, "country": c.place.country, "gazetteer_id": c.place.place_id}
            for c in resolution.runners_up
        ],
    }


def _as_feature(document: Document, resolution: Resolution) -> dict[str, Any]:
    """Give a mention as an RFC 7946 feature, longitude before latitude."""
    record = _as_record(resolution)
    found = record["lat"] is not None
    geometry = {"type": "Point", "coordinates": [record["lon"], record["lat"]]} if found else None
    return {"type": "Feature", "geometry": geometry, "properties": {"doc_id": document.doc_id, **record}}


def _as_row(document: Document, resolution: Resolution) -> tuple[str, ...]:
    mention, place = resolution.mention, resolution.place
    return (
        document.doc_id,
        str(mention.start),
        " ".join(mention.surface.split()),
        mention.role.value,
        place.name if place else "not resolved",
        (place.country if place else None) or "",
        place.precision.value if place else "",
        f"{resolution.confidence:.2f}",
        resolution.reason,
    )
