"""Write a report: an event frame in, an HTML page, a Markdown text with its figure, or a Word file out."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd

from geomap.errors import ExportError, InputError
from geomap.export import replacing, write_whole
from geomap.figures import FigureOptions, figure
from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer
from geomap.report.content import ReportContent, build_content
from geomap.report.pages import Picture, lay_out_html, lay_out_markdown
from geomap.report.word import lay_out_word
from geomap.webmap import embed_html, event_map

__all__ = ["Illustration", "ReportOptions", "write_report"]


class Illustration(StrEnum):
    """What stands at the head of a report."""

    MAP = "map"
    FIGURE = "figure"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How a report is made.

    Parameters
    ----------
    title
        Its heading; "Events" with their span of time by default.
    illustration
        An interactive map (HTML only; on paper the figure takes its place), a figure, or none. By default the map in
        HTML, the figure elsewhere.
    colors
        Fixed colours of actors, ``{"Iran": "#0072b2"}``.
    most_events
        How many events are told one by one; the tables count all of them.
    remarks
        Whole sentences about the sources that a reader should know; they close the key points.
    """

    title: str | None = None
    illustration: Illustration | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    most_events: int = 500
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.most_events < 0:
            raise InputError(f"most_events is {self.most_events}; it is 0 or more")

    def with_title(self, title: str, *, remarks: tuple[str, ...] = ()) -> ReportOptions:
        """Give the same options with another heading, and further remarks."""
        return replace(self, title=title, remarks=self.remarks + remarks)

    def check_target(self, target: Path) -> Illustration:
        """Tell what a report of this name shows at its head.

        Raises
        ------
        ExportError
            When the suffix is unknown, or a map is asked for where none can be.
        """
        suffix = target.suffix.lower()
        if suffix not in _WRITERS:
            raise ExportError(f"{target}: a report ends in .html, .md or .docx")
        is_page = _WRITERS[suffix] is _write_html
        if self.illustration is Illustration.MAP and not is_page:
            raise ExportError(f"{target}: a map needs a page of HTML; ask for the figure, or end the name in .html")
        return self.illustration or (Illustration.MAP if is_page else Illustration.FIGURE)


def write_report(
    events: gpd.GeoDataFrame,
    path: str | Path,
    *,
    options: ReportOptions | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Path, ...]:
    """Write a report of events: a map or figure, counts, every event with its quotes and sources, a note on method.

    Parameters
    ----------
    events
        A GeoDataFrame in the event schema; it is not changed.
    path
        A ``.html``, ``.md`` or ``.docx`` file. Markdown puts its figure beside itself, as a PNG of the same name.
    options
        See ``ReportOptions``.
    gazetteer
        The gazetteer that the note on method names; the shipped one by default.

    Returns
    -------
    tuple of pathlib.Path
        The files written, the report first. All appear whole or none does.

    Raises
    ------
    ExportError
        When the suffix is unknown, a map is asked for where none can be, or a file cannot be written.
    """
    target, options = Path(path), options or ReportOptions()
    wanted = options.check_target(target)
    # checked once: what there is to say of its geometries is not said again by the map and the figure
    events = check_frame(events)
    content = build_content(
        events,
        title=options.title or "Events",
        gazetteer=gazetteer or Gazetteer.open(),
        version=version("geomap"),
        most_events=options.most_events,
        remarks=options.remarks,
    )
    return _WRITERS[target.suffix.lower()](target, content, events, wanted, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A figure as PNG, with its alt text."""

    png: bytes
    alt: str


def _draw(events: gpd.GeoDataFrame, wanted: Illustration, options: ReportOptions, title: str) -> _Drawn | None:
    """Draw the figure; a frame without any event to draw has none."""
    if wanted is Illustration.NONE or not len(events):
        return None
    chosen = FigureOptions(title=title, colors=dict(options.colors), timeline=True, dpi=180)
    drawn = figure(events, options=chosen)
    raw = io.BytesIO()
    drawn.savefig(raw, format="png")
    return _Drawn(png=raw.getvalue(), alt=drawn.alt_text)


def _write_html(
    target: Path, content: ReportContent, events: gpd.GeoDataFrame, wanted: Illustration, options: ReportOptions
) -> tuple[Path, ...]:
    drawn = _draw(events, wanted, options, content.title)
    picture = None
    if drawn is not None:
        address = f"data:image/png;base64,{base64.b64encode(drawn.png).decode('ascii')}"
        picture = Picture(address=address, alt=drawn.alt)
    frame = None
    if wanted is Illustration.MAP:
        page = event_map(events, title=content.title, colors=dict(options.colors) or None)
        frame = embed_html(page, height_pixels=560)
    return (write_whole(target, lay_out_html(content, picture=picture, map_frame=frame)),)


def _write_markdown(
    target: Path, content: ReportContent, events: gpd.GeoDataFrame, wanted: Illustration, options: ReportOptions
) -> tuple[Path, ...]:
    drawn = _draw(events, wanted, options, content.title)
    if drawn is None:
        return (write_whole(target, lay_out_markdown(content, picture=None)),)
    beside = target.with_suffix(".png")
    text = lay_out_markdown(content, picture=Picture(address=beside.name, alt=drawn.alt))
    with replacing([target, beside]) as (page, image):
        page.write_text(text, encoding="utf-8", newline="\n")
        image.write_bytes(drawn.png)
    return target, beside


def _write_word(
    target: Path, content: ReportContent, events: gpd.GeoDataFrame, wanted: Illustration, options: ReportOptions
) -> tuple[Path, ...]:
    drawn = _draw(events, wanted, options, content.title)
    data = lay_out_word(content, picture=drawn.png if drawn else None, alt=drawn.alt if drawn else None)
    return (write_whole(target, data),)


_WRITERS = {".html": _write_html, ".htm": _write_html, ".md": _write_markdown, ".docx": _write_word}
