"""Where a place name might stand: spans proposed by the model, the gazetteer, the actor list and facility names.

In: one parsed part. Out: spans that do not overlap, longest first where two compete. Whether a span is a toponym at all
is decided elsewhere; here nothing that could be one is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer, fold
from geomap.recognition.abbreviations import expand_abbreviation
from geomap.recognition.words import CALENDAR, CONNECTORS, FACILITY_NOUNS, NATURAL_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["CandidateSpan", "find_spans"]

MAX_TOKENS = 8
"""Tokens of a gazetteer name at most; "Democratic People's Republic of Korea" has six."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSpan:
    """Tokens ``first`` to ``last`` (exclusive) of a part, and who proposed them.

    ``label`` is the model's entity label over exactly or mostly this span, ``listed`` whether the gazetteer has the
    name, ``facility`` whether it ends in a facility noun, ``query`` what to look up.
    """

    first: int
    last: int
    query: str
    label: str = ""
    listed: bool = False
    facility: bool = False
    demonym: bool = False


def find_spans(doc: Doc, gazetteer: Gazetteer, states: Sequence[tuple[int, int]] = ()) -> list[CandidateSpan]:
    """Find every span of a parsed part that might be a toponym, in order, none overlapping another.

    Parameters
    ----------
    doc
        The parsed part.
    gazetteer
        Where names are known from.
    states
        Where the actor list knows the name of a state, as code points of the part: "the UAE", "Cote d'Ivoire".
    """
    text = doc.text  # put together anew at every access
    listed = _scan(doc, text, gazetteer)
    facilities = _facilities(doc, text, gazetteer)
    entities = _entities(doc, gazetteer)
    known = [
        CandidateSpan(first=span.start, last=span.end, query=span.text, listed=True)
        for start, end in states
        if (span := doc.char_span(start, end)) is not None
    ]
    spans = _without_overlaps([*facilities, *listed, *_prefer_listed(entities, listed), *known])
    return [_labelled(doc, span) for span in spans]


def _scan(doc: Doc, text: str, gazetteer: Gazetteer) -> list[CandidateSpan]:
    found = []
    index = 0
    while index < len(doc):
        span = _match_at(doc, text, index, gazetteer) if _opens_name(doc[index]) else None
        if span is None:
            index += 1
        else:
            found.append(span)
            index = span.last
    return found


def _opens_name(token: Token) -> bool:
    first = token.text[0]
    if token.text in {"The", "A", "An"}:
        return False
    # scripts without capitals (Arabic, Hebrew, Chinese) have no case to test
    return first.isupper() or (first.isalpha() and not first.islower() and token.text.lower() == token.text.upper())


def _match_at(doc: Doc, text: str, first: int, gazetteer: Gazetteer) -> CandidateSpan | None:
    """Match the longest gazetteer name that starts at a token, or a demonym or abbreviation."""
    start = doc[first].idx
    best: CandidateSpan | None = None
    for last in range(first + 1, min(first + MAX_TOKENS, len(doc)) + 1):
        token = doc[last - 1]
        if token.is_space and last > first + 1:
            continue
        lower = token.text.lower()
        # folding makes commas spaces, and "Mogadishu, Somalia" would be one name
        if token.text in {",", ";", "("}:
            break
        if last > first + 1 and not (_opens_name(token) or token.is_punct or lower in CONNECTORS or lower == "'s"):
            break
        surface = text[start : token.idx + len(token.text)]
        key = fold(surface)
        if not key:
            continue
        if (_opens_name(token) or last == first + 1) and gazetteer.has_name(key) and _acceptable(surface, last - first):
            best = CandidateSpan(first=first, last=last, query=surface, listed=True)
        elif last > first + 1 and _opens_name(token):
            best = _demonym(surface, first, last, gazetteer) or best
        if not gazetteer.has_prefix(key):
            break
    if best is None or best.last == first + 1:
        return _single(doc, first, gazetteer) or best
    return best


def _single(doc: Doc, index: int, gazetteer: Gazetteer) -> CandidateSpan | None:
    """Match a demonym or an abbreviation of one token."""
    token = doc[index]
    full = expand_abbreviation(
        token.text, after_comma=index > 0 and doc[index - 1].text == ",", final_stop=_next_is(doc, index, ".")
    )
    if full is not None:
        return CandidateSpan(first=index, last=index + 1, query=full, listed=True)
    if token.text[0].isupper() and not token.text.isupper():
        return _demonym(token.text, index, index + 1, gazetteer)
    return None


