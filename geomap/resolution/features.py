"""What speaks for each candidate of a document: the rows the ranker scores.

In: the groups of a document and, from the second pass on, the places chosen in the pass before. Out: one row a
candidate, columns named in ``FEATURES``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from geomap.boosting import Floats, Ints
from geomap.model import Mention, MentionRole
from geomap.resolution.candidates import STATIC_FEATURES, CandidateLookup, CandidateTable
from geomap.resolution.groups import Group
from geomap.resolution.units import count_countries, measure_nearness, split_blocks

__all__ = ["CONTEXT_FEATURES", "FEATURES", "Choice", "DocumentRows", "compute_context", "prepare_rows"]

EARTH_RADIUS_KM = 6371.0088

LINK_FEATURES = (
    "class_agrees",
    "strong_container",
    "weak_container",
    "sibling_container",
    "country_share",
    "country_named",
    "other_country_named",
    "admin1_named",
    "admin2_named",
    "admin1_nearest",
    "dateline_country",
    "dateline_nearness",
    "is_demonym",
    "contains_others",
    "is_government",
    "log_mentions",
    "title_position",
)
CONTEXT_FEATURES = (
    "chosen_country_share",
    "chosen_admin1_share",
    "nearness_30",
    "nearness_150",
    "nearness_600",
    "log_nearest_km",
    "same_name_chosen",
    "local_country_share",
)
BESIDE_CHARACTERS = 300.0
SAME_KM = 1.0
_SCALES = np.array([-30.0, -150.0, -600.0])[:, None, None]
"""Kilometres of the columns ``nearness_``, negative as they stand in the exponent."""

_LINK = {name: column for column, name in enumerate(LINK_FEATURES)}
_STATIC = {name: column for column, name in enumerate(STATIC_FEATURES)}
FEATURES = (*STATIC_FEATURES, *LINK_FEATURES, *CONTEXT_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """The candidate chosen for each group in a pass: its row (-1 for none) and how sure the pass was, 0 to 1."""

    rows: Ints
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DocumentRows:
    """All candidates of a document, group after group: group ``g`` has the rows ``starts[g]`` to ``starts[g + 1]``.

    ``owner`` is the group of each row, ``filled`` are the groups that have any. ``positions``, ``names`` and
    ``members`` have an entry a group: where it is named first, a number for its name, and how often it is named.
    """

    groups: tuple[Group, ...]
    starts: Ints
    owner: Ints
    filled: Ints
    vectors: Floats
    country: Ints
    admin1: Ints
    admin2: Ints
    fixed: Floats
    positions: Floats
    names: Ints
    members: Floats


def prepare_rows(
    groups: Sequence[Group], mentions: Sequence[Mention], lookup: CandidateLookup, length: int
) -> DocumentRows:
    """Gather the candidates of all groups with the features that do not depend on what is chosen for the others.

    Parameters
    ----------
    groups, mentions
        The groups and the mentions they are made of.
    lookup
        Where containers are looked up.
    length
        Code points of the text.
    """
    tables = [g.table for g in groups] or [lookup.table("")]
    sizes = [len(g.table) for g in groups]
    names: dict[str, int] = {}
    rows = DocumentRows(
        groups=tuple(groups),
        starts=np.array([0, *accumulate(sizes)], dtype=np.int64),
        owner=np.arange(len(groups)).repeat(sizes),
        filled=np.array([index for index, size in enumerate(sizes) if size], dtype=np.int64),
        vectors=np.concatenate([t.vectors for t in tables]),
        country=np.concatenate([t.country for t in tables]),
        admin1=np.concatenate([t.admin1 for t in tables]),
        admin2=np.concatenate([t.admin2 for t in tables]),
        fixed=np.zeros((sum(sizes), len(STATIC_FEATURES) + len(LINK_FEATURES))),
        positions=np.array([g.position for g in groups], dtype=np.float64),
        names=np.array([names.setdefault(g.query.casefold(), len(names)) for g in groups], dtype=np.int64),
        members=np.array([len(g.members) for g in groups], dtype=np.float64),
    )
    np.concatenate([t.static for t in tables], out=rows.fixed[:, : len(STATIC_FEATURES)])
    links = rows.fixed[:, len(STATIC_FEATURES) :]
    _fill_groups(links, rows, length)
    _fill_containers(links, rows, mentions, lookup)
    _fill_dateline(links, rows, mentions)
    _fill_named(links, rows, mentions)
    return rows


def _fill_groups(links: Floats, rows: DocumentRows, length: int) -> None:
    """Fill in what is the same for all candidates of a group, and whether they are of the kind the words beside say."""
    first = _LINK["is_demonym"]  # and the four columns after it
    same = [
        (g.associative, g.contains, g.government, math.log1p(len(g.members)), 1 - g.position / max(length, 1))
        for g in rows.groups
    ]
    links[:, first : first + 5] = np.array(same, dtype=np.float64).reshape(-1, 5)[rows.owner]
    for index, group in enumerate(rows.groups):
        if group.kinds:
            static = group.table.static
            agree = np.max([static[:, _STATIC[f"is_{kind}"]] for kind in group.kinds], axis=0)
            links[rows.starts[index] : rows.starts[index + 1], _LINK["class_agrees"]] = 2 * agree - 1


def _fill_containers(links: Floats, rows: DocumentRows, mentions: Sequence[Mention], lookup: CandidateLookup) -> None:
    """Fill in which candidates lie in the units named beside their group."""
    for index, group in enumerate(rows.groups):
        for name, containers in (
            ("strong_container", group.strong),
            ("weak_container", group.weak),
            ("sibling_container", group.siblings),
        ):
            if containers and len(group.table):
                inside = _inside(group.table, [lookup.table(mentions[i].query) for i in containers])
                links[rows.starts[index] : rows.starts[index + 1], _LINK[name]] = inside


def _fill_dateline(links: Floats, rows: DocumentRows, mentions: Sequence[Mention]) -> None:
    """Fill in which candidates lie in the country of the dateline, and how near to its place."""
    filed = [
        g.table for g in rows.groups if any(mentions[i].role is MentionRole.DATELINE for i in g.members) and g.table
    ]
    if not filed:
        return
    table = filed[-1]
    # a dateline is no evidence for itself
    others = np.array([g.table is not table for g in rows.groups])[rows.owner]
    links[:, _LINK["dateline_country"]] = (rows.country == table.country[0]) & others
    nearness = np.exp(-_kilometres(rows.vectors @ table.vectors[0]) / 200)
    links[:, _LINK["dateline_nearness"]] = nearness * others


def _fill_named(links: Floats, rows: DocumentRows, mentions: Sequence[Mention]) -> None:
    """Fill in which of the candidates' units the document names, and how near."""
    counts, total = count_countries(rows.groups, rows.country)
    if total:
        # a country is no evidence for itself
        counts -= rows.members[rows.owner] * (rows.fixed[:, _STATIC["is_country"]] > 0)
        links[:, _LINK["country_share"]] = counts / total
        links[:, _LINK["country_named"]] = counts > 0
        links[:, _LINK["other_country_named"]] = counts <= 0
    nearness = measure_nearness(rows.groups, mentions, rows.owner, rows.admin1, rows.admin2)
    if nearness is not None:
        links[:, _LINK["admin1_named"]] = nearness[0] > 0
        links[:, _LINK["admin1_nearest"]] = nearness[0]
        links[:, _LINK["admin2_named"]] = nearness[1] > 0


