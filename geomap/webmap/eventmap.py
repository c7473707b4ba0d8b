"""The map of events: a `folium.Map` that carries its events, basemap, scripts and styles.

In: a GeoDataFrame of events and options. Out: an `EventMap`, which takes other folium layers and saves as one file.
"""

from __future__ import annotations

import base64
import gzip
import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import folium
import geopandas as gpd
from folium.map import FitBounds
from folium.template import Template

from geomap.areas import open_areas
from geomap.datafiles import CREDITS
from geomap.errors import ExportError, InputError
from geomap.export import write_whole
from geomap.symbology import assign_colours, read_colors
from geomap.webmap.basemap import build_basemap
from geomap.webmap.bundle import bundle_scripts, bundle_styles
from geomap.webmap.columns import count_words, decode_column, dump_json, encode_columns
from geomap.webmap.drawing import match_areas
from geomap.webmap.options import GroupBy, MapOptions
from geomap.webmap.page import OfflineFigure
from geomap.webmap.tiles import OnlineTiles, find_tiles
from geomap.wording import say_count

__all__ = ["EventMap", "embed_html", "event_map", "read_options", "save_map"]

FORMAT = 1
GZIP_LEVEL = 5
"""Level 6 takes twice the time and saves a fiftieth."""


class EventMap(folium.Map):
    """A folium map of events; make it with `event_map`.

    Other folium layers are added as to any folium map and travel in the file. ``save`` writes the file whole or not at
    all. In a notebook the map shows itself.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}{{ this.page_markup() }}{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: [20, 10], zoom: 2, minZoom: 1, maxZoom: 16, zoomSnap: 0.25, zoomDelta: 1,
                zoomControl: false, attributionControl: false, fadeAnimation: false, worldCopyJump: true,
                maxBounds: [[-86, -400], [86, 400]], maxBoundsViscosity: 0.6
            });
        {% endmacro %}
        """
    )

    def __init__(self, payload: Mapping[str, Any], options: MapOptions, heading: str, events: gpd.GeoDataFrame) -> None:
        super().__init__(tiles=None)
        self._events = events
        self._colors = options.colors
        # the figure carries Leaflet inside; folium's other scripts serve its own popups and icons
        self.default_js = []
        self.default_css = []
        self.heading = heading
        figure = OfflineFigure(
            title=heading,
            description=options.description or f"A map of {payload['summary']}.",
            lang=options.lang,
            allow_network=options.allow_network,
        )
        figure.add_child(self)
        figure.styles = [bundle_styles()]
        figure.scripts = [bundle_scripts()]
        figure.picture_addresses = find_tiles(options.tiles).addresses if options.tiles else ()
        figure.data_block = pack_payload(payload)

    def render(self, **kwargs: object) -> str:
        """Render into the figure around the map; the text itself is empty.

        Raises
        ------
        ExportError
            When the map was put into another figure, which knows nothing of the events.
        """
        if not isinstance(self.get_root(), OfflineFigure):
            raise ExportError(
                "the map was added to another figure; a map of events is a page of its own:"
                " save it by itself, set its height in a notebook with map.get_root().height = '400px',"
                " or put it into another page with geomap.webmap.embed_html"
            )
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None, **_: object
    ) -> dict[str, str]:
        """Show the map in a notebook: the page, a picture for paper, and words."""
        # figures are drawn in notebooks alone: a map on the command line never waits for matplotlib
        from geomap.webmap.notebook import make_bundle  # noqa: PLC0415

        return make_bundle(
            self._events,
            heading=self.heading,
            colors=self._colors,
            page=self._repr_html_,
            include=include,
            exclude=exclude,
        )

    def page_markup(self) -> str:
        """Give the page's skeleton; the scripts fill it."""
        given = any(isinstance(child, FitBounds) for child in self._children.values())
        view = ' data-view="given"' if given else ""
        return (
            f'<div id="geomap" class="gm" data-map="{self.get_name()}"{view}>'
            f'<main class="gm-main"><div class="gm-map folium-map" id="{self.get_name()}"></div></main>'
            "<noscript>This map needs JavaScript. The events are also in the GeoJSON file beside it.</noscript></div>"
        )

    def save(self, outfile: str | Path | Any, close_file: bool = True, **kwargs: object) -> None:  # noqa: ANN401, FBT001, FBT002 - folium's signature
        """Save the map as one file, whole or not at all; an open binary file is written to.

        Raises
        ------
        ExportError
            When the file cannot be written or a layer needs the network.
        """
        if isinstance(outfile, str | Path):
            save_map(self, outfile)
        else:
            super().save(outfile, close_file=close_file, **kwargs)


def event_map(
    events: gpd.GeoDataFrame,
    *,
    options: MapOptions | None = None,
    title: str | None = None,
    group_by: Sequence[GroupBy | str] | None = None,
    colors: Mapping[str, str] | None = None,
) -> EventMap:
    """Make a map of events.

    ``events`` is a GeoDataFrame in the event schema, or any frame of points in EPSG:4326 (or with columns ``latitude``
    and ``longitude``) with some of the schema's columns; it is not changed. ``title``, ``group_by`` and ``colors`` are
    shorthands for the `MapOptions` of the same names and override them.

    Raises
    ------
    MissingColumnError
        When the frame has neither geometry nor coordinates.
    CoordinateError
        When a coordinate is out of range or a geometry is no point.
    DateError
        When a date is not one.
    InputError
        When a number is not one, or an option is unknown.

    Examples
    --------
    >>> import geopandas, shapely
    >>> frame = geopandas.GeoDataFrame({"title": ["Drone attack"]}, geometry=[shapely.Point(43.96, 36.24)], crs=4326)
    >>> event_map(frame, title="Erbil").heading
    'Erbil'
    """
    chosen = options or MapOptions()
    if title is not None:
        chosen = replace(chosen, title=title)
    if group_by is not None:
        chosen = replace(chosen, group_by=read_levels(group_by))
    if colors is not None:
        chosen = replace(chosen, colors=dict(colors))
    payload = build_payload(events, chosen)
    return EventMap(payload, chosen, chosen.title or str(payload["summary"]), events)


