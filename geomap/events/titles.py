"""Make one readable line for an event from its fields: "Drone attack on US-led coalition, Erbil"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.events.ontology import EventType
from geomap.model import EventPlace, PlaceRelation

__all__ = ["make_title"]

_MAX_TARGETS = 2
# words that add nothing to a title: "Bombing of people"
_NOBODY = frozenset(
    {"people", "persons", "others", "dozens", "hundreds", "thousands", "men", "victims", "two", "three"}
)


def make_title(
    event_type: EventType,
    *,
    actors: Sequence[str],
    targets: Sequence[str],
    where: EventPlace | None,
    count: int,
    vague: str | None = None,
) -> str:
    """Make the title of an event; ``vague`` is the word of a count that is none ("dozens").

    Examples
    --------
    >>> from geomap.events.ontology import load_ontology
    >>> drone = load_ontology().types["drone attack"]
    >>> make_title(drone, actors=[], targets=["US-led coalition"], where=None, count=1)
    'Drone attack on US-led coalition'
    >>> make_title(load_ontology().types["attack"], actors=[], targets=["US forces"], where=None, count=48)
    '48 attacks on US forces'
    """
    text = _describe(event_type, targets)
    if not targets and actors:
        text = f"{text} by {_join(actors)}"
    if count > 1:
        head, _, tail = text.partition(" on ") if " on " in text else text.partition(" by ")
        link = " on " if " on " in text else " by "
        number = f"{vague[0].upper()}{vague[1:]} of" if vague else str(count)
        text = f"{number} {_plural(head[0].lower() + head[1:])}" + (f"{link}{tail}" if tail else "")
    if where is not None:
        near = {PlaceRelation.NEAR: "near ", PlaceRelation.OFFSET: "", PlaceRelation.BETWEEN: "between "}
        # the article's own spelling reads best; what is no name ("the city") gives way to the gazetteer's
        name = where.text if where.text[:1].isupper() or where.relation is PlaceRelation.OFFSET else where.place.name
        # "Drone attack on Erbil International Airport" needs no "Erbil airport" behind it
        known = {name} if where.relation in near else {name, where.place.name}
        if not any(re.search(rf"\b{re.escape(n)}\b", text) for n in known):
            text = f"{text}, {near.get(where.relation, '')}{name}"
    return text


def _describe(event_type: EventType, targets: Sequence[str]) -> str:
    told = [t for t in targets if t.lower() not in _NOBODY]
    if told and "{target}" in event_type.title:
        return event_type.title.format(target=_join(told))
    return event_type.name[0].upper() + event_type.name[1:]


def _join(names: Sequence[str]) -> str:
    shown = list(names[:_MAX_TARGETS])
    rest = len(names) - len(shown)
    if rest > 0:
        return ", ".join(shown) + f" and {rest} more"
    return " and ".join(shown)


def _plural(noun: str) -> str:
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    if noun.endswith(("sh", "ch", "ss", "x")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
