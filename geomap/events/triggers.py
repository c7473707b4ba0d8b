"""Find the words that tell of an event, with the verb that carries each and how far the text vouches for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.events.grammar import climb, governs, is_told_by_tag, is_verb, sentence_of, verb_key
from geomap.events.ontology import EventType, Ontology
from geomap.events.refusals import is_question, is_sport, refuse
from geomap.model import Assertion, EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["Refusal", "Trigger", "find_triggers"]

# nouns for a search, in whose course people are arrested
_SEARCHES = frozenset("raid operation search sweep crackdown swoop manhunt inspection check".split())
# words that count what stands after "of"
_AMOUNTS = frozenset(
    """dozen score hundred thousand million number series barrage volley salvo wave group kilogram kilo kg tonne ton
    gram pound package round ton quantity litre liter barrel bag load pair majority couple sort kind""".split()
)
_MODIFIERS = {"compound", "amod", "nmod", "poss"}
_PLANES = frozenset({"tornado", "typhoon", "hurricane", "tempest"})
_FLYING = frozenset("support escort patrol scramble fly provide release".split())
_WARLIKE = frozenset({EventFamily.EXPLOSION, EventFamily.BATTLE, EventFamily.ATTACK})
_ROAD = re.compile(r"[A-Z]{1,3}-?\d{1,4}")
_STRIKING_DOWN = frozenset({"kill", "claim", "sicken", "strike", "hit"})
_PARTICLES = frozenset("away out off down up back over in apart".split())
_NAMED = {"PERSON": "@person", "GPE": "@state", "NORP": "@nationality"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells of an event.

    ``carrier`` is the verb whose subject and object belong to the event: the trigger itself for a verb, the light verb
    of a noun ("carried out" of "strikes"), or None. ``undergone`` tells that the carrier's subject suffers the event;
    ``occurs`` that the noun is the carrier's subject ("an earthquake struck Herat"), so that only its object counts.
    ``setting`` is a noun that tells the same deed over again ("arrested in raids in Hub").
    """

    token: Token
    type: EventType
    carrier: Token | None = None
    undergone: bool = False
    occurs: bool = False
    setting: Token | None = None
    assertion: Assertion = Assertion.ASSERTED

    @property
    def anchors(self) -> frozenset[int]:
        """Positions of the words whose phrases are the event's own."""
        return frozenset(t.i for t in (self.token, self.carrier, self.setting) if t is not None)

    @property
    def is_verb(self) -> bool:
        """Whether the trigger is a verb."""
        return is_verb(self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A word of the ontology that tells of no event here, and why, for ``--explain``."""

    token: Token
    reason: str


def find_triggers(sentence: Span, ontology: Ontology) -> tuple[list[Trigger], list[Refusal]]:
    """Find the triggers of a sentence in order, and the words that look like one but are refused."""
    triggers: list[Trigger] = []
    refusals: list[Refusal] = []
    whole = "a sports report" if is_sport(sentence) else "only asked" if is_question(sentence) else None
    for token in sentence:
        event_type = _type_of(token, ontology)
        if event_type is None:
            continue
        reason = whole or refuse(token, ontology)
        if reason is not None:
            refusals.append(Refusal(token=token, reason=reason))
            continue
        carrier, undergone = (token, False) if is_verb(token) else _find_carrier(token, ontology)
        occurrence = _find_occurrence(token, ontology) if carrier is None else None
        triggers.append(
            Trigger(
                token=token,
                type=event_type,
                carrier=carrier or occurrence,
                undergone=undergone,
                occurs=occurrence is not None,
                assertion=_vouch(token, ontology),
            )
        )
    return _drop_carriers(triggers), refusals


def _drop_carriers(triggers: list[Trigger]) -> list[Trigger]:
    """Drop the verbs that only say what an event noun did: "struck" of "an earthquake struck Herat"."""
    carried = {t.carrier.i for t in triggers if t.occurs and t.carrier is not None}
    told = {t.carrier.i for t in triggers if not t.is_verb and not t.occurs and t.carrier is not None}
    kept = [t for t in triggers if not (t.is_verb and t.token.i in carried | told)]
    kept = [t for t in kept if not any(_says_on(t, first) for first in kept)]
    settings = {n.token.i: v.token.i for n in kept for v in kept if _is_setting(n, v)}
    nouns = {verb: next(t.token for t in kept if t.token.i == noun) for noun, verb in settings.items()}
    return [replace(t, setting=nouns.get(t.token.i)) for t in kept if t.token.i not in settings]


def _says_on(second: Trigger, first: Trigger) -> bool:
    """Whether a verb goes on telling of the deed before it: "were found and defused", "fled and escaped"."""
    if not (second.is_verb and first.is_verb and second.type is first.type):
        return False
    if second.token.dep_ != "conj" or second.token.head != first.token:
        return False
    return not any(c.dep_ in {"nsubj", "nsubjpass", "dobj", "prep", "agent"} for c in second.token.children) or (
        not any(c.dep_ in {"nsubj", "nsubjpass", "dobj"} for c in second.token.children)
        and any(c.dep_ == "nsubjpass" for c in first.token.children)
    )


def _is_setting(noun: Trigger, verb: Trigger) -> bool:
    """Whether a noun only says in the course of what a deed was done: "arrested two men in raids in Hub"."""
    if noun.is_verb or not verb.is_verb:
        return False
    if noun.type.name == "meeting or visit" and noun.token.dep_ == "pobj" and noun.token.head.head == verb.token:
        # "At a conference in Paris, donors pledged"
        return noun.token.head.lower_ in {"at", "during", "in", "after"}
    if noun.type.name == verb.type.name == "meeting or visit" and _is_beside_margins(noun.token, verb.token):
        return True
    if verb.type.family is not EventFamily.ARREST:
        return False
    if noun.token.lemma_.lower() in _SEARCHES and noun.carrier is not None and _is_joined(verb.token, noun.carrier):
        # "carried out raids in Quito and arrested nine"
        return True
    prep = noun.token.head
    near = [verb.token, *(c for c in verb.token.children if c.dep_ in {"dobj", "nsubjpass"})]
    return noun.token.dep_ == "pobj" and prep.lower_ in {"in", "during"} and prep.head in near


def _is_beside_margins(noun: Token, verb: Token) -> bool:
    """Whether a meeting is where another was had: "met him on the sidelines of the summit in Cairo"."""
    of = noun.head
    return of.lower_ == "of" and of.head.lemma_.lower() in {"margin", "sideline"} and of.head.head.head == verb


def _is_joined(verb: Token, carrier: Token) -> bool:
    if verb.head != carrier:
        return False
    return verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.tag_ == "VBG")


def _type_of(token: Token, ontology: Ontology) -> EventType | None:
    if is_verb(token):
        found = _type_of_verb(token, ontology)
        flown = any(c.dep_ == "nsubj" and _is_aircraft(c, ontology) for c in token.children)
        return ontology.refine(found, ["aircraft"] if flown else _means(token)) if found else None
    if token.lower_ == "ones":
        return _type_of_ones(token, ontology)
    if token.pos_ not in {"NOUN", "PROPN", "VERB"} or token.dep_ in {"compound", "nmod"} or token.ent_type_ == "PERSON":
        return None
    if _is_aircraft(token, ontology):
        return None
    words = [child.lemma_.lower() for child in token.lefts if child.dep_ in _MODIFIERS]
    named = _type_of_name(token, ontology)
    if named is not None:
        return named
    # a gerund is a noun by its own form: "Shelling of the town", not "shell"
    name = token.lower_ if token.tag_ == "VBG" else token.lemma_.lower()
    found = ontology.find_noun([*words, name])
    found = found or _blamed_death(token, ontology) or _type_of_disease(token, ontology)
    if found is None or (
        token.pos_ == "PROPN" and token.i > sentence_of(token).start and token.text.istitle() and not words
    ):
        return None
    return ontology.refine(found, [*words, *_means(token)])


def _type_of_verb(verb: Token, ontology: Ontology) -> EventType | None:
    """Find the type of a verb: with its subject ("a train hit"), with its object ("blocked a road"), then alone."""
    key = verb_key(verb)
    doing = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if not doing and is_told_by_tag(verb):
        doing = [verb.head]
    subjects = sorted((x for c in doing for x in _kinds_of(c, verb)), key=lambda kind: kind.startswith("@"))
    done_to = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "ccomp", "oprd"}]
    if not done_to and verb.dep_ == "acl" and verb.tag_ == "VBN":
        done_to = [verb.head]
    objects = [x for c in done_to for x in _kinds_of(c, verb)] or [""]
    if verb.lemma_.lower() in _STRIKING_DOWN and ontology.grammar["diseases"] & set(subjects):
        return ontology.types["outbreak"]
    stems = [*_with_adverb(verb), key]
    # "rockets were fired at the base" is first of all the firing of rockets
    full = dict.fromkeys([*stems, verb.lemma_.lower()])
    keys = [form for stem in full for form in (*(f"{stem}<{s}" for s in subjects), *(f"{stem}+{o}" for o in objects))]
    keys += stems
    return next((t for k in keys if (t := ontology.verbs.get(k))), None)


def _with_adverb(verb: Token) -> list[str]:
    """Give a verb with the particle that the parser takes for an adverb: "were turned away", "walked out across"."""
    return [
        f"{verb.lemma_.lower()}_{c.lower_}"
        for c in verb.children
        if c.dep_ == "advmod" and c.i == verb.i + 1 and c.lower_ in _PARTICLES
    ]


def _kinds_of(noun: Token, verb: Token) -> list[str]:
    """Give the words by which the ontology may know a subject or object.

    That is its lemma with and without the word before it ("polling station"), what "dozens of" or "who" stands for,
    and "@person", "@state", "@nationality" or "@road" for one by name.
    """
    if noun.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        noun = verb.head
    lemma = noun.lemma_.lower()
    kinds = [f"{c.lemma_.lower()} {lemma}" for c in noun.lefts if c.dep_ in {"compound", "amod"} and c.i == noun.i - 1]
    kinds.append(lemma)
    if noun.tag_ == "NNPS":
        # "Rockets were fired": at the start of a sentence the tagger takes a noun for a name
        kinds.append(noun.lower_.removesuffix("s"))
    if lemma in _AMOUNTS:
        kinds += [p.lemma_.lower() for c in noun.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
    if _ROAD.fullmatch(noun.text):
        kinds.append("@road")
    if noun.ent_type_ in _NAMED:
        kinds.append(_NAMED[noun.ent_type_])
    return kinds


def _is_aircraft(noun: Token, ontology: Ontology) -> bool:
    """Whether the name of a storm is that of an aircraft: "Typhoons attacked a camp", "a Tornado GR4 engaged it"."""
    if noun.pos_ != "PROPN" and noun.lemma_.lower() not in _PLANES:
        return False
    names = [t for t in (noun, *noun.lefts) if t.lemma_.lower() in _PLANES and t.text[:1].isupper()]
    if not names:
        return False
    if any(letter.isdigit() for letter in noun.text):
        return True
    verb = noun.head
    if noun not in names or noun.dep_ != "nsubj" or not is_verb(verb):
        return False
    found = ontology.verbs.get(verb_key(verb))
    warlike = found is not None and found.family in _WARLIKE and verb_key(verb) not in ontology.grammar["occur"]
    return warlike or verb.lemma_ in _FLYING


def _type_of_name(token: Token, ontology: Ontology) -> EventType | None:
    """Find the type of a named disaster: "Typhoon Nando", "Hurricane Ida"."""
    if token.pos_ != "PROPN" or _is_aircraft(token, ontology):
        return None
    kinds = [ontology.nouns.get(c.lemma_.lower()) for c in token.lefts if c.dep_ in {"compound", "nmod"}]
    return next((k for k in kinds if k is not None and k.family is EventFamily.DISASTER), None)


def _type_of_disease(token: Token, ontology: Ontology) -> EventType | None:
    """Take "cases of cholera" and "measles infections" as an outbreak."""
    if token.lemma_.lower() not in {"case", "infection", "patient", "contagion"}:
        return None
    near = [c for c in token.children if c.dep_ in _MODIFIERS]
    near += [p for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "from", "with"} for p in c.children]
    ill = any(n.lemma_.lower() in ontology.grammar["diseases"] for n in near)
    return ontology.types["outbreak"] if ill else None


def _type_of_ones(token: Token, ontology: Ontology) -> EventType | None:
    """Take "smaller ones were reported in Jos" as the events that the sentence told of before."""
    before = [t for t in sentence_of(token) if t.i < token.i and t.tag_ == "NNS"]
    return _type_of(before[-1], ontology) if before and _is_like(before[-1], token) else None


def _is_like(noun: Token, ones: Token) -> bool:
    """Whether "ones" is told in a clause beside that of a noun, with the same part in it."""
    return noun.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and ones.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}


def _blamed_death(token: Token, ontology: Ontology) -> EventType | None:
    """Take "blamed for the death of X" as a killing; a death alone is none."""
    if token.lemma_ != "death" or token.dep_ != "pobj" or token.head.lower_ not in {"for", "of", "over"}:
        return None
    return ontology.types["killing"] if token.head.head.lemma_.lower() in ontology.grammar["accuse"] else None


def _means(token: Token) -> list[str]:
    """Give the lemmas that may name the means: the subject and "with/by" phrases of a verb, the modifiers of either."""
    words: list[str] = []
    for child in token.children:
        if child.dep_ in {"nsubj", "compound", "amod"} or (
            child.dep_ == "dobj" and token.lemma_ in {"fire", "launch", "drop"}
        ):
            words += [w.lemma_.lower() for w in child.lefts if w.dep_ in {"compound", "amod"}]
            words.append(child.lemma_.lower())
        elif child.dep_ in {"prep", "agent"} and child.lower_ in {"with", "by", "using", "from"}:
            for noun in child.children:
                words += [w.lemma_.lower() for w in noun.lefts if w.dep_ in {"compound", "amod"}]
                words.append(noun.lemma_.lower())
    return words


def _find_carrier(noun: Token, ontology: Ontology) -> tuple[Token | None, bool]:
    """Find the verb that carries an event noun, and whether its subject suffers the event."""
    token = noun
    while token.dep_ in {"pobj", "prep", "conj", "appos"} and token.head != token:
        if token.dep_ == "prep" and token.lower_ != "of":
            return None, False
        if token.dep_ == "prep" and token.head.lemma_.lower() == "target" and token.head.dep_ in {"attr", "dobj"}:
            return token.head.head, True
        token = token.head
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return None, False
    key = verb_key(verb)
    if token.dep_ in {"dobj", "nsubjpass"} and (key in ontology.grammar["light"]):
        return verb, False
    if token.dep_ in {"dobj", "pobj"} and key in ontology.grammar["undergo"]:
        return verb, True
    return None, False


def _find_occurrence(noun: Token, ontology: Ontology) -> Token | None:
    """Find the verb that says what an event noun, its subject, did: struck, broke out, was reported, left dead."""
    verb = noun.head
    if noun.dep_ in {"dobj", "ccomp"} and verb_key(verb) in ontology.grammar["respond"]:
        return verb
    if noun.dep_ == "pobj" and verb.dep_ == "agent" and verb.head.pos_ == "VERB":
        # "was gutted by fire", "were damaged by explosions"
        verb = verb.head
        return None if verb_key(verb) in ontology.grammar["speech"] | ontology.grammar["attribute"] else verb
    if noun.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ not in {"VERB", "AUX"}:
        return _find_relative(noun, ontology)
    key = verb_key(verb)
    known = ontology.grammar["occur"] | ontology.casualties["kill_verbs"] | ontology.casualties["injure_verbs"]
    if noun.dep_ == "nsubj" and key in ontology.grammar["speech"]:
        return None
    told = key in known or verb.lemma_.lower() in known or _type_of_verb(verb, ontology) is not None
    return verb if told else None


def _find_relative(noun: Token, ontology: Ontology) -> Token | None:
    """Find the verb of a relative clause that says what an event did: "the floods that have struck the state"."""
    for verb in noun.children:
        about = any(c.dep_ == "nsubj" and c.lower_ in {"that", "which"} for c in verb.children)
        if verb.dep_ == "relcl" and about and verb_key(verb) in ontology.grammar["occur"]:
            return verb
    return None


def _vouch(token: Token, ontology: Ontology) -> Assertion:
    """Say how the text vouches for a trigger, from the verbs of accusing and denying above and beside it."""
    for head in [token, *climb(token)]:
        lemma = head.lemma_.lower()
        if head != token and head.pos_ == "VERB" and lemma in ontology.grammar["deny"] and governs(head, token):
            return Assertion.DENIED
        if head != token and head.pos_ == "VERB" and lemma in ontology.grammar["accuse"] and governs(head, token):
            return Assertion.CLAIMED
    if any(c.lower_ in {"alleged", "suspected", "reported", "apparent"} for c in token.lefts):
        return Assertion.CLAIMED
    return Assertion.ASSERTED
