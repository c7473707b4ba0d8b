"""Where an event happened: the place that its own words give, not the nearest name.

In: a trigger, its roles, and the resolved toponyms of its sentence. Out: the event's place, or none. A place counts
when a locative phrase of the event or of its participants names it; the seat of a speaker, the route of a delivery and
the place of another event in the sentence do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.events.grammar import climb, sentence_of, verb_key
from geomap.events.ontology import Ontology
from geomap.events.positions import OFFSET, halfway, place_of, words_before
from geomap.events.ties import WITHIN, is_label, is_origin, is_topic, is_where, sees
from geomap.events.triggers import Trigger
from geomap.model import EventFamily, EventPlace, MentionRole, Place, PlacePrecision, Resolution

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from geomap.language import ParsedPart

__all__ = [
    "Located",
    "Toponym",
    "UnknownName",
    "find_places",
    "is_elsewhere",
    "rate_name",
    "toponyms_of",
    "unknown_names_of",
]

_NAMING = "(of)"
_NEAR = frozenset("near outside by beside close around beyond off between".split())
# prepositions after which a proper noun is a place or a date
_STRICTLY = frozenset({"in", "at", "near", "outside"})
# families whose "to" is where they happened, and those where it may be
_AMONG_STATES = frozenset({EventFamily.DIPLOMACY, EventFamily.LEGAL})
_MOVES = frozenset({EventFamily.MOVEMENT, EventFamily.AID})
_GOES = frozenset({EventFamily.PROTEST, EventFamily.DIPLOMACY, EventFamily.CIVILIANS})
_VISITS = frozenset("visit trip journey".split())
_REPORTING = frozenset("report record confirm notify register".split())
_JOURNEYS = frozenset("travel fly arrive return go head journey sail".split())
# where something came from is not where it happened
_MOVING = frozenset("to into via through toward towards".split())
# "as he drove through Gaza", "when a bomb went off in Mosul": these clauses share the place of the main one
_CLAUSES_HERE = frozenset({"as", "while", "when", "where"})
# "from the town of X" is "from X"
_KINDS_OF_PLACE = frozenset(
    """village town city district province region municipality settlement hamlet suburb neighbourhood neighborhood
    island port county state department governorate area capital commune parish community""".split()
)
# what stands in a place and is called by it: "the city's main hospital", "Kabul's airport"
_FACILITIES = frozenset(
    """airport hospital clinic school university college market bazaar mosque church temple synagogue cathedral station
    prison jail court courthouse base barracks port harbour harbor dock district neighbourhood neighborhood quarter
    suburb outskirt square street road highway bridge stadium hotel embassy consulate museum factory plant refinery
    depot dam mall cemetery camp centre center downtown coast border airspace north south east west part area region
    province town village city capital hall headquarters office building mine park beach waterfront forest jungle
    valley mountain desert junction gallery intake checkpoint crossing pass lake field oilfield dam plain plateau
    peninsula zone ward municipality compound monastery shrine village""".split()
)
_LINK_WORDS = 4
# a name tied this firmly is the event's own place
_OWN = 2.5
_BETWEEN = re.compile(r"\b(?P<how>between|from)\s+(?:the\s+)?(?:(?:town|city|village|port)s?\s+of\s+)?$", re.IGNORECASE)
_AND_TO = {"between": "and", "from": "to"}
_ROADS = frozenset("road highway motorway route track railway line way street stretch path section".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A resolved mention with the token that heads it in the parse.

    ``is_named`` is False for words that stand for a place told before ("the city", "there").
    """

    resolution: Resolution
    place: Place
    token: Token
    is_named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownName:
    """A place name that no entry of the gazetteer fits, or none that could be meant here."""

    role: MentionRole
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


