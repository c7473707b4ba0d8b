"""The actors' colours in one figure, the same in map, legend and timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geomap.figures.eventtable import Codes, EventTable
from geomap.figures.fonts import clean_text
from geomap.figures.theme import Theme, tone
from geomap.symbology import OTHERS, PALETTE, assign_colours

__all__ = ["NO_ACTOR", "OTHER_ACTORS", "ActorPalette", "LegendEntry", "make_palette"]

NO_ACTOR = "no actor named"
OTHER_ACTORS = "other actors"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A line of the legend: a name, its colour, how many events, and the actors' codes it stands for."""

    name: str
    colour: str
    count: int
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPalette:
    """Colour and slot of every actor's code; the last stand for no actor, so that code -1 finds them."""

    colours: tuple[str, ...]
    slots: tuple[int, ...]
    entries: tuple[LegendEntry, ...]

    def entry_of(self, table: EventTable) -> Codes:
        """Give the number of the legend entry of every event."""
        number = np.zeros(len(self.colours), dtype=np.int64)
        for index, entry in enumerate(self.entries):
            number[list(entry.codes)] = index
        found: Codes = number[table.actor]
        return found

    def share(self, table: EventTable, rows: Codes) -> list[tuple[str, int]]:
        """Give the colours of some events with the weight of each, in the order of the legend."""
        entry = self.entry_of(table)[rows]
        weight = np.bincount(entry, weights=table.weight[rows].astype(float), minlength=len(self.entries))
        parts: dict[str, int] = {}
        for number in np.flatnonzero(weight).tolist():
            colour = self.entries[number].colour
            parts[colour] = parts.get(colour, 0) + int(weight[number])
        return sorted(parts.items(), key=lambda part: -part[1])


def make_palette(table: EventTable, fixed: Mapping[str, str], theme: Theme) -> ActorPalette:
    """Give every actor its colour; those beyond the palette share a grey and one line of the legend."""
    counts = table.count_actors()
    named = {table.actors[code]: count for code, count in counts.items() if code >= 0}
    given = assign_colours(named, fixed)
    grey = OTHERS[theme.dark]
    colours = [tone(given[name], theme) if name in given else grey for name in table.actors]
    slots = [given[name].slot if name in given else len(PALETTE) for name in table.actors]
    codes = {name: code for code, name in enumerate(table.actors)}
    entries, others = [], []
    for name, actor in given.items():
        if actor.slot == len(PALETTE) and name not in fixed:
            others.append(name)
        else:
            entry = LegendEntry(
                name=clean_text(name), colour=tone(actor, theme), count=named[name], codes=(codes[name],)
            )
            entries.append(entry)
    if others:
        words = clean_text(others[0]) if len(others) == 1 else f"{len(others)} {OTHER_ACTORS}"
        total = sum(named[name] for name in others)
        entries.append(LegendEntry(name=words, colour=grey, count=total, codes=tuple(codes[n] for n in others)))
    if counts.get(-1):
        entries.append(LegendEntry(name=NO_ACTOR, colour=grey, count=counts[-1], codes=(-1,)))
    return ActorPalette(
        colours=(*colours, grey), slots=(*slots, len(PALETTE)), entries=tuple(entries) or (_nobody(grey),)
    )


def _nobody(grey: str) -> LegendEntry:
    return LegendEntry(name=NO_ACTOR, colour=grey, count=0, codes=(-1,))
