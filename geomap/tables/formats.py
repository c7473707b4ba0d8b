"""Known formats of event tables, recognised by their columns: ACLED, UCDP GED, GDELT, ICEWS, Phoenix and others.

In: the headings of a table. Out: a `TableFormat` with its columns and the meaning of its codes, from
``data/formats.toml``; None for a table of no known format.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geomap.model import EventFamily, PlacePrecision, PlaceRelation
from geomap.tables.headings import fold_heading

__all__ = ["CodedKind", "CodedPlace", "TableFormat", "find_format", "gdelt_columns", "load_cameo", "load_formats"]

_DATA = Path(__file__).parent / "data"
_FEWER_GEO = 58
"""GDELT 1.0 has up to so many columns, and no ADM2Code among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPlace:
    """What a code says of a place: precision, radius in kilometres (0 for the usual one), relation."""

    precision: PlacePrecision
    radius_km: float = 0.0
    relation: PlaceRelation = PlaceRelation.IN


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedKind:
    """A type of event with its family."""

    name: str
    family: EventFamily


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """A known format.

    ``columns`` lists for each field the folded headings that may hold it. ``directed`` tells whether the actor acts on
    the target: always (None), never (no types), or in the types of event it names. ``finest`` is the precision of a
    point that the table says nothing more of: data sets place events at the points of towns.
    """

    key: str
    title: str
    needs: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    directed: frozenset[str] | None
    place_precision: Mapping[str, CodedPlace] = field(default_factory=dict)
    date_precision: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, CodedKind] = field(default_factory=dict)
    default: CodedKind | None = None
    finest: PlacePrecision | None = None
    cameo: bool = False

    def is_directed(self, kind: str) -> bool:
        """Tell whether events of a type have an actor that acts on a target."""
        return self.directed is None or fold_heading(kind) in self.directed


@cache
def load_formats() -> tuple[TableFormat, ...]:
    """Load the known formats."""
    data = tomllib.loads((_DATA / "formats.toml").read_text("utf-8"))
    return tuple(_make_format(key, entry) for key, entry in data.items())


def _make_format(key: str, entry: dict[str, Any]) -> TableFormat:
    directed = entry["directed"]
    places = {
        code: CodedPlace(precision=PlacePrecision(p), radius_km=radius, relation=PlaceRelation(relation))
        for code, (p, radius, relation) in entry.get("place_precision", {}).items()
    }
    return TableFormat(
        key=key,
        title=entry["title"],
        needs=frozenset(entry["needs"]),
        columns={name: tuple(headings) for name, headings in entry["columns"].items()},
        directed=None if directed == "always" else frozenset() if directed == "never" else frozenset(directed),
        place_precision=places,
        date_precision=entry.get("date_precision", {}),
        kinds={word: _make_kind(kind) for word, kind in entry.get("kinds", {}).items()},
        default=_make_kind(entry["default"]) if "default" in entry else None,
        finest=PlacePrecision(entry["finest"]) if "finest" in entry else None,
        cameo=key in {"gdelt", "icews", "phoenix", "phoenix-events"},
    )


def _make_kind(kind: list[str]) -> CodedKind:
    return CodedKind(name=kind[0], family=EventFamily(kind[1]))


def find_format(columns: Iterable[str]) -> TableFormat | None:
    """Find the format of a table with these headings.

    >>> find_format(["id", "type_of_violence", "side_a", "side_b"]).title
    'UCDP GED'
    """
    folded = {fold_heading(name) for name in columns}
    return next((known for known in load_formats() if known.needs <= folded), None)


@cache
def load_cameo() -> Mapping[str, CodedKind]:
    """Load the types of event by CAMEO code."""
    data = tomllib.loads((_DATA / "cameo.toml").read_text("utf-8"))
    return {code: _make_kind(kind) for code, kind in data["codes"].items()}


def gdelt_columns(count: int) -> list[str]:
    """Name the columns of a GDELT event file without a header: 57 or 58 in version 1.0, 61 in 2.0."""
    data = tomllib.loads((_DATA / "cameo.toml").read_text("utf-8"))["gdelt"]
    parts = [part for part in data["place"] if part != "ADM2Code" or count > _FEWER_GEO]
    places = [f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in parts]
    return [*data["opening"], *places, *data["closing"]][:count]
