"""A figure of events: maps, legend, timeline, words, put together.

In: a frame of events and options. Out: an `EventFigure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from geomap.areas import Areas, open_areas
from geomap.datafiles import BASEMAP_CREDIT, GEONAMES_CREDIT
from geomap.figures.alttext import describe, say_gaps, span_of
from geomap.figures.basemap import Basemap, draw_basemap, prepare_basemap
from geomap.figures.drawing import Pen, draw_placement
from geomap.figures.eventfigure import EventFigure, settled_style
from geomap.figures.eventtable import EventTable, read_events_table
from geomap.figures.extent import View
from geomap.figures.facets import divide
from geomap.figures.fonts import Typesetter, clean_text
from geomap.figures.furniture import draw_locator, draw_strip, locator_view
from geomap.figures.labels import Wish, draw_labels, list_wishes, name_basemap, name_events
from geomap.figures.layout import (
    MARGIN,
    NOTE_LINE,
    SUBTITLE_LINE,
    TITLE_LINE,
    Layout,
    PanelPlace,
    Sheet,
    lay_out,
    lay_out_head,
)
from geomap.figures.legend import Section, build_sections
from geomap.figures.marks import Box, Mark, MarkKind
from geomap.figures.options import Facet, FigureOptions, choose_word, parse_size
from geomap.figures.palette import ActorPalette, make_palette
from geomap.figures.theme import BODY, DARK, LIGHT, MM, SMALL, SUBTITLE, Theme
from geomap.figures.timeline import Timeline, count_tick_lines, count_timeline, draw_timeline
from geomap.wording import abbreviate, say_count

__all__ = ["figure"]

MOST_NAMED = 14
"""On a map of so many marks single events have the names of their places beside them; more would hide the map."""
MOST_SOURCES = 3


def figure(
    events: gpd.GeoDataFrame | pd.DataFrame,
    *,
    options: FigureOptions | None = None,
    title: str | None = None,
    facet: Facet | str | None = None,
    timeline: bool | None = None,
    size: str | None = None,
    colors: Mapping[str, str] | None = None,
) -> EventFigure:
    """Make a figure of events for print: a map with legend, scale and sources, or small multiples, or a timeline.

    ``events`` is a GeoDataFrame in the event schema, or any frame of points in EPSG:4326 (or with columns ``latitude``
    and ``longitude``) with some of the schema's columns; it is not changed. ``title``, ``facet``, ``timeline``,
    ``size`` and ``colors`` are shorthands for the `FigureOptions` of the same names and override them. The result is a
    `matplotlib.figure.Figure`; its ``alt_text`` says in words what it shows.

    Raises
    ------
    MissingColumnError
        When there is neither a geometry nor a pair of coordinates.
    CoordinateError
        When a coordinate is out of range.
    InputError
        When an option has no such value, or the size leaves no room for the map.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"title": ["Strike"], "latitude": [36.2376], "longitude": [43.9632]})
    >>> figure(frame, size="column").alt_text
    'Map of 1 event. By actor: no actor named 1. The place is known as an exact site for 1.'
    """
    look = _override(
        options or FigureOptions(),
        title=title,
        facet=choose_word(Facet, facet, "facet"),
        timeline=timeline,
        size=size,
        colors=colors,
    )
    with settled_style():
        return _Composer(events, look).compose()


def _override(options: FigureOptions, **given: Any) -> FigureOptions:  # noqa: ANN401 - the options are of many types
    changes = {name: value for name, value in given.items() if value is not None}
    return replace(options, **changes)


class _Composer:
    """Reads the events once, lays the sheet out and draws it."""

    def __init__(self, events: gpd.GeoDataFrame | pd.DataFrame, look: FigureOptions) -> None:
        self.look = look
        self.theme: Theme = DARK if look.dark else LIGHT
        self.areas: Areas = open_areas()
        self.table: EventTable = read_events_table(events, self.areas)
        self.palette: ActorPalette = make_palette(self.table, look.colors, self.theme)
        self.size = parse_size(look.size)
        self.panels = divide(self.table, self.palette, look.facet, look.period)
        self.heading = clean_text(look.title or "") or say_count(self.table.size, "event")
        self.sources = self._say_sources()
        self.type = Typesetter.for_texts(self._texts())
        self.timeline = self._count_timeline()

    def compose(self) -> EventFigure:
        """Make the figure."""
        layout = lay_out(self._sheet(), self._sections)
        fig = EventFigure(layout.width, layout.height, dpi=self.look.dpi, ground=self.theme.paper)
        fig.heading, fig.alt_text = self.heading, self._describe()
        basemap = prepare_basemap(layout.view, self.areas) if layout.view else None
        if basemap is not None:
            wishes = list_wishes(basemap.view, self.areas)
            for place in layout.panels:
                self._draw_map(fig, layout, place, basemap, wishes)
        if layout.timeline is not None and self.timeline is not None:
            self._draw_timeline(fig, layout, layout.timeline, self.timeline)
        if layout.locator is not None and layout.view is not None:
            self._draw_locator(fig, layout, layout.locator, layout.view)
        self._draw_sheet(fig, layout, disputed=basemap is not None and basemap.has_disputed)
        return fig

    def _texts(self) -> list[str]:
        """Give every text that may come to stand in the figure, to find fonts for them."""
        # the names of the basemap are not among them: the font that comes with matplotlib has all their letters
        texts = (self.heading, self.sources, *self.table.actors, *self.table.families, *self.table.places)
        return [clean_text(text) for text in texts]

    def _say_sources(self) -> str:
        if self.look.sources:
            return f"Sources: {clean_text(self.look.sources)}"
        names = [clean_text(source) for source in self.table.sources[:MOST_SOURCES]]
        more = len(self.table.sources) - len(names)
        if not names:
            return ""
        return f"Sources: {'; '.join(names)}{f' and {more:,} more' if more else ''}"

    def _count_timeline(self) -> Timeline | None:
        if not self.look.timeline:
            return None
        width = self.size.width_mm * MM - 40
        return count_timeline(self.table, self.palette, self.look.period, width)

    def _subtitle(self) -> str:
        parts = [say_count(self.table.size, "event") if self.look.title else "", span_of(self.table) or "no dates"]
        return " · ".join(part for part in parts if part)

    def _sheet(self) -> Sheet:
        gaps = say_gaps(
            self.table, has_map=self.look.show_map, has_dates=self.look.timeline or self.look.facet is Facet.DATE
        )
        credit = f"{BASEMAP_CREDIT} {GEONAMES_CREDIT}" if self.look.show_map else GEONAMES_CREDIT
        return Sheet(
            table=self.table,
            areas=self.areas,
            type=self.type,
            size=self.size,
            head=lay_out_head(self.heading, self._subtitle(), self.type, self.size.width_mm * MM),
            notes=tuple(note for note in (" ".join(gaps), self.sources, credit) if note),
            panels=tuple(self.panels),
            has_map=self.look.show_map,
            has_timeline=self.look.timeline,
        )

    def _sections(self, marks: Sequence[Mark] | None) -> list[Section]:
        if marks is None:
            every = np.arange(self.table.size)
            marks = [
                Mark(
                    kind=MarkKind.PIE,
                    x=0,
                    y=0,
                    width=0,
                    height=0,
                    rows=every,
                    weight=0,
                    vague=bool(self.table.vague.any()),
                )
            ] * bool(self.table.size > 1)
        spread = self.timeline is not None and bool(self.timeline.spread.any())
        return build_sections(
            self.table, self.palette, marks, self.theme.quiet, on_map=self.look.show_map, spread=spread
        )

    def _describe(self) -> str:
        return describe(
            self.table,
            self.palette,
            self.areas,
            title=self.look.title,
            panels=[(panel.name, len(panel.rows)) for panel in self.panels] if self.look.facet else [],
            facet=str(self.look.facet) if self.look.facet else None,
            has_map=self.look.show_map,
            has_timeline=self.look.timeline,
        )

    def _axes(self, fig: EventFigure, layout: Layout, box: Box, gid: str) -> Axes:
        left, bottom, right, top = box
        ax = fig.add_axes(
            (left / layout.width, bottom / layout.height, (right - left) / layout.width, (top - bottom) / layout.height)
        )
        ax.set_gid(gid)
        return ax

    def _draw_map(
        self, fig: EventFigure, layout: Layout, place: PanelPlace, basemap: Basemap, wishes: list[Wish]
    ) -> None:
        """Draw one map."""
        view = place.view
        ax = self._axes(fig, layout, (place.x, place.y, place.x + view.width, place.y + view.height), "map")
        ax.set_xlim(view.left, view.right)
        ax.set_ylim(view.bottom, view.top)
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_color(self.theme.rule)
            spine.set_linewidth(0.5)
            spine.set_zorder(9)
        draw_basemap(ax, basemap, self.theme, weight=0.7 if view.projection.is_world else 1.0)
        table = self.table.take(place.panel.rows)
        draw_placement(Pen(ax, self.theme, self.type), table, place.placement, view, self.palette, table.families)
        self._draw_labels(ax, layout, place, table, wishes)

    def _draw_labels(self, ax: Axes, layout: Layout, place: PanelPlace, table: EventTable, wishes: list[Wish]) -> None:
        view = place.view
        marks = place.placement.marks
        taken = [mark.box for mark in marks]
        if layout.locator is not None:
            left, bottom, right, top = layout.locator
            taken.append((left - place.x - 2, bottom - place.y - 2, right - place.x + 2, top - place.y + 2))
        shapes = [m for m in marks if m.kind is MarkKind.SHAPE and table.place[m.rows[0]] >= 0]
        named = [
            (self.type.spell(table.places[table.place[m.rows[0]]]), m.x, m.y, m.width / 2)
            for m in (shapes if len(marks) <= MOST_NAMED and len(self.panels) == 1 else [])
        ]
        labels = name_events(named, view, self.type, taken)
        said = {name for name, *_ in named}
        labels += name_basemap(wishes, view, self.areas, self.type, taken, said)
        draw_labels(ax, labels, view, self.type, self.theme)

    def _draw_timeline(self, fig: EventFigure, layout: Layout, box: Box, timeline: Timeline) -> None:
        left, bottom, right, top = box
        lines = count_tick_lines(timeline, right - left - 26)
        inner = (left + 22, bottom + 5 + 7.5 * lines, right - 4, top - 12)
        ax = self._axes(fig, layout, inner, "timeline")
        ax.set_facecolor("none")
        draw_timeline(ax, timeline, self.palette, self.type, self.theme, inner[2] - inner[0])

    def _draw_locator(self, fig: EventFigure, layout: Layout, box: Box, view: View) -> None:
        inner = locator_view(view, self.areas, box[2] - box[0], box[3] - box[1])
        if inner is None:
            return
        ax = self._axes(fig, layout, box, "locator")
        ax.set_zorder(10)
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_color(self.theme.quiet)
            spine.set_linewidth(0.5)
        draw_locator(ax, inner, view, self.areas, self.theme)

    def _draw_sheet(self, fig: EventFigure, layout: Layout, *, disputed: bool) -> None:
        """Draw what is not on a map: head, names of panels, scale, legend, notes."""
        ax = self._axes(fig, layout, (0, 0, layout.width, layout.height), "sheet")
        ax.set_xlim(0, layout.width)
        ax.set_ylim(0, layout.height)
        ax.set_axis_off()
        ax.set_zorder(-1)
        pen = Pen(ax, self.theme, self.type)
        head = self._sheet().head
        y = layout.head_top
        for line in head.title:
            # scripts differ in height: only base lines keep lines apart
            base = y - head.title_size * 0.92
            text = self.type.put(ax, MARGIN, base, line, head.title_size, self.theme.ink, weight="bold")
            text.set_gid("title")
            y -= head.title_size * TITLE_LINE
        for line in head.subtitle:
            text = self.type.put(ax, MARGIN, y - SUBTITLE * 0.95, line, SUBTITLE, self.theme.quiet)
            text.set_gid("subtitle")
            y -= SUBTITLE * SUBTITLE_LINE
        if layout.view is not None:
            self._name_panels(ax, layout, layout.view)
        if layout.strip is not None and layout.view is not None:
            draw_strip(pen, *layout.strip, layout.view, disputed=disputed)
        if layout.timeline is not None and self.timeline is not None:
            self._name_timeline(ax, layout.timeline, self.timeline)
        layout.legend.draw(pen, *layout.legend_at)
        for number, line in enumerate(layout.notes):
            base = layout.notes_top - number * NOTE_LINE - SMALL * 0.95
            self.type.put(ax, MARGIN, base, line, SMALL, self.theme.quiet).set_gid("note")

    def _name_panels(self, ax: Axes, layout: Layout, view: View) -> None:
        if len(layout.panels) == 1 and not layout.panels[0].panel.name:
            return
        for place in layout.panels:
            count = f"{len(place.panel.rows):,}"
            room = view.width - self.type.width(count, BODY) - 5
            name = self.type.spell(place.panel.name)
            if self.look.facet is Facet.DATE and self.type.width(name, BODY, "bold") > room:
                name = abbreviate(name)
            name = self.type.shorten(name, BODY, room, "bold")
            y = place.y + view.height + 2.5
            self.type.put(ax, place.x, y, name, BODY, self.theme.ink, weight="bold", va="bottom").set_gid("panel-name")
            x = place.x + self.type.width(name, BODY, "bold") + 4
            self.type.put(ax, x, y, count, BODY, self.theme.quiet, va="bottom").set_gid("panel-count")

    def _name_timeline(self, ax: Axes, box: Box, timeline: Timeline) -> None:
        words = "Number of events" + (f" by {timeline.scale.period}" if timeline.scale else "")
        self.type.put(ax, box[0], box[3] - 1, words, SMALL, self.theme.quiet, weight="bold", va="top").set_gid(
            "timeline-name"
        )
