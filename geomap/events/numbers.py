"""Numbers as news tells them: "three", "at least 103", "dozens", "between 12 and 15"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.model import NumberRange

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["count_people", "read_number", "read_quantity"]

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
# plurals that count without a number: the least they can mean, and the next word up as their bound
_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "several": (3, 9),
}
_THOUSANDS = {"tens": (20_000, 99_999), "hundreds": (200_000, 999_999)}
_AT_LEAST = frozenset({"least", "over", "than", "minimum"})
_RANGE = re.compile(r"(?:between\s+)?(?P<low>[\w,]+)\s*(?:and|to|–|-)\s*(?P<high>[\w,]+)\b", re.IGNORECASE)
_DIGITS = re.compile(r"^\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+$|^\d+$")


def read_number(text: str) -> int | None:
    """Read a whole number in digits or English words.

    Examples
    --------
    >>> read_number("1,200"), read_number("twenty-three"), read_number("one hundred and four"), read_number("many")
    (1200, 23, 104, None)
    """
    text = text.strip().lower()
    if _DIGITS.match(text):
        return int(re.sub(r"\D", "", text))
    total, current = 0, 0
    words = [w for w in re.split(r"[\s-]+", text) if w and w != "and"]
    for word in words:
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        elif word == "dozen":
            current = max(current, 1) * 12
        else:
            return None
    return total + current if words else None


def read_quantity(number: Token) -> NumberRange | None:
    """Read the number that a token heads, with the words that bound it ("at least", "more than", "up to")."""
    parts = [t for t in number.subtree if t.dep_ in {"compound", "nummod"} and t.i < number.i and t.like_num]
    text = " ".join(t.text for t in [*parts, number])
    value = read_number(text)
    if value is None:
        return None
    span = _RANGE.search(number.doc[number.left_edge.i : number.right_edge.i + 1].text)
    if span is not None:
        ends = read_number(span["low"]), read_number(span["high"])
        if ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]:
            return NumberRange(low=ends[0], high=ends[1])
    bounds = {t.lower_ for t in number.subtree if t.i < number.i}
    if bounds & _AT_LEAST and "up" not in bounds and not bounds & {"less", "fewer"}:
        # "more than 12" is 13 or more, and news means 12 or so: the number told is kept
        return NumberRange(low=value, high=None)
    if ("up" in bounds and "to" in bounds) or "most" in bounds:
        return NumberRange(low=None, high=value)
    return NumberRange(low=value, high=value)


def count_people(head: Token) -> NumberRange | None:
    """Count the people (or things) of a noun phrase: its number, a vague plural, a person by name, or one by article.

    A plural without a number counts nobody: None.
    """
    if head.pos_ == "ADP":
        return _read_span(head)
    if head.pos_ == "NUM" or (head.like_num and head.pos_ != "PRON"):
        return read_quantity(head)
    vague = _read_vague(head)
    if vague is not None:
        return vague
    number = next((c for c in head.lefts if c.dep_ == "nummod" and c.ent_type_ not in {"DATE", "TIME"}), None)
    if number is not None:
        return read_quantity(number)
    group = _read_group(head)
    if group is not None:
        return group
    one = head.tag_ == "NN" and head.lemma_.lower() not in _COLLECTIVE and any(c.lower_ in _SINGLE for c in head.lefts)
    return NumberRange(low=1, high=1) if one or head.tag_ == "NNP" else None


_SINGLE = frozenset({"a", "an", "another", "his", "her", "the", "its", "their", "whose", "my", "our", "one"})
_COLLECTIVE = frozenset(
    """group family crew army police force team staff population crowd public people community military government
    enemy number majority rest band gang unit company party side opposition toll total wounded injured dead""".split()
)


def _read_group(head: Token) -> NumberRange | None:
    """Read "a family of five", "a couple", "both of its occupants"."""
    if head.lower_ in {"couple", "pair", "both", "twins"}:
        return NumberRange(low=2, high=2)
    if head.lemma_ not in {"family", "group", "party", "crew", "team", "gang", "total"}:
        return None
    of = [p for c in head.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
    numbers = [p if p.pos_ == "NUM" else next((n for n in p.lefts if n.dep_ == "nummod"), None) for p in of]
    return read_quantity(numbers[0]) if numbers and numbers[0] is not None else None


def _read_span(preposition: Token) -> NumberRange | None:
    """Read "Between four and six people died", where the parser takes the preposition for the subject."""
    match = _RANGE.search(preposition.doc[preposition.left_edge.i : preposition.right_edge.i + 1].text)
    ends = (read_number(match["low"]), read_number(match["high"])) if match else (None, None)
    return NumberRange(low=ends[0], high=ends[1]) if None not in ends else None


def _read_vague(head: Token) -> NumberRange | None:
    """Read "dozens", "several soldiers", "tens of thousands of people"."""
    words = [t.lower_ for t in (*head.lefts, head)]
    near = {t.lower_ for t in head.subtree}
    if "thousands" in near and (head.lower_ in {"thousands", *_THOUSANDS}):
        word = next((w for w in _THOUSANDS if w in near), None)
        if word is not None:
            return NumberRange(low=_THOUSANDS[word][0], high=_THOUSANDS[word][1])
    word = next((w for w in words if w in _VAGUE), None)
    return NumberRange(low=_VAGUE[word][0], high=_VAGUE[word][1]) if word is not None else None
