"""The timeline: events by date, stacked by actor.

In: the events. Out: counts by period, and bars on axes whose x is days since 1970-01-01, as matplotlib's dates are. An
event whose day is not known is spread evenly over its days and drawn pale; one without a date stands apart at the end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from geomap.errors import InputError
from geomap.figures.eventtable import EventTable
from geomap.figures.fonts import Typesetter
from geomap.figures.palette import ActorPalette
from geomap.figures.projection import Floats
from geomap.figures.theme import SMALL, Theme
from geomap.periods import Period, Scale, choose_scale, make_scale
from geomap.wording import MONTHS

__all__ = ["Timeline", "count_tick_lines", "count_timeline", "draw_timeline"]

POINTS_PER_BAR = 4.5
MOST_BARS = 600
MOST_BAR = 18.0
PALE = 0.38
TICK_ROOM = 34.0
_LAST_DAY = 2_932_896
"""The last day that Python's dates know, in the year 9999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events counted by period and entry of the legend; ``scale`` is None where no event has a date."""

    scale: Scale | None
    sharp: Floats
    spread: Floats
    undated: Floats

    @property
    def most(self) -> float:
        """The height of the highest bar."""
        total = (self.sharp + self.spread).sum(axis=1)
        return float(max(total.max(initial=0.0), self.undated.sum()))


def count_timeline(table: EventTable, palette: ActorPalette, period: Period | None, width: float) -> Timeline:
    """Count events into periods: the given one, else the shortest whose bars are wide enough to be seen.

    Raises
    ------
    InputError
        When the given period makes more bars than can be told apart.
    """
    entries = len(palette.entries)
    entry = palette.entry_of(table)
    undated = np.bincount(entry[~table.dated], minlength=entries).astype(float)
    if not table.dated.any():
        empty = np.zeros((0, entries))
        return Timeline(scale=None, sharp=empty, spread=empty, undated=undated)
    start, end, entry = table.start[table.dated], table.end[table.dated], entry[table.dated]
    first, last = int(start.min()), int(end.max())
    scale = make_scale(period, first, last) if period else choose_scale(first, last, int(width / POINTS_PER_BAR))
    if scale.size > MOST_BARS:
        raise InputError(f"a timeline by {scale.period} has {scale.size:,} bars here: choose a longer period")
    low, high = scale.locate(start), scale.locate(end)
    within = low == high
    shape = (scale.size, entries)
    sharp = np.bincount(low[within] * entries + entry[within], minlength=scale.size * entries).reshape(shape)
    # what is spread is added where it begins and taken off where it ends; the running sum is its height between
    steps = np.zeros((scale.size + 1, entries))
    share = 1.0 / (high - low + 1)[~within]
    np.add.at(steps, (low[~within], entry[~within]), share)
    np.add.at(steps, (high[~within] + 1, entry[~within]), -share)
    spread = np.maximum(np.cumsum(steps, axis=0)[:-1], 0.0)
    spread[spread < 1e-9] = 0.0
    return Timeline(scale=scale, sharp=sharp.astype(float), spread=spread, undated=undated)


def draw_timeline(
    ax: Axes, timeline: Timeline, palette: ActorPalette, type_: Typesetter, theme: Theme, width: float
) -> None:
    """Draw the bars, their dates and a scale of whole numbers."""
    edges = timeline.scale.edges if timeline.scale else np.array([0, 1])
    span = float(edges[-1] - edges[0])
    stub = span * 16.0 / max(width - 30, 60)
    has_stub = bool(timeline.undated.any())
    colours = [entry.colour for entry in palette.entries]
    if timeline.scale:
        left, right = edges[:-1].astype(float), edges[1:].astype(float)
        trim = np.minimum((right - left) * 0.08, span * 0.6 / width)
        # a few wide periods would make blocks of colour
        trim = np.maximum(trim, (right - left - MOST_BAR * span / width) / 2)
        base = np.zeros(timeline.scale.size)
        for heights, alpha, gid in ((timeline.sharp, 1.0, "timeline-bars"), (timeline.spread, PALE, "timeline-spread")):
            base = _stack(ax, left + trim, right - trim, base, heights, colours, alpha, gid)
    at = float(edges[-1]) + stub * 0.9
    if has_stub:
        _stack(
            ax,
            np.array([at]),
            np.array([at + stub]),
            np.zeros(1),
            timeline.undated[None, :],
            colours,
            1.0,
            "timeline-undated",
        )
    ax.set_xlim(float(edges[0]), at + stub * 1.4 if has_stub else float(edges[-1]))
    ax.set_ylim(0, max(timeline.most, 1.0) * 1.08)
    _mark_dates(ax, timeline, type_, theme, width, at + stub / 2 if has_stub else None)
    _mark_numbers(ax, timeline, type_, theme)


