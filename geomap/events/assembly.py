"""Make one event out of the findings that tell it.

In: a group of findings. Out: an Event with the most precise date and place, all names, the span of the numbers told and
every sentence as evidence; or nothing, where the group tells too little to stand as an event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geomap.events.findings import Finding, Reference
from geomap.events.merging import nested
from geomap.events.ontology import EventType
from geomap.events.participants import Participant, ParticipantKind
from geomap.events.places import Located
from geomap.events.titles import make_title
from geomap.events.tolls import add_ranges
from geomap.model import (
    Assertion,
    Casualties,
    DateInterval,
    DatePrecision,
    Document,
    Event,
    EventFamily,
    EventPlace,
    Evidence,
    NumberRange,
)

__all__ = ["Surroundings", "assemble"]

_DATE_RANK = {p: i for i, p in enumerate(DatePrecision)}
_MAX_NAMES = 4
_OWN, _FIRM = 2.5, 3.0
# families whose events stand without a day where people are named at a place of their own
_TO_PEOPLE = frozenset(
    {
        EventFamily.BATTLE,
        EventFamily.EXPLOSION,
        EventFamily.ATTACK,
        EventFamily.CIVILIANS,
        EventFamily.ARREST,
        EventFamily.LEGAL,
        EventFamily.PROTEST,
    }
)
# a vote whose place is not told was held all over the country
_ELECTION = "election"
# what breaks out or gathers needs nobody named
_BY_ITSELF = frozenset({EventFamily.PROTEST, EventFamily.DISASTER, EventFamily.DISEASE, EventFamily.EXPLOSION})
_ANYBODY = frozenset({"people", "person", "other"})
# a place taken from the paragraph or the dateline is less sure than one of the event's own
_INHERITED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where an event may be that names no place.

    ``scene`` is the place its paragraph was speaking of, ``wider`` the province or country the text speaks of, for an
    event at a place that is not known, and ``dateline`` where the text was filed. ``country`` is the one its sentence
    speaks of, for a vote of a whole people. ``day`` is the day the story has come to, for an event
    without one of its own.
    """

    scene: EventPlace | None
    wider: EventPlace | None
    dateline: EventPlace | None
    country: EventPlace | None = None
    day: DateInterval | None = None


def assemble(group: Sequence[Finding], document: Document, around: Surroundings) -> Iterator[Event]:
    """Make the event of a group; a plural told at several places ("air strikes in Aleppo and Idlib") gives one each.

    Parameters
    ----------
    group
        Findings of one event, in order of the text.
    around
        Where it may be if it names no place.
    """
    event_type = _choose_type(group)
    if event_type is None:
        return
    several = _several_places(group)
    wheres: list[Located | None] = list(several) or [_choose_place(group)]
    for located in wheres:
        opening = _is_opening(group, document)
        where = located.place if located else _fall_back(group, around, opening=opening)
        event = _make_event(group, document, event_type, where, around.day, is_shared=len(several) > 1)
        if event is not None:
            yield event


def _make_event(
    group: Sequence[Finding],
    document: Document,
    event_type: EventType,
    where: EventPlace | None,
    day: DateInterval | None,
    *,
    is_shared: bool,
) -> Event | None:
    actors = _names([p for f in _by_trust(group) for p in f.actors])
    vague = next((f.vague_count for f in group if f.vague_count), None)
    here = {where.place.name, where.text} if where else set()
    targets = [n for n in _names(_tell_targets(group)) if n not in actors[:1]]
    # "hit Erbil airport", then "struck Erbil International Airport": one target, by its gazetteer name
    if where is not None and len(here & set(targets)) > 1:
        targets = [n for n in targets if n not in here or n == where.place.name]
    when = day or _choose_date(group)
    if not _stands(group, event_type, where, when, actors, targets, is_carried=day is not None):
        return None
    casualties = _cap(_join_casualties(group)) if is_shared else _join_casualties(group)
    count = max((f.count for f in group if f.count is not None), default=1)
    evidence = _make_evidence(group, document)
    key = "\x1f".join(
        (document.doc_id, evidence[0].quote, event_type.family, where.place.place_id if where else "", str(count))
    )
    return Event(
        event_id=hashlib.sha256(key.encode("utf-8")).hexdigest()[:12],
        title=make_title(
            event_type, actors=actors, targets=targets, where=where, count=count, vague=vague if count > 1 else None
        ),
        event_type=event_type.name,
        family=event_type.family,
        evidence=evidence,
        actors=(*actors, *_forces(group, actors)),
        targets=tuple(targets),
        when=when,
        where=where,
        casualties=casualties,
        count=count,
        confidence=_rate(group, where, when, actors),
        assertion=_assertion(group),
        attributed_to=next((f.attributed_to for f in group if f.attributed_to), None),
        source=document.source,
        source_url=document.url,
        published=document.published,
    )


