"""The day of an event that has none of its own: that of the story it is a step of.

"On Saturday youths stormed a polling station in Makeni. In Lunsar two cars were set on fire." In: a group of findings
and all findings of the document. Out: the day that the paragraph was speaking of, or none. Only what is told in the
plain past, in a sentence without any word of time, is such a step; "a week later" and "on the eve of the vote" are
other days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.events.findings import Finding, Reference
from geomap.events.grammar import climb
from geomap.model import DateInterval, DatePrecision

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["find_day", "is_step", "tells_time"]

_OWN = 2.0
# "Monday night" and "overnight" are two days; what takes longer is no day that others could share
_LONGEST = 1
# paragraphs back to the one that named the day
_REACH = 3
_TIMES = frozenset(
    """second minute hour day week weekend fortnight month year decade century night morning evening afternoon dawn dusk
    noon midday midnight eve anniversary today yesterday later earlier ago afterwards afterward overnight time spring
    summer autumn winter""".split()
)
_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[•*·▪‣–—-]|\d{1,2}[.)])[ \t]*$")


def is_step(token: Token) -> bool:
    """Whether a word is told in the plain past: "was burned"; "had been" and "have fled" look back from another day."""
    verb = next((t for t in (token, *climb(token)) if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.tag_ not in {"VBD", "VBN"}:
        return False
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    return not any(c.lemma_ == "have" or c.tag_ in {"MD", "VBZ", "VBP"} for c in helpers)


def tells_time(sentence: Span) -> bool:
    """Whether a sentence has a word of time; "a 33-year-old man" is none."""
    return any(t.lemma_.lower() in _TIMES and not t.nbor().text.startswith("-") for t in sentence[:-1])


def find_day(group: Sequence[Finding], findings: Sequence[Finding], text: str) -> DateInterval | None:
    """Find the day that the story has come to where it tells an event without a day of its own.

    Parameters
    ----------
    group
        The findings of the event.
    findings
        All findings of the document, in its order.
    text
        The text of the document.
    """
    first = group[0]
    if any(f.dated.interval.start is not None or f.dated.interval.text for f in group):
        return None
    if first.is_heading or first.count is not None or not (first.is_step and first.reference is Reference.NEW):
        return None
    told = [f for f in findings if f.order < first.order and first.block - f.block <= _REACH and _has_day(f)]
    if not told or (told[-1].block != first.block and _is_item(first, text)):
        return None
    return told[-1].dated.interval


def _is_item(finding: Finding, text: str) -> bool:
    """Whether a sentence opens an item of a list, whose items are told each for itself."""
    return _ITEM.search(text, max(0, finding.start - 12), finding.start) is not None


def _has_day(finding: Finding) -> bool:
    interval = finding.dated.interval
    if finding.is_heading or finding.dated.strength < _OWN or interval.start is None or interval.end is None:
        return False
    if interval.precision is DatePrecision.DAY:
        return True
    return interval.precision is DatePrecision.RANGE and (interval.end - interval.start).days <= _LONGEST
