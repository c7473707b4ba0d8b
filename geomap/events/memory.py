"""What a text has spoken of so far: whom "he", "they" and "the group" mean, and where "the city" and "there" are.

In: the participants and places of each sentence, in order. Out: for a word without a name the participant or place told
before it that it most likely means, or None. Subjects come before objects and the nearest sentence first; a word that
fits nobody told of nearby stays unresolved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.actors import ActorKind
from geomap.events.participants import Participant, ParticipantKind
from geomap.events.places import Toponym
from geomap.model import MentionRole, Place, PlacePrecision, Resolution

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.language import Sentence

__all__ = ["Memory", "Remembered"]

_ONE = frozenset({"he", "him", "she", "her"})
_MANY = frozenset({"they", "them"})
_GROUPS = frozenset(
    """group organisation organization movement militia faction rebel militant insurgent guerrilla extremist jihadist
    fighter paramilitary cartel gang""".split()
)
# how many sentences back a word may point
_REACH = {"one": 3, "many": 2, "thing": 1, "group": 8, "place": 12, "there": 2}

_NO_PERSONS = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", "DATE", "TIME", "EVENT", "PRODUCT", "LAW"})
_DEICTIC = frozenset({"the", "this", "that", "same"})
_SCENE = frozenset({"scene", "site", "spot"})
# a facility is meant again only by the word it was named with
_FACILITIES = frozenset({"base", "airport", "prison", "hospital", "mine", "camp", "port"})
_SPOTS = (PlacePrecision.SITE, PlacePrecision.CITY, PlacePrecision.ADMIN2, PlacePrecision.ADMIN1)
_KINDS: dict[str, tuple[PlacePrecision, ...]] = {
    **dict.fromkeys(("city", "town", "municipality", "metropolis"), (PlacePrecision.CITY,)),
    **dict.fromkeys(("village", "settlement", "hamlet", "suburb"), (PlacePrecision.CITY,)),
    **dict.fromkeys(("neighbourhood", "neighborhood", "camp", "port"), (PlacePrecision.CITY, PlacePrecision.SITE)),
    **dict.fromkeys(("base", "airport", "prison", "hospital", "mine"), (PlacePrecision.SITE,)),
    **dict.fromkeys(("district", "county"), (PlacePrecision.ADMIN2, PlacePrecision.CITY)),
    **dict.fromkeys(
        ("province", "state", "region", "governorate", "department", "county", "prefecture"),
        (PlacePrecision.ADMIN1, PlacePrecision.ADMIN2),
    ),
    "island": (PlacePrecision.SITE, PlacePrecision.ADMIN1, PlacePrecision.ADMIN2, PlacePrecision.CITY),
    "area": (PlacePrecision.SITE, PlacePrecision.CITY, PlacePrecision.ADMIN2, PlacePrecision.ADMIN1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A participant told of, with the number of its sentence and whether it was a subject."""

    participant: Participant
    sentence: int
    is_subject: bool


