"""Read the findings out of a document, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.actors import ActorList
from geomap.dates import DateMention, find_dates
from geomap.events.findings import Finding, Reference
from geomap.events.grammar import climb, governs
from geomap.events.numbers import count_people, read_quantity
from geomap.events.ontology import EventType, Ontology
from geomap.events.participants import Cast, Participant, ParticipantKind
from geomap.events.places import Located, Toponym, find_places, toponyms_of
from geomap.events.roles import Roles, find_roles, subjects_of
from geomap.events.times import Dated, find_date, is_future
from geomap.events.tolls import Harm, assign_harms, find_harms, total
from geomap.events.triggers import Refusal, Trigger, find_triggers
from geomap.language import ParsedDocument, ParsedPart, Sentence
from geomap.model import Assertion, Casualties, DateInterval, EventFamily, Resolution

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Token

__all__ = ["Reading", "read_findings"]

# "71 votes" and "1,184 cases" count no events
_COUNTED = frozenset(EventFamily) - {EventFamily.DISEASE, EventFamily.DIPLOMACY, EventFamily.AID, EventFamily.LEGAL}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "such"})
_TOLL = EventType(name="casualties", family=EventFamily.OTHER, title="Casualties", specific=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one sentence gave: its findings, and the words refused with the reason, as document offsets."""

    start: int
    end: int
    findings: tuple[Finding, ...]
    refused: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Everything known about one sentence while its triggers are read."""

    sentence: Sentence
    block: int
    cast: Cast
    toponyms: Sequence[Toponym]
    dates: Sequence[DateMention]
    triggers: Sequence[Trigger]
    ontology: Ontology


def read_findings(
    parsed: ParsedDocument,
    resolutions: Sequence[Resolution],
    *,
    actors: ActorList,
    ontology: Ontology,
    reference: dt.date | None,
) -> Iterator[Reading]:
    """Read each sentence of a document, in order.

    Parameters
    ----------
    resolutions
        The resolved mentions of the document.
    reference
        The day that relative dates count from, or None.
    """
    people = _collect_people(parsed, actors)
    blocks = {id(part): i for i, part in enumerate(parsed.parts)}
    casts: dict[int, Cast] = {}
    dates = find_dates(parsed.document.text, reference)
    order = 0
    for sentence in parsed.sentences():
        part = sentence.part
        cast = casts.get(id(part))
        if cast is None:
            cast = casts[id(part)] = Cast(actors.find(part.doc.text), people)
        triggers, refusals = find_triggers(sentence.span, ontology)
        scene = _Scene(
            sentence=sentence,
            block=blocks[id(part)],
            cast=cast,
            toponyms=toponyms_of(part, sentence.span, resolutions),
            dates=[d for d in dates if sentence.start <= d.start and d.end <= sentence.end],
            triggers=triggers,
            ontology=ontology,
        )
        findings = [replace(f, order=order + i) for i, f in enumerate(_read_sentence(scene))]
        order += len(findings)
        yield Reading(
            start=sentence.start,
            end=sentence.end,
            findings=tuple(findings),
            refused=tuple(_explain(r, part) for r in refusals),
        )


def _explain(refusal: Refusal, part: ParsedPart) -> tuple[int, int, str]:
    start, end = part.offsets(refusal.token)
    return start, end, refusal.reason


def _read_sentence(scene: _Scene) -> Iterator[Finding]:
    harms = find_harms(scene.sentence.span, scene.ontology)
    assigned, absorbed = assign_harms(scene.triggers, harms)
    placed = {h.token.i for found in assigned.values() for h in found}
    for trigger in scene.triggers:
        if trigger.token.i in absorbed:
            continue
        yield from _read_trigger(scene, trigger, assigned.get(trigger.token.i, []))
    claim = _read_claim(scene)
    if claim is not None:
        yield claim
    loose = [h for h in harms if h.token.i not in placed]
    if loose and not scene.triggers:
        yield _read_toll(scene, loose)


def _read_trigger(scene: _Scene, trigger: Trigger, harms: Sequence[Harm]) -> Iterator[Finding]:
    roles = find_roles(trigger, scene.ontology)
    actors = _name_actors(scene.cast, roles)
    own = scene.cast.name_all(roles.targets, as_actor=False)
    victims = scene.cast.name_all([v for h in harms for v in h.victims], as_actor=False)
    victims = tuple(replace(v, is_victim=v.kind is ParticipantKind.DESCRIPTION) for v in victims)
    targets = tuple({p.name: p for p in (*victims, *own)}.values())
    targets = tuple(t for t in targets if t.name not in {a.name for a in actors})
    others = [
        word
        for t in scene.triggers
        if t.token.i != trigger.token.i
        for word in (t.token, t.carrier)
        if word is not None and word != trigger.carrier
    ]
    if is_future(trigger, scene.dates, scene.sentence.part, others, scene.ontology):
        return
    places = find_places(trigger, [*roles.targets], scene.toponyms, others, scene.ontology)
    dead_or_hurt = [v for h in harms for v in h.victims]
    if not places:
        for harm in harms:
            by_harm = replace(trigger, carrier=harm.token)
            places = find_places(by_harm, dead_or_hurt, scene.toponyms, others, scene.ontology)
            if places:
                break
    part = scene.sentence.part
    dated = find_date(trigger, scene.dates, part, others, scene.ontology)
    for harm in harms:
        told = find_date(replace(trigger, carrier=harm.token), scene.dates, part, others, scene.ontology)
        dated = told if told.strength > dated.strength else dated
    settled = _settle_type(trigger.type, targets, roles.targets, scene, actors)
    if settled is None:
        return
    trigger = replace(trigger, type=settled)
    finding = _make_finding(
        scene,
        trigger,
        actors=actors,
        targets=targets,
        places=tuple(places),
        casualties=total(harms),
        assertion=roles.assertion or trigger.assertion,
    )
    finding = replace(finding, dated=dated)
    yield from _split_counts(scene, trigger, finding)


# what is captured is ground though the gazetteer may not know its name: "the town of Sévaré", "the presidential palace"
_GROUND = frozenset(
    """town city village district province region area base airport palace bridge airfield camp post checkpoint position
    territory island port hill neighbourhood neighborhood suburb stronghold headquarters building station""".split()
)
_THEM = frozenset({"they", "them", "he", "him", "she", "her"})
_OFFICIAL = frozenset("police army soldier officer agent force authority security detective marine troop guard".split())


def _settle_type(
    event_type: EventType,
    targets: Sequence[Participant],
    heads: Sequence[Token],
    scene: _Scene,
    actors: Sequence[Participant],
) -> EventType | None:
    """Tell the capture of a town from that of a man, and both from that of a title; a release needs people."""
    if not (event_type.needs_place_target or event_type.needs_person_target):
        return event_type
    people = any(t.kind is not ParticipantKind.DESCRIPTION or t.is_human for t in targets)
    if event_type.needs_person_target:
        return event_type if people else None
    if any(t.token == head or t.token in head.subtree for t in scene.toponyms for head in heads):
        return event_type
    if any(h.lemma_.lower() in _GROUND for h in heads):
        return event_type
    if not (people and not _are_states(targets)) and not any(h.lower_ in _THEM for h in heads):
        return None
    official = any(a.is_state or a.head.lemma_.lower() in _OFFICIAL for a in actors)
    return scene.ontology.types["abduction" if actors and not official else "arrest"]


def _are_states(targets: Sequence[Participant]) -> bool:
    """Whether all that is captured bears the name of a state, which nobody arrests."""
    return all(t.is_state for t in targets)


def _make_finding(
    scene: _Scene,
    trigger: Trigger,
    *,
    actors: tuple[Participant, ...],
    targets: tuple[Participant, ...],
    places: tuple[Located, ...],
    casualties: Casualties,
    assertion: Assertion,
) -> Finding:
    start, end = scene.sentence.part.offsets(trigger.token)
    token = trigger.token
    definite = token.pos_ != "VERB" and any(
        c.lower_ in _DEFINITE or c.dep_ == "poss" for c in token.lefts if c.dep_ in {"det", "poss"}
    )
    return Finding(
        order=0,
        block=scene.block,
        start=scene.sentence.start,
        end=scene.sentence.end,
        trigger_start=start,
        trigger_end=end,
        type=trigger.type,
        reference=Reference.DEFINITE if definite else Reference.NEW,
        actors=actors,
        targets=targets,
        dated=Dated(interval=DateInterval(), strength=0.0),
        places=places,
        casualties=casualties,
        count=_count_of(token) if trigger.type.family in _COUNTED else None,
        vague_count=_vague_count(token),
        is_plural=token.tag_ in {"NNS", "NNPS"},
        assertion=assertion,
        is_heading=scene.sentence.is_heading,
        attributed_to=_attribute(scene, token),
    )


def _attribute(scene: _Scene, token: Token) -> str | None:
    """Name who says so: the subject of the verb of saying over the event, or whoever stands after "according to"."""
    speakers = [
        c
        for head in climb(token)
        if head.lemma_.lower() in scene.ontology.grammar["speech"] and governs(head, token)
        for c in head.children
        if c.dep_ == "nsubj"
    ]
    for word in scene.sentence.span:
        if word.lower_ == "according":
            speakers += [p for c in word.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    named = scene.cast.name_all(speakers, as_actor=True)
    return named[0].name if named else None


def _name_actors(cast: Cast, roles: Roles) -> tuple[Participant, ...]:
    named = {p.name: p for p in cast.name_all(roles.actors, as_actor=True)}
    if not named:
        for token in roles.modifiers:
            participant = cast.name_modifier(token)
            if participant is not None:
                named.setdefault(participant.name, participant)
    return tuple(p for p in named.values() if not _is_means(p))


_MEANS = frozenset(
    """landmine magnitude explosive ied drone missile rocket gunfire typhoon bomb shell blast explosion attack strike
    airstrike raid shelling bombing vehicle car truck warplane grenade mine fire bullet incident statement report
    assault mortar clash battle violence flood storm earthquake quake hurricane cyclone series wave barrage number
    device operation one accident""".split()
)


def _is_means(participant: Participant) -> bool:
    """Say whether a name is only what it was done with, such as a drone or a blast."""
    words = participant.name.lower().split()
    return participant.kind is ParticipantKind.DESCRIPTION and (
        participant.head.lemma_.lower() in _MEANS or (bool(words) and words[0] in _MEANS)
    )


def _vague_count(token: Token) -> str | None:
    """Give the word of a count that is none: "dozens of attacks"."""
    head = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    words = [head, *token.lefts] if head is not None else list(token.lefts)
    return next((w.lower_ for w in words if w.lower_ in {"dozens", "scores", "hundreds", "thousands"}), None)


def _count_of(token: Token) -> int | None:
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
    if number is None and head is not None and head.lower_ in {"dozens", "scores", "hundreds", "thousands"}:
        number = count_people(head)
    return number.low if number else None


def _split_counts(scene: _Scene, trigger: Trigger, finding: Finding) -> Iterator[Finding]:
    """Split "48 times in Iraq and 55 in Syria" into one counted finding a place."""
    parts: list[tuple[int, Located]] = []
    for token in trigger.token.subtree:
        if token.pos_ != "NUM" or token.dep_ not in {"conj", "appos", "npadvmod", "dep"} or finding.count is None:
            continue
        number = read_quantity(token)
        inside = [t for t in scene.toponyms if token in climb(t.token)]
        if number is not None and number.low is not None and inside:
            located = find_places(replace(trigger, carrier=token), [], inside, [], scene.ontology)
            if located:
                parts.append((number.low, located[0]))
    if not parts:
        yield finding
        return
    taken = {located.start for _, located in parts}
    yield replace(finding, places=tuple(p for p in finding.places if p.start not in taken))
    for count, place in parts:
        yield replace(finding, count=count, places=(place,))


def _read_claim(scene: _Scene) -> Finding | None:
    """Read "X claimed responsibility for the attack": X is the actor of an attack told before."""
    for token in scene.sentence.span:
        if (
            token.lemma_ != "responsibility"
            or token.dep_ != "dobj"
            or token.head.lemma_ not in {"claim", "admit", "take"}
        ):
            continue
        verb = token.head
        if any(c.dep_ == "neg" for c in verb.children):
            return None
        actors = scene.cast.name_all(subjects_of(verb), as_actor=True)
        nouns = [p for c in token.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
        event_type = next((t for n in nouns if (t := scene.ontology.find_noun([n.lemma_.lower()]))), None)
        if not actors:
            return None
        trigger = Trigger(token=token, type=event_type or scene.ontology.types["attack"])
        finding = _make_finding(
            scene,
            trigger,
            actors=actors,
            targets=(),
            places=(),
            casualties=Casualties(),
            assertion=Assertion.CLAIMED,
        )
        return replace(finding, reference=Reference.CLAIM)
    return None


def _read_toll(scene: _Scene, harms: Sequence[Harm]) -> Finding:
    """Read a sentence that only tells who was hurt ("One was critically injured"): it belongs to an event before."""
    trigger = Trigger(token=harms[0].token, type=_TOLL)
    finding = _make_finding(
        scene,
        trigger,
        actors=(),
        targets=tuple(
            replace(v, is_victim=v.kind is ParticipantKind.DESCRIPTION)
            for v in scene.cast.name_all([v for h in harms for v in h.victims], as_actor=False)
        ),
        places=tuple(
            find_places(trigger, [], scene.toponyms, [], scene.ontology),
        ),
        casualties=total(harms),
        assertion=Assertion.ASSERTED,
    )
    dated = find_date(trigger, scene.dates, scene.sentence.part, [], scene.ontology)
    return replace(finding, reference=Reference.TOLL, dated=dated)


def _collect_people(parsed: ParsedDocument, actors: ActorList) -> dict[str, str]:
    """Give the full names of a document by surname, from the model's persons and from runs of capitalised words."""
    people: dict[str, str] = {}
    for part in parsed.parts:
        known = actors.find(part.doc.text)
        for entity in part.doc.ents:
            words = entity.text.split()
            if entity.label_ != "PERSON" or not 2 <= len(words) <= 4:
                continue
            if any(m.start < entity.end_char and entity.start_char < m.end for m in known):
                continue
            people.setdefault(words[-1], entity.text)
    return people
