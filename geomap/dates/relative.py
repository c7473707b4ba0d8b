"""Readers of expressions that count from the publication or from a day named before.

Each takes a match of its own pattern and the context, and gives a reading. Without a reference date the interval is
unknown; nothing is ever counted from the clock.
"""

from __future__ import annotations

import datetime as dt
import re

from geomap.dates import calendar
from geomap.dates.lexicon import NUMBERS, weekday_number
from geomap.dates.mention import UNKNOWN_DATE, DateKind
from geomap.dates.partial import Context, Reading, looks_ahead, read_partial, resolve
from geomap.model import DateInterval

__all__ = [
    "read_ago",
    "read_anniversary",
    "read_day_word",
    "read_distance",
    "read_neighbour",
    "read_night_between",
    "read_overnight",
    "read_part_of_period",
    "read_past_span",
    "read_recurring",
    "read_same_time",
    "read_this_period",
    "read_weekday",
    "read_weekday_of_week",
]

_LOOSE_SPANS = {"day": 7, "week": 42, "month": 183, "year": 5 * 365, "hour": 1, "decade": 20 * 365}
"""Days that "recent weeks" and its like reach back: a convention of ours, wide rather than wrong."""


def _relative(interval: DateInterval | None, *, future: bool = False) -> Reading:
    kind = DateKind.FUTURE if future else DateKind.RELATIVE
    return Reading(interval=UNKNOWN_DATE if interval is None else interval, kind=kind)


