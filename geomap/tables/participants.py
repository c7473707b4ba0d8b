"""Who took part in the events of a table, and titles made of what, who and where.

In: the columns of actors and targets, and what else is known of each row. Out: actors as the schema has them, and one
readable line an event.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.events.ontology import EventType, Ontology
from geomap.events.titles import make_title
from geomap.model import EventFamily, PlaceRelation
from geomap.tables.cells import absent
from geomap.tables.fields import FieldReader
from geomap.tables.formats import TableFormat
from geomap.tables.kinds import Kinds
from geomap.tables.placing import Placed

__all__ = ["Participants", "make_titles", "read_participants"]

_HOSTILE = frozenset(
    {EventFamily.BATTLE, EventFamily.EXPLOSION, EventFamily.ATTACK, EventFamily.CIVILIANS, EventFamily.CRIME}
)
"""Families whose events are done against somebody; "visit against the president" would say the wrong thing."""

_LONG_KIND = 60
"""A cell in the column of types that is longer is a headline, and becomes the title as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """Who took part in each row: the main name, all names as a JSON array, and whom it was done to."""

    actor: NDArray[np.object_]
    actors: NDArray[np.object_]
    target: NDArray[np.object_]


def read_participants(reader: FieldReader, known: TableFormat | None, size: int) -> Participants:
    """Read who did it to whom; where the table's sides have no direction, both are actors and nobody is the target."""
    none: NDArray[np.object_] = np.full(size, None, dtype=object)
    actor, target = reader.texts("actor"), reader.texts("target")
    named = [reader.texts(name) for name in ("actor1", "actor2", "associated1", "associated2")]
    sides = [none if t is None else t for t in named]
    if actor is None and target is None:
        columns, target = sides, none
    else:
        directed = _directed(reader, known, size)
        target = none if target is None else target
        second, target = target.copy(), target.copy()
        second[directed], target[~directed] = None, None
        columns = [none if actor is None else actor, second, *sides]
    keys: dict[tuple[str | None, ...], int] = {}
    codes = np.fromiter(
        (keys.setdefault(k, len(keys)) for k in zip(*(c.tolist() for c in columns), strict=True)), np.int64, size
    )
    names = [list(dict.fromkeys(n for part in key if part is not None for n in _split_names(part))) for key in keys]
    firsts = np.array([n[0] if n else None for n in names] or [None], dtype=object)
    dumps = np.array([json.dumps(n, ensure_ascii=False) for n in names] or ["[]"], dtype=object)
    return Participants(actor=firsts[codes], actors=dumps[codes], target=np.asarray(target, dtype=object))


def _split_names(text: str) -> Sequence[str]:
    """Split several names in one cell at semicolons, or as a JSON list; commas belong to names."""
    if text.startswith("["):
        try:
            listed = json.loads(text)
        except json.JSONDecodeError:
            listed = None
        if isinstance(listed, list):
            return [str(name).strip() for name in listed if isinstance(name, str) and name.strip()]
    return [name.strip() for name in text.split(";") if name.strip()]


def _directed(reader: FieldReader, known: TableFormat | None, size: int) -> NDArray[np.bool_]:
    cells = reader.get("kind")
    if known is None or known.directed is None:
        return np.full(size, True)
    if cells is None or not known.directed:
        return np.full(size, False)
    return cells.spread([known.is_directed(text) for text in cells.distinct], dtype=bool, missing=False)


def make_titles(
    reader: FieldReader, kinds: Kinds, who: Participants, placed: Placed, size: int, ontology: Ontology
) -> NDArray[np.object_]:
    """Take the table's titles; where it has none, make one of the type, the actors and the place, as for articles."""
    titles = reader.texts("title")
    cells = reader.get("kind")
    if titles is None and cells is not None:
        titles = cells.spread([t if len(t) > _LONG_KIND else None for t in cells.distinct], dtype=object, missing=None)
    titles = np.full(size, None, dtype=object) if titles is None else titles
    missing = np.flatnonzero(absent(titles))
    # "10 km north of Mosul" is said as the row says it
    beside = np.isin(placed.relation.astype(str), [PlaceRelation.NEAR.value, PlaceRelation.OFFSET.value])
    beside &= ~absent(placed.gazetteer_id) & ~absent(placed.text)
    where = placed.place.copy()
    where[beside] = placed.text[beside]
    columns = (kinds.kind, kinds.family, who.actors, who.target, where)
    made: dict[tuple[Any, ...], str] = {}
    for row, key in zip(missing.tolist(), zip(*(c[missing].tolist() for c in columns), strict=True), strict=True):
        if key not in made:
            made[key] = _make_title(ontology, *key)
        titles[row] = made[key]
    return titles


def _make_title(ontology: Ontology, kind: str, family: str, actors: str, target: str | None, place: str | None) -> str:
    names = json.loads(actors)
    described = ontology.types.get(kind)
    if described is None or described.family.value != family:
        hostile = EventFamily(family) in _HOSTILE
        title = (
            f"{kind[:1].upper()}{kind[1:]} against {{target}}"
            if hostile
            else f"{kind[:1].upper()}{kind[1:]}: {{target}}"
        )
        described = EventType(name=kind, family=EventFamily(family), title=title)
    if target is not None or len(names) < 2:
        text = make_title(described, actors=names, targets=[target] if target else [], where=None, count=1)
    else:
        # the names of sides without a direction: "by" would claim that they did it together
        text = f"{kind[:1].upper()}{kind[1:]}: {', '.join(names[:2])}" + (" and others" if len(names) > 2 else "")
    return text if place is None or place in text else f"{text}, {place}"
