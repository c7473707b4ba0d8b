"""Options of the web map: what it is called, how its layers are grouped, which colours it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from geomap.errors import InputError

__all__ = ["GroupBy", "MapOptions"]


class GroupBy(StrEnum):
    """What the layers of a map can be grouped by."""

    ACTOR = "actor"
    PERIOD = "period"
    TYPE = "type"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """How a map is made.

    Parameters
    ----------
    title
        Shown at the head of the page and as its title; without it the page says what it holds ("7 events").
    description
        One sentence for the page's description and link previews.
    group_by
        The levels of the layer tree, outermost first: one or two different ones.
    colors
        Colours for actors by name, as ``#rrggbb``, kept in both themes; other actors get theirs from the built-in set
        by number of events, then name. Give the same mapping to a series of maps to keep an actor's colour.
    lang
        Language of the page's own words, for screen readers; the words are English.
    allow_network
        Let layers added by hand keep scripts, styles and tiles that stand on the network. Otherwise such a layer
        stops the map from being saved, because the file would break without a connection.
    tiles
        Name of an online basemap in xyzservices that the reader may switch on ("OpenStreetMap.Mapnik"). It starts off,
        nothing is asked for before the reader switches it on, and then only pictures from that provider's hosts.
    remarks
        Whole sentences about the sources that a reader should know; they stand above the filters.
    detail_kilobytes
        How much of the page may go to fine outlines of the countries around the events.
    """

    title: str | None = None
    description: str | None = None
    group_by: tuple[GroupBy, ...] = (GroupBy.ACTOR, GroupBy.PERIOD)
    colors: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    allow_network: bool = False
    tiles: str | None = None
    remarks: tuple[str, ...] = ()
    detail_kilobytes: int = 300

    def __post_init__(self) -> None:
        if not 1 <= len(self.group_by) <= 2 or len(set(self.group_by)) != len(self.group_by):
            asked = " > ".join(self.group_by)
            raise InputError(f"group_by is {asked!r}: give one or two different of {', '.join(GroupBy)}")
        for actor, color in self.colors.items():
            digits = color.removeprefix("#")
            if len(digits) != 6 or not set(digits.lower()) <= set("0123456789abcdef") or color == digits:
                raise InputError(f"the colour of {actor!r} is {color!r}: write it as #rrggbb")
