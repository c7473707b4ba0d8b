"""What speaks for each candidate of a document: the rows the ranker scores.

In: the groups of a document and, from the second pass on, the places chosen in the pass before. Out: one row a
candidate, columns named in ``FEATURES``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geomap.boosting import Floats, Ints
from geomap.model import Mention, MentionRole
from geomap.resolution.candidates import STATIC_FEATURES, CandidateLookup, CandidateTable
from geomap.resolution.groups import Group

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
    """All candidates of a document, group after group: group ``g`` has the rows ``starts[g]`` to ``starts[g + 1]``."""

    groups: tuple[Group, ...]
    starts: Ints
    owner: Ints
    vectors: Floats
    country: Ints
    admin1: Ints
    admin2: Ints
    fixed: Floats
    positions: Floats
    names: Ints


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
    tables = [g.table for g in groups]
    sizes = [len(t) for t in tables]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    owner = np.repeat(np.arange(len(groups)), sizes)
    country = _join([t.country for t in tables])
    admin1 = _join([t.admin1 for t in tables])
    admin2 = _join([t.admin2 for t in tables])
    vectors = np.concatenate([t.vectors for t in tables]) if tables else np.zeros((0, 3))
    static = np.concatenate([t.static for t in tables]) if tables else np.zeros((0, len(STATIC_FEATURES)))
    context = _LinkContext.of(groups, mentions, lookup)
    links = [context.features(group, index, length=length) for index, group in enumerate(groups)]
    names: dict[str, int] = {}
    return DocumentRows(
        groups=tuple(groups),
        starts=starts,
        owner=owner,
        vectors=vectors,
        country=country,
        admin1=admin1,
        admin2=admin2,
        fixed=np.hstack([static, np.concatenate(links) if links else np.zeros((0, len(LINK_FEATURES)))]),
        positions=np.array([g.position for g in groups], dtype=np.float64),
        names=np.array([names.setdefault(g.query.casefold(), len(names)) for g in groups], dtype=np.int64),
    )


def _join(arrays: list[Ints]) -> Ints:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _LinkContext:
    """The units a document names, and where."""

    mentions: Sequence[Mention]
    lookup: CandidateLookup
    countries: Counter[int]
    admin1: dict[int, list[tuple[int, int]]]
    admin2: dict[int, list[tuple[int, int]]]
    dateline: CandidateTable | None

    @classmethod
    def of(cls, groups: Sequence[Group], mentions: Sequence[Mention], lookup: CandidateLookup) -> _LinkContext:
        countries: Counter[int] = Counter()
        admin1: dict[int, list[tuple[int, int]]] = {}
        admin2: dict[int, list[tuple[int, int]]] = {}
        dateline = None
        for number, group in enumerate(groups):
            table = group.table
            if not len(table):
                continue
            if any(mentions[i].role is MentionRole.DATELINE for i in group.members):
                dateline = table
            code = table.candidates[0].place.feature_code
            if code.startswith("PCL"):
                countries[int(table.country[0])] += len(group.members)
            for row in np.flatnonzero(table.static[:, _STATIC["is_admin1"]]):
                admin1.setdefault(int(table.admin1[row]), []).extend((number, mentions[i].start) for i in group.members)
            for row in np.flatnonzero(table.static[:, _STATIC["is_admin2"]]):
                admin2.setdefault(int(table.admin2[row]), []).extend((number, mentions[i].start) for i in group.members)
        return cls(
            mentions=mentions, lookup=lookup, countries=countries, admin1=admin1, admin2=admin2, dateline=dateline
        )

    def features(self, group: Group, index: int, *, length: int) -> Floats:
        """Compute ``LINK_FEATURES`` for the candidates of a group."""
        table = group.table
        out = np.zeros((len(table), len(LINK_FEATURES)))
        if not len(table):
            return out
        static = table.static
        if group.kinds:
            agree = np.zeros(len(table))
            for kind in group.kinds:
                agree = np.maximum(agree, static[:, _STATIC[f"is_{kind}"]])
            out[:, _LINK["class_agrees"]] = 2 * agree - 1
        for name, containers in (
            ("strong_container", group.strong),
            ("weak_container", group.weak),
            ("sibling_container", group.siblings),
        ):
            if containers:
                out[:, _LINK[name]] = self._inside(table, containers)
        self._fill_named(out, group, index)
        if self.dateline is not None and self.dateline is not table:
            out[:, _LINK["dateline_country"]] = table.country == self.dateline.country[0]
            out[:, _LINK["dateline_nearness"]] = np.exp(-_kilometres(table.vectors @ self.dateline.vectors[0]) / 200)
        out[:, _LINK["is_demonym"]] = group.associative
        out[:, _LINK["contains_others"]] = group.contains
        out[:, _LINK["is_government"]] = group.government
        out[:, _LINK["log_mentions"]] = math.log1p(len(group.members))
        out[:, _LINK["title_position"]] = 1 - group.position / max(length, 1)
        return out

    def _fill_named(self, out: Floats, group: Group, index: int) -> None:
        """Fill in which of the candidates' units the document names, and how near."""
        table = group.table
        total = sum(self.countries.values())
        # a country is no evidence for itself
        if total:
            counts = np.array([self.countries.get(int(c), 0) for c in table.country], dtype=np.float64)
            counts = np.where(table.static[:, _STATIC["is_country"]] > 0, counts - len(group.members), counts)
            out[:, _LINK["country_share"]] = counts / total
            out[:, _LINK["country_named"]] = counts > 0
            out[:, _LINK["other_country_named"]] = (counts <= 0) & (total > 0)
        for level, units, own in (("admin1", self.admin1, table.admin1), ("admin2", self.admin2, table.admin2)):
            if not units:
                continue
            named = {unit: _nearness(units.get(unit), index, group.position) for unit in set(own.tolist())}
            nearness = np.array([named[unit] for unit in own.tolist()])
            out[:, _LINK[f"{level}_named"]] = nearness > 0
            if level == "admin1":
                out[:, _LINK["admin1_nearest"]] = nearness

    def _inside(self, table: CandidateTable, containers: tuple[int, ...]) -> Floats:
        """Say of each candidate whether it lies inside a container: 1, -1, or 0 where no container is known."""
        best = np.zeros(len(table))
        for index in containers:
            container = self.lookup.table(self.mentions[index].query)
            if not len(container):
                continue
            inside = self._inside_one(table, container)
            if inside is not None:
                best = np.where(best == 0, inside, np.maximum(best, inside))
        return best

    @staticmethod
    def _inside_one(table: CandidateTable, container: CandidateTable) -> Floats | None:
        static = container.static
        countries = container.country[static[:, _STATIC["is_country"]] > 0]
        admin1 = container.admin1[static[:, _STATIC["is_admin1"]] > 0]
        admin2 = container.admin2[static[:, _STATIC["is_admin2"]] > 0]
        if not (len(countries) or len(admin1) or len(admin2)):
            return None
        own = table.static
        inside = (
            (np.isin(table.country, countries) & (own[:, _STATIC["is_country"]] == 0))
            | (np.isin(table.admin1, admin1[admin1 >= 0]) & (own[:, _STATIC["is_admin1"]] == 0))
            | (np.isin(table.admin2, admin2[admin2 >= 0]) & (own[:, _STATIC["is_admin2"]] == 0))
        )
        return np.where(inside, 1.0, -1.0)


