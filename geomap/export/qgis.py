"""How QGIS draws the events: a style for the GeoPackage, and a layer definition that opens it with time control on.

In: the actors with their colours, the name of the file. Out: QML (the style) and QLR (layer, style, licence, time).
Both are written by hand and hold only what differs from QGIS's defaults; QGIS 3.22 and later read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from geomap.export.escapes import escape_controls, is_xml
from geomap.model import EventFamily
from geomap.symbology import OTHERS, PALETTE, SHAPES, ActorColour

__all__ = ["NO_ACTOR", "OTHER_ACTORS", "make_layer_definition", "make_style"]

NO_ACTOR, OTHER_ACTORS = "no actor named", "other actors"
LAYER = "events"
"""The name of the layer in the file."""

# QGIS's own marker and how far it is turned; the web map traces the same outlines in webmap/js/shapes.mjs
_MARKERS: Mapping[str, tuple[str, int]] = {
    "circle": ("circle", 0),
    "ring": ("circle", 0),
    "square": ("square", 0),
    "diamond": ("diamond", 0),
    "triangle": ("triangle", 0),
    "chevron": ("triangle", 180),
    "plus": ("cross_fill", 0),
    "cross": ("cross_fill", 45),
    "pentagon": ("pentagon", 0),
}
# hollow stands for a place that is not known to the town, as on the web map
_HOLLOW = (
    "coalesce(\"place_relation\", 'in') <> 'in' OR \"place_precision\" IN ('admin2', 'admin1', 'country')"
    ' OR "event_family" = \'' + EventFamily.DIPLOMACY.value + "'"
)
# millimetres; the area grows with the number of events
_SIZE = 'max(3, min(11, 3 * sqrt(coalesce("count", 1))))'
_ESCAPED = "map('&', '&amp;', '<', '&lt;', '>', '&gt;')"
_MAP_TIP = (
    f"""<b>[% replace("title", {_ESCAPED}) %]</b><br>"""
    "[% coalesce(format_date(\"date_start\", 'yyyy-MM-dd'), 'date unknown') %]"
    """[% if("date_end" > "date_start", ' to ' || format_date("date_end", 'yyyy-MM-dd'), '') %]"""
    f""" · [% replace(coalesce("place", 'place unknown'), {_ESCAPED}) %]"""
    f"""[% if("quote" <> '', '<br><i>“' || replace("quote", {_ESCAPED}) || '”</i>', '') %]"""
)
# An event lasts to the end of its last day. Compared with a moment, a bare date is a text to QGIS 3.22, "2023-12-25"
# being less than "2023-12-25T00:00:00": by its fields an event would be shown a day early. Hence expressions. An event
# without a date takes the time that the map shows, so that it is always there.
_TIME = {
    "mode": "4",
    "startExpression": 'coalesce(to_datetime(coalesce("date_start", "date_end")), @map_start_time)',
    "endExpression": (
        'coalesce(to_datetime(coalesce("date_end", "date_start")) + to_interval(\'1 day\'), @map_end_time)'
    ),
    "limitMode": "0",
    "startField": "date_start",
    "endField": "date_end",
}
"""From start to end by expressions, the end itself not included; the fields, for whoever changes the mode."""


def make_style(colours: Mapping[str, ActorColour]) -> str:
    """Give the QML of the layer: categories by actor, shapes by family of event, map tip, time fields, no labels."""
    style = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "AllStyleCategories", "labelsEnabled": "0"})
    _add_style(style, colours)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + _to_text(style)


def make_layer_definition(colours: Mapping[str, ActorColour], *, file: str, title: str, attribution: str) -> str:
    """Give the QLR that opens the layer of the GeoPackage ``file``, which lies beside it, with time control on."""
    definition, title = ET.Element("qlr"), escape_controls(title)
    source = f"./{file}|layername={LAYER}"
    tree = ET.SubElement(definition, "layer-tree-group", {"name": "", "checked": "Qt::Checked", "expanded": "1"})
    place = {"id": "geomap_events", "name": title, "source": source, "providerKey": "ogr"}
    ET.SubElement(tree, "layer-tree-layer", place | {"checked": "Qt::Checked", "expanded": "1"})
    layer = ET.SubElement(
        ET.SubElement(definition, "maplayers"),
        "maplayer",
        {"type": "vector", "geometry": "Point", "wkbType": "Point", "styleCategories": "AllStyleCategories"}
        | {"labelsEnabled": "0"},
    )
    named = {"id": "geomap_events", "datasource": source, "layername": title, "attribution": attribution}
    for name, text in named.items():
        ET.SubElement(layer, name).text = text
    reference = ET.SubElement(ET.SubElement(layer, "srs"), "spatialrefsys")
    known = {
        "proj4": "+proj=longlat +datum=WGS84 +no_defs",
        "srid": "4326",
        "authid": "EPSG:4326",
        "description": "WGS 84",
    }
    for name, text in known.items():
        ET.SubElement(reference, name).text = text
    metadata = ET.SubElement(layer, "resourceMetadata")
    ET.SubElement(metadata, "title").text = title
    ET.SubElement(metadata, "rights").text = attribution
    ET.SubElement(layer, "provider", {"encoding": "UTF-8"}).text = "ogr"
    _add_style(layer, colours)
    return "<!DOCTYPE qgis-layer-definition>\n" + _to_text(definition)


def _to_text(element: ET.Element) -> str:
    ET.indent(element)
    return ET.tostring(element, encoding="unicode") + "\n"


def _add_style(layer: ET.Element, colours: Mapping[str, ActorColour]) -> None:
    ET.SubElement(ET.SubElement(layer, "temporal", _TIME | {"enabled": "1"}), "fixedRange")
    attribute = f"coalesce(\"actor\", '{NO_ACTOR}')"
    renderer = ET.SubElement(layer, "renderer-v2", {"type": "categorizedSymbol", "attr": attribute})
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    told = {name: colour.light for name, colour in colours.items() if _is_own(colour) and is_xml(name)}
    # an empty value stands for all others
    shown = [(name, name, colour) for name, colour in told.items()]
    shown += [(NO_ACTOR, NO_ACTOR, OTHERS[0]), ("", OTHER_ACTORS, OTHERS[1])]
    for i, (value, label, colour) in enumerate(shown):
        ET.SubElement(categories, "category", {"value": value, "label": label, "symbol": str(i), "render": "true"})
        _add_symbol(symbols, str(i), colour)
    ET.SubElement(layer, "previewExpression").text = '"title"'
    ET.SubElement(layer, "mapTip").text = _MAP_TIP


def _is_own(colour: ActorColour) -> bool:
    """Whether a colour is one of the palette or a user's, not the grey of other actors."""
    return colour.slot < len(PALETTE) or (colour.light, colour.dark) != OTHERS


