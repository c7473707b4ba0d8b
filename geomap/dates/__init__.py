"""Date expressions in news text: found, and resolved against the day of publication.

Text and a reference date go in; `DateMention` records with intervals and offsets come out. Nothing asks the clock:
what only a reference date could resolve stays unknown without one. `pin_publication` finds that day in the text itself
where it can be found.
"""

from __future__ import annotations

from geomap.dates.mention import DateKind, DateMention
from geomap.dates.publication import pin_publication
from geomap.dates.scanner import find_dates

__all__ = ["DateKind", "DateMention", "find_dates", "pin_publication"]