def _inside(table: CandidateTable, containers: Sequence[CandidateTable]) -> Floats:
    """Say of each candidate whether it lies inside a container: 1, -1, or 0 where no container is known."""
    best = np.zeros(len(table))
    for container in containers:
        inside = _inside_one(table, container)
        if inside is not None:
            best = np.where(best == 0, inside, np.maximum(best, inside))
    return best


def _inside_one(table: CandidateTable, container: CandidateTable) -> Floats | None:
    countries = container.country[container.static[:, _STATIC["is_country"]] > 0]
    if not (len(countries) or container.units):
        return None
    inside = np.zeros(len(table), dtype=np.bool_)
    for own, units, level in (
        (table.country, countries, "is_country"),
        (table.admin1, container.units, "is_admin1"),
        (table.admin2, container.units, "is_admin2"),
    ):
        # a unit does not lie in itself
        for unit in units:
            inside |= (own == unit) & (table.static[:, _STATIC[level]] == 0)
    return np.where(inside, 1.0, -1.0)


def _kilometres(cosines: Floats) -> Floats:
    kilometres: Floats = EARTH_RADIUS_KM * np.arccos(np.minimum(np.maximum(cosines, -1), 1))
    return kilometres


def compute_context(rows: DocumentRows, choice: Choice) -> Floats:
    """Compute ``CONTEXT_FEATURES``: how each candidate fits the places chosen for the other groups."""
    out = np.zeros((len(rows.owner), len(CONTEXT_FEATURES)))
    groups = (choice.rows >= 0).nonzero()[0]
    if not len(groups):
        return out
    picked = choice.rows[groups]
    same_name = rows.names[:, None] == rows.names[groups]
    # a group says nothing about itself, nor about another group of the same name
    others = ~same_name * (choice.weights[groups] * np.sqrt(rows.members[groups]))
    near = np.exp(np.abs(rows.positions[:, None] - rows.positions[groups]) / -BESIDE_CHARACTERS) * others
    totals = np.maximum(np.add.reduce((others, near), axis=2), 1e-9)
    same_name[groups, np.arange(len(groups))] = False
    # where there is no unit, -1 would be the same as -1
    countries = np.where(rows.country[picked] < 0, -2, rows.country[picked])
    units = np.where(rows.admin1[picked] < 0, -2, rows.admin1[picked])
    for block in split_blocks(len(out), len(groups) * 6):
        owner = rows.owner[block]
        other, total = others[owner], totals[:, owner]
        distance = _kilometres(rows.vectors[block] @ rows.vectors[picked].T)
        shares = np.empty((6, *other.shape))
        shares[0] = same_country = rows.country[block, None] == countries
        shares[1] = rows.admin1[block, None] == units
        np.exp(distance / _SCALES, out=shares[2:5])
        shares[:5] *= other
        np.multiply(same_country, near[owner], out=shares[5])
        sums = np.add.reduce(shares, axis=2)
        out[block, :5] = (sums[:5] / total[0]).T
        out[block, 7] = sums[5] / total[1]
        farthest = np.where(other > 0, distance, EARTH_RADIUS_KM * math.pi)
        out[block, 5] = np.log1p(np.minimum.reduce(farthest, axis=1))
        out[block, 6] = np.logical_or.reduce(same_name[owner] & (distance < SAME_KM), axis=1)
    return out