def _add_symbol(symbols: ET.Element, name: str, colour: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", {"type": "marker", "name": name, "alpha": "1"})
    marker = ET.SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"})
    plain = {
        "name": "circle",
        "color": ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255",
        "outline_color": "255,255,255,255",
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "scale_method": "diameter",
        "size": "3",
        "size_unit": "MM",
    }
    options = ET.SubElement(marker, "Option", {"type": "Map"})
    for key, value in plain.items():
        ET.SubElement(options, "Option", {"name": key, "type": "QString", "value": value})
        # the spelling of the years before 3.26
        ET.SubElement(marker, "prop", {"k": key, "v": value})
    _add_expressions(
        ET.SubElement(marker, "data_defined_properties"),
        {
            "name": _by_family(0),
            "angle": _by_family(1),
            "size": _SIZE,
            "fillColor": f"if({_HOLLOW}, '255,255,255,60', @symbol_color)",
            "outlineColor": f"if({_HOLLOW}, @symbol_color, '255,255,255,255')",
            "outlineWidth": f"if({_HOLLOW}, 0.6, 0.2)",
        },
    )


def _by_family(part: int) -> str:
    """Give the expression for the marker's name (0) or turn (1) by family of event."""
    cases = [
        f"WHEN \"event_family\" = '{family.value}' THEN '{_MARKERS[shape][part]}'" for family, shape in SHAPES.items()
    ]
    return f"CASE {' '.join(cases)} ELSE '{_MARKERS[SHAPES[EventFamily.OTHER]][part]}' END"


def _add_expressions(parent: ET.Element, expressions: Mapping[str, str]) -> None:
    outer = ET.SubElement(parent, "Option", {"type": "Map"})
    ET.SubElement(outer, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = ET.SubElement(outer, "Option", {"name": "properties", "type": "Map"})
    for key, expression in expressions.items():
        one = ET.SubElement(properties, "Option", {"name": key, "type": "Map"})
        ET.SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        ET.SubElement(one, "Option", {"name": "expression", "type": "QString", "value": expression})
        ET.SubElement(one, "Option", {"name": "type", "type": "int", "value": "3"})
    ET.SubElement(outer, "Option", {"name": "type", "type": "QString", "value": "collection"})
