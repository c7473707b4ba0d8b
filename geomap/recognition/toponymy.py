"""Whether a span is a toponym at all: against persons, organisations, plain words and the villages named like them.

In: a span with what is known about it. Out: a confidence between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.actors import ActorForm, ActorKind, ActorMention
from geomap.gazetteer import Gazetteer
from geomap.recognition.persons import PersonNames
from geomap.recognition.spans import PLACE_LABELS, CandidateSpan
from geomap.recognition.words import (
    COMMON_NOUNS,
    FACILITY_NOUNS,
    GIVEN_NAMES,
    LOCATIVE_PREPOSITIONS,
    NAME_NOUNS,
    NOT_PLACES,
    PLACE_NOUNS,
    SPORT_VERBS,
    TITLES,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = [
    "SpanContext",
    "find_wider_name",
    "is_inside_entity",
    "is_locative",
    "is_person",
    "is_titled",
    "judge_by_rule",
    "judge_certain",
    "surname_follows",
]


_GENERIC = FACILITY_NOUNS | NAME_NOUNS | PLACE_NOUNS | TYPE_WORDS
"""Words that name no place by themselves, though a village somewhere is called "Region" or "River"."""


_SHIP_PREFIXES = frozenset({"USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "RMS", "MV"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanContext:
    """A candidate span, the people its document names, and the actor whose name it overlaps, if any."""

    span: Span
    candidate: CandidateSpan
    persons: PersonNames
    actor: ActorMention | None
    start: int
    end: int


def find_wider_name(span: Span) -> str | None:
    """Give the longer name a span is part of: a newspaper, university, club or company, or None."""
    doc = span.doc
    last = span.end
    while last < len(doc) and (doc[last].text[0].isupper() or doc[last].text == "&") and not doc[last].is_sent_start:
        last += 1
    if last > span.end and doc[last - 1].text.lower() in NAME_NOUNS:
        return str(doc[span.start : last].text)
    if span.start >= 2 and doc[span.start - 1].text == "of":
        word = doc[span.start - 2]
        if word.text[0].isupper() and word.text.lower() in {"university", "bank", "institute", "college", "church"}:
            return str(doc[word.i : span.end].text)
    return None


def judge_certain(context: SpanContext, gazetteer: Gazetteer) -> float | None:
    """Judge the spans that need no weighing: known states and actors, nationalities, given names of persons.

    Returns
    -------
    float | None
        How likely the span is a place name in any role, or None where that must be weighed.
    """
    span, candidate, actor = context.span, context.candidate, context.actor
    if span.text.lower() in GIVEN_NAMES and (_acts_as_person(span) or is_titled(span) or surname_follows(span)):
        return 0.1
    if actor is not None and actor.form is not ActorForm.CAPITAL and actor.end >= context.end:
        exact = (actor.start, actor.end) == (context.start, context.end)
        if _is_state_name(actor) and not (exact and _is_institution(span, gazetteer)):
            return 0.3 if exact and _is_common_noun(span) else 0.97
        if actor.start <= context.start and not (exact and _is_state_name(actor)):
            # inside "Islamic Resistance in Iraq" the state is still named; "Kataib Hezbollah" as a whole names no place
            return 0.9 if not exact and _names_state(span, gazetteer) else 0.0
    if candidate.demonym:
        return 0.9 if len(span.text) > 3 else 0.1
    if _is_ship(span):
        return 0.05
    word = span.text.lower()
    if word in NOT_PLACES or (len(span) == 1 and word in _GENERIC):
        return 0.05
    return None


def _is_ship(span: Span) -> bool:
    """Say whether the span ends the name of a ship: "USS George Washington"."""
    index = span.start - 1
    while index >= max(span.start - 3, 0) and span.doc[index].text[0].isupper():
        if span.doc[index].text in _SHIP_PREFIXES:
            return True
        index -= 1
    return False


def judge_by_rule(context: SpanContext, gazetteer: Gazetteer) -> float:
    """Judge by hand-made rules how likely a span is a place name; the trained weights take it as one voice of many."""
    if is_person(context):
        return 0.05
    if not context.candidate.listed:
        return _judge_unlisted(context)
    return _judge_listed(context, gazetteer)


def _is_state_name(actor: ActorMention) -> bool:
    return actor.actor.kind is ActorKind.STATE and actor.form in {ActorForm.NAME, ActorForm.NATIONALITY}


def _is_institution(span: Span, gazetteer: Gazetteer) -> bool:
    """Say whether a name by which a state acts is a building or a body, not the country: "White House", "Emirates"."""
    best = gazetteer.candidates(span.text, limit=1, variants=False)
    return not best or best[0].place.feature_class not in {"A", "P"}


def _names_state(span: Span, gazetteer: Gazetteer) -> bool:
    best = gazetteer.candidates(span.text, limit=1, variants=False)
    return gazetteer.demonym(span.text) is not None or (bool(best) and best[0].place.feature_code.startswith("PCL"))


def _before(span: Span) -> Token | None:
    if span.start == 0:
        return None
    token = span.doc[span.start - 1]
    return span.doc[span.start - 2] if token.text.lower() == "the" and span.start > 1 else token


def is_locative(span: Span) -> bool:
    """Say whether a locative preposition stands before the span, an article aside."""
    before = _before(span)
    return before is not None and before.text.lower() in LOCATIVE_PREPOSITIONS


def _is_common_noun(span: Span) -> bool:
    """Say whether a name that is also a word is used as the word: "The Turkey was roasted"."""
    word = span.text.lower()
    if word not in COMMON_NOUNS or span.start == 0 or span.doc[span.start - 1].text.lower() not in {"the", "a", "an"}:
        return False
    return span.end == len(span.doc) or span.doc[span.end].pos_ not in {"NOUN", "PROPN", "ADJ"}


def is_inside_entity(span: Span) -> bool:
    """Say whether the model's entity over the span begins before it or ends after it."""
    return span[0].ent_iob_ == "I" or (span.end < len(span.doc) and span.doc[span.end].ent_iob_ == "I")


