"""The date grammar: every pattern with its reader, and the one expression that scans for all of them.

The order matters: at one place of the text the first pattern that fits wins, so longer forms stand before the shorter
ones they contain. A pattern's group ``span`` marks the words that count where it asks for a preposition before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from geomap.dates import absolute, relative
from geomap.dates.lexicon import (
    DAY,
    EVENT_NOUN,
    GAP,
    HOLIDAY,
    MONTH,
    NOT_A_YEAR,
    NUMBER,
    PART_OF_DAY,
    PROPER_NOUN_AFTER,
    SEASON,
    UNIT,
    WEEKDAY,
    YEAR,
)
from geomap.dates.partial import SHORT_YEAR, Context, Reading, calendar_date, endpoint

__all__ = ["PRODUCTIONS", "SCANNER", "Production"]

Reader = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One pattern and its reader."""

    pattern: re.Pattern[str]
    read: Reader


_TO = rf"(?:{GAP}(?:and|to|until|till|through){GAP}|{GAP}?[-–—]{GAP}?)"
_DASH = r"\s?[-–—]\s?"
_NOT_NAME = rf"(?!{GAP}{PROPER_NOUN_AFTER})"
_PART = rf"(?P<part>early|mid|late)(?:-|{GAP})(?:in{GAP})?"
_EDGE = rf"(?P<part>(?:the{GAP})?(?:beginning|start|middle|end)){GAP}of{GAP}(?:the{GAP}year{GAP})?"
_DAYTIME = (
    rf"(?:(?:the{GAP})?(?:(?:early|small|late|first){GAP}hours{GAP}(?:of|on){GAP}|{PART_OF_DAY}{GAP}(?:(?:of|on){GAP})?"
    rf"|(?:early|late){GAP}(?:on{GAP})?))?"
)
_NAMED_DAY = r"(?<!Black )(?<!Bloody )(?<!Cyber )(?<!Super )(?<!Ash )(?<!Good )(?<!Palm )(?<!Ruby )(?<!Maundy )"
_LEADS = r"in|into|during|since|until|till|by|through|throughout|from|of|for|before|after|and|to|or"
_NO_NUMBER = rf"(?!\.?(?:{GAP}(?:of{GAP})?(?:\d|(?:last|this|next){GAP}year\b)|,{GAP}{YEAR}))"
_YEAR_LEADS = rf"{_LEADS}|between|around|circa|the|year|a|an|its|his|her|their|our|deadly|devastating|['’]s"
_UNAMBIGUOUS_MONTH = r"(?-i:January|February|July|September|October|November|December)\b"
_MONTH_YEAR = rf"(?P<month_c>{MONTH})(?:(?:,?{GAP}(?:of{GAP})?|[-/])(?P<year_c>{YEAR}))"
_MONTH_MAYBE_YEAR = rf"(?P<month_c>{MONTH})(?:,?{GAP}(?:of{GAP})?(?P<year_c>{YEAR}))?"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|thirtieth|fortieth|fiftieth"
    r"|\d{1,3}(?:st|nd|rd|th)|(?:one|two|three|five|ten|six)-(?:year|month))"
)
_SHORT_PERIOD = r"(?:day|night|morning|afternoon|evening|week|weekend|month|year)"

