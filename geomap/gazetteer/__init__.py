"""The gazetteer: names go in, ranked candidate places come out. Read-only, memory-mapped, no network.

It is opened in milliseconds and safe to share among processes; it is built elsewhere (``data/build``,
``geomap.gazetteer.writing``) than it is queried.
"""

from __future__ import annotations

from geomap.gazetteer.folding import fold
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.storage import GazetteerInfo, GazetteerSource

__all__ = ["Gazetteer", "GazetteerInfo", "GazetteerSource", "fold"]
