"""What one sentence says of one event, before the sentences are brought together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geomap.events.ontology import EventType
from geomap.events.participants import Participant
from geomap.events.places import Located
from geomap.events.times import Dated
from geomap.model import Assertion, Casualties

__all__ = ["Finding", "Reference"]


class Reference(StrEnum):
    """Whether a finding brings up an event or points back to one: "an attack", "the attack", "responsibility for"."""

    NEW = "new"
    DEFINITE = "definite"
    CLAIM = "claim of responsibility"
    TOLL = "toll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence's telling of one event. Offsets are code points into the document.

    ``count`` is the least number of events told of; ``vague_count`` the word where that is all there is ("dozens").
    ``continues`` is the order of the finding of the same sentence whose deed this one goes on telling.
    ``is_elsewhere``: its own words name a place that could not be resolved. ``is_step``: it is told as a step of
    the story, whose day is its own where it names none.
    """

    order: int
    block: int
    start: int
    end: int
    trigger_start: int
    trigger_end: int
    type: EventType
    reference: Reference
    actors: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    dated: Dated
    places: tuple[Located, ...]
    casualties: Casualties
    count: int | None
    is_plural: bool
    assertion: Assertion
    is_heading: bool
    attributed_to: str | None = None
    vague_count: str | None = None
    continues: int | None = None
    is_elsewhere: bool = False
    is_step: bool = False

    @property
    def place(self) -> Located | None:
        """The place, where there is exactly one."""
        return self.places[0] if len(self.places) == 1 else None
