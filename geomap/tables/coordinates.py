"""Coordinates as tables have them: decimal degrees with either mark, degrees and minutes, hemisphere letters, pairs.

In: the distinct texts of a column. Out: degrees, or pairs of latitude and longitude.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Angle", "parse_angle", "parse_pair"]

_DEGREE = "°º˚⁰*"
_NUMBER = r"\d+(?:[.,]\d+)?"
_LETTERS = {
    "n": 1, "s": -1, "e": 1, "w": -1, "north": 1, "south": -1, "east": 1, "west": -1, "nord": 1, "süd": -1, "sud": -1,
    "ost": 1, "est": 1, "ouest": -1, "norte": 1, "sur": -1, "este": 1, "oeste": -1, "с": 1, "ю": -1, "в": 1,
    "з": -1, "с.ш": 1,
    "ю.ш": -1, "в.д": 1, "з.д": -1, "北": 1, "北緯": 1, "北纬": 1, "南": -1, "南緯": -1, "東": 1, "東経": 1,
    "东经": 1, "西": -1, "西経": -1, "西经": -1,
    "شمالا": 1, "جنوبا": -1, "شرقا": 1, "غربا": -1,
}  # fmt: skip
_NORTH_SOUTH = frozenset("n s north south nord süd sud norte sur с ю с.ш ю.ш 北 北緯 北纬 南 南緯 شمالا جنوبا".split())
_HEMISPHERE = "|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True))
_PLAIN = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_ANGLE = re.compile(
    rf"^(?P<before>{_HEMISPHERE})?\.?\s*(?P<sign>[+-])?\s*(?P<degrees>{_NUMBER})\s*(?:[{_DEGREE}:d]|"
    rf"deg(?:rees)?\.?|度|\s)?\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:['′’‘´`:m]|min\.?|分|\s)?\s*)?(?:(?P<seconds>{_NUMBER})\s*(?:[\"″”“s]|''|′′|"
    rf"’’|sec\.?|秒)?\s*)?"
    rf"(?P<after>{_HEMISPHERE})?\.?$",
    re.IGNORECASE,
)
_WKT = re.compile(
    r"^(?:SRID=\d+;)?POINT(?:\s*Z)?\s*\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)(?:\s+-?[\d.]+)?\s*\)$", re.IGNORECASE
)
_BRACKETS = "()[]{}"
_LABELS = re.compile(r"\b(?:lat(?:itude)?|lon(?:gitude)?|lng|long)\b\.?\s*[:=]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """An angle in degrees. ``axis`` is "latitude" or "longitude" where a letter tells; ``digits`` are its decimals."""

    degrees: float
    axis: str | None = None
    digits: int = 0
    plain: bool = True


def parse_angle(text: str) -> Angle | None:
    r"""Read a latitude or a longitude.

    >>> parse_angle("36,19").degrees, round(parse_angle("44°00'32\"W").degrees, 4), parse_angle("S 3.5").degrees
    (36.19, -44.0089, -3.5)
    """
    text = _plain(text)
    if _PLAIN.match(text):
        number = text.replace(",", ".")
        return Angle(degrees=float(number), digits=len(number.partition(".")[2]), plain="," not in text)
    found = _ANGLE.match(text)
    if found is None or (found["before"] and found["after"]):
        return None
    parts = [float(found[name].replace(",", ".")) if found[name] else 0.0 for name in ("degrees", "minutes", "seconds")]
    if parts[1] >= 60 or parts[2] >= 60 or (found["minutes"] and "." in found["degrees"].replace(",", ".")):
        return None
    letter = (found["before"] or found["after"] or "").lower().rstrip(".")
    # a sign beside a letter says the same twice ("-3.5 S")
    sign = _LETTERS[letter] if letter else (-1 if found["sign"] == "-" else 1)
    axis = None
    if letter:
        axis = "latitude" if letter in _NORTH_SOUTH else "longitude"
    digits = _digits(found)
    return Angle(degrees=sign * (parts[0] + parts[1] / 60 + parts[2] / 3600), axis=axis, digits=digits, plain=False)


def _digits(found: re.Match[str]) -> int:
    """Give how many decimals of a degree an angle is worth: a second is four, a minute two."""
    for name, worth in (("seconds", 4), ("minutes", 2), ("degrees", 0)):
        if found[name]:
            return worth + len(found[name].replace(",", ".").partition(".")[2])
    return 0


def _plain(text: str) -> str:
    if not text.isascii():
        text = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in text)
    return text.replace("−", "-").replace("–", "-").replace("\u066b", ".").strip().strip("'")


def parse_pair(text: str) -> tuple[Angle, Angle] | None:
    """Read two coordinates in one cell, latitude first but in WKT and GeoJSON; letters tell in any order.

    >>> [round(a.degrees, 2) for a in parse_pair("44,01 E; 36,19 N")]
    [36.19, 44.01]
    >>> [a.degrees for a in parse_pair("POINT (44.01 36.19)")]
    [36.19, 44.01]
    """
    wkt = _WKT.match(text.strip())
    if wkt is not None:
        return _order(parse_angle(wkt[2]), parse_angle(wkt[1]))
    if '"coordinates"' in text:
        return _read_geojson(text)
    plain = _LABELS.sub(" ", _plain(text.strip(_BRACKETS + " "))).strip()
    for first, second in _splits(plain):
        one, other = parse_angle(first), parse_angle(second)
        if one is not None and other is not None:
            return _order(one, other)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """List the ways to cut a text in two: at a semicolon, a comma with a space, a comma, a space, behind a letter."""
    cuts = []
    for mark in (";", "|", "/", ", ", " , ", ","):
        if text.count(mark) == 1:
            first, _, second = text.partition(mark)
            cuts.append((first, second))
    if text.count(",") == 3:
        # "36,19,44,01": decimal commas throughout
        parts = text.split(",")
        cuts.append((",".join(parts[:2]), ",".join(parts[2:])))
    behind = re.match(r"^(.*?[NSEWnsew])[\s,]+(.+)$", text)
    if behind:
        cuts.append((behind[1], behind[2]))
    words = text.split()
    if len(words) % 2 == 0:
        half = len(words) // 2
        cuts.append((" ".join(words[:half]), " ".join(words[half:])))
    return [(a.strip(), b.strip()) for a, b in cuts if a.strip() and b.strip()]


def _order(one: Angle | None, other: Angle | None) -> tuple[Angle, Angle] | None:
    if one is None or other is None or (one.axis is not None and one.axis == other.axis):
        return None
    return (other, one) if one.axis == "longitude" or other.axis == "latitude" else (one, other)


def _read_geojson(text: str) -> tuple[Angle, Angle] | None:
    try:
        x, y = json.loads(text)["coordinates"][:2]
        pair = float(y), float(x)
    except (ValueError, TypeError, KeyError):
        return None
    if not all(map(math.isfinite, pair)):
        return None
    return Angle(degrees=pair[0], digits=6), Angle(degrees=pair[1], digits=6)
