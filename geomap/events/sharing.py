"""One word that tells of several deeds, each with its own people and place.

"Attacked 48 times in Iraq and 55 in Syria" gives two counts, "killed three boys in Homs and two farmers in Hama" two
killings.
In: a trigger with its finding and the places of its sentence. Out: the finding, or one for each place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.events.findings import Finding
from geomap.events.grammar import climb
from geomap.events.numbers import read_quantity
from geomap.events.ontology import Ontology
from geomap.events.places import Located, Toponym, find_places
from geomap.events.positions import place_of
from geomap.events.triggers import Trigger
from geomap.model import MentionRole

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Share", "find_shares", "split_counts"]

_WHERE = frozenset({"in", "at", "near", "outside", "around"})
_LINKS = frozenset({"conj", "npadvmod", "appos", "prep", "pobj", "dobj", "nsubjpass", "dep"})
_OWN = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Whom or what a deed was done to at a further place: the head of the phrase and the place."""

    head: Token
    place: Located


def find_shares(trigger: Trigger, targets: Sequence[Token], toponyms: Sequence[Toponym]) -> list[Share]:
    """Find the further objects of a deed that have a place of their own, where the first has one too.

    Parameters
    ----------
    targets
        Heads of what the deed is done to.
    """
    verb = trigger.carrier
    first = min(targets, key=lambda t: t.i, default=None)
    literal = {t.token.i: t for t in toponyms if t.is_named and t.resolution.mention.role is MentionRole.LITERAL}
    if verb is None or first is None or len(literal) < 2:
        return []
    shares = []
    for head in verb.subtree:
        if head.i <= first.i or head.dep_ not in {"conj", "npadvmod", "appos"} or not _hangs_on(head, verb):
            continue
        named = _place_beside(head, literal)
        if named is not None and any(i < head.i and i != named.token.i for i in literal):
            mention = named.resolution.mention
            place = place_of(named.resolution, named.token)
            shares.append(
                Share(head=head, place=Located(place=place, strength=_OWN, start=mention.start, end=mention.end))
            )
    return shares


def _hangs_on(head: Token, verb: Token) -> bool:
    """Whether a noun or number is reached from the verb without a clause of its own in between."""
    if head.pos_ not in {"NOUN", "NUM", "PROPN"} or head.ent_type_ in {"DATE", "TIME", "GPE"}:
        return False
    token = head
    while token != verb:
        if token.dep_ not in _LINKS:
            return False
        token = token.head
    return True


def _place_beside(head: Token, literal: dict[int, Toponym]) -> Toponym | None:
    for prep in head.rights:
        if prep.dep_ == "prep" and prep.lower_ in _WHERE:
            return next((literal[p.i] for p in prep.children if p.dep_ == "pobj" and p.i in literal), None)
    return None


def split_counts(
    trigger: Trigger, finding: Finding, toponyms: Sequence[Toponym], ontology: Ontology
) -> Iterator[Finding]:
    """Split "48 times in Iraq and 55 in Syria" into one counted finding a place."""
    parts: list[tuple[int, Located]] = []
    for token in trigger.token.subtree:
        if token.pos_ != "NUM" or token.dep_ not in {"conj", "appos", "npadvmod", "dep"} or finding.count is None:
            continue
        number = read_quantity(token)
        inside = [t for t in toponyms if token in climb(t.token)]
        if number is not None and number.low is not None and inside:
            located = find_places(replace(trigger, carrier=token), [], inside, [], ontology)
            if located:
                parts.append((number.low, located[0]))
    if not parts:
        yield finding
        return
    taken = {located.start for _, located in parts}
    yield replace(finding, places=tuple(p for p in finding.places if p.start not in taken))
    for count, place in parts:
        yield replace(finding, count=count, places=(place,))
