"""Count a frame of events: by actor, type, period and place, with people killed, injured and the like as spans.

In: an event frame. Out: a `Summary`. A record that stands for many events ("48 attacks") counts as many; a number of
people that is told as "at least" leaves the total open at its upper end, and what no text tells is not taken for none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geomap.periods import Period, choose_scale
from geomap.wording import say_span

__all__ = ["Count", "Summary", "Toll", "summarise"]

_MOST_PERIODS = 12
_LONG_PERIODS = frozenset({Period.FIVE_YEARS, Period.TEN_YEARS, Period.CENTURY})
_MOST_ROWS = 12
"""Longer tables are cut, and say how much they leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """People harmed in several events: the least and the most; a ``high`` of None is open.

    ``told`` is how many records give a number at all.
    """

    low: int
    high: int | None
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A row of a table: a name, its records, the events they stand for, and their casualties."""

    name: str
    records: int
    events: int
    killed: Toll
    injured: Toll


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a frame holds. Tables are ordered by number of events, the periods by time.

    ``span`` is the first and last day in words, None without a dated event. ``unplaced`` and ``undated`` are records
    without a place and without a date, ``doubtful`` those with a confidence below a half, ``told`` those that come from
    the sentences of an article, not from a row of a table.
    """

    total: Count
    missing: Toll
    displaced: Toll
    span: str | None
    sources: int
    unplaced: int
    undated: int
    doubtful: int
    told: int
    tables: tuple[tuple[str, tuple[Count, ...], int], ...]
    """Heading, rows, and how many rows were left out."""


def summarise(frame: gpd.GeoDataFrame, country_name: Callable[[str], str]) -> Summary:
    """Count the events of a frame in the event schema; ``country_name`` turns an ISO code into a name.

    Examples
    --------
    >>> from geomap.frame import check_frame
    >>> rows = pd.DataFrame(
    ...     {
    ...         "actor": ["A", "A"],
    ...         "count": [1, 48],
    ...         "killed_min": [3, None],
    ...         "killed_max": [3, None],
    ...         "latitude": [1.0, None],
    ...         "longitude": [2.0, None],
    ...     }
    ... )
    >>> summary = summarise(check_frame(rows), str)
    >>> summary.total.events, summary.total.killed.low, summary.total.killed.told, summary.unplaced
    (49, 3, 1, 1)
    """
    groups = {
        "Actors": frame["actor"].map(lambda name: name if isinstance(name, str) else "no actor named"),
        "Types": frame["event_type"].map(lambda name: name if isinstance(name, str) else "other"),
        "Places": frame.apply(lambda row: _name_place(row, country_name), axis=1) if len(frame) else frame["place"],
    }
    tables = [(heading, *_cut(_count_by(frame, keys))) for heading, keys in groups.items()]
    days, periods = _sort_into_periods(frame)
    tables.insert(2, ("Periods", tuple(periods), 0))
    return Summary(
        total=_count("all", frame),
        missing=_add(frame["missing_min"], frame["missing_max"]),
        displaced=_add(frame["displaced_min"], frame["displaced_max"]),
        span=say_span(min(days), max(days)) if days else None,
        sources=frame["source"].nunique(),
        unplaced=int(frame.geometry.isna().sum()),
        undated=int(frame["date_start"].isna().sum()),
        doubtful=int((frame["confidence"] < 0.5).sum()),
        told=int((frame["evidence"].fillna("[]") != "[]").sum()),
        tables=tuple(table for table in tables if table[1]),
    )


def _name_place(row: Any, country_name: Callable[[str], str]) -> str:  # noqa: ANN401 - a row of a frame
    """Name the town and country; an event known to a country or province only counts there."""
    if row["place_precision"] == "unknown":
        return "no place"
    country = country_name(row["country"]) if isinstance(row["country"], str) else None
    place = row["place"] if isinstance(row["place"], str) else None
    return ", ".join(dict.fromkeys(name for name in (place, country) if name)) or "place without a name"


def _count_by(frame: gpd.GeoDataFrame, keys: pd.Series[Any]) -> list[Count]:
    counts = [_count(str(name), part) for name, part in frame.groupby(keys.to_numpy(), sort=False)]
    return sorted(counts, key=lambda count: (-count.events, count.name))


def _sort_into_periods(frame: gpd.GeoDataFrame) -> tuple[list[int], list[Count]]:
    """Count by period, as short as a short table allows; a date wider than one of them stands in none."""
    dated = frame[frame["date_start"].notna()]
    if not len(dated):
        return [], []
    starts = dated["date_start"].to_numpy().astype("datetime64[D]").astype("int64")
    ends = dated["date_end"].fillna(dated["date_start"]).to_numpy().astype("datetime64[D]").astype("int64")
    scale = choose_scale(int(starts.min()), int(starts.max()), _MOST_PERIODS)
    numbers = scale.locate(starts)
    numbers[ends >= scale.edges[numbers + 1]] = scale.size
    several = "periods" if scale.period in _LONG_PERIODS else f"{scale.period}s"
    names = [*map(scale.name, range(scale.size)), f"dated over several {several}"]
    counts = [_count(names[int(number)], part) for number, part in dated.groupby(numbers)]
    return [*starts.tolist(), *ends.tolist()], counts


def _count(name: str, part: gpd.GeoDataFrame) -> Count:
    return Count(
        name=name,
        records=len(part),
        events=int(part["count"].fillna(1).sum()),
        killed=_add(part["killed_min"], part["killed_max"]),
        injured=_add(part["injured_min"], part["injured_max"]),
    )


def _add(lows: pd.Series[Any], highs: pd.Series[Any]) -> Toll:
    """Add spans: a record with no least number adds none to the least, one with no most leaves the sum open."""
    told = lows.notna() | highs.notna()
    open_ended = bool((told & highs.isna()).any())
    return Toll(
        low=int(lows[told].fillna(0).sum()),
        high=None if open_ended else int(highs[told].sum()),
        told=int(told.sum()),
    )


def _cut(counts: list[Count]) -> tuple[tuple[Count, ...], int]:
    kept = counts if len(counts) <= _MOST_ROWS else counts[: _MOST_ROWS - 1]
    return tuple(kept), len(counts) - len(kept)
