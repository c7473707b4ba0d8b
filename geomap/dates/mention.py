"""What the date reader gives: a span of text, the days it stands for, and how it relates to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geomap.model import DateInterval

__all__ = ["UNKNOWN_DATE", "DateKind", "DateMention"]

UNKNOWN_DATE = DateInterval()
"""The interval of an expression that no reference date resolves."""


class DateKind(StrEnum):
    """How an expression relates to the days it names.

    ``POINT`` names days by the calendar ("3 May", "in 2019", "on Tuesday"); ``RELATIVE`` counts from the publication
    or from a day named before ("yesterday", "two days earlier"); ``RANGE`` has two ends. ``DURATION_SINCE`` runs up to
    the reference date. The rest do not date an event of the past: ``BOUND`` is a limit ("until Friday", "before
    2011"), ``ANNIVERSARY`` a distance from another event ("four years after"), ``RECURRING`` a habit ("every Friday"),
    ``FUTURE`` a day still to come.
    """

    POINT = "point"
    RELATIVE = "relative"
    RANGE = "range"
    DURATION_SINCE = "duration since"
    BOUND = "bound"
    ANNIVERSARY = "anniversary"
    RECURRING = "recurring"
    FUTURE = "future"

    @property
    def dates_events(self) -> bool:
        """Whether an event told in the past tense can have happened on the days of such an expression."""
        return self in _DATING


_DATING = frozenset({DateKind.POINT, DateKind.RELATIVE, DateKind.RANGE, DateKind.DURATION_SINCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One date expression in a text: ``text[start:end] == surface`` in code points, half-open.

    ``interval`` is unknown (with its text kept) where only a reference date could resolve the expression and there is
    none, or where it names no days at all.
    """

    start: int
    end: int
    surface: str
    interval: DateInterval
    kind: DateKind
