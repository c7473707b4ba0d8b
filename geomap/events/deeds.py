"""Deeds that no word of the ontology names, told with a day and a place of their own: events of the type "other".

In: a sentence with the triggers found in it. Out: further triggers, one a verb in the past tense that might tell of
such a deed. Whether it stands is decided by whoever finds its day and place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.events.grammar import climb, is_verb, verb_key
from geomap.events.ontology import EventType, Ontology
from geomap.events.refusals import is_question, refuse
from geomap.events.triggers import Trigger
from geomap.model import EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["DEED", "find_deeds"]

DEED = EventType(name="other", family=EventFamily.OTHER, title="Other event: {target}", specific=False)

# states, lives and ways of looking at things are no deeds
_STATES = frozenset(
    """be have become remain stay live reside bear grow graduate study serve work teach belong own hold stand lie sit
    include contain consist mean seem appear look like love hate know understand believe think feel hope fear want need
    wish expect agree concern involve require depend continue begin start stop finish keep let make do get go come
    become last cost weigh measure cover face lead follow use see watch hear witness find lose leave total number amount
    rise fall increase decrease grow drop decline average compare mark represent reflect show suggest indicate point
    prove turn serve marry die retire survive suffer spend enjoy play win score beat draw finish train practise cause
    result bring help support back oppose call name describe consider regard treat tend happen occur take""".split()
)
_BACKGROUND = frozenset({"acl", "relcl", "advcl", "amod", "csubj", "pcomp", "xcomp"})


def find_deeds(sentence: Span, triggers: Sequence[Trigger], ontology: Ontology) -> list[Trigger]:
    """Find the verbs of a sentence that may tell of a deed, beside the triggers it has."""
    if is_question(sentence):
        return []
    taken = {i for t in triggers for i in t.anchors}
    return [
        Trigger(token=token, type=DEED, carrier=token)
        for token in sentence
        if _may_be_deed(token, ontology) and not _is_told_already(token, taken) and refuse(token, ontology) is None
    ]


def _may_be_deed(verb: Token, ontology: Ontology) -> bool:
    if not is_verb(verb) or verb.pos_ != "VERB" or verb.dep_ in _BACKGROUND or verb.tag_ not in {"VBD", "VBN"}:
        return False
    lemma = verb.lemma_.lower()
    if lemma in _STATES or lemma in ontology.grammar["speech"] or verb_key(verb) in ontology.grammar["unreal"]:
        return False
    if lemma in ontology.grammar["trend"] or lemma in ontology.grammar["accuse"]:
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _is_told_already(verb: Token, taken: set[int]) -> bool:
    """Whether an event of the ontology is told in the verb's own clause, or the verb in its."""
    return any(t.i in taken for t in verb.subtree) or any(h.i in taken for h in climb(verb))
