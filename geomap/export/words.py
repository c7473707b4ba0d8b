"""What an event is called and told as where a viewer shows a few words of it.

In: the plain values of a row. Out: sentences for map tips, descriptions and balloons, and coarse sizes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

__all__ = ["describe", "size_of", "tell_days"]


def tell_days(start: dt.date | None, end: dt.date | None) -> str:
    """Tell the days from one to the other, in ISO 8601.

    >>> tell_days(dt.date(2023, 12, 25), dt.date(2023, 12, 26))
    '2023-12-25 to 2023-12-26'
    """
    days = [day.isoformat() for day in (start, end) if day is not None]
    return " to ".join(dict.fromkeys(days)) or "date unknown"


def describe(row: Mapping[str, Any]) -> str:
    """Tell when and where an event happened, and the sentence that says so.

    >>> describe({"date_start": None, "date_end": None, "place": "Erbil", "quote": "It fell."})
    'date unknown · Erbil · “It fell.”'
    """
    quote = f"“{row['quote']}”" if row["quote"] else None
    told = (tell_days(row["date_start"], row["date_end"]), row["place"] or "place unknown", quote)
    return " · ".join(part for part in told if part)


def size_of(count: int | None) -> str:
    """Give the size of simplestyle for a number of events.

    >>> size_of(1), size_of(12), size_of(48)
    ('small', 'medium', 'large')
    """
    return "small" if count is None or count < 10 else "medium" if count < 40 else "large"