def _stack(
    ax: Axes,
    left: Floats,
    right: Floats,
    base: Floats,
    heights: Floats,
    colours: list[str],
    alpha: float,
    gid: str,
) -> Floats:
    """Stack bars of every colour on a base and give the new one."""
    for number, colour in enumerate(colours):
        height = heights[:, number]
        some = np.flatnonzero(height)
        if len(some):
            low, high = base[some], base[some] + height[some]
            corners = np.stack([left[some], low, left[some], high, right[some], high, right[some], low], axis=1)
            bars = PolyCollection(
                list(corners.reshape(-1, 4, 2)), facecolors=colour, alpha=alpha, linewidths=0, zorder=3
            )
            bars.set_gid(gid)
            ax.add_collection(bars, autolim=False)
        base = base + height
    return base


def count_tick_lines(timeline: Timeline, width: float) -> int:
    """Give how many lines the dates on the axis take."""
    ticks = date_ticks(timeline.scale, width) if timeline.scale else []
    return 2 if timeline.undated.any() or any("\n" in words for _, words in ticks) else 1


def _mark_dates(
    ax: Axes, timeline: Timeline, type_: Typesetter, theme: Theme, width: float, undated_at: float | None
) -> None:
    ticks = date_ticks(timeline.scale, width) if timeline.scale else []
    if undated_at is not None and timeline.scale:
        room = float(timeline.scale.edges[-1] - timeline.scale.edges[0]) * 26 / width
        ticks = [tick for tick in ticks if tick[0] < undated_at - room]
    positions, words = [t[0] for t in ticks], [t[1] for t in ticks]
    if undated_at is not None:
        positions, words = [*positions, undated_at], [*words, "no\ndate"]
    ax.set_xticks(
        positions, words, fontsize=SMALL, color=theme.quiet, fontfamily=list(type_.families), parse_math=False
    )
    ax.tick_params(axis="x", length=2.2, width=0.5, color=theme.rule, pad=1.5)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(theme.rule)
    ax.spines["bottom"].set_linewidth(0.6)


def _mark_numbers(ax: Axes, timeline: Timeline, type_: Typesetter, theme: Theme) -> None:
    ax.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    numbers = [
        n for n in ax.yaxis.get_major_locator().tick_values(0, max(timeline.most, 1.0)) if n >= 0 and n == int(n)
    ]
    numbers = [n for n in numbers if n <= max(timeline.most, 1.0) * 1.08]
    ax.set_yticks(
        numbers,
        [f"{int(n):,}" for n in numbers],
        fontsize=SMALL,
        color=theme.quiet,
        fontfamily=list(type_.families),
        parse_math=False,
    )
    ax.tick_params(axis="y", length=0, pad=2)
    ax.grid(axis="y", color=theme.rule, linewidth=0.35, zorder=0)
    ax.set_axisbelow(True)


def date_ticks(scale: Scale, width: float) -> list[tuple[float, str]]:
    """Choose dates to write on the axis: whole days, months or years, as many as there is room for."""
    if width / scale.size >= TICK_ROOM and scale.period is not Period.WEEK:
        middles = (scale.edges[:-1] + scale.edges[1:]) / 2
        return [(float(middle), _name_bar(scale, number)) for number, middle in enumerate(middles)]
    first, last = int(scale.edges[0]), int(scale.edges[-1])
    room = max(2, int(width / TICK_ROOM))
    if last - first <= 2 * room * 7:
        step = next(s for s in (1, 2, 7, 14) if (last - first) / s <= room or s == 14)
        days = [_date(day) for day in range(first, last, step)]
        return [(float(_number(day)), _name_day(day, first=i == 0)) for i, day in enumerate(days)]
    start, end = _date(first), _date(last)
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((s for s in (1, 2, 3, 6) if months / s <= room), 0)
    if step:
        begin = start.year * 12 + start.month - 1
        begin += (-begin) % step if start.day == 1 or step > 1 else 1
        numbers = range(begin, end.year * 12 + end.month, step)
        dates = [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]
        named = [(float(_number(day)), _name_month(day, first=i == 0)) for i, day in enumerate(dates)]
    else:
        years = end.year - start.year + 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if years / s <= room)
        dates = [dt.date(y, 1, 1) for y in range(-(-start.year // step) * step or 1, end.year + 1, step)]
        named = [(float(_number(day)), str(day.year)) for day in dates]
    return [tick for tick in named if first <= tick[0] <= last]


def _name_bar(scale: Scale, number: int) -> str:
    """Name a bar that is wide enough to have its name beneath it."""
    day = _date(int(scale.edges[number]))
    if scale.period is Period.DAY:
        return _name_day(day, first=number == 0)
    if scale.period is Period.MONTH:
        return _name_month(day, first=number == 0)
    if scale.period is Period.QUARTER:
        return f"{MONTHS[day.month - 1][:3]}–{MONTHS[day.month + 1][:3]}\n{day.year}"
    return scale.name(number).replace("–", "–\n")


def _name_day(day: dt.date, *, first: bool) -> str:
    words = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return f"{words}\n{day.year}" if first or (day.month == 1 and day.day <= 7) else words


def _name_month(day: dt.date, *, first: bool) -> str:
    return f"{MONTHS[day.month - 1][:3]}\n{day.year}" if first or day.month == 1 else f"{MONTHS[day.month - 1][:3]}"


def _date(days: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=min(days, _LAST_DAY))


def _number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days
