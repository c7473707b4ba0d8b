"""One sense a document: the mentions that must be the same place are resolved as one.

In: mentions and their containers. Out: groups of mentions of the same name in the same container. "London, Ontario" and
"London, England" are two groups; a bare "London" is one of its own where the document has more than one London.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Mention, MentionRole
from geomap.resolution.candidates import CandidateLookup, CandidateTable
from geomap.resolution.links import Links

__all__ = ["Group", "find_groups"]

_WORD = re.compile(r"\w+")

CLASS_WORDS = {
    "county": "admin2",
    "counties": "admin2",
    "parish": "admin2",
    "district": "admin2",
    "province": "admin1",
    "governorate": "admin1",
    "state": "admin1",
    "region": "admin1",
    "oblast": "admin1",
    "upstate": "admin1",
    "governor": "admin1",
    "gov": "admin1",
    "legislature": "admin1",
    "prefecture": "admin1",
    "city": "city",
    "town": "city",
    "village": "city",
    "suburb": "city",
    "neighborhood": "city",
    "neighbourhood": "city",
    "mayor": "city",
    "downtown": "city",
    "resident": "city",
    "residents": "city",
    "river": "physical",
    "lake": "physical",
    "mountain": "physical",
    "mountains": "physical",
    "island": "physical",
    "islands": "physical",
    "sea": "physical",
    "gulf": "physical",
    "airport": "site",
    "base": "site",
}
"""Words beside a name that tell what kind of place it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """Mentions that are one place, with its candidates.

    ``strong`` and ``weak`` are indices of containing mentions, ``siblings`` of those that contain other mentions of the
    same name; ``kinds`` the kinds of place that words beside the name tell; ``position`` is the code point of the first
    mention; ``contains`` whether a comma stands between another mention and it, ``holds`` whether that one is its place
    and no neighbour in a list; ``filed`` whether it is a dateline with no container; ``government`` whether
    it speaks or acts somewhere, as capitals do for governments; ``paired`` whether it stands alone with a province or
    county around it.
    """

    members: tuple[int, ...]
    query: str
    table: CandidateTable
    strong: tuple[int, ...]
    weak: tuple[int, ...]
    siblings: tuple[int, ...]
    kinds: frozenset[str]
    position: int
    associative: bool
    contains: bool
    holds: bool
    filed: bool
    government: bool
    paired: bool


def find_groups(text: str, mentions: Sequence[Mention], links: Links, lookup: CandidateLookup) -> list[Group]:
    """Group the mentions of a document, in the order of their first member."""
    members: dict[tuple[str, str], list[int]] = {}
    for index, mention in enumerate(mentions):
        container = mentions[links.strong[index][0]].query.casefold() if links.strong[index] else ""
        members.setdefault((mention.query.casefold(), container), []).append(index)
    containers = {j for strong in links.strong for j in strong}
    named: dict[str, list[int]] = {}
    for (name, _), indices in members.items():
        named.setdefault(name, []).extend(j for i in indices for j in links.strong[i])
    return [
        _group(text, mentions, links, lookup, indices, tuple(named[name]) if not container else (), containers)
        for (name, container), indices in members.items()
    ]


def _group(
    text: str,
    mentions: Sequence[Mention],
    links: Links,
    lookup: CandidateLookup,
    indices: list[int],
    siblings: tuple[int, ...],
    containers: set[int],
) -> Group:
    first = mentions[indices[0]]
    roles = {mentions[i].role for i in indices}
    return Group(
        members=tuple(indices),
        query=first.query,
        table=lookup.table(first.query),
        strong=_merge(links.strong, indices),
        siblings=siblings,
        weak=_merge(links.weak, indices),
        kinds=frozenset(kind for i in indices[:8] for kind in _kinds(text, mentions[i])),
        position=first.start,
        contains=not containers.isdisjoint(indices),
        holds=_holds(mentions, links, lookup, indices) if not containers.isdisjoint(indices) else False,
        filed=MentionRole.DATELINE in roles and not any(links.strong[i] for i in indices),
        government=MentionRole.METONYM in roles,
        paired=any(i in links.paired and _is_unit(mentions[links.strong[i][0]], lookup) for i in indices),
        associative=roles == {MentionRole.DEMONYM},
    )


def _holds(mentions: Sequence[Mention], links: Links, lookup: CandidateLookup, indices: list[int]) -> bool:
    """Say whether a mention before a comma lies in the name after it: "Buffalo, New York", not "Miami, New York"."""
    units = lookup.table(mentions[indices[0]].query).units
    for index, containers in enumerate(links.strong):
        if not set(containers).isdisjoint(indices):
            table = lookup.table(mentions[index].query)
            if index in links.paired or (len(table) and int(table.admin1[0]) in units):
                return True
    return False


def _is_unit(mention: Mention, lookup: CandidateLookup) -> bool:
    candidates = lookup.table(mention.query).candidates
    return bool(candidates) and candidates[0].place.feature_code in {"ADM1", "ADM2"}


def _merge(links: tuple[tuple[int, ...], ...], indices: list[int]) -> tuple[int, ...]:
    """Give what any of the mentions is linked to, in order, each once."""
    linked = [links[i] for i in indices if links[i]]
    return linked[0] if len(linked) == 1 else tuple(sorted({j for one in linked for j in one}))


def _kinds(text: str, mention: Mention) -> list[str]:
    """Give the kinds told by the word after a name, the word before it, and the word before an "of" before it."""
    near = _WORD.findall(text, max(mention.start - 24, 0), mention.start)[-2:]
    if len(near) == 2 and near[1].lower() != "of":
        del near[0]
    after = _WORD.search(text, mention.end, mention.end + 16)
    if after is not None:
        near.append(after[0])
    return [CLASS_WORDS[word] for word in map(str.lower, near) if word in CLASS_WORDS]
