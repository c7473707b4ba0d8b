"""Aggregates: "103 attacks in Iraq and Syria", then "48 times in Iraq and 55 in Syria".

In: findings in order. Out: the same findings, where a total that later counts take apart is dropped and what it says of
actors, date and target is handed down to its parts; so is a vague "dozens" before a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.events.findings import Finding

__all__ = ["split_totals"]

_NEAR = 2


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
    kept = []
    for finding in findings:
        if finding.order in dropped:
            continue
        parent = parents.get(finding.order)
        kept.append(_inherit(finding, parent) if parent else finding)
    return kept, parents


def _parts_of(total: Finding, later: Sequence[Finding]) -> list[Finding]:
    """Find the counted findings soon after a total whose counts add up to it."""
    counted = [f for f in later if f.count is not None and f.block - total.block <= _NEAR]
    for length in range(2, len(counted) + 1):
        for first in range(len(counted) - length + 1):
            parts = counted[first : first + length]
            if sum(p.count or 0 for p in parts) == total.count:
                return parts
    return []


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


def _inherit(part: Finding, total: Finding) -> Finding:
    return replace(
        part,
        actors=part.actors or total.actors,
        targets=part.targets or total.targets,
        dated=part.dated if part.dated.strength > total.dated.strength else total.dated,
    )
