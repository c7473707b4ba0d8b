"""The names of months in the world's languages, and dates that only a library can read.

In: a word or a text. Out: the number of a month, or year, month and day. dateparser knows the languages; it is
asked for
what the text says, never for what it would fill in from the clock.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

__all__ = ["month_of", "parse_freely"]

# words that stand in dates and are no months; asking the library for each of them takes a while
_NO_MONTHS = frozenset(
    """de del der den des du la le el do da di of the on at um am im in year jahr ano год года г р рік року th st
    nd rd er
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
    donnerstag
    freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes jueves viernes
    domingo t z utc
    gmt pm to and early late mid beginning end spring summer autumn fall winter before after since unknown""".split()
)
_LONGEST = 60


@cache
def _listed() -> dict[str, int]:
    data = tomllib.loads((Path(__file__).parent / "data" / "months.toml").read_text("utf-8"))
    return {
        name: number
        for table in data.values()
        for number, names in enumerate(table["names"], start=1)
        for name in names.split()
    }


@lru_cache(maxsize=4096)
def month_of(word: str) -> int | None:
    """Give the number of the month that a word names, in any language.

    >>> month_of("Dezember"), month_of("декабря"), month_of("Tuesday"), month_of("bomb")
    (12, 12, None, None)
    """
    folded = word.lower().strip(".'’")
    if folded in _listed():
        return _listed()[folded]
    if len(folded) < 3 or folded in _NO_MONTHS:
        return None
    found = _parser(day_first=True).get_date_data(f"1 {folded} 2000")
    date = found["date_obj"]
    # a weekday or an hour would be filled up from the clock; the day and the year asked for show that it was not
    told = date is not None and found["period"] == "day" and (date.year, date.day) == (2000, 1)
    return date.month if told and not re.search(r"\d", folded) else None


@lru_cache(maxsize=4096)
def parse_freely(text: str, *, day_first: bool) -> tuple[int, int, int] | None:
    """Read a date that says its year, in any language; 0 stands for a day or month it does not tell.

    >>> parse_freely("26 de diciembre del 2023", day_first=True)
    (2023, 12, 26)
    """
    if len(text) > _LONGEST or not re.search(r"\d", text):
        return None
    found = _parser(day_first=day_first).get_date_data(text)
    date, period = found["date_obj"], found["period"]
    # the year must stand in the text, whole or by its last two digits
    if date is None or not re.search(rf"(?<!\d)(?:{date.year}|'?{date.year % 100:02d})(?!\d)", text):
        return None
    if period == "year":
        return date.year, 0, 0
    return date.year, date.month, date.day if period == "day" else 0


@cache
def _parser(*, day_first: bool) -> DateDataParser:
    from dateparser.date import DateDataParser  # noqa: PLC0415  a second of loading that most tables do without

    return DateDataParser(
        settings={
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "REQUIRE_PARTS": ["year", "month"],
            "PREFER_DAY_OF_MONTH": "first",
        }
    )
