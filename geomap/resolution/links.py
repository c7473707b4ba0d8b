"""Which mention says where another one lies: "Tikrit, Iraq", "Mosul in Nineveh", "the Iraqi city of Mosul".

In: the mentions of a document. Out: for each, the mentions that contain it, and whether by a comma (strong) or by other
words (weak).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Mention, MentionRole

__all__ = ["Links", "find_links"]

_COMMA = re.compile(r"\s*,\s*|\s*\(\s*", re.UNICODE)
_OF = re.compile(
    r",?\s+(?:(?:is|was)\s+)?(?:(?:a|an|the)\s+)?(?:\w+[\s-]){0,3}?(?:in|of|within)\s+(?:the\s+)?(?:U\.?S\.?\s+)?"
    r"(?:\w+\s+){0,2}?(?:(?:state|province|county|region|republic|governorate|district)\s+of\s+)?",
    re.UNICODE,
)
_POSSESSIVE = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+){0,2}", re.UNICODE)
_KIND_OF = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:city|town|village|province|region|capital|port|governorate|district|state)(?:\s+of)?\s+",
    re.UNICODE | re.IGNORECASE,
)
_LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.UNICODE)
MAX_GAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """For each mention the indices of the mentions that may contain it; empty tuples where none does.

    ``paired`` are the mentions that stand with a container and in no list: "Lebanon, Tennessee, on Monday", but not
    "Lebanon, Jordan and Syria".
    """

    strong: tuple[tuple[int, ...], ...]
    weak: tuple[tuple[int, ...], ...]
    paired: frozenset[int]


def find_links(text: str, mentions: Sequence[Mention]) -> Links:
    """Find which mentions may contain which.

    Whether they do is for the resolver to say, which knows the places: "Iraq, Syria" is a list, "Tikrit, Iraq" is not.
    """
    strong: list[list[int]] = [[] for _ in mentions]
    weak: list[list[int]] = [[] for _ in mentions]
    for index in range(len(mentions) - 1):
        here, there = mentions[index], mentions[index + 1]
        gap = text[here.end : there.start]
        if len(gap) > MAX_GAP:
            continue
        if _COMMA.fullmatch(gap) and _may_contain(there):
            strong[index].append(index + 1)
            _extend(text, mentions, index, strong, weak)
        elif _KIND_OF.fullmatch(gap) or (gap[:1] in "'’" and _POSSESSIVE.fullmatch(gap)):
            weak[index + 1].append(index)
            # "a county in the U.S. state of Missouri": what lies in the first lies in the second
            if index and index in weak[index - 1]:
                weak[index - 1].append(index + 1)
        elif _OF.fullmatch(gap) and _may_contain(there):
            weak[index].append(index + 1)
    return Links(
        strong=tuple(map(tuple, strong)),
        weak=tuple(map(tuple, weak)),
        paired=frozenset(i for i, found in enumerate(strong) if len(found) == 1 and not _is_listed(text, mentions, i)),
    )


def _is_listed(text: str, mentions: Sequence[Mention], index: int) -> bool:
    """Say whether a list goes on right before a mention or right after its container, which is the next."""
    last = index + 1
    before = index > 0 and _LIST.fullmatch(text[mentions[index - 1].end : mentions[index].start])
    after = last + 1 < len(mentions) and _LIST.fullmatch(text[mentions[last].end : mentions[last + 1].start])
    return bool(before or after)


def _may_contain(mention: Mention) -> bool:
    return mention.role is not MentionRole.DEMONYM


def _extend(text: str, mentions: Sequence[Mention], index: int, strong: list[list[int]], weak: list[list[int]]) -> None:
    """Carry a container over a chain ("Paris, Lamar County, Texas") and back over a list ("Hama and Homs, Syria").

    Over a list the evidence is weak: "London, Paris, Texas" names one place in Texas.
    """
    last = index + 1
    if last + 1 < len(mentions) and _COMMA.fullmatch(text[mentions[last].end : mentions[last + 1].start]):
        strong[index].append(last + 1)
    for earlier in range(index - 1, max(index - 6, -1), -1):
        if not _LIST.fullmatch(text[mentions[earlier].end : mentions[earlier + 1].start]):
            break
        weak[earlier].append(last)
