"""Recognition put together: a parsed document in, its place names with their roles out.

Spans are proposed (``spans``), refused where they are persons, organisations or plain words, and given a role: from the
actor list and the dateline first, because those are known without grammar, then from the grammar (``roles``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geomap.actors import ActorForm, ActorKind, ActorList, ActorMention
from geomap.boosting import BoostedTrees, Floats, load_arrays
from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.language import ParsedDocument, ParsedPart
from geomap.model import BlockKind, Mention, MentionRole
from geomap.recognition.abbreviations import expand_abbreviation
from geomap.recognition.evidence import EVIDENCE, describe
from geomap.recognition.persons import collect_persons
from geomap.recognition.roles import Judgement, Standing, judge_role
from geomap.recognition.spans import find_spans
from geomap.recognition.toponymy import SpanContext, find_wider_name, judge_by_rule, judge_certain
from geomap.recognition.words import NOT_PLACES, TYPE_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Span

__all__ = ["WEIGHTS", "RecognitionOptions", "describe_all", "find_contexts", "make_mention", "recognise"]

WEIGHTS = Path(__file__).parent / "recogniser.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionOptions:
    """What counts as a mention.

    ``threshold`` is the confidence below which a span is no toponym. ``roles`` are the roles kept; all by default.
    ``trees`` are weights trained on other texts than the shipped ones.
    """

    threshold: float = 0.5
    roles: frozenset[MentionRole] = frozenset(MentionRole)
    trees: BoostedTrees | None = None


def recognise(
    parsed: ParsedDocument, gazetteer: Gazetteer, actors: ActorList, *, options: RecognitionOptions | None = None
) -> list[Mention]:
    """Find the place names of a document.

    Mentions come in the order of the text, do not overlap, and ``document.text[m.start:m.end] == m.surface`` holds for
    each. Names inside longer names ("New York" in "New York Times") are mentions with the role ``NAME_PART``.

    Parameters
    ----------
    parsed
        The parsed document.
    gazetteer
        Where names are known from.
    actors
        Known actors; a place name inside an actor's name is part of that name.
    options
        What counts as a mention.
    """
    options = options or RecognitionOptions()
    contexts = find_contexts(parsed, gazetteer, actors)
    confidences = _judge(parsed, contexts, gazetteer, options.trees or _load_trees())
    mentions = _from_dateline(parsed, gazetteer)
    for (part, context), confidence in zip(contexts, confidences, strict=True):
        if confidence < options.threshold:
            continue
        role = _role(context, part, gazetteer)
        if role.role in options.roles:
            mentions.append(_mention(parsed, context, role, confidence, actors))
    return sorted(mentions, key=lambda m: m.start)


def find_contexts(
    parsed: ParsedDocument, gazetteer: Gazetteer, actors: ActorList
) -> list[tuple[ParsedPart, SpanContext]]:
    """Find every span that might be a place name, with the part it is in and what is known about it."""
    persons = collect_persons(part.doc for part in parsed.parts)
    named = actors.find(parsed.document.text)
    found = []
    for part in parsed.parts:
        inside = [m for m in named if m.start < part.end and part.start < m.end]
        states = [(m.start - part.start, m.end - part.start) for m in inside if _is_listed_state(m, gazetteer)]
        for candidate in find_spans(part.doc, gazetteer, states):
            span = part.doc[candidate.first : candidate.last]
            start, end = part.offsets(span)
            actor = next((m for m in inside if m.start < end and start < m.end), None)
            context = SpanContext(span=span, candidate=candidate, persons=persons, actor=actor, start=start, end=end)
            found.append((part, context))
    return found


def _is_listed_state(mention: ActorMention, gazetteer: Gazetteer) -> bool:
    if mention.actor.kind is not ActorKind.STATE or mention.form is not ActorForm.NAME:
        return False
    return bool(gazetteer.candidates(mention.surface, limit=1, variants=False))


def describe_all(
    parsed: ParsedDocument, contexts: Sequence[tuple[ParsedPart, SpanContext]], gazetteer: Gazetteer
) -> Floats:
    """Describe the spans of a document, a row each, columns named in ``EVIDENCE``."""
    lower = frozenset(t.text for part in parsed.parts for t in part.doc if t.is_lower)
    times = Counter(context.span.text for _, context in contexts)
    rows = [describe(context, gazetteer, lower_words=lower, times=times[context.span.text]) for _, context in contexts]
    return np.array(rows, dtype=np.float64).reshape(-1, len(EVIDENCE))


def _judge(
    parsed: ParsedDocument,
    contexts: Sequence[tuple[ParsedPart, SpanContext]],
    gazetteer: Gazetteer,
    trees: BoostedTrees | None,
) -> list[float]:
    """Judge how likely each span is a place name: those that need no weighing by rule, the others by the weights."""
    verdicts = [judge_certain(context, gazetteer) for _, context in contexts]
    open_ones = [pair for pair, verdict in zip(contexts, verdicts, strict=True) if verdict is None]
    if trees is None:
        weighed = iter([judge_by_rule(context, gazetteer) for _, context in open_ones])
    else:
        scores = trees.score(describe_all(parsed, open_ones, gazetteer))
        weighed = iter((1 / (1 + np.exp(-scores))).tolist())
    return [next(weighed) if verdict is None else verdict for verdict in verdicts]


@cache
def _load_trees() -> BoostedTrees | None:
    arrays = load_arrays(WEIGHTS, EVIDENCE)
    return None if arrays is None else BoostedTrees.of(arrays)


def make_mention(parsed: ParsedDocument, start: int, end: int, gazetteer: Gazetteer, actors: ActorList) -> Mention:
    """Make a mention of a span given from outside, with the name to look up and no judgement about its role.

    Raises
    ------
    InputError
        The span lies outside the text or is empty.
    """
    text = parsed.document.text
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"{parsed.document.doc_id}: span {start}..{end} is not inside the text of {len(text)} code points; "
            "offsets count code points from 0 and the end is exclusive"
        )
    surface = text[start:end]
    country = gazetteer.demonym(surface) if surface[:1].isupper() else None
    full = expand_abbreviation(
        surface, after_comma=text[:start].rstrip().endswith(","), final_stop=text[end : end + 1] == "."
    )
    query = full or (country.name if country is not None else re.sub(r"['’]s?$", "", surface))
    query = _query(query, actors)
    role = MentionRole.LITERAL if country is None else MentionRole.DEMONYM
    return Mention(start=start, end=end, surface=surface, role=role, query=query, reason="span given")


def _from_dateline(parsed: ParsedDocument, gazetteer: Gazetteer) -> list[Mention]:
    dateline = parsed.document.dateline
    if dateline is None:
        return []
    surface = parsed.document.text[dateline.place_start : dateline.place_end]
    query = surface.title() if surface.isupper() and len(surface) > 4 else surface
    # "(CNN) --" is filed by an agency, not at the town with an airport of that code
    if surface.lower() in NOT_PLACES:
        return []
    known = bool(gazetteer.candidates(query, limit=1, variants=False))
    return [
        Mention(
            start=dateline.place_start,
            end=dateline.place_end,
            surface=surface,
            role=MentionRole.DATELINE,
            query=query,
            confidence=0.95 if known else 0.6,
            reason="dateline: where the story was filed",
        )
    ]


def _mention(
    parsed: ParsedDocument, context: SpanContext, role: Judgement, confidence: float, actors: ActorList
) -> Mention:
    return Mention(
        start=context.start,
        end=context.end,
        surface=parsed.document.text[context.start : context.end],
        role=role.role,
        query=_with_type(context.span, _query(context.candidate.query, actors)),
        confidence=round(confidence, 4),
        reason=role.reason,
    )


def _query(name: str, actors: ActorList) -> str:
    """Look a state up by its full name, because "US" and "UK" are also villages and codes."""
    if name.isupper() or "." in name:
        for found in actors.find(name):
            if found.surface == name and found.form is ActorForm.NAME and found.actor.kind is ActorKind.STATE:
                return found.actor.name
    return name


def _with_type(span: Span, name: str) -> str:
    """Look "Homs governorate" up as the unit where the word stands right after the name."""
    if span.end < len(span.doc):
        word = span.doc[span.end].text
        if word in TYPE_WORDS and word not in name.lower():
            return f"{name} {word}"
    return name


def _role(context: SpanContext, part: ParsedPart, gazetteer: Gazetteer) -> Judgement:
    actor, span = context.actor, context.span
    longer = actor is not None and (actor.start < context.start or actor.end > context.end)
    if actor is not None and longer and actor.form in {ActorForm.NAME, ActorForm.FORCE}:
        return Judgement(MentionRole.NAME_PART, f"part of the name “{actor.surface}”")
    if context.candidate.demonym:
        return Judgement(MentionRole.DEMONYM, f"nationality, of {context.candidate.query}")
    wider = find_wider_name(span)
    if wider is not None:
        return Judgement(MentionRole.NAME_PART, f"part of the name “{wider}”")
    return judge_role(span, _standing(context, gazetteer), in_heading=part.kind is BlockKind.HEADING)


def _standing(context: SpanContext, gazetteer: Gazetteer) -> Standing:
    actor = context.actor
    if actor is not None and actor.actor.kind is ActorKind.STATE and actor.start == context.start:
        if actor.form is ActorForm.CAPITAL:
            return Standing.CAPITAL
        if actor.form is ActorForm.NAME and actor.end == context.end:
            return Standing.STATE
    return Standing.STATE if _is_country(context.span, gazetteer) else Standing.PLACE


def _is_country(span: Span, gazetteer: Gazetteer) -> bool:
    best = gazetteer.candidates(span.text, limit=1, variants=False)
    return bool(best) and best[0].place.feature_code.startswith("PCL")
