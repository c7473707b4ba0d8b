"""Who did it and to whom: roles by grammar.

In: a trigger and its sentence's parse. Out: the heads of the noun phrases that act and suffer. Active and passive,
"carried out by", "attributed to", "blamed on", relative clauses, participles and light verbs are read from the parse;
nothing is taken for being near.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.events.arguments import is_passive, objects_of, subjects_of
from geomap.events.grammar import PUNISHING, climb, verb_key
from geomap.events.ontology import Ontology
from geomap.events.triggers import Trigger
from geomap.model import Assertion, EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Roles", "find_roles"]

_ON = {"on", "against", "at", "targeting", "toward", "towards"}
_STONES = frozenset("gas teargas stone rock bottle brick egg round shot bullet cannon firecracker".split())
_THROWING = {"use", "throw", "hurl", "lob", "fire", "launch", "drop", "detonate", "explode", "toss"}
# whoever orders a strike does not fly it: the actor stays the one the text names beside it
_COMMANDING = {"order", "authorise", "authorize", "approve", "direct", "describe", "condemn", "call", "report", "film"}
# "the country's worst accident", "the city's ninth homicide", "this year's floods": whose, not who
_OWNERS_OF_NOTHING = {
    "country",
    "city",
    "town",
    "nation",
    "year",
    "month",
    "week",
    "day",
    "world",
    "region",
    "today",
    "yesterday",
}
_TIMES = frozenset("night day dawn dusk noon evening morning then now time end midnight".split())
_VISITS = frozenset({"visit", "trip", "tour"})
_TOPICAL = frozenset({"on", "about", "over"})
_CRIMES = frozenset({EventFamily.ATTACK, EventFamily.CIVILIANS, EventFamily.CRIME, EventFamily.EXPLOSION})
_CONVICTING = frozenset({"sentence", "jail", "convict", "imprison"})
_COURTS = frozenset("court magistrate judge tribunal jury bench".split())
_LAYING = {"on", "to", "by"}
# "an ambush on the road to Kapoeta" is not aimed at the road
_ROADS = frozenset("road highway motorway route way street".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Heads of noun phrases: who acts, who suffers; and whether the actor is only said to have done it.

    ``modifiers`` stand before an event noun and name an actor only where they are one ("US strikes", "rebel attack",
    but not "drone attack").
    """

    actors: tuple[Token, ...] = ()
    modifiers: tuple[Token, ...] = ()
    targets: tuple[Token, ...] = ()
    assertion: Assertion | None = None


def find_roles(trigger: Trigger, ontology: Ontology) -> Roles:
    """Find the roles of a trigger."""
    return _of_verb(trigger, ontology) if trigger.is_verb else _of_noun(trigger, ontology)


def _agents(verb: Token) -> list[Token]:
    """Give the "by" phrase of a passive; the second of two joined passives shares that of the first."""
    own = [
        p
        for c in verb.children
        if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")
        for p in c.children
        if p.dep_ == "pobj" and p.ent_type_ not in {"DATE", "TIME"} and p.lemma_.lower() not in _TIMES
    ]
    own = own or _stray_agents(verb) or _summoning(verb)
    if not own and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and is_passive(verb.head):
        return _agents(verb.head)
    return own


def _summoning(verb: Token) -> list[Token]:
    """Find the ministry of "the envoy was summoned to the foreign ministry"."""
    if verb.lemma_ != "summon":
        return []
    return [
        p
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ == "to"
        for p in c.children
        if p.dep_ == "pobj" and p.lemma_.lower() in {"ministry", "office", "department", "palace"}
    ]


def _stray_agents(verb: Token) -> list[Token]:
    """Find an agent that the parser hangs on a place: "were seized on the road between X and Y by gunmen"."""
    if not is_passive(verb):
        return []
    found = []
    for token in verb.subtree:
        if token.lower_ != "by" or token.dep_ not in {"prep", "agent"} or token.i < verb.i:
            continue
        above = token.head
        while above != verb and above.dep_ in {"prep", "pobj", "conj", "npadvmod"}:
            above = above.head
        if above == verb:
            found += [p for p in token.children if p.dep_ == "pobj" and p.tag_ in {"NNS", "NNPS", "NNP"}]
    return [p for p in found if p.ent_type_ not in {"DATE", "TIME"}]


def _courts(verb: Token) -> list[Token]:
    """Find the court or judge of "was brought before a magistrate", "pleaded guilty in federal court"."""
    return [
        p
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ in {"before", "in", "at", "by"}
        for p in c.children
        if p.dep_ == "pobj" and p.lemma_.lower() in _COURTS
    ]


def _of_verb(trigger: Trigger, ontology: Ontology) -> Roles:
    roles = _of_plain_verb(trigger, ontology)
    if trigger.type.family is EventFamily.LEGAL and not roles.actors:
        return replace(roles, actors=tuple(_courts(trigger.token)))
    return roles


