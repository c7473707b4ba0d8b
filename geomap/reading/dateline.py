"""The dateline that opens a wire report: "BAGHDAD, Iraq (AP) —", "Kyiv, 4 May –", "(Beirut) –"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.dates import find_dates
from geomap.model import Block, BlockKind, DateInterval, Dateline, DatePrecision

__all__ = ["dateline_date", "find_dateline"]

_LONGEST = 250
"""Characters within which a dateline ends."""

_LOOK_AT = 3
"""Paragraphs in which a dateline may stand: bylines and notes come before it."""

_SHORTEST_BEFORE_COLON = 4
"""Letters of a place before a colon: "UN: Most young people oppose it" opens with a speaker."""

_NAME = r"[^\W\d_a-z][\w.'’]*"
_SMALL = r"(?:of|the|de|del|la|le|el|al|da|do|di|du|and|upon|am|an|sur|sous|au|aux|les|en|es|ez|as|ibn|bin)"
_UPPER_NAME = r"[^\W\d_a-z][^\W\d_a-z.'’-]*\.?(?:['’-][^\W\d_a-z]+)*"
_UPPER_PLACE = rf"{_UPPER_NAME}(?:[ ](?:(?:{_SMALL})[ ])?{_UPPER_NAME}){{0,4}}"
_TITLE_PLACE = rf"{_NAME}(?:[ -](?:(?:{_SMALL})[ -]){{0,2}}{_NAME}){{0,4}}"
_REGION = rf"(?:,\s(?:the\s)?{_NAME}(?:[ ](?:(?:{_SMALL})[ ]){{0,2}}{_NAME}){{0,4}}){{0,2}}"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec"
    r"|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEP|OCT|NOV|DEC)[A-Za-z]*\.?"
)
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)[A-Za-z]*\.?,?\s"
_DATE = (
    rf"(?:{_WEEKDAY})?(?:\d{{1,2}}\s{_MONTH}(?:,?\s\d{{2,4}})?|{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_BRACKET = r"\s?\([^()\n]{2,60}\)"
_DASH = r"(?:\s?(?:--|[–—])\s?|\s-\s)"
_TEXT_MARK = r"(?:\[[A-Z ]{2,30}\]\s*)*"

_FORMS = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        (
            rf"(?P<place>{_UPPER_PLACE})(?:/{_UPPER_PLACE})*{_REGION}(?:{_BRACKET}(?=,))?"
            rf"(?:,\s(?P<date>{_DATE}|NO DATE))?(?P<note>{_BRACKET})?{_DASH}{_TEXT_MARK}"
        ),
        rf"(?P<place>{_TITLE_PLACE})(?:/{_TITLE_PLACE})*(?:{_REGION})(?:,\s(?P<date>{_DATE}))(?P<note>{_BRACKET})?{_DASH}",
        rf"(?P<place>{_TITLE_PLACE})(?:{_REGION})(?P<date>(?!))?(?P<note>{_BRACKET}){_DASH}",
        rf"\((?P<place>{_TITLE_PLACE})(?:{_REGION})(?:,\s(?P<date>{_DATE}))?\)(?P<note>(?!))?{_DASH}",
        rf"(?P<place>{_TITLE_PLACE})(?P<date>(?!))?(?P<note>(?!))?\s[–—]\s",
        rf"(?P<place>{_UPPER_PLACE})(?:,\s(?P<date>{_DATE}))?(?P<note>(?!))?:\s(?=[“\"]?[A-Z])",
    )
)
_NOT_PLACES = frozenset(
    {
        *("BREAKING", "UPDATE", "UPDATED", "WATCH", "READ", "EXCLUSIVE", "ANALYSIS", "OPINION", "EXPLAINER", "FACTBOX"),
        *("TIMELINE", "LIVE", "VIDEO", "NOTE", "CORRECTION", "EDITORIAL", "INTERVIEW", "REPORT", "SUMMARY", "URGENT"),
        *("ALERT", "NEWS", "PHOTOS", "MORE", "RELATED", "CAUTION", "WARNING", "FEATURE", "BACKGROUND", "CONTEXT"),
        *("THE", "A", "AN", "HE", "SHE", "IT", "THEY", "WE", "I", "YOU", "THIS", "THAT", "THESE", "THOSE", "BUT"),
        *("AND", "AT", "IN", "ON", "FOR", "POLICE", "OFFICIALS", "ADVERTISEMENT", "CONTACT", "SOURCE", "DATE", "BY"),
    }
)
"""First words that stand before a dash or colon in news and are no place."""
_ARTICLE = "THE"
"""Opens a place only where a date or an agency follows it: "THE HAGUE, March 17 (Wire) -", but "THE ARMY -- WHICH"."""


def find_dateline(text: str, blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of a text, or None: it opens one of the first paragraphs or is not there.

    Examples
    --------
    >>> text = "GOMA, Democratic Republic of Congo, March 3 (Reuters) - Rain fell."
    >>> block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    >>> line = find_dateline(text, [block])
    >>> text[line.place_start : line.place_end], text[line.end :]
    ('GOMA', 'Rain fell.')
    """
    paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
    for block in paragraphs[:_LOOK_AT]:
        for form in _FORMS:
            match = form.match(text, block.start, min(block.end, block.start + _LONGEST))
            if match is not None and _is_dateline(text, match, block):
                start, end = match.span("place")
                return Dateline(start=match.start(), end=match.end(), place_start=start, place_end=end)
    return None


def _is_dateline(text: str, match: re.Match[str], block: Block) -> bool:
    words = match["place"].upper().replace(".", "").split()
    named = words[:1] == [_ARTICLE] and len(words) > 1 and bool(match["date"] or match["note"])
    if not (named or _NOT_PLACES.isdisjoint(words[:1])) or match.end() >= block.end:
        return False
    if match[0].rstrip().endswith(":") and len(match["place"]) < _SHORTEST_BEFORE_COLON:
        return False
    opening = text[match.end() : block.end].lstrip("\"'“‘([«")
    if not opening or opening[0].islower():
        return False
    shouted = sum(map(str.islower, opening[:200])) * 4 < len(opening[:200])
    return not shouted or bool(match["date"] or match["note"])


def dateline_date(text: str, dateline: Dateline) -> DateInterval | None:
    """Return the day a dateline gives in full, with its year; None where it gives none."""
    for mention in find_dates(text[dateline.place_end : dateline.end], None):
        if mention.interval.precision is DatePrecision.DAY:
            return mention.interval
    return None
