"""Write events as KML and KMZ, and read them back.

In: a prepared frame. Out: KML 2.2 with a folder an actor, a time span, a style by colour and shape, a balloon with the
sentence that tells of the event, and every column as typed data; as KMZ with the pictures of the shapes inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from geomap.errors import ExportError, InputError
from geomap.export.columns import build_table, count_actors
from geomap.export.decoding import ROW_COLUMN
from geomap.export.escapes import escape_controls, restore_controls
from geomap.export.icons import draw_icon
from geomap.export.options import ExportOptions
from geomap.export.qgis import NO_ACTOR
from geomap.export.whole import still_member
from geomap.export.words import tell_days
from geomap.symbology import OTHERS, SHAPES, assign_colours, shape_of

__all__ = ["kml_lines", "read_kml", "write_kmz"]

_KML = "http://www.opengis.net/kml/2.2"
_PLACEMARK, _COORDINATES = f"{{{_KML}}}Placemark", f"{{{_KML}}}coordinates"
_SIMPLE_FIELD, _SIMPLE_DATA = f"{{{_KML}}}SimpleField", f"{{{_KML}}}SimpleData"
_ROW = "row-"
"""What the id of a placemark opens with; then comes its row in the frame, since folders order events anew."""
_TYPES = ((pa.types.is_boolean, "bool"), (pa.types.is_floating, "double"))
_INT = 2**31
_DECODERS: dict[str, Callable[[str], Any]] = {"int": int, "double": float, "bool": lambda text: text == "true"}


def kml_lines(events: gpd.GeoDataFrame, options: ExportOptions, attribution: str, *, icons: bool) -> Iterator[str]:
    """Give the text of a prepared frame's KML, with links to pictures that lie beside it or without."""
    table = build_table(events)
    counts = count_actors(events)
    colours = {name: colour.light for name, colour in assign_colours(counts, options.colors).items()}
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_KML}">\n<Document>\n'
    yield f"<name>{_text(options.title)}</name>\n<description>{_text(attribution)}</description>\n"
    yield from _styles(sorted({*colours.values(), OTHERS[0]}), icons=icons)
    yield from _schema(table)
    rows: dict[str | None, list[int]] = {}
    for i, actor in enumerate(table["actor"].to_pylist()):
        rows.setdefault(actor, []).append(i)
    for actor in sorted(rows, key=lambda name: (name is None, -len(rows[name]), name or "")):
        yield f"<Folder>\n<name>{_text(NO_ACTOR if actor is None else actor)}</name>\n"
        colour = colours.get(actor or "", OTHERS[0])
        for first in range(0, len(rows[actor]), 10_000):
            part = rows[actor][first : first + 10_000]
            yield from _placemarks(table.take(pa.array(part)), part, colour)
        yield "</Folder>\n"
    yield "</Document>\n</kml>\n"


def write_kmz(lines: Iterator[str], path: Path) -> None:
    """Write KML and the pictures of its shapes as one zip file, each member of the first day that a zip file has.

    Raises
    ------
    ExportError
        If the KML is larger than a zip file that every program reads may hold.
    """
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        try:
            # in the newer way of zip files, for more than 2 GiB, neither GDAL nor others would find the document
            with archive.open(still_member("doc.kml"), "w") as file:
                for line in lines:
                    file.write(line.encode("utf-8"))
        except RuntimeError as error:
            raise ExportError(f"{path.name}: more than 2 GiB of KML; write .gpkg, or fewer events") from error
        for shape in sorted(set(SHAPES.values())):
            archive.writestr(still_member(f"icons/{shape}.png"), draw_icon(shape))


def read_kml(path: Path) -> gpd.GeoDataFrame:
    """Read a KML or KMZ that geomap wrote, in the order of the frame it was written from.

    Raises
    ------
    InputError
        If the file is no KML.
    """
    try:
        if path.suffix.lower() == ".kmz":
            with ZipFile(path) as archive, archive.open("doc.kml") as file:
                return _read(file)
        with path.open("rb") as file:
            return _read(file)
    except (ET.ParseError, BadZipFile, KeyError) as error:
        raise InputError(f"{path}: is not KML ({error}); name a file that geomap wrote") from error


def _read(file: IO[bytes]) -> gpd.GeoDataFrame:
    rows, points, names, kinds, point = [], [], [], {}, None
    # expat itself refuses entities that grow without bound
    for _, element in ET.iterparse(file):  # noqa: S314
        tag = element.tag
        if tag == _SIMPLE_FIELD:
            names.append(restore_controls(element.get("name", "")))
            kinds[names[-1]] = element.get("type", "string")
        elif tag == _COORDINATES and element.text:
            point = shapely.Point([float(number) for number in element.text.split(",")[:2]])
        elif tag == _PLACEMARK:
            rows.append(_read_placemark(element, kinds))
            points.append(point)
            point = None
            element.clear()
    data = pd.DataFrame(rows, columns=[*names, ROW_COLUMN], dtype=object)
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(points, index=data.index, crs="EPSG:4326"))


