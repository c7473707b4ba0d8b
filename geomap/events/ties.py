"""Ties between a place name and an event that no preposition of its phrase makes, and those that only look like one.

A name may stand before its sentence as a label, be what a clause with "where" tells of, or see the event ("Sfax saw
protests"); it may also only say where somebody is from, or what was talked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.grammar import climb
from geomap.events.positions import words_before
from geomap.events.triggers import Trigger
from geomap.model import EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["WITHIN", "is_label", "is_origin", "is_topic", "is_where", "sees"]

_SEEING = frozenset("see witness experience suffer report record".split())
WITHIN = frozenset("in at inside on within across throughout around over along into through amid".split())
"""Prepositions that put something into a place."""


def is_label(name: Token) -> bool:
    """Whether a name stands before its sentence as a label: "Nikopol: two people were killed"."""
    after = name.doc[name.i + 1].text if name.i + 1 < len(name.doc) else ""
    return after == ":" and not words_before(name).strip(" •*–-")


def is_topic(step: Token, trigger: Trigger) -> bool:
    """Whether a phrase says what is talked about: "talks on the crisis in Aleppo"."""
    if trigger.is_verb or trigger.type.family is not EventFamily.DIPLOMACY:
        return False
    return step.dep_ == "prep" and step.lower_ in {"on", "about", "over", "regarding"} and step.head == trigger.token


def is_where(event: Token, name: Token) -> bool:
    """Whether an event is told in a clause of a place: "in Bogotá, where crowds tried to storm the Congress"."""
    clause = event
    while clause.dep_ in {"xcomp", "conj"} and clause.head.pos_ in {"VERB", "AUX"}:
        if clause.dep_ == "conj" and any(c.dep_ == "prep" and c.lower_ in WITHIN for c in clause.children):
            return False
        clause = clause.head
    if clause.dep_ != "relcl" or not any(c.lower_ == "where" for c in clause.lefts):
        return False
    if clause.head == name:
        return True
    # "travelled to Baghdad on 11 March, where she met him": the parser hangs the clause on the date
    day = clause.head
    return day.ent_type_ in {"DATE", "TIME"} and name.i < day.i and _verb_over(name) == _verb_over(day)


def _verb_over(token: Token) -> Token | None:
    return next((h for h in climb(token) if h.pos_ in {"VERB", "AUX"}), None)


def sees(name: Token, trigger: Trigger) -> bool:
    """Whether a place is the subject of a verb that lets the event happen to it: "Sfax saw protests"."""
    verb = trigger.carrier
    if verb is None or trigger.is_verb or verb.lemma_.lower() not in _SEEING:
        return False
    while name.dep_ == "conj" and name.head != name:
        name = name.head
    return name.dep_ == "nsubj" and name.head == verb


def is_origin(name: Token) -> bool:
    """Whether a place only says where somebody is from: "Isiah Booker, of Cibolo, Texas"."""
    while name.dep_ in {"appos", "npadvmod", "compound", "nmod"} and name.head.pos_ == "PROPN":
        name = name.head
    prep = name.head
    return prep.lower_ in {"of", "from"} and prep.dep_ == "prep" and prep.head.ent_type_ == "PERSON"
