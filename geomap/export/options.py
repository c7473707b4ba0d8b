"""How events are written where there is a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geomap.errors import InputError
from geomap.symbology import COLOR

__all__ = ["ExportOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """The choices of `geomap.write_events`; a format without a choice takes no notice of it.

    Parameters
    ----------
    title
        What the layer is called in a GIS and in Google Earth.
    simplestyle
        GeoJSON: add ``marker-color``, ``marker-size`` and ``description`` for viewers that know simplestyle 1.1.0.
    colors
        Fixed colours of actors, ``{"Iran": "#0072b2"}``; the others get theirs from `geomap.symbology`.
    bom
        CSV: open the file with a byte order mark, without which Excel takes UTF-8 for the code page of the machine.
    """

    title: str = "Events"
    simplestyle: bool = False
    colors: Mapping[str, str] = field(default_factory=dict)
    bom: bool = False

    def __post_init__(self) -> None:
        for actor, color in self.colors.items():
            if not COLOR.fullmatch(color):
                raise InputError(f"the colour of {actor!r} is {color!r}: write it as #rrggbb")
