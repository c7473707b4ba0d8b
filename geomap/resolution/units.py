"""The countries, provinces and counties a document names, and how near to each of its other names.

In: the groups of a document. Out: for each candidate how often its country is named, and how near its units are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from geomap.boosting import Floats, Ints
from geomap.model import Mention
from geomap.resolution.groups import Group

__all__ = ["count_countries", "measure_nearness", "split_blocks"]

BESIDE_CHARACTERS = 200.0
"""Code points over which the nearness of a unit named falls to a third."""

BLOCK = 1 << 18
"""Numbers of a table worked on at once: a text of a megabyte has tens of thousands of candidates."""


def split_blocks(count: int, width: int) -> Iterator[slice]:
    """Split the rows of a table so many numbers wide into blocks that stay small in memory."""
    step = max(BLOCK // max(width, 1), 1)
    return (slice(start, start + step) for start in range(0, count, step))


def count_countries(groups: Sequence[Group], country: Ints) -> tuple[Floats, int]:
    """Count how often each candidate's country is named as such, and all such mentions together.

    Parameters
    ----------
    groups
        The groups of the document.
    country
        The number of the country of each candidate.
    """
    named: Counter[int] = Counter()
    for group in groups:
        if group.table.state is not None:
            named[group.table.state] += len(group.members)
    if not named:
        return np.zeros(len(country)), 0
    counts: Floats = (country[:, None] == np.array(list(named))) @ np.array(list(named.values()), dtype=np.float64)
    return counts, named.total()


def measure_nearness(
    groups: Sequence[Group], mentions: Sequence[Mention], owner: Ints, admin1: Ints, admin2: Ints
) -> tuple[Floats, Floats] | None:
    """Say for each candidate how near in the text another group names its admin1 and its admin2 unit.

    The nearness is 1 beside it, falls with the distance, and is 0 where none names it. None comes out where the
    document names no unit at all.

    Parameters
    ----------
    groups, mentions
        The groups, and what they are made of.
    owner, admin1, admin2
        The group and the units of each candidate. No number stands for units of both levels.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for number, group in enumerate(groups):
        for unit in group.table.units:
            places.setdefault(unit, []).extend((number, mentions[i].start) for i in group.members)
    if not places:
        return None
    units = np.array(sorted(places), dtype=np.int64)
    entries = np.array([entry for unit in units.tolist() for entry in places[unit]], dtype=np.int64)
    starts = np.array([0, *accumulate(len(places[unit]) for unit in units.tolist())], dtype=np.int64)[:-1]
    here = np.array([[number, group.position] for number, group in enumerate(groups)], dtype=np.float64)
    nearness = np.empty((len(here), len(units)))
    for block in split_blocks(len(here), len(entries)):
        gaps = np.abs(entries[:, 1] - here[block, 1:])
        # a group is no evidence for itself
        gaps[entries[:, 0] == here[block, :1]] = np.inf
        nearest = np.minimum.reduceat(gaps, starts, axis=1)
        nearness[block] = np.maximum(np.exp(nearest / -BESIDE_CHARACTERS), 1e-6) * (nearest < np.inf)
    return _pick(nearness, units, owner, admin1), _pick(nearness, units, owner, admin2)


def _pick(nearness: Floats, units: Ints, owner: Ints, own: Ints) -> Floats:
    """Pick for each candidate the nearness of its own unit to its group."""
    column = np.minimum(units.searchsorted(own), len(units) - 1)
    picked: Floats = nearness[owner, column] * (units[column] == own)
    return picked
