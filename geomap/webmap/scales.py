"""Colour scales of a choropleth, drawn without the library that branca loads for them.

In: the elements of a figure, rendered or not. Out: their colour scales, and for each a script that puts a small drawing
of it on the map.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from branca.colormap import ColorMap
from branca.element import Element
from folium import Choropleth

from geomap.webmap.columns import dump_json

__all__ = ["find_scales", "scale_script"]

WIDTH, BAR, MARGIN = 240, 10, 14
STEPS = 60
"""So many strips of colour make the bar; steps of a stepped scale stay sharp enough."""


def find_scales(root: Element) -> list[ColorMap]:
    """Find the colour scales below ``root``: those added to the map, and those that choropleths bring along."""
    scales: dict[int, ColorMap] = {}
    for element in walk(root):
        scale = element.color_scale if isinstance(element, Choropleth) else element
        if isinstance(scale, ColorMap):
            scales[id(scale)] = scale
    return list(scales.values())


def walk(element: Element) -> Iterator[Element]:
    """Give an element and everything below it."""
    yield element
    for child in list(element._children.values()):
        yield from walk(child)


def scale_script(scale: ColorMap) -> str:
    """Write the script that adds the drawing of a rendered scale to its map as a control."""
    if scale._parent is None:
        return ""
    markup = dump_json(f'<div class="gm-scale"><span>{html.escape(str(scale.caption))}</span>{draw_scale(scale)}</div>')
    return (
        f'(() => {{ const control = L.control({{ position: "topright" }});'
        f' control.onAdd = () => {{ const box = L.DomUtil.create("div"); box.innerHTML = {markup}; return box; }};'
        f" control.addTo({scale._parent.get_name()}); }})();"
    )


def draw_scale(scale: ColorMap) -> str:
    """Draw a scale as SVG: strips of colour, and its labels below where they do not run into each other."""
    low, span = float(scale.vmin), float(scale.vmax) - float(scale.vmin) or 1.0
    strip = WIDTH / STEPS
    strips = "".join(
        f'<rect x="{MARGIN + k * strip:g}" width="{strip + 0.5:g}" height="{BAR}"'
        f' fill="{scale.rgb_hex_str(low + span * (k + 0.5) / STEPS)}"/>'
        for k in range(STEPS)
    )
    labels, free = [], -1.0
    for value in (float(label) for label in scale.tick_labels or () if label != ""):
        text, x = f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}", MARGIN + WIDTH * (value - low) / span
        half = 3.2 * len(text) + 3
        if x - half > free and 0 <= x - MARGIN <= WIDTH:
            labels.append(f'<text x="{x:.1f}" y="{BAR + 13}" text-anchor="middle">{text}</text>')
            free = x + half
    return f'<svg width="{WIDTH + 2 * MARGIN}" height="{BAR + 17}" role="img">{strips}{"".join(labels)}</svg>'
