"""Which area an event is drawn on: its country or admin1 division, where it is known no more precisely.

In: the encoded columns of the events. Out: the distinct areas, and for every event the number of its area or -1.
"""

from __future__ import annotations

from geomap.areas import Area, Areas
from geomap.symbology import find_area
from geomap.webmap.columns import JsonColumn, decode_column

__all__ = ["match_areas"]

Key = tuple[str | None, ...]


def match_areas(areas: Areas, columns: dict[str, JsonColumn], size: int) -> tuple[list[Area], JsonColumn]:
    """Match events of country and admin1 precision with areas.

    An event whose area is not known, or that is only near an area, is drawn as a circle of its radius instead.
    """
    names = ("place_precision", "place_relation", "gazetteer_id", "country", "admin1", "place")
    rows: list[Key] = list(zip(*(decode_column(columns[name], size) for name in names), strict=True))
    found: dict[Key, Area | None] = {key: find_area(areas, *key) for key in dict.fromkeys(rows)}
    drawn = list({area.code: area for area in found.values() if area is not None}.values())
    numbers = {area.code: number for number, area in enumerate(drawn)}
    codes = [-1 if (area := found[key]) is None else numbers[area.code] for key in rows]
    return drawn, ({"c": codes[0] if codes else -1} if len(set(codes)) <= 1 else {"v": codes})
