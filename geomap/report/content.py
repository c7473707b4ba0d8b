"""What a report says, before it has a form: headings, numbers, entries and notes in plain text.

In: an event frame and options. Out: a `ReportContent`, which the renderers lay out as HTML, Markdown or Word without
deciding anything about the events.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.areas import open_areas
from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer
from geomap.model import PlacePrecision
from geomap.report.summary import Count, Summary, Toll, summarise
from geomap.wording import say_assertion, say_count, say_date, say_place, say_toll

__all__ = ["Entry", "Quote", "ReportContent", "SummaryTable", "build_content"]

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence that tells of an event, and who printed it; ``url`` is an http address or None."""

    text: str
    source: str | None
    url: str | None
    day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in words; ``notes`` are the doubts and the standing of what is told."""

    number: int
    title: str
    when: str
    where: str
    who: str
    whom: str
    casualties: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryTable:
    """A table of counts: what is counted, rows of name, events, killed and injured, and what was left out."""

    heading: str
    rows: tuple[tuple[str, str, str, str], ...]
    left_out: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """The whole report as plain text; ``omitted`` says how many events the table of events leaves out, and where."""

    title: str
    subtitle: str
    key_points: tuple[str, ...]
    tables: tuple[SummaryTable, ...]
    entries: tuple[Entry, ...]
    omitted: str | None
    method: tuple[str, ...]
    credits: tuple[str, ...]


def build_content(
    events: gpd.GeoDataFrame,
    *,
    title: str,
    gazetteer: Gazetteer,
    version: str,
    most_events: int,
    remarks: tuple[str, ...] = (),
) -> ReportContent:
    """Say in words what a frame of events holds; undated events come last, the others in order of time."""
    frame = check_frame(events).sort_values(["date_start", "date_end", "event_id"], na_position="last", kind="stable")
    summary = summarise(frame, name_country)
    shown = frame.head(most_events).drop(columns="geometry").to_dict("records")
    rest = len(frame) - len(shown)
    return ReportContent(
        title=title,
        subtitle=_subtitle(summary),
        key_points=(*_key_points(summary), *remarks),
        tables=tuple(_lay_out(heading, rows, left) for heading, rows, left in summary.tables),
        entries=tuple(_describe(number, _plain(row)) for number, row in enumerate(shown, start=1)),
        omitted=f"and {say_count(rest, 'further event')}, which the data file holds in full" if rest else None,
        method=tuple(_method(summary, gazetteer, version)),
        credits=gazetteer.info.attribution,
    )


def name_country(code: str) -> str:
    """Give the name of a country by its ISO 3166-1 alpha-2 code; an unknown code stands for itself.

    >>> name_country("IQ")
    'Iraq'
    """
    area = open_areas().country(code)
    return area.name if area is not None else code


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Turn the cells of a row into plain values, None for missing ones."""
    plain = {}
    for name, value in row.items():
        missing = not isinstance(value, list | dict) and pd.isna(value)
        day = value.date() if isinstance(value, pd.Timestamp) and not missing else value
        plain[str(name)] = None if missing else day
    return plain


def _subtitle(summary: Summary) -> str:
    parts = [say_count(summary.total.events, "event"), summary.span or "no dates"]
    if summary.sources:
        parts.append(say_count(summary.sources, "source"))
    return " · ".join(parts)


def _key_points(summary: Summary) -> Iterator[str]:
    total = summary.total
    if not total.records:
        yield "No events were found."
        return
    if total.events != total.records:
        yield (
            f"{say_count(total.records, 'record')} tell of {say_count(total.events, 'event')}: "
            "a count that a source gives as one number stays one record."
        )
    for word, toll in (("killed", total.killed), ("injured", total.injured)):
        yield f"People {word}: {_say_total(toll, total.records)}."
    for word, toll in (("missing", summary.missing), ("displaced", summary.displaced)):
        if toll.told:
            yield f"People {word}: {_say_total(toll, total.records)}."
    doubts = (
        (summary.unplaced, "has no place and is on no map", "have no place and are on no map"),
        (summary.undated, "has no date", "have no date"),
        (summary.doubtful, "is uncertain (confidence below a half)", "are uncertain (confidence below a half)"),
    )
    for number, one, several in doubts:
        if number:
            yield f"{say_count(number, 'record')} {one if number == 1 else several}."


def _say_total(toll: Toll, records: int) -> str:
    if not toll.told:
        return "no number is told"
    silent = records - toll.told
    told = (
        f" in {say_count(toll.told, 'record')}; {silent:,} tell{'s' if silent == 1 else ''} no number" if silent else ""
    )
    return f"{_say_span(toll)}{told}"


def _say_span(toll: Toll) -> str:
    if not toll.told:
        return "–"
    if toll.high is None:
        return f"at least {toll.low:,}"
    return f"{toll.low:,}" if toll.low == toll.high else f"{toll.low:,} to {toll.high:,}"


