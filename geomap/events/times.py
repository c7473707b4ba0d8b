"""When an event happened: the date expression that belongs to its own clause.

In: a trigger and the date mentions of its sentence. Out: an interval with the strength of its tie: 3 for the event's
own phrase, 2 for its clause, 1 for the verb of saying above it ("announced on Tuesday that it had ..."), which only
bounds the event from above and is used when nothing better is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.dates import DateKind, DateMention
from geomap.events.grammar import climb, verb_key
from geomap.events.ontology import Ontology
from geomap.events.triggers import Trigger
from geomap.model import DateInterval

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.language import ParsedPart

__all__ = ["Dated", "find_date", "is_future"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An interval with the strength of its tie to the event, 0 for none."""

    interval: DateInterval
    strength: float


_NONE = Dated(interval=DateInterval(), strength=0.0)


def find_date(
    trigger: Trigger, mentions: Sequence[DateMention], part: ParsedPart, others: Sequence[Token], ontology: Ontology
) -> Dated:
    """Find the date of an event among the date mentions of its sentence."""
    best = _NONE
    for mention in mentions:
        if not mention.kind.dates_events:
            continue
        span = part.span(mention.start, mention.end)
        if span is None:
            continue
        strength = _rate(span.root, trigger, others, ontology)
        if strength > best.strength:
            best = Dated(interval=mention.interval, strength=strength)
    return best


def is_future(
    trigger: Trigger, mentions: Sequence[DateMention], part: ParsedPart, others: Sequence[Token], ontology: Ontology
) -> bool:
    """Whether the event's own date is still to come: "Belgians elect their councils on 14 October"."""
    for mention in mentions:
        span = part.span(mention.start, mention.end)
        if mention.kind is DateKind.FUTURE and span is not None and _rate(span.root, trigger, others, ontology) >= 2:
            return True
    return False


def _rate(token: Token, trigger: Trigger, others: Sequence[Token], ontology: Ontology) -> float:
    anchors = trigger.anchors
    foreign = {o.i for o in others} - anchors
    above = {h.i for h in climb(trigger.token)}
    first = token
    in_noun = False
    while True:
        if token.i in anchors:
            return 3.0
        if token.i in foreign:
            return 1.0 if token.i in above else 0.0
        if token.i in above and in_noun:
            # "a repeat of the events of two years ago" dates those events, not this one
            return 0.0
        if token.i in above:
            if token.pos_ in {"VERB", "AUX"} and verb_key(token) in ontology.grammar["speech"]:
                return 1.0
            return 2.0
        if token.head == token:
            return 0.0
        in_noun = in_noun or (token != first and token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "npadvmod")
        token = token.head