def read_day_word(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "today", "dawn today", "yesterday", "tomorrow", "last night", "this morning", "the day before yesterday"."""
    words = re.sub(r"\s+", " ", hit["word"].casefold())
    future = words in {"tomorrow", "the day after tomorrow"}
    if context.reference is None:
        return _relative(None, future=future)
    days = _DAY_WORDS.get(words, 0)
    return _relative(calendar.day_interval(calendar.shift(context.reference, days)), future=future)


_DAY_WORDS = {
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def read_overnight(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "overnight" (the two days of the night that ends on the reference day), "overnight into Tuesday"."""
    named = hit.groupdict().get("weekday")
    if context.reference is None:
        return _relative(None)
    morning = context.reference
    if named:
        day = calendar.recent_weekday(context.reference, weekday_number(named))
        if not hit["into"]:
            return Reading(interval=calendar.day_interval(day), kind=DateKind.POINT)
        morning = day
    return _relative(calendar.range_interval(calendar.shift(morning, -1), morning))


def read_night_between(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "the night between Monday and Tuesday", "Monday night into Tuesday"."""
    if context.reference is None:
        return _relative(None)
    last = calendar.recent_weekday(context.reference, weekday_number(hit["second"]))
    first = calendar.recent_weekday(last, weekday_number(hit["first"]))
    return Reading(interval=calendar.range_interval(first, last), kind=DateKind.RANGE)


def read_weekday(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "Tuesday", "early morning Tuesday", "late on Tuesday", "last Tuesday", "next Friday"."""
    which = " ".join((hit["which"] or "").casefold().split())
    partial = read_partial(hit, context, "_only")
    weekday = weekday_number(hit["weekday_only"])
    if which not in {"last", "next"} or context.reference is None:
        reading = resolve(partial, context)
        if reading is not None and which == "next":
            return _relative(None, future=True)
        return reading
    if which == "next":
        ahead = (weekday - context.reference.weekday() - 1) % 7 + 1
        return _relative(calendar.day_interval(calendar.shift(context.reference, ahead)), future=True)
    before = calendar.recent_weekday(calendar.shift(context.reference, -1), weekday)
    return _relative(calendar.day_interval(before))


def read_weekday_of_week(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "Monday last week", "Friday of next week", "on Tuesday this week"."""
    which = hit["week"].casefold().split()[-1]
    future = which in {"next", "following"}
    if context.reference is None:
        return _relative(None, future=future)
    base = calendar.shift(context.reference, {"last": -7, "previous": -7, "next": 7, "following": 7}.get(which, 0))
    day = calendar.shift(base, weekday_number(hit["weekday_only"]) - base.weekday())
    return _relative(calendar.day_interval(day), future=day > context.reference)


def read_this_period(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "last week", "this month", "next year", "earlier this week", "later this year", "at the weekend"."""
    which, unit = hit["which"].casefold().split()[-1], hit["unit"].casefold()
    limit = (hit["limit"] or "").casefold()
    future = which in {"next", "coming"} or limit == "later" or (which == "this" and looks_ahead(context))
    if context.reference is None:
        return _relative(None, future=future)
    step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    interval = _period(unit, step, context.reference)
    if interval is None or interval.start is None or interval.end is None:
        return None
    start, end = interval.start, interval.end
    if limit == "earlier":
        end = max(start, min(end, context.reference))
    elif limit == "later":
        start = min(end, max(start, context.reference))
    return _relative(DateInterval(start=start, end=end, precision=interval.precision), future=future)


def _period(unit: str, step: int, reference: dt.date) -> DateInterval | None:
    """Return the calendar period of the reference day, or the one so many steps away."""
    if unit == "week":
        return calendar.week_interval(calendar.shift(reference, 7 * step))
    if unit == "weekend":
        # "over the weekend" in a report of Monday to Friday is the one that has passed
        back = 0 if reference.weekday() >= 5 or step > 0 else -7
        return calendar.weekend_interval(calendar.shift(reference, back + (7 * step if back == 0 else 0)))
    if unit == "month":
        day = calendar.add_months(reference, step)
        return calendar.month_interval(day.year, day.month)
    year = reference.year + step * {"decade": 10, "century": 100}.get(unit, 1)
    if not 1 <= year <= 9900:
        return None
    if unit == "decade":
        return calendar.decade_interval(year - year % 10)
    if unit == "century":
        first = year - (year - 1) % 100
        return calendar.range_interval(dt.date(first, 1, 1), dt.date(first + 99, 12, 31))
    return calendar.year_interval(year)


def read_part_of_period(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "late last year", "early this month", "the end of last month", "the start of the year"."""
    if context.reference is None:
        return _relative(None)
    which, unit = (hit["which"] or "this").casefold(), hit["unit"].casefold()
    interval = _period(unit, {"last": -1, "next": 1}.get(which, 0), context.reference)
    if interval is None or interval.start is None:
        return None
    word = hit["part"].casefold().removeprefix("the ")
    part = "early" if word.startswith(("early", "beginning", "start")) else "mid" if word.startswith("mid") else "late"
    start = interval.start
    if unit == "week":
        first, last = {"early": (0, 1), "mid": (2, 3), "late": (3, 6)}[part]
        interval = calendar.range_interval(calendar.shift(start, first), calendar.shift(start, last))
    elif unit == "month":
        interval = calendar.part_of_month(start.year, start.month, part)
    else:
        interval = calendar.part_of_year(start.year, part)
    future = interval.start is not None and interval.start > context.reference
    return _relative(interval, future=future)


def read_past_span(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "the past three days", "the last 24 hours", "recent weeks", "the next two months"."""
    word, unit = hit["which"].casefold(), _unit(hit["unit"])
    future = word in {"next", "coming"}
    if context.reference is None:
        return _relative(None, future=future)
    written = hit.groupdict().get("number")
    loose = written is None and hit["unit"].casefold().endswith("s")
    if loose or (written or "").casefold() in {"few", "several"}:
        days = _LOOSE_SPANS.get(unit, 30)
        far = calendar.shift(context.reference, days if future else -days)
        return _relative(calendar.range_interval(far, context.reference), future=future)
    far = _step(context.reference, (1 if future else -1) * number_of(written or "one"), unit)
    return _relative(calendar.range_interval(far, context.reference), future=future)


def read_ago(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "two days ago", "three weeks earlier", "a day later".

    "ago" counts from the reference date, "earlier" and "later" from the day named last. Days give a day, weeks a
    week, months a month, years a year.
    """
    direction = " ".join(hit["direction"].casefold().split())
    if direction == "from now":
        return _from_now(hit, context)
    sign = 1 if direction in {"later", "afterwards", "afterward", "after"} else -1
    # "two days later" counts from a day told before it, never from the report
    base = context.reference if direction == "ago" or (context.anchor is None and sign < 0) else context.anchor
    if base is None or (hit["number"] is None and direction != "ago"):
        return _relative(None)
    unit = _unit(hit["unit"])
    if hit["number"] is None:
        return _loosely_ago(base, unit)
    day = _step(base, sign * number_of(hit["number"]), unit)
    return _told(day, _at_unit(day, unit), context)


def _from_now(hit: re.Match[str], context: Context) -> Reading:
    if context.reference is None or hit["number"] is None:
        return _relative(None, future=True)
    unit = _unit(hit["unit"])
    return _relative(_at_unit(_step(context.reference, number_of(hit["number"]), unit), unit), future=True)


def _told(day: dt.date, interval: DateInterval, context: Context) -> Reading:
    """Return a counted day; one that comes to lie after the report without a "will" was counted from the wrong day."""
    future = context.reference is not None and day > context.reference
    if (
        future
        and not looks_ahead(context)
        and context.anchor is not None
        and context.anchor <= (context.reference or day)
    ):
        return _relative(None)
    return _relative(interval, future=future)


def _loosely_ago(reference: dt.date, unit: str) -> Reading:
    """Read "a few hours ago" as the reference day, "several weeks ago" as the weeks up to it."""
    if unit == "hour":
        return _relative(calendar.day_interval(reference))
    return _relative(calendar.range_interval(calendar.shift(reference, -_LOOSE_SPANS.get(unit, 30)), reference))


def _at_unit(day: dt.date, unit: str) -> DateInterval:
    if unit == "month":
        return calendar.month_interval(day.year, day.month)
    if unit == "year":
        return calendar.year_interval(day.year)
    if unit in {"decade", "century"}:
        return calendar.decade_interval(day.year - day.year % 10)
    if unit in {"week", "fortnight"}:
        return calendar.week_interval(day)
    return calendar.day_interval(day)


def read_neighbour(hit: re.Match[str], context: Context) -> Reading | None:
    """Read "the next day", "the previous week", "that month", "the same day": counted from the day named last."""
    which, unit = hit["which"].casefold(), _unit(hit["unit"])
    step = {"same": 0, "that": 0, "previous": -1, "preceding": -1, "before": -1}.get(which, 1)
    base = context.anchor if step > 0 else context.anchor or context.reference
    if base is None:
        return _relative(None)
    if unit in {"day", "night", "morning", "afternoon", "evening"}:
        day = calendar.shift(base, step)
        return _told(day, calendar.day_interval(day), context)
    return _relative(_period(unit, step, base))


def read_same_time(hit: re.Match[str], context: Context) -> Reading | None:  # noqa: ARG001 - one signature for all
    """Read "hours later", "minutes earlier", "at about the same time", "shortly afterwards": the day named last."""
    return None if context.anchor is None else _relative(calendar.day_interval(context.anchor))


def read_anniversary(hit: re.Match[str], context: Context) -> Reading | None:  # noqa: ARG001 - one signature for all
    """Read "the tenth anniversary": no day of its own."""
    return Reading(interval=UNKNOWN_DATE, kind=DateKind.ANNIVERSARY)


def read_distance(hit: re.Match[str], context: Context) -> Reading | None:  # noqa: ARG001 - one signature for all
    """Read "four years after", "two weeks before", "hours after" another event: no days that the text itself gives."""
    short = _unit(hit["unit"]) in {"hour", "day", "night"}
    return Reading(interval=UNKNOWN_DATE, kind=DateKind.RELATIVE if short else DateKind.ANNIVERSARY)


def read_recurring(hit: re.Match[str], context: Context) -> Reading | None:  # noqa: ARG001 - one signature for all
    """Read "every Friday", "on Fridays", "each year": no day of their own."""
    return Reading(interval=UNKNOWN_DATE, kind=DateKind.RECURRING)


def number_of(word: str) -> int:
    """Return the number a word or digits stand for."""
    folded = word.casefold()
    if folded.isdigit():
        return int(folded)
    return 2 if "couple" in folded else NUMBERS.get(folded, 1)


def _unit(word: str) -> str:
    folded = word.casefold()
    return {"centuries": "century", "centurie": "century"}.get(folded, folded.removesuffix("s"))


def _step(day: dt.date, count: int, unit: str) -> dt.date:
    if unit in {"month", "year", "decade", "century"}:
        return calendar.add_months(day, count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit])
    if unit == "hour":
        return calendar.shift(day, int(count / 24))
    return calendar.shift(day, count * {"week": 7, "fortnight": 14}.get(unit, 1))
