"""Make records of the hand-written supplement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geomap.gazetteer.folding import fold
from geomap.gazetteer.records import PlaceRecord
from geomap.model import PlacePrecision

# What a hand-written entry counts by its class, where its feature code has no weight of its own: it is here because
# news names it. Continents, regions, seas and straits have one.
_PROMINENCE = {"S": 0.56, "R": 0.5, "V": 0.6}
_WEIGHED = frozenset(("L.CONT", "L.RGN", "H.OCN", "H.SEA", "H.STRT", "H.GULF", "T.MTS"))


def _weigh(code: str) -> float | None:
    return None if code in _WEIGHED or code[0] in "AP" else _PROMINENCE.get(code[0], 0.72)


def make_supplement(table: dict[str, dict[str, Any]]) -> Iterator[PlaceRecord]:
    """Make a record of each entry; an entry's key is its name, and its slug the folded name with hyphens."""
    for name, row in table.items():
        feature_class, _, feature_code = row["code"].partition(".")
        country, _, admin1 = str(row.get("in", "")).partition(".")
        latitude, longitude = row["point"]
        yield PlaceRecord(
            prefix="supplement",
            identifier=fold(name).replace(" ", "-"),
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=feature_code,
            country=country or None,
            admin1=admin1 or None,
            radius_km=row.get("radius"),
            prominence=row.get("prominence", _weigh(row["code"])),
            precision=PlacePrecision(row["precision"]) if "precision" in row else None,
            main_names=tuple(row.get("names", ())),
            demonyms=tuple(row.get("demonyms", ())),
            abbreviations=tuple(row.get("abbreviations", ())),
            members=tuple(row.get("members", ())),
        )
