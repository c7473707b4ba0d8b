"""What speaks for and against a span being a place name, as a row of numbers for the trained weights.

In: a span with its context. Out: one row, columns named in ``EVIDENCE``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer
from geomap.recognition.toponymy import (
    SpanContext,
    find_wider_name,
    is_inside_entity,
    is_locative,
    is_person,
    is_titled,
    judge_by_rule,
    surname_follows,
)
from geomap.recognition.words import (
    ATTACK_WORDS,
    FACILITY_NOUNS,
    GIVEN_NAMES,
    PLACE_NOUNS,
    SPEECH_WORDS,
    TITLES,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["EVIDENCE", "describe"]

LABELS = ("GPE", "LOC", "FAC", "PERSON", "ORG", "NORP", "")
REACH = 5
"""Tokens on each side that show whether a span stands in a headline."""

_DASHES = frozenset({"-", "--", "–", "—"})
DEPENDENCIES = ("compound", "nsubj", "pobj", "poss", "dobj", "conj", "appos", "amod", "ROOT")

EVIDENCE = (
    "rule",
    *(f"label_{label or 'none'}" for label in LABELS),
    "entity_longer",
    "entity_shorter",
    "listed",
    "facility",
    "prior",
    "log_population",
    "is_country",
    "is_admin",
    "is_town",
    "is_natural",
    "log_candidates",
    "locative",
    "titled",
    "person",
    "known_surname",
    "known_person_word",
    "given_name",
    "surname_follows",
    "wider_name",
    "tokens",
    "proper_noun",
    "sentence_start",
    "all_capitals",
    "letters",
    "stop_word",
    "capital_before",
    "capital_after",
    "comma_before",
    "comma_after",
    "dash_after",
    "bracket_after",
    "capitals_around",
    "place_noun_of",
    "place_noun_after",
    "facility_noun_after",
    "speech_after",
    "attack_before",
    "lower_case_elsewhere",
    "times_named",
    *(f"dep_{name}" for name in DEPENDENCIES),
)


def describe(
    context: SpanContext, gazetteer: Gazetteer, *, lower_words: frozenset[str], times: int
) -> tuple[float, ...]:
    """Describe a span.

    Parameters
    ----------
    context
        The span and what is known of it.
    gazetteer
        Where its name is looked up.
    lower_words
        The words of the document that stand in lower case somewhere.
    times
        How often the document has a span of this text.
    """
    span, candidate = context.span, context.candidate
    label = candidate.label if candidate.label in LABELS else ""
    return (
        judge_by_rule(context, gazetteer),
        *(float(label == one) for one in LABELS),
        *_entity_extent(span),
        candidate.listed,
        candidate.facility,
        *_known_place(candidate.query, gazetteer),
        is_locative(span),
        is_titled(span),
        is_person(context),
        *_person_words(context),
        surname_follows(span),
        find_wider_name(span) is not None,
        *_shape(span),
        *_neighbours(span),
        span.text.lower() in lower_words,
        math.log1p(times),
        *(float(span.root.dep_ == name) for name in DEPENDENCIES),
    )


def _entity_extent(span: Span) -> tuple[float, float]:
    """Say whether the model's entity reaches beyond the span, and whether the span reaches beyond it."""
    types = [token.ent_type_ for token in span]
    return float(is_inside_entity(span)), float(any(types) and not all(types))


def _known_place(query: str, gazetteer: Gazetteer) -> tuple[float, ...]:
    found = list(gazetteer.candidates(query, limit=12, variants=False))
    if not found:
        return (0.0,) * 7
    best = found[0]
    code, kind = best.place.feature_code, best.place.feature_class
    return (
        best.score,
        max(math.log10(c.place.population + 1) for c in found),
        code.startswith("PCL"),
        code.startswith("ADM"),
        kind == "P",
        kind in "HTLV",
        math.log1p(len(found)),
    )


def _person_words(context: SpanContext) -> tuple[float, float, float]:
    words = [t.text for t in context.span if t.text[0].isalpha()]
    last = words[-1] if words else ""
    return (
        last in context.persons.surnames,
        any(word in context.persons.words for word in words),
        bool(words) and words[0].lower() in GIVEN_NAMES,
    )


def _shape(span: Span) -> tuple[float, ...]:
    text = span.text
    return (
        len(span),
        span.root.pos_ == "PROPN",
        bool(span[0].is_sent_start),
        text.isupper(),
        min(len(text), 20),
        bool(span[0].is_stop),
    )


def _neighbours(span: Span) -> tuple[float, ...]:
    doc = span.doc
    before, after = _word(doc, span.start - 1), _word(doc, span.end)
    low = after.lower()
    return (
        before[:1].isupper() and before.lower() not in TITLES,
        after[:1].isupper(),
        before == ",",
        after == ",",
        after in _DASHES and bool(doc[span.end - 1].whitespace_),
        after == "(",
        _capitals_around(span),
        before.lower() == "of" and _word(doc, span.start - 2).lower() in PLACE_NOUNS,
        low in PLACE_NOUNS or low in TYPE_WORDS,
        low in FACILITY_NOUNS,
        low in SPEECH_WORDS,
        before.lower() in ATTACK_WORDS,
    )


def _capitals_around(span: Span) -> float:
    """Give the share of capitalised words beside a span: in a headline all are, and a capital says little."""
    doc = span.doc
    near = [*doc[max(span.start - REACH, 0) : span.start], *doc[span.end : span.end + REACH]]
    words = [token.text for token in near if token.text[0].isalpha()]
    return sum(word[0].isupper() for word in words) / len(words) if words else 1.0


def _word(doc: Doc, index: int) -> str:
    return str(doc[index].text) if 0 <= index < len(doc) else ""
