"""A matplotlib figure that carries its description, and is saved whole, with it inside, the same bytes every time."""

from __future__ import annotations

import base64
import html
import io
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geomap.export import write_whole

__all__ = ["EventFigure", "settled_style"]

_CREATOR = "geomap"
_OURS = {
    "font.family": ["DejaVu Sans"],
    "svg.hashsalt": "geomap",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "savefig.dpi": "figure",
    # hinted letters are wider at low resolutions, and would not keep to the layout
    "text.hinting": "no_hinting",
}
# what belongs to the session, not to the look of a figure
_LEFT_ALONE = ("backend", "interactive", "toolbar", "webagg", "date.epoch", "timezone", "figure.max_open", "agg.path")


def settled_style() -> Any:  # noqa: ANN401 - matplotlib names no type for it
    """Give a context in which matplotlib's settings are its own defaults and ours, whatever the user's file says."""
    defaults = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(_LEFT_ALONE)}
    return mpl.rc_context(defaults | _OURS)  # type: ignore[arg-type]


class EventFigure(Figure):
    """A figure of events; make it with `geomap.figure`.

    ``alt_text`` says in words what it shows and ``heading`` is its title; ``savefig`` writes both into PNG, SVG and PDF
    files, without a date, so that the same events and options give the same bytes. The first axes are the first map;
    those of a region take longitude and latitude as they are.
    """

    def __init__(self, width: float, height: float, *, dpi: int, ground: str) -> None:
        super().__init__(figsize=(width / 72, height / 72), dpi=dpi, facecolor=ground)
        FigureCanvasAgg(self)
        self.alt_text = ""
        self.heading = ""

    def savefig(self, fname: Any, *, transparent: bool | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - matplotlib's signature
        """Save the figure; a file named by its path appears whole or not at all.

        Raises
        ------
        ExportError
            When the file cannot be written.
        """
        is_path = isinstance(fname, str | Path)
        kind = str(kwargs.pop("format", None) or (Path(fname).suffix.lstrip(".") if is_path else "") or "png").lower()
        metadata = self._metadata(kind) | dict(kwargs.pop("metadata", None) or {})
        content = io.BytesIO()
        with settled_style():
            super().savefig(content, transparent=transparent, format=kind, metadata=metadata or None, **kwargs)
        data = content.getvalue()
        if kind == "svg":
            data = describe_svg(data.decode("utf-8"), self.heading, self.alt_text).encode("utf-8")
        if is_path:
            write_whole(fname, data)
        else:
            fname.write(data)

    def _metadata(self, kind: str) -> dict[str, Any]:
        """Give the metadata of a file: title and description, and nothing that changes from day to day."""
        if kind == "png":
            return {"Title": self.heading, "Description": self.alt_text, "Software": _CREATOR}
        if kind == "svg":
            return {"Title": self.heading, "Description": self.alt_text, "Creator": _CREATOR, "Date": None}
        if kind == "pdf":
            return {
                "Title": self.heading,
                "Subject": self.alt_text,
                "Creator": _CREATOR,
                "Producer": _CREATOR,
                "CreationDate": None,
            }
        return {}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the figure in a notebook, with its words for readers and converters that show no pictures."""
        content = io.BytesIO()
        self.savefig(content, format="png")
        return {"image/png": base64.b64encode(content.getvalue()).decode("ascii"), "text/plain": self.alt_text}


def describe_svg(svg: str, title: str, alt_text: str) -> str:
    """Write title and description where browsers and screen readers look for them: first inside the root element."""
    svg = re.sub(r"\s*<title>.*?</title>", "", svg, count=1, flags=re.DOTALL)
    words = f' <title id="title">{html.escape(title)}</title>\n <desc id="desc">{html.escape(alt_text)}</desc>\n'
    head, opening, rest = re.split(r"(<svg\b[^>]*>)", svg, maxsplit=1)
    opening = opening[:-1] + ' role="img" aria-labelledby="title desc">'
    return f"{head}{opening}\n{words}{rest.lstrip()}"
