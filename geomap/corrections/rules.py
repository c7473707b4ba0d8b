"""What a corrections file may say, as plain data: one class a kind of correction, each with where it stands.

An event is named by an `EventKey`: its ``event_id``, or words of its quote, or both. The id is exact but changes with
the sentence it was made from; the quote survives small edits of the text, because it is compared loosely.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from geomap.model import PlacePrecision

__all__ = [
    "Action", "ActorRule", "Added", "Confirmed", "Correction", "Corrections", "Dropped", "Edited", "EventKey",
    "FieldValue", "MentionRule", "Merged", "PlaceRule", "PlaceTarget",
]  # fmt: skip

FieldValue = str | float | dt.date | tuple[str, ...] | None
"""The value of one column of an event: empty, text, a number, a day, or the names of actors."""


class Action(StrEnum):
    """The kinds of correction, in the order in which they are applied."""

    PLACE = "place"
    MENTION = "mention"
    ACTOR = "actor"
    EDIT = "edit"
    MERGE = "merge"
    ADD = "add"
    DROP = "drop"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKey:
    """The events meant: by id, by words of a quote (compared loosely), narrowed by source, type or title."""

    event_id: str | None = None
    quote: str | None = None
    source: str | None = None
    event_type: str | None = None
    title: str | None = None

    def __str__(self) -> str:
        told = [self.event_id, f"“{shorten(self.quote)}”" if self.quote else None, self.title, self.event_type]
        return ", ".join(t for t in told if t) or "no event"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTarget:
    """A place by its gazetteer id, or by a point in WGS 84 degrees with how precisely it is meant.

    What is None is taken from the gazetteer, or, for a point, left empty; a point without a precision is a site.
    """

    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    name: str | None = None
    country: str | None = None
    precision: PlacePrecision | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What every correction has: where it stands in the file ("line 7", "drop 2"), and why it was made."""

    where: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRule(Correction):
    """A name that always means the same place, in all sources or in one."""

    name: str
    to: PlaceTarget
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRule(Correction):
    """A mention of a name, in the events of this key, that means that place."""

    name: str | None
    key: EventKey
    to: PlaceTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRule(Correction):
    """The actor of this name bears that name instead, wherever it stands."""

    name: str
    to: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Correction):
    """The event gets these values; ``to`` moves it to another place."""

    key: EventKey
    fields: tuple[tuple[str, FieldValue], ...]
    to: PlaceTarget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Correction):
    """These events are one; the first keeps its id and lends what the others do not know better."""

    keys: tuple[EventKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Correction):
    """An event that the program did not find."""

    fields: tuple[tuple[str, FieldValue], ...]
    to: PlaceTarget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Correction):
    """The event is none, or does not belong here."""

    key: EventKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Correction):
    """A person has checked the event against its source."""

    key: EventKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The corrections of a file, by kind, in the order of the file."""

    source: str
    places: tuple[PlaceRule, ...] = ()
    mentions: tuple[MentionRule, ...] = ()
    actors: tuple[ActorRule, ...] = ()
    edits: tuple[Edited, ...] = ()
    merges: tuple[Merged, ...] = ()
    additions: tuple[Added, ...] = ()
    drops: tuple[Dropped, ...] = ()
    confirmations: tuple[Confirmed, ...] = ()


def shorten(text: str, width: int = 60) -> str:
    """Cut a text for a message.

    >>> shorten("A drone struck the airport", 12)
    'A drone str…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