def _cap(casualties: Casualties) -> Casualties:
    """Make a toll that is told of several places together the most there may be at each, lest it be counted twice."""
    ranges = (casualties.killed, casualties.injured, casualties.missing, casualties.displaced)
    killed, injured, missing, displaced = (
        r if r is None or r.high is None else NumberRange(low=None, high=r.high) for r in ranges
    )
    return Casualties(killed=killed, injured=injured, missing=missing, displaced=displaced)


def _by_trust(group: Sequence[Finding]) -> list[Finding]:
    """Body before headings, findings with an own trigger before claims and tolls."""
    return sorted(group, key=lambda f: (f.is_heading, f.reference is Reference.TOLL, f.order))


def _choose_type(group: Sequence[Finding]) -> EventType | None:
    """Choose the most specific type that is told, the first of them; a toll alone has none."""
    if all(f.assertion is Assertion.DENIED for f in group):
        return None
    told = [f for f in _by_trust(group) if f.reference not in {Reference.TOLL, Reference.CLAIM} and f.continues is None]
    if not told:
        # deaths with a place and a day stand by themselves though the text names no cause
        firm = [
            f for f in group if f.reference is Reference.TOLL and f.place and f.dated.strength >= 2 and _has_toll([f])
        ]
        return firm[0].type if firm else None
    specific = [f.type for f in told if f.type.specific]
    if specific:
        return specific[0]
    # "struck" and "attacked" say more about the deed than "killed", which is its outcome
    return next((f.type for f in told if f.type.name not in {"killing", "attack"}), told[0].type)


def _several_places(group: Sequence[Finding]) -> tuple[Located, ...]:
    """Give the places of a plural told at several places, if that is all that is told of where it was."""
    with_places = [f for f in group if f.places]
    if len(with_places) != 1 or len(with_places[0].places) < 2:
        return ()
    finding = with_places[0]
    disaster = finding.type.family in {EventFamily.DISASTER, EventFamily.DISEASE, EventFamily.PROTEST}
    return finding.places if finding.count is None and (finding.is_plural or disaster) else ()


def _choose_place(group: Sequence[Finding]) -> Located | None:
    """Choose the place with the strongest tie, and inside it the finest that a good tie gives."""
    told = [p for f in group if len(f.places) == 1 or f.count is None for p in f.places[:1]]
    if not told:
        return None
    best = max(told, key=lambda p: (p.strength >= 2.5, -p.place.precision.rank, p.strength))
    inside = [p for p in told if p.strength >= 2.5 and nested(p.place.place, best.place.place)]
    return min(inside, key=lambda p: p.place.precision.rank, default=best)


def _fall_back(group: Sequence[Finding], around: Surroundings, *, opening: bool) -> EventPlace | None:
    """Give an event that names no place the paragraph's, and one of the opening the dateline's; each says so.

    An event at a place that is not known is put into the province or country that the text speaks of.
    """
    if any(f.places for f in group):
        return None
    scene, wider, dateline = around.scene, around.wider, around.dateline
    if any(f.is_elsewhere for f in group):
        return _inherit(wider, "the place itself is not known, only what the text is about") if wider else None
    first = group[0]
    single = first.count is None and not first.is_plural and any(f.reference is Reference.NEW for f in group)
    if scene is not None and single and first.type.family is not EventFamily.DIPLOMACY:
        return _inherit(scene, "the paragraph's scene")
    if around.country is not None and first.type.name == _ELECTION and single:
        return _inherit(around.country, "the country that voted")
    if dateline is None or not opening:
        return None
    if first.count is not None or first.dated.strength < 1 or first.is_plural:
        return None
    if first.actors and any(a.is_state and a.country != dateline.place.country for a in first.actors):
        return None
    if any(t.is_state for t in first.targets) or first.type.family is EventFamily.DIPLOMACY:
        return None
    return _inherit(dateline, "only the dateline")


