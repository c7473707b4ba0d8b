"""People missing and displaced in an event, as told: "twelve are missing", "3,000 people were driven from their homes".

In: a sentence and its triggers. Out: for each trigger what its clause tells of them. Unlike death and injury they never
make another event a mere cause: "floods displaced 500 people" may tell of a flood and of a displacement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.events.arguments import objects_of, subjects_of
from geomap.events.tolls import Harm, HarmKind, find_cause, victims_of_adjective, victims_of_noun, with_joined
from geomap.events.triggers import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["assign_affected", "find_affected"]

_MISSING = frozenset({"missing", "unaccounted"})
_HOMELESS = frozenset({"homeless", "displaced"})
_DISPLACING = frozenset({"displace", "uproot"})
_FORCING = frozenset({"force", "drive", "chase"})
_FLEEING = frozenset({"flee", "abandon", "leave"})
_HOMES = frozenset({"home", "house", "village"})


def find_affected(sentence: Span) -> list[Harm]:
    """Find who is told to be missing or displaced in a sentence; what is negated or not counted is left out."""
    found = [h for t in sentence if (h := _read(t)) is not None and h.number is not None]
    kept: list[Harm] = []
    for harm in found:
        if not any(k.kind is harm.kind and {*k.victims} & {*harm.victims} for k in kept):
            kept.append(harm)
    return kept


def _read(token: Token) -> Harm | None:
    if any(c.dep_ == "neg" or c.lower_ == "no" for c in (*token.children, *token.head.children)):
        return None
    word, lemma = token.lower_, token.lemma_.lower()
    if word in _MISSING:
        return _make(token, HarmKind.MISSING, _who_is(token))
    if token.pos_ == "VERB" and lemma in _DISPLACING:
        # the parser may take a number of people for a measure
        return _make(
            token, HarmKind.DISPLACEMENT, objects_of(token) or [c for c in token.rights if c.dep_ == "npadvmod"]
        )
    if token.pos_ == "VERB" and lemma in _FORCING and _leaves_home(token):
        return _make(token, HarmKind.DISPLACEMENT, objects_of(token))
    if (
        token.pos_ == "VERB"
        and lemma in _FLEEING
        and any(c.dep_ == "dobj" and c.lemma_.lower() in _HOMES for c in token.children)
    ):
        return _make(token, HarmKind.DISPLACEMENT, subjects_of(token))
    if token.pos_ == "NOUN" and lemma == "displacement":
        return _make(token, HarmKind.DISPLACEMENT, victims_of_noun(token))
    if word in _HOMELESS and token.pos_ in {"ADJ", "VERB", "NOUN"}:
        return _make(token, HarmKind.DISPLACEMENT, _who_is(token))
    return None


def _make(token: Token, kind: HarmKind, victims: Sequence[Token]) -> Harm | None:
    return Harm(token=token, kind=kind, victims=tuple(with_joined(victims))) if victims else None


def _who_is(token: Token) -> list[Token]:
    """Find who is missing or homeless: "12 people are missing", "left 500 families homeless", "seven went missing"."""
    told = victims_of_adjective(token)
    if told:
        return told
    subjects = [c for c in token.lefts if c.dep_ in {"nsubj", "nsubjpass"}]
    if subjects:
        return subjects
    if token.dep_ in {"acomp", "oprd", "attr", "xcomp"} and token.head.pos_ in {"VERB", "AUX"}:
        return objects_of(token.head) or subjects_of(token.head)
    return []


def _leaves_home(verb: Token) -> bool:
    """Whether somebody is forced "from their homes", "out of the village"."""
    return any(t.lemma_.lower() in _HOMES and t.i > verb.i for t in verb.subtree)


def assign_affected(triggers: Sequence[Trigger], affected: Sequence[Harm]) -> dict[int, list[Harm]]:
    """Give each trigger (by token index) what is told with it of people missing and displaced."""
    by_index = {t.token.i: t for t in triggers}
    assigned: dict[int, list[Harm]] = {}
    for harm in affected:
        own = by_index.get(harm.token.i)
        # "fighting displaced 3,000" tells of the fighting and of the displacement alike
        for cause in (own, find_cause(harm, triggers, own)):
            if cause is not None:
                assigned.setdefault(cause.token.i, []).append(harm)
    return assigned
