"""Tell what happened from what is threatened, denied, compared, habitual or only talked about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.events.grammar import climb, governs, is_verb, sentence_of, stands_beside, verb_key
from geomap.events.ontology import Ontology
from geomap.model import EventFamily

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["is_question", "is_sport", "refuse"]

_MODALS = {"will", "would", "could", "may", "might", "should", "must", "can", "shall", "'ll", "'d", "ca", "wo"}
_CONDITIONS = {"if", "unless", "whether", "lest"}
_NEGATIONS = {"no", "not", "n't", "never", "without", "neither", "nor"}
_LEVELS = frozenset(
    {"percent", "high", "low", "record", "mark", "level", "market", "peak", "target", "milestone", "deal"}
)
_REACHING = frozenset({"hit", "strike", "target", "storm", "attack", "charge", "fine", "shoot", "raid", "capture"})
_AMOUNTS = frozenset({"PERCENT", "MONEY", "QUANTITY"})
_CHARGED = frozenset(
    """guilty charged charge charges accused suspected suspicion convicted acquitted wanted arrested indicted tried
    count counts cleared""".split()
)
# whatever stands under these is still awaited; what the present of the others tells is the timetable's
_AWAITING = frozenset("expect plan schedule anticipate forecast predict envisage".split())
_OPENING = frozenset("begin start open run resume end close conclude follow".split())
_TALKING = frozenset("sign agree discuss negotiate talk vote speak report consult brief testify comment".split())
_MATTERS = frozenset("resolution bill motion amendment draft text proposal budget law sanction measure".split())
# "used bombs to demolish a building", "managed to cross": it was done; "tried to" counts as an attempt
_DONE_WITH = frozenset({"try", "attempt", "use", "manage", "proceed", "begin", "start"})
# "flew to visit the troops"
_GOING = frozenset({"fly", "travel", "go", "return", "head"})
_SEEING = frozenset({"visit", "meet", "see", "attend"})
# "marched on Wednesday, the eighth day of a strike"
_SPANS = frozenset({"day", "week", "month", "night"})
_LISTING = frozenset("list describe outline summarise summarize tabulate detail".split())
_LIVING = frozenset("serve work train study graduate grow bear live teach practise practice volunteer".split())
_NOT_FOUGHT = frozenset("flame inferno crime corruption poverty terrorism disease virus battle campaign case".split())
_NOT_YET = frozenset({"any", "potential", "possible", "planned", "future", "would-be", "further"})
_SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
_SPORT = frozenset(
    """league cup match goal season team coach division championship tournament final semifinal quarterfinal inning
    touchdown playoff win defeat victory medal title set striker goalkeeper midfielder quarterback""".split()
)


def is_sport(sentence: Span) -> bool:
    """Whether a sentence reports a game, where teams attack, shoot and beat each other: a score and a word of sport."""
    return bool(_SCORE.search(sentence.text)) and any(t.lemma_.lower() in _SPORT for t in sentence)


def is_question(sentence: Span) -> bool:
    """Whether a sentence asks: "Did rebels attack Goma?"."""
    return sentence.text.rstrip("”\"’' ").endswith("?")


def refuse(token: Token, ontology: Ontology) -> str | None:
    """Say why a word of the ontology tells of no event here, or None where it does."""
    if is_verb(token):
        return _refuse_verb(token, ontology)
    return _refuse_noun(token, ontology)


def _refuse_verb(verb: Token, ontology: Ontology) -> str | None:
    reason = _refuse_clause(verb, ontology)
    if reason is not None:
        return reason
    if any(c.dep_ in {"nsubj", "nsubjpass", "dobj"} and _is_nobody(c) for c in verb.children):
        return "negated: nobody does it, or nothing is done"
    if _is_badly_hit(verb):
        return "how badly a place suffers, not what happened"
    while verb.dep_ == "conj" and verb.tag_ == "VB" and verb.head.tag_ == "VB":
        # "the deal to acquire and demolish": the aim of the first is the aim of the second
        verb = verb.head
    tried = verb.head.lemma_ in _DONE_WITH and verb.head.tag_ in {"VBD", "VBN"}
    tried = tried or (verb.head.lemma_ in _GOING and verb.lemma_ in _SEEING and verb.head.tag_ == "VBD")
    aim = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.lefts)
    if aim and verb.dep_ not in {"ROOT", "conj", "ccomp"} and not tried:
        return "an infinitive names an aim"
    if verb.dep_ == "amod" or (verb.lemma_ == "surround" and verb.tag_ == "VBG" and verb.dep_ == "acl"):
        return "an adjective"
    if _is_planned(verb, ontology):
        return "told in the present: a plan or a habit"
    return _refuse_matter(verb, ontology)


def _refuse_matter(verb: Token, ontology: Ontology) -> str | None:
    """Refuse a verb for what it is done to: a figure that is hit, a fire that is fought, a motion that is voted on."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.lemma_.lower() in _REACHING and any(_is_figure(c) for c in objects):
        return "a figure is reached, nobody is hit"
    if verb.lemma_ == "vote" and any(_is_of_a_body(c) for c in verb.children):
        return "a vote in a body, not of a people"
    if any(_is_fought(c, ontology) for c in objects) and _is_battle(verb, ontology):
        return "a fight against a fire or a flood, not an enemy"
    return None