def unknown_names_of(part: ParsedPart, sentence: Span, resolutions: Sequence[Resolution]) -> list[UnknownName]:
    """Pick the place names of a sentence that have no place, and proper nouns that stand where a place would."""
    first, last = part.start + sentence.start_char, part.start + sentence.end_char
    inside = [r for r in resolutions if first <= r.mention.start and r.mention.end <= last]
    spans = [(r, part.span(r.mention.start, r.mention.end)) for r in inside]
    found = [UnknownName(role=r.mention.role, token=s.root) for r, s in spans if s is not None and r.place is None]
    taken = {t.i for _, s in spans if s is not None for t in s}
    found += [
        UnknownName(role=MentionRole.LITERAL, token=token)
        for token in sentence
        if token.pos_ == "PROPN" and token.i not in taken and _stands_as_place(token)
    ]
    return found


def _stands_as_place(token: Token) -> bool:
    """Whether a proper noun stands where a place would: "near Konj Alizai", "in the Farchana refugee camp"."""
    if token.dep_ in {"compound", "nmod"} and token.head.lemma_.lower() in _FACILITIES:
        return token.head.dep_ == "pobj" and token.head.head.lower_ in _STRICTLY
    if token.dep_ != "pobj" or token.ent_type_ in {"DATE", "TIME", "EVENT", "NORP", "MONEY", "PERCENT", "LAW"}:
        return False
    prep = token.head
    if prep.lower_ == "of" and prep.head.lemma_.lower() in _KINDS_OF_PLACE:
        # "the village of Dostuk"
        return True
    return prep.lower_ in _STRICTLY and not (prep.lower_ == "at" and token.ent_type_ in {"ORG", "PERSON"})


def is_elsewhere(
    trigger: Trigger,
    targets: Sequence[Token],
    names: Sequence[UnknownName],
    others: Sequence[Token],
    ontology: Ontology,
) -> bool:
    """Whether the event's own words name a place that is not known, so that no other place is its place."""
    return any(rate_name(name.role, name.token, trigger, targets, others, ontology) >= _OWN for name in names)


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
    halfway = _find_halfway(trigger, targets, toponyms, others, ontology)
    if halfway is not None:
        return [halfway]
    rated = []
    for toponym in toponyms:
        strength = rate_name(
            toponym.resolution.mention.role,
            toponym.token,
            trigger,
            targets,
            others,
            ontology,
            is_fine=toponym.place.precision.rank <= PlacePrecision.CITY.rank,
        )
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


def _find_halfway(
    trigger: Trigger, targets: Sequence[Token], toponyms: Sequence[Toponym], others: Sequence[Token], ontology: Ontology
) -> Located | None:
    """Find "between X and Y" or "on the road from X to Y" among the places of an event: the point halfway."""
    for first, second in pairwise(toponyms):
        how = _BETWEEN.search(words_before(first.token))
        if how is None or not (first.is_named and second.is_named):
            continue
        word = how["how"].lower()
        link = first.token.doc[first.token.i + 1 : second.token.left_edge.i].text.strip(" ,").lower()
        if link.split(" ")[0] != _AND_TO[word] or len(link.split()) > _LINK_WORDS:
            continue
        head = first.token.head.head
        if word == "from" and head.lemma_.lower() not in _ROADS:
            continue
        tied = head if head.lemma_.lower() in _ROADS else first.token
        strength = rate_name(MentionRole.LITERAL, tied, trigger, targets, others, ontology)
        if strength >= _OWN:
            place = halfway(first.resolution, second.resolution, f"{word} {first.token} {_AND_TO[word]} {second.token}")
            mention = first.resolution.mention
            return Located(place=place, strength=strength, start=mention.start, end=mention.end)
    return None


def rate_name(
    role: MentionRole,
    token: Token,
    trigger: Trigger,
    targets: Sequence[Token],
    others: Sequence[Token],
    ontology: Ontology,
    *,
    is_fine: bool = True,
) -> float:
    """Rate the tie between a place name and an event from 0 (none) to 4 (the event's own locative phrase)."""
    if any(token == t or _is_joined(token, t) for t in targets) and token.head.lower_ not in {"at", "in", "near"}:
        # whom one signs with or sanctions is not where one does
        named = role is MentionRole.METONYM and trigger.type.family not in _AMONG_STATES
        return 2.5 if role is MentionRole.LITERAL or named else 0.0
    if role is MentionRole.LITERAL and is_label(token):
        return 2.9
    if sees(token, trigger) and role in {MentionRole.LITERAL, MentionRole.METONYM}:
        # "Sousse, Sfax and Gabes also saw demonstrations"
        return 2.9
    if role is not MentionRole.LITERAL or is_origin(token):
        return 0.0
    if is_where(trigger.token, token):
        # "flew to Naga, where she handed out food"
        return 4.0
    return _rate_path(token, trigger, {t.i for t in targets}, {o.i for o in others}, ontology, is_fine=is_fine)


