"""Who stands where with a verb: its subjects and objects, through conjunction, relative clause, participle and control.

In: a verb of the parse. Out: the heads of the noun phrases that act and those it is done to, before anything is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.grammar import climb, is_told_by_tag, verb_key

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_passive", "objects_of", "subjects_of", "tells_on"]

_OWN_FORCES = frozenset(
    "aircraft warplane jet helicopter force troop artillery unit fighter soldier man militant member gunman".split()
)
_AIMED = {"set_fire", "set_ablaze", "open_fire", "fire_at", "fire_on"}
_TOWARDS = frozenset({"on", "against", "at", "targeting", "toward", "towards", "to"})
# "Near Ar Raqqah, 12 strikes ...": the parser takes the place for a subject
_LOCATIVE = frozenset({"near", "outside"})
# nobody does these without saying to whom
_DONE_TO = frozenset(
    """kill injure wound arrest detain kidnap abduct rescue evacuate jail displace assassinate behead ambush hospitalise
    hospitalize capture sentence""".split()
)
_OF_ACTIVES = frozenset({"dobj", "aux", "ccomp", "xcomp", "dative"})


def subjects_of(verb: Token) -> list[Token]:
    """Give the active subjects of a verb, through conjunction, relative clause, participle and control."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.left_edge.lower_ not in _LOCATIVE]
    if subjects:
        return [_antecedent(_owner(s), verb) for s in subjects]
    swallowed = _swallowed_by_day(verb)
    if swallowed is not None:
        return [swallowed]
    if verb.dep_ in {"conj", "dep"} and verb.head.pos_ in {"VERB", "AUX"} and not is_passive(verb):
        passive = [c for c in verb.head.children if c.dep_ == "nsubjpass"]
        return subjects_of(verb.head) or passive
    if verb.dep_ in {"xcomp", "advcl", "pcomp"} and verb.tag_ in {"VBG", "VB"}:
        above = _verb_above(verb)
        return subjects_of(above) if above is not None else []
    if verb.dep_ == "acl" and (verb.tag_ == "VBG" or is_told_by_tag(verb)):
        return [verb.head]
    if tells_on(verb):
        above = _verb_above(verb)
        return subjects_of(above) if above is not None else []
    return []


def _swallowed_by_day(verb: Token) -> Token | None:
    """Find the subject that the parser takes into a date without a comma: "On Tuesday rebels attacked"."""
    start = min([verb.i, *(c.i for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"})])
    for prep in verb.lefts:
        for noun in prep.children:
            if prep.dep_ != "prep" or noun.dep_ != "pobj" or noun.i != start - 1 or noun.ent_type_ in {"DATE", "TIME"}:
                continue
            if any(c.dep_ in {"compound", "nmod"} and c.ent_type_ == "DATE" for c in noun.lefts):
                return noun
    return None


def tells_on(verb: Token) -> bool:
    """Whether a past participle on a noun is a past tense in truth: "raided a store at Biu, arrested five suspects"."""
    return verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"} and any(c.dep_ == "dobj" for c in verb.children)


def objects_of(verb: Token) -> list[Token]:
    """Give what a verb is done to: its object, its passive subject, or the noun a past participle belongs to."""
    passive = [c for c in verb.children if c.dep_ == "nsubjpass" or (c.dep_ == "nsubj" and is_passive(verb))]
    if passive:
        return [_antecedent(s, verb) for s in passive]
    fixed = verb_key(verb).partition("_")[2]
    objects = [
        c
        for c in verb.children
        if c.dep_ in {"dobj", "dative"}
        and c.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        and c.lemma_.lower() != fixed
        and c.ent_type_ not in {"DATE", "TIME"}
    ]
    if objects:
        return objects
    if verb_key(verb) in _AIMED:
        # "set fire to the depot", "opened fire on a patrol": the fixed noun is part of the verb
        prepositions = [c for v in (verb, *verb.children) for c in v.children if c.dep_ in {"prep", "dative"}]
        aims = [p for c in prepositions if c.lower_ in _TOWARDS for p in c.children if p.dep_ == "pobj"]
        return [p for p in aims if p.ent_type_ not in {"DATE", "TIME"}]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return _among(verb.head) or [verb.head]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        if is_passive(verb) or (verb.tag_ == "VBN" and is_passive(verb.head)):
            return objects_of(verb.head)
        shared = [c for c in verb.children if c.dep_ in {"prep", "dobj"}]
        return [] if shared else [c for c in verb.head.children if c.dep_ == "dobj"]
    if any(c.dep_ in {"prep", "prt"} for c in verb.children):
        return []
    after = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    return [o for c in after for o in c.children if o.dep_ == "dobj"]


def _among(those: Token) -> list[Token]:
    """Give who is told of in "Among those arrested was X"."""
    if those.lower_ not in {"those", "people"} or those.head.lower_ != "among":
        return []
    copula = those.head.head
    return [c for c in copula.children if c.dep_ in {"nsubj", "attr"} and c.i > copula.i]


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive; "its driver beaten" is, though it lacks the "was"."""
    deps = {c.dep_ for c in verb.children}
    if verb.lemma_ in _DONE_TO and verb.tag_ in {"VBN", "VBD"} and "nsubj" in deps and not _has_object(verb):
        # "Two aid workers killed in an ambush": headlines and lists drop the "were"
        return True
    return bool(deps & {"nsubjpass", "auxpass"}) or (
        verb.tag_ == "VBN" and "nsubj" in deps and not deps & {"aux", "dobj"} and verb.dep_ != "ROOT"
    )


def _has_object(verb: Token) -> bool:
    """Whether a verb has what only an active one has; the parser may take a number of people for a measure."""
    return any(
        c.dep_ in _OF_ACTIVES or (c.dep_ == "npadvmod" and c.i > verb.i and c.ent_type_ not in {"DATE", "TIME"})
        for c in verb.children
    )


def _verb_above(token: Token) -> Token | None:
    while token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


def _owner(subject: Token) -> Token:
    """Give whose forces they are: "its aircraft had struck" is told of whoever "its" stands for."""
    if subject.lemma_.lower() not in _OWN_FORCES:
        return subject
    return next((c for c in subject.lefts if c.dep_ == "poss" and c.pos_ == "PRON"), subject)


def _antecedent(subject: Token, verb: Token) -> Token:
    """Give the noun that "who" or "which" stands for; a pronoun takes the subject of the verb of saying above."""
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return _before_day(verb.head)
    if subject.lower_ in {"it", "they", "he", "she", "its", "their"}:
        for head in climb(verb):
            above = [c for c in head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < subject.i]
            if above and above[0].pos_ != "PRON":
                return above[0]
        # "In response, the group said, it launched dozens of rockets"
        said = [v for v in verb.children if v.dep_ in {"parataxis", "ccomp", "advcl", "dep"} and v.i < subject.i]
        saying = [c for v in said for c in v.children if c.dep_ == "nsubj" and c.pos_ != "PRON"]
        if saying:
            return saying[0]
    return subject


def _before_day(noun: Token) -> Token:
    """Give what a date stands beside: "the attack near Kidal on 10 March, which killed three"."""
    while noun.ent_type_ in {"DATE", "TIME"} and noun.dep_ == "pobj" and noun.head.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head.head
    return noun
