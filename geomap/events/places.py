"""Where an event happened: the place that its own words give, not the nearest name.

In: a trigger, its roles, and the resolved toponyms of its sentence. Out: the event's place, or none. A place counts
when a locative phrase of the event or of its participants names it; the seat of a speaker, the route of a delivery and
the place of another event in the sentence do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geopy.distance import distance as geodesic

from geomap.events.grammar import climb, verb_key
from geomap.events.ontology import Ontology
from geomap.events.triggers import Trigger
from geomap.model import EventPlace, MentionRole, Place, PlacePrecision, PlaceRelation, Resolution

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from geomap.language import ParsedPart

__all__ = ["Located", "Toponym", "find_places", "place_of", "toponyms_of"]

_IN = frozenset("in at inside on within across throughout around over along into through amid".split())
_NEAR = frozenset("near outside by beside close toward towards around beyond off".split())
# "off Masbate" is at sea: the coast is a few tens of kilometres wide
_OFF_KM = 20.0
# where something came from is not where it happened
_MOVING = frozenset("to into via through toward towards".split())
# "as he drove through Gaza", "when a bomb went off in Mosul": these clauses share the place of the main one
_CLAUSES_HERE = frozenset({"as", "while", "when", "where"})
# a radius for "near X": as far again as X reaches, and never less than a walk
_NEAR_FACTOR, _NEAR_LEAST_KM = 2.0, 2.0
_BEARINGS = {
    "north": 0.0,
    "northeast": 45.0,
    "north-east": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south-east": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "south-west": 225.0,
    "west": 270.0,
    "northwest": 315.0,
    "north-west": 315.0,
}
_OFFSET = re.compile(
    r"(?:(?P<number>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|nautical miles?|nm|miles?|mi)\b[^,.;]{0,20}?\s+)"
    r"(?:(?:to\s+the\s+)?(?P<bearing>north-?east|north-?west|south-?east|south-?west|north|south|east|west)\s+)?"
    r"(?:of|from|outside)\s+(?:the\s+)?(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_KM_PER_MILE, _KM_PER_NAUTICAL_MILE = 1.609344, 1.852
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A resolved mention with the token that heads it in the parse."""

    resolution: Resolution
    place: Place
    token: Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place for an event with the strength of its tie to the event: 4 its own phrase, 1 the sentence's."""

    place: EventPlace
    strength: float
    start: int
    end: int


def toponyms_of(part: ParsedPart, sentence: Span, resolutions: Sequence[Resolution]) -> list[Toponym]:
    """Pick the mentions that lie in a sentence and have a place, with the head token of each."""
    first, last = part.start + sentence.start_char, part.start + sentence.end_char
    found = []
    for resolution in resolutions:
        mention = resolution.mention
        if resolution.place is None or not (first <= mention.start and mention.end <= last):
            continue
        span = part.span(mention.start, mention.end)
        if span is not None:
            found.append(Toponym(resolution=resolution, place=resolution.place, token=span.root))
    return found


def find_places(
    trigger: Trigger, targets: Sequence[Token], toponyms: Sequence[Toponym], others: Sequence[Token], ontology: Ontology
) -> list[Located]:
    """Give the places of an event, strongest first; several only where "and" joins equals ("in Iraq and Syria").

    Parameters
    ----------
    targets
        Heads of the event's targets: a place may itself be what is hit ("shelled Homs", "attack on Israel").
    others
        The tokens of the other triggers of the sentence, whose places are theirs.
    """
    rated = []
    for toponym in toponyms:
        strength = _rate(toponym, trigger, targets, others, ontology)
        if strength > 0:
            rated.append((strength, toponym))
    if not rated:
        return []
    best = max(strength for strength, _ in rated)
    near = [(s, t) for s, t in rated if s >= min(best, 3.0) - 0.01]
    finest = _keep_finest([t for _, t in near])
    return [
        Located(
            place=place_of(t.resolution, t.token),
            strength=next(s for s, other in near if other is t),
            start=t.resolution.mention.start,
            end=t.resolution.mention.end,
        )
        for t in finest
    ]


