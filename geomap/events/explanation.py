"""Tell why: per sentence what was found and what was refused, as plain text for a terminal.

In: a document and its extraction. Out: lines. Nothing is decided here; whoever reads it sees which sentence gave what,
how firmly a date and a place are tied to their event, and which event each finding became part of.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from geomap.events.extraction import Extraction
from geomap.events.findings import Finding, Reference
from geomap.events.participants import Participant
from geomap.events.places import Located
from geomap.events.sentences import Reading
from geomap.model import Assertion, DateInterval, Document, Event, NumberRange, PlaceRelation
from geomap.wording import say_count

__all__ = ["explain"]

# the scales of Located.strength and Dated.strength
_PLACE_FIRMEST, _DATE_FIRMEST = 4, 3
_WIDTH = 100
_LABEL = 10


def explain(document: Document, extraction: Extraction) -> Iterator[str]:
    """Give the lines that explain an extraction, sentence by sentence.

    A sentence in which nothing was found or refused is counted and not printed. Control characters of the text are
    dropped, so that a hostile article cannot steer the terminal.

    Examples
    --------
    >>> from geomap.pipeline import extract_documents
    >>> from geomap.reading import read_text
    >>> document = read_text("Gunmen kidnapped two engineers in Kirkuk on 3 May 2016.", doc_id="1")
    >>> found = next(extract_documents([document]))
    >>> for line in list(explain(document, found.extraction))[2:5]:
    ...     print(line)
    1  Gunmen kidnapped two engineers in Kirkuk on 3 May 2016.
       found     abduction, told by “kidnapped”
         actor   Gunmen
    """
    name = _plain(document.source or document.doc_id)
    told = len(extraction.events)
    yield f"== {name}: {say_count(told, 'event')} in {len(extraction.readings)} sentences"
    yield ""
    silent = 0
    for number, reading in enumerate(extraction.readings, start=1):
        if not (reading.findings or reading.refused):
            silent += 1
            continue
        yield from _explain_sentence(number, reading, document, extraction.events)
        yield ""
    if silent:
        yield f"{say_count(silent, 'sentence')} with nothing found and nothing refused"
        yield ""


def _explain_sentence(number: int, reading: Reading, document: Document, events: Sequence[Event]) -> Iterator[str]:
    mark = f"{number}  "
    indent = " " * len(mark)
    yield from textwrap.wrap(
        _plain(document.text[reading.start : reading.end]), _WIDTH, initial_indent=mark, subsequent_indent=indent
    )
    for finding in reading.findings:
        word = _plain(document.text[finding.trigger_start : finding.trigger_end])
        yield _row(indent, "found", f"{finding.type.name}, told by “{word}”{_describe_reference(finding)}")
        for label, value in _fields(finding, _told_by(finding, events)):
            yield _row(indent + "  ", label, value, less=2)
        yield _row(indent + "  ", "event", _event_of(finding, events), less=2)
    for start, end, reason in reading.refused:
        yield _row(indent, "refused", f"“{_plain(document.text[start:end])}”: {_plain(reason)}")


def _row(indent: str, label: str, value: str, *, less: int = 0) -> str:
    return f"{indent}{label:<{_LABEL - less}}{value}"


def _describe_reference(finding: Finding) -> str:
    told = {
        Reference.NEW: "",
        Reference.DEFINITE: "; points back to an event told before, where there is one",
        Reference.CLAIM: "; a claim of responsibility, which names the actor of an event told elsewhere",
        Reference.TOLL: "; tells only who was hurt, in an event told elsewhere",
    }[finding.reference]
    told += "" if finding.continues is None else "; goes on telling a deed of this sentence"
    return told + ("" if finding.assertion is Assertion.ASSERTED else f"; {finding.assertion}")


def _fields(finding: Finding, own: Sequence[Event]) -> Iterator[tuple[str, str]]:
    if finding.actors:
        yield "actor", _names(finding.actors)
    if finding.targets:
        yield "target", _names(finding.targets)
    yield "date", _describe_date(finding, own)
    if not finding.places:
        unknown = "its own words name one that is not known"
        yield "place", unknown if finding.is_elsewhere else "none in this sentence is tied to it"
    for located in finding.places:
        yield "place", _describe_place(located)
    people = [
        f"{_number(told)} {word}"
        for word in ("killed", "injured", "missing", "displaced")
        if (told := getattr(finding.casualties, word)) is not None
    ]
    if people:
        yield "toll", ", ".join(people)
    if finding.count is not None:
        yield "count", f"{finding.count} or more events"


def _names(participants: Sequence[Participant]) -> str:
    return ", ".join(
        _plain(p.name) if p.name == p.text else f"{_plain(p.name)} (“{_plain(p.text)}”)" for p in participants
    )


def _number(told: NumberRange) -> str:
    if told.low == told.high:
        return str(told.low)
    if told.high is None:
        return f"at least {told.low}"
    return f"at most {told.high}" if told.low is None else f"{told.low} to {told.high}"


def _describe_date(finding: Finding, own: Sequence[Event]) -> str:
    dated, interval = finding.dated, finding.dated.interval
    if interval.start is None and interval.end is None:
        taken = next((e.when for e in own if e.when.start is not None), None)
        words = _plain(taken.text or "") if taken is not None else ""
        told = "" if taken is None else f"; the event has {_days(taken)}, “{words}”, of another sentence"
        return f"none in this sentence is tied to it{told}"
    return f"{_days(interval)}, “{_plain(interval.text or '')}”, strength {dated.strength:g} of {_DATE_FIRMEST}"


def _days(interval: DateInterval) -> str:
    if interval.start == interval.end:
        return str(interval.start)
    return f"{interval.start or 'unknown'} to {interval.end or 'unknown'} ({interval.precision})"


def _describe_place(located: Located) -> str:
    where = located.place
    relation = "" if where.relation is PlaceRelation.IN else f"{where.relation} "
    country = f", {where.place.country_name}" if where.place.country_name not in {None, where.place.name} else ""
    return (
        f"{relation}{_plain(where.place.name)}{country} ({where.precision}), “{_plain(where.text)}”, "
        f"strength {located.strength:g} of {_PLACE_FIRMEST}"
    )


def _told_by(finding: Finding, events: Sequence[Event]) -> list[Event]:
    """Give the events that quote the very word of a finding."""
    span = (finding.trigger_start, finding.trigger_end)
    return [e for e in events if any((v.trigger_start, v.trigger_end) == span for v in e.evidence)]


def _event_of(finding: Finding, events: Sequence[Event]) -> str:
    """Name the events that quote the finding, else those that quote its sentence, else say that there is none."""
    own = _told_by(finding, events)
    if own:
        return "; ".join(_plain(e.title) for e in own)
    beside = [e.title for e in events if any(v.start == finding.start for v in e.evidence)]
    if beside:
        return "none of its own; the sentence is evidence for: " + "; ".join(_plain(t) for t in beside)
    return "none: too little is told for one"


def _plain(text: str) -> str:
    """Put a text on one line without control characters."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cf"})
