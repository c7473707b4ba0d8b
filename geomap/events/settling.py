"""What kind of event a verb tells of that depends on whom or what it is done to.

"Seized the town" is a capture of territory, "seized two engineers" an abduction or an arrest, and "captured the title"
nothing; a release needs people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.events.findings import Finding
from geomap.events.ontology import EventType, Ontology
from geomap.events.participants import Participant, ParticipantKind
from geomap.events.places import Toponym
from geomap.model import EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["cast_of_nature", "settle_strikes", "settle_type"]

# what is captured is ground though the gazetteer may not know its name: "the town of Sévaré", "the presidential palace"
_GROUND = frozenset(
    """town city village district province region area base airport palace bridge airfield camp post checkpoint position
    territory island port hill neighbourhood neighborhood suburb stronghold headquarters building station""".split()
)
_FREEING = frozenset({"liberation", "liberate", "freeing", "free"})
_MEASURES = frozenset("cull quarantine isolate slaughter vaccinate hospitalise hospitalize poison".split())
_REPORTING = frozenset("report confirm declare detect record register diagnose announce notify".split())
_LABOUR, _STRIKE = "labour strike", "strike"
_THEM = frozenset({"they", "them", "he", "him", "she", "her"})
_OFFICIAL = frozenset("police army soldier officer agent force authority security detective marine troop guard".split())


def settle_type(
    event_type: EventType,
    word: Token,
    targets: Sequence[Participant],
    heads: Sequence[Token],
    actors: Sequence[Participant],
    toponyms: Sequence[Toponym],
    ontology: Ontology,
) -> EventType | None:
    """Tell the capture of a town from that of a man, and both from that of a title; a release needs people."""
    if not (event_type.needs_place_target or event_type.needs_person_target):
        return event_type
    people = any(t.kind is not ParticipantKind.DESCRIPTION or t.is_human for t in targets)
    ground = any(_names(t.token, head) for t in toponyms for head in heads)
    if event_type.needs_person_target and ground and word.lemma_.lower() in _FREEING:
        return ontology.types["capture of territory"]
    if event_type.needs_person_target:
        return event_type if people else None
    human = any(t.is_human for t in targets)
    if not human and ground:
        return event_type
    if any(h.lemma_.lower() in _GROUND for h in heads):
        return event_type
    if not (people and not _are_states(targets)) and not any(h.lower_ in _THEM for h in heads):
        return None
    official = any(a.is_state or a.head.lemma_.lower() in _OFFICIAL for a in actors)
    return ontology.types["abduction" if actors and not official else "arrest"]


def cast_of_nature(
    event_type: EventType, word: Token, actors: tuple[Participant, ...], targets: tuple[Participant, ...]
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Say who acts and who suffers where nature does it: no dyke floods a town, and no ministry breaks out.

    Who falls ill suffers; whoever culls or quarantines does act, and so does a man who floods a tunnel.
    """
    if event_type.family is EventFamily.DISASTER:
        return tuple(a for a in actors if a.is_human or a.kind is not ParticipantKind.DESCRIPTION), targets
    if event_type.family is not EventFamily.DISEASE or word.lemma_.lower() in _MEASURES:
        return actors, targets
    ill = [a for a in actors if word.pos_ == "VERB" and a.is_human and word.lemma_.lower() not in _REPORTING]
    return (), (*ill, *targets)


def settle_strikes(findings: Sequence[Finding], ontology: Ontology) -> list[Finding]:
    """Take "the strike" as one of workers in a text that tells of such a one and of no bomb, rocket or shell."""
    striking = any(f.type.name == _LABOUR for f in findings)
    if not striking or any(f.type.family is EventFamily.EXPLOSION and f.type.name != _STRIKE for f in findings):
        return list(findings)
    labour = ontology.types[_LABOUR]
    return [replace(f, type=labour) if f.type.name == _STRIKE and not f.targets else f for f in findings]


def _are_states(targets: Sequence[Participant]) -> bool:
    """Whether all that is captured bears the name of a state, which nobody arrests."""
    return all(t.is_state for t in targets)


def _names(place: Token, head: Token) -> bool:
    """Whether a place name is what is captured, or names it: "the town of Sévaré", "the Sévaré base"."""
    if place == head:
        return True
    if place.dep_ == "pobj" and place.head.lower_ in {"of", "in", "at", "near", "on"}:
        return place.head.head == head
    return place.head == head and place.dep_ in {"compound", "nmod", "appos", "conj", "poss", "amod"}
