"""Small multiples: which events stand in which panel.

In: the events and what to divide them by. Out: panels in order; every event is in exactly one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap.errors import InputError
from geomap.figures.eventtable import Codes, EventTable
from geomap.figures.options import Facet
from geomap.figures.palette import ActorPalette
from geomap.periods import Period, choose_scale, make_scale

__all__ = ["Panel", "divide"]

MOST_BY_CHOICE, MOST_ASKED = 12, 48
SIMPLE = (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel: its name, empty for a map that stands alone, and the rows of its events."""

    name: str
    rows: Codes


def divide(table: EventTable, palette: ActorPalette, facet: Facet | None, period: Period | None) -> list[Panel]:
    """Divide events among panels.

    Periods adapt to the span of the events where none is given. An event that may be in several periods, and one
    without a date, stand in panels of their own: in no period would they be at the right place.

    Raises
    ------
    InputError
        When the given period makes more panels than fit a figure.
    """
    if facet is None:
        return [Panel(name="", rows=np.arange(table.size))]
    panels = _by_actor(table, palette) if facet is Facet.ACTOR else _by_date(table, period)
    return panels or [Panel(name="no events", rows=np.arange(0))]


def _by_actor(table: EventTable, palette: ActorPalette) -> list[Panel]:
    entry = palette.entry_of(table)
    return [
        Panel(name=one.name, rows=np.flatnonzero(entry == number))
        for number, one in enumerate(palette.entries)
        if one.count
    ]


def _by_date(table: EventTable, period: Period | None) -> list[Panel]:
    panels = []
    dated = np.flatnonzero(table.dated)
    if len(dated):
        start, end = table.start[dated], table.end[dated]
        first, last = int(start.min()), int(end.max())
        scale = make_scale(period, first, last) if period else choose_scale(first, last, MOST_BY_CHOICE)
        if scale.size > MOST_ASKED:
            raise InputError(
                f"small multiples by {scale.period} would be {scale.size:,} panels, from {scale.name(0)} to "
                f"{scale.name(scale.size - 1)}; {MOST_ASKED} is the most: choose a longer period or fewer events"
            )
        low, high = scale.locate(start), scale.locate(end)
        panels = [
            Panel(name=scale.name(number), rows=dated[(low == number) & (high == number)])
            for number in range(scale.size)
        ]
        several = dated[low != high]
        if len(several):
            unit = f"{scale.period}s" if scale.period in SIMPLE else "periods"
            panels.append(Panel(name=f"over several {unit}", rows=several))
    undated = np.flatnonzero(~table.dated)
    if len(undated):
        panels.append(Panel(name="no date", rows=undated))
    return panels