_ABSOLUTE: tuple[tuple[str, Reader], ...] = (
    (r"(?P<year>(?:19|20)\d\d)(?P<dash>[-/])(?P<month>\d\d)(?P=dash)(?P<day>\d\d)(?!\d)", absolute.read_iso),
    (r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?P<day>(?!))?\b(?![-/\d])", absolute.read_iso),
    (
        r"(?<![./-])(?P<first>\d\d?)(?P<separator>[./-])(?P<second>\d\d?)(?P=separator)(?P<year>(?:19|20)\d\d|\d\d)\b(?![./-]\d)",
        absolute.read_numeric,
    ),
    (r"9/11\b", absolute.read_eponym),
    (rf"(?:between|from){GAP}{endpoint('1')}{_TO}{endpoint('2')}", absolute.read_range),
    (
        (
            rf"(?P<day_only1>{DAY})(?:{_DASH}|{GAP}(?:to|and|or){GAP})(?P<day_a2>{DAY}){GAP}(?P<month_a2>{MONTH})"
            rf"(?:,?{GAP}(?P<year_a2>{YEAR}))?"
        ),
        absolute.read_range,
    ),
    (
        (
            rf"(?P<month_b1>{MONTH}){GAP}(?P<day_b1>{DAY})(?:{_DASH}|{GAP}(?:to|and|through){GAP})(?P<day_only2>{DAY})"
            rf"(?:,?{GAP}(?P<year_only2>{YEAR}))?(?!{GAP}[a-z]{{3,}}s\b)"
        ),
        absolute.read_range,
    ),
    (rf"{calendar_date('1')}(?:{_DASH}|{GAP}(?:to|through|until){GAP}){calendar_date('2')}", absolute.read_range),
    (
        (
            rf"(?P<month_c1>{MONTH})(?:{GAP}(?P<year_c1>{YEAR}))?(?:{_DASH}|{GAP}(?:to|through){GAP})"
            rf"(?P<month_c2>{MONTH}){GAP}(?P<year_c2>{YEAR})"
        ),
        absolute.read_range,
    ),
    (
        rf"(?P<weekday_only1>{WEEKDAY})(?:{_DASH}|{GAP}(?:to|through){GAP})(?P<weekday_only2>{WEEKDAY})",
        absolute.read_range,
    ),
    (rf"(?P<year_only1>{YEAR}){_DASH}(?P<year_only2>{YEAR})", absolute.read_range),
    (rf"(?P<year>{YEAR})[-–/](?P<short>\d\d)\b", absolute.read_split_year),
    (rf"in{GAP}(?P<span>(?P<month_c>{MONTH}))(?={GAP}\d{{1,2}}{GAP}[a-z])", absolute.read_month),
    (rf"{calendar_date()}{_NOT_NAME}", absolute.read_calendar_date),
    (_MONTH_YEAR, absolute.read_month),
    (rf"(?P<month_c>{MONTH}){GAP}(?:of{GAP})?(?P<which>last|this|next){GAP}year\b", absolute.read_month_of_year),
    (rf"(?P<which>last|this|next){GAP}(?P<month_c>{MONTH})", absolute.read_month),
    (rf"(?:{_PART}|{_EDGE.replace('part', 'part_of')}){_MONTH_MAYBE_YEAR}", absolute.read_part_of_month),
    (rf"(?:{_PART}|{_EDGE.replace('part', 'part_of')})(?P<year>{YEAR})", absolute.read_part_of_year),
    (
        rf"(?:the{GAP})?(?P<nth>first|second|third|fourth|last){GAP}(?P<share>half|quarter){GAP}of{GAP}(?P<year>{YEAR})",
        absolute.read_share_of_year,
    ),
    (rf"(?:the{GAP})?(?:{_PART})?(?:the{GAP})?(?P<decade>(?:1[5-9]|20)\d0|['’]\d0)s\b", absolute.read_decade),
    (
        rf"(?:(?P<which>last|this|next){GAP})?(?P<season>{SEASON})(?:{GAP}(?:of{GAP})?(?P<year>{YEAR}))?",
        absolute.read_season,
    ),
    (rf"(?P<holiday>{HOLIDAY})(?:,?{GAP}(?P<year>{YEAR}))?", absolute.read_holiday),
    (
        rf"(?:{_YEAR_LEADS}){GAP}(?P<span>(?P<year>{YEAR}))(?!{GAP}{NOT_A_YEAR})(?![,.]\d|[–/]\d|[%-])",
        absolute.read_year,
    ),
    (rf"(?P<year>{YEAR})(?=\)|['’]s\b|{GAP}(?:\w+{GAP})?{EVENT_NOUN})", absolute.read_year),
    (rf"(?:{_LEADS}){GAP}(?P<span>(?P<month_c>{MONTH})){_NO_NUMBER}", absolute.read_month),
    (rf"the{GAP}(?P<span>(?P<month_c>{MONTH}))(?={GAP}[a-z])", absolute.read_month),
    (rf"(?P<month_c>{_UNAMBIGUOUS_MONTH})", absolute.read_month),
)

