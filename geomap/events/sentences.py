"""Read the findings out of a document, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.actors import ActorList
from geomap.dates import find_dates
from geomap.events.affected import assign_affected, find_affected
from geomap.events.arguments import subjects_of
from geomap.events.carrying import is_step, tells_time
from geomap.events.continuing import join_deeds
from geomap.events.counts import count_of, vague_count
from geomap.events.deeds import find_deeds
from geomap.events.findings import Finding, Reference
from geomap.events.grammar import climb, governs, verb_key
from geomap.events.memory import Memory
from geomap.events.ontology import EventType, Ontology
from geomap.events.participants import Cast, Participant, ParticipantKind, collect_people, name_actors
from geomap.events.places import (
    Located,
    is_elsewhere,
    toponyms_of,
    unknown_names_of,
)
from geomap.events.roles import Roles, find_roles
from geomap.events.scene import Scene, date_event, locate, place_event, words_of_others
from geomap.events.settling import cast_of_nature, settle_type
from geomap.events.sharing import Share, find_shares, split_counts
from geomap.events.times import Dated, find_date, find_label, is_future
from geomap.events.tolls import Harm, assign_harms, find_harms, total
from geomap.events.triggers import Refusal, Trigger, find_triggers
from geomap.language import ParsedDocument, ParsedPart
from geomap.model import Assertion, Casualties, DateInterval, EventFamily, MentionRole, Resolution

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Token

__all__ = ["Reading", "read_findings"]

# "71 votes" and "1,184 cases" count no events
_COUNTED = frozenset(EventFamily) - {EventFamily.DISEASE, EventFamily.DIPLOMACY, EventFamily.AID, EventFamily.LEGAL}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "such"})
# a place tied this firmly is the event's own
_FIRM = 3.0
_OWN_DATE = 2.0
_TOLL = EventType(name="casualties", family=EventFamily.OTHER, title="Casualties", specific=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one sentence gave: its findings, and the words refused with the reason, as document offsets."""

    start: int
    end: int
    findings: tuple[Finding, ...]
    refused: tuple[tuple[int, int, str], ...]


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
    people = collect_people(parsed, actors)
    blocks = {id(part): i for i, part in enumerate(parsed.parts)}
    casts: dict[int, Cast] = {}
    memory = Memory()
    dateline = next((r for r in resolutions if r.mention.role is MentionRole.DATELINE), None)
    dates = find_dates(parsed.document.text, reference)
    order = 0
    for sentence in parsed.sentences():
        part = sentence.part
        cast = casts.get(id(part))
        if cast is None:
            text = part.doc.text
            days = [(d.start - part.start, d.end - part.start) for d in dates]
            cast = casts[id(part)] = Cast(text, actors.find(text), people, memory.find_participant, days)
        triggers, refusals = find_triggers(sentence.span, ontology)
        toponyms = toponyms_of(part, sentence.span, resolutions)
        inside = [d for d in dates if sentence.start <= d.start and d.end <= sentence.end]
        scene = Scene(
            sentence=sentence,
            block=blocks[id(part)],
            cast=cast,
            toponyms=toponyms,
            unknown=unknown_names_of(part, sentence.span, resolutions),
            pointers=memory.find_places(sentence, dateline, toponyms),
            dates=inside,
            label=find_label(parsed.document, sentence, dates),
            triggers=triggers,
            is_timeless=bool(triggers) and not inside and not tells_time(sentence.span),
            ontology=ontology,
        )
        found = [(t, replace(f, order=order + i)) for i, (t, f) in enumerate(_read_sentence(scene))]
        findings = join_deeds(found)
        order += len(findings)
        _remember(memory, scene)
        yield Reading(
            start=sentence.start,
            end=sentence.end,
            findings=tuple(findings),
            refused=tuple(_explain(r, part) for r in refusals),
        )


def _remember(memory: Memory, scene: Scene) -> None:
    """Keep whom and where a sentence told of, for the words of later ones that name neither."""
    told: dict[bool, list[Token]] = {True: [], False: []}
    for token in scene.sentence.span:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}:
            told[token.dep_ in {"nsubj", "nsubjpass"}].append(token)
    memory.close_sentence(
        scene.cast.name_all(told[True], as_actor=True),
        scene.cast.name_all(told[False], as_actor=True),
        [t.resolution for t in scene.toponyms],
    )


