"""Numbers as tables have them: "1 234", "1.234,5", "approx. 10", "3-5", ">20", "dozens".

In: the distinct texts of a column. Out: ranges of whole numbers, or single real ones; None with a reason where a
text is
none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from geomap.events.numbers import read_number
from geomap.model import NumberRange

__all__ = ["Count", "read_count", "read_real"]

_NUMBER = r"\d+(?:[.,'’\s\u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_EXACT = re.compile(rf"^{_NUMBER}$")
_RANGE = re.compile(rf"^(?P<low>{_NUMBER})\s*(?:-|–|—|−|\.\.+|/|to|bis|à|a|до|and|und|et|y|~)\s*(?P<high>{_NUMBER})$")
_ABOUT = re.compile(
    r"^(?:approx(?:imately|\.)?|about|around|circa|ca?\.?|etwa|rund|ungef[aä]hr|environ|env\.?|unos|unas|"
    r"alrededor de|aprox\.?|cerca de|"
    r"около|примерно|ок\.?|приблизно|yakla[sş]ık|około|ongeveer|sekitar|kira-kira|حوالي|نحو|約|约|~|≈|±)\s*"
)
_MORE = re.compile(
    r"^(?:>|more than|over|above|mehr als|über|plus de|más de|mas de|mais de|oltre|più di|более|больше|свыше|"
    r"понад|більше|ponad|meer dan|lebih dari|أكثر من)\s*"
)
_LEAST = re.compile(
    r"^(?:>=|≥|=>|at least|min\.?|minimum|no fewer than|mindestens|au moins|al menos|por lo menos|pelo menos|"
    r"almeno|не менее|минимум|"
    r"щонайменше|en az|co najmniej|minstens|setidaknya|على الأقل)\s*"
)
_FEWER = re.compile(
    r"^(?:<|less than|fewer than|under|below|weniger als|moins de|menos de|meno di|менее|mniej niż|minder dan|"
    r"kurang dari|أقل من)\s*"
)
_MOST = re.compile(
    r"^(?:<=|≤|=<|at most|up to|max\.?|maximum|höchstens|bis zu|au plus|jusqu'à|hasta|até|fino a|до|не более|"
    r"maksymalnie|hingga)\s*"
)
_BEHIND = re.compile(
    r"(?:\s*\((?:est\.?|estimated?|approx\.?|at least|min\.?|reported|unconfirmed)\)|\s*\?|\s*\*+|\s*\[\d+\])$"
)
_UNIT = re.compile(
    r"\s*(?:people|persons?|dead|deaths?|killed|wounded|injured|civilians?|tote|personen|menschen|verletzte|"
    r"morts?|blessés?|personnes|"
    r"muertos?|heridos?|personas|чел\.?|человек|осіб|قتلى|شخص|人|名|km|m)\.?$"
)
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2_000, 99_999), "several": (3, 9),
    "a few": (3, 9), "few": (3, 9), "some": (2, None), "many": (2, None), "mehrere": (3, 9), "dutzende": (24,
    99), "einige": (3, 9),
    "plusieurs": (3, 9), "dizaines": (20, 99), "varios": (3, 9), "decenas": (20, 99), "несколько": (3, 9),
    "десятки": (20, 99),
    "عشرات": (20, 99), "العشرات": (20, 99),
}  # fmt: skip
_NONE = frozenset(
    {
        "none", "nil", "no", "zero", "nobody", "no one", "keine", "keiner", "keines", "kein", "niemand", "null",
        "aucun", "aucune", "néant", "personne", "zéro", "ninguno", "ninguna", "ningún", "nadie", "cero", "nenhum",
        "nenhuma", "ninguém", "nessuno", "nessuna", "nessun", "нет", "никто", "ноль", "нуль", "немає",
        "ніхто", "нема", "yok", "hiç", "sıfır", "brak", "nikt", "geen", "nul", "tidak ada", "nihil", "nol", "لا يوجد",
        "لا أحد", "لا", "صفر", "無", "無し", "なし", "ゼロ", "无", "没有", "零", "없음", "אין", "κανένας", "καμία",
    }
)  # fmt: skip
"""Words for none in the languages whose headings are known, in lower case; a column of numbers means zero by them."""

_HARMED = re.compile(
    r"\s+(?:casualt(?:y|ies)|fatalit(?:y|ies)|deaths?|dead|killed|injur(?:y|ies|ed)|wounded|victims?|people|persons?|"
    r"reported|tote[nr]?|todesopfer|opfer|verletzte[nr]?|verwundete[nr]?|morts?|mortes?|décès|blessés?|victimes?|"
    r"muertos?|heridos?|víctimas?|fallecidos?|mortos?|feridos?|vítimas?|morti|morto|feriti|ferito|vittime|vittima|"
    r"погибших|убитых|раненых|жертв|пострадавших|загиблих|поранених|постраждалих|ölü|yaralı|ofiar|rannych|zabitych|"
    r"doden|gewonden|slachtoffers|korban|قتلى|جرحى|ضحايا)$"
)
_TWICE = re.compile(rf"^(?P<number>{_NUMBER})\s*\((?P<word>[^()\d]+)\)$")
_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number read from a cell: its range, or the reason why there is none; ``told`` where it was not plain."""

    value: NumberRange | None
    reason: str = ""