def _inherit(place: EventPlace, how: str) -> EventPlace:
    return replace(place, reason=f"{how}: {place.reason}", confidence=place.confidence * _INHERITED)


def _is_opening(group: Sequence[Finding], document: Document) -> bool:
    """Whether the event is told in the paragraph that the dateline opens."""
    if document.dateline is None:
        return False
    at = document.dateline.start
    return any(b.start <= at < b.end and b.start <= f.start < b.end for b in document.blocks for f in group)


def _choose_date(group: Sequence[Finding]) -> DateInterval:
    """Choose the date with the strongest tie; among near equals the most precise."""
    told = [f.dated for f in group if f.dated.interval.start is not None]
    if not told:
        # the words of an open date are kept: a reader may know the week
        texts = [f.dated.interval for f in group if f.dated.interval.text and f.dated.strength >= 2]
        return texts[0] if texts else DateInterval()
    strong = [d for d in told if d.strength >= 1.5]
    pool = strong or told
    return min(pool, key=lambda d: (_DATE_RANK[d.interval.precision], -d.strength)).interval


def _tell_targets(group: Sequence[Finding]) -> list[Participant]:
    """Give the targets that say something: victims and bare words only where nothing better is told."""
    main = [p for f in _by_trust(group) if f.continues is None for p in f.targets]
    # whom the details of a deed are done to is told after those of the deed itself
    return [*_tell(main), *_tell([p for f in group if f.continues is not None for p in f.targets])]


def _tell(told: Sequence[Participant]) -> list[Participant]:
    named = [p for p in told if not p.is_victim and not p.is_bare]
    if named and all(p.kind is ParticipantKind.DESCRIPTION and not p.is_human for p in named):
        # "miners were killed when armed men stormed their quarters": people say more than walls
        named += [p for p in told if p.is_victim and p.is_human and p.head.lemma_.lower() not in _ANYBODY]
    return named or [p for p in told if not p.is_bare] or list(told)


def _names(participants: Sequence[Participant]) -> list[str]:
    """Give the names once each: known actors and persons first, then descriptions that add something."""
    order = {ParticipantKind.KNOWN: 0, ParticipantKind.PERSON: 0, ParticipantKind.DESCRIPTION: 1}
    names: list[str] = []
    for participant in sorted(participants, key=lambda p: order[p.kind]):
        name = participant.name
        lowered = f" {name.lower()} "
        if any(lowered.strip() in other.lower() or other.lower() in lowered for other in names):
            continue
        names.append(name)
    return names[:_MAX_NAMES]


def _forces(group: Sequence[Finding], actors: Sequence[str]) -> list[str]:
    """Give the forces that act for the states among the actors, by the names the text gives them."""
    told = [p for f in _by_trust(group) for p in f.actors if p.force is not None and p.name in actors]
    return list(dict.fromkeys(p.force for p in told if p.force is not None and p.force not in actors))


def _join_casualties(group: Sequence[Finding]) -> Casualties:
    killed = injured = missing = displaced = None
    for finding in group:
        if _counts_fewer_names(finding, group):
            continue
        # "One was critically injured" after "three were wounded" speaks of one of the three
        part = finding.reference is Reference.TOLL
        new_killed, new_injured = finding.casualties.killed, finding.casualties.injured
        killed = (
            killed if part and killed is not None and _is_less(new_killed, killed) else add_ranges(killed, new_killed)
        )
        injured = (
            injured
            if part and injured is not None and _is_less(new_injured, injured)
            else add_ranges(injured, new_injured)
        )
        missing = add_ranges(missing, finding.casualties.missing)
        displaced = add_ranges(displaced, finding.casualties.displaced)
    return Casualties(killed=killed, injured=injured, missing=missing, displaced=displaced)


def _counts_fewer_names(finding: Finding, group: Sequence[Finding]) -> bool:
    """Whether a finding's toll is only the people it names, and another names more: two tellings of one toll."""
    own = _named(finding)
    if not own or finding.casualties.killed != NumberRange(low=len(own), high=len(own)):
        return False
    return any(own < _named(other) and other.casualties.killed is not None for other in group)


def _named(finding: Finding) -> frozenset[str]:
    return frozenset(t.name for t in finding.targets if t.kind is ParticipantKind.PERSON)