def _rate_path(
    name: Token, trigger: Trigger, sufferers: set[int], others: set[int], ontology: Ontology, *, is_fine: bool
) -> float:
    """Climb from a place name to the event and rate the way: prepositions, arguments and clauses on it."""
    anchors = trigger.anchors
    above = {t.i for t in climb(trigger.token)}
    preposition = _first_preposition(name)
    if _opens(name) and name.dep_ != "pobj":
        # "Near Ar Raqqah, 12 strikes engaged ...": the parser takes the place for a subject
        return 4.0 if sentence_of(name).root.i in anchors or trigger.token.head == sentence_of(name).root else 2.0
    in_argument = False
    most = 4.0
    for step in [name, *climb(name)]:
        preposition = _next_preposition(preposition, step)
        if step.i in anchors:
            return min(most, _strength_at(preposition, trigger, in_argument=in_argument))
        if step.i in sufferers and preposition in WITHIN | _NEAR:
            # "its commander in Syria, who was killed": where the victim is, for want of better
            return 3.0
        if step.dep_ in {"compound", "nmod"} and step.head == trigger.token:
            return 3.0 if is_fine else 2.0
        if step.i in others - anchors or _tells_its_own_place(step) or is_topic(step, trigger):
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


def _first_preposition(name: Token) -> str | None:
    """Give the preposition that a name brings along: "15 km east of Iriga" is near it, "there" is in it."""
    if OFFSET.search(words_before(name)):
        return "near"
    return "in" if name.lower_ == "there" else None


def _opens(name: Token) -> bool:
    """Whether a name opens its sentence after "Near" or "Outside"."""
    before = words_before(name).strip(" •*–-").lower()
    first = name.left_edge.lower_
    return (before in {"near", "outside"} or first in {"near", "outside"}) and len(before.split()) <= 1


def _next_preposition(known: str | None, step: Token) -> str | None:
    """Give the preposition that ties a name, as far as it has been climbed; that of "the town of" gives way."""
    if known is not None and known != _NAMING:
        return known
    if step.dep_ in {"prep", "agent"}:
        if step.lower_ == "of" and step.head.lower_ == "out":
            return "out"
        naming = step.lower_ == "of" and step.head.lemma_.lower() in _KINDS_OF_PLACE
        return _NAMING if naming else step.lower_
    if step.dep_ == "poss" and step.head.lemma_.lower() in _FACILITIES:
        # "hit the city's main hospital"
        return "of"
    return known


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


def _strength_at(preposition: str | None, trigger: Trigger, *, in_argument: bool) -> float:
    if preposition is None:
        return 0.0
    if preposition in WITHIN | _NEAR | {"of", _NAMING}:
        return 3.5 if in_argument else 4.0
    if preposition == "from" and trigger.carrier is not None and trigger.carrier.lemma_ in _REPORTING:
        # "marches were reported from Tunja"
        return 3.0
    if preposition in _MOVING and (trigger.type.family in _MOVES or trigger.token.lemma_ in _JOURNEYS):
        return 3.0
    if preposition == "to" and trigger.token.lemma_ in _VISITS:
        return 4.0
    if preposition == "to" and not in_argument and trigger.type.family in _GOES:
        return 1.0
    return 0.0


def _strength_across(head: Token, preposition: str | None, ontology: Ontology, *, in_argument: bool) -> float:
    """Rate a place that hangs beside the event under a common head; a speaker's seat is no event's place."""
    if preposition is None or preposition not in WITHIN | _NEAR:
        return 0.0
    key = verb_key(head) if head.pos_ in {"VERB", "AUX"} else head.lemma_.lower()
    if key in ontology.grammar["speech"]:
        return 0.0
    return 0.0 if in_argument else 2.0


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
