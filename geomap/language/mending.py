"""What the parser takes for something else, put right: a parsed text goes in, the same with other arcs comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["mend_particles"]

_BEFALLING = frozenset(
    """drown drowned die died perish perished sink sank sunk capsize capsized founder foundered overturn overturned
    crash crashed collide collided explode exploded vanish vanished disappear disappeared burn burned burnt""".split()
)
"""Verbs that befall somebody: they have no object, so a name behind "off" is where it was."""


def mend_particles(doc: Doc) -> None:
    """Make "off" in "drowned off Lesbos" a preposition, where the parser took it for a particle of the verb.

    Changes ``doc`` in place: the particle gets the dependency ``prep``, the name ``pobj`` and the particle as its head.
    What has an object of its own already ("capsized off Zuwara") is no particle either.
    """
    for token in doc:
        if token.dep_ != "prt":
            continue
        if any(c.dep_ == "pobj" for c in token.children):
            token.dep_ = "prep"
        elif token.lower_ == "off" and token.head.lower_ in _BEFALLING:
            name = _name_behind(token)
            if name is not None:
                token.dep_ = "prep"
                name.dep_, name.head = "pobj", token


def _name_behind(particle: Token) -> Token | None:
    """Give the head of the name that follows a particle and that the parser took for the verb's object."""
    verb = particle.head
    return next(
        (c for c in verb.rights if c.dep_ == "dobj" and c.pos_ == "PROPN" and c.left_edge.i == particle.i + 1), None
    )
