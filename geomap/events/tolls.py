"""Casualties: who was killed, injured, missing or displaced in an event, as told.

In: a sentence and its triggers. Out: for each trigger the casualties that its clause tells, and which verbs of harm are
only the consequence of another event ("an air strike killed five") and so no events of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.events.arguments import objects_of, subjects_of
from geomap.events.grammar import climb, sentence_of, stands_beside, verb_key
from geomap.events.nouns import HUMANS, PEOPLE
from geomap.events.numbers import count_people
from geomap.events.ontology import Ontology
from geomap.events.triggers import Trigger
from geomap.model import Casualties, EventFamily, NumberRange

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = [
    "HARMLESS", "Harm", "HarmKind", "add_ranges", "assign_harms", "find_cause", "find_harms", "total",
    "victims_of_adjective", "victims_of_noun", "with_joined",
]  # fmt: skip

_CAUSE_PREPOSITIONS = frozenset("in by during from after when following amid under".split())
HARMLESS = frozenset({EventFamily.ARREST, EventFamily.LEGAL, EventFamily.DIPLOMACY, EventFamily.AID})
"""Families whose events kill nobody: "sentenced for the murder of two" tells of the dead of another event."""
# "burned two barns" hurts nobody
_OF_THINGS_TOO = frozenset({"burn", "crush", "cripple", "hang"})
_LOSING = frozenset({"lose", "claim", "take", "cost"})
_DEAD = frozenset({"dead", "killed", "slain"})
_HURT = frozenset({"wounded", "injured", "hurt"})


class HarmKind(StrEnum):
    """What was suffered."""

    DEATH = "death"
    INJURY = "injury"
    MISSING = "missing"
    DISPLACEMENT = "displacement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """One statement of harm: the word that tells it, its kind, and the heads of who suffered it.

    ``is_toll``: it tells how many there are by now in all ("the death toll rose to 31").
    """

    token: Token
    kind: HarmKind
    victims: tuple[Token, ...]
    is_toll: bool = False

    @property
    def is_death(self) -> bool:
        """Whether it tells of the dead."""
        return self.kind is HarmKind.DEATH

    @property
    def is_hurt(self) -> bool:
        """Whether it tells of the dead or injured, who are whom the event was done to."""
        return self.kind in {HarmKind.DEATH, HarmKind.INJURY}

    @property
    def number(self) -> NumberRange | None:
        """How many, summed over the victims that are counted."""
        numbers = [n for n in (count_people(v) for v in self.victims) if n is not None]
        return sum_ranges(numbers)


def find_harms(sentence: Span, ontology: Ontology) -> list[Harm]:
    """Find the statements of death and injury in a sentence, negated ones left out."""
    harms = [h for t in sentence if (h := _read_harm(t, ontology)) is not None]
    harms += [h for t in sentence if (h := _in_hospital(t, harms)) is not None]
    return _drop_repeats([h for h in harms if not any(_is_nobody(v) for v in h.victims)])


def _is_being(noun: Token) -> bool:
    """Whether somebody is burned, not a house: people, a name, a number of them or a pronoun."""
    known = noun.lemma_.lower() in PEOPLE | HUMANS or noun.ent_type_ == "PERSON"
    return known or noun.pos_ in {"NUM", "PRON"}


def _hurt_or_dead(*, dead: bool) -> HarmKind:
    return HarmKind.DEATH if dead else HarmKind.INJURY


def _read_harm(token: Token, ontology: Ontology) -> Harm | None:
    """Read what one word tells of death or injury."""
    words = ontology.casualties
    if any(c.dep_ == "neg" or c.lower_ == "no" for c in token.children):
        return None
    lemma = verb_key(token) if token.pos_ == "VERB" else token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in words["kill_verbs"] | words["injure_verbs"] | words["die_verbs"]:
        sufferers = objects_of(token) if lemma in words["kill_verbs"] | words["injure_verbs"] else []
        if not sufferers and lemma in words["die_verbs"]:
            sufferers = subjects_of(token)
            sufferers = [s for s in with_joined(sufferers) if _is_being(s)] or sufferers
        if lemma in _OF_THINGS_TOO and sufferers and not any(_is_being(s) for s in sufferers):
            return None
        return Harm(
            token=token,
            kind=_hurt_or_dead(dead=lemma not in words["injure_verbs"]),
            victims=tuple(with_joined(sufferers)),
        )
    if token.pos_ == "NOUN" and lemma in words["kill_nouns"] | words["injure_nouns"] and token.lower_ != "dead":
        return Harm(
            token=token, kind=_hurt_or_dead(dead=lemma in words["kill_nouns"]), victims=tuple(victims_of_noun(token))
        )
    return _read_phrase(token, lemma)


def _read_phrase(token: Token, lemma: str) -> Harm | None:
    """Read "the toll rose to 31", "lost their lives", "beaten to death", "left twelve dead"."""
    toll = _toll_number(token) if lemma == "toll" else None
    if toll is not None:
        return Harm(token=token, kind=HarmKind.DEATH, victims=(toll,), is_toll=True)
    if lemma in _LOSING and (lives := _lives_lost(token)):
        return Harm(token=token, kind=HarmKind.DEATH, victims=tuple(lives))
    if token.pos_ == "VERB" and _is_to_death(token):
        victims = with_joined(objects_of(token) or subjects_of(token))
        return Harm(token=token, kind=HarmKind.DEATH, victims=tuple(victims))
    if token.lower_ in _DEAD | _HURT and token.pos_ in {"ADJ", "NOUN", "VERB"}:
        victims = victims_of_adjective(token)
        if victims:
            return Harm(token=token, kind=_hurt_or_dead(dead=token.lower_ in _DEAD), victims=tuple(victims))
    return None


def _drop_repeats(harms: Sequence[Harm]) -> list[Harm]:
    """Keep one of two statements about the same victims: "were shot dead"."""
    kept: list[Harm] = []
    for harm in harms:
        same = [k for k in kept if k.is_death == harm.is_death and {*k.victims} & {*harm.victims}]
        if not same:
            kept.append(harm)
    return kept


def _in_hospital(verb: Token, harms: Sequence[Harm]) -> Harm | None:
    """Read "was taken to hospital", "were being treated for burns" as injured, where no injury is told besides."""
    if verb.pos_ != "VERB" or verb.lemma_ not in _CARING or any(not h.is_death for h in harms):
        return None
    for prep in verb.children:
        goals = {p.lemma_.lower() for p in prep.children if p.dep_ == "pobj"} if prep.dep_ == "prep" else set()
        if (prep.lower_ in {"to", "in", "at"} and goals & _HOSPITALS) or (prep.lower_ == "for" and goals & _WOUNDS):
            victims = with_joined(objects_of(verb))
            return Harm(token=verb, kind=HarmKind.INJURY, victims=tuple(victims)) if victims else None
    return None


_CARING = frozenset("take fly rush airlift transport admit hospitalise hospitalize treat carry transfer bring".split())
_HOSPITALS = frozenset({"hospital", "clinic", "infirmary"})
_WOUNDS = frozenset("wound burn injury fracture inhalation shock bruise cut laceration".split())


def _lives_lost(verb: Token) -> list[Token]:
    """Find who died in "lost their lives" (the subject) and "claimed 30 lives" (the lives)."""
    lives = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() == "life"]
    if not lives:
        return []
    return with_joined(subjects_of(verb)) if verb.lemma_ == "lose" and lives[0].dep_ == "dobj" else lives


def _is_to_death(verb: Token) -> bool:
    return any(
        c.dep_ == "prep" and c.lower_ == "to" and any(p.lower_ == "death" for p in c.children) for c in verb.children
    )


def _is_nobody(victim: Token) -> bool:
    """Whether it is said that no one suffered: "no one was hurt", "none of the staff"."""
    return victim.lower_ in {"nobody", "none"} or any(c.lower_ == "no" for c in victim.lefts)


def _toll_number(toll: Token) -> Token | None:
    """Find the number that a death toll has risen to or stands at."""
    near = [toll, toll.head] if toll.head.pos_ in {"VERB", "AUX"} else [toll]
    for word in near:
        for prep in word.children:
            if prep.dep_ == "prep" and prep.lower_ in {"to", "at", "of"}:
                number = next((p for p in prep.children if p.dep_ == "pobj" and p.like_num), None)
                if number is not None:
                    return number
    return None


def assign_harms(triggers: Sequence[Trigger], harms: Sequence[Harm]) -> tuple[dict[int, list[Harm]], set[int]]:
    """Give each trigger (by token index) its harms, and the token indices of triggers that are only consequences."""
    assigned: dict[int, list[Harm]] = {}
    absorbed: dict[int, int] = {}
    by_index = {t.token.i: t for t in triggers}
    for harm in harms:
        own = by_index.get(harm.token.i)
        cause = find_cause(harm, triggers, own)
        if cause is not None:
            assigned.setdefault(cause.token.i, []).append(harm)
            if own is not None:
                absorbed[harm.token.i] = cause.token.i
        elif own is not None:
            assigned.setdefault(harm.token.i, []).append(harm)
    for token, cause_token in absorbed.items():
        # "veered off a road, killing six and injuring 23": what hangs on a consequence is the cause's too
        if token in assigned and cause_token not in absorbed:
            assigned.setdefault(cause_token, []).extend(assigned.pop(token))
    return assigned, set(absorbed)


def find_cause(harm: Harm, triggers: Sequence[Trigger], own: Trigger | None) -> Trigger | None:
    """Find the event that did the harm; a word of harm that is an event by itself needs a firm tie."""
    least = 1 if own is None else 2
    if own is not None and own.token.pos_ != "VERB":
        least = 1
    rated = [(rate, -abs(t.token.i - harm.token.i), t) for t in triggers if (rate := _rate_cause(harm, t)) >= least]
    return max(rated, key=lambda r: r[:2])[2] if rated else None


def _rate_cause(harm: Harm, trigger: Trigger) -> int:
    word, cause = harm.token, trigger.token
    if cause.i == word.i or trigger.type.family in HARMLESS:
        return 0
    if trigger.type.family is EventFamily.PROTEST and not (word in climb(cause) and _hangs_by(cause, word)):
        return 0
    if trigger.is_verb and not trigger.type.specific and trigger.type.name == "killing":
        # another verb of killing is a second statement, unless the clause hangs on it ("killed five, wounding ten")
        return 3 if word.head == cause and word.dep_ in {"advcl", "conj"} else 0
    path = climb(cause)
    if word in path:
        # the parser often hangs what stands before ";" on what stands after it
        beside = cause.dep_ == "ccomp" and cause.i < word.i
        return 4 if _hangs_by(cause, word) else 1 if beside else 0
    if cause.dep_ in {"nsubj", "agent"} and cause.head == word:
        return 4
    above = climb(word)
    anchors = {t.i for t in (cause, trigger.carrier) if t is not None}
    for head in above[: _count_below(word)]:
        if head.i in anchors:
            return 3
        if head.pos_ == "VERB" and any(c.dep_ == "nsubj" and c.i in anchors for c in head.children):
            # "the attack left five dead", "strikes which led to the death of one soldier"
            return 3
    if sentence_of(word).start == sentence_of(cause).start and (word.pos_ != "VERB" or _comes_after(word, cause)):
        return 1
    return 0


def _count_below(word: Token) -> int:
    """Count the heads that a word truly hangs below."""
    path = [word, *climb(word)]
    for number, (lower, head) in enumerate(pairwise(path)):
        if stands_beside(lower, head):
            return number
    return len(path) - 1


def _comes_after(word: Token, cause: Token) -> bool:
    """Whether a clause of harm goes on after the event: "a petrol station exploded; two volunteers died"."""
    if word.i < cause.i or word.dep_ in {"relcl", "acl"}:
        return False
    return not any(t.dep_ == "mark" and t.lower_ in {"since", "before", "until"} for t in word.lefts)


def _hangs_by(cause: Token, word: Token) -> bool:
    """Whether the cause hangs on the word of harm by "in", "by", "during" and the like."""
    token = cause
    while token != word:
        if token.dep_ in {"prep", "agent", "mark"} and token.lower_ in _CAUSE_PREPOSITIONS:
            return True
        if token.dep_ == "advcl" and any(c.lower_ in {"when", "after", "as"} for c in token.lefts):
            return True
        if token.dep_ == "nsubj":
            return True
        token = token.head
    return False


def with_joined(tokens: Sequence[Token]) -> list[Token]:
    """Give the heads with those joined to them by "and"; "among them three children" is no further number."""
    found: list[Token] = []
    for token in tokens:
        if token.head.lower_ in _AMONG or _names_some_of(token):
            # "at least 24 people, among them three children": the children are of the 24
            continue
        found.append(token)
        found += [c for c in token.conjuncts if c.i > token.i and c.pos_ in {"NOUN", "PROPN", "NUM"}]
    return found


_AMONG = frozenset({"including", "among"})


def _names_some_of(token: Token) -> bool:
    before = token.doc[max(sentence_of(token).start, token.left_edge.i - 2) : token.left_edge.i].text.lower()
    return before.startswith("among") or before.endswith(("including", "among them"))


def victims_of_noun(noun: Token) -> list[Token]:
    """Find who died in "the death of one soldier", "three deaths", "Mousavi's killing"."""
    victims = [c for c in noun.children if c.dep_ == "poss" and c.pos_ != "PRON"]
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in {"of", "to"}:
            victims += [p for c in prep.children if c.dep_ == "pobj" for p in [c] if c.lemma_ != "death"]
    return victims or [c for c in noun.lefts if c.dep_ == "nummod"]


def victims_of_adjective(token: Token) -> list[Token]:
    """Find who suffered in "left twelve dead and 30 wounded", "5 were dead"."""
    head = token.head
    if token.dep_ == "amod" and head.pos_ == "NUM":
        # "leaving 45 more dead"
        return [head]
    if token.dep_ in {"amod", "acl"}:
        return [head] if head.pos_ in {"NOUN", "NUM"} and any(c.dep_ == "nummod" for c in head.children) else []
    numbers = [c for c in token.lefts if c.dep_ == "nummod" or c.pos_ == "NUM"]
    if numbers:
        return numbers
    if token.dep_ in {"oprd", "acomp", "ccomp", "attr", "conj"} and head.pos_ in {"VERB", "AUX"}:
        near = [*token.lefts, *head.children]
        objects = [c for c in near if c.dep_ == "dobj"]
        own = [c for c in token.lefts if c.dep_ == "nsubj"]
        return objects or own or [c for c in near if c.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ != "leave"]
    return []


def total(harms: Sequence[Harm]) -> Casualties:
    """Sum the harms of one sentence: those of one kind told with "and" add up."""
    dead = [h for h in harms if h.is_death and h.number]
    tolls = [h for h in dead if h.is_toll]
    killed = sum_ranges([h.number for h in tolls[:1] or dead])
    rest = {
        kind: sum_ranges([h.number for h in harms if h.kind is kind and h.number])
        for kind in (HarmKind.INJURY, HarmKind.MISSING, HarmKind.DISPLACEMENT)
    }
    return Casualties(
        killed=killed,
        injured=rest[HarmKind.INJURY],
        missing=rest[HarmKind.MISSING],
        displaced=rest[HarmKind.DISPLACEMENT],
    )


def sum_ranges(numbers: Sequence[NumberRange | None]) -> NumberRange | None:
    """Add numbers up; a bound that one of them lacks, the sum lacks."""
    known = [n for n in numbers if n is not None]
    if not known:
        return None
    lows = [n.low for n in known if n.low is not None]
    highs = [n.high for n in known]
    return NumberRange(
        low=sum(lows) if lows else None,
        high=sum(h for h in highs if h is not None) if None not in highs else None,
    )


def add_ranges(first: NumberRange | None, second: NumberRange | None) -> NumberRange | None:
    """Join two tellings of one number: their span, so that contradictions stay visible."""
    if first is None or second is None:
        return first or second
    lows = [n.low for n in (first, second) if n.low is not None]
    highs = [n.high for n in (first, second) if n.high is not None]
    low, high = (min(lows) if lows else None), (max(highs) if highs else None)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return NumberRange(low=low, high=high)
