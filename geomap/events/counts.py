"""How many events a word tells of: "103 attacks", "dozens of attacks", "attacked 48 times"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.numbers import count_people, read_quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["count_of", "vague_count"]

_VAGUE = frozenset({"dozens", "scores", "hundreds", "thousands"})


def vague_count(token: Token) -> str | None:
    """Give the word of a count that is none: "dozens of attacks"."""
    head = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    words = [head, *token.lefts] if head is not None else list(token.lefts)
    return next((w.lower_ for w in words if w.lower_ in _VAGUE), None)


def count_of(token: Token) -> int | None:
    """Count the events that a noun or verb tells of: "103 attacks", "dozens of attacks", "attacked 48 times"."""
    if token.pos_ == "VERB":
        for child in token.children:
            if child.dep_ in {"npadvmod", "dobj"} and child.lemma_ == "time":
                number = next((read_quantity(c) for c in child.children if c.dep_ == "nummod"), None)
                return number.low if number else None
        return None
    if token.tag_ not in {"NNS", "NNPS"}:
        return None
    number = count_people(token)
    head = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    if number is None and head is not None and head.lower_ in _VAGUE:
        number = count_people(head)
    return number.low if number else None
