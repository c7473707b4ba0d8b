"""One sentence as its events are read: who and what it names, and where and when each of its events was.

In: the parse of a sentence with its place names, dates, actors and triggers. Out: the places and the date of a trigger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.dates import DateMention
from geomap.events.attaching import find_likely
from geomap.events.ontology import Ontology
from geomap.events.participants import Cast
from geomap.events.places import Located, Toponym, UnknownName, find_places
from geomap.events.times import Dated, find_date
from geomap.events.tolls import Harm
from geomap.events.triggers import Trigger
from geomap.language import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Scene", "date_event", "locate", "place_event", "words_of_others"]

# a place or day tied this firmly is the event's own
_OWN_PLACE, _FIRM = 2.0, 3.0
_OWN_DATE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything known about one sentence while its triggers are read.

    ``pointers`` are words that stand for places told before, ``label`` the day that stands before its paragraph;
    ``is_timeless``: no word of it speaks of time.
    """

    sentence: Sentence
    block: int
    cast: Cast
    toponyms: Sequence[Toponym]
    pointers: Sequence[Toponym]
    unknown: Sequence[UnknownName]
    dates: Sequence[DateMention]
    label: DateMention | None
    triggers: Sequence[Trigger]
    is_timeless: bool
    ontology: Ontology


def words_of_others(scene: Scene, trigger: Trigger) -> list[Token]:
    """Give the words of the other events of the sentence, whose places and days are theirs."""
    return [
        word
        for t in scene.triggers
        if t.token.i != trigger.token.i
        for word in (t.token, t.carrier)
        if word is not None and word != trigger.carrier
    ]


def place_event(
    scene: Scene, trigger: Trigger, targets: Sequence[Token], harms: Sequence[Harm], others: Sequence[Token]
) -> list[Located]:
    """Find the places of an event from its own words, and from those of the harm it did."""
    places = locate(scene, trigger, targets, others)
    dead_or_hurt = [v for h in harms for v in h.victims]
    for harm in harms:
        by_harm = locate(scene, replace(trigger, carrier=harm.token), dead_or_hurt, others)
        if by_harm and (not places or _is_finer(by_harm, places)):
            # "in the country's worst disaster, 301 men died in Soma"
            places = by_harm
    return places


def date_event(scene: Scene, trigger: Trigger, harms: Sequence[Harm], others: Sequence[Token]) -> Dated:
    """Find the date of an event from its own words, and from those of the harm it did."""
    part = scene.sentence.part
    dated = find_date(trigger, scene.dates, part, others, scene.ontology)
    for harm in harms:
        told = find_date(replace(trigger, carrier=harm.token), scene.dates, part, others, scene.ontology)
        dated = told if told.strength > dated.strength else dated
    if scene.label is not None and dated.strength < _OWN_DATE:
        return Dated(interval=scene.label.interval, strength=_OWN_DATE)
    return dated


def _is_finer(places: Sequence[Located], others: Sequence[Located]) -> bool:
    ranks = places[0].place.precision.rank, others[0].place.precision.rank
    return ranks[0] < ranks[1] and places[0].strength >= _FIRM


def locate(scene: Scene, trigger: Trigger, heads: Sequence[Token], others: Sequence[Token]) -> list[Located]:
    """Find the places of an event: by name, else by "the city" or "there", else the name that most likely is its."""
    named = find_places(trigger, heads, scene.toponyms, others, scene.ontology)
    if named and named[0].strength >= _OWN_PLACE:
        return named
    pointed = find_places(trigger, heads, scene.pointers, others, scene.ontology)
    if pointed and (not named or pointed[0].strength > named[0].strength):
        return pointed
    if named or not trigger.is_verb:
        return named
    rivals = [t for t in scene.triggers if t.token.i != trigger.token.i]
    likely = find_likely(scene.sentence.part, trigger, scene.toponyms, rivals, scene.ontology)
    return [likely] if likely is not None else []