def read_levels(levels: Sequence[GroupBy | str]) -> tuple[GroupBy, ...]:
    """Read the levels of grouping; an unknown one is an `InputError`."""
    try:
        return tuple(GroupBy(level) for level in levels)
    except ValueError as error:
        asked = ", ".join(map(str, levels))
        raise InputError(f"cannot group by {asked}: choose one or two of {', '.join(GroupBy)}") from error


def read_options(*, group_by: str, colors: Path | None = None, tiles: str | None = None) -> MapOptions:
    """Read the options of a map as the command line gives them, and check all of them.

    Raises
    ------
    InputError
        When a level or an online map is unknown, or the file of colours cannot be read.

    Examples
    --------
    >>> [level.value for level in read_options(group_by="period,actor").group_by]
    ['period', 'actor']
    """
    if tiles is not None:
        find_tiles(tiles)
    return MapOptions(
        group_by=read_levels([level.strip() for level in group_by.split(",")]),
        colors=read_colors(colors) if colors is not None else {},
        tiles=tiles,
    )


def build_payload(events: gpd.GeoDataFrame, options: MapOptions) -> dict[str, Any]:
    """Build what the page reads: events by column, actors with colours, areas and basemap, words."""
    size = len(events)
    columns = encode_columns(events)
    areas = open_areas()
    drawn, numbers = match_areas(areas, columns, size)
    columns["area"] = numbers
    countries = count_words(c for c in decode_column(columns["country"], size) if c)
    actors = count_words(a for a in decode_column(columns["actor"], size) if a)
    colours = assign_colours(actors, options.colors)
    return {
        "format": FORMAT,
        "title": options.title,
        "summary": say_count(size, "event"),
        "remarks": list(options.remarks),
        "groupBy": [level.value for level in options.group_by],
        "size": size,
        "columns": columns,
        "actors": [[name, c.light, c.dark, c.slot] for name, c in colours.items()],
        "basemap": build_basemap(areas, countries, drawn, options.detail_kilobytes * 1024),
        "countryNames": {a.code: a.name for a in areas.countries if a.code in countries},
        "credits": list(CREDITS),
    } | ({"tiles": describe_tiles(find_tiles(options.tiles))} if options.tiles else {})


def describe_tiles(tiles: OnlineTiles) -> dict[str, Any]:
    """Describe an online basemap for the page's switch."""
    return {
        "name": tiles.name,
        "url": tiles.url,
        "subdomains": tiles.subdomains,
        "maxZoom": tiles.max_zoom,
        "attribution": tiles.attribution,
        "hosts": list(tiles.hosts),
    }


def pack_payload(payload: Mapping[str, Any]) -> str:
    """Pack the payload as a data block: JSON, gzip, base64; a script element of a type that does not run."""
    packed = gzip.compress(dump_json(payload).encode("utf-8"), GZIP_LEVEL, mtime=0)
    return (
        f'<script type="application/octet-stream" id="geomap-data">{base64.b64encode(packed).decode("ascii")}</script>'
    )


def embed_html(map_: EventMap, *, height_pixels: int = 480, panels: bool = True, file: str | Path | None = None) -> str:
    """Give a snippet of HTML that shows the map inside another page, in a sandboxed frame that may run only scripts.

    The snippet is one line, which Markdown leaves as it is.

    The snippet carries the whole map, or, given a ``file``, points to the saved map by that path as seen from the page
    it is pasted into. Links to sources open in a new window. Without ``panels`` the frame shows the map and the
    timeline alone.
    """
    title = " ".join(html.escape(map_.heading).split())
    opening = (
        f'<div><iframe title="{title}" sandbox="allow-scripts allow-popups" loading="lazy"'
        f' style="width:100%;height:{height_pixels}px;border:0"'
    )
    if file is not None:
        address = quote(Path(file).as_posix()) + ("" if panels else "#panel=0")
        return f'{opening} src="{html.escape(address)}"></iframe></div>'
    page = map_.get_root().render()
    if not panels:
        page = page.replace(' class="gm" data-map=', ' class="gm" data-panel="0" data-map=', 1)
    # Markdown leaves a line alone that begins with a block's tag; a blank line would end the block within the page
    return f'{opening} srcdoc="{html.escape(page).replace(chr(10), "&#10;")}"></iframe></div>'


def save_map(map_: EventMap, path: str | Path) -> Path:
    """Save a map as one self-contained HTML file and give its path.

    The file appears whole or not at all, and an existing one is replaced only by a whole new one. The same events and
    options give the same bytes.

    Raises
    ------
    ExportError
        When the file cannot be written or a layer needs the network.
    """
    return write_whole(path, map_.get_root().render())
