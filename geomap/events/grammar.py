"""What the parse says of a word: whether it is used as a verb, its lemma with particle, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["PUNISHING", "climb", "governs", "is_told_by_tag", "is_verb", "sentence_of", "stands_beside", "verb_key"]

PUNISHING = frozenset(
    """sentence jail convict charge arrest detain try indict extradite acquit fine imprison condemn prosecute
    arraign""".split()
)
"""Verbs of courts and police, under which a crime noun tells of an earlier deed."""
_NOUN_PLACES = {"pobj", "dobj", "nsubj", "nsubjpass", "compound"}

# verbs whose particle, preposition or noun belongs to them
_FIXED = {
    "take_place",
    "open_fire",
    "catch_fire",
    "take_hostage",
    "make_landfall",
    "give_way",
    "exchange_fire",
    "set_fire",
    "set_ablaze",
    "set_alight",
    "set_afire",
    "fire_at",
    "fire_on",
    "come_under",
    "run_aground",
    "take_power",
    "cross_into",
    "take_street",
    "find_guilty",
    "plead_guilty",
    "seize_power",
    "grab_power",
    "run_into",
    "crash_into",
    "plough_into",
    "plow_into",
    "slam_into",
    "go_poll",
    "go_polls",
    "take_custody",
    "take_prisoner",
    "take_captive",
    "take_office",
    "place_arrest",
    "put_arrest",
    "hold_hostage",
    "hold_captive",
    "find_dead",
    "find_murdered",
    "trade_fire",
    "return_fire",
    "come_ambush",
    "come_attack",
    "come_fire",
    "take_control",
    "gain_control",
    "lose_control",
    "fall_to",
    "strike_at",
    "appear_court",
    "appear_judge",
    "appear_magistrate",
    "appear_tribunal",
    "go_trial",
    "stand_trial",
    "cast_ballot",
    "cast_vote",
    "declare_winner",
    "declare_elected",
    "go_strike",
    "test_positive",
    "fall_ill",
    "drive_into",
    "fall_into",
    "ram_into",
    "break_into",
    "hack_into",
    "make_contact",
    "burn_alive",
    "bury_alive",
    "bring_court",
    "bring_judge",
    "bring_magistrate",
    "wash_ashore",
    "set_free",
    "let_go",
    "veer_off",
    "withdraw_from",
    "shoot_dead",
    "burst_flames",
    "meet_with",
    "lay_siege",
    "advance_on",
    "push_into",
    "roll_into",
    "sweep_into",
    "skid_off",
    "run_off",
    "drag_away",
    "hold_talks",
    "go_missing",
    "lay_ambush",
    "open_talk",
}


def sentence_of(token: Token) -> Span:
    """Give the sentence of a token; spaCy's own ``Token.sent`` walks through the whole text for it."""
    doc = token.doc
    first = token.i
    while first > 0 and not doc[first].is_sent_start:
        first -= 1
    last = token.i + 1
    while last < len(doc) and not doc[last].is_sent_start:
        last += 1
    return doc[first:last]


def is_verb(token: Token) -> bool:
    """Whether a token is used as a verb; the tagger takes "airstrikes" for one, but the parser knows its place."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in _NOUN_PLACES


def is_told_by_tag(verb: Token) -> bool:
    """Whether a verb that the parser hangs on a noun is in the past tense by its tag: "a centre opened at Munigi"."""
    return verb.dep_ == "acl" and verb.tag_ == "VBD" and not any(c.dep_ == "agent" for c in verb.children)


def verb_key(verb: Token) -> str:
    """Give the lemma of a verb with its particle or fixed noun: ``carry_out``, ``take_place``, ``open_fire``."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ == "prt":
            return f"{lemma}_{child.lower_}"
        if child.dep_ == "dobj" and f"{lemma}_{child.lemma_.lower()}" in _FIXED:
            return f"{lemma}_{child.lemma_.lower()}"
        if child.dep_ in {"oprd", "acomp", "advmod"} and f"{lemma}_{child.lower_}" in _FIXED:
            return f"{lemma}_{child.lower_}"
        if child.dep_ == "prep":
            ends = [child.lower_, *(p.lemma_.lower() for p in child.children if p.dep_ == "pobj")]
            fixed = next((f"{lemma}_{e}" for e in ends if f"{lemma}_{e}" in _FIXED), None)
            if fixed is not None:
                return fixed
    return lemma


def climb(token: Token) -> list[Token]:
    """Give the heads above a token, nearest first.

    Tokens are compared with ``==`` throughout: spaCy makes a new object at each access, so ``is`` is never true.
    """
    heads = []
    while token.head != token:
        token = token.head
        heads.append(token)
    return heads


def stands_beside(clause: Token, head: Token) -> bool:
    """Whether the parser hangs a clause below the one that follows though it stands beside it.

    "Bomb kills six in Quetta, gunmen abduct doctor in Peshawar"; "detectives arrested a man; he is expected in court".
    """
    if clause.dep_ != "ccomp" or clause.i > head.i:
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in clause.children)


def governs(clause: Token, verb: Token) -> bool:
    """Whether the verb is what is wanted or feared, not something that happened while somebody wanted."""
    path = [verb, *climb(verb)]
    below = path[path.index(clause) - 1]
    return below.dep_ in {"xcomp", "ccomp", "dobj", "pcomp"} or (
        below.dep_ == "prep" and below.lower_ in {"to", "for", "of", "against", "on", "from"}
    )
