"""The domain model: documents, mentions, places, events, evidence.

Everything here is immutable, made of the standard library alone and, but for places and their candidates, keyword-only.
Offsets are code points into ``Document.text``, half-open, so ``text[start:end]`` is always the span. Coordinates are
WGS 84 degrees (EPSG:4326) in fields named ``latitude`` and ``longitude``; distances are kilometres and say so in their
names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "Assertion",
    "Block",
    "BlockKind",
    "Candidate",
    "Casualties",
    "DateInterval",
    "DatePrecision",
    "Dateline",
    "Document",
    "Event",
    "EventFamily",
    "EventPlace",
    "Evidence",
    "MatchKind",
    "Mention",
    "MentionRole",
    "NumberRange",
    "Place",
    "PlacePrecision",
    "PlaceRelation",
    "Resolution",
    "Status",
]


class PlacePrecision(StrEnum):
    """How precisely a place is known, finest first; the order of the members is the order of precision."""

    SITE = "site"
    CITY = "city"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for the finest precision, one more for each coarser one."""
        return list(PlacePrecision).index(self)


class DatePrecision(StrEnum):
    """What a date interval stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


class PlaceRelation(StrEnum):
    """How the text relates the event to the place it names; all but ``IN`` are drawn as approximate."""

    IN = "in"
    NEAR = "near"
    OFFSET = "offset"
    BETWEEN = "between"


class Status(StrEnum):
    """Whether an event stands as extracted or was touched by a person's correction."""

    FOUND = "found"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"


class Assertion(StrEnum):
    """How the text vouches for an event."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    CONTESTED = "contested"


class EventFamily(StrEnum):
    """The coarse kinds of event; the web map gives each a marker shape."""

    BATTLE = "battle"
    EXPLOSION = "explosion or strike"
    ATTACK = "attack"
    CIVILIANS = "violence against civilians"
    PROTEST = "protest or riot"
    ARREST = "arrest or detention"
    CRIME = "crime"
    ACCIDENT = "accident"
    DISASTER = "disaster"
    DISEASE = "disease"
    DIPLOMACY = "diplomacy or politics"
    LEGAL = "legal"
    MOVEMENT = "military movement"
    AID = "aid"
    OTHER = "other"


class BlockKind(StrEnum):
    """The kind of a block of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading or paragraph of a document; sentences never cross its borders."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The place (and date) that opens a wire report, such as ``ERBIL –``.

    ``start`` and ``end`` cover the whole dateline with its dash, ``place_start`` and ``place_end`` its place name.
    """

    start: int
    end: int
    place_start: int
    place_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article: its text as given, and what is known about it.

    ``published`` is the day of publication, ``None`` where neither the page nor the caller nor the text says it;
    ``published_reason`` tells in words where the date comes from, or that it is unknown. ``source`` is what a reader
    should be told the text came from (a file name, a newspaper); ``url`` its address.
    """

    doc_id: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: dt.date | None = None
    published_reason: str = "unknown"
    dateline: Dateline | None = None


class Place(NamedTuple):
    """One entry of the gazetteer.

    A named tuple, for it is made in a tenth of the time that a frozen dataclass of so many fields takes, and a table of
    a million names asks for millions.

    ``place_id`` is ``geonames:98182``, ``ourairports:ORER`` or ``supplement:tower-22``. ``country`` is the ISO 3166-1
    alpha-2 code; ``admin1`` and ``admin2`` are GeoNames' codes within it (``07``), ``admin1_name`` a name fit to print.
    ``feature_class`` and ``feature_code`` are GeoNames'. ``radius_km`` is the radius of a circle that covers the place.
    """

    place_id: str
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    precision: PlacePrecision
    radius_km: float
    country: str | None = None
    country_name: str | None = None
    admin1: str | None = None
    admin1_name: str | None = None
    admin2: str | None = None
    admin2_name: str | None = None
    population: int = 0

    @property
    def geonames_id(self) -> int | None:
        """The GeoNames id, or None for a place from another source."""
        source, _, number = self.place_id.partition(":")
        return int(number) if source == "geonames" else None


class MatchKind(StrEnum):
    """How a name met a gazetteer name, best first; the order of the members is the order of trust."""

    EXACT = "exact"
    FOLDED = "folded"
    STRIPPED = "stripped"
    GENERATED = "generated"
    DEMONYM = "demonym"
    CODE = "code"
    VARIANT = "variant"


class Candidate(NamedTuple):
    """A place whose name matches, with its score (0 to 1, comparable among the candidates of one name only)."""

    place: Place
    matched_name: str
    match: MatchKind
    score: float


class MentionRole(StrEnum):
    """What a place name does in its sentence. ``LITERAL`` is the place itself; every other role is associative."""

    LITERAL = "literal"
    DATELINE = "dateline"
    DEMONYM = "demonym"
    METONYM = "metonym"
    MODIFIER = "modifier"
    NAME_PART = "part of a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One span of a place name: ``document.text[start:end] == surface``.

    ``query`` is the name to look up where it differs from the surface (``Iran`` for ``Iranian``). ``confidence`` is how
    sure recognition is that this is a toponym at all; ``reason`` says in words why it has this role.
    """

    start: int
    end: int
    surface: str
    role: MentionRole
    query: str
    confidence: float = 1.0
    reason: str = ""

    @property
    def is_literal(self) -> bool:
        """Whether the mention stands for the place itself."""
        return self.role is MentionRole.LITERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The place chosen for a mention, or none, with the reason in words and the candidates that lost."""

    mention: Mention
    place: Place | None
    confidence: float
    reason: str
    runners_up: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInterval:
    """The days from ``start`` to ``end``, both included, or unknown; ``text`` is the expression it was read from."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """A number as told: ``low`` and ``high`` are equal for an exact one, ``high`` is None for "at least"."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """People killed, injured, missing and displaced."""

    killed: NumberRange | None = None
    injured: NumberRange | None = None
    missing: NumberRange | None = None
    displaced: NumberRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quoted sentence: ``document.text[start:end] == quote``. Trigger and place offsets are into the document too."""

    doc_id: str
    start: int
    end: int
    quote: str
    trigger_start: int
    trigger_end: int
    place_start: int | None = None
    place_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Where an event happened.

    The point and radius are the event's, not the gazetteer's: "20 km north of Mosul" moves the point and widens the
    radius. ``precision`` is never finer than ``place.precision``. ``text`` is the words of the document.
    """

    place: Place
    latitude: float
    longitude: float
    precision: PlacePrecision
    radius_km: float
    text: str
    relation: PlaceRelation = PlaceRelation.IN
    confidence: float = 1.0
    reason: str = ""
    runners_up: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, where and when, and the sentences that say so.

    ``event_type`` is the finer type ("air strike") within ``family``. ``actors`` and ``targets`` are names, the main
    one first, empty where the text names none. ``count`` is 1 for one event, 48 for "attacked 48 times".
    ``assertion`` with ``attributed_to`` tells who vouches for it. ``sources`` is how many documents tell it.
    """

    event_id: str
    title: str
    event_type: str
    family: EventFamily
    evidence: tuple[Evidence, ...]
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    when: DateInterval = field(default_factory=DateInterval)
    where: EventPlace | None = None
    casualties: Casualties = field(default_factory=Casualties)
    count: int = 1
    confidence: float = 1.0
    assertion: Assertion = Assertion.ASSERTED
    attributed_to: str | None = None
    source: str | None = None
    source_url: str | None = None
    published: dt.date | None = None
    sources: int = 1
    status: Status = Status.FOUND
