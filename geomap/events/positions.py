"""Where on the map the words put a place: in it, near it, 20 km north of it, halfway between two.

In: a resolved place name and the words before it. Out: the event's place, with relation, point and radius.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geopy.distance import distance as geodesic

from geomap.events.grammar import sentence_of
from geomap.model import EventPlace, PlaceRelation, Resolution

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["OFFSET", "halfway", "place_of", "words_before"]

# "off Masbate" is at sea: the coast is a few tens of kilometres wide
_OFF_KM = 20.0
# a radius for "near X": as far again as X reaches, and never less than a walk
_NEAR_FACTOR, _NEAR_LEAST_KM = 2.0, 2.0
_BEARINGS = {
    "north": 0.0,
    "northeast": 45.0,
    "north-east": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south-east": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "south-west": 225.0,
    "west": 270.0,
    "northwest": 315.0,
    "north-west": 315.0,
}
OFFSET = re.compile(
    r"(?:(?P<number>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|nautical miles?|nm|miles?|mi)\b[^,.;]{0,20}?\s+)"
    r"(?:(?:to\s+the\s+)?(?P<bearing>north-?east|north-?west|south-?east|south-?west|north|south|east|west)\s+)?"
    r"(?:of|from|outside)\s+(?:the\s+)?(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_KM_PER_MILE, _KM_PER_NAUTICAL_MILE = 1.609344, 1.852


def place_of(resolution: Resolution, token: Token | None = None) -> EventPlace:
    """Make the event's place out of a resolution and the words before it: in, near, 20 km north of.

    Raises
    ------
    ValueError
        If the resolution has no place.
    """
    place = resolution.place
    if place is None:
        raise ValueError("a resolution without a place cannot be an event's place")
    base = EventPlace(
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision,
        radius_km=place.radius_km,
        text=resolution.mention.surface,
        confidence=resolution.confidence,
        reason=resolution.reason,
        runners_up=resolution.runners_up,
    )
    if token is None:
        return base
    before = words_before(token)
    offset = OFFSET.search(before)
    if offset is not None:
        return _move(base, offset)
    if _preposition_before(token) == "off":
        return replace(base, relation=PlaceRelation.NEAR, radius_km=max(_OFF_KM, place.radius_km * _NEAR_FACTOR))
    if _preposition_before(token) in {"near", "outside", "beside", "beyond"} or re.search(
        r"\b(?:outskirts of|close to|vicinity of|just off)\s+(?:the\s+)?$", before
    ):
        radius = max(_NEAR_LEAST_KM, place.radius_km * _NEAR_FACTOR)
        return replace(base, relation=PlaceRelation.NEAR, radius_km=radius)
    return base


def _first_of(token: Token) -> int:
    return min(
        t.idx for t in token.subtree if (t.i <= token.i and t.dep_ in {"compound", "det", "amod", "nmod"}) or t == token
    )


def _preposition_before(token: Token) -> str | None:
    while token.dep_ in {"compound", "nmod", "conj", "appos"} and token.head != token:
        token = token.head
    return token.head.lower_ if token.dep_ == "pobj" else None


def _move(base: EventPlace, match: re.Match[str]) -> EventPlace:
    """Apply "20 km north of": with a bearing the point moves, without one the circle grows."""
    kilometres = float(match["number"].replace(",", "."))
    unit = match["unit"].lower()
    kilometres *= _KM_PER_MILE if unit.startswith("mi") else _KM_PER_NAUTICAL_MILE if unit.startswith("n") else 1.0
    text = f"{match.group().strip()} {base.text}"
    bearing = match["bearing"]
    if bearing is None:
        return replace(
            base,
            relation=PlaceRelation.OFFSET,
            radius_km=kilometres + base.radius_km,
            text=text,
            precision=base.precision,
        )
    point = geodesic(kilometers=kilometres).destination(
        (base.latitude, base.longitude), bearing=_BEARINGS[bearing.lower()]
    )
    return replace(
        base,
        relation=PlaceRelation.OFFSET,
        latitude=point.latitude,
        longitude=point.longitude,
        # a stated distance is a round number along a road: a fifth of it either way
        radius_km=max(base.radius_km, kilometres / 5),
        text=text,
    )


def halfway(first: Resolution, second: Resolution, text: str) -> EventPlace:
    """Make the place halfway between two."""
    start, end = place_of(first), place_of(second)
    one, other = (start.latitude, start.longitude), (end.latitude, end.longitude)
    distance = geodesic(one, other).kilometers
    return replace(
        start,
        relation=PlaceRelation.BETWEEN,
        latitude=(one[0] + other[0]) / 2,
        longitude=(one[1] + other[1]) / 2,
        radius_km=max(start.radius_km, distance / 2),
        text=f"{first.mention.surface} and {second.mention.surface}",
        reason=f"halfway {text}: {start.reason}",
        confidence=min(start.confidence, end.confidence),
    )


def words_before(token: Token) -> str:
    """Give the text of the sentence before a name."""
    sentence = sentence_of(token)
    return sentence.text[: _first_of(token) - sentence.start_char]
