"""Colours and measures on paper: the web map's colours, sizes of type that print legibly. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.symbology import ActorColour

__all__ = ["DARK", "LIGHT", "MM", "Theme", "tone"]

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of everything but the events."""

    dark: bool
    paper: str
    water: str
    land: str
    coast: str
    border: str
    admin1: str
    label: str
    sea_label: str
    ink: str
    quiet: str
    rule: str


LIGHT = Theme(
    dark=False,
    paper="#ffffff",
    water="#dfe7ec",
    land="#f4f2ec",
    coast="#b4bfc6",
    border="#a9a294",
    admin1="#d3cec3",
    label="#6d685e",
    sea_label="#5f7787",
    ink="#1c1d1f",
    quiet="#4f5257",
    rule="#c9c5bb",
)
DARK = Theme(
    dark=True,
    paper="#1e2126",
    water="#181b20",
    land="#2a2e34",
    coast="#3f4650",
    border="#656c77",
    admin1="#3d424b",
    label="#a3a9b3",
    sea_label="#7d8a99",
    ink="#f0f1f3",
    quiet="#b4bac2",
    rule="#4a505a",
)

TITLE, SUBTITLE, HEADING, BODY, SMALL = 10.0, 7.5, 7.0, 7.0, 6.2
"""Sizes of type; 6 points is the least that prints legibly."""
COUNTRY_LABEL, CITY_LABEL, SEA_LABEL, EVENT_LABEL, NUMBER = 6.8, 6.0, 6.2, 6.6, 6.4


def tone(colour: ActorColour, theme: Theme) -> str:
    """Give an actor's colour in a theme."""
    return colour.dark if theme.dark else colour.light
