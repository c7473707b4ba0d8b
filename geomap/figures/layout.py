"""Where everything stands on the sheet: head, maps, timeline, legend and notes, in points, before anything is drawn.

In: the events, the options, measured type. Out: a `Layout`. Without a height asked for, the sheet is as high as its
parts; with one, the maps get what the other parts leave.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.areas import Areas
from geomap.errors import InputError
from geomap.figures.eventtable import EventTable
from geomap.figures.extent import Bounds, View, bounds_of_events, choose_projection, fit_view
from geomap.figures.facets import Panel
from geomap.figures.fonts import Typesetter
from geomap.figures.furniture import STRIP, find_corner
from geomap.figures.legend import LegendBlock, Section, lay_out_legend
from geomap.figures.marks import Box, Mark, Placement, place_marks
from geomap.figures.options import PaperSize
from geomap.figures.theme import MM, SMALL, SUBTITLE, TITLE

__all__ = ["Head", "Layout", "PanelPlace", "Sheet", "lay_out", "lay_out_head"]

MARGIN, GAP = 5.0, 6.0
TITLE_LINE, SUBTITLE_LINE = 1.35, 1.4
"""Line height in sizes of type; letters of some scripts are higher than Latin ones."""
PANEL_HEAD, PANEL_LEAST, PANELS_WIDE = 12.0, 72.0, 6
LEAST_MAP = 60.0
NOTE_LINE = 7.8
SIDE_RATIO = 1.4
"""A sheet of fixed height that is so many times as wide as high has its legend at the side."""

SectionsOf = Callable[[Sequence[Mark] | None], list[Section]]
"""Gives the sections of the legend for the marks on the maps; for None, those of every mark that may come to stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Title and subtitle, broken into lines, and their height."""

    title: tuple[str, ...]
    title_size: float
    subtitle: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPlace:
    """A map on the sheet: its events, its lower left corner, what stands on it."""

    panel: Panel
    view: View
    x: float
    y: float
    placement: Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be laid out, all of it measured."""

    table: EventTable
    areas: Areas
    type: Typesetter
    size: PaperSize
    head: Head
    notes: tuple[str, ...]
    panels: tuple[Panel, ...]
    has_map: bool
    has_timeline: bool

    @property
    def width(self) -> float:
        """The width in points."""
        return self.size.width_mm * MM

    @property
    def height(self) -> float | None:
        """The height in points, None where it follows from the content."""
        return None if self.size.height_mm is None else self.size.height_mm * MM

    @property
    def has_side_legend(self) -> bool:
        """Whether the legend stands beside the map."""
        return self.height is not None and self.width >= SIDE_RATIO * self.height and self.width > 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The finished layout; boxes are left, bottom, right, top in points from the lower left corner of the sheet."""

    width: float
    height: float
    head_top: float
    view: View | None
    panels: tuple[PanelPlace, ...]
    strip: tuple[float, float, float] | None
    timeline: Box | None
    legend: LegendBlock
    legend_at: tuple[float, float]
    locator: Box | None
    notes: tuple[str, ...]
    notes_top: float

    @property
    def marks(self) -> list[Mark]:
        """All marks of all maps."""
        return [mark for place in self.panels for mark in place.placement.marks]


def lay_out_head(title: str, subtitle: str, type_: Typesetter, width: float) -> Head:
    """Break title and subtitle into lines."""
    room = width - 2 * MARGIN
    size = TITLE if width > 300 else TITLE - 1
    lines = type_.wrap(type_.spell(title), size, room, weight="bold", most=3)
    under = type_.wrap(type_.spell(subtitle), SUBTITLE, room, most=2) if subtitle else []
    height = len(lines) * size * TITLE_LINE + len(under) * SUBTITLE * SUBTITLE_LINE + 4
    return Head(title=tuple(lines), title_size=size, subtitle=tuple(under), height=height)


def lay_out(sheet: Sheet, sections_of: SectionsOf) -> Layout:
    """Lay the sheet out; the locator stands in a corner of the map, or beside the legend where no corner is free."""
    return _Planner(sheet, sections_of, locator_beside=len(sheet.panels) > 1).plan()


class _Planner:
    """One attempt at a layout."""

    def __init__(self, sheet: Sheet, sections_of: SectionsOf, *, locator_beside: bool) -> None:
        self.sheet, self.sections_of, self.locator_beside = sheet, sections_of, locator_beside
        self.bounds = bounds_of_events(sheet.table, sheet.areas) if sheet.has_map else None
        self.width = sheet.width - 2 * MARGIN
        self.side = min(190.0, max(112.0, 0.27 * sheet.width)) if sheet.has_side_legend else 0.0
        self.map_width = self.width - (self.side + 10 if self.side else 0)
        self.notes = tuple(
            line for note in sheet.notes for line in sheet.type.wrap(sheet.type.spell(note), SMALL, self.width)
        )
        self.locator_size = self._locator_size()

    def plan(self) -> Layout:
        """Give the layout; where the locator finds no corner of the map, one with the locator beside the legend."""
        sheet = self.sheet
        legend = self._legend(None)
        fixed = self._height_of_rest(legend)
        room = None if sheet.height is None else sheet.height - fixed
        if room is not None and room < LEAST_MAP:
            raise self._too_small((sheet.height or 0.0) - room + LEAST_MAP)
        view, columns = self._fit_panels(room) if sheet.has_map else (None, 1)
        placements = self._place(view) if view else []
        corner = None
        if view and self.locator_size and not self.locator_beside:
            taken = [mark.box for mark in placements[0].marks]
            corner = find_corner(view, *self.locator_size, taken)
            if corner is None:
                return _Planner(sheet, self.sections_of, locator_beside=True).plan()
        legend = self._legend([m for p in placements for m in p.marks])
        return self._stack(legend, view, columns, placements, corner, room)

    def _locator_size(self) -> tuple[float, float] | None:
        if not self.sheet.has_map or choose_projection(self.bounds).is_world:
            return None
        width = float(np.clip(self.map_width * 0.2, 52.0, 84.0))
        return width, width * 0.72

    def _legend(self, marks: Sequence[Mark] | None) -> LegendBlock:
        sections = self.sections_of(marks)
        if self.side:
            return lay_out_legend(sections, self.sheet.type, self.side, columns=1)
        beside = self.locator_size[0] + 12 if self.locator_beside and self.locator_size else 0.0
        return lay_out_legend(sections, self.sheet.type, self.width - beside)

    def _legend_height(self, legend: LegendBlock) -> float:
        if self.locator_beside and self.locator_size:
            if self.side:
                return legend.height + self.locator_size[1] + 8
            return max(legend.height, self.locator_size[1] + 6)
        return legend.height

    def _timeline_height(self) -> float:
        if not self.sheet.has_timeline:
            return 0.0
        return 62.0 if self.sheet.width < 300 else 74.0

    def _height_of_rest(self, legend: LegendBlock) -> float:
        """Give the height of everything but the maps, or but the timeline where that stands alone."""
        rest = 2 * MARGIN + self.sheet.head.height + len(self.notes) * NOTE_LINE + 4
        if self.side:
            room = (self.sheet.height or 0.0) - rest
            if self._legend_height(legend) > room + 0.5:
                raise self._too_small(self._legend_height(legend) + rest)
        else:
            rest += self._legend_height(legend)
        if self.sheet.has_map:
            rest += STRIP + (self._timeline_height() + GAP if self.sheet.has_timeline else 0)
        return rest

    def _too_small(self, needed: float) -> InputError:
        size = self.sheet.size
        return InputError(
            f"a figure of {size.width_mm:g}x{size.height_mm:g} mm leaves no room beside title, legend and notes: "
            f"make it at least {math.ceil(needed / MM)} mm high, or ask for column or page, as high as need be"
        )

    def _fit_panels(self, room: float | None) -> tuple[View, int]:
        """Choose how many panels stand side by side, and the view that all of them share."""
        count = len(self.sheet.panels)
        if count == 1:
            most = 1.05 if self.sheet.width > 300 else 1.2
            return fit_view(self.bounds, self.map_width, room, most=most), 1
        best: tuple[float, int, View] | None = None
        for columns in range(1, min(count, PANELS_WIDE) + 1):
            wide = (self.map_width - (columns - 1) * GAP) / columns
            if wide < PANEL_LEAST and columns > 1:
                break
            lines = math.ceil(count / columns)
            high = None if room is None else room / lines - PANEL_HEAD - GAP
            if high is not None and high < LEAST_MAP / 2:
                continue
            view = fit_view(self.bounds, wide, high, least=0.45)
            if room is None:
                total = lines * (view.height + PANEL_HEAD + GAP)
                limit = self.sheet.width * (1.05 if self.sheet.width > 300 else 2.2)
                # the widest panels whose sheet is no higher than a page
                score = -float(columns) if total <= limit else -100.0 - total
            else:
                score = _filled(self.bounds, view)
            if best is None or score > best[0]:
                best = (score, columns, view)
        if best is None:
            raise self._too_small((self.sheet.height or 0) + count * LEAST_MAP / 2)
        return best[2], best[1]

    def _place(self, view: View) -> list[Placement]:
        """Place the marks of all panels; sizes are shared, so that panels may be compared."""
        sheet = self.sheet
        tables = [sheet.table.take(panel.rows) for panel in sheet.panels]
        most = 0
        if len(tables) > 1:
            first = [place_marks(table, view, sheet.areas, sheet.type) for table in tables]
            most = max((mark.weight for p in first for mark in p.marks), default=0)
        return [place_marks(table, view, sheet.areas, sheet.type, most) for table in tables]

    def _stack(
        self,
        legend: LegendBlock,
        view: View | None,
        columns: int,
        placements: list[Placement],
        corner: tuple[float, float] | None,
        room: float | None,
    ) -> Layout:
        """Stack the parts from the top down."""
        sheet = self.sheet
        count = len(sheet.panels)
        lines = math.ceil(count / columns)
        head = PANEL_HEAD + GAP if count > 1 else 0.0
        maps = lines * ((view.height if view else 0.0) + head)
        alone = 0.0
        if not sheet.has_map:
            alone = room if room is not None else max(110.0, 0.36 * sheet.width)
        height = sheet.height or self._height_of_rest(legend) + maps + alone
        y = height - MARGIN - sheet.head.height
        body_top = y
        places = []
        for number, panel in enumerate(sheet.panels):
            if view is None:
                break
            x = MARGIN + (number % columns) * (view.width + GAP)
            low = y - (number // columns + 1) * (view.height + head) + (GAP if head else 0.0)
            places.append(PanelPlace(panel=panel, view=view, x=x, y=low, placement=placements[number]))
        y -= maps
        strip = (MARGIN, MARGIN + self.map_width, y) if view else None
        y -= STRIP if view else 0.0
        timeline = None
        if sheet.has_timeline:
            deep = self._timeline_height() if sheet.has_map else alone
            timeline = (MARGIN, y - deep, MARGIN + self.map_width, y)
            y -= deep + (GAP if sheet.has_map else 0.0)
        legend_at = (MARGIN + self.map_width + 10, body_top + 5) if self.side else (MARGIN, y)
        notes_top = MARGIN + len(self.notes) * NOTE_LINE
        return Layout(
            width=sheet.width,
            height=height,
            head_top=height - MARGIN,
            view=view,
            panels=tuple(places),
            strip=strip,
            timeline=timeline,
            legend=legend,
            legend_at=legend_at,
            locator=self._locator_box(corner, places, legend, legend_at),
            notes=self.notes,
            notes_top=notes_top,
        )

    def _locator_box(
        self,
        corner: tuple[float, float] | None,
        places: list[PanelPlace],
        legend: LegendBlock,
        legend_at: tuple[float, float],
    ) -> Box | None:
        if self.locator_size is None or not places:
            return None
        wide, high = self.locator_size
        if corner is not None:
            x, y = places[0].x + corner[0], places[0].y + corner[1]
        elif self.side:
            x, y = legend_at[0], legend_at[1] - legend.height - 8 - high
        else:
            x, y = self.sheet.width - MARGIN - wide, legend_at[1] - 5 - high
        return x, y, x + wide, y + high


def _filled(bounds: Bounds | None, view: View) -> float:
    """Give how large the events' extent is drawn: points per degree."""
    return view.scale if bounds is None else min(view.scale, view.rise)