_RELATIVE: tuple[tuple[str, Reader], ...] = (
    (
        (
            rf"{_DAYTIME}(?P<word>the{GAP}day{GAP}before{GAP}yesterday|the{GAP}day{GAP}after{GAP}tomorrow"
            rf"|today|yesterday|tomorrow)\b(?:{GAP}{PART_OF_DAY})?"
        ),
        relative.read_day_word,
    ),
    (
        rf"(?P<word>last{GAP}(?:night|evening)|(?:early{GAP})?this{GAP}(?:morning|afternoon|evening)|tonight)\b",
        relative.read_day_word,
    ),
    (
        (
            rf"(?:overnight(?:{GAP}(?:from|between))?|(?:the{GAP})?night{GAP}(?:of|from|between)){GAP}(?P<first>{WEEKDAY})"
            rf"{GAP}(?:to|and|into){GAP}(?P<second>{WEEKDAY})"
        ),
        relative.read_night_between,
    ),
    (
        (
            rf"(?P<first>{WEEKDAY}){GAP}night{GAP}(?:into|to|and){GAP}(?:early{GAP})?(?P<second>{WEEKDAY})"
            rf"(?:{GAP}{PART_OF_DAY})?"
        ),
        relative.read_night_between,
    ),
    (
        (
            rf"overnight(?:{GAP}(?:(?P<into>into|to){GAP}|on{GAP})?(?P<weekday>{WEEKDAY}))?\b"
            rf"(?!{GAP}(?:curfews?|trains?|bus(?:es)?|stays?|flights?|lockdown|guests?|accommodation|parking)\b)"
        ),
        relative.read_overnight,
    ),
    (
        rf"(?P<weekday_only>{WEEKDAY}){GAP}(?:of{GAP})?(?P<week>last|this|next|the{GAP}previous|the{GAP}following){GAP}week\b",
        relative.read_weekday_of_week,
    ),
    (r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b", relative.read_recurring),
    (rf"(?:every|each)(?:{GAP}other)?{GAP}(?:{WEEKDAY}|{UNIT}|{MONTH}|{PART_OF_DAY})", relative.read_recurring),
    (
        (
            rf"{_DAYTIME}{_NAMED_DAY}(?:(?P<which>last|next|this|this{GAP}past|the{GAP}past){GAP})?(?P<weekday_only>{WEEKDAY})"
            rf"(?:{GAP}{PART_OF_DAY})?{_NOT_NAME}"
        ),
        relative.read_weekday,
    ),
    (
        rf"the{GAP}(?:very{GAP})?(?P<which>next|following|previous|preceding|same){GAP}(?P<unit>{_SHORT_PERIOD})\b",
        relative.read_neighbour,
    ),
    (rf"(?:later{GAP})?(?P<which>that)(?:{GAP}same)?{GAP}(?P<unit>{_SHORT_PERIOD})\b", relative.read_neighbour),
    (rf"the{GAP}(?P<unit>day|night){GAP}(?P<which>before|after)\b(?=[,.;)])", relative.read_neighbour),
    (
        rf"(?:(?P<limit>earlier|later){GAP})(?:in{GAP})?(?P<which>this|the|last|next){GAP}(?P<unit>week|weekend|month|year|decade)\b",
        relative.read_this_period,
    ),
    (
        (
            rf"(?P<limit>(?!))?(?<!the )(?P<which>this|last|next|this{GAP}past|this{GAP}coming){GAP}"
            r"(?P<unit>week|weekend|month|year|decade|century)\b"
        ),
        relative.read_this_period,
    ),
    (
        rf"(?P<limit>(?!))?(?:over|at|during|on){GAP}(?P<span>(?P<which>the){GAP}(?P<unit>weekend))\b",
        relative.read_this_period,
    ),
    (
        rf"(?P<part>early|mid|late)(?:-|{GAP})(?P<which>last|this|next){GAP}(?P<unit>week|month|year)\b",
        relative.read_part_of_period,
    ),
    (
        (
            rf"(?P<part>(?:the{GAP})?(?:beginning|start|middle|end)){GAP}of{GAP}(?:the|(?P<which>last|this|next)){GAP}"
            r"(?P<unit>week|month|year|decade)\b"
        ),
        relative.read_part_of_period,
    ),
    (
        rf"(?:the{GAP})?(?P<which>past|last|next|coming){GAP}(?P<number>{NUMBER}|few|several){GAP}(?P<unit>{UNIT})",
        relative.read_past_span,
    ),
    (rf"the{GAP}(?P<which>past|last|coming){GAP}(?P<number>(?!))?(?P<unit>{UNIT})", relative.read_past_span),
    (r"(?P<which>recent)\s+(?P<number>(?!))?(?P<unit>days|weeks|months|years)\b", relative.read_past_span),
    (
        (
            rf"(?:(?P<number>{NUMBER})|several|a{GAP}few|few|many){GAP}(?P<unit>{UNIT}){GAP}"
            rf"(?P<direction>ago|earlier|later|afterwards?|from{GAP}now|(?:before|after)(?=[,.;)]))"
        ),
        relative.read_ago,
    ),
    (
        (
            rf"(?:{NUMBER}|several|many|a{GAP}few)(?:{GAP}and{GAP}a{GAP}half)?{GAP}(?P<unit>{UNIT}){GAP}(?:after|before|since|into"
            rf"|on(?=[,.;]|$|{GAP}(?:from|since|after)\b)|to{GAP}the{GAP}day)"
        ),
        relative.read_distance,
    ),
    (
        (
            rf"(?:(?:(?:some|several|a{GAP}few|{NUMBER}){GAP})?(?:hours?|minutes|moments|seconds){GAP}(?:later|earlier|afterwards?)"
            rf"|(?:shortly|soon|immediately){GAP}(?:afterwards?|beforehand)"
            rf"|(?:at{GAP})?(?:about|around|roughly|almost|much)?{GAP}?the{GAP}same{GAP}time)\b(?!{GAP}(?:as|last|next)\b)"
        ),
        relative.read_same_time,
    ),
    (rf"(?:{_ORDINAL}{GAP})?anniversary\b", relative.read_anniversary),
)


def _compile() -> tuple[Production, ...]:
    return tuple(
        Production(pattern=re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE), read=read)
        for pattern, read in (*_ABSOLUTE, *_RELATIVE)
    )


