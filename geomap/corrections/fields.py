"""The fields of an event that a correction may set, and how their values are written.

Beside the columns of the event schema there are words that set several at once: ``date`` ("2023-12-26",
"2023-12", "2023", "2023-12-01/2023-12-05"), and ``killed``, ``injured``, ``missing`` and ``displaced`` (3, "3-5",
"at least 3"). An empty value clears a field that may be empty.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from geomap.corrections.rules import FieldValue
from geomap.errors import DateError, InputError
from geomap.model import Assertion, DatePrecision, EventFamily, PlacePrecision

__all__ = ["EDITABLE", "Values", "read_fields"]

Values = tuple[tuple[str, FieldValue], ...]
"""Columns of an event with the values they get."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_NUMBER = re.compile(r"(?:(?P<least>at least|>=|≥)\s*)?(?P<low>\d+)(?:\s*(?:-|–|to)\s*(?P<high>\d+))?")
_SHAPE = "write YYYY-MM-DD, YYYY-MM, YYYY, or two of them with a / between"


def read_fields(fields: Mapping[str, object]) -> Values:
    """Read the fields of an edit or of an added event into values of columns.

    Raises
    ------
    InputError
        If a field is unknown or its value is not one that it can have; the message names both.
    """
    return tuple(pair for name, value in fields.items() for pair in _read_field(name, value))


def _read_field(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    reader = _READERS.get(name)
    if reader is None:
        raise InputError(f"{name!r} cannot be set; choose one of {', '.join(sorted(EDITABLE))}")
    cell = None if isinstance(value, str) and not value.strip() else value
    yield from reader(name, cell)


def _read_text(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    if value is None and name in _NEEDED:
        raise InputError(f"{name} cannot be empty")
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name} is {value!r}; write a text in quotes")
    yield name, value.strip() if value is not None else None


def _read_actor(_: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    ((_, name),) = _read_text("actor", value)
    yield "actor", name
    yield "actors", (str(name),) if name is not None else ()


def _read_actors(_: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    several = value.split(";") if isinstance(value, str) else value if value is not None else []
    if not isinstance(several, Sequence) or not all(isinstance(name, str) for name in several):
        raise InputError(f'actors is {value!r}; write a list of names: ["First", "Second"], or "First; Second"')
    names = tuple(name.strip() for name in several if name.strip())
    yield "actor", names[0] if names else None
    yield "actors", names


def _read_choice(kind: type[StrEnum]) -> Callable[[str, object], Iterator[tuple[str, FieldValue]]]:
    def read(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
        if value not in set(kind):
            raise InputError(f"{name} is {value!r}; choose one of {', '.join(kind)}")
        yield name, str(value)

    return read


def _read_real(low: float, high: float) -> Callable[[str, object], Iterator[tuple[str, FieldValue]]]:
    def read(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
        try:
            number = None if value is None else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise InputError(f"{name} is {value!r}, not a number") from None
        if number is not None and not low <= number <= high:
            raise InputError(f"{name} is {value!r}; it lies between {low:g} and {high:g}")
        yield name, number

    return read


def _read_whole(least: int) -> Callable[[str, object], Iterator[tuple[str, FieldValue]]]:
    def read(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
        text = "" if value is None else str(value).strip()
        if text and not text.isdecimal():
            raise InputError(f"{name} is {value!r}; write a whole number")
        if (not text and name in _NEEDED) or (text and int(text) < least):
            raise InputError(f"{name} is {value!r}; it is {least} or more")
        yield name, float(text) if text else None

    return read


def _read_people(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    """Read "3", "3-5" or "at least 3" into the least and the most."""
    if value is None:
        low, high = None, None
    else:
        told = _NUMBER.fullmatch(str(value).strip().lower())
        if told is None:
            raise InputError(f'{name} is {value!r}; write a number, "3-5" or "at least 3"')
        low = float(told["low"])
        high = None if told["least"] else float(told["high"] or told["low"])
        if high is not None and high < low:
            raise InputError(f"{name} is {value!r}; the smaller number stands first")
    yield f"{name}_min", low
    yield f"{name}_max", high


def _read_day(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    start, end, precision = (None, None, "") if value is None else _parse_days(name, value)
    if value is not None and precision != DatePrecision.DAY:
        raise DateError(f"{name} is {value!r}; write one day as YYYY-MM-DD")
    yield name, end if name == "date_end" else start


def _read_date(name: str, value: object) -> Iterator[tuple[str, FieldValue]]:
    """Read an interval into its first and last day and its precision."""
    if value is None:
        start, end, precision = None, None, DatePrecision.UNKNOWN.value
    else:
        first, _, last = str(value).partition("/")
        start, end, precision = _parse_days(name, first)
        if last:
            _, end, _ = _parse_days(name, last)
            precision = DatePrecision.RANGE.value
        if end < start:
            raise DateError(f"{name} is {value!r}; the earlier day stands first")
    yield from (("date_start", start), ("date_end", end), ("date_precision", precision))


def _parse_days(name: str, value: object) -> tuple[dt.date, dt.date, str]:
    told = _DAY.fullmatch(str(value).strip())
    if told is None:
        raise DateError(f"{name} is {value!r}, not a date; {_SHAPE}")
    year, month, day = (int(part) if part else None for part in told.groups())
    try:
        if day is not None:
            one = dt.date(year or 0, month or 0, day)
            return one, one, DatePrecision.DAY.value
        first, last = month or 1, month or 12
        start = dt.date(year or 0, first, 1)
        end = dt.date(year or 0, last, monthrange(year or 0, last)[1])
    except (ValueError, IndexError) as error:
        raise DateError(f"{name} is {value!r}, not a day of the calendar; {_SHAPE}") from error
    return start, end, (DatePrecision.MONTH if month else DatePrecision.YEAR).value


_READERS: dict[str, Callable[[str, object], Iterator[tuple[str, FieldValue]]]] = {
    "title": _read_text,
    "event_type": _read_text,
    "event_family": _read_choice(EventFamily),
    "actor": _read_actor,
    "actors": _read_actors,
    "target": _read_text,
    "date": _read_date,
    "date_start": _read_day,
    "date_end": _read_day,
    "date_precision": _read_choice(DatePrecision),
    "place_precision": _read_choice(PlacePrecision),
    "radius_km": _read_real(0, 20_038),
    "confidence": _read_real(0, 1),
    "killed": _read_people,
    "killed_min": _read_whole(0),
    "killed_max": _read_whole(0),
    "injured": _read_people,
    "injured_min": _read_whole(0),
    "injured_max": _read_whole(0),
    "missing": _read_people,
    "missing_min": _read_whole(0),
    "missing_max": _read_whole(0),
    "displaced": _read_people,
    "displaced_min": _read_whole(0),
    "displaced_max": _read_whole(0),
    "count": _read_whole(1),
    "assertion": _read_choice(Assertion),
    "attributed_to": _read_text,
    "quote": _read_text,
    "source": _read_text,
    "source_url": _read_text,
    "published": _read_day,
}
_NEEDED = frozenset({"title", "event_type", "count"})
EDITABLE = frozenset(_READERS)
"""The fields that an edit or an added event may set."""
