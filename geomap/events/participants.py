"""Turn noun phrases into the names of actors and targets.

In: the head of a noun phrase. Out: participants with a name fit for a layer ("United States", "Kataib Hezbollah",
"gunmen"). A known name inside the phrase wins; a nationality makes a state's forces its state; a phrase such as
"Iran-backed militias" keeps its own words, for the text does not say that Iran did it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.actors import ActorForm, ActorKind, ActorList, ActorMention
from geomap.events.grammar import sentence_of
from geomap.events.nouns import AGENT_MODIFIERS, HUMANS, MEANS, MEMBERS, PEOPLE, POSSESSIONS, STATE_AGENTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.language import ParsedDocument

__all__ = ["Cast", "Participant", "ParticipantKind", "collect_people", "expand", "name_actors"]

_TITLES = re.compile(
    r"^(?:(?:former|late|senior|top|acting|deputy|prominent|[A-Z][a-z]+i|[A-Z][\w.]*|IRGC)\s+)*"
    r"(?:commander|leader|general|officer|minister|president|chief|secretary|spokes\w+|journalist|judge|mayor|governor|"
    r"colonel|captain|major|brigadier|lieutenant|prime minister|senator|lawmaker|activist|cleric|official)\s+(?=[A-Z])"
)
_NOT_NAMES = frozenset(
    {"who", "which", "that", "what", "one", "it", "he", "she", "they", "them", "him", "her", "there", "other", "others"}
)
_MAX_WORDS = 9
_NO_PART_OF_PHRASE = frozenset({"prep", "advcl", "cc", "preconj", "relcl", "mark", "npadvmod", "intj", "dep"})


class ParticipantKind(StrEnum):
    """What a participant is: a known actor, a person by name, or a description in the text's own words."""

    KNOWN = "known"
    PERSON = "person"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who acts or suffers.

    ``name`` is for the layer and the title, ``text`` the words of the document, ``country`` the ISO alpha-2 code of a
    state, ``force`` the army, police or command of it that is named. ``is_victim``: known only as dead or injured
    ("killing three people"), which names the target for want of better.
    """

    name: str
    text: str
    kind: ParticipantKind
    head: Token
    country: str | None = None
    is_state: bool = False
    is_victim: bool = False
    actor_kind: ActorKind | None = None
    force: str | None = None

    @property
    def is_human(self) -> bool:
        """Whether a description speaks of people: "two soldiers", "its commander"."""
        return self.head.lemma_.lower() in PEOPLE | HUMANS

    @property
    def is_bare(self) -> bool:
        """Whether it says no more than that something was hit, or somebody: "positions", "a commander"."""
        lemma = self.head.lemma_.lower()
        if self.kind is not ParticipantKind.DESCRIPTION:
            return False
        return (lemma in POSSESSIONS and " " not in self.name) or (lemma in PEOPLE and self.head.tag_ == "NN")


def expand(head: Token) -> list[Token]:
    """Give a noun and the nouns joined to it by "and"; a verb or number among them is not one."""
    heads = [head]
    for token in heads:
        heads += [c for c in token.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN", "PRON"}]
    return heads


class Cast:
    """Names the participants of one document.

    Parameters
    ----------
    text
        The text of the part.
    mentions
        The known actors of the text, in order, with offsets relative to the part's own text.
    people
        Full names of the document by surname, so that "Soleimani" is "Qassem Soleimani" throughout.
    recall
        Says whom a pronoun or "the group" means.
    dates
        Offsets of the date expressions of the text, which are no part of a name: "the following morning soldiers".
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[ActorMention],
        people: Mapping[str, str],
        recall: Callable[[Token], Participant | None],
        dates: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._text = text
        self._mentions = mentions
        self._people = people
        self._recall = recall
        self._dates = dates

    def name_all(self, heads: Iterable[Token], *, as_actor: bool) -> tuple[Participant, ...]:
        """Name each head and those joined to it, without repeats."""
        named: dict[str, Participant] = {}
        for head in heads:
            for token in expand(head):
                for participant in self._name(token, as_actor=as_actor):
                    named.setdefault(participant.name, participant)
        return tuple(named.values())

    def name_modifier(self, token: Token) -> Participant | None:
        """Name the actor before an event noun: a known one ("US strikes"), or a kind of agent ("rebel attack")."""
        for mention in self._mentions:
            if mention.start <= token.idx < mention.end and not self._is_hyphenated(mention):
                if mention.form is ActorForm.CAPITAL:
                    return None
                return _from_mention(mention, mention.surface, token)
        if token.lemma_.lower() in AGENT_MODIFIERS:
            return Participant(name=token.text, text=token.text, kind=ParticipantKind.DESCRIPTION, head=token)
        return None

    def _name(self, head: Token, *, as_actor: bool) -> list[Participant]:
        recalled = self._recall(head)
        if recalled is not None:
            return [replace(recalled, text=head.text)]
        if (
            head.pos_ in {"PRON", "DET", "ADP", "SCONJ", "ADV"}
            or head.lower_ in _NOT_NAMES
            or head.pos_ in {"NUM", "VERB"}
        ):
            return []
        if any(start <= head.idx < end for start, end in self._dates):
            return []
        states = self._name_states(head)
        if states and as_actor:
            return states
        owned = None if as_actor else self._name_owner(head)
        if owned:
            return owned
        first, last = _phrase(head, self._dates)
        text = _clean(head.doc[first : last + 1].text)
        known = self._find_known(head, first, as_actor=as_actor)
        if known is not None:
            return [_from_mention(known, text, head)]
        person = self._find_person(head)
        if person is not None:
            return [Participant(name=person, text=text, kind=ParticipantKind.PERSON, head=head)]
        if not text:
            return []
        return [Participant(name=text, text=text, kind=ParticipantKind.DESCRIPTION, head=head)]

    def _is_hyphenated(self, mention: ActorMention) -> bool:
        """Whether the name only modifies through a hyphen: "Iran-backed", "US-led", "Baghdad-based"."""
        return self._text[mention.end : mention.end + 1] in {"-", "‑", "–"}

    def _find_known(self, head: Token, first: int, *, as_actor: bool) -> ActorMention | None:
        """Find the known actor that a phrase names: over its head or apposition, else as nationality of its agent."""
        doc = head.doc
        start = doc[first].idx
        heads = [head, *(c for c in head.children if c.dep_ == "appos" and c.i - head.i < 8)]
        # "The men, members of Islamic Jihad", "fighters of the group"
        of = [
            p
            for h in heads
            if h.lemma_.lower() in MEMBERS
            for c in h.children
            if c.lower_ in {"of", "from"}
            for p in c.children
        ]
        heads += [p for p in of if p.dep_ == "pobj" and (as_actor or p.pos_ == "PROPN")]
        for token in heads:
            for mention in self._mentions:
                covers = mention.start <= token.idx < mention.end
                state = mention.actor.kind is ActorKind.STATE
                if token in of and (state or mention.form is ActorForm.CAPITAL):
                    continue
                if covers and mention.form is not ActorForm.NATIONALITY and _is_not_place_only(mention, token):
                    return mention
        if head.lemma_.lower() not in MEMBERS:
            return None
        for mention in reversed(self._mentions):
            if not (start <= mention.start and mention.end <= head.idx):
                continue
            if self._is_hyphenated(mention) or mention.form is ActorForm.CAPITAL:
                continue
            state = mention.actor.kind is ActorKind.STATE
            if not state or (as_actor and head.lemma_.lower() in STATE_AGENTS):
                return mention
        return None

    def _name_states(self, head: Token) -> list[Participant]:
        """Name the states of "the foreign ministers of Armenia and Azerbaijan"."""
        if head.lemma_.lower() not in STATE_AGENTS:
            return []
        of = [p for c in head.children if c.dep_ == "prep" and c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
        return [p for p in self.name_all(of, as_actor=True) if p.is_state]

    def _name_owner(self, head: Token) -> list[Participant]:
        """Name the owner of a base or site: "facilities used by X", "positions of X", "X's headquarters"."""
        if head.lemma_.lower() not in POSSESSIONS:
            return []
        owners = self._find_owners(head)
        # members of a state's people are not the state
        return [o for o in owners if not o.is_state] if head.lemma_.lower() == "member" else owners

    def _find_owners(self, head: Token) -> list[Participant]:
        for child in head.children:
            if child.dep_ in {"compound", "nmod"}:
                owner = self.name_modifier(child)
                if owner is not None and owner.kind is ParticipantKind.KNOWN and not owner.is_state:
                    return [owner]
            if child.dep_ == "poss":
                return list(self.name_all([child], as_actor=True))
            if child.dep_ == "prep" and child.lower_ == "of":
                owners = self.name_all([c for c in child.children if c.dep_ == "pobj"], as_actor=True)
                return [o for o in owners if o.kind is ParticipantKind.KNOWN]
            if child.dep_ == "acl" and child.lemma_ in {"use", "belong", "own", "hold", "control", "operate", "run"}:
                links = [c for c in child.children if c.dep_ == "agent" or c.lower_ in {"by", "to"}]
                pobjs = [p for c in links for p in c.children]
                owners = self.name_all([p for p in pobjs if p.dep_ == "pobj"], as_actor=True)
                if owners:
                    return list(owners)
        return []

    def _find_person(self, head: Token) -> str | None:
        """Find the full name of a person: the head itself, or the apposition of a "commander"."""
        if head.pos_ == "PROPN":
            text = _proper_name(head)
            return self._people.get(text.split()[-1], text) if text else None
        if head.lemma_.lower() in PEOPLE | HUMANS and head.tag_ == "NN":
            if head.dep_ == "appos" and head.head.pos_ == "PROPN" and not self._is_known(head.head):
                # "Reza Mousavi, its most senior commander in Syria, who was killed"
                name = _proper_name(head.head)
                return self._people.get(name.split()[-1], name) if name else None
            for token in head.subtree:
                # the parser often hangs the name on the last noun before its comma ("commander in Syria, Reza Mousavi")
                if token.dep_ == "appos" and token.pos_ == "PROPN" and token.ent_type_ in {"PERSON", "ORG", "GPE", ""}:
                    name = _proper_name(token)
                    if name and not self._is_known(token):
                        return self._people.get(name.split()[-1], name)
        return None

    def _is_known(self, token: Token) -> bool:
        return any(m.start <= token.idx < m.end for m in self._mentions)


def _from_mention(mention: ActorMention, text: str, head: Token) -> Participant:
    state = mention.actor.kind is ActorKind.STATE
    return Participant(
        name=mention.actor.name,
        text=text,
        kind=ParticipantKind.KNOWN,
        head=head,
        country=mention.actor.country if state else None,
        is_state=state,
        actor_kind=mention.actor.kind,
        force=mention.surface if mention.form is ActorForm.FORCE else None,
    )


def _is_not_place_only(mention: ActorMention, token: Token) -> bool:
    """Say whether a state is named as who, not as where: the object of "in" is a place."""
    if mention.actor.kind is not ActorKind.STATE:
        return True
    return not (token.dep_ == "pobj" and token.head.lower_ in {"in", "near", "at", "outside", "from", "inside"})


def _phrase(head: Token, dates: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give the first and last token of a noun phrase without its clauses and prepositional phrases but "of"."""
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _NO_PART_OF_PHRASE or child.text in {",", ";", ":"}:
            # "On 7 May, an improvised device": what the parser hangs before a comma is no part of the name
            break
        if any(start <= child.idx < end for start, end in dates):
            break
        first = min(first, child.left_edge.i)
    last = head.i
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == last + 1:
            last = max(t.i for t in child.subtree if not _inside_clause(t, child))
    return first, last


def _inside_clause(token: Token, top: Token) -> bool:
    while token != top:
        if token.dep_ in {"relcl", "acl", "advcl"}:
            return True
        if token.dep_ == "prep" and token.lower_ != "of":
            return True
        token = token.head
    return False


def _proper_name(head: Token) -> str:
    """Give the run of capitalised tokens that ends in the head: a person's name without titles before it."""
    doc, first = head.doc, head.i
    while first > 0 and first - 1 >= sentence_of(head).start:
        before = doc[first - 1]
        hyphen = before.text in {"-", "‑"} and first > 1
        if not (before.pos_ == "PROPN" or hyphen) or before.ent_type_ in {"GPE", "NORP", "DATE"} or before.text == ",":
            break
        first -= 1
    text = doc[first : head.i + 1].text.strip("-‑ ")
    return _TITLES.sub("", text)


_LEAD = re.compile(
    r"^(?:dead|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|hundred|thousand|million|the|a|an|this|that|these|those|its|whose|their|his|her|our|some|"
    r"several|many|at least|more than|up to|about|around|nearly|almost|over|another|other|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of|thousands of|scores of|\d[\d,.]*|one|group of|"
    r"members of|number of)\s+",
    re.IGNORECASE,
)


def _clean(text: str) -> str:
    """Take articles and numbers off the front of a phrase, and cut it to a length fit to print."""
    text = " ".join(text.replace("\n", " ").split()).strip("“”\"'’,.;: ")
    before = None
    while before != text:
        before, text = text, _LEAD.sub("", text)
    words = text.split()
    if len(words) > _MAX_WORDS:
        text = " ".join(words[:_MAX_WORDS]) + " …"
    return text


_NO_SURNAMES = frozenset(
    """Road Street Avenue Lane Square Boulevard Drive Highway Bridge Hospital Airport Park River Lake Bay Island Beach
    Valley Court University College School Church Mosque Hotel Station District Province State County City Town Village
    Region Camp Base Prison Jail Ministry Party Army Police Council Committee Commission""".split()
)


def collect_people(parsed: ParsedDocument, actors: ActorList) -> dict[str, str]:
    """Give the full names of a document by surname, from the model's persons and from runs of capitalised words."""
    people: dict[str, str] = {}
    for part in parsed.parts:
        known = actors.find(part.doc.text)
        for entity in part.doc.ents:
            words = entity.text.split()
            if entity.label_ != "PERSON" or not 2 <= len(words) <= 4 or words[-1] in _NO_SURNAMES:
                continue
            if any(m.start < entity.end_char and entity.start_char < m.end for m in known):
                continue
            people.setdefault(words[-1], entity.text)
    return people


def name_actors(cast: Cast, heads: Sequence[Token], modifiers: Sequence[Token]) -> tuple[Participant, ...]:
    """Name who acts: the heads, or where none has a name the actor that stands before an event noun."""
    named = {p.name: p for p in cast.name_all(heads, as_actor=True)}
    if not named:
        for token in modifiers:
            participant = cast.name_modifier(token)
            if participant is not None:
                named.setdefault(participant.name, participant)
    return tuple(p for p in named.values() if not _is_means(p))


def _is_means(participant: Participant) -> bool:
    """Say whether a name is only what it was done with, such as a drone or a blast."""
    if participant.head.lemma_.lower() == "typhoon" and participant.head.text[:1].isupper():
        # an aircraft: storms act for nobody and are left out elsewhere
        return False
    words = participant.name.lower().split()
    return participant.kind is ParticipantKind.DESCRIPTION and (
        participant.head.lemma_.lower() in MEANS or (bool(words) and words[0] in MEANS)
    )
