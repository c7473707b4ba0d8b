"""The words of dates, and the regular-expression pieces made of them.

The pieces hold no word borders of their own and match case-insensitively, except month names: "may" and "march" are
verbs unless written large.
"""

from __future__ import annotations

__all__ = [
    "DAY",
    "EVENT_NOUN",
    "FUTURE_CUE",
    "GAP",
    "HOLIDAY",
    "MONTH",
    "NAMED_DAYS",
    "NOT_A_YEAR",
    "NUMBER",
    "NUMBERS",
    "PART_OF_DAY",
    "PAST_CUE",
    "PROPER_NOUN_AFTER",
    "SEASON",
    "UNIT",
    "WEEKDAY",
    "YEAR",
    "month_number",
    "weekday_name",
    "weekday_number",
]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?"
_LONG_MONTHS = "|".join((*_MONTHS, *map(str.upper, _MONTHS)))
_LOWER_MONTHS = "|".join(month.lower() for month in _MONTHS if month not in {"March", "May", "August"})

MONTH = rf"(?-i:(?:{_LONG_MONTHS}|{_LOWER_MONTHS})\b|{_SHORT_MONTHS})"
WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})\b"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
YEAR = r"(?:1[5-9]\d\d|20\d\d)\b"
GAP = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"
"""White space with one line break at most: newswire is wrapped at 70 to 80 columns, an empty line ends a paragraph."""

SEASON = r"(?:spring|summer|autumn|fall|winter)\b"
UNIT = r"(?:hour|day|night|week|fortnight|month|year|decade|century|centurie)s?\b"
PART_OF_DAY = (
    r"(?:(?:early|late|mid)[- ]?)?"
    r"(?:morning|afternoon|evening|night|dawn|dusk|daybreak|nightfall|sunrise|sunset|noon|midday|midnight)\b"
)

NUMBERS = {
    word: number
    for number, words in {
        1: "a an one", 2: "two couple", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 24: "twenty-four", 25: "twenty-five",
        30: "thirty", 36: "thirty-six", 40: "forty", 48: "forty-eight", 50: "fifty", 60: "sixty", 72: "seventy-two",
        90: "ninety", 100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
NUMBER = rf"(?:\d{{1,3}}|a{GAP}couple{GAP}of|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\b"

NAMED_DAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas eve": (12, 24), "christmas day": (12, 25),
    "christmas": (12, 25), "boxing day": (12, 26), "may day": (5, 1), "valentine's day": (2, 14),
    "halloween": (10, 31),
}  # fmt: skip
HOLIDAY = (
    r"(?:New Year['’]s (?:Day|Eve)|Christmas(?: Day| Eve)?|Boxing Day|May Day|Valentine['’]s Day|Halloween"
    r"|Good Friday|Easter (?:Sunday|Monday))\b"
)
"""Days that fall on one date a year or hang on the Easter of the western churches."""

FUTURE_CUE = (
    r"\b(?:will|shall|would|won['’]t"
    r"|(?:is|are|was|were) (?:due|set (?:to|for)|expected|scheduled|slated|planned|likely|to)"
    r"|scheduled|slated|plans? to|planning to|intends? to|going to|upcoming|ahead of|gear(?:s|ing) up"
    r"|prepar(?:es?|ing) for|to be held|(?:opens|begins|starts|resumes|returns|expires|ends|arrives) (?:here )?on)\b"
)
PAST_CUE = (
    r"\b(?:was|were|had|did|has been|have been|came|took|began|broke|left|went|fell|shot|struck|hit|[a-z]{2,}ed)\b"
)

NOT_A_YEAR = (
    r"(?:people|persons|men|women|children|troops|soldiers|civilians|fighters|rebels|militants|police|officers|cases"
    r"|deaths|dead|homes|houses|families|villages|residents|refugees|migrants|votes|seats|jobs|workers|students|pupils"
    r"|prisoners|tonn?es|tons|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|feet|ft|hectares|acres|dollars|euros|hours"
    r"|GMT|UTC|local time|hrs?"
    r"|(?-i:Ford|Toyota|Honda|Chevrolet|Chevy|Dodge|Nissan|Cadillac|GMC|Jeep|BMW|Mercedes|Hyundai|Kia|Mazda|Pontiac"
    r"|Buick|Chrysler|Volkswagen|Subaru|Lexus|Audi|Mitsubishi))\b"
)
"""Words after which a four-digit number counts something, or is a car's: "of 2019 people", "a 2001 Ford"."""

EVENT_NOUN = (
    r"(?:invasions?|wars?|coup|attacks?|bombings?|revolution|uprising|elections?|earthquake|quake|tsunami|massacre|conflict"
    r"|cease-?fire|truce|accords?|treaty|floods?|flooding|hurricane|cyclone|crash|outbreak|epidemic|pandemic|riots?"
    r"|genocide|offensive|siege|assassination|murder|killings?|shooting|raid|census|referendum|protests?|hijacking|disaster)\b"
)
"""What a year before it dates: "Israel's 1982 invasion", "a bloodless 1984 coup"."""

_NAMED_AFTER_DATES = (
    *("Movement", "Coalition", "Brigade", "Brigades", "Street", "Square", "Bridge", "Airport", "University", "Stadium"),
    *("Hospital", "Organization", "Organisation", "Front", "Alliance", "Group", "Avenue", "District", "Revolution"),
    *("Park", "Road", "Agreement", "Protocol", "Division", "Battalion", "Regiment", "Neighborhood", "Neighbourhood"),
    *("Times", "Mirror", "Telegraph", "Express", "Herald", "Post", "Mail"),
)
PROPER_NOUN_AFTER = rf"(?-i:(?:{'|'.join((*_NAMED_AFTER_DATES, *map(str.upper, _NAMED_AFTER_DATES)))})\b)"
"""Words that make a name of the date before them: "the April 6 Movement", "26 September Street", "the Sunday Times"."""

_MONTH_NUMBERS = {month[:3].casefold(): number for number, month in enumerate(_MONTHS, start=1)}
_WEEKDAY_NUMBERS = {day[:3].casefold(): number for number, day in enumerate(_WEEKDAYS)}


def month_number(name: str) -> int:
    """Return 1 to 12 for a month name, short or long."""
    return _MONTH_NUMBERS[name[:3].casefold()]


def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for a weekday name, short or long."""
    return _WEEKDAY_NUMBERS[name[:3].casefold()]


def weekday_name(number: int) -> str:
    """Return the English name of a weekday, whatever the locale."""
    return _WEEKDAYS[number]
