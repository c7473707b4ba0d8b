"""Lay a report out as a Word file.

In: a `ReportContent` and its figure as PNG. Out: the bytes of a ``.docx`` in Word's own styles, so that a house's
template takes hold of it; the same report gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from geomap.export.escapes import escape_controls
from geomap.report.content import Entry, Quote, ReportContent, SummaryTable

__all__ = ["lay_out_word"]

_SOME_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Office files carry times of making; nothing here asks the clock, so all carry the same one."""
_TEXT_WIDTH = Mm(160)
_MOST_HEIGHT = Mm(205)
"""A picture no taller than this stands under the title on the first page, not alone on the second."""
_COLUMNS = (Mm(85), Mm(25), Mm(25), Mm(25))


def lay_out_word(content: ReportContent, *, picture: bytes | None, alt: str | None) -> bytes:
    """Give the report as the bytes of a Word file; ``picture`` is a PNG, ``alt`` its alt text."""
    document = docx.Document()
    _set_up(document, content.title)
    _write(document.add_heading(level=0), content.title)
    _write(document.add_paragraph(style="Subtitle"), content.subtitle)
    if picture is not None:
        _add_picture(document, picture, alt or content.title)
    document.add_heading("In short", level=1)
    for point in content.key_points:
        _write(document.add_paragraph(style="List Bullet"), point)
    for table in content.tables:
        _add_table(document, table)
    document.add_heading("The events and their sources", level=1)
    for entry in content.entries:
        _add_entry(document, entry)
    if content.omitted:
        _write(document.add_paragraph(), f"{content.omitted}.")
    document.add_heading("How this was made, and what it cannot tell", level=1)
    for paragraph in (*content.method, " ".join(content.credits)):
        _write(document.add_paragraph(), paragraph)
    raw = io.BytesIO()
    document.save(raw)
    return _fix_times(raw.getvalue())


def _set_up(document: WordDocument, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = escape_controls(title)[:255], "geomap", ""
    properties.created = properties.modified = _SOME_DAY
    document.styles["Normal"].font.size = Pt(10.5)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add a text to a paragraph; one that begins from right to left turns the paragraph round."""
    run = paragraph.add_run(escape_controls(text))
    run.bold = bold or None
    if _is_right_to_left(text):
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run._element.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001 - python-docx has no call for it


def _is_right_to_left(text: str) -> bool:
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d in {"R", "AL"} for d in directions if d in {"L", "R", "AL"}), False)


def _add_picture(document: WordDocument, picture: bytes, alt: str) -> None:
    shape = document.add_picture(io.BytesIO(picture), width=_TEXT_WIDTH)
    if shape.height > _MOST_HEIGHT:
        shape.width, shape.height = int(shape.width * _MOST_HEIGHT / shape.height), _MOST_HEIGHT
    shape._inline.docPr.set("descr", escape_controls(alt))  # noqa: SLF001 - python-docx has no call for alt text


def _add_table(document: WordDocument, table: SummaryTable) -> None:
    _write(document.add_heading(level=2), table.heading)
    grid = document.add_table(rows=1, cols=len(_COLUMNS), style="Light Shading")
    grid.autofit = False
    for column, width in zip(grid.columns, _COLUMNS, strict=True):
        column.width = width
    _fill_row(grid.rows[0].cells, (table.heading, "Events", "Killed", "Injured"), bold=True)
    _repeat_heading(grid.rows[0])
    for row in table.rows:
        _fill_row(grid.add_row().cells, row)
    if table.left_out:
        _write(document.add_paragraph(), f"{table.left_out}.")


def _fill_row(cells: object, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):  # type: ignore[call-overload]
        cell.width = _COLUMNS[number]
        _write(cell.paragraphs[0], text, bold=bold)
        if number:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_heading(row: object) -> None:
    """Repeat a table's first row on every page that the table runs over."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined] # noqa: SLF001 - python-docx has no call for it


def _add_entry(document: WordDocument, entry: Entry) -> None:
    _write(document.add_heading(level=2), f"{entry.number}. {entry.title}")
    facts = [
        ("When", entry.when),
        ("Where", entry.where),
        ("Who", entry.who),
        ("To whom", entry.whom),
        ("Casualties", entry.casualties),
        *(("Note", note) for note in entry.notes),
    ]
    for label, value in facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(escape_controls(value))
    for quote in entry.quotes:
        _add_quote(document, quote)


def _add_quote(document: WordDocument, quote: Quote) -> None:
    said = document.add_paragraph(style="Quote")
    said.paragraph_format.left_indent, said.paragraph_format.space_after = Mm(6), Pt(2)
    said.paragraph_format.keep_with_next = quote.source is not None
    _write(said, f"“{quote.text}”")
    if quote.source is None:
        return
    told = document.add_paragraph()
    told.paragraph_format.left_indent = Mm(6)
    told.add_run("— ")
    if quote.url is None:
        told.add_run(escape_controls(quote.source))
    else:
        _add_link(told, quote.source, quote.url)
    if quote.day:
        told.add_run(f", {quote.day}")


def _add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """Add a link; python-docx reads links and cannot write them."""
    number = paragraph.part.relate_to(escape_controls(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    run = paragraph.add_run(escape_controls(text))
    run.font.underline = True
    link.append(run._element)  # noqa: SLF001 - the run moves into the link
    paragraph._element.append(link)  # noqa: SLF001 - see above


def _fix_times(data: bytes) -> bytes:
    """Write the archive again with the same time in every entry."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=_SOME_DAY.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return fixed.getvalue()
