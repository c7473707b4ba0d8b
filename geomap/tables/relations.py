"""Places of a table that are told by another: "near Mosul", "10 km north of Mosul", "outskirts of Mosul".

In: the text of a cell. Out: the name to look up, and how the place lies to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geopy.distance import distance as geodesic

from geomap.model import PlaceRelation

__all__ = ["Relation", "find_relation", "move"]

_NEAR = re.compile(
    r"^(?:near|nearby|close to|around|outside|vicinity of|(?:the )?outskirts of|nahe|in der nähe von|bei|près de|"
    r"aux environs de|autour de|cerca de|perto de|vicino a|presso|возле|около|под|вблизи|біля|поблизу|yakınlarında|"
    r"w pobliżu|koło|nabij|bij|dekat|قرب|بالقرب من)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"^(?:about |approx\.? |ca\.? |~ ?)?(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>km|kms|kilomet(?:er|re)s?|mi|miles?)\s+"
    r"(?:(?:to\s+the\s+)?(?P<bearing>[nsew]{1,3}|(?:north|south|east|west)(?:[- ]?(?:north|south|east|west))*)\s+)?"
    r"(?:of|from)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_COMPASS = {
    name: number * 22.5 for number, name in enumerate("n nne ne ene e ese se sse s ssw sw wsw w wnw nw nnw".split())
}
_KM_PER_MILE = 1.609344
_NEAR_KM = 10.0
# how far a bearing of eight or sixteen points and a round number may miss: a quarter of the way
_MISS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a place lies to the one that is named: ``km`` away by ``bearing`` degrees, None for any direction."""

    name: str
    relation: PlaceRelation = PlaceRelation.IN
    km: float = 0.0
    bearing: float | None = None

    @property
    def wider_km(self) -> float:
        """How much the radius of the place named grows."""
        return self.km * _MISS if self.relation is PlaceRelation.OFFSET else self.km


def find_relation(text: str) -> Relation:
    """Find how a text tells its place.

    >>> found = find_relation("10 km north of Mosul")
    >>> found.name, str(found.relation), found.km, found.bearing
    ('Mosul', 'offset', 10.0, 0.0)
    >>> find_relation("near Mosul").name, find_relation("Mosul").name
    ('Mosul', 'Mosul')
    """
    near = _NEAR.match(text)
    if near is not None:
        return Relation(name=near["name"], relation=PlaceRelation.NEAR, km=_NEAR_KM)
    offset = _OFFSET.match(text)
    if offset is None:
        return Relation(name=text)
    km = float(offset["number"].replace(",", ".")) * (_KM_PER_MILE if offset["unit"].lower().startswith("m") else 1)
    letters = re.sub(r"(?<=\w)(?:orth|outh|ast|est)|[- ]", "", (offset["bearing"] or "").lower())
    bearing = _COMPASS.get(letters)
    relation = PlaceRelation.NEAR if bearing is None else PlaceRelation.OFFSET
    return Relation(name=offset["name"], relation=relation, km=km, bearing=bearing)


def move(latitude: float, longitude: float, found: Relation) -> tuple[float, float]:
    """Move a point as a relation says; it stays where no direction is told."""
    if found.bearing is None:
        return latitude, longitude
    point = geodesic(kilometers=found.km).destination((latitude, longitude), bearing=found.bearing)
    return round(point.latitude, 5), round(point.longitude, 5)
