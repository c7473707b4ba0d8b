"""Actors as data: states, armed groups, parties and international bodies, and where a text names them.

In: a text. Out: the spans that name a known actor, longest first, never one inside another, so that "Islamic Resistance
in Iraq" is one actor and holds no place, and "Kataib Hezbollah" is not "Hezbollah".
"""

from geomap.actors.actor import Actor, ActorForm, ActorKind
from geomap.actors.matching import ActorList, ActorMention

__all__ = ["Actor", "ActorForm", "ActorKind", "ActorList", "ActorMention"]
