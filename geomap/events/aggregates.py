"""Aggregates: "103 attacks in Iraq and Syria", then "48 times in Iraq and 55 in Syria".

In: findings in order. Out: the same findings, where a total that later counts take apart is dropped and what it says of
actors, date and target is handed down to its parts; so is a vague "dozens" before a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.events.findings import Finding
from geomap.events.merging import nested

__all__ = ["split_totals"]

# blocks in which the parts of a total follow, and those of a list of an official report
_NEAR, _LIST = 2, 16


def split_totals(findings: Sequence[Finding]) -> tuple[list[Finding], dict[int, Finding]]:
    """Hand totals down to their parts.

    Returns
    -------
    tuple
        The findings without the totals, and by the order of each part the total it came from (more evidence for it).
    """
    parents: dict[int, Finding] = {}
    dropped: set[int] = set()
    for position, finding in enumerate(findings):
        if finding.count is None:
            continue
        later = findings[position + 1 :]
        parts = _numbered_after(finding, later) if finding.vague_count else _parts_of(finding, later)
        if parts:
            dropped.add(finding.order)
            # the total nearest to its parts speaks for them: "dozens", then "103", then "48 and 55"
            parents |= {p.order: finding for p in parts}
    kept = [_inherit(f, parents) for f in findings if f.order not in dropped]
    return kept, parents


def _parts_of(total: Finding, later: Sequence[Finding]) -> list[Finding]:
    """Find the findings soon after a total whose counts add up to it; a list of them may be long."""
    counted = [f for f in later if f.count is not None and f.block - total.block <= _NEAR]
    listed = [f for f in later if f.type.name == total.type.name and not f.is_heading and f.continues is None]
    for row in (counted, [f for f in listed if f.block - total.block <= _LIST]):
        for first in range(len(row)):
            rest = total.count or 0
            for last in range(first, len(row)):
                rest -= _weigh(row[last])
                if rest <= 0 or not _lies_in(row[last], total):
                    break
            if (
                rest == 0
                and last > first
                and _lies_in(row[last], total)
                and any(p.count for p in row[first : last + 1])
            ):
                return row[first : last + 1]
    return []


def _lies_in(part: Finding, total: Finding) -> bool:
    """Whether a part is told inside a place of its total: what happened near Mosul is no part of what did in Raqqa."""
    if not part.places or not total.places:
        return True
    return any(nested(p.place.place, t.place.place) for p in part.places for t in total.places)


def _weigh(part: Finding) -> int:
    """Count the events of a part of a list: "near Ayn Isa, one strike" is one."""
    return part.count or 1


def _numbered_after(vague: Finding, later: Sequence[Finding]) -> list[Finding]:
    """Find the exact counts soon after "dozens of attacks", of the same kind and in one of its places."""
    places = {p.place.place.place_id for p in vague.places}
    return [
        f
        for f in later
        if f.count is not None
        and f.vague_count is None
        and f.block - vague.block <= _NEAR
        and f.type.family is vague.type.family
        and (not places or not f.places or places & {p.place.place.place_id for p in f.places})
    ]


def _inherit(part: Finding, parents: dict[int, Finding]) -> Finding:
    """Hand down what a total says; it may be part of another itself."""
    if part.order not in parents:
        return part
    total = _inherit(parents[part.order], parents)
    return replace(
        part,
        actors=part.actors or total.actors,
        targets=part.targets or total.targets,
        dated=part.dated if part.dated.strength > total.dated.strength else total.dated,
    )