def _nearness(named: list[tuple[int, int]] | None, index: int, here: int) -> float:
    """Say how near in the text another group names a unit: 1 beside, falling by distance, 0 where none names it."""
    gaps = [abs(position - here) for group, position in named or () if group != index]
    return max(math.exp(-min(gaps) / 200), 1e-6) if gaps else 0.0


def _kilometres(cosines: Floats) -> Floats:
    kilometres: Floats = EARTH_RADIUS_KM * np.arccos(np.clip(cosines, -1, 1))
    return kilometres


def compute_context(rows: DocumentRows, choice: Choice) -> Floats:
    """Compute ``CONTEXT_FEATURES``: how each candidate fits the places chosen for the other groups."""
    count = len(rows.owner)
    out = np.zeros((count, len(CONTEXT_FEATURES)))
    groups = np.flatnonzero(choice.rows >= 0)
    if not count or not len(groups):
        return out
    picked = choice.rows[groups]
    weights = choice.weights[groups] * np.sqrt([len(rows.groups[g].members) for g in groups])
    # a group says nothing about itself, nor about another group of the same name
    other = (rows.names[rows.owner][:, None] != rows.names[groups][None, :]) * weights[None, :]
    total = other.sum(axis=1)
    safe = np.maximum(total, 1e-9)
    same_country = (rows.country[:, None] == rows.country[picked][None, :]) & (rows.country[:, None] >= 0)
    same_admin1 = (rows.admin1[:, None] == rows.admin1[picked][None, :]) & (rows.admin1[:, None] >= 0)
    out[:, 0] = (same_country * other).sum(axis=1) / safe
    out[:, 1] = (same_admin1 * other).sum(axis=1) / safe
    distance = _kilometres(rows.vectors @ rows.vectors[picked].T)
    for column, scale in ((2, 30), (3, 150), (4, 600)):
        out[:, column] = (np.exp(-distance / scale) * other).sum(axis=1) / safe
    out[:, 5] = np.log1p(np.where(other > 0, distance, EARTH_RADIUS_KM * math.pi).min(axis=1))
    same_name = (rows.names[rows.owner][:, None] == rows.names[groups][None, :]) & (
        rows.owner[:, None] != groups[None, :]
    )
    out[:, 6] = (same_name & (distance < 1.0)).any(axis=1)
    near = np.exp(-np.abs(rows.positions[rows.owner][:, None] - rows.positions[groups][None, :]) / 300) * other
    out[:, 7] = (same_country * near).sum(axis=1) / np.maximum(near.sum(axis=1), 1e-9)
    return out