def is_titled(span: Span) -> bool:
    """Say whether a person's title stands right before a single word."""
    if span.start == 0 or len(span) > 1:
        return False
    after = span.doc[span.end].text.lower() if span.end < len(span.doc) else ""
    return span.doc[span.start - 1].text.lower() in TITLES - {"king", "general"} and after not in PLACE_NOUNS


def is_person(context: SpanContext) -> bool:
    """Say whether the span is, by rule, the name of a person or a part of one."""
    span = context.span
    words = [t.text for t in span if t.text[0].isalpha()]
    if is_titled(span):
        return True
    if is_locative(span):
        return len(words) == 1 and words[0] in context.persons.surnames and context.candidate.label == "PERSON"
    if len(words) == 1 and words[0] in context.persons.surnames:
        return True
    if context.candidate.label == "PERSON":
        if is_inside_entity(span):
            return True
        return (len(words) == 1 and words[0].lower() not in GIVEN_NAMES) or _acts_as_person(span)
    return len(words) == 1 and words[0].lower() in GIVEN_NAMES and _acts_as_person(span)


def _acts_as_person(span: Span) -> bool:
    return span.end < len(span.doc) and span.doc[span.end].text.lower() in SPORT_VERBS


def surname_follows(span: Span) -> bool:
    """Say whether a given name runs on into a surname: "Paris Hilton", but not "Paris Match" or "Austin Police"."""
    if span.end >= len(span.doc):
        return False
    follower = span.doc[span.end]
    word = follower.text.lower()
    if not follower.text[0].isupper() or follower.pos_ != "PROPN" or word in NAME_NOUNS | FACILITY_NOUNS | PLACE_NOUNS:
        return False
    return follower.ent_type_ == "PERSON" or (span.root.dep_ == "compound" and span.root.head.i == follower.i)


def _judge_unlisted(context: SpanContext) -> float:
    span, label = context.span, context.candidate.label
    if context.candidate.facility:
        return 0.55
    if len(span) == 1 and span.text.isupper() and len(span.text) <= 6:
        return 0.1
    if label in PLACE_LABELS:
        return 0.6 if is_locative(span) else 0.5
    return 0.1


def _judge_listed(context: SpanContext, gazetteer: Gazetteer) -> float:
    span, candidate = context.span, context.candidate
    best = gazetteer.candidates(candidate.query, limit=1, variants=False)
    place = best[0].place if best else None
    if candidate.label in PLACE_LABELS:
        return 0.95 if place is not None else 0.6
    if candidate.facility:
        return 0.85
    if len(span) == 1 and (span.root.pos_ != "PROPN" or span[0].is_stop):
        return 0.1
    known = place is not None and (
        place.feature_code.startswith(("PCL", "ADM1", "PPLC"))
        or place.population >= 100_000
        or place.feature_class in "THL"
    )
    if is_locative(span):
        return 0.85 if known else 0.7
    if candidate.label in {"ORG", "NORP"}:
        return 0.6 if known else 0.3
    if len(span) > 1:
        return 0.7 if known else 0.55
    return 0.6 if known else 0.25
