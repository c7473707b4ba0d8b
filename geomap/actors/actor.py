"""What an actor is, and how a text may name one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Actor", "ActorForm", "ActorKind"]


class ActorKind(StrEnum):
    """What kind of actor a name stands for."""

    STATE = "state"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    BODY = "body"


class ActorForm(StrEnum):
    """How a text names an actor; a nationality and a capital name one only in the right surroundings."""

    NAME = "name"
    NATIONALITY = "nationality"
    CAPITAL = "capital"
    FORCE = "force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A known actor. ``country`` is the ISO 3166-1 alpha-2 code of its home, where it has one."""

    name: str
    kind: ActorKind
    country: str | None = None