def _rate(
    toponym: Toponym, trigger: Trigger, targets: Sequence[Token], others: Sequence[Token], ontology: Ontology
) -> float:
    """Rate the tie between a toponym and an event from 0 (none) to 4 (the event's own locative phrase)."""
    role, token = toponym.resolution.mention.role, toponym.token
    if any(token == t or _is_joined(token, t) for t in targets) and token.head.lower_ not in {"at", "in", "near"}:
        return 2.5 if role in {MentionRole.LITERAL, MentionRole.METONYM} else 0.0
    if role is not MentionRole.LITERAL:
        return 0.0
    if trigger.token.head == token and any(c.lower_ == "where" for c in trigger.token.lefts):
        # "flew to Naga, where she handed out food"
        return 4.0
    return _rate_path(toponym, trigger, {t.i for t in targets}, {o.i for o in others}, ontology)


def _rate_path(toponym: Toponym, trigger: Trigger, sufferers: set[int], others: set[int], ontology: Ontology) -> float:
    """Climb from a toponym to the event and rate the way: prepositions, arguments and clauses on it."""
    anchors = trigger.anchors
    above = {t.i for t in climb(trigger.token)}
    # "15 km east of Iriga": the "of" is the offset's
    preposition: str | None = "near" if _OFFSET.search(_words_before(toponym.token)) else None
    in_argument = False
    most = 4.0
    for step in [toponym.token, *climb(toponym.token)]:
        if step.dep_ in {"prep", "agent"}:
            preposition = preposition or step.lower_
        if step.i in anchors:
            return min(most, _strength_at(preposition, trigger, in_argument=in_argument))
        if step.i in sufferers and preposition in _IN | _NEAR:
            # "its commander in Syria, who was killed": where the victim is, for want of better
            return 3.0
        if step.dep_ in {"compound", "nmod"} and step.head == trigger.token:
            return 3.0 if toponym.place.precision.rank <= PlacePrecision.CITY.rank else 2.0
        if step.i in others - anchors or _tells_its_own_place(step):
            return 0.0
        if step.i in above and _is_only_time(trigger.token, step):
            # "people were moved to shelters in Albay before the storm" does not place the storm
            return 0.0
        if step.i in above:
            # the first word over both: what hangs here is told of the event too, unless a speaker owns it
            return min(most, _strength_across(step, preposition, ontology, in_argument=in_argument))
        if _has_own_clause(step):
            most = 1.5
        in_argument = in_argument or step.dep_ in {"nsubj", "nsubjpass", "dobj", "appos", "acl", "attr"}
    return 0.0


def _is_only_time(token: Token, head: Token) -> bool:
    """Whether an event only dates what its sentence tells: "before the storm", "after the attack"."""
    while token != head:
        if token.dep_ in {"prep", "mark"} and token.lower_ in {"before", "after", "since", "following", "until"}:
            return True
        token = token.head
    return False


def _tells_its_own_place(verb: Token) -> bool:
    """Whether a clause is about another time or thing: "killed since the war in Syria broke out"."""
    if verb.dep_ not in {"advcl", "relcl"} or _CLAUSES_HERE & {c.lower_ for c in verb.lefts}:
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _has_own_clause(verb: Token) -> bool:
    """Whether a verb is a finite clause beside the event's: "struck Virac and crossed Luzon"."""
    if verb.dep_ not in {"conj", "ccomp", "parataxis", "advcl"} or verb.pos_ not in {"VERB", "AUX"}:
        return False
    return verb.tag_ in {"VBD", "VBP", "VBZ", "MD"} or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _words_before(token: Token) -> str:
    """Give the text of the sentence before a name."""
    text: str = token.doc.text[token.sent.start_char : _first_of(token)]
    return text


def _strength_at(preposition: str | None, trigger: Trigger, *, in_argument: bool) -> float:
    if preposition is None:
        return 0.0
    if preposition in _IN | _NEAR | {"of"}:
        return 3.5 if in_argument else 4.0
    if preposition in _MOVING and trigger.type.family.value in {"military movement", "aid"}:
        return 3.0
    if preposition == "to" and not in_argument:
        return 1.0
    return 0.0