def _lay_out(heading: str, rows: tuple[Count, ...], left_out: int) -> SummaryTable:
    return SummaryTable(
        heading=heading,
        rows=tuple((c.name, f"{c.events:,}", _say_span(c.killed), _say_span(c.injured)) for c in rows),
        left_out=f"and {left_out:,} more" if left_out else None,
    )


def _describe(number: int, event: dict[str, Any]) -> Entry:
    country = name_country(event["country"]) if event["country"] else None
    kinds = ("killed", "injured", "missing", "displaced")
    tolls = [say_toll(event[f"{kind}_min"], event[f"{kind}_max"], kind) for kind in kinds]
    actors = [name for name in _load(event["actors"]) if isinstance(name, str)]
    return Entry(
        number=number,
        title=event["title"] or event["event_type"] or "Event",
        when=say_date(event["date_start"], event["date_end"], event["date_precision"]),
        where=_say_where(event, country),
        who=", ".join(actors) or event["actor"] or "no actor named",
        whom=event["target"] or "–",
        casualties=", ".join(toll for toll in tolls if toll) or "no number told",
        notes=tuple(_notes(event)),
        quotes=tuple(_quotes(event)),
    )


def _say_where(event: dict[str, Any], country: str | None) -> str:
    """Say the place, then the unit and country around it where the place itself does not name them."""
    where, place = say_place(event, country), event["place"] or ""
    # "Port Sudan" does not say that it lies in Sudan
    around = where.replace(place, "") if place else where
    inside = [name for name in (event["admin1"], country) if name and name != place and name not in around]
    if event["place_precision"] == PlacePrecision.UNKNOWN:
        return ", ".join([where, *inside])
    named, mark, rest = where.partition("; ")
    return ", ".join([named, *inside]) + mark + rest


def _load(cell: str | None) -> list[Any]:
    """Load a JSON array; a lone surrogate, which JSON can spell and no file can hold, becomes U+FFFD."""
    whole = json.dumps(json.loads(cell or "[]"), ensure_ascii=False)
    loaded: list[Any] = json.loads(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return loaded


def _notes(event: dict[str, Any]) -> Iterator[str]:
    if event["count"] and event["count"] > 1:
        yield f"one record of {event['count']:,} events"
    said = say_assertion(event["assertion"], event["attributed_to"])
    if said:
        yield said
    if event["status"] and event["status"] != "found":
        yield f"{event['status']} by a person"
    if event["confidence"] is not None and event["confidence"] < 0.5:
        others = [o["name"] for o in _load(event["runners_up"]) if isinstance(o, dict) and o.get("name")]
        yield "uncertain" + (f": could also be {'; '.join(others[:3])}" if others else "")


def _quotes(event: dict[str, Any]) -> Iterator[Quote]:
    evidence = [e for e in _load(event["evidence"]) if isinstance(e, dict) and e.get("quote")]
    for one in evidence or ([{"quote": event["quote"]}] if event["quote"] else []):
        url = one.get("source_url") or event["source_url"]
        yield Quote(
            text=" ".join(str(one["quote"]).split()),
            source=one.get("source") or event["source"] or one.get("doc_id"),
            url=url if isinstance(url, str) and _WEB_ADDRESS.fullmatch(url) else None,
            day=_say_published(one.get("published") or event["published"]),
        )


def _say_published(value: object) -> str | None:
    day = value
    if isinstance(value, str):
        try:
            day = dt.date.fromisoformat(value[:10])
        except ValueError:
            return value
    return say_date(day, day, "day") if isinstance(day, dt.date) else None


def _method(summary: Summary, gazetteer: Gazetteer, version: str) -> Iterator[str]:
    info = gazetteer.info
    yield (
        f"Made with geomap {version}, offline and without a hand in between, except where an event is marked as "
        f"corrected or confirmed. {_say_grounds(summary)}"
    )
    sources = ", ".join(f"{source.name} {source.version}" for source in info.sources)
    places = "Places" if summary.told == summary.total.records else "Places, where a table gives no coordinates,"
    yield f"{places} come from “{info.title}” (format {info.format_version}), built from {sources}."
    yield (
        "A place is given no more precisely than its source gives it: an event told “in Iraq” is counted for the "
        "country and drawn as an area, never as a point. Numbers of people are as told, from the least to the most; "
        "where a source says “at least”, so does the sum. Events told by several sources may be counted once for each."
    )
    if summary.unplaced or summary.undated:
        yield "Events without a place are in the tables and not on the map; events without a date are in no period."


def _say_grounds(summary: Summary) -> str:
    """Say what the events came from, and where to look before one of them is published."""
    told, rows = summary.told, summary.total.records - summary.told
    if not rows:
        return "Every event rests on the sentences quoted with it; look at them before you publish a point."
    if not told:
        return "Every event rests on a row of a table; look at the row and its source before you publish a point."
    first = "rests on the sentences quoted with it" if told == 1 else "rest on the sentences quoted with them"
    return (
        f"{say_count(told, 'record')} {first}, {rows:,} on {'a row of a table' if rows == 1 else 'rows of tables'}; "
        "look at the sentences, or at the row and its source, before you publish a point."
    )