def _read_placemark(element: ET.Element, kinds: dict[str, str]) -> dict[str, Any]:
    cells = {}
    for cell in element.iter(_SIMPLE_DATA):
        name, text = restore_controls(cell.get("name", "")), cell.text or ""
        cells[name] = _DECODERS.get(kinds.get(name, ""), str)(text)
    row = element.get("id", "").removeprefix(_ROW)
    return {**cells, ROW_COLUMN: int(row) if row.isdecimal() else None}


def _text(text: str) -> str:
    return escape(escape_controls(text))


def _styles(colours: list[str], *, icons: bool) -> Iterator[str]:
    for colour in colours:
        for shape in sorted(set(SHAPES.values())):
            icon = f"<Icon><href>icons/{shape}.png</href></Icon>" if icons else ""
            yield (
                f'<Style id="{_style_id(colour, shape)}"><IconStyle><color>ff{colour[5:7]}{colour[3:5]}{colour[1:3]}'
                f"</color><scale>0.7</scale>{icon}</IconStyle><LabelStyle><scale>0</scale></LabelStyle>"
                "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
            )


def _style_id(colour: str, shape: str) -> str:
    return f"{shape}-{colour[1:]}"


def _schema(table: pa.Table) -> Iterator[str]:
    yield '<Schema name="event" id="event">\n'
    for name in table.column_names:
        yield f'<SimpleField type="{_kml_type(table[name])}" name={_attribute(name)}></SimpleField>\n'
    yield "</Schema>\n"


def _attribute(name: str) -> str:
    # a parser makes spaces of line feeds and tabs in an attribute
    return quoteattr(escape_controls(name), {"\n": "&#10;", "\t": "&#9;"})


def _kml_type(column: pa.ChunkedArray) -> str:
    if pa.types.is_integer(column.type):
        # the whole numbers of KML have 32 bits
        return "int" if all(n is None or -_INT <= n < _INT for n in column.unique().to_pylist()) else "string"
    return next((name for test, name in _TYPES if test(column.type)), "string")


def _placemarks(table: pa.Table, rows: list[int], colour: str) -> Iterator[str]:
    data = [
        (f"<SimpleData name={_attribute(name)}>", _encode_column(table[name].combine_chunks()))
        for name in table.column_names
    ]
    for i, (row, event) in enumerate(zip(rows, table.to_pylist(), strict=True)):
        cells = "".join([f"{head}{texts[i]}</SimpleData>" for head, texts in data if texts[i] is not None])
        x, y = event["longitude"], event["latitude"]
        point = "" if x is None or y is None else f"<Point><coordinates>{x!r},{y!r}</coordinates></Point>"
        yield (
            f'<Placemark id="{_ROW}{row + 1}"><name>{_text(event["title"] or event["event_type"] or "event")}</name>'
            f"<description>{_text(_balloon(event))}</description>{_time_span(event)}"
            f"<styleUrl>#{_style_id(colour, shape_of(event['event_family']))}</styleUrl>"
            f'<ExtendedData><SchemaData schemaUrl="#event">{cells}</SchemaData></ExtendedData>{point}</Placemark>\n'
        )


def _encode_column(column: pa.Array) -> list[str | None]:
    distinct = column.dictionary_encode()
    texts: list[str | None] = [_encode(value) for value in distinct.dictionary.to_pylist()]
    texts.append(None)
    return [texts[code] for code in distinct.indices.fill_null(len(texts) - 1).to_pylist()]


def _encode(value: Any) -> str:  # noqa: ANN401 - a cell holds any plain value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else str(value.isoformat())


def _balloon(event: dict[str, Any]) -> str:
    """Give the HTML of a balloon; the words of the text are escaped in it."""
    days = tell_days(event["date_start"], event["date_end"])
    lines = [f"<b>{escape(event['title'] or '')}</b>", f"{days} · {escape(event['place'] or 'place unknown')}"]
    if event["quote"]:
        lines.append(f"<i>“{escape(event['quote'])}”</i>")
    if event["source"]:
        lines.append(escape(event["source"]))
    return "<br/>".join(lines)


def _time_span(event: dict[str, Any]) -> str:
    begin, end = event["date_start"], event["date_end"]
    if begin is None and end is None:
        return ""
    told = f"<begin>{begin.isoformat()}</begin>" if begin else ""
    return f"<TimeSpan>{told}{f'<end>{end.isoformat()}</end>' if end else ''}</TimeSpan>"
