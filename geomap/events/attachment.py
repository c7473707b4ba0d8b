"""How likely a place name is the place of an event: what grammar says of the two, weighed by trees that were trained.

In: a place name and an event's word in one sentence, and the names beside it. Out: a probability. The rules of
``places`` give the strongest of the evidence; the weights say how far each rule is to be trusted and what else counts.
The trees were trained by ``benchmarks/train_attachment.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geomap.boosting import BoostedTrees, load_arrays
from geomap.events.grammar import climb, is_verb, sentence_of
from geomap.model import MentionRole

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["TIES", "WEIGHTS", "Name", "describe", "weigh"]

WEIGHTS = Path(__file__).parent / "attachment.npz"

UNKNOWN_RANK = 6
_ROLES = (MentionRole.LITERAL, MentionRole.DEMONYM, MentionRole.METONYM, MentionRole.MODIFIER, MentionRole.NAME_PART)
_PREPOSITIONS = (
    "in",
    "at",
    "near",
    "on",
    "from",
    "to",
    "of",
    "by",
    "outside",
    "around",
    "into",
    "for",
    "with",
    "between",
)
_CLAUSES = ("relcl", "advcl", "ccomp", "acl", "conj", "xcomp")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "compound", "amod", "agent")
_TAGS = ("VBD", "VBN", "VBG", "VB", "VBZ", "VBP", "NN", "NNS")
_ENTITIES = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")
# verbs of many events, by which the ties of others are judged too
_VERBS = tuple(
    """kill capture shoot detonate demonstrate patrol march launch target destroy protest bomb shell murder occur begin
    continue wound attack raid injure storm enter strike burn arrest explode hit die say find""".split()
)
_SPORTS = frozenset(
    """league cup match goal season team coach championship tournament final semifinal medal title game player win
    victory set round score striker race champion golf tennis film movie box-office album award""".split()
)
_DEPS = ("ROOT", "relcl", "advcl", "ccomp", "conj", "xcomp", "acl", "pcomp", "amod")

TIES = (
    "strength",
    "rank",
    "confidence",
    *(f"role {r}" for r in _ROLES),
    *(f"preposition {p}" for p in _PREPOSITIONS),
    "no preposition",
    "up",
    "down",
    "verbs up",
    "verbs down",
    *(f"up {c}" for c in _CLAUSES),
    *(f"down {c}" for c in _CLAUSES),
    *(f"through {a}" for a in _ARGUMENTS),
    "distance",
    "after",
    "opens",
    "names",
    "literal names",
    "nearer names",
    "best other strength",
    "inside before",
    "holds next",
    *(f"tag {t}" for t in _TAGS),
    *(f"entity {e}" for e in _ENTITIES),
    *(f"as {d}" for d in _DEPS),
    "is object",
    "is joined",
    "refused",
    "object place",
    "object person",
    "sentence length",
    "says",
    *(f"verb {v}" for v in _VERBS),
    "subject pronoun",
    "subject person",
    "subject place",
    "has object",
    "past",
    "numbers",
    "sport",
    "other verbs",
    "sister before",
    "clause opens",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A place name in a sentence: its head, what it does there, how precise its place is, and how the rules rate it."""

    token: Token
    role: MentionRole
    rank: int
    confidence: float
    strength: float


def describe(name: Name, event: Token, names: Sequence[Name], *, refused: bool) -> list[float]:
    """Describe the tie between a name and an event, in the order of ``TIES``."""
    token = name.token
    up, down = _ways(token, event)
    prep = next((t.lower_ for t in [token, *up] if t.dep_ in {"prep", "agent"}), None)
    others = [n for n in names if n.token.i != token.i]
    near = abs(token.i - event.i)
    objects = [c for c in event.children if c.dep_ in {"dobj", "nsubjpass"}]
    row = [name.strength, float(name.rank), name.confidence]
    row += [name.role is r for r in _ROLES]
    row += [prep == p for p in _PREPOSITIONS] + [prep is None]
    row += [len(up), len(down), sum(map(is_verb, up)), sum(map(is_verb, down))]
    row += [any(t.dep_ == c for t in up) for c in _CLAUSES] + [any(t.dep_ == c for t in down) for c in _CLAUSES]
    row += [any(t.dep_ == a for t in [token, *up]) for a in _ARGUMENTS]
    row += [near, token.i > event.i, token.left_edge.i - sentence_of(token).start < 3]
    row += [len(names), sum(n.role is MentionRole.LITERAL for n in names)]
    row += [sum(abs(n.token.i - event.i) < near for n in others), max((n.strength for n in others), default=0.0)]
    row += [any(0 < token.i - n.token.i <= 3 and n.rank <= name.rank for n in others)]
    row += [any(0 < n.token.i - token.i <= 3 and n.rank >= name.rank for n in others)]
    row += [event.tag_ == t for t in _TAGS] + [token.ent_type_ == e for e in _ENTITIES]
    row += [event.dep_ == d for d in _DEPS]
    row += [token.head == event and token.dep_ in {"dobj", "nsubjpass"}, token.dep_ == "conj", refused]
    row += [any(o.ent_type_ in {"GPE", "LOC", "FAC"} for o in objects), any(o.ent_type_ == "PERSON" for o in objects)]
    row += [len(sentence_of(token)), sentence_of(event).root.lemma_ in {"say", "tell", "report", "announce"}]
    row += _describe_sentence(token, event)
    return [float(x) for x in row]


def _describe_sentence(token: Token, event: Token) -> list[float]:
    """Describe what else the sentence tells of the event."""
    sentence = sentence_of(event)
    lemma = event.lemma_.lower()
    subjects = [c for c in event.children if c.dep_ in {"nsubj", "nsubjpass"}]
    row: list[float] = [lemma == v for v in _VERBS]
    row += [any(c.pos_ == "PRON" for c in subjects), any(c.ent_type_ == "PERSON" for c in subjects)]
    row += [any(c.ent_type_ in {"GPE", "LOC"} for c in subjects), any(c.dep_ == "dobj" for c in event.children)]
    row += [event.tag_ in {"VBD", "VBN"}, sum(t.like_num for t in event.subtree)]
    row += [sum(t.lemma_.lower() in _SPORTS for t in sentence), sum(map(is_verb, sentence))]
    row += [token.i > 0 and token.nbor(-1).text == ",", token.head == sentence.root]
    return row


def _ways(token: Token, event: Token) -> tuple[list[Token], list[Token]]:
    """Give the words from the name up to the first one over both, and from there down to the event, without either."""
    above_event = [event, *climb(event)]
    places = {t.i: n for n, t in enumerate(above_event)}
    up: list[Token] = []
    for step in climb(token):
        if step.i in places:
            return up, above_event[: places[step.i]]
        up.append(step)
    return up, above_event


def weigh(rows: Sequence[Sequence[float]]) -> list[float]:
    """Give the probability of each described tie."""
    trees = _load_trees()
    if trees is None or not rows:
        return [0.0] * len(rows)
    scores = trees.score(np.array(rows, dtype=np.float64))
    return [float(p) for p in 1 / (1 + np.exp(-scores))]


@cache
def _load_trees() -> BoostedTrees | None:
    arrays = load_arrays(WEIGHTS, TIES)
    return None if arrays is None else BoostedTrees.of(arrays)
