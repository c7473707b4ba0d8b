"""The legend: actors by colour, kinds of event by shape, and how precisely places are known, each with its count.

In: the events and the marks that stand on the map. Out: a block of columns of known height, and its artists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geomap.figures.drawing import Pen, draw_badge, draw_pie, draw_shape
from geomap.figures.eventtable import AREA_PRECISIONS, PRECISIONS, EventTable
from geomap.figures.fonts import Typesetter
from geomap.figures.marks import Mark, MarkKind
from geomap.figures.palette import ActorPalette
from geomap.figures.shapes import badge_outline, disc, stamp
from geomap.figures.theme import BODY, HEADING
from geomap.model import PlacePrecision
from geomap.symbology import SHAPES, shape_of

__all__ = ["LegendBlock", "LegendItem", "Section", "Swatch", "build_sections", "lay_out_legend"]

LINE, HEAD, BEFORE = 8.6, 10.5, 5.0
SWATCH_ROOM = 15.0
COLUMN_LEAST, COLUMN_GAP, COLUMNS_MOST = 108.0, 10.0, 4
MOST_LINES = 2


class Swatch(StrEnum):
    """What stands before a line of the legend."""

    ACTOR = "actor"
    SHAPE = "shape"
    EXACT = "exact"
    APPROXIMATE = "approximate"
    AREA = "area"
    PIE = "pie"
    DOUBTFUL = "doubtful"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendItem:
    """One line: what is drawn, what it means, how many events it stands for."""

    swatch: Swatch
    text: str
    colour: str
    count: int | None = None
    shape: str = "circle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines."""

    heading: str
    items: tuple[LegendItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    lines: tuple[str, ...]
    height: float
    item: LegendItem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendBlock:
    """A legend laid out in columns, ready to be drawn from its upper left corner."""

    columns: Columns
    column_width: float
    height: float

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw the legend on the paper; coordinates are points, y upwards."""
        for number, column in enumerate(self.columns):
            x, y = left + number * (self.column_width + COLUMN_GAP), top
            for row in column:
                if row.item is not None:
                    _draw_item(pen, row, row.item, x, y)
                elif row.lines:
                    _draw_heading(pen, row, x, y)
                y -= row.height


def build_sections(
    table: EventTable, palette: ActorPalette, marks: Iterable[Mark], ink: str, *, on_map: bool, spread: bool
) -> list[Section]:
    """Give the sections of a legend; ``marks`` are those of all maps, ``spread`` whether the timeline has pale bars."""
    actors = [
        LegendItem(swatch=Swatch.ACTOR, text=entry.name, colour=entry.colour, count=entry.count)
        for entry in palette.entries
        if entry.count
    ]
    sections = [Section(heading="Events by actor", items=tuple(actors))]
    if on_map:
        sections.append(Section(heading="Kinds of event", items=tuple(_kinds(table, ink))))
        sections.append(Section(heading="The place is known as", items=tuple(_precisions(table, list(marks), ink))))
    if spread:
        pale = LegendItem(swatch=Swatch.SPREAD, text="day not known: spread over its days", colour=ink)
        sections.append(Section(heading="Timeline", items=(pale,)))
    return [section for section in sections if section.items]


def _kinds(table: EventTable, ink: str) -> list[LegendItem]:
    """List the shapes that occur, with the families each stands for."""
    counts = np.bincount(table.family + 1, minlength=len(table.families) + 1)
    names: dict[str, list[str]] = {}
    totals: dict[str, int] = {}
    for code, count in enumerate(counts.tolist(), start=-1):
        if count:
            name = table.families[code] if code >= 0 else "other"
            shape = shape_of(name)
            names.setdefault(shape, []).append(name)
            totals[shape] = totals.get(shape, 0) + count
    order = list(dict.fromkeys(SHAPES.values()))
    return [
        LegendItem(
            swatch=Swatch.SHAPE, text=", ".join(sorted(names[shape])), colour=ink, count=totals[shape], shape=shape
        )
        for shape in sorted(names, key=order.index)
    ]


def _precisions(table: EventTable, marks: list[Mark], ink: str) -> list[LegendItem]:
    """List how precisely places are known, as far as it occurs, and what pies and question marks mean."""
    exact = table.placed & ~table.approximate & ~table.vague
    approximate = table.placed & table.approximate
    items = []
    if exact.any():
        kinds = [PlacePrecision.SITE, PlacePrecision.CITY, PlacePrecision.UNKNOWN]
        text = _join(["site", "town", "point of unknown precision"], kinds, table, exact)
        items.append(LegendItem(swatch=Swatch.EXACT, text=text, colour=ink, count=int(exact.sum())))
    if approximate.any():
        items.append(
            LegendItem(
                swatch=Swatch.APPROXIMATE,
                text="near, between or off a place; a dashed ring shows how far",
                colour=ink,
                count=int(approximate.sum()),
            )
        )
    if table.vague.any():
        text = _join(["district", "province", "country"], AREA_PRECISIONS, table, table.vague)
        items.append(LegendItem(swatch=Swatch.AREA, text=f"{text} only", colour=ink, count=int(table.vague.sum())))
    pies = [mark for mark in marks if mark.kind is MarkKind.PIE]
    if pies:
        text = "several events, with their number"
        if any(mark.vague or table.approximate[mark.rows].any() for mark in pies):
            text += "; dashed rim: not all known to a spot"
        items.append(LegendItem(swatch=Swatch.PIE, text=text, colour=ink))
    if (table.doubtful & table.placed).any():
        count = int((table.doubtful & table.placed).sum())
        items.append(LegendItem(swatch=Swatch.DOUBTFUL, text="uncertain, could be elsewhere", colour=ink, count=count))
    return items


def _join(words: Sequence[str], precisions: Sequence[PlacePrecision], table: EventTable, rows: np.ndarray) -> str:
    used = set(np.unique(table.precision[rows]).tolist())
    told = [w for w, p in zip(words, precisions, strict=True) if PRECISIONS.index(p) in used]
    return " or ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def lay_out_legend(
    sections: Sequence[Section], type_: Typesetter, width: float, columns: int | None = None
) -> LegendBlock:
    """Lay a legend out in columns of like height; a section is divided only where that saves much."""
    most = columns or int(min(COLUMNS_MOST, max(1, (width + COLUMN_GAP) // (COLUMN_LEAST + COLUMN_GAP))))
    room = (width - (most - 1) * COLUMN_GAP) / most
    blocks = [_rows_of(section, type_, room) for section in sections]
    whole = _even_out(blocks, most)
    divided = _even_out([[row] for block in blocks for row in block], most)
    chosen = whole if _height(whole) <= 1.3 * _height(divided) + LINE else divided
    return LegendBlock(columns=chosen, column_width=room, height=_height(chosen))


def _rows_of(section: Section, type_: Typesetter, room: float) -> list[_Row]:
    rows = [_Row(lines=(section.heading,), height=HEAD + BEFORE)]
    for item in section.items:
        count = "" if item.count is None else f"{item.count:,}"
        text = type_.spell(item.text)
        left = room - SWATCH_ROOM - type_.width(count, BODY) - 5
        lines = type_.wrap(text, BODY, left, most=MOST_LINES if item.swatch is Swatch.ACTOR else 4)
        rows.append(_Row(lines=tuple(lines), height=LINE * len(lines) + 1.2, item=item))
    return rows


_CONTINUED = _Row(lines=(), height=HEAD + BEFORE)
"""Stands where a column goes on with a section: its lines stay level with those of the other columns."""

Columns = tuple[tuple[_Row, ...], ...]


def _height(columns: Columns) -> float:
    return max((sum(row.height for row in column) for column in columns), default=0.0)


def _even_out(blocks: Sequence[Sequence[_Row]], most: int) -> Columns:
    """Fill at most so many columns with blocks, in order, as low as they go."""
    height = max(
        sum(row.height for block in blocks for row in block) / most, *(_height((tuple(b),)) for b in blocks), 0.0
    )
    while len(columns := _flow(blocks, height)) > most:
        height += 1.0
    return columns


def _flow(blocks: Sequence[Sequence[_Row]], height: float) -> Columns:
    """Fill columns of a height from above; a heading never ends one."""
    columns: list[list[_Row]] = [[]]
    for number, block in enumerate(blocks):
        need = sum(row.height for row in block)
        if len(block) == 1 and block[0].item is None and number + 1 < len(blocks):
            need += blocks[number + 1][0].height
        if columns[-1] and sum(row.height for row in columns[-1]) + need > height + 0.01:
            columns.append([] if block[0].item is None else [_CONTINUED])
        columns[-1] += block
    return tuple(tuple(column) for column in columns)


def _draw_heading(pen: Pen, row: _Row, x: float, y: float) -> None:
    text = pen.type.put(
        pen.ax, x, y - BEFORE - 1, row.lines[0], HEADING, pen.theme.quiet, weight="bold", ha="left", va="top"
    )
    text.set_gid("legend-heading")


def _draw_item(pen: Pen, row: _Row, item: LegendItem, x: float, y: float) -> None:
    draw_swatch(pen, item, x + 5.5, y - LINE / 2 - 0.6)
    for number, line in enumerate(row.lines):
        base = y - LINE * (number + 0.5) - 0.6
        text = pen.type.put(pen.ax, x + SWATCH_ROOM, base, line, BODY, pen.theme.ink, ha="left", va="center_baseline")
        text.set_gid("legend-more" if number else "legend-text")
    if item.count is not None:
        after = x + SWATCH_ROOM + pen.type.width(row.lines[-1], BODY) + 5
        base = y - LINE * (len(row.lines) - 0.5) - 0.6
        number_ = pen.type.put(
            pen.ax, after, base, f"{item.count:,}", BODY, pen.theme.quiet, ha="left", va="center_baseline"
        )
        number_.set_gid("legend-count")


def draw_swatch(pen: Pen, item: LegendItem, x: float, y: float) -> None:
    """Draw the sample of one line of the legend around a point."""
    theme, colour = pen.theme, item.colour
    if item.swatch is Swatch.ACTOR:
        stamp(pen.ax, disc(3.4), x, y, "legend-actor", facecolors=colour, linewidths=0)
    elif item.swatch is Swatch.SHAPE:
        draw_shape(pen, x, y, item.shape, 3.4, colour, hollow=False)
    elif item.swatch is Swatch.EXACT:
        draw_shape(pen, x, y, "circle", 3.4, colour, hollow=False)
    elif item.swatch is Swatch.APPROXIMATE:
        ring = {"facecolors": "none", "edgecolors": colour, "linewidths": 0.7, "linestyles": [(0, (2.0, 1.4))]}
        stamp(pen.ax, disc(5.2), x, y, "legend-ring", **ring)
        draw_shape(pen, x, y, "circle", 2.9, colour, hollow=True)
    elif item.swatch is Swatch.AREA:
        draw_badge(pen, x, y, 11.5, 8.5, [(colour, 1)], "")
    elif item.swatch is Swatch.PIE:
        draw_pie(pen, x, y, 4.6, [(colour, 2), (theme.rule, 1)], "", dashed="dashed" in item.text)
    elif item.swatch is Swatch.DOUBTFUL:
        draw_shape(pen, x, y, "circle", 3.6, colour, hollow=False, doubtful=True)
    else:
        box = badge_outline(9.0, 6.0, 0.5)
        stamp(pen.ax, box, x, y, "legend-spread", facecolors=colour, alpha=0.35, linewidths=0)
