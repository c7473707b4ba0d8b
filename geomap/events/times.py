"""When an event happened: the date expression that belongs to its own clause.

In: a trigger and the date mentions of its sentence. Out: an interval with the strength of its tie: 3 for the event's
own phrase, 2 for its clause, 1 for the verb of saying above it ("announced on Tuesday that it had ..."), which only
bounds the event from above and is used when nothing better is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.dates import DateKind, DateMention
from geomap.events.grammar import PUNISHING, climb, stands_beside, verb_key
from geomap.events.ontology import Ontology
from geomap.events.triggers import Trigger
from geomap.model import DateInterval, DatePrecision

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from geomap.language import ParsedPart, Sentence
    from geomap.model import Document

__all__ = ["Dated", "find_date", "find_label", "is_future"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An interval with the strength of its tie to the event, 0 for none."""

    interval: DateInterval
    strength: float


# what stands after these happened on another day than the clause it hangs on
_APART = frozenset({"after", "since", "following", "before", "until", "over", "despite"})
_LABEL_END = re.compile(r"[ \t]*(?::|[–—-])[ \t]+")
_NONE = Dated(interval=DateInterval(), strength=0.0)


def find_date(
    trigger: Trigger, mentions: Sequence[DateMention], part: ParsedPart, others: Sequence[Token], ontology: Ontology
) -> Dated:
    """Find the date of an event among the date mentions of its sentence."""
    best = _NONE
    for mention in mentions:
        span = part.span(mention.start, mention.end)
        if not mention.kind.dates_events and not (span is not None and _is_clause_of(trigger.token, span)):
            continue
        if span is None:
            continue
        strength = _rate(span.root, trigger, others, ontology)
        if _is_clause_of(trigger.token, span):
            best = Dated(interval=_first_days(mention), strength=3.0)
            continue
        if strength > best.strength:
            best = Dated(interval=mention.interval, strength=strength)
    return best


def find_label(document: Document, sentence: Sentence, mentions: Sequence[DateMention]) -> DateMention | None:
    """Find the day that stands as a label before a paragraph and was not parsed: "5 March: Aircraft bombed it"."""
    if sentence.start - sentence.part.start > 1:
        return None
    before = next((m for m in reversed(mentions) if m.end <= sentence.start), None)
    dateline = document.dateline
    if before is None or not before.kind.dates_events or (dateline and dateline.start <= before.start < dateline.end):
        return None
    return before if _LABEL_END.fullmatch(document.text, before.end, sentence.start) else None


def _is_clause_of(token: Token, span: Span) -> bool:
    """Whether an event is told in a clause of the date itself: "since 12 October, when 16 travellers were killed"."""
    for clause in (token, *climb(token)):
        if clause.dep_ == "relcl" and span.start <= clause.head.i < span.end:
            return any(c.lower_ == "when" for c in clause.lefts)
    return False


def _first_days(mention: DateMention) -> DateInterval:
    """Give the days that "since 12 October" or "since April 2021" begins with."""
    interval = mention.interval
    if mention.kind is not DateKind.DURATION_SINCE or interval.start is None:
        return interval
    start = interval.start
    if re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b|day\b", mention.surface):
        return replace(interval, end=start, precision=DatePrecision.DAY)
    if start.day == 1 and not re.search(r"^\D*\d{4}$", mention.surface.replace("since ", "", 1)):
        last = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        return replace(interval, end=last, precision=DatePrecision.MONTH)
    return replace(interval, end=start.replace(month=12, day=31), precision=DatePrecision.YEAR)


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
        if token.i in above and _is_punished(trigger.token, token):
            # "sentenced on Monday for the murder of two in 2021": what stands before is the day in court
            return 2.5 if first.i > trigger.token.i else 0.0
        if token.i in foreign:
            return 1.0 if token.i in above else 0.0
        if token.i in above and in_noun:
            # "a repeat of the events of two years ago" dates those events, not this one
            return 0.0
        if token.i in above:
            return 0.0 if _is_beside(trigger.token, token) else _rate_across(token, trigger.token, ontology)
        if token != first and _is_own_clause(token):
            # a clause of its own: "police arrested a man; he is to appear in court later this week"
            return 0.0
        if token.head == token:
            return 0.0
        in_noun = in_noun or (token != first and token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "npadvmod")
        token = token.head


def _is_punished(event: Token, verb: Token) -> bool:
    """Whether an event noun tells what somebody is in court or in custody for."""
    if event.pos_ != "NOUN" or verb.lemma_ not in PUNISHING:
        return False
    prep = event.head
    return event.dep_ == "pobj" and prep.lower_ in {"for", "over"} and verb in climb(prep)


def _is_beside(event: Token, head: Token) -> bool:
    """Whether the event's clause only stands beside the dated one: "two were shot; both were home on Friday"."""
    return any(
        h == head and stands_beside(lower, h) and _is_far(lower, h) for lower, h in pairwise([event, *climb(event)])
    )


def _is_far(clause: Token, head: Token) -> bool:
    return ";" in clause.doc[clause.i : head.i].text


def _is_own_clause(verb: Token) -> bool:
    """Whether a verb is a clause beside the event's, with a subject of its own."""
    if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ not in {"conj", "ccomp", "relcl", "parataxis"}:
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)


def _rate_across(head: Token, event: Token, ontology: Ontology) -> float:
    """Rate the date of a clause above the event's own: that of a speech, or of a deed that came after the event."""
    if head.pos_ in {"VERB", "AUX"} and verb_key(head) in ontology.grammar["speech"]:
        return 1.0
    token = event
    while token != head:
        if token.dep_ in {"prep", "mark"} and token.lower_ in _APART:
            return 0.0
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _APART for c in token.lefts):
            return 0.0
        if token.dep_ in {"relcl", "acl"}:
            return 1.0
        token = token.head
    return 2.0