def _of_plain_verb(trigger: Trigger, ontology: Ontology) -> Roles:
    verb = trigger.token
    subjects, objects = subjects_of(verb), objects_of(verb)
    own = any(c.dep_ == "nsubj" for c in verb.children)
    # "reports that rebels have killed 70": a clause on a noun has its own subject
    passive = is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN" and not own)
    if passive and trigger.type.family is EventFamily.MOVEMENT and not _agents(verb):
        # "the army was sent in": who is moved moves
        return Roles(actors=tuple(objects))
    if passive:
        hit = _hit_by_thrown(verb, objects, ontology)
        return Roles(actors=tuple(_agents(verb)), targets=tuple(objects if hit is None else hit))
    blamed = _find_blamed(verb, ontology)
    if blamed:
        return Roles(actors=tuple(blamed), targets=tuple(objects), assertion=Assertion.CLAIMED)
    if trigger.type.subject_is_target:
        return Roles(targets=tuple(subjects))
    hit = _hit_by_thrown(verb, objects, ontology)
    return Roles(actors=tuple(subjects), targets=tuple(objects if hit is None else hit))


def _hit_by_thrown(verb: Token, objects: list[Token], ontology: Ontology) -> list[Token] | None:
    """Find what is hit where the object is only what is thrown ("fired rockets at Haifa"), or where there is none."""
    missiles = {*ontology.means, *_STONES}
    thrown = [o for o in objects if missiles & _kinds(o) and verb.lemma_ in _THROWING]
    if objects and not thrown:
        return None
    return [
        p
        for c in [*verb.children, *(x for t in thrown for x in t.children)]
        if c.dep_ == "prep" and c.lower_ in (_ON | {"with", "into"})
        for p in c.children
        if p.dep_ == "pobj" and p.ent_type_ not in {"DATE", "TIME"}
    ]


def _kinds(noun: Token) -> set[str]:
    """Give the lemma of a noun, and of what it counts: "dozens of rockets"."""
    return {
        noun.lemma_.lower(),
        noun.lower_.removesuffix("s"),
        *(p.lemma_.lower() for c in noun.children if c.lower_ == "of" for p in c.children),
    }


def _find_blamed(deed: Token, ontology: Ontology) -> list[Token]:
    """Find who is said to have done it: "Israel blamed for killing X", "the army accused Y of shelling Z"."""
    if deed.dep_ not in {"pcomp", "pobj"} or deed.head.lower_ not in {"for", "of"}:
        return []
    above = deed.head.head
    if above.pos_ != "VERB" or above.lemma_.lower() not in ontology.grammar["accuse"]:
        return []
    objects = objects_of(above)
    # a headline drops the "is": a past participle without an object has its subject blamed
    return objects or [c for c in above.children if c.dep_ == "nsubj"]


def _find_punished(crime: Token, assertion: Assertion | None) -> tuple[list[Token], Assertion | None]:
    """Find who is in court or in custody for a crime; only a sentence says that he did it.

    "Sentenced two men to life for the murder of a judge", "was arraigned in the shooting of a clerk".
    """
    prep = crime.head
    if crime.dep_ != "pobj" or prep.dep_ != "prep" or prep.lower_ not in {"for", "over", "in"}:
        return [], assertion
    verb = next((h for h in climb(prep) if h.pos_ == "VERB"), None)
    if verb is None or verb.lemma_ not in PUNISHING or verb.lemma_ == "acquit":
        return [], assertion
    return objects_of(verb), assertion if verb.lemma_ in _CONVICTING else Assertion.CLAIMED


def _of_noun(trigger: Trigger, ontology: Ontology) -> Roles:
    noun = trigger.token
    actors, modifiers, targets, assertion = _read_children(trigger, ontology)
    claimant = _claimant(noun)
    if claimant:
        return Roles(actors=tuple(claimant), targets=tuple(targets), assertion=Assertion.CLAIMED)
    if trigger.carrier is not None:
        carried, undergone = _from_carrier(trigger)
        actors += carried
        targets += undergone
    elif noun.dep_ == "nsubjpass":
        actors += _agents(noun.head)
    elif noun.lemma_ in _VISITS and noun.dep_ == "pobj" and noun.head.lower_ in {"during", "on"} and not actors:
        # "announced it during a visit to Mogadishu"
        actors += subjects_of(noun.head.head)
    laid = _laid_on(noun.head, ontology) if noun.dep_ == "nsubjpass" else _find_blamed(noun, ontology)
    if laid:
        actors, assertion = laid, Assertion.CLAIMED
    if not actors and trigger.type.family in _CRIMES:
        actors, assertion = _find_punished(noun, assertion)
    return Roles(actors=tuple(actors), modifiers=tuple(modifiers), targets=tuple(targets), assertion=assertion)