def _explain(refusal: Refusal, part: ParsedPart) -> tuple[int, int, str]:
    start, end = part.offsets(refusal.token)
    return start, end, refusal.reason


def _read_sentence(scene: Scene) -> Iterator[tuple[Trigger, Finding]]:
    harms = find_harms(scene.sentence.span, scene.ontology)
    assigned, absorbed = assign_harms(scene.triggers, harms)
    lost = find_affected(scene.sentence.span)
    affected = assign_affected([t for t in scene.triggers if t.token.i not in absorbed], lost)
    placed = {h.token.i for found in assigned.values() for h in found}
    for trigger in scene.triggers:
        if trigger.token.i in absorbed:
            continue
        index = trigger.token.i
        for finding in _read_trigger(scene, trigger, assigned.get(index, []), affected.get(index, [])):
            yield trigger, finding
    for deed in find_deeds(scene.sentence.span, scene.triggers, scene.ontology):
        for finding in _read_trigger(scene, deed, []):
            if _is_dated_and_placed(finding):
                yield deed, finding
    claim = _read_claim(scene)
    if claim is not None:
        yield claim
    placed |= {h.token.i for found in affected.values() for h in found}
    loose = [h for h in (*harms, *lost) if h.token.i not in placed]
    if loose and not scene.triggers:
        yield _read_toll(scene, loose)


def _is_dated_and_placed(finding: Finding) -> bool:
    """Whether a deed has a day and a place of its own, and somebody who did or suffered it."""
    placed = finding.is_elsewhere or any(p.strength >= _FIRM for p in finding.places)
    return placed and finding.dated.strength >= _OWN_DATE and bool(finding.actors or finding.targets)


def _read_trigger(
    scene: Scene, trigger: Trigger, harms: Sequence[Harm], affected: Sequence[Harm] = ()
) -> Iterator[Finding]:
    """Read what a trigger tells: one finding, or one for each of several places that its objects are told at."""
    roles = find_roles(trigger, scene.ontology)
    shares = find_shares(trigger, roles.targets, scene.toponyms) if count_of(trigger.token) is None else []
    taken = {s.head.i for s in shares}
    own = [replace(h, victims=tuple(v for v in h.victims if v.i not in taken)) for h in harms]
    for finding in _read_deed(scene, trigger, roles, own, affected):
        yield _without(finding, shares)
        for share in shares:
            yield _share_out(scene, trigger, finding, share, harms)


def _without(finding: Finding, shares: Sequence[Share]) -> Finding:
    """Take from a finding what was done at other places."""
    if not shares:
        return finding
    heads, places = {s.head.i for s in shares}, {s.place.start for s in shares}
    return replace(
        finding,
        targets=tuple(t for t in finding.targets if t.head.i not in heads),
        places=tuple(p for p in finding.places if p.start not in places),
    )


def _share_out(scene: Scene, trigger: Trigger, finding: Finding, share: Share, harms: Sequence[Harm]) -> Finding:
    """Tell the part of a deed that was done to one of its objects at a place of its own."""
    anchors = trigger.anchors
    harmed = [replace(h, victims=(share.head,)) for h in harms if h.token.i in anchors]
    return replace(
        finding,
        targets=scene.cast.name_all([share.head], as_actor=False),
        places=(share.place,),
        casualties=total(harmed),
    )