class Memory:
    """Keeps what was told, sentence by sentence."""

    def __init__(self) -> None:
        self._people: list[Remembered] = []
        self._places: list[tuple[int, Resolution, Place]] = []
        self._countries: list[tuple[int, Resolution, Place]] = []
        self._sentence = 0

    def close_sentence(
        self, subjects: Iterable[Participant], others: Iterable[Participant], places: Iterable[Resolution]
    ) -> None:
        """Keep what a sentence told of, and go on to the next."""
        for participants, is_subject in ((others, False), (subjects, True)):
            self._people += [
                Remembered(participant=p, sentence=self._sentence, is_subject=is_subject) for p in participants
            ]
        told = [(self._sentence, r, r.place) for r in places if r.place is not None]
        self._places += [t for t in told if t[1].mention.role is MentionRole.LITERAL]
        self._countries += [t for t in told if t[2].precision is PlacePrecision.COUNTRY]
        self._sentence += 1

    def find_participant(self, token: Token) -> Participant | None:
        """Say whom a pronoun or "the group" means, or None."""
        word = token.lower_
        if word in _ONE:
            return self._find(_is_single, "one")
        if word in _MANY:
            return self._find(_is_several, "many")
        if word == "it":
            return self._find(_is_acting_body, "thing")
        if token.lemma_.lower() in _GROUPS and _is_bare_definite(token):
            return self._find_group()
        return None

    def _find(self, fits: Callable[[Remembered], bool], reach: str) -> Participant | None:
        near = [r for r in self._people if self._sentence - r.sentence <= _REACH[reach] and fits(r)]
        best = max(near, key=lambda r: (r.sentence, r.is_subject), default=None)
        return best.participant if best else None

    def _find_group(self) -> Participant | None:
        """Find the armed group spoken of, if it is one only."""
        near = [
            r.participant
            for r in self._people
            if r.participant.actor_kind is ActorKind.ARMED_GROUP and self._sentence - r.sentence <= _REACH["group"]
        ]
        return near[-1] if len({p.name for p in near}) == 1 else None

    def find_places(self, sentence: Sentence, dateline: Resolution | None, named: Sequence[Toponym]) -> list[Toponym]:
        """Give the words of a sentence that stand for a place told before ("the city", "there"), as that place.

        Parameters
        ----------
        dateline
            The place where the text was filed, which "the city" may mean.
        named
            The places that the sentence itself names.
        """
        found = []
        for token in sentence.span:
            before = [t for t in named if t.token.i < token.i and t.resolution.mention.role is MentionRole.LITERAL]
            antecedent = self._find_place(token, dateline, before)
            if antecedent is not None:
                found.append(_point_at(token, sentence.part.offsets(token), *antecedent))
        return found

    def _find_place(
        self, token: Token, dateline: Resolution | None, before: Sequence[Toponym]
    ) -> tuple[Resolution, Place] | None:
        word = token.lemma_.lower()
        if word == "there":
            stands = token.dep_ != "expl" and token.pos_ == "ADV"
            return self._last(_SPOTS, "there", before) if stands else None
        if not _is_bare_definite(token):
            return None
        if word in _SCENE:
            return self._last(_SPOTS, "there", before)
        if word == "country":
            return self._main_country()
        if word not in _KINDS:
            return None
        told = self._last(_KINDS[word], "place", before)
        if word in _FACILITIES and told is not None and word not in told[0].mention.surface.lower():
            return None
        if told is None and dateline is not None and dateline.place is not None:
            return (dateline, dateline.place) if dateline.place.precision in _KINDS[word] else None
        return told

    def _last(
        self, kinds: Sequence[PlacePrecision], reach: str, before: Sequence[Toponym]
    ) -> tuple[Resolution, Place] | None:
        near = [(r, p) for n, r, p in self._places if self._sentence - n <= _REACH[reach] and p.precision in kinds]
        near += [(t.resolution, t.place) for t in before if t.place.precision in kinds]
        return near[-1] if near else None

    def _main_country(self) -> tuple[Resolution, Place] | None:
        """Find the country that most places told so far lie in, if it or its people were named themselves."""
        counts = Counter(p.country for _, _, p in (*self._places, *self._countries) if p.country)
        main = counts.most_common(1)[0][0] if counts else None
        named = [(r, p) for _, r, p in self._countries if p.country == main]
        return named[-1] if named else None


def _is_single(told: Remembered) -> bool:
    participant = told.participant
    if participant.kind is ParticipantKind.PERSON:
        return participant.head.ent_type_ not in _NO_PERSONS
    return participant.kind is ParticipantKind.DESCRIPTION and participant.is_human and participant.head.tag_ == "NN"


def _is_several(told: Remembered) -> bool:
    participant = told.participant
    if participant.kind is ParticipantKind.KNOWN:
        return not participant.is_state
    return participant.is_human and participant.head.tag_ in {"NNS", "NNPS"}


def _is_acting_body(told: Remembered) -> bool:
    return told.is_subject and told.participant.kind is ParticipantKind.KNOWN


def _is_bare_definite(token: Token) -> bool:
    """Whether a noun is pointed at and not named: "the city", "that village", "the city's"; not "the city of Homs"."""
    lefts = list(token.lefts)
    if token.tag_ == "NNS" and token.lemma_.lower() in _KINDS:
        return False
    if not any(c.lower_ in _DEICTIC for c in lefts):
        return False
    if any(c.dep_ in {"compound", "nmod", "poss", "nummod"} or c.pos_ == "PROPN" for c in lefts):
        return False
    return not any(
        (c.dep_ == "prep" and c.lower_ == "of") or (c.dep_ in {"appos", "nmod"} and c.pos_ == "PROPN")
        for c in token.rights
    )


def _point_at(token: Token, offsets: tuple[int, int], antecedent: Resolution, place: Place) -> Toponym:
    """Make a toponym of a word that stands for a place."""
    mention = replace(
        antecedent.mention,
        start=offsets[0],
        end=offsets[1],
        surface=token.text,
        role=MentionRole.LITERAL,
        reason=f"stands for {place.name}",
    )
    resolution = replace(
        antecedent, mention=mention, reason=f"“{token.text}” stands for {place.name}: {antecedent.reason}"
    )
    return Toponym(resolution=resolution, place=place, token=token, is_named=False)
