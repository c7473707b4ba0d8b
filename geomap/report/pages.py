"""Lay a report out as HTML or Markdown.

In: a `ReportContent` and its picture. Out: text. Whatever an event says is escaped: it is shown, and means nothing to
the browser or the Markdown reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader
from markupsafe import Markup

from geomap.report.content import ReportContent

__all__ = ["Picture", "lay_out_html", "lay_out_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>()#!|~$&^{}@])")
# a list, a rule or a definition could begin the line
_OPENING = re.compile(r"^(\d+)([.)])|^([-+=:])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The figure of a report: its address (a file name or a data URI) and its alt text."""

    address: str
    alt: str


def lay_out_html(content: ReportContent, *, picture: Picture | None, map_frame: str | None) -> str:
    """Give the report as one HTML page; ``map_frame`` is the markup of a frame with the map, shown on screens."""
    template = _open_environment(escaping=True).get_template("report.html")
    frame = Markup(map_frame) if map_frame is not None else None  # noqa: S704 - our own escaped frame
    styles = Markup(_read_template("report.css"))  # noqa: S704 - our own style sheet
    return template.render(content=content, picture=picture, map=frame, styles=styles) + "\n"


def lay_out_markdown(content: ReportContent, *, picture: Picture | None) -> str:
    """Give the report as Markdown with pipe tables, as CommonMark readers, Pandoc and Quarto take it."""
    text = _open_environment(escaping=False).get_template("report.md").render(content=content, picture=picture)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _read_template(name: str) -> str:
    return files("geomap.report").joinpath("templates", name).read_text("utf-8")


@cache
def _open_environment(*, escaping: bool) -> Environment:
    # Markdown has an escape of its own, so HTML's is off for it
    environment = Environment(
        loader=FunctionLoader(_read_template),
        autoescape=escaping,  # noqa: S701 - see above: every value of the Markdown template goes through "md"
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["address"] = escape_address
    return environment


def escape_markdown(text: str) -> str:
    r"""Escape a text so that Markdown shows it as it is, on one line.

    >>> escape_markdown("1. *one* | <b> [x](y)")
    '1\\. \\*one\\* \\| \\<b\\> \\[x\\]\\(y\\)'
    """
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


def escape_address(address: str) -> str:
    """Escape an address for the round brackets of Markdown.

    >>> escape_address("https://example.org/a (b).html")
    'https://example.org/a%20%28b%29.html'
    """
    return quote(address, safe="/:?&=#%@+,;~!$'*[]")
