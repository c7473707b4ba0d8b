"""Options of a figure: what it is called, how large it is, what it shows beside the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from geomap.errors import InputError
from geomap.periods import Period
from geomap.symbology import COLOR

__all__ = ["Facet", "FigureOptions", "PaperSize", "choose_word", "parse_size"]

LEAST_MM, MOST_MM = 40.0, 1200.0
LEAST_DPI, MOST_DPI = 50, 1200


class Facet(StrEnum):
    """What small multiples are made by."""

    DATE = "date"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSize:
    """Width and height on paper in millimetres; without a height it follows from the map and its legend."""

    width_mm: float
    height_mm: float | None = None


NAMED_SIZES = {
    "column": PaperSize(width_mm=85),
    "page": PaperSize(width_mm=170),
    "wide": PaperSize(width_mm=254, height_mm=143),
}
"""A column of a two-column page, the text of an A4 page, a slide of 16 : 9."""


def parse_size(size: str) -> PaperSize:
    """Read a size: ``column``, ``page``, ``wide`` or millimetres as in ``120x90``.

    Raises
    ------
    InputError
        When the size has another form, or is smaller than 40 mm or larger than 1200 mm.

    Examples
    --------
    >>> parse_size("120x90")
    PaperSize(width_mm=120.0, height_mm=90.0)
    """
    if size in NAMED_SIZES:
        return NAMED_SIZES[size]
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(?:mm)?", size.strip())
    if found is None:
        raise InputError(f"the size is {size!r}: give {', '.join(NAMED_SIZES)}, or millimetres such as 120x90")
    width, height = float(found[1]), float(found[2])
    if not (LEAST_MM <= width <= MOST_MM and LEAST_MM <= height <= MOST_MM):
        raise InputError(f"the size is {size!r}: each side is {LEAST_MM:g} to {MOST_MM:g} mm")
    return PaperSize(width_mm=width, height_mm=height)


Word = TypeVar("Word", bound=StrEnum)


def choose_word(words: type[Word], value: str | None, name: str) -> Word | None:
    """Give the word of an option, None for none.

    Raises
    ------
    InputError
        When there is no such word.
    """
    if value is not None and value not in set(words):
        raise InputError(f"the {name} is {str(value)!r}: give one of {', '.join(words)}")
    return None if value is None else words(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOptions:
    """How a figure is made.

    Parameters
    ----------
    title
        Stands at the head of the figure and opens its alt text; without it the figure says what it holds ("7 events").
    facet
        Small multiples by ``date`` or by ``actor`` in place of one map.
    period
        The period of small multiples by date and of the timeline; by default it follows from the span of the events.
    timeline
        Draw the events by date, stacked by actor, beneath the map.
    show_map
        Draw the map; without it the timeline stands alone.
    size
        ``column`` (85 mm wide), ``page`` (170 mm), ``wide`` (254 by 143 mm), or millimetres such as ``120x90``.
    dark
        Light marks on a dark ground, for screens.
    dpi
        Dots per inch of a PNG.
    colors
        Colours for actors by name, as ``#rrggbb``; other actors get theirs from the built-in set by number of events,
        then name. Give the same mapping to a series of figures to keep an actor's colour.
    sources
        The line of sources; by default the events' own sources, most events first.
    """

    title: str | None = None
    facet: Facet | None = None
    period: Period | None = None
    timeline: bool = False
    show_map: bool = True
    size: str = "page"
    dark: bool = False
    dpi: int = 300
    colors: Mapping[str, str] = field(default_factory=dict)
    sources: str | None = None

    def __post_init__(self) -> None:
        parse_size(self.size)
        # words are taken too, as the command line and notebooks give them
        object.__setattr__(self, "facet", choose_word(Facet, self.facet, "facet"))
        object.__setattr__(self, "period", choose_word(Period, self.period, "period"))
        if not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise InputError(f"the resolution is {self.dpi} dpi: give {LEAST_DPI} to {MOST_DPI}")
        if not self.show_map and not self.timeline:
            raise InputError("neither a map nor a timeline is asked for: a figure shows at least one of them")
        if self.facet is not None and not self.show_map:
            raise InputError("small multiples are maps: leave out either the facet or show_map=False")
        for actor, color in self.colors.items():
            if not COLOR.fullmatch(color):
                raise InputError(f"the colour of {actor!r} is {color!r}: write it as #rrggbb")
