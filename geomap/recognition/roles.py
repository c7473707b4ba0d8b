"""What a place name does in its sentence: the place itself, or a government, a nationality, a modifier, part of a name.

In: a span with the parse around it and what kind of thing it names. Out: a role with the reason in words. The rules
follow the grammar, not nearness: "US strikes in Iraq" has one place in it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from geomap.model import MentionRole
from geomap.recognition.words import (
    ADDRESS_HEADS,
    ATTACK_WORDS,
    FACILITY_NOUNS,
    HYPHENATED,
    LOCATED_WORDS,
    LOCATIVE_PREPOSITIONS,
    PLACE_NOUNS,
    SPEECH_WORDS,
    TRANSFER_WORDS,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["Judgement", "Standing", "judge_role"]


class Standing(Enum):
    """Whether a name can stand for a government."""

    STATE = "a state"
    CAPITAL = "a capital"
    PLACE = "a place"


class Judgement(NamedTuple):
    """A role and the reason for it in words."""

    role: MentionRole
    reason: str


def judge_role(span: Span, standing: Standing, *, in_heading: bool = False) -> Judgement:
    """Judge the role of a place name by the words and the grammar around it.

    Demonyms, datelines and names inside names are not judged here; those are known without the parse.
    """
    doc: Doc = span.doc
    hyphened = _hyphenated(doc, span)
    if hyphened is not None:
        return Judgement(MentionRole.MODIFIER, f"modifier in “{span.text}-{hyphened}”")
    before = doc[span.start - 1] if span.start > 0 else None
    if before is not None and before.text.lower() == "the" and span.start > 1:
        before = doc[span.start - 2]
    head = _head_of_coordination(span.root)
    if before is not None and before.text.lower() in LOCATIVE_PREPOSITIONS - {"to", "from", "between"}:
        return _after_locative(span, before, standing)
    dep = head.dep_
    if dep in {"compound", "amod", "nmod", "det", "quantmod"} and head.head.i >= span.end:
        return _modifier(head.head, standing)
    if dep == "poss" and head.head.i >= span.end:
        return _possessor(head.head, standing)
    if dep in {"nsubj", "nsubjpass", "csubj"}:
        return _subject(head.head, standing, passive=dep == "nsubjpass", in_heading=in_heading)
    if dep in {"pobj", "pcomp"}:
        return _after_preposition(head.head, standing)
    if dep in {"dobj", "iobj", "dative", "attr", "oprd"}:
        return _object(head.head, standing)
    if dep == "agent" or (dep == "ROOT" and in_heading and standing is Standing.STATE and span.start == 0):
        return Judgement(MentionRole.METONYM, "a government, as the one who acts")
    return Judgement(MentionRole.LITERAL, "named as a place")


def _hyphenated(doc: Doc, span: Span) -> str | None:
    if span.end + 1 < len(doc) and doc[span.end].text in {"-", "‑", "–"} and not doc[span.end - 1].whitespace_:
        word = doc[span.end + 1].text.lower()
        if word in HYPHENATED or word.endswith("ed"):
            return word
    return None


def _head_of_coordination(token: Token) -> Token:
    """Climb from "Syria" in "in Iraq and Syria" to "Iraq", whose place in the grammar both share."""
    for _ in range(6):
        if token.dep_ not in {"conj", "appos"} or token.head.pos_ not in {"PROPN", "NOUN", "ADJ"}:
            break
        if token.dep_ == "appos" and token.head.pos_ != "PROPN":
            break
        token = token.head
    return token


def _after_locative(span: Span, preposition: Token, standing: Standing) -> Judgement:
    follower = _noun_after(span)
    if follower is not None and preposition.text.lower() in {"in", "at", "on", "over", "under", "within", "via"}:
        word = follower.text.lower()
        located = PLACE_NOUNS | FACILITY_NOUNS if standing is Standing.STATE else LOCATED_WORDS
        if span.root.dep_ in {"compound", "amod", "nmod"} and word not in located and word.islower():
            return Judgement(MentionRole.MODIFIER, f"modifier of “{follower.text}”")
    return Judgement(MentionRole.LITERAL, f"place after “{preposition.text}”")


def _noun_after(span: Span) -> Token | None:
    """Give the noun a name modifies, where it stands right after the name ("in US strikes")."""
    doc = span.doc
    if span.end < len(doc) and doc[span.end].pos_ in {"NOUN", "PROPN"} and doc[span.end].sent == span.sent:
        return span.root.head if span.root.head.i >= span.end else doc[span.end]
    return None


def _modifier(noun: Token, standing: Standing) -> Judgement:
    word = noun.text.lower()
    # "the US Centers for Disease Control" are no centre of anything
    organisation = noun.text[0].isupper() and noun.ent_type_ == "ORG"
    if (word in PLACE_NOUNS or word in FACILITY_NOUNS) and not organisation:
        return Judgement(MentionRole.LITERAL, f"place of “{noun.text}”")
    if word in ATTACK_WORDS and standing is not Standing.STATE:
        return Judgement(MentionRole.LITERAL, f"place of the “{noun.text}”")
    return Judgement(MentionRole.MODIFIER, f"modifier of “{noun.text}”")


def _possessor(noun: Token, standing: Standing) -> Judgement:
    word = noun.text.lower()
    if word in PLACE_NOUNS or word in FACILITY_NOUNS or noun.ent_type_ in {"GPE", "LOC", "FAC"}:
        return Judgement(MentionRole.LITERAL, f"holds the place “{noun.text}”")
    if standing is Standing.PLACE and noun.pos_ == "PROPN" and noun.ent_type_ != "PERSON":
        return Judgement(MentionRole.LITERAL, f"holds “{noun.text}”")
    return Judgement(MentionRole.MODIFIER, f"possessor of “{noun.text}”")


def _subject(verb: Token, standing: Standing, *, passive: bool, in_heading: bool) -> Judgement:
    word = verb.text.lower()
    place = Judgement(MentionRole.LITERAL, f"what “{verb.text}” is said of")
    actor = Judgement(MentionRole.METONYM, f"a government, as subject of “{verb.text}”")
    if standing is Standing.PLACE:
        speaks = word in SPEECH_WORDS and word.startswith(("sa", "sai", "den", "confirm", "condemn", "accus"))
        return (
            Judgement(MentionRole.METONYM, f"its people or officials, as subject of “{verb.text}”") if speaks else place
        )
    if verb.pos_ == "AUX" or verb.lemma_ == "be" or word in {"is", "was", "are", "were", "be", "remains", "became"}:
        return place
    if standing is Standing.CAPITAL:
        return actor if word in SPEECH_WORDS and not passive else place
    if passive and word in ATTACK_WORDS:
        return place
    if in_heading and word in ATTACK_WORDS and not [c for c in verb.children if c.dep_ in {"dobj", "prep"}]:
        return place
    return actor


def _object(verb: Token, standing: Standing) -> Judgement:
    word = verb.text.lower()
    if standing is Standing.CAPITAL and word in SPEECH_WORDS:
        return Judgement(MentionRole.METONYM, f"a government, as object of “{verb.text}”")
    if standing is not Standing.STATE or word in ATTACK_WORDS or word in PLACE_NOUNS:
        return Judgement(MentionRole.LITERAL, f"place that “{verb.text}” reaches")
    return Judgement(MentionRole.METONYM, f"a government, as object of “{verb.text}”")


def _after_preposition(preposition: Token, standing: Standing) -> Judgement:
    word = preposition.text.lower()
    ruler = preposition.head.text.lower()
    place = Judgement(MentionRole.LITERAL, f"place after “{preposition.text}”")
    power = Judgement(MentionRole.METONYM, f"a government, after “{preposition.head.text} {preposition.text}”")
    if ruler in {"border", "borders", "frontier", "boundary"}:
        return place
    if word in {"to", "on"}:
        return power if standing is not Standing.PLACE and ruler in TRANSFER_WORDS else place
    if word in LOCATIVE_PREPOSITIONS:
        return place
    if standing is Standing.PLACE:
        return place
    if word == "of":
        if ruler in ADDRESS_HEADS:
            return Judgement(MentionRole.MODIFIER, f"possessor of “{preposition.head.text}”")
        return place
    if standing is Standing.CAPITAL:
        return place if word not in {"by", "with", "against"} else power
    if word == "against" and ruler in ATTACK_WORDS - {"war", "fire", "fires"}:
        return place
    return power