def _strength_across(head: Token, preposition: str | None, ontology: Ontology, *, in_argument: bool) -> float:
    """Rate a place that hangs beside the event under a common head; a speaker's seat is no event's place."""
    if preposition is None or preposition not in _IN | _NEAR:
        return 0.0
    key = verb_key(head) if head.pos_ in {"VERB", "AUX"} else head.lemma_.lower()
    if key in ontology.grammar["speech"]:
        return 0.0
    return 1.0 if in_argument else 2.0


def _is_joined(token: Token, target: Token) -> bool:
    while token.dep_ == "conj" and token.head != token:
        token = token.head
        if token == target:
            return True
    return False


def _keep_finest(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Drop places that hold another one ("Tikrit, Iraq"), and of the rest keep the first and those joined to it."""
    kept = [t for t in toponyms if not any(_holds(t.place, other.place) for other in toponyms)]
    kept.sort(key=lambda t: (t.place.precision.rank, t.token.i))
    first = kept[0]
    joined = [
        t
        for t in kept[1:]
        if (_is_joined(t.token, first.token) or _is_joined(first.token, t.token))
        and t.place.precision is first.place.precision
    ]
    return [first, *joined]


def _holds(outer: Place, inner: Place) -> bool:
    """Whether a place is the country or province of another."""
    if outer.precision.rank <= inner.precision.rank or outer.country != inner.country:
        return False
    if outer.precision is PlacePrecision.COUNTRY:
        return True
    return outer.admin1 is not None and outer.admin1 == inner.admin1


def place_of(resolution: Resolution, token: Token | None = None) -> EventPlace:
    """Make the event's place out of a resolution and the words before it: in, near, 20 km north of.

    Raises
    ------
    ValueError
        If the resolution has no place.
    """
    place = resolution.place
    if place is None:
        raise ValueError("a resolution without a place cannot be an event's place")
    base = EventPlace(
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision,
        radius_km=place.radius_km,
        text=resolution.mention.surface,
        confidence=resolution.confidence,
        reason=resolution.reason,
        runners_up=resolution.runners_up,
    )
    if token is None:
        return base
    before = _words_before(token)
    offset = _OFFSET.search(before)
    if offset is not None:
        return _move(base, offset)
    if _preposition_before(token) == "off":
        return replace(base, relation=PlaceRelation.NEAR, radius_km=max(_OFF_KM, place.radius_km * _NEAR_FACTOR))
    if _preposition_before(token) in {"near", "outside", "beside", "beyond"} or re.search(
        r"\b(?:outskirts of|close to|vicinity of|just off)\s+(?:the\s+)?$", before
    ):
        radius = max(_NEAR_LEAST_KM, place.radius_km * _NEAR_FACTOR)
        return replace(base, relation=PlaceRelation.NEAR, radius_km=radius)
    return base


def _first_of(token: Token) -> int:
    return min(
        t.idx for t in token.subtree if (t.i <= token.i and t.dep_ in {"compound", "det", "amod", "nmod"}) or t == token
    )


def _preposition_before(token: Token) -> str | None:
    while token.dep_ in {"compound", "nmod", "conj", "appos"} and token.head != token:
        token = token.head
    return token.head.lower_ if token.dep_ == "pobj" else None


def _move(base: EventPlace, match: re.Match[str]) -> EventPlace:
    """Apply "20 km north of": with a bearing the point moves, without one the circle grows."""
    kilometres = float(match["number"].replace(",", "."))
    unit = match["unit"].lower()
    kilometres *= _KM_PER_MILE if unit.startswith("mi") else _KM_PER_NAUTICAL_MILE if unit.startswith("n") else 1.0
    text = f"{match.group().strip()} {base.text}"
    bearing = match["bearing"]
    if bearing is None:
        return replace(
            base,
            relation=PlaceRelation.OFFSET,
            radius_km=kilometres + base.radius_km,
            text=text,
            precision=base.precision,
        )
    point = geodesic(kilometers=kilometres).destination(
        (base.latitude, base.longitude), bearing=_BEARINGS[bearing.lower()]
    )
    return replace(
        base,
        relation=PlaceRelation.OFFSET,
        latitude=point.latitude,
        longitude=point.longitude,
        # a stated distance is a round number along a road: a fifth of it either way
        radius_km=max(base.radius_km, kilometres / 5),
        text=text,
    )