def _read_deed(
    scene: Scene, trigger: Trigger, roles: Roles, harms: Sequence[Harm], affected: Sequence[Harm]
) -> Iterator[Finding]:
    actors = name_actors(scene.cast, roles.actors, roles.modifiers)
    own = scene.cast.name_all(roles.targets, as_actor=False)
    victims = scene.cast.name_all([v for h in harms for v in h.victims], as_actor=False)
    victims = tuple(replace(v, is_victim=v.kind is ParticipantKind.DESCRIPTION) for v in victims)
    targets = tuple({p.name: p for p in (*victims, *own)}.values())
    targets = tuple(t for t in targets if t.name not in {a.name for a in actors})
    others = words_of_others(scene, trigger)
    if is_future(trigger, scene.dates, scene.sentence.part, others, scene.ontology):
        return
    dead_or_hurt = [v for h in harms for v in h.victims]
    places = place_event(scene, trigger, roles.targets, harms, others)
    dated = date_event(scene, trigger, harms, others)
    settled = settle_type(trigger.type, trigger.token, targets, roles.targets, actors, scene.toponyms, scene.ontology)
    if settled is None:
        return
    trigger = replace(trigger, type=settled)
    actors, targets = cast_of_nature(settled, trigger.token, actors, targets)
    finding = _make_finding(
        scene,
        trigger,
        actors=actors,
        targets=targets,
        places=tuple(places),
        casualties=total([*harms, *affected]),
        assertion=roles.assertion or trigger.assertion,
    )
    elsewhere = not places and is_elsewhere(
        trigger, [*roles.targets, *dead_or_hurt], scene.unknown, others, scene.ontology
    )
    finding = replace(finding, dated=dated, is_elsewhere=elsewhere)
    if _only_counts(trigger, finding):
        finding = replace(finding, reference=Reference.TOLL)
    yield from split_counts(trigger, finding, scene.toponyms, scene.ontology)


def _only_counts(trigger: Trigger, finding: Finding) -> bool:
    """Whether a killing tells of the dead alone ("Two were killed there"): they died in an event told before."""
    pointed = all(not p.place.text[:1].isupper() for p in finding.places)
    return (
        trigger.is_verb
        and trigger.type.name == "killing"
        and not (finding.actors or finding.is_heading)
        and pointed
        and finding.dated.strength < 1
        and not any(t.kind is ParticipantKind.PERSON for t in finding.targets)
    )


def _make_finding(
    scene: Scene,
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
        reference=Reference.DEFINITE if definite and not _takes_place(trigger) else Reference.NEW,
        actors=actors,
        targets=targets,
        dated=Dated(interval=DateInterval(), strength=0.0),
        places=places,
        casualties=casualties,
        count=count_of(token) if trigger.type.family in _COUNTED else None,
        vague_count=vague_count(token),
        is_plural=token.tag_ in {"NNS", "NNPS"},
        assertion=assertion,
        is_heading=scene.sentence.is_heading,
        attributed_to=_attribute(scene, token),
        is_step=scene.is_timeless and is_step(token),
    )


def _takes_place(trigger: Trigger) -> bool:
    """Whether an event is told for its own sake: "the last meeting of the group took place in Geneva on 21 July"."""
    verb = trigger.carrier
    if trigger.type.family is not EventFamily.DIPLOMACY:
        # "the murder took place at 22:20" goes on telling it
        return False
    return trigger.occurs and verb is not None and verb_key(verb) in {"take_place", "hold", "convene"}


def _attribute(scene: Scene, token: Token) -> str | None:
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


def _read_claim(scene: Scene) -> tuple[Trigger, Finding] | None:
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
        return trigger, replace(finding, reference=Reference.CLAIM)
    return None


def _read_toll(scene: Scene, harms: Sequence[Harm]) -> tuple[Trigger, Finding]:
    """Read a sentence that only tells who was hurt ("One was critically injured"): it belongs to an event before."""
    trigger = Trigger(token=harms[0].token, type=_TOLL)
    finding = _make_finding(
        scene,
        trigger,
        actors=(),
        targets=tuple(
            replace(v, is_victim=v.kind is ParticipantKind.DESCRIPTION)
            for v in scene.cast.name_all([v for h in harms if h.is_hurt for v in h.victims], as_actor=False)
        ),
        places=tuple(
            locate(scene, trigger, [], []),
        ),
        casualties=total(harms),
        assertion=Assertion.ASSERTED,
    )
    dated = find_date(trigger, scene.dates, scene.sentence.part, [], scene.ontology)
    return trigger, replace(finding, reference=Reference.TOLL, dated=dated)
