"""What every output says of events in words: when, where, how many, who vouches for them.

In: numbers, days since 1970-01-01, the plain values of an event. Out: words. Those of an event are the web map's too
(``webmap/js/words.mjs``; a test compares them), so that a page and the report made from it read alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from geomap.model import Assertion, DatePrecision, PlacePrecision, PlaceRelation

__all__ = [
    "MONTHS",
    "abbreviate",
    "date_of",
    "join_words",
    "say_assertion",
    "say_count",
    "say_date",
    "say_day",
    "say_place",
    "say_span",
    "say_toll",
]

MONTHS = (
    "January February March April May June July August September October November December".split()  # a word a month
)
_FIRST_DAY = dt.date(1970, 1, 1)


def say_count(number: int, noun: str) -> str:
    """Say a number of things.

    >>> say_count(1, "event"), say_count(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def join_words(words: Sequence[str]) -> str:
    """Join words with commas and a last "and".

    >>> join_words(["Iraq", "Syria", "Israel"])
    'Iraq, Syria and Israel'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def date_of(days: int) -> dt.date:
    """Give the date of a day counted from 1970-01-01."""
    return _FIRST_DAY + dt.timedelta(days=int(days))


def abbreviate(words: str) -> str:
    """Shorten the months in a name.

    >>> abbreviate("October–December 2023")
    'Oct–Dec 2023'
    """
    for month in MONTHS:
        words = words.replace(month, month[:3])
    return words


def say_day(days: int) -> str:
    """Say a day in words.

    >>> say_day(19717)
    '26 December 2023'
    """
    day = date_of(days)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_span(first: int, last: int) -> str:
    """Say the first and the last day as one span.

    >>> say_span(19692, 19717), say_span(18264, 19717)
    ('1–26 December 2023', '3 January 2020 – 26 December 2023')
    """
    if first == last:
        return say_day(first)
    a, b = date_of(first), date_of(last)
    if a.year != b.year:
        return f"{say_day(first)} – {say_day(last)}"
    if a.month != b.month:
        return f"{a.day} {MONTHS[a.month - 1]} – {say_day(last)}"
    return f"{a.day}–{say_day(last)}"


def say_date(start: dt.date | None, end: dt.date | None, precision: str | None) -> str:
    """Say when an event was, no more precisely than it is known.

    >>> say_date(dt.date(2023, 12, 1), dt.date(2023, 12, 31), "month")
    'in December 2023, day not known'
    """
    if start is None:
        return "date not known"
    end = end or start
    if precision == DatePrecision.WEEK:
        return f"in the week of {_say(start)}"
    if precision == DatePrecision.MONTH:
        return f"in {MONTHS[start.month - 1]} {start.year}, day not known"
    if precision == DatePrecision.YEAR:
        return f"in {start.year}, day not known"
    return _say(start) if start == end else f"between {_say(start)} and {_say(end)}"


def _say(day: dt.date) -> str:
    return say_day((day - _FIRST_DAY).days)


def say_place(event: dict[str, Any], country: str | None) -> str:
    """Say where an event was, no more precisely than it is known; ``country`` is a name fit to print.

    >>> say_place({"place": "Iraq", "place_precision": "country"}, "Iraq")
    'somewhere in Iraq; the text names no town'
    """
    text, radius = event.get("place_text"), event.get("radius_km")
    precision, relation = event.get("place_precision"), event.get("place_relation")
    name = event.get("place") or text or event.get("admin1") or country
    if precision == PlacePrecision.UNKNOWN or not name:
        return f"the text says “{text}”; no place of that name was found" if text else "the text names no place"
    about = f" (within about {max(1, int(radius + 0.5)):,} km)" if radius else ""
    if relation == PlaceRelation.NEAR:
        return f"near {name}{about}"
    if relation == PlaceRelation.OFFSET:
        return f"{text or f'at some distance from {name}'}{about}"
    if relation == PlaceRelation.BETWEEN:
        return f"{text or f'between places near {name}'}{about}"
    said = {
        PlacePrecision.SITE: f"at {name}",
        PlacePrecision.CITY: f"in the city or town of {name}",
        PlacePrecision.ADMIN2: f"somewhere in the district of {name}; the text is no more precise",
    }
    return said.get(PlacePrecision(str(precision)), f"somewhere in {name}; the text names no town")


def say_toll(low: int | None, high: int | None, word: str) -> str | None:
    """Say a number of people as it was told; None where nothing was.

    >>> say_toll(3, None, "killed"), say_toll(3, 5, "injured"), say_toll(None, None, "killed")
    ('at least 3 killed', '3 to 5 injured', None)
    """
    if low is None and high is None:
        return None
    if low == 0 and high == 0:
        return f"none {word}"
    if low is None:
        return f"up to {high:,} {word}"
    if high is None:
        return f"at least {low:,} {word}"
    return f"{low:,} {word}" if low == high else f"{low:,} to {high:,} {word}"


def say_assertion(assertion: str | None, by: str | None) -> str | None:
    """Say who vouches for an event; None where its source simply tells it.

    >>> say_assertion("claimed", "Hamas")
    'claimed by Hamas'
    """
    if assertion == Assertion.CLAIMED:
        return f"claimed by {by}" if by else "claimed; the text does not confirm it"
    if assertion == Assertion.DENIED:
        return f"denied by {by}" if by else "denied"
    if assertion == Assertion.CONTESTED:
        return f"contested; according to {by}" if by else "contested"
    return f"according to {by}" if by else None
