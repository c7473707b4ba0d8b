"""Colours of actors, shapes of event families, outlines of wide places: the same on every run and in every output.

Web map, figures and styled GIS files draw from here. The colours are told apart by colour-blind readers and are clear
on the light and the dark page.

The hues are Okabe and Ito's (Color Universal Design, 2008), without their yellow, and Paul Tol's wine and indigo; each
has a darker tone for the light page and a lighter one for the dark page, so that both reach 3 : 1 (WCAG 2.2, 1.4.11)
against land and water.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.areas import Area, Areas
from geomap.errors import InputError
from geomap.model import EventFamily, PlacePrecision, PlaceRelation

__all__ = [
    "COLOR",
    "OTHERS",
    "PALETTE",
    "SHAPES",
    "ActorColour",
    "assign_colours",
    "find_area",
    "read_colors",
    "shape_of",
]

PALETTE = (
    ("#0072b2", "#56a5e8"),
    ("#c85200", "#f58a3c"),
    ("#007a5a", "#2fbf95"),
    ("#b1457f", "#e08bb8"),
    ("#8a6500", "#d9b13b"),
    ("#4a3a9c", "#a79bf0"),
    ("#8a1c3c", "#e0798f"),
    ("#1f7a8c", "#6fd0dd"),
)
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
OTHERS = ("#6b6b6b", "#a3a3a3")
SHAPES: Mapping[EventFamily, str] = {
    EventFamily.BATTLE: "circle",
    EventFamily.EXPLOSION: "circle",
    EventFamily.ATTACK: "circle",
    EventFamily.CIVILIANS: "circle",
    EventFamily.PROTEST: "diamond",
    EventFamily.ARREST: "square",
    EventFamily.CRIME: "square",
    EventFamily.LEGAL: "square",
    EventFamily.ACCIDENT: "triangle",
    EventFamily.DISASTER: "triangle",
    EventFamily.DISEASE: "cross",
    EventFamily.DIPLOMACY: "ring",
    EventFamily.MOVEMENT: "chevron",
    EventFamily.AID: "plus",
    EventFamily.OTHER: "pentagon",
}
"""The outline that stands for a family of events, so that colour is never the only carrier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorColour:
    """An actor's colour on the light and on the dark page; ``slot`` is its place in the palette, 8 for other actors."""

    light: str
    dark: str
    slot: int


def shape_of(family: str | None) -> str:
    """Give the outline of a family of events; a family that is not of the model gets that of ``other``.

    >>> shape_of("protest or riot"), shape_of("picnic")
    ('diamond', 'pentagon')
    """
    known = family if family in set(EventFamily) else EventFamily.OTHER
    return SHAPES[EventFamily(known)]


def assign_colours(counts: Mapping[str, int], fixed: Mapping[str, str]) -> dict[str, ActorColour]:
    """Give each actor a colour: the fixed one, else the palette's in order of number of events, then name, else grey.

    >>> [c.slot for c in assign_colours({"a": 1, "b": 5}, {}).values()]
    [0, 1]
    """
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    free = iter(free_slots([fixed[name] for name in ordered if name in fixed]))
    colours = {}
    for name in ordered:
        if name in fixed:
            slot = next((i for i, tones in enumerate(PALETTE) if fixed[name].lower() in tones), len(PALETTE))
            colours[name] = ActorColour(light=fixed[name].lower(), dark=fixed[name].lower(), slot=slot)
        else:
            slot = next(free, len(PALETTE))
            light, dark = PALETTE[slot] if slot < len(PALETTE) else OTHERS
            colours[name] = ActorColour(light=light, dark=dark, slot=slot)
    return colours


def free_slots(taken: Sequence[str]) -> list[int]:
    """Give the palette places whose hue is not fixed for somebody already."""
    used = {color.lower() for color in taken}
    return [i for i, tones in enumerate(PALETTE) if not used & set(tones)]


def read_colors(path: Path) -> dict[str, str]:
    """Read fixed colours of actors from a TOML file, a line an actor: ``"United States" = "#0072b2"``.

    Raises
    ------
    InputError
        When the file cannot be read, is not TOML, or holds anything but names and colours.
    """
    shape = 'write a line an actor: "United States" = "#0072b2"'
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a TOML file of colours") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a TOML file ({error}); {shape}") from error
    colors = {}
    for actor, color in table.items():
        if not isinstance(color, str) or not COLOR.fullmatch(color):
            raise InputError(f"{path}: the colour of {actor!r} is {color!r}, not one like '#0072b2'; {shape}")
        colors[actor] = color
    if not colors:
        raise InputError(f"{path}: names no actor; {shape}")
    return colors


def find_area(
    areas: Areas,
    precision: str | None,
    relation: str | None,
    gazetteer_id: str | None,
    country: str | None,
    admin1: str | None,
    place: str | None,
) -> Area | None:
    """Find the country or admin1 division that an event is drawn on, where its place is known no more precisely.

    None for a finer place, for one only near an area, and for one whose outline is not known: it is drawn as a circle.
    """
    if relation != PlaceRelation.IN:
        return None
    by_id = None
    if gazetteer_id and gazetteer_id.startswith("geonames:") and gazetteer_id[9:].isdigit():
        by_id = areas.by_geonames_id(int(gazetteer_id[9:]))
    if precision == PlacePrecision.COUNTRY:
        return (areas.country(country) if country else None) or by_id
    if precision != PlacePrecision.ADMIN1:
        return None
    if by_id is not None:
        return by_id
    named = (areas.find_admin1(country, name) for name in (admin1, place) if name) if country else iter(())
    return next((area for area in named if area is not None), None)
