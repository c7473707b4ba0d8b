"""Shorter forms of a name the gazetteer does not have: "South Los Angeles", "Las Vegas Valley", "University of Oxford".

In: a name. Out: the names to try instead, the most specific first. What they find is near or around what the text
names, so the ranker is told, and learns how far to trust it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["shorten"]

_PREFIX = re.compile(
    r"(?:the\s+)?(?:(?:north|south|east|west|central|upper|lower|greater|inner|outer|downtown|metropolitan|metro|old|rural"
    r"|suburban|mainland|northern|southern|eastern|western|northeastern|northwestern|southeastern|southwestern|northeast"
    r"|northwest|southeast|southwest|mid|deep|far)[\s-]+)+",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:the\s+)?(?:university|port|city|town|village|port authority|bay|isle|college|diocese|archdiocese|bank|coast"
    r"|straits?|gulf|battle|province|republic|kingdom|state|county|parish|borough|municipality|hills|plains?)\s+of\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?:\s+(?:area|valley|peninsula|islands?|river|lake|bay|beach|hills?|mountains?|desert|canal|park|state|national|forest"
    r"|county|co\.?|parish|township|twp\.?|borough|district|region|province|city|town|village|metro|metropolitan|downtown"
    r"|airport|international|regional|municipal|station|harbou?r|port|university|college|school|high|elementary|middle"
    r"|community|general|memorial|medical|center|centre|hospital|jail|prison|courthouse|plant|dam|bridge|mall|stadium"
    r"|colony|heights|basin|coast|shore|strait|refugee|camp|base|air|military|naval|airbase|mosque|church|cathedral|palace"
    r"|square|market|zoo|museum|hotel|resort|fire|police|department|falls|creek|springs|neighborhood|neighbourhood|suburb"
    r"|suburbs|border|crossing|highlands|lowlands|plateau|oasis|delta|archipelago|estuary|reserve|reservoir))+$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"^(N|S|E|W)\.\s+")
_DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West"}


def shorten(name: str) -> Iterator[str]:
    """Give shorter names to look up instead of one that is not in the gazetteer.

    Examples
    --------
    >>> list(shorten("South Los Angeles"))
    ['Los Angeles']
    >>> list(shorten("University of Oxford")), list(shorten("Mosul General Hospital"))
    (['Oxford'], ['Mosul'])
    """
    tried = {name.casefold(), ""}
    for form in _forms(name):
        plain = form.strip(" ,.-'’")
        if len(plain) > 2 and plain.casefold() not in tried:
            tried.add(plain.casefold())
            yield plain


def _forms(name: str) -> Iterator[str]:
    initial = _INITIAL.match(name)
    if initial:
        yield _DIRECTIONS[initial[1]] + " " + name[initial.end() :]
    yield re.sub(r"^(?:the|a)\s+|[’']s?$", "", name, flags=re.IGNORECASE)
    if name.startswith("#"):
        yield name[1:]
    without_prefix = _PREFIX.sub("", name, count=1) if _PREFIX.match(name) else name
    yield without_prefix
    if _OF.match(name):
        yield _OF.sub("", name, count=1)
    without_suffix = _SUFFIX.sub("", name)
    yield without_suffix
    yield _SUFFIX.sub("", without_prefix)
    if "-" in name or "/" in name:
        yield from re.split(r"[-/–]", name)[:2]