def _is_of_a_body(child: Token) -> bool:
    """Whether what stands after "voted" is what a council or assembly decides: "against the resolution"."""
    if child.dep_ == "xcomp":
        # "Poland voted to leave", but not "the council voted to approve", which is a decree
        return any(c.dep_ == "nsubj" and c.ent_type_ in {"GPE", "NORP"} for c in child.head.children)
    if child.dep_ != "prep":
        return False
    matter = {p.lemma_.lower() for p in child.children if p.dep_ == "pobj"}
    return bool(matter & _MATTERS) or (child.lower_ == "in" and bool(matter & {"favour", "favor"}))


def _is_figure(noun: Token) -> bool:
    return noun.lemma_.lower() in _LEVELS or noun.ent_type_ in _AMOUNTS


def _is_planned(verb: Token, ontology: Ontology) -> bool:
    """Whether a journey or meeting is told in the present of a timetable: "The minister flies to Ankara"."""
    if verb.tag_ not in {"VBZ", "VBP"} or not sentence_of(verb).text.rstrip().endswith("."):
        return False
    found = ontology.verbs.get(verb_key(verb))
    return (found is not None and found.family is EventFamily.DIPLOMACY) or verb.lemma_ in {"fly", "travel", "arrive"}


def _is_nobody(noun: Token) -> bool:
    return noun.lower_ in {"nobody", "none", "nothing"} or any(c.lower_ == "no" for c in noun.lefts)


def _is_badly_hit(verb: Token) -> bool:
    """Read "has been hardest hit", "was badly affected": no agent strikes."""
    how = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
    return verb.lemma_ == "hit" and verb.tag_ == "VBN" and bool(how & {"hard", "hardest", "worst", "badly", "heavily"})


def _is_battle(verb: Token, ontology: Ontology) -> bool:
    found = ontology.verbs.get(verb_key(verb))
    return found is not None and found.family is EventFamily.BATTLE


def _is_fought(noun: Token, ontology: Ontology) -> bool:
    found = ontology.nouns.get(noun.lemma_.lower())
    if noun.lemma_.lower() in _NOT_FOUGHT:
        return True
    return found is not None and found.family in {EventFamily.DISASTER, EventFamily.ACCIDENT, EventFamily.DISEASE}


def _refuse_clause(verb: Token, ontology: Ontology) -> str | None:
    """Refuse a clause that is negated, modal, conditional, or governed by a verb of wanting, fearing or planning."""
    for clause in _clauses_above(verb):
        children = list(clause.children)
        if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS for c in children if c.i < clause.i or c.dep_ == "neg"):
            return "negated"
        if any(c.lower_ in _MODALS and c.tag_ == "MD" for c in children):
            return "not said to have happened: future or possible"
        if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in children):
            return "a condition"
        if clause != verb and clause.lower_ in ontology.grammar["unreal_adjectives"]:
            return f"only “{clause.text}” to happen"
        if clause.tag_ in {"VBZ", "VBP"} and any(c.lower_ in ontology.grammar["habit"] for c in children):
            return "a habit, not an event"
        tried = clause.lemma_ in {"try", "attempt"} and clause.tag_ in {"VBD", "VBN"}
        unreal = clause.lemma_.lower() in ontology.grammar["unreal"] and not tried
        if clause != verb and unreal and governs(clause, verb):
            return f"only under “{clause.text}”"
    return None


def _clauses_above(token: Token) -> list[Token]:
    """Give the verb and the verbs its clause depends on as a complement; time and relative clauses stand alone."""
    clauses = [token]
    while token.dep_ in {"ccomp", "xcomp", "pcomp", "dobj", "pobj", "conj", "prep", "agent"} and token.head != token:
        previous, token = token, token.head
        if stands_beside(previous, token):
            break
        if token.pos_ in {"VERB", "AUX", "ADJ"} and not (previous.dep_ == "conj" and _has_subject(previous)):
            clauses.append(token)
    return clauses


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _refuse_noun(noun: Token, ontology: Ontology) -> str | None:
    if {c.lower_ for c in noun.lefts} & (_NEGATIONS | _NOT_YET):
        return "negated or not yet an event"
    reason = _refuse_phrase(noun, ontology) or _refuse_trend(noun, ontology)
    if reason is not None:
        return reason
    above = next((h for h in climb(noun) if h.pos_ in {"VERB", "AUX"}), None)
    if above is None:
        return None
    if above.lemma_ in _AWAITING and not _is_after(noun, above):
        return f"only under “{above.text}”"
    if not _is_argument(noun, above):
        return None
    if above.tag_ == "VBZ" and above.lemma_ in _OPENING and noun.head == above and noun.dep_ == "nsubj":
        return "told in the present: a plan or a habit"
    if verb_key(above) in ontology.grammar["unreal"] and not _is_past_order(above, noun):
        return f"only under “{above.text}”"
    return _refuse_clause(above, ontology)