def read_count(text: str) -> Count:
    """Read a number of people or events as a range.

    "None", "keine" and "no casualties" are zero. "At least 20" has no upper bound, "up to 20" no lower one; "about 10"
    is 10, as in the articles. A number is whole: "1.234" and "1,234" are 1,234.

    >>> [read_count(t).value for t in ("3-5", ">20")]
    [NumberRange(low=3, high=5), NumberRange(low=21, high=None)]
    >>> read_count("aucun mort").value, read_count("3 (three)").value
    (NumberRange(low=0, high=0), NumberRange(low=3, high=3))
    >>> read_count("1.234").value.low, read_count("about 10").value.low, read_count("x").reason
    (1234, 10, 'not a number')
    """
    plain = _plain(text)
    twice = _TWICE.match(plain)
    if twice is not None and _whole(twice["number"]) == (0 if twice["word"] in _NONE else read_number(twice["word"])):
        plain = twice["number"]
    if _EXACT.match(plain):
        return _bounded(_whole(plain), _whole(plain))
    if _HARMED.sub("", plain) in _NONE:
        return Count(value=NumberRange(low=0, high=0))
    if plain.startswith(("-", "−")) and _EXACT.match(plain[1:].strip()):
        return Count(value=None, reason="a number of people is never below zero")
    plain = _UNIT.sub("", _BEHIND.sub("", plain)).strip()
    span = _RANGE.match(_ABOUT.sub("", plain))
    if span is not None:
        low, high = _whole(span["low"]), _whole(span["high"])
        if low is not None and high is not None and low > high:
            return Count(value=NumberRange(low=high, high=low), reason="the bounds are turned round")
        return _bounded(low, high)
    return _read_bound(plain)


def _read_bound(plain: str) -> Count:
    for pattern, step, upper in ((_MORE, 1, False), (_LEAST, 0, False), (_FEWER, -1, True), (_MOST, 0, True)):
        for rest in (pattern.sub("", plain, count=1),):
            if rest != plain and (value := _any_number(rest)) is not None:
                bound = max(0, value + step)
                return _bounded(None, bound) if upper else _bounded(bound, None)
    if plain.endswith("+") and (value := _any_number(plain[:-1])) is not None:
        return _bounded(value, None)
    rest = _ABOUT.sub("", plain, count=1)
    if (value := _any_number(rest)) is not None:
        return _bounded(value, value)
    if rest in _VAGUE:
        low, high = _VAGUE[rest]
        return Count(value=NumberRange(low=low, high=high))
    return Count(value=None, reason="not a number")


def _any_number(text: str) -> int | None:
    text = text.strip()
    return _whole(text) if _EXACT.match(text) else read_number(text)


def _bounded(low: int | None, high: int | None) -> Count:
    if low is None and high is None:
        return Count(value=None, reason="not a whole number")
    if max(low or 0, high or 0) > _LARGEST:
        return Count(value=None, reason=f"more than {_LARGEST:,} in one event")
    return Count(value=NumberRange(low=low, high=high))


def _plain(text: str) -> str:
    """Bring digits of all scripts to ours, and the text to lower case."""
    if not text.isascii():
        text = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in text)
    return " ".join(text.replace("\u066b", ".").replace("\u066c", ",").lower().split())


def _whole(text: str) -> int | None:
    """Read a whole number; three digits behind a mark are thousands, zeros behind one are none."""
    compact = re.sub(r"[\s'’]", "", text)
    head, mark, tail = compact, "", ""
    found = re.match(r"^(.*)([.,])(\d+)$", compact)
    if found:
        head, mark, tail = found.groups()
        if len(tail) == 3 and not (mark == "." and head == "0"):
            head, tail = head + tail, ""
    digits = re.sub(r"[.,]", "", head)
    return int(digits) if digits and not tail.strip("0") else None


def read_real(text: str) -> float | None:
    """Read a real number with either decimal mark, such as a radius or a confidence.

    >>> read_real("2,5"), read_real("1.234,5"), read_real("25 km"), read_real("?")
    (2.5, 1234.5, 25.0, None)
    """
    plain = re.sub(r"(?<=\d)\s*(?:km|%|m)$", "", _plain(text).replace("−", "-"))
    plain = re.sub(r"[\s'’]", "", plain)
    if "," in plain and "." in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :]
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None
