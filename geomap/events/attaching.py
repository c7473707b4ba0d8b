"""Which place names of a sentence are the place of an event told by a given word.

In: a parsed sentence, its resolved names and the word. Out: every name of the sentence with the probability that it is
where the event happened. A name need not be in the gazetteer to be attached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.events.attachment import UNKNOWN_RANK, Name, describe, weigh
from geomap.events.deeds import DEED
from geomap.events.grammar import sentence_of
from geomap.events.ontology import Ontology
from geomap.events.places import Located, Toponym, find_places, rate_name, unknown_names_of
from geomap.events.positions import place_of
from geomap.events.refusals import is_sport, refuse
from geomap.events.roles import find_roles
from geomap.events.triggers import Trigger
from geomap.model import MentionRole, PlacePrecision, Resolution

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.language import ParsedPart

__all__ = ["ATTACHED", "Attachment", "attach", "describe_names", "find_likely"]

ATTACHED = 0.5
"""A name counts as the event's place from this probability on."""

_UNKNOWN_CONFIDENCE = 0.3
# without a rule that ties it a name must be likelier, and its tie is as weak as one over a common verb
_LIKELY, _LIKELY_STRENGTH = 0.7, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A place name of a sentence, in code points of the document, and how likely it is the event's place."""

    start: int
    end: int
    probability: float


def attach(part: ParsedPart, event: Token, resolutions: Sequence[Resolution], ontology: Ontology) -> list[Attachment]:
    """Weigh every place name of an event's sentence."""
    spans, rows = describe_names(part, event, resolutions, ontology)
    return [Attachment(start=start, end=end, probability=p) for (start, end), p in zip(spans, weigh(rows), strict=True)]


def find_likely(
    part: ParsedPart, trigger: Trigger, toponyms: Sequence[Toponym], rivals: Sequence[Trigger], ontology: Ontology
) -> Located | None:
    """Find the place of an event that no rule ties to a name: the likeliest, if it is likely and no other event's."""
    literal = {t.resolution.mention.start: t for t in toponyms if t.resolution.mention.role is MentionRole.LITERAL}
    if not literal:
        return None
    weighed = attach(part, trigger.token, [t.resolution for t in toponyms], ontology)
    for attachment in sorted(weighed, key=lambda a: -a.probability):
        toponym = literal.get(attachment.start)
        if attachment.probability < _LIKELY:
            return None
        if toponym is None or any(find_places(r, [], [toponym], [], ontology) for r in rivals):
            continue
        place = place_of(toponym.resolution, toponym.token)
        return Located(place=place, strength=_LIKELY_STRENGTH, start=attachment.start, end=attachment.end)
    return None


def describe_names(
    part: ParsedPart, event: Token, resolutions: Sequence[Resolution], ontology: Ontology
) -> tuple[list[tuple[int, int]], list[list[float]]]:
    """Give the place names of an event's sentence with their descriptions, one row each."""
    trigger = Trigger(token=event, type=DEED, carrier=event)
    targets = find_roles(trigger, ontology).targets
    spans: list[tuple[int, int]] = []
    names: list[Name] = []
    sentence = sentence_of(event)
    first, last = part.start + sentence.start_char, part.start + sentence.end_char
    inside = [r for r in resolutions if first <= r.mention.start and r.mention.end <= last]
    for resolution in inside:
        span = part.span(resolution.mention.start, resolution.mention.end)
        if span is None:
            continue
        place, role = resolution.place, resolution.mention.role
        fine = place is None or place.precision.rank <= PlacePrecision.CITY.rank
        spans.append((resolution.mention.start, resolution.mention.end))
        names.append(
            Name(
                token=span.root,
                role=role,
                rank=UNKNOWN_RANK if place is None else place.precision.rank,
                confidence=resolution.confidence * resolution.mention.confidence,
                strength=rate_name(role, span.root, trigger, targets, [], ontology, is_fine=fine),
            )
        )
    taken = {n.token.i for n in names}
    for unknown in unknown_names_of(part, sentence, [r for r in inside if r.place is not None]):
        if unknown.token.i not in taken:
            spans.append(part.offsets(unknown.token))
            strength = rate_name(unknown.role, unknown.token, trigger, targets, [], ontology)
            names.append(
                Name(
                    token=unknown.token,
                    role=unknown.role,
                    rank=UNKNOWN_RANK,
                    confidence=_UNKNOWN_CONFIDENCE,
                    strength=strength,
                )
            )
    refused = is_sport(sentence) or refuse(event, ontology) is not None
    return spans, [describe(name, event, names, refused=refused) for name in names]