def _compares(child: Token) -> bool:
    """Whether a complement compares: "is bigger than the flood of 1941", "are the worst since 2021"."""
    if child.dep_ not in {"acomp", "attr"}:
        return False
    return child.tag_ in {"JJR", "JJS"} or any(t.tag_ in {"JJR", "JJS"} for t in child.lefts)


def _is_after(noun: Token, verb: Token) -> bool:
    """Whether a noun only says when or why somebody expects: "expected more deaths after the quake"."""
    token = noun
    while token != verb:
        if token.dep_ == "prep" and token.lower_ in {"after", "since", "following", "before", "during", "from"}:
            return True
        token = token.head
    return False


def _refuse_argument(noun: Token) -> str | None:
    """Refuse a subject or complement that is compared, defined or said to be something."""
    head = noun.head
    if noun.dep_ == "nsubj" and head.lemma_ == "be" and any(_compares(c) for c in head.children):
        return "a comparison"
    if noun.dep_ == "nsubj" and head.lemma_ in {"mean", "constitute", "refer", "denote"}:
        return "a definition"
    if noun.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in _LISTING:
        return "only speaks of what the text lists"
    if noun.dep_ == "attr" and any(c.dep_ == "nsubj" for c in head.children):
        return "says what something is, not that it happened"
    return None


def _refuse_phrase(noun: Token, ontology: Ontology) -> str | None:
    """Refuse a noun for its phrase: under fire, the worst flood, bigger than the quake, a threat of attack."""
    head = noun.head
    if noun.lemma_ == "fire" and (
        head.lower_ == "under"
        or (head.lower_ == "on" and head.head.lemma_ == "set")
        or head.lemma_ in {"open", "set", "catch", "exchange", "draw"}
    ):
        return "part of a phrase: under fire, set fire"
    if noun.dep_ != "pobj":
        return _refuse_argument(noun)
    if head.lower_ == "of" and head.head.lemma_ in _SPANS and head.head.dep_ in {"appos", "npadvmod", "pobj"}:
        return "only says since when"
    if head.lower_ in {"than", "like", "unlike"} or any(h.lemma_ == "compare" for h in climb(noun)):
        return "a comparison"
    lived = next((h for h in climb(noun) if h.pos_ == "VERB"), None)
    if lived is not None and lived.lemma_ in _LIVING and head.lower_ in {"during", "in", "after", "before", "through"}:
        return "a biography"
    if head.lower_ in {"of", "with", "for"} and head.head.lower_ in _CHARGED:
        return "what somebody is charged with"
    whole = head.head
    if head.lower_ in {"on", "about", "over"} and whole.lemma_ in _TALKING:
        return f"only talked about: “{whole.text} {head.text}”"
    if (
        head.dep_ == "prep"
        and whole.lemma_.lower() in ontology.grammar["unreal_nouns"]
        and whole.pos_ in {"NOUN", "PROPN"}
    ):
        return f"only in “{whole.text} {head.text}”"
    return None


def _refuse_trend(noun: Token, ontology: Ontology) -> str | None:
    """Refuse a plural that rises or falls, or whose number does: a trend is no event."""
    if noun.tag_ not in {"NNS", "NNPS"}:
        return None
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ == "prep" and head.head.lemma_.lower() in ontology.grammar["trend_nouns"]:
        return "a trend, not an event"
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj"} and verb_key(head) in ontology.grammar["trend"]:
        return None if _is_counted(noun) else "a trend, not an event"
    return None


def _is_counted(noun: Token) -> bool:
    return any(c.dep_ in {"nummod", "det"} for c in noun.lefts)


def _is_past_order(verb: Token, noun: Token) -> bool:
    """Say whether a definite event was ordered ("ordered the strikes"): it did happen."""
    return verb.lemma_ in {"order", "agree"} and any(c.lower_ in {"the", "these", "those"} for c in noun.lefts)


def _is_argument(noun: Token, verb: Token) -> bool:
    """Whether the noun is the verb's subject or object, or within its object's "of"."""
    token = noun
    while token.head != verb and token.dep_ in {"pobj", "prep", "conj"} and token.lower_ not in {"after", "since"}:
        if token.dep_ == "prep" and token.lower_ not in {"of", "for", "against", "on", "to"}:
            return False
        token = token.head
    return token.head == verb and (
        token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "conj"}
        or (token.dep_ == "prep" and token.lower_ in {"of", "for", "against", "to"})
    )