def _is_less(part: object, whole: object) -> bool:
    low = getattr(part, "low", None)
    high = getattr(whole, "low", None)
    return low is not None and high is not None and low < high


def _make_evidence(group: Sequence[Finding], document: Document) -> tuple[Evidence, ...]:
    """Quote each sentence once, the most telling first: body, own trigger, then order of the text."""
    evidence: dict[tuple[int, int], Evidence] = {}
    for finding in _by_trust(group):
        key = (finding.start, finding.end)
        place = finding.places[0] if finding.places else None
        if key not in evidence or (place and evidence[key].place_start is None):
            evidence[key] = Evidence(
                doc_id=document.doc_id,
                start=finding.start,
                end=finding.end,
                quote=document.text[finding.start : finding.end],
                trigger_start=finding.trigger_start,
                trigger_end=finding.trigger_end,
                place_start=place.start if place else None,
                place_end=place.end if place else None,
            )
    return tuple(evidence.values())


def _assertion(group: Sequence[Finding]) -> Assertion:
    told = {f.assertion for f in group if f.reference is not Reference.CLAIM}
    if Assertion.DENIED in told:
        return Assertion.CONTESTED if len(told) > 1 else Assertion.DENIED
    return Assertion.CLAIMED if Assertion.CLAIMED in told else Assertion.ASSERTED


def _stands(
    group: Sequence[Finding],
    event_type: EventType,
    where: EventPlace | None,
    when: DateInterval,
    actors: Sequence[str],
    targets: Sequence[str],
    *,
    is_carried: bool,
) -> bool:
    """Whether a group tells enough: something must say where or when, and something who, to whom or what exactly."""
    told = bool(actors or targets) or event_type.family in _BY_ITSELF
    firm = told and any(p.strength > _FIRM for f in group for p in f.places)
    # "rallies were held in Kano on Monday, and smaller ones were reported in Jos"
    dated = is_carried or any(f.is_plural and f.dated.strength >= 1 for f in group)
    strong_date = (dated and firm) or any(f.dated.strength >= 1.5 for f in group)
    only_back = all(f.reference is not Reference.NEW for f in group)
    fields = [where is not None, strong_date, bool(actors), bool(targets), _has_toll(group)]
    if only_back and event_type.family in {EventFamily.DIPLOMACY, EventFamily.LEGAL, EventFamily.OTHER}:
        return sum(fields) >= 3
    if strong_date and event_type.specific and any(f.reference is Reference.NEW and not f.is_plural for f in group):
        # one event of a definite kind on a definite day: the place may be one that no gazetteer knows
        return True
    if where is None and (is_carried or when.start is None):
        return bool(actors) and bool(targets) and not only_back and not all(f.is_plural for f in group)
    if any(p.strength >= _OWN for p in _several_places(group)) and not only_back:
        # "Rallies also took place in Mombasa, Kisumu and Eldoret"
        return True
    least = 2 if strong_date or _has_toll(group) or len(group) > 1 or _is_people_at_a_place(group) else 3
    return sum(fields) >= least


def _is_people_at_a_place(group: Sequence[Finding]) -> bool:
    """Whether the group tells of people, harmed or held, at a place of its own: enough without a day."""
    return any(
        f.type.family in _TO_PEOPLE
        and any(p.strength >= _FIRM and p.place.text[:1].isupper() for p in f.places)
        and any(p.is_human or p.kind is not ParticipantKind.DESCRIPTION for p in (*f.actors, *f.targets))
        for f in group
    )


def _has_toll(group: Sequence[Finding]) -> bool:
    return any(f.casualties.killed or f.casualties.injured for f in group)


def _rate(group: Sequence[Finding], where: EventPlace | None, when: DateInterval, actors: Sequence[str]) -> float:
    """Rate how sure the event is as told, from how much of it is told and how firmly."""
    score = 0.5
    score += 0.1 * bool(actors)
    score += 0.1 * any(f.dated.strength >= 2 for f in group)
    score += 0.05 * (when.start is not None)
    score += 0.1 * any(p.strength >= 3 for f in group for p in f.places)
    score += 0.05 * (len(group) > 1)
    score -= 0.1 * (_assertion(group) is not Assertion.ASSERTED)
    if where is not None:
        score *= 0.5 + 0.5 * where.confidence
    return round(min(max(score, 0.05), 0.95), 3)