def _loosen(pattern: str) -> str:
    """Return a pattern without names and capitals that matches, in lower-cased text, wherever the pattern does."""
    for strict, loose in (
        (MONTH, _LOOSE_MONTH),
        (SHORT_YEAR, r"['’]?\d\d\b"),
        (_NOT_NAME, ""),
        (_UNAMBIGUOUS_MONTH, _LOOSE_MONTH),
    ):
        pattern = pattern.replace(strict, loose)
    pattern = re.sub(r"\(\?P=\w+\)", "[-./]", re.sub(r"\(\?P<\w+>", "(?:", pattern))
    return re.sub(r"(?<!\\)[A-Z]", lambda letter: letter[0].lower(), pattern)


_LOOSE_MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)


def _scanner() -> re.Pattern[str]:
    """Return the expression that finds where any production may begin; the group that matched tells the first to try.

    It is case-sensitive and made for lower-cased text, and its groups are empty and stand last: only so can ``re`` pass
    over an alternative by its first letter. That makes scanning four times faster.
    """
    loose = (_loosen(pattern) for pattern, _ in (*_ABSOLUTE, *_RELATIVE))
    alternatives = "|".join(f"{bare}(?P<p{index}>)" for index, bare in enumerate(loose))
    return re.compile(rf"(?<!\w)(?=[\w'’])(?:{alternatives})")


PRODUCTIONS = _compile()
SCANNER = _scanner()