def _demonym(surface: str, first: int, last: int, gazetteer: Gazetteer) -> CandidateSpan | None:
    """Match a nationality: "Iraqi", "North Koreans"; "Laos" is a country and not many a Lao."""
    country = gazetteer.demonym(surface)
    if country is None or country.name.casefold() == surface.casefold():
        return None
    return CandidateSpan(first=first, last=last, query=country.name, listed=True, demonym=True)


def _next_is(doc: Doc, index: int, text: str) -> bool:
    return index + 1 < len(doc) and doc[index + 1].text == text


def _acceptable(surface: str, tokens: int) -> bool:
    """Refuse single words that are no names: initials, months, weekdays, "us" in capitals aside."""
    if tokens > 1:
        return True
    plain = surface.strip(".")
    return len(plain) > 1 and surface.lower() not in CALENDAR


def _facilities(doc: Doc, text: str, gazetteer: Gazetteer) -> list[CandidateSpan]:
    """Find names that end in a facility noun: "Erbil International Airport", "Ain al-Asad air base"."""
    found = []
    for token in doc:
        if token.text.lower() not in FACILITY_NOUNS:
            continue
        first = token.i
        if first > 0 and doc[first - 1].text.lower() in {"air", "military", "naval", "refugee", "border", "army"}:
            first -= 1
        while first > 0 and _continues_name(doc, first - 1):
            first -= 1
        while first < token.i and (doc[first].text.lower() in CONNECTORS or doc[first].is_punct):
            first += 1
        surface = text[doc[first].idx : token.idx + len(token.text)]
        # "the Airport" alone names nothing
        if first == token.i or not doc[first].text[0].isupper():
            continue
        known = bool(gazetteer.candidates(surface, limit=1, variants=False))
        if known or (token.text[0].isupper() and not token.text.isupper()):
            found.append(CandidateSpan(first=first, last=token.i + 1, query=surface, listed=known, facility=True))
    return found


def _continues_name(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.text in {"-", "'s", "’s", "."} and index > 0:
        return doc[index - 1].text[0].isupper() or doc[index - 1].text.lower() in CONNECTORS
    if token.text.lower() in {"of", "al", "el", "de", "the"} and index > 0:
        return token.text.lower() != "the" and (doc[index - 1].text[0].isupper())
    return (token.text[0].isupper() and not token.is_sent_start) or (token.text[0].isupper() and token.pos_ == "PROPN")


def _entities(doc: Doc, gazetteer: Gazetteer) -> list[CandidateSpan]:
    """Take the model's places, trimmed of articles, possessive endings and punctuation."""
    found = []
    for entity in doc.ents:
        if entity.label_ not in PLACE_LABELS:
            continue
        first, last = entity.start, entity.end
        while first < last and (doc[first].text.lower() in {"the", "a", "an", "'s", "’s"} or doc[first].is_punct):
            first += 1
        while last > first and (doc[last - 1].text in {"'s", "’s", "’", "'"} or doc[last - 1].is_punct):
            last -= 1
        if first == last or not any(t.text[0].isupper() or t.text[0].isdigit() for t in doc[first:last]):
            continue
        surface = doc[first:last].text
        if surface.lower() in CALENDAR:
            continue
        found.append(
            CandidateSpan(
                first=first,
                last=last,
                query=surface,
                label=entity.label_,
                listed=gazetteer.has_name(fold(surface)),
            )
        )
    return found


def _prefer_listed(entities: list[CandidateSpan], listed: list[CandidateSpan]) -> list[CandidateSpan]:
    """Drop the model's unlisted spans that are only a listed name with more around it ("Tikrit Iraq", "Gaza War").

    "Smith Mountain Lake" is more than Smith: a natural feature keeps its last word.
    """
    kept = []
    for entity in entities:
        inside = [s for s in listed if s.first < entity.last and entity.first < s.last]
        natural = entity.label == "LOC" and entity.query.rsplit(" ", 1)[-1].lower() in NATURAL_NOUNS
        if entity.listed or entity.facility or not inside or entity.label == "FAC" or natural:
            kept.append(entity)
    return kept


def _without_overlaps(spans: list[CandidateSpan]) -> list[CandidateSpan]:
    """Keep the longest of spans that overlap; of equally long ones the one given first."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda s: (s.first - s.last, not s.listed)):
        tokens = range(span.first, span.last)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda s: s.first)


def _labelled(doc: Doc, span: CandidateSpan) -> CandidateSpan:
    """Give the span the entity label that covers most of it."""
    if span.label:
        return span
    labels = [token.ent_type_ for token in doc[span.first : span.last] if token.ent_type_]
    return replace(span, label=max(set(labels), key=labels.count)) if labels else span
