"""What a figure shows, in words: for those who do not see it, made from the data alone.

In: the events. Out: a few plain sentences, printed and embedded in every file.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geomap.areas import Areas
from geomap.figures.eventtable import PRECISIONS, EventTable
from geomap.figures.fonts import clean_text
from geomap.figures.palette import ActorPalette
from geomap.model import PlacePrecision
from geomap.wording import join_words, say_count, say_span

__all__ = ["describe", "span_of"]

MOST_COUNTRIES, MOST_ACTORS = 5, 5
PRECISION_WORDS = {
    PlacePrecision.SITE: "an exact site",
    PlacePrecision.CITY: "a town",
    PlacePrecision.ADMIN2: "a district",
    PlacePrecision.ADMIN1: "a province or state",
    PlacePrecision.COUNTRY: "a country only",
    PlacePrecision.UNKNOWN: "a point of unknown precision",
}


def span_of(table: EventTable) -> str | None:
    """Say from when to when the events are, None where none has a date."""
    if not table.dated.any():
        return None
    return say_span(int(table.start[table.dated].min()), int(table.end[table.dated].max()))


def describe(
    table: EventTable,
    palette: ActorPalette,
    areas: Areas,
    *,
    title: str | None,
    panels: Sequence[tuple[str, int]],
    facet: str | None,
    has_map: bool,
    has_timeline: bool,
) -> str:
    """Describe a figure: what it is, how many events where and when, by whom, how precisely, and what is not shown."""
    kind = "Map" if has_map else "Timeline"
    if facet:
        kind = f"Small maps by {facet}"
    if has_map and has_timeline:
        kind += " and timeline"
    opening = f"{kind} of {say_count(table.size, 'event')}"
    where = _say_countries(table, areas)
    when = span_of(table)
    opening += (f" in {where}" if where else "") + (f", {when}" if when else "")
    sentences = [f"{clean_text(title).rstrip('.')}." if title else "", f"{opening}."]
    if table.size:
        sentences.append(_say_actors(palette))
    if panels:
        told = [f"{name} {count:,}" for name, count in panels]
        sentences.append(f"Events by {facet}: {'; '.join(told)}.")
    if has_map and table.placed.any():
        sentences.append(_say_precision(table))
    sentences += say_gaps(table, has_map=has_map, has_dates=has_timeline or facet == "date")
    return " ".join(s for s in sentences if s)


def _say_countries(table: EventTable, areas: Areas) -> str:
    codes, counts = np.unique(table.country[table.country >= 0], return_counts=True)
    ranked = sorted(zip((-counts).tolist(), codes.tolist(), strict=True))
    names = []
    for _, code in ranked:
        area = areas.country(table.countries[code])
        names.append(area.name if area else clean_text(table.countries[code]))
    if len(names) > MOST_COUNTRIES:
        return f"{', '.join(names[: MOST_COUNTRIES - 1])} and {len(names) - MOST_COUNTRIES + 1} more countries"
    return join_words(names)


def _say_actors(palette: ActorPalette) -> str:
    told = [f"{entry.name} {entry.count:,}" for entry in palette.entries if entry.count]
    more = len(told) - MOST_ACTORS
    ending = f" and {more} more" if more > 0 else ""
    return f"By actor: {', '.join(told[:MOST_ACTORS])}{ending}."


def _say_precision(table: EventTable) -> str:
    counts = np.bincount(table.precision[table.placed & ~table.approximate], minlength=len(PRECISIONS))
    told = [
        f"{words} for {counts[PRECISIONS.index(p)]:,}"
        for p, words in PRECISION_WORDS.items()
        if counts[PRECISIONS.index(p)]
    ]
    near = int((table.placed & table.approximate).sum())
    if near:
        told.append(f"near or between places for {near:,}")
    return f"The place is known as {join_words(told)}."


def say_gaps(table: EventTable, *, has_map: bool, has_dates: bool) -> list[str]:
    """Say how many events a figure does not show, and why."""
    gaps = []
    unplaced, undated = int((~table.placed).sum()), int((~table.dated).sum())
    if has_map and unplaced:
        has, is_ = ("has", "is") if unplaced == 1 else ("have", "are")
        gaps.append(f"{say_count(unplaced, 'event')} {has} no place and {is_} not on the map.")
    if has_dates and undated:
        gaps.append(f"{say_count(undated, 'event')} {'has' if undated == 1 else 'have'} no date.")
    incidents = int(table.weight.sum())
    if has_map and incidents > table.size:
        gaps.append(
            f"Numbers on the map add up what the sources count together: {say_count(table.size, 'event')} "
            f"{'stands' if table.size == 1 else 'stand'} for {incidents:,}."
        )
    return gaps