def _read_children(
    trigger: Trigger, ontology: Ontology
) -> tuple[list[Token], list[Token], list[Token], Assertion | None]:
    """Read what hangs on an event noun: actors, modifiers, targets, and whether the actor is only said to be it."""
    noun, event_type = trigger.token, trigger.type
    # "talks on the crisis in Aleppo" speak of it, and "the army's liberation of Tikrit" is done by the army
    talks = event_type.family is EventFamily.DIPLOMACY
    of_whom = event_type.of_is_target and not any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)
    actors: list[Token] = []
    modifiers: list[Token] = []
    targets: list[Token] = []
    assertion: Assertion | None = None
    for child in noun.children:
        if child.dep_ == "poss":
            if child.lemma_.lower() not in _OWNERS_OF_NOTHING and child.ent_type_ not in {"DATE", "TIME"}:
                (targets if of_whom and child.ent_type_ != "GPE" else actors).append(child)
        elif child.dep_ in {"compound", "amod", "nmod"} and child.i < noun.i:
            modifiers.append(child)
        elif child.dep_ in {"prep", "agent"} and not (talks and child.lower_ in _TOPICAL):
            _read_preposition(child, trigger, actors, targets)
        elif child.dep_ in {"acl", "relcl"} and child.tag_ in {"VBN", "VBD"}:
            laid = _laid_on(child, ontology)
            actors += laid or (_agents(child) if verb_key(child) not in _COMMANDING else [])
            assertion = Assertion.CLAIMED if laid else assertion
        elif child.dep_ == "acl" and child.lemma_ == "target":
            targets += [c for c in child.children if c.dep_ == "dobj"]
    return actors, modifiers, targets, assertion


def _claimant(noun: Token) -> list[Token]:
    """Find who claims a deed as theirs: "The Taliban claimed the bombing"."""
    if noun.dep_ == "dobj" and noun.head.lemma_ == "claim":
        return subjects_of(noun.head)
    return []


def _read_preposition(prep: Token, trigger: Trigger, actors: list[Token], targets: list[Token]) -> None:
    objects = [c for c in prep.children if c.dep_ == "pobj" and c.ent_type_ not in {"DATE", "TIME"}]
    word = prep.lower_
    if word == "by":
        actors += objects
        # "attacks by armed groups on US forces": the parser hangs "on" on the groups
        for o in objects:
            for p in o.children:
                if p.dep_ == "prep" and p.lower_ in _ON:
                    targets += [c for c in p.children if c.dep_ == "pobj" and c.ent_type_ not in {"DATE", "TIME"}]
    elif word in _ON - {"at"}:
        targets += [o for o in objects if o.lemma_.lower() not in _ROADS]
        if not objects:
            # "strikes on what Washington claims were bases"
            targets += [a for c in prep.children for a in c.children if c.dep_ == "pcomp" and a.dep_ == "attr"]
    elif word == "of":
        # "shelling of the town's south by the militia": the parser hangs "by" on the town
        actors += [p for o in objects for b in o.children if b.lower_ == "by" for p in b.children if p.dep_ == "pobj"]
        (targets if trigger.type.of_is_target else actors if trigger.type.of_is_actor else []).extend(objects)
    elif word == "between" or (word == "with" and trigger.type.family is EventFamily.BATTLE):
        # a clash has two sides, and neither is the target
        actors += objects
    elif word == "with":
        targets += objects


def _from_carrier(trigger: Trigger) -> tuple[list[Token], list[Token]]:
    verb = trigger.carrier
    if verb is None:
        return [], []
    if trigger.occurs and trigger.token.head.dep_ == "agent" and trigger.token.head.head == verb:
        return [], objects_of(verb)
    if trigger.occurs and is_passive(verb):
        return _agents(verb), []
    if trigger.occurs and verb.lemma_ in {"draw", "attract"} and trigger.type.family is EventFamily.PROTEST:
        # "the vigil drew 300 people"
        return objects_of(verb), []
    if trigger.occurs:
        return [], [o for o in objects_of(verb) if o != trigger.token]
    if trigger.undergone:
        return [], subjects_of(verb) or [c for c in verb.children if c.dep_ == "nsubj"]
    if is_passive(verb):
        return _agents(verb), []
    subjects = subjects_of(verb)
    against = [
        p
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ in _ON
        for p in c.children
        if p.dep_ == "pobj" and p.ent_type_ not in {"DATE", "TIME"}
    ]
    return subjects, against


def _laid_on(verb: Token, ontology: Ontology) -> list[Token]:
    """Find at whose door it is laid: "attributed to Israel", "blamed on rebels", "claimed by the Taliban"."""
    if verb.pos_ != "VERB" or verb_key(verb) not in ontology.grammar["attribute"]:
        return []
    return [
        p
        for c in verb.children
        if c.dep_ in {"prep", "agent"} and c.lower_ in _LAYING
        for p in c.children
        if p.dep_ == "pobj"
    ]
