"""Which verbs of a sentence go on telling the deed of one before: "stormed the town, looted shops and left".

In: the triggers of a sentence with their findings, in order. Out: the findings, where one that goes on telling the deed
of another says so. A deed with a subject, day or place of its own is another event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.events.arguments import tells_on
from geomap.events.findings import Finding, Reference
from geomap.events.grammar import climb, sentence_of
from geomap.events.triggers import Trigger
from geomap.model import EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["join_deeds", "join_details"]

_OWN_PLACE, _OWN_DATE = 2.5, 2.5
_LEAST_DATE = 2.0
# characters between a sentence and the next
_NEXT = 3
_HARMING = frozenset(
    {
        EventFamily.BATTLE,
        EventFamily.EXPLOSION,
        EventFamily.ATTACK,
        EventFamily.CIVILIANS,
        EventFamily.PROTEST,
        EventFamily.CRIME,
        EventFamily.ACCIDENT,
        EventFamily.DISASTER,
    }
)
_AFTER = frozenset({EventFamily.AID})
# what comes of an attack, an accident or a raid
_OUTCOMES = frozenset({"aid or rescue", "seizure", "bodies found", "arson", "destruction of property", "flight"})
_WHEN = frozenset({"when", "where"})
_BOUNDS = frozenset({"since", "before", "until", "than", "after"})


def join_deeds(told: Sequence[tuple[Trigger, Finding]]) -> list[Finding]:
    """Say for each finding of a sentence which earlier one of it it goes on telling, if any."""
    findings: list[Finding] = []
    for position, (trigger, own) in enumerate(told):
        finding = own
        first = next(
            (f for (t, _), f in zip(told[:position], findings, strict=True) if _goes_on(trigger, finding, t, f)), None
        )
        if first is not None:
            finding = replace(finding, continues=first.order if first.continues is None else first.continues)
        findings.append(finding)
    return findings


def join_details(findings: Sequence[Finding]) -> list[Finding]:
    """Say of what is told beside or right after an event, without day or place, that it goes on telling it.

    "The ferry sank off Masbate; the coast guard rescued 16." "Gunmen raided a farm in Kauru. They burned two barns."
    """
    joined: list[Finding] = []
    for told in findings:
        finding = told
        before = next((f for f in reversed(joined) if _is_detail_of(finding, f)), None)
        if before is not None and finding.continues is None:
            finding = replace(finding, continues=before.order if before.continues is None else before.continues)
        joined.append(finding)
    return joined


def _is_detail_of(detail: Finding, event: Finding) -> bool:
    if detail.block != event.block or detail.is_heading or detail.reference is not Reference.NEW:
        return False
    if event.reference is Reference.TOLL or detail.count is not None or event.count is not None:
        return False
    if any(p.strength >= _OWN_PLACE and p.place.text[:1].isupper() for p in detail.places) or detail.is_elsewhere:
        return False
    if detail.dated.strength >= _LEAST_DATE or event.type.family not in _HARMING:
        return False
    if detail.start == event.start:
        return detail.type.family in _HARMING | _AFTER or detail.type.name in _OUTCOMES
    return detail.type.name in _OUTCOMES and 0 < detail.start - event.end <= _NEXT


def _goes_on(second: Trigger, later: Finding, first: Trigger, earlier: Finding) -> bool:
    if later.count is not None or earlier.reference is Reference.TOLL:
        return False
    one, other = first.carrier or first.token, second.carrier or second.token
    if one == other or other.i <= one.i:
        return False
    if _in_its_clause(other, first):
        return later.dated.strength < _OWN_DATE or not earlier.dated.interval.start
    if not _shares_subject(other, one):
        return False
    return not (_has_own_place(later, earlier) or _has_own_date(later, earlier))


def _shares_subject(verb: Token, first: Token) -> bool:
    """Whether a verb is joined to another and has no subject of its own."""
    if any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return False
    token = verb
    while token != first:
        if tells_on(token):
            token = next(t for t in [*climb(token), sentence_of(token).root] if t.pos_ in {"VERB", "AUX"})
            continue
        if (
            not (token.dep_ in {"conj", "dep"} or (token.dep_ == "advcl" and token.tag_ == "VBG"))
            or token.head == token
        ):
            return False
        token = token.head
    return True


def _in_its_clause(verb: Token, first: Trigger) -> bool:
    """Whether a verb tells of the event in a clause of its day or place: "an outbreak in 2011, when 98 cases ..."."""
    for clause in (verb, *climb(verb)):
        if clause.dep_ not in {"relcl", "advcl"} or not any(_points(c, clause) for c in clause.lefts):
            continue
        above = [clause.head, *climb(clause.head)]
        anchors = {first.token.i, first.carrier.i if first.carrier is not None else first.token.i}
        if first.token.dep_ == "dobj":
            # "recalled the attack in November, in which 43 were killed": the day may hang on the verb
            anchors.add(first.token.head.i)
        between: list[Token] = []
        for token in above:
            if token.i in anchors:
                return not any(t.lower_ in _BOUNDS for t in between)
            between.append(token)
    return False


def _points(token: Token, clause: Token) -> bool:
    """Whether a word ties a clause to a day or place: "when", or "in which", which makes any clause one of a noun."""
    if token.lower_ in _WHEN:
        return clause.dep_ == "relcl"
    return token.dep_ == "prep" and any(c.lower_ == "which" for c in token.children)


def _has_own_place(later: Finding, earlier: Finding) -> bool:
    known = {p.place.place.place_id for p in earlier.places}
    return any(p.strength >= _OWN_PLACE and p.place.place.place_id not in known for p in later.places)


def _has_own_date(later: Finding, earlier: Finding) -> bool:
    if later.dated.strength < _OWN_DATE:
        return False
    return later.dated.interval != earlier.dated.interval
